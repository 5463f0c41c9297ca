"""``warning act KIND --help`` names every field of that kind of act, as its contract has them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from tests.cli.run import Person
from warning.cli.ledger.message import ALIASES
from warning.contracts.schema import event_schema

OPTIONS: Final = {"customer_no", "domain", "org_no", "post", "officer_no"}


def schema_of(kind: str) -> dict[str, Any]:
    """What the published contract says of the data of a kind of act."""
    schema: dict[str, Any] = json.loads(json.dumps(event_schema(ALIASES[kind])))
    data = schema["properties"]["data"]
    found: dict[str, Any] = schema["$defs"][data["$ref"].rpartition("/")[2]] if "$ref" in data else data
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", list(ALIASES))
def test_every_field_of_a_kind_of_act_is_on_its_page(person: Person, kind: str, lang: str) -> None:
    person.widen(600)
    shown = person.run("act", kind, "--help", "--lang", lang)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[0].split("：" if lang == "zh" else ": ")[1].startswith(f"warning act {kind} ")
    contract = schema_of(kind)
    rows = {line.split()[0]: line for line in shown.out.splitlines() if line.startswith("  ")}
    for name, field in contract["properties"].items():
        if name in OPTIONS:
            continue
        (row,) = [row for named, row in rows.items() if named == name] or [rows[f"{name}.cause"]]
        mark = "必填" if lang == "zh" else "required"
        assert (mark in row) == (name in contract["required"])
        assert all(value in row for value in field.get("enum", ()))
    assert ("--warning" in rows) == ("customer_no" in contract["properties"])
    assert ("--attendee" in rows) == ("attendees" in contract["properties"])


def test_the_page_of_all_names_the_kinds_and_the_posts(person: Person) -> None:
    shown = person.run("act", "--help").out
    assert all(f"  {name} " in shown for name in (*ALIASES, "sub_branch_president", "head_office_risk_officer"))
    assert "led_by" in person.run("act", "--org", "1001", "team.formed", "--help").out
