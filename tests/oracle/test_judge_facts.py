"""The oracle against dues computed by hand: what facts raise.

2026-11-10 is a Tuesday; D is 2026-12-31: D-30 is 12-01, D-25 is 12-06.
"""

from __future__ import annotations

import pytest

from tests.oracle.story import D, Story, at, dues, duties, micros, only


@pytest.mark.parametrize(
    ("amount", "report", "notice"),
    [
        ("999999.99", "2026-12-07", []),
        ("1000000.00", "2026-12-04", []),
        ("4999999.99", "2026-12-04", []),
        ("5000000.00", "2026-12-04", ["2026-12-03"]),
    ],
)
def test_missing_assessment_by_amount(amount: str, report: str, notice: list[str]) -> None:
    """P4, W6, T2: end of D-25; check day + 2 days; 24 hours from the midnight that ends the check day."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", amount, due=D)
    rows = story.decide("2026-12-02")
    signal = only(rows["signals"])
    assert (signal["subject"], signal["level"], signal["tags"]) == (f"L1|{D}", 1, ["assessment_missing"])
    assert signal["history"] == [[1, micros("2026-12-02"), micros("2026-12-02"), 1]]
    assert dues(rows, "report", "11.1.1") == at(report)
    assert dues(rows, "first_notice", "11.1.1") == at(*notice)
    assert duties(rows, "assessment", "11.1.1")[0]["state"] == "breached"


@pytest.mark.parametrize(
    ("made", "due"),
    [("2026-11-20 10:00", "2026-11-23"), ("2026-12-05 10:00", "2026-12-07"), ("2026-12-07 10:00", "2026-12-10")],
)
def test_bad_assessment_is_capped_at_d25(made: str, due: str) -> None:
    """P4: discovery + 2 days, never later than the end of D-25 while discovery is on or before it."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "1000000.00", due=D)
    good = {"loan_no": "L1", "result": "on_time", "made_on": "2026-11-05"}
    story.tell("2026-11-05 09:00", "loan.assessed", good)
    story.tell(made, "loan.assessed", good | {"result": "partial", "made_on": made[:10]})
    rows = story.decide(made)
    assert dues(rows, "report", "11.1.1") == at(due)
    late = made > "2026-12-02"
    assert only(rows["signals"])["tags"] == (["late_discovery"] if late else [])


def test_check_day_on_d25_counts_as_discovered_later() -> None:
    """P1, P4: recorded on D-25, checked at its end, two days on."""
    story = Story()
    story.loan("2026-12-06 09:00", "L1", "500000.00", due=D)
    assert dues(story.decide("2026-12-07"), "report", "11.1.1") == at("2026-12-09")


def test_assessment_in_the_last_microsecond_and_at_midnight() -> None:
    """P2, T1: half-open."""
    good = {"loan_no": "L1", "result": "on_time", "made_on": "2026-11-20"}
    for moment, state, signals in (("2026-12-01 23:59:59.999999", "met", 0), ("2026-12-02 00:00", "met_late", 1)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
        story.tell(moment, "loan.assessed", good)
        rows = story.decide("2026-12-03")
        duty = only(duties(rows, "assessment", "11.1.1"))
        assert (duty["start"], duty["due"], duty["state"]) == (micros("2026-11-01"), micros("2026-12-02"), state)
        assert len(rows["signals"]) == signals


def test_arrears_bands_and_their_reports() -> None:
    """O4: day 31 begins at 00:00 of the 30th day after; 2 days, the band's first day not counted."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    rows = story.decide("2027-02-08")
    raised, risen, red = only(rows["signals"])["history"]
    assert raised == [1, micros("2026-11-10 08:00"), micros("2026-11-10"), 1]
    assert risen == [2, micros("2026-12-10"), micros("2026-12-10"), 2]
    assert red == [3, micros("2027-02-08"), micros("2027-02-08"), 3]
    assert dues(rows, "report", "11.1.3") == at("2026-11-13", "2026-12-13", "2027-02-11")


def test_arrears_recorded_in_a_higher_band_are_born_breached_by_the_feed() -> None:
    """O4, W5: only that band's report, from 00:00 of the day it was reached."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-10-01")
    report = only(duties(story.decide("2026-11-10 08:00"), "report", "11.1.3"))
    assert [report["start"], report["due"]] == at("2026-10-31", "2026-11-03")
    assert (report["state"], report["breached_at"]) == ("breached", micros("2026-11-10 08:00"))
    assert (report["cause"], report["scored"]) == ("feed", "")


def test_arisen_again_on_a_later_date_is_another_signal() -> None:
    """O4, R9."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    for moment, since, seq in (
        ("2026-11-10", "2026-11-10", 1),
        ("2026-11-12", None, 2),
        ("2026-11-14", "2026-11-14", 3),
    ):
        story.arrears(f"{moment} 08:00", "L1", since, seq)
    rows = story.decide("2026-12-11")
    assert [(one["subject"], one["level"]) for one in rows["signals"]] == [("L1|2026-11-10", 1), ("L1|2026-11-14", 1)]


def test_a_stale_posting_and_an_event_told_twice_change_nothing() -> None:
    """Posting sequence by loan and topic; event ids once."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", None, 5)
    story.arrears("2026-11-10 09:00", "L1", "2026-11-10", 4)
    story.events.append(story.events[0])
    assert story.decide("2026-11-11")["signals"] == []


def test_an_event_for_an_unknown_loan_waits_a_day() -> None:
    """Held 24 hours, recorded with the loan; arrears keep their date (W11)."""
    for moment, signals in (("2026-11-11 07:59", 1), ("2026-11-11 08:00", 0)):
        story = Story()
        story.arrears("2026-11-10 08:00", "L1", "2026-11-09")
        story.loan(moment, "L1", "500000.00")
        rows = story.decide("2026-11-12")
        assert len(rows["signals"]) == signals
        assert dues(rows, "report", "11.1.3") == at("2026-11-12")[:signals]


def test_major_event_has_two_report_duties_and_a_red_meeting() -> None:
    """11.1.4, D2, D4, D5, D6: 24 hours; 2 days; the branch's meeting within 24 hours."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.major("2026-11-10 09:00", discovered="2026-11-10T08:00:00+08:00")
    rows = story.decide("2026-11-10 09:00")
    assert dues(rows, "first_notice", "11.1.4") == at("2026-11-11 08:00")
    assert dues(rows, "report", "11.1.4") == at("2026-11-13")
    assert dues(rows, "team", "11.2.1") == at("2026-11-11 09:00")
    assert dues(rows, "meeting", "12.3.1", "B1") == at("2026-11-11 09:00")
    assert dues(rows, "monthly_update", "11.2.2") == at("2026-12-01")
    assert dues(rows, "tracking", "12.3.2") == [None]
    assert duties(rows, "report", "12.1.1") == []
