"""The oracle on a maturity that passes, and an assessment that is retracted: R106, R107; 2026-11-10 is a Tuesday."""

from __future__ import annotations

import pytest

from tests.oracle.story import D, Row, Story, at, dues, duties, micros, only


def _signals(rows: dict[str, list[Row]], clause: str) -> list[Row]:
    return [one for one in rows["signals"] if one["clause"] == clause]


def _levels(rows: dict[str, list[Row]], clause: str) -> list[list[int]]:
    """Level and instant of each step of each signal of a clause."""
    return [step[:2] for one in _signals(rows, clause) for step in one["history"]]


# --- R106: matured and not paid -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matures", "happened", "raised"),
    [
        ("2026-11-12", "2026-11-13 09:00", ["2026-11-13 09:00", "2026-11-13"]),
        ("2026-11-13", "2026-11-14 09:00", ["2026-11-14 09:00", "2026-11-14"]),
        ("2026-11-14", "2026-11-15 09:00", ["2026-11-17", "2026-11-17"]),
        ("2026-11-14", "2026-11-18 09:00", ["2026-11-18 09:00", "2026-11-17"]),
        ("2026-11-15", "2026-11-16 09:00", ["2026-11-17", "2026-11-17"]),
        ("2026-10-01", "2026-10-02 00:00", ["2026-10-09", "2026-10-09"]),
        ("2026-09-30", "2026-10-01 00:00", ["2026-10-01", "2026-10-01"]),
        ("2026-11-13", "2026-11-13 23:59:59", []),
    ],
    ids=["Thursday", "Friday", "Saturday", "Saturday, later", "Sunday", "holiday", "eve of it", "on the day"],
)
def test_day_1_of_what_is_not_paid_at_maturity(matures: str, happened: str, raised: list[str]) -> None:
    """R106, R9: orange from the day after D, or after the first working day that follows a D that is none."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=matures)
    story.position(happened, "L1", "500000.00", 1)
    found = _signals(story.decide("2026-11-30"), "11.1.6")
    assert [one["subject"] for one in found] == ["3|L1"] * bool(raised)
    assert [one["history"] for one in found] == [[[2, *at(*raised), 1]]] * bool(raised)


def test_red_on_day_91_of_what_is_not_paid_at_maturity() -> None:
    """R106, signal 3: day 1 is 11-14, day 91 is 2027-02-12."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-13")
    story.position("2026-11-14 09:00", "L1", "500000.00", 1)
    assert _levels(story.decide("2027-02-12"), "11.1.6")[1:] == [[3, micros("2027-02-12")]]
    assert _levels(story.decide("2027-02-11 23:59"), "11.1.6")[1:] == []


@pytest.mark.parametrize(
    ("balance", "product", "more"),
    [
        ("0.00", "loan", {}),
        ("500000.00", "acceptance", {}),
        ("500000.00", "loan", {"principal_arrears": "0.00"}),
    ],
    ids=["nil", "off-balance", "said to be none"],
)
def test_what_is_not_overdue_after_maturity(balance: str, product: str, more: dict[str, str]) -> None:
    """R106."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-12", product=product)
    story.position("2026-11-13 09:00", "L1", balance, 1, **more)
    assert _signals(story.decide("2027-03-01"), "11.1.6") == []


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_earliest_date_counts_said_or_derived(order: tuple[int, int]) -> None:
    """R106, O4: red 90 days after 11-13, whichever was told first; not after the feed's 11-20."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-12")
    for seq, which in enumerate(order):
        if which == 1:
            story.position(f"2026-11-2{seq} 09:00", "L1", "500000.00", seq + 1)
        else:
            story.overdue(f"2026-11-2{seq} 10:00", "L1", "2026-11-20", seq + 1)
    assert _levels(story.decide("2027-03-01"), "11.1.6")[-1] == [3, micros("2027-02-11")]


@pytest.mark.parametrize(("until", "level"), [("2026-11-20", 3), ("2026-11-21", 2)])
def test_extended_to_a_date_ahead_the_count_stops(until: str, level: int) -> None:
    """R106: on 11-20; what the feed has dated, too. Not ahead is the day itself."""
    for dated in (True, False):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-12")
        if dated:
            story.overdue("2026-11-14 09:00", "L1", "2026-11-13", 1)
        else:
            story.position("2026-11-14 09:00", "L1", "500000.00", 1)
        story.tell("2026-11-20 09:00", "loan.extended", {"loan_no": "L1", "extended_until": until})
        assert _levels(story.decide("2027-03-01"), "11.1.6")[-1][0] == level


def test_paid_to_nil_the_count_stops() -> None:
    """R106: what the feed has dated, too; the signal stands."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due="2027-11-12")
    story.overdue("2026-11-14 09:00", "L1", "2026-11-13", 1)
    story.position("2026-11-15 09:00", "L1", "0.00", 2)
    assert [step[0] for step in _levels(story.decide("2027-03-01"), "11.1.6")] == [2]


def test_the_maturity_in_force() -> None:
    """R106, P1: extended before the position; extended after it, the overdue that was stands."""
    for extended, signals in (("2026-11-01 09:00", 0), ("2026-11-16 09:00", 1)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-12")
        later = {"loan_no": "L1", "extended_until": "2027-06-30"}
        told = [(extended, "extended"), ("2026-11-15 09:00", "position")]
        for moment, what in sorted(told):
            if what == "extended":
                story.tell(moment, "loan.extended", later)
            else:
                story.position(moment, "L1", "500000.00", 1)
        assert len(_signals(story.decide("2026-11-20"), "11.1.6")) == signals


def test_the_position_retracted_nothing_counts() -> None:
    """R106, R65: disputed, no further band; retracted before it came it says what the balance is, and no more."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-12")
    told = story.position("2026-11-13 09:00", "L1", "500000.00", 1)
    story.retract("2026-11-14 09:00", told)
    found = only(_signals(story.decide("2027-03-01"), "11.1.6"))
    assert (found["level"], found["disputed"]) == (2, True)
    ahead = Story()
    ahead.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-12")
    ahead.retract("2026-11-13 08:00", "e3")
    ahead.position("2026-11-13 09:00", "L1", "500000.00", 1)
    assert _signals(ahead.decide("2027-03-01"), "11.1.6") == []


# --- R107: an assessment --------------------------------------------------------------------------------------------


def _assessed(*made: str) -> Story:
    """D is 12-31: the assessment falls due with 12-01. Good ones, as e2, e3 and so on."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
    for moment in made:
        story.tell(moment, "loan.assessed", {"loan_no": "L1", "result": "on_time", "made_on": moment[:10]})
    return story


@pytest.mark.parametrize(
    ("retracted", "state", "missing"),
    [
        ("2026-11-25 09:00", "breached", 1),
        ("2026-12-01 23:59:59.999999", "breached", 1),
        ("2026-12-02 00:00", "met", 0),
        ("2026-12-05 09:00", "met", 0),
    ],
)
def test_an_assessment_retracted(retracted: str, state: str, missing: int) -> None:
    """R107: owed again while its due is ahead, in the same row; at the due it is not."""
    story = _assessed("2026-11-20 09:00")
    story.retract(retracted, "e2")
    rows = story.decide("2026-12-06")
    duty = only(duties(rows, "assessment", "11.1.1"))
    assert (duty["state"], duty["opened_at"], duty["due"]) == (state, *at("2026-11-01", "2026-12-02"))
    assert duty["breached_at"] == (micros("2026-12-02") if missing else None)
    assert len(_signals(rows, "11.1.1")) == missing


def test_owed_again_it_is_met_again() -> None:
    """R107: by the next assessment, as of then; one that does not satisfy P2 leaves it owed."""
    for made_on, state in (("2026-11-26", "met"), ("2026-10-31", "open")):
        story = _assessed("2026-11-20 09:00")
        story.retract("2026-11-25 09:00", "e2")
        story.tell("2026-11-26 09:00", "loan.assessed", {"loan_no": "L1", "result": "on_time", "made_on": made_on})
        duty = only(duties(story.decide("2026-11-27"), "assessment", "11.1.1"))
        assert (duty["state"], duty["fulfilled_at"]) == (state, micros("2026-11-26 09:00") if state == "met" else None)


@pytest.mark.parametrize(("retracted", "state"), [(["e2"], "met"), (["e3"], "met"), (["e2", "e3"], "open")])
def test_another_one_keeps_it_met(retracted: list[str], state: str) -> None:
    """R107: whichever of the two is retracted; both are none."""
    story = _assessed("2026-11-20 09:00", "2026-11-21 09:00")
    for event in retracted:
        story.retract("2026-11-25 09:00", event)
    rows = story.decide("2026-11-26")
    duty = only(duties(rows, "assessment", "11.1.1"))
    assert (duty["state"], duty["fulfilled_at"]) == (state, micros("2026-11-20 09:00") if state == "met" else None)


@pytest.mark.parametrize("what", ["settled", "written_off", "extended", "nil"])
def test_what_had_ended_it_since_keeps_it_met(what: str) -> None:
    """R107, P3: without the assessment, that would have met it."""
    story = _assessed("2026-11-20 09:00")
    if what == "nil":
        story.position("2026-11-21 09:00", "L1", "0.00", 1)
    else:
        until = {"extended_until": "2027-06-30"} if what == "extended" else {}
        story.tell("2026-11-21 09:00", f"loan.{what}", {"loan_no": "L1"} | until)
    story.retract("2026-11-25 09:00", "e2")
    assert [one["state"] for one in duties(story.decide("2026-11-26"), "assessment", "11.1.1")] == ["met"]


def test_a_bad_one_retracted() -> None:
    """R107, W12: its signal is disputed, and the assessment is owed again; the check raises nothing that stands."""
    story = _assessed()
    story.tell("2026-11-20 09:00", "loan.assessed", {"loan_no": "L1", "result": "cannot", "made_on": "2026-11-20"})
    story.retract("2026-11-25 09:00", "e2")
    rows = story.decide("2026-11-26")
    assert only(_signals(rows, "11.1.1"))["disputed"] is True
    assert dues(rows, "assessment", "11.1.1") == at("2026-12-02")
    assert only(duties(rows, "assessment", "11.1.1"))["state"] == "open"
