"""An act whose duty was met or waived before says which, and by what record."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.events import lent, line, named, reported, sued
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


ANSWER: Final = ("answer", "--set", "content=x", "--set")


def test_an_organisation_that_owes_other_duties_is_told_which(suit: Person) -> None:
    """The organisation is the right one: it is not told to check its number."""
    why = because(suit, *ANSWER, "kind=warning", *MONITOR)
    assert (why["code"], why["sought"], why["owners"]) == ("act_owes_others", "answer", "")
    assert "meeting" in str(why["owed"]).split(", ")
    said = "".join(suit.run("act", *ANSWER, "kind=warning", *MONITOR, "--warning", "W-").out.split())
    assert "对某某食品有限公司（C1）的业务风险预警" in said
    assert "没有待完成的“答复预警信息通知书”，也没有完成过；目前没有机构承办该义务。" in said
    assert "召开风险化解方案汇报会" in said
    assert "机构号" not in said
    said = " ".join(suit.run("act", *ANSWER, "kind=warning", *MONITOR, "--warning", "W-", "--lang", "en").out.split())
    assert "nor has done one; no organisation has one to do now. What it owes there is '" in said


def test_a_notice_of_the_other_kind_is_told_what_is_owed(suit: Person) -> None:
    why = because(suit, "notice", *MONITOR, "--set", "kind=rectification")
    assert (why["code"], why["sought"]) == ("act_owes_others", "rectification_notice")
    why = because(suit, "notice", *HEAD_OFFICE, "--set", "kind=rectification")
    assert (why["code"], why["sought"]) == ("act_nobody_owes", "rectification_notice")


def test_a_duty_that_nobody_owes_is_told_as_that(suit: Person) -> None:
    other = ("--org", "1002", "--post", "sub_branch_president", "--officer", "1002-P01")
    assert because(suit, *ANSWER, "kind=rectification", *other)["code"] == "act_nobody_owes"


def test_a_duty_that_is_owed_in_the_other_domain_is_told_there(suit: Person) -> None:
    """Both domains have a live warning; the act names the wrong one."""
    finding = {"customer_no": "C1", "finding_no": "F1", "kind": "beyond_authority"}
    of = {"discovered_by": "1001", "recorded_by": "1001"}
    suit.write("more.jsonl", line("f1", "management.finding.v1", "2026-11-05T10:00:00+08:00", **finding, **of))
    suit.run("ingest", "more.jsonl")
    about = ("--borrower", "C1", "--domain")
    told(suit, "act", "notice", *MONITOR, "--set", "kind=rectification", *about, "management")
    (done,) = told(suit, "act", *ANSWER, "kind=rectification", *SUB, *about, "business")
    (why,) = done["because"]
    assert (why["code"], why["values"]["other"]) == ("act_owed_elsewhere", "management")
    (owed,) = [one for one in told(suit, "duties", "list") if one["kind"] == "completion"]
    assert why["values"]["duty"] == owed["id"]
    said = "".join(suit.run("act", *ANSWER, "kind=rectification", *SUB, *about, "business").out.split())
    assert "没有待完成的“完成整改”，在其管理风险预警中则有" in said
    assert said.endswith("请核对风险领域。")


def test_a_sign_off_given_again_says_what_met_it(suit: Person) -> None:
    sign_off = ("sign-off", *SUB, "--set", "month=2026-11", "--set", "covered=1")
    suit.run("tick", "--until", "2026-11-28T09:00:00+08:00")
    told(suit, "act", *sign_off, "--id", "A-1")
    (again,) = told(suit, "act", *sign_off)
    assert [(why["code"], why["values"]["by"]) for why in again["because"]] == [("act_met_before", "A-1")]
    (other,) = told(suit, "act", *sign_off[:-1], "covered=1", "--set", "month=2026-12")
    assert [why["code"] for why in other["because"]] == ["sign_off_early"]


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


def proposed(suit: Person, name: str) -> tuple[str, ...]:
    """A waiver of the update is proposed; what approves it."""
    owed = next(one for one in told(suit, "duties", "list") if one["kind"] == "monthly_update")
    propose = ("propose-waiver", *MONITOR, "--set", f"duty_ids={owed['id']}", "--set", "reason=停电", "--id", name)
    told(suit, "act", *propose, "--warning", "W-")
    return ("act", "approve", *HEAD_OFFICE, "--set", f"proposal_id={name}", "--borrower", "C1", "--domain")


def test_an_approval_of_what_was_approved_says_by_whom_and_when(suit: Person) -> None:
    """It is refused as before; what became of the proposal is looked up."""
    approve = proposed(suit, "A-1")
    told(suit, *approve, "business", "--id", "A-2")
    (again,) = told(suit, *approve, "business", code=1)
    assert [why["code"] for why in again["because"]] == ["proposal_unknown", "proposal_approved"]
    said = "".join(suit.run(*approve, "business").out.split())
    assert "申请A-1已于2026-11-0411:00由总行（9999）总行风险预警岗批准（记录A-2），不必再次审批。" in said
    assert "没有编号为" not in said
    said = " ".join(suit.run(*approve, "business", "--lang", "en").out.split())
    assert "was approved at 2026-11-04 11:00 by the head-office risk officer of Head Office (9999) (record A-2)" in said


def test_an_approval_that_was_refused_did_not_end_it(suit: Person) -> None:
    """Also one that was read after the clock had passed it: its place is the instant of the reading."""
    approve = proposed(suit, "A-1")
    told(suit, *approve, "business", "--id", "A-2")
    suit.run("tick", "--until", "2026-11-04T20:00:00+08:00")
    late = {"customer_no": "C1", "domain": "business", "org_no": "1000", "post": "branch_monitor", "officer_no": "M9"}
    suit.write(
        "late.jsonl", line("A-3", "proposal.approved.v1", "2026-11-04T12:00:00+08:00", **late, proposal_id="A-1")
    )
    assert suit.run("ingest", "late.jsonl").code == 1
    said = "".join(suit.run(*approve, "business", "--at", "2026-11-04T21:00:00+08:00").out.split())
    assert "（记录A-2）" in said


def test_an_approval_of_what_was_withdrawn_or_waits_elsewhere_says_so(suit: Person) -> None:
    approve = proposed(suit, "A-1")
    assert "申请A-1待批，但属于业务风险预警。请核对风险领域。" in "".join(suit.run(*approve, "management").out.split())
    taken = {"customer_no": "C1", "retracts": "A-1", "recorded_by": "1000"}
    suit.write("more.jsonl", line("t1", "event.retracted.v1", "2026-11-04T12:00:00+08:00", **taken))
    suit.run("ingest", "more.jsonl")
    assert "申请A-1已于2026-11-0412:00撤回（记录t1），不再待批" in "".join(suit.run(*approve, "business").out.split())


def test_an_approval_of_what_never_was_says_so(suit: Person) -> None:
    approve = proposed(suit, "A-1")
    (none,) = told(suit, *approve[:-4], "proposal_id=A-9", *approve[-3:], "business", code=1)
    assert [why["code"] for why in none["because"]] == ["proposal_unknown"]
