"""The JSON Schemas: as generated, true to good and broken messages, and with what a bank needs to know of a field."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema_rs import Draft202012Validator, Registry, meta

from tests.contracts.broken import ENVELOPE, FIELDS, NESTED, Broken
from tests.contracts.good import Tree, examples, message, messages
from warning.contracts.export import HOME, drift, main, write
from warning.contracts.glossary import TITLES
from warning.contracts.lines import reason, refusal_line, row_line
from warning.contracts.topics import ROUTES
from warning.core.rows import Duty, Signal, Step, Warning

BASE = "file:///schemas/"


@cache
def registry() -> Registry:
    """Every schema under the address of its file."""
    found = {path: json.loads(path.read_text("utf-8")) for path in HOME.rglob("*.schema.json")}
    return Registry([(BASE + path.relative_to(HOME).as_posix(), content) for path, content in found.items()])


@cache
def validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": BASE + schema}, registry=registry())


def takes(tree: Any, schema: str) -> bool:
    return validator(schema).is_valid(tree)


def of_type(tree: Tree) -> str:
    return f"events/{tree['type']}.schema.json"


def test_schemas_are_as_generated() -> None:
    assert drift(HOME) == []


def test_drift_is_found_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert main(["--check", "--to", str(tmp_path)]) == 0
    (tmp_path / "topics.json").write_text("{}")
    (tmp_path / "envelope.schema.json").unlink()
    (tmp_path / "events" / "gone.v1.schema.json").write_text("{}")
    expected = ["envelope.schema.json", "events/gone.v1.schema.json", "topics.json"]
    assert drift(tmp_path) == expected
    assert main(["--check", "--to", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [f"drifted {name}" for name in expected]
    assert main(["--to", str(tmp_path)]) == 0
    assert drift(tmp_path) == []


@pytest.mark.parametrize("path", sorted(HOME.rglob("*.schema.json")), ids=lambda path: path.name)
def test_every_schema_is_a_schema(path: Path) -> None:
    meta.validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("type_name", list(ROUTES))
def test_the_least_message_of_every_type_is_valid_and_of_no_other_type(type_name: str) -> None:
    tree = message(type_name)
    assert takes(tree, of_type(tree))
    assert takes(tree, "index.schema.json")
    other = next(name for name in ROUTES if name != type_name)
    assert not takes(tree, f"events/{other}.schema.json")


@pytest.mark.slow
@examples(200)
@given(messages())
def test_every_good_message_is_valid(tree: Tree) -> None:
    assert takes(tree, of_type(tree))


@pytest.mark.parametrize("broken", [*ENVELOPE, *FIELDS, *NESTED], ids=lambda broken: broken.name)
def test_a_broken_message_is_invalid_where_a_schema_can_say_so(broken: Broken) -> None:
    tree = json.loads(broken.raw)
    schema = of_type(tree) if tree.get("type") in list(ROUTES) else "index.schema.json"
    assert takes(tree, schema) != broken.schema


def fields_of(type_name: str) -> Tree:
    content = json.loads((HOME / "events" / f"{type_name}.schema.json").read_text("utf-8"))
    fields: Tree = content["properties"]["data"]["properties"]
    return fields


def test_fields_have_chinese_titles_east_codes_and_mark_persons() -> None:
    balance = fields_of("loan.position.v1")["outstanding_balance"]
    assert (balance["title"], balance["x-east-code"]) == ("贷款余额", "DKYE")
    acts = fields_of("team.formed.v1")
    assert acts["officer_no"]["x-natural-person"] is True
    assert acts["members"]["items"]["x-natural-person"] is True
    assert "x-natural-person" not in acts["org_no"]


def test_every_field_of_every_type_has_a_title() -> None:
    names = {name for type_name in ROUTES for name in fields_of(type_name)}
    assert names <= set(TITLES)


def test_topics_are_written() -> None:
    topics = json.loads((HOME / "topics.json").read_text("utf-8"))["topics"]
    assert list(topics) == ["repayment", "interest-arrears", "borrower-event", "command"]
    assert {"type": "loan.position.v1", "key": "loan_no", "minor": 0} in topics["repayment"]


AT = 1_793_494_800_000_000
SIGNAL = Signal(
    id="S-1", customer_no="C1", domain="business", clause="11.1.3", subject="L1|2026-10-31", episode=1, group="payment",
    level=2, status="live", loans=("L1",), history=(Step(1, AT, AT, 1, "e1"), Step(2, AT + 1, AT, 2, "wake")),
)  # fmt: skip
WARNING = Warning(
    id="W-1", customer_no="C1", domain="business", number=1, level=3, tier=2, raised_at=AT, levels=((AT, 3),),
    tiers=((AT, 2),),
)  # fmt: skip
DUTY = Duty(
    id="D-1", kind="tracking", clause="12.3.2", customer_no="C1", domain="business", hangs_on="warning:business:1",
    org_no="A", post="branch_principal_leader", start=AT, due=None, due_working=None, state="open", opened_at=AT,
)  # fmt: skip
BECAUSE = [reason("band", "11.1.3", {"days": 31}, ["e1"], "欠息 31 天", "31 days in arrears")]


def test_lines_of_rows_are_valid_and_readable() -> None:
    lines = [row_line(row, BECAUSE) for row in (SIGNAL, WARNING, DUTY)]
    assert [line["object"] for line in lines] == ["signal", "warning", "duty"]
    assert all(takes(json.loads(json.dumps(line)), "verdicts.schema.json") for line in lines)
    assert lines[0]["level"] == "orange"
    assert lines[0]["history"][1] == {
        "level": "orange", "at": "2026-11-01T09:00:00.000001+08:00", "start": "2026-11-01T09:00:00+08:00", "opening": 2,
        "event": "wake",
    }  # fmt: skip
    assert lines[1]["levels"] == [{"at": "2026-11-01T09:00:00+08:00", "level": "red"}]
    assert lines[2]["due"] is None


def test_the_line_of_a_refusal_is_valid() -> None:
    line = refusal_line(
        line=3, event_id="e3", type_name="", outcome="quarantined", at=AT, problems=[("bom", "", "", "中文", "English")]
    )
    assert takes(line, "verdicts.schema.json")
    assert line["problems"] == [{"code": "bom", "path": "", "value": "", "zh": "中文", "en": "English"}]


@pytest.mark.parametrize(
    "change", [{"level": 2}, {"object": "duty"}, {"extra": 1}, {"history": [{}]}, {"status": "dead"}]
)
def test_another_line_is_invalid(change: Tree) -> None:
    assert not takes(row_line(SIGNAL) | change, "verdicts.schema.json")
