"""The oracle on what R49 to R53 settled; 2026-11-10 is a Tuesday."""

from __future__ import annotations

import pytest

from tests.oracle.story import Row, Story, at, dues, duties, micros, named, only


def _closed(leader_needed: bool = False) -> Story:  # noqa: FBT001, FBT002 - a setting
    """A warning that S1 and S2 owned, released with its meeting owed when only S2 owned it still."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.loan("2026-09-01 09:00", "L2", "500000.00", org="S2")
    if leader_needed:
        story.major("2026-11-10 09:00")
    else:
        story.tell("2026-11-10 09:00", "signal.observed", {"customer_no": "C1", "number": 47})
    story.tell("2026-11-10 10:00", "loan.settled", {"loan_no": "L1"})
    story.release("2026-11-10 11:00", "2026-11-10 12:00", org="S2")
    return story


@pytest.mark.parametrize(("president", "state"), [("S2", "met"), ("S1", "open"), ("S3", "open")])
def test_a_meeting_after_the_closing_asks_for_who_owned_it_then(president: str, state: str) -> None:
    """R49: S2 owned it when it closed; S1 had before; S3 is another branch's."""
    story = _closed()
    story.meeting("2026-11-10 13:00", "B1", president)
    assert only(duties(story.decide("2026-11-10 14:00"), "meeting", "12.3.1"))["state"] == state


@pytest.mark.parametrize(("leader", "state"), [(True, "met"), (False, "open")])
def test_a_meeting_after_a_red_warning_closed_asks_for_the_leader(leader: bool, state: str) -> None:  # noqa: FBT001
    """R49, D5."""
    story = _closed(leader_needed=True)
    story.meeting("2026-11-10 13:00", "B1", "S2", leader=leader)
    assert only(duties(story.decide("2026-11-10 14:00"), "meeting", "12.3.1"))["state"] == state


def test_a_meeting_while_the_next_warning_is_red_meets_what_the_closed_one_owes() -> None:
    """R49: without the leader it counts for the closed one, not for the red one."""
    story = _closed()
    story.major("2026-11-10 12:30")
    story.meeting("2026-11-10 13:00", "B1", "S2", leader=False)
    found = duties(story.decide("2026-11-10 14:00"), "meeting", "12.3.1")
    assert {one["hangs_on"]: one["state"] for one in found} == {
        "warning:business:1:1": "met", "warning:business:2:1": "open",
    }  # fmt: skip


def test_a_closed_warning_that_was_red_asks_for_the_leader_whatever_opened_the_duty() -> None:
    """R49, D5: one meeting was opened by yellow, one by the rise to red."""
    for leader, states in ((False, ["open", "open"]), (True, ["met", "met"])):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.tell("2026-11-10 09:00", "signal.observed", {"customer_no": "C1", "number": 47})
        story.major("2026-11-10 10:00")
        story.release("2026-11-10 11:00", "2026-11-10 12:00")
        story.meeting("2026-11-10 13:00", "B1", "S1", leader=leader)
        found = duties(story.decide("2026-11-10 14:00"), "meeting", "12.3.1")
        assert [one["state"] for one in found] == states


def _crossed(reported: list[str], *, org: str = "S1") -> list[Row]:
    """12.1.1 by crossing after reports at those instants; raised 11-10 09:00, again 11-12 09:00."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.major("2026-11-10 09:00")
    for told in [one for one in reported if one < "2026-11-12 09:00"]:
        story.report(told, org)
    story.release("2026-11-10 11:00", "2026-11-10 12:00")
    story.major("2026-11-12 09:00", matter="M2")
    for told in [one for one in reported if one >= "2026-11-12 09:00"]:
        story.report(told, org)
    story.position("2026-11-12 15:00", "L1", "1000000.00", 1)
    rows = story.decide("2026-11-12 15:00")
    return [one for one in duties(rows, "report", "12.1.1") if one["hangs_on"].startswith("crossing:")]


@pytest.mark.parametrize(
    ("reported", "crossings"),
    [
        (["2026-11-10 10:00"], 0),
        (["2026-11-11 10:00"], 0),
        (["2026-11-12 08:59:59.999999"], 0),
        (["2026-11-12 09:00"], 1),
        (["2026-11-12 10:00"], 1),
    ],
)
def test_a_report_is_on_record_of_the_warning_live_when_it_came(reported: list[str], crossings: int) -> None:
    """R50: not of the next one, whatever it met of the closed one; from the instant of the raise on."""
    assert len(_crossed(reported)) == crossings


def test_a_report_on_record_need_not_have_met_anything() -> None:
    """R50: of a sub-branch of the branch that owns nothing; not of another branch's."""
    assert len(_crossed(["2026-11-12 10:00"], org="S2")) == 1
    assert _crossed(["2026-11-12 10:00"], org="S3") == []


def test_a_report_received_before_the_raise_and_read_after_it_is_not_on_record() -> None:
    """R50, T2."""
    for received, crossings in (("2026-11-10 08:59:59.999999", 0), ("2026-11-10 09:00", 1)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.major("2026-11-10 09:00")
        story.clock("2026-11-10 10:00")
        story.report(received)
        story.position("2026-11-10 15:00", "L1", "1000000.00", 1)
        assert len(duties(story.decide("2026-11-10 15:00"), "report", "12.1.1")) == crossings


def _two_ways() -> Story:
    """C1 and C2 guarantee each other under one contract; C1 is the source."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.loan("2026-09-01 09:00", "L2", "500000.00", of="C2", org="S3")
    story.guarantee("2026-10-01 09:00", "C1", "C2")
    story.guarantee("2026-10-01 10:00", "C2", "C1")
    return story


def test_each_direction_of_a_contract_ends_by_itself() -> None:
    """R51: what one direction has told goes on over the other; both ended, nothing spreads."""
    for ended, spread in ((["C1"], 1), (["C2"], 1), (["C1", "C2"], 0)):
        story = _two_ways()
        for customer in ended:
            story.guarantee("2026-10-05 09:00", customer, "C2" if customer == "C1" else "C1", "ended")
        story.major("2026-11-10 09:00")
        assert len([one for one in story.decide("2026-11-11")["signals"] if one["clause"] == "11.1.5"]) == spread


def test_the_other_direction_made_later_is_a_link_recorded_anew() -> None:
    """R51, W8: after a release it starts the next episode; the same direction told again does not."""
    for customer, by, episodes in (("C2", "C1", 2), ("C1", "C2", 1)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.loan("2026-09-01 09:00", "L2", "500000.00", of="C2", org="S3")
        story.guarantee("2026-10-01 09:00", "C1", "C2")
        story.major("2026-11-10 09:00")
        story.release("2026-11-11 09:00", "2026-11-12 09:00", of="C2", org="S3", by="B2")
        story.guarantee("2026-11-13 09:00", customer, by)
        derived = [one for one in story.decide("2026-11-14")["signals"] if one["clause"] == "11.1.5"]
        assert [one["episode"] for one in derived] == list(range(1, episodes + 1))


def test_a_retracted_direction_leaves_the_other() -> None:
    """R51, R31: what is raised afterwards goes over the other one and rests on it alone."""
    story = _two_ways()
    story.tell("2026-10-05 09:00", "event.retracted", {"customer_no": "C1", "retracts": "e3"})
    story.major("2026-11-10 09:00")
    derived = only(one for one in story.decide("2026-11-11")["signals"] if one["clause"] == "11.1.5")
    assert (derived["paths"], derived["disputed"]) == (["guarantee:GC1"], False)


@pytest.mark.parametrize(
    ("org", "post", "state"),
    [
        ("S1", "sub_branch_president", "met"),
        ("S1", "vice_president_lending", "met"),
        ("S1", "branch_monitor", "open"),
        ("S1", "branch_principal_leader", "open"),
        ("S1", "account_manager", "open"),
    ],
)
def test_a_post_signs_where_it_is(org: str, post: str, state: str) -> None:
    """R52: a report of a sub-branch."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.report("2026-11-10 10:00", org, post=post)
    assert only(duties(story.decide("2026-11-10 11:00"), "report", "11.1.3"))["state"] == state


@pytest.mark.parametrize(
    ("org", "post", "state"),
    [("B1", "branch_monitor", "met"), ("B1", "sub_branch_president", "open"), ("B1", "head_office_leader", "open")],
)
def test_a_branch_signs_with_its_own_posts(org: str, post: str, state: str) -> None:
    """R52: a branch's report to head office."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "1000000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.report("2026-11-10 10:00")
    story.report("2026-11-10 11:00", org, post=post)
    assert only(duties(story.decide("2026-11-10 12:00"), "report", "12.1.1"))["state"] == state


@pytest.mark.parametrize(
    ("proposer", "approver", "closed"),
    [
        ("S1", "B1", True), ("S1", "H", True), ("B1", "B1", True), ("B1", "H", True), ("H", "H", True),
        ("S1", "B2", False), ("H", "B1", False), ("S2", "B1", False), ("B2", "H", False), ("S3", "H", False),
    ],
)  # fmt: skip
def test_who_proposes_and_who_approves(proposer: str, approver: str, closed: bool) -> None:  # noqa: FBT001 - a case
    """R52: an owner or one above it proposes; the proposer's organisation or one above it approves."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.release("2026-11-10 09:00", "2026-11-10 10:00", org=proposer, by=approver)
    assert (only(story.decide("2026-11-10 11:00")["signals"])["status"] == "closed") is closed


def test_a_refused_approval_leaves_the_proposal_to_another() -> None:
    """R52: and a refused proposal cannot be approved."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.release("2026-11-10 09:00", "2026-11-10 10:00", by="B2")
    story.act("2026-11-10 11:00", "proposal.approved", "B1", who="p2", proposal_id="e3")
    assert only(story.decide("2026-11-10 11:00")["signals"])["status"] == "closed"


def test_the_owner_of_a_duty_may_ask_for_its_waiver_where_nothing_is_live() -> None:
    """R52: the assessment of a sound loan; another sub-branch may not."""
    for org, state in (("S1", "waived"), ("S2", "open")):
        story = Story()
        story.loan("2026-11-10 09:00", "L1", "500000.00", due="2026-12-31")
        asked = [named("assessment", "11.1.1", "loan:L1:2026-12-31")]
        proposal = story.act("2026-11-11 09:00", "waiver.proposed", org, duty_ids=asked, reason="as agreed")
        story.act("2026-11-11 10:00", "proposal.approved", "B1", who="p2", proposal_id=proposal)
        assert only(duties(story.decide("2026-11-12"), "assessment", "11.1.1"))["state"] == state


def test_of_a_closed_warning_who_owes_may_ask_for_its_waiver() -> None:
    """R52: the branch's meeting; S2 owned the warning when it closed, and owes nothing of it that is named."""
    for org, state in (("B1", "waived"), ("S2", "open")):
        story = _closed()
        asked = [named("meeting", "12.3.1", "warning:business:1:1", "B1")]
        proposal = story.act("2026-11-10 13:00", "waiver.proposed", org, duty_ids=asked, reason="as agreed")
        story.act("2026-11-10 14:00", "proposal.approved", "B1", who="p2", proposal_id=proposal)
        assert only(duties(story.decide("2026-11-10 15:00"), "meeting", "12.3.1"))["state"] == state


def test_where_nobody_owns_anybody_may_propose() -> None:
    """R52, W11: a fact about a party without credit here is kept until a release."""
    story = Story()
    story.major("2026-11-10 09:00")
    story.release("2026-11-11 09:00", "2026-11-12 09:00", org="S3", by="B2")
    assert only(story.decide("2026-11-13")["signals"])["closed_by"] == "release"


BEFORE = "2026-11-19 09:00"
"""A position of that time says nothing of what came later (R99)."""


def _undone(balance: str = "500000.00", corrects: str = "e3", seq: int = 1) -> Story:
    """Settled on 11-20 by e3 with a live lawsuit, put back on 11-25 by a position of before the settlement."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.major("2026-11-10 09:00")
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    story.position("2026-11-25 09:00", "L1", balance, seq, happened=BEFORE, corrects=corrects)
    return story


def test_a_settlement_by_mistake_is_taken_back() -> None:
    """R53: closed by recovery stays closed; the lawsuit still stands and raises its next episode from then."""
    rows = _undone().decide("2026-11-25 09:00")
    assert [(one["episode"], one["status"], one["closed_by"]) for one in rows["signals"]] == [
        (1, "closed", "recovery"), (2, "live", ""),
    ]  # fmt: skip
    assert [one["number"] for one in rows["warnings"]] == [1, 2]
    assert dues(rows, "first_notice", "11.1.4") == at("2026-11-11 09:00", "2026-11-26 09:00")


@pytest.mark.parametrize(
    ("balance", "corrects"), [("500000.00", "e2"), ("500000.00", "e9"), ("0.00", "e3")], ids=["other", "none", "nil"]
)
def test_what_does_not_take_it_back(balance: str, corrects: str) -> None:
    """R53, R28: another event is named; or it is on the books again without a balance, and nothing is raised."""
    assert [one["status"] for one in _undone(balance, corrects).decide("2026-11-25 09:00")["signals"]] == [
        "closed", "kept",
    ]  # fmt: skip


def test_taken_back_with_nil_a_later_position_is_a_balance() -> None:
    """R53: it is on the books; a loan that is settled still is not, by a position of before that (R28, R99)."""
    for corrects, states in (("e3", ["closed", "live"]), ("e2", ["closed", "kept"])):
        story = _undone("0.00", corrects)
        story.position("2026-11-26 09:00", "L1", "1.00", 2, happened=BEFORE)
        assert [one["status"] for one in story.decide("2026-11-26 09:00")["signals"]] == states


def test_a_refinanced_loan_stays_so() -> None:
    """R53, R28: also where it was posted as settled just before."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    story.refinance("2026-11-20 09:01", "L1", "L2", "0.00")
    story.position("2026-11-25 09:00", "L1", "9000000.00", 1, happened=BEFORE, corrects="e2")
    story.major("2026-11-26 09:00")
    assert only(story.decide("2026-11-26 09:00")["signals"])["status"] == "kept"


def test_arrears_count_on_from_their_next_position() -> None:
    """R88, O4: what had closed is live again; no further band by the clock before it; then from 00:00 of that day."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    story.position("2026-11-25 09:00", "L1", "500000.00", 1, corrects="e3")
    assert [one["level"] for one in story.decide("2026-12-11")["signals"]] == [0, 1]
    story.arrears("2026-12-11 08:00", "L1", "2026-11-10", 2)
    first, second = story.decide("2026-12-11 08:00")["signals"]
    assert (first["status"], second["episode"], second["level"]) == ("closed", 2, 2)
    taken_back = micros("2026-11-25 09:00")
    assert second["history"] == [
        [1, taken_back, taken_back, 1],
        [2, micros("2026-12-11 08:00"), micros("2026-12-11"), 2],
    ]


def test_arrears_in_the_band_they_had_come_again() -> None:
    """R88: closed by recovery, live again when that is taken back; the next position says that they are still there."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    story.position("2026-11-25 09:00", "L1", "500000.00", 1, corrects="e3")
    story.arrears("2026-11-26 08:00", "L1", "2026-11-10", 2)
    found = story.decide("2026-11-26 08:00")["signals"]
    assert [(one["subject"], one["episode"], one["level"]) for one in found] == [
        ("L1|2026-11-10", 1, 0), ("L1|2026-11-10", 2, 1),
    ]  # fmt: skip


def test_what_was_released_before_the_mistake_does_not_come_again() -> None:
    """R53, W8: the same band is no later fact; the next one is."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.release("2026-11-11 09:00", "2026-11-12 09:00")
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    story.position("2026-11-25 09:00", "L1", "500000.00", 1, corrects="e5")
    story.arrears("2026-11-26 08:00", "L1", "2026-11-10", 2)
    assert [one["episode"] for one in story.decide("2026-11-26 08:00")["signals"]] == [1]
    assert [one["level"] for one in story.decide("2026-12-10")["signals"]] == [0, 2]
