"""The oracle on records read late (R47, R48): dues computed by hand; 2026-11-10 is a Tuesday, D is 2026-12-31."""

from __future__ import annotations

import pytest

from tests.oracle.story import D, Row, Story, at, duties, micros, named, only

JUST_IN_TIME = "2026-11-12 23:59:59.999999"
DUE = "2026-11-13 00:00"


def _silent(amount: str = "1000000.00") -> Story:
    """Arrears that nobody reports by the end of 11-12: the branch owes 12.1.1 from then until the end of 11-15."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", amount)
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    return story


def _by(rows: dict[str, list[Row]], what: str) -> list[Row]:
    """12.1.1 by breach or by report."""
    return [one for one in duties(rows, "report", "12.1.1") if one["hangs_on"].startswith(what)]


@pytest.mark.parametrize(
    ("received", "mine", "by_breach", "by_report"),
    [(JUST_IN_TIME, "met", "waived", [("2026-11-12 23:59:59.999999", "2026-11-15")]), (DUE, "met_late", "open", [])],
)
def test_a_report_in_time_withdraws_what_stood_by_the_breach(
    received: str, mine: str, by_breach: str, by_report: list[tuple[str, str]]
) -> None:
    """R47: received a microsecond before the due, or at it (T1); read after both."""
    story = _silent()
    story.clock("2026-11-13 09:00")
    story.report(received)
    rows = story.decide("2026-11-13 09:00")
    assert only(duties(rows, "report", "11.1.3"))["state"] == mine
    stood = only(_by(rows, "breach:"))
    assert (stood["state"], stood["tags"]) == (by_breach, [])
    assert stood["fulfilled_at"] == (micros(received) if by_breach == "waived" else None)
    own = [(one["start"], one["due"]) for one in _by(rows, "report:")]
    assert own == [(micros(start), micros(due)) for start, due in by_report]


def test_a_breach_of_what_stood_by_it_is_withdrawn_too() -> None:
    """R47, W5: it was breached, and ends waived; the report's own is born breached, and that is the feed's."""
    story = _silent()
    story.clock("2026-11-17 09:00")
    story.report(JUST_IN_TIME)
    rows = story.decide("2026-11-17 09:00")
    stood = only(_by(rows, "breach:"))
    assert (stood["state"], stood["breached_at"], stood["cause"], stood["scored"]) == ("waived", None, "", "")
    assert (stood["tags"], stood["escalated_to"]) == (["late_processing"], "")
    own = only(_by(rows, "report:"))
    assert (own["state"], own["cause"], own["scored"]) == ("breached", "feed", "")


def test_what_stood_by_the_breach_and_was_met_stays_met() -> None:
    """R47: and the report opens none beside it."""
    story = _silent()
    story.report("2026-11-14 10:00", "B1")
    story.report(JUST_IN_TIME)
    rows = story.decide("2026-11-14 10:00")
    assert [one["state"] for one in duties(rows, "report", "12.1.1")] == ["met"]
    assert only(duties(rows, "report", "11.1.3"))["tags"] == ["late_processing"]


def test_it_stands_as_long_as_one_of_several_breaches_does() -> None:
    """R47: two sub-branches were silent; the first report leaves it, the second ends it."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.loan("2026-09-01 09:00", "L2", "500000.00", org="S2")
    story.major("2026-11-10 09:00")
    story.clock("2026-11-11 10:00")
    story.report("2026-11-11 08:00")
    rows = story.decide("2026-11-11 10:00")
    assert [(one["hangs_on"], one["state"]) for one in duties(rows, "report", "12.1.1")] == [
        ("breach:11.1.4:M1:1:1:1", "open")
    ]
    second = story.report("2026-11-11 08:30", "S2")
    rows = story.decide("2026-11-11 10:00")
    assert only(_by(rows, "breach:"))["state"] == "waived"
    assert only(_by(rows, "report:"))["hangs_on"] == f"report:{second}:1"


def test_a_call_in_time_withdraws_it_and_a_later_breach_opens_it_again() -> None:
    """R47, D3: the first notice was given by telephone; the written report is breached two days later."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "1000000.00")
    story.major("2026-11-10 09:00")
    story.clock("2026-11-11 10:00")
    story.act("2026-11-11 08:59:59", "phone.notice", "S1")
    assert only(_by(story.decide("2026-11-11 11:00"), "breach:"))["state"] == "waived"
    again = only(_by(story.decide("2026-11-13"), "breach:"))
    assert (again["state"], again["start"], again["due"]) == ("open", *at("2026-11-13", "2026-11-16"))


STOPS: dict[str, tuple[str, Row]] = {
    "assessment": ("loan.assessed", {"loan_no": "L1", "result": "on_time", "made_on": "2026-11-20"}),
    "settlement": ("loan.settled", {"loan_no": "L1"}),
    "write-off": ("loan.written_off", {"loan_no": "L1"}),
    "extension": ("loan.extended", {"loan_no": "L1", "extended_until": "2027-12-31"}),
    "nil": ("loan.position", {"loan_no": "L1", "posting_seq": 1, "currency": "CNY", "outstanding_balance": "0.00"}),
    "refinancing": (
        "loan.refinanced",
        {
            "customer_no": "C1", "loan_no": "L2", "org_no": "S1", "currency": "CNY", "previous_loan_no": "L1",
            "outstanding_balance": "5000000.00", "disbursed_on": "2026-11-30", "matures_on": "2028-01-01",
        },
    ),
}  # fmt: skip
"""What would have stopped the check at the end of D-30."""


@pytest.mark.parametrize("what", STOPS)
@pytest.mark.parametrize(("received", "in_time"), [("2026-12-01 23:59:59.999999", True), ("2026-12-02 00:00", False)])
def test_read_after_the_check(what: str, received: str, in_time: bool) -> None:  # noqa: FBT001 - a case
    """R48, P3: what the check raised stays, disputed; its breaches are not scored; the assessment is met in time."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "5000000.00", due=D)
    story.clock("2026-12-03 10:00")
    event, data = STOPS[what]
    story.tell(received, event, data)
    rows = story.decide("2026-12-03 10:00")
    signal = only(one for one in rows["signals"] if one["clause"] == "11.1.1")
    assert signal["disputed"] is in_time
    assert ("pipeline_lag" in signal["tags"]) is in_time
    assert signal["history"][0] == [1, micros("2026-12-02"), micros("2026-12-02"), 1]
    notice = only(duties(rows, "first_notice", "11.1.1"))
    assert notice["breached_at"] == micros("2026-12-03")
    assert (notice["cause"], notice["scored"]) == (("pipeline_lag", "") if in_time else ("own", "late"))
    duty = duties(rows, "assessment", "11.1.1")[0]
    late = "met_late" if what == "assessment" else "breached"
    assert duty["state"] == ("met" if in_time else late)
    assert duty["fulfilled_at"] == (micros(received) if in_time or what == "assessment" else None)


def test_what_is_closed_is_not_disputed_but_not_scored_either() -> None:
    """R48, R31: released before the assessment is read."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "5000000.00", due=D)
    story.release("2026-12-03 10:00", "2026-12-03 11:00")
    story.tell("2026-12-01 10:00", *STOPS["assessment"])
    rows = story.decide("2026-12-03 12:00")
    signal = only(rows["signals"])
    assert (signal["status"], signal["disputed"], signal["tags"]) == ("closed", False, ["assessment_missing"])
    assert only(duties(rows, "first_notice", "11.1.1"))["cause"] == "pipeline_lag"


def test_a_settlement_read_after_the_nil_position_that_followed_it() -> None:
    """R48: the balance is nil already, by a position received after the check."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
    story.tell("2026-12-02 09:00", *STOPS["nil"])
    assert only(story.decide("2026-12-02 10:00")["signals"])["disputed"] is False
    story.tell("2026-12-01 09:00", *STOPS["settlement"])
    assert only(story.decide("2026-12-02 10:00")["signals"])["disputed"] is True


def test_the_branch_that_followed_the_silence_is_not_scored_either() -> None:
    """R48: its 12.1.1 is a report duty of that opening; one met late is withdrawn too, team and meeting by R63."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "5000000.00", due=D)
    story.report("2026-12-03 10:00")
    story.clock("2026-12-08 10:00")
    story.tell("2026-12-01 10:00", *STOPS["assessment"])
    rows = story.decide("2026-12-08 10:00")
    lag = [one for one in rows["duties"] if one["cause"] == "pipeline_lag"]
    assert {(one["kind"], one["clause"], one["state"]) for one in lag} == {
        ("first_notice", "11.1.1", "met_late"),
        ("first_notice", "12.1.1", "breached"),
        ("report", "12.1.1", "breached"),
        ("team", "11.2.1", "breached"),
        ("meeting", "12.3.1", "breached"),
    }


@pytest.mark.parametrize(("received", "in_time"), [("2026-12-09 23:59:59.999999", True), ("2026-12-10 00:00", False)])
@pytest.mark.parametrize("cleared", ["cure", "settlement"])
def test_read_after_a_band_of_arrears(cleared: str, received: str, in_time: bool) -> None:  # noqa: FBT001 - a case
    """R48: the band stands, only its own opening is withdrawn; a band reached at a recording is no clock check."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.clock("2026-12-14 09:00")
    if cleared == "cure":
        story.arrears(received, "L1", None, 2)
    else:
        story.tell(received, "loan.settled", {"loan_no": "L1"})
    rows = story.decide("2026-12-14 09:00")
    signal = only(rows["signals"])
    assert [step[0] for step in signal["history"]] == [1, 2] + ([0] if cleared == "settlement" else [])
    assert (signal["disputed"], signal["tags"]) == ((True, ["pipeline_lag"]) if in_time else (False, []))
    first, second = duties(rows, "report", "11.1.3")
    assert (first["cause"], first["scored"]) == ("own", "late")
    assert (second["cause"], second["scored"]) == (("pipeline_lag", "") if in_time else ("own", "late"))


def test_read_after_a_band_of_overdue_principal() -> None:
    """R48: red from day 91; the cure of the day before is read after it. A stale one changes nothing."""
    for seq, disputed in ((2, True), (1, False)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        overdue = {"principal_arrears": "1.00", "principal_arrears_since": "2026-11-10"}
        story.position("2026-11-10 08:00", "L1", "500000.00", 1, **overdue)
        story.clock("2027-02-09 09:00")
        story.position("2027-02-07 09:00", "L1", "500000.00", seq, principal_arrears="0.00")
        signal = only(story.decide("2027-02-09 09:00")["signals"])
        assert (signal["level"], signal["disputed"]) == (3, disputed)


@pytest.mark.parametrize(("received", "state"), [(JUST_IN_TIME, "waived"), (DUE, "breached")])
def test_a_waiver_approved_in_time_and_read_after_the_breach(received: str, state: str) -> None:
    """R48, R41: the breach is withdrawn; a longer time goes on as its successor, with the start of the first."""
    for longer in ({}, {"new_due": "2026-11-20T09:00:00+08:00"}):
        story = _silent()
        asked = [named("report", "11.1.3", "signal:11.1.3:L1|2026-11-10:1:1")]
        story.act("2026-11-12 09:00", "waiver.proposed", "S1", duty_ids=asked, reason="as agreed", **longer)
        story.clock("2026-11-13 09:00")
        story.act(received, "proposal.approved", "B1", who="p2", proposal_id="e3")
        rows = story.decide("2026-11-13 09:00")
        duty = duties(rows, "report", "11.1.3")[0]
        assert duty["state"] == state
        assert duty["tags"] == (["late_processing"] if state == "waived" else [])
        assert (duty["breached_at"] is None) is (state == "waived")
        assert duty["fulfilled_at"] == (micros(received) if state == "waived" else None)
        assert [one["due"] for one in duties(rows, "report", "11.1.3")[1:]] == (
            at("2026-11-20 09:00") if longer and state == "waived" else []
        )
        assert only(_by(rows, "breach:"))["state"] == ("waived" if state == "waived" else "open")


def test_an_approval_covers_what_there_was_when_it_was_received() -> None:
    """T4, R22: the report opens after the approval was received, and before it is read."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    asked = [named("report", "11.1.3", "signal:11.1.3:L1|2026-11-10:1:1")]
    story.act("2026-11-10 07:00", "waiver.proposed", "S1", duty_ids=asked, reason="as agreed")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.act("2026-11-10 07:30", "proposal.approved", "B1", who="p2", proposal_id="e2")
    assert only(duties(story.decide("2026-11-10 09:00"), "report", "11.1.3"))["state"] == "open"


def test_what_a_late_record_ends_ends_as_of_its_receipt() -> None:
    """R48, P3, D7: settled before D-60 and read after it: assessment and tracking are met before they were there."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.tell("2026-10-31 09:00", "loan.settled", {"loan_no": "L1"})
    rows = story.decide("2026-11-10 08:00")
    duty = only(duties(rows, "assessment", "11.1.1"))
    tracked = only(duties(rows, "tracking", "12.3.2"))
    received = micros("2026-10-31 09:00")
    assert [(one["state"], one["fulfilled_at"]) for one in (duty, tracked)] == [("met", received)] * 2
