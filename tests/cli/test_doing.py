"""What is owed says how it is done, and that does it; what falls due until then is told."""

from __future__ import annotations

import shlex
from typing import Final, get_args

import pytest

from tests.cli.events import lent, line, named
from tests.cli.kept import told
from tests.cli.run import Person
from tests.ledger import bank
from warning.cli.ledger.doing import done_by
from warning.cli.ledger.message import type_of
from warning.core.rows import DutyKind

MORE: Final = {
    "team": ("--set", "led_by=sub_branch_president", "--set", "members=1001-SBP01"),
    "update": ("--set", "situation=已部分还款"),
}


def commands(person: Person, duty: str, *options: str) -> list[list[str]]:
    """Those that a duty's page gives, with somebody's staff number."""
    lines = person.run("alerts", "explain", duty, *options).out.splitlines()
    found = [shlex.split(line) for line in lines if line.startswith("  warning act ") and "--officer" in line]
    return [[{"<工号>": "1001-X01", "<STAFF_NO>": "1001-X01"}.get(word, word) for word in one[1:]] for one in found]


@pytest.mark.parametrize(("kind", "options"), [("team", ()), ("monthly_update", ("--lang", "en"))])
def test_the_command_that_is_said_does_it(month: Person, kind: str, options: tuple[str, ...]) -> None:
    owed = next(row for row in told(month, "duties", "list") if row["kind"] == kind)
    (command,) = commands(month, owed["id"], *options)
    given = month.run(*command, *MORE[command[1]], "--json")
    assert given.code == 0, given
    done = [*told(month, "duties", "list", "--state", "met"), *told(month, "duties", "list", "--state", "met_late")]
    assert owed["id"] in {row["id"] for row in done}
    assert commands(month, owed["id"]) == []


def test_every_kind_of_duty_has_one_and_an_assessment_comes_from_systems(month: Person) -> None:
    assert {kind for kind in get_args(DutyKind) if not done_by(kind)} == {"assessment", "tracking"}
    assert done_by("first_notice") == ["phone", "report"]
    may = bank.frame().book.may
    for row in told(month, "duties", "list"):
        for act in done_by(row["kind"]):
            assert row["post"] in may[type_of(act, "zh")], row
    owed = next((row for row in told(month, "duties", "list") if row["kind"] == "assessment"), None)
    assert owed is not None
    assert "业务系统报送（loan.assessed.v1）" in month.run("alerts", "explain", owed["id"]).out.replace("\n", "")


def test_notices_and_what_answers_them_are_done_by_their_commands(person: Person) -> None:
    """They are told apart by what their kind is: four duties, two acts."""
    found = {"customer_no": "C1", "finding_no": "F1", "kind": "beyond_authority", "recorded_by": "9999"}
    person.run("init")
    finding = line("f1", "management.finding.v1", "2026-11-03T11:00:00+08:00", **found)
    person.write("events.jsonl", named(), lent(), finding)
    assert person.run("ingest", "events.jsonl").code == 0
    for kind in ("notice", "rectification_notice", "answer", "completion"):
        owed = next(row for row in told(person, "duties", "list") if row["kind"] == kind)
        (command,) = commands(person, owed["id"])
        (done,) = told(person, *command)
        assert {change["id"]: change["change"] for change in done["changes"]}[owed["id"]] == "met", kind


def test_a_superior_lists_what_stands_against_it(month: Person) -> None:
    post = "head_office_risk_officer"
    overdue = told(month, "duties", "list", "--overdue")
    listed = {row["id"] for row in told(month, "duties", "list", "--overdue", "--post", post)}
    assert listed == {row["id"] for row in overdue if post in (row["post"], row["escalated_to"].partition("/")[2])}
    assert any(row["id"] in listed and row["post"] != post for row in overdue)


def test_a_command_with_nobody_in_it_cannot_be_pasted(month: Person) -> None:
    owed = next(row for row in told(month, "duties", "list") if row["kind"] == "first_notice")
    (said, *_) = [line for line in month.run("alerts", "explain", owed["id"]).out.splitlines() if " act " in line]
    assert "--officer <工号>" in said


def test_what_falls_due_before_an_act_is_told(month: Person) -> None:
    owed = next(row for row in told(month, "duties", "list") if row["kind"] == "team")
    before = {row["id"] for row in told(month, "duties", "list", "--overdue")}
    (command,) = commands(month, owed["id"])
    at = ("--at", "2026-11-20T10:00:00+08:00", "--lang", "en", "--ledger", "ledger.db")
    given = month.run(*command, *MORE["team"], *at)
    more = {row["id"] for row in told(month, "duties", "list", "--overdue")} - before
    assert len(more) > 10
    assert f"from 2026-11-01 00:00 to 2026-11-20 10:00, and {len(more)} more duties are overdue" in flat(given.out)
    assert "warning duties list --overdue --ledger ledger.db --lang en shows them" in flat(given.out)
    again = month.run(*command, *MORE["team"], "--at", "2026-11-20T10:00:00+08:00", "--lang", "en")
    assert "more duties are overdue" not in flat(again.out)


def flat(text: str) -> str:
    return " ".join(text.split())
