"""An act whose duty was met or waived before says which, and by what record."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.events import lent, named, reported, sued
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_act import EXAMPLE, LEADER, MONITOR, SUB
from tests.cli.test_idle import AT, phoned
from tests.cli.test_notices import objects

HEAD_OFFICE: Final = ("--org", "9999", "--post", "head_office_risk_officer", "--officer", "9999-R01")


@pytest.fixture
def suit(person: Person, shelf: Path) -> Person:
    """Someone with a red warning of a borrower of sub-branch 1001."""

    def make() -> None:
        person.run("init")
        person.run("ingest", str(EXAMPLE))

    return person.again(shelf / "suit", make)


def because(person: Person, *words: str) -> dict[str, Any]:
    """Why an act met nothing."""
    (done,) = told(person, "act", *words, "--warning", "W-")
    assert (done["outcome"], done["changes"]) == ("applied", [])
    (why,) = done["because"]
    return {"code": why["code"], **why["values"]}


def test_an_act_whose_duty_was_met_before_says_by_what(suit: Person) -> None:
    team = ("team", *SUB, "--set", "led_by=sub_branch_president")
    (first,) = told(suit, "act", *team, "--warning", "W-", "--id", "A-1")
    (met,) = first["changes"]
    why = because(suit, *team)
    assert (why["code"], why["by"], why["duty"]) == ("act_met_before", "A-1", met["id"])
    shown = suit.run("act", *team, "--warning", "W-", "--lang", "en").out
    assert "record A-1 met it at 2026-11-04 11:00 (form the risk-" in " ".join(shown.split())
    shown = suit.run("act", *team, "--warning", "W-").out
    assert "的此类义务已由记录 A-1 于" in shown


def test_an_act_whose_duty_was_waived_before_says_so(suit: Person) -> None:
    (owed,) = [one for one in told(suit, "duties", "list") if one["kind"] == "monthly_update"]
    propose = ("propose-waiver", *MONITOR, "--set", f"duty_ids={owed['id']}", "--set", "reason=停电", "--id", "A-1")
    told(suit, "act", *propose, "--warning", "W-")
    approve = ("approve", *HEAD_OFFICE, "--set", "proposal_id=A-1", "--id", "A-2")
    told(suit, "act", *approve, "--warning", "W-")
    why = because(suit, "update", *SUB, "--set", "situation=x")
    assert (why["code"], why["by"], why["duty"]) == ("act_waived_before", "A-2", owed["id"])


def test_an_act_of_one_who_never_owed_it_is_told_apart(suit: Person) -> None:
    other = ("--org", "1002", "--post", "sub_branch_president", "--officer", "1002-P01")
    why = because(suit, "update", *other, "--set", "situation=x")
    assert (why["code"], why["org_no"]) == ("act_not_owed", "1002")


def test_a_sign_off_given_again_says_what_met_it(suit: Person) -> None:
    sign_off = ("sign-off", *SUB, "--set", "month=2026-11", "--set", "covered=1")
    suit.run("tick", "--until", "2026-11-28T09:00:00+08:00")
    told(suit, "act", *sign_off, "--id", "A-1")
    (again,) = told(suit, "act", *sign_off)
    assert [(why["code"], why["values"]["by"]) for why in again["because"]] == [("act_met_before", "A-1")]
    (other,) = told(suit, "act", *sign_off[:-1], "covered=1", "--set", "month=2026-12")
    assert [why["code"] for why in other["because"]] == ["sign_off_idle"]


def test_in_a_file_it_is_told_the_same(person: Person) -> None:
    again = phoned().replace("T11:00", "T12:00")
    person.write("events.jsonl", named(), lent(), sued(), reported(AT), again)
    (notice,) = objects(person.run("decide", "events.jsonl", "--json").out, "notice")
    assert "的此类义务已由记录 rep-2026-11-03 于 2026-11-03 11:00 完成（" in str(notice["zh"])
    assert "record rep-2026-11-03 met it at 2026-11-03 11:00" in str(notice["en"])


def test_a_meeting_without_the_leader_whom_a_duty_of_red_asks_for_is_told_that(suit: Person) -> None:
    """D5: the level has come down, and the meeting that red had opened is owed still."""
    released = ("--set", "to_level=orange", "--set", "ground=mitigated", "--set", "evidence=x", "--id", "A-1")
    told(suit, "act", "propose-release", *MONITOR, *released, "--warning", "W-")
    told(suit, "act", "approve", *HEAD_OFFICE, "--set", "proposal_id=A-1", "--warning", "W-")
    attended = ("--attendee", "1000/branch_monitor", "--attendee", "1001/sub_branch_president")
    why = because(suit, "meeting", *LEADER, *attended, "--set", "resolution=x")
    (owed,) = [one for one in told(suit, "duties", "list") if one["kind"] == "meeting"]
    assert (why["code"], why["duty"], owed["red"]) == ("act_leader_absent", owed["id"], True)
