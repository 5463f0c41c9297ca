"""The oracle on what ends a loan, and what says that it had not ended: R99 to R102; 2026-11-10 is a Tuesday."""

from __future__ import annotations

import pytest

from tests.oracle.story import D, Row, Story, at, dues, duties, micros, only

ENDED = "2026-11-20 09:00"
GOOD = {"loan_no": "L1", "result": "on_time", "made_on": "2026-11-20"}


def _signals(rows: dict[str, list[Row]], clause: str) -> list[Row]:
    return [one for one in rows["signals"] if one["clause"] == clause]


def _ended(how: str, *, balance: str = "500000.00") -> Story:
    """In arrears from 11-10; settled or refinanced on 11-20 by e3."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", balance)
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    if how == "settled":
        story.tell(ENDED, "loan.settled", {"loan_no": "L1"})
    else:
        story.refinance(ENDED, "L1", "L2", balance)
    return story


# --- R99: a balance after the end -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("happened", "balance", "back"),
    [
        ("2026-11-20 09:00:00.000001", "1.00", True),
        (ENDED, "1.00", False),
        ("2026-11-19 09:00", "1.00", False),
        ("2026-11-25 09:00", "0.00", False),
    ],
)
def test_a_balance_after_the_settlement_takes_it_back(happened: str, balance: str, back: bool) -> None:  # noqa: FBT001
    """R99, R66, R88: the arrears are the next episode, at the band they had, from the recording; else on file."""
    story = _ended("settled")
    story.position("2026-11-25 09:00", "L1", balance, 1, happened=happened)
    found = story.decide("2026-11-26")["signals"]
    assert [one["status"] for one in found] == (["closed", "live"] if back else ["closed"])
    if back:
        assert found[-1]["history"] == [[1, micros("2026-11-25 09:00"), micros("2026-11-25 09:00"), 1]]


@pytest.mark.parametrize("happened", ["2026-11-25 09:00", "2026-11-19 09:00"])
def test_a_balance_after_the_refinancing_takes_it_back(happened: str) -> None:
    """R99, R101: both are owed, and the signal is about both; of before it, the new one stands for the old."""
    story = _ended("refinanced", balance="600000.00")
    story.position("2026-11-25 09:00", "L1", "400000.00", 1, happened=happened)
    rows = story.decide("2026-11-26")
    back = happened > ENDED
    assert only(rows["signals"])["loans"] == (["L1", "L2"] if back else ["L2"])
    assert only(rows["warnings"])["tier"] == (1 if back else 0)


def test_a_stale_balance_takes_nothing_back() -> None:
    """R99: an older posting says nothing."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.position("2026-10-01 09:00", "L1", "400000.00", 5)
    story.tell(ENDED, "loan.settled", {"loan_no": "L1"})
    story.position("2026-11-25 09:00", "L1", "400000.00", 4)
    story.major("2026-11-26 09:00")
    assert only(story.decide("2026-11-26 09:00")["signals"])["status"] == "kept"


def test_settled_and_then_refinanced_goes_by_the_refinancing() -> None:
    """R87, R99: what happened between the two is of before the end."""
    for happened, loans in (("2026-11-20 10:00", ["L2"]), ("2026-11-20 12:00:01", ["L1", "L2"])):
        story = _ended("settled")
        story.refinance("2026-11-20 12:00", "L1", "L2", "500000.00")
        story.position("2026-11-25 09:00", "L1", "1.00", 1, happened=happened)
        assert story.decide("2026-11-26")["signals"][-1]["loans"] == loans


def test_what_was_lost_stays_lost() -> None:
    """R99, R92: written off, settled, and a balance after that: no recovery by the next settlement either."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.tell("2026-11-12 09:00", "loan.written_off", {"loan_no": "L1"})
    story.tell(ENDED, "loan.settled", {"loan_no": "L1"})
    story.position("2026-11-25 09:00", "L1", "100.00", 1)
    story.tell("2026-11-26 09:00", "loan.settled", {"loan_no": "L1"})
    assert only(story.decide("2026-11-27")["signals"])["status"] == "live"


# --- R100: refinanced for less --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "loans", "status"),
    [
        ("499999.99", ["L1", "L2"], "live"),
        ("500000.00", ["L2"], "closed"),
        ("500000.01", ["L2"], "closed"),
        ("0.00", ["L1", "L2"], "live"),
    ],
)
def test_refinanced_for_less(given: str, loans: list[str], status: str) -> None:
    """R100, W9: the rest is owed until its next position; where nothing is left the new one is all there is."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.refinance(ENDED, "L1", "L2", given)
    story.tell("2026-11-25 09:00", "loan.settled", {"loan_no": "L2"})
    found = only(story.decide("2026-11-26")["signals"])
    assert (found["loans"], found["status"]) == (loans, status)


def test_the_rest_keeps_its_arrears_and_its_amount() -> None:
    """R100, O4, W6: orange on day 31; what is left and what came count together: 999,999.99 before and after."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "999999.99")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.refinance(ENDED, "L1", "L2", "999999.98")
    rows = story.decide("2026-12-10")
    assert [step[0] for step in only(rows["signals"])["history"]] == [1, 2]
    assert only(rows["warnings"])["tiers"] == [[micros("2026-11-10 08:00"), 0]]
    story.position("2026-12-10 09:00", "L1", "0.02", 1)
    assert only(story.decide("2026-12-10 09:00")["warnings"])["tier"] == 1


@pytest.mark.parametrize(
    ("parts", "loans"),
    [
        (["200000.00", "299999.99"], ["L1", "L2", "L3"]),
        (["200000.00", "300000.00"], ["L2", "L3"]),
        (["200000.00", "300000.00", "1.00"], ["L2", "L3", "L4"]),
    ],
)
def test_refinanced_in_parts(parts: list[str], loans: list[str]) -> None:
    """R100, R70: each joins; the one that leaves a rest of nil takes the old one's place; a later one joins, too."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    for n, part in enumerate(parts):
        story.refinance(f"2026-11-2{n} 09:00", "L1", f"L{n + 2}", part)
    assert only(story.decide("2026-11-26")["signals"])["loans"] == loans


@pytest.mark.parametrize(("given", "missing"), [("499999.99", 1), ("500000.00", 0)])
def test_the_rest_keeps_its_check(given: str, missing: int) -> None:
    """R100, P1, P3: the assessment is not ended by a part."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
    story.refinance(ENDED, "L1", "L2", given)
    rows = story.decide("2026-12-02")
    assert len(_signals(rows, "11.1.1")) == missing
    state = duties(rows, "assessment", "11.1.1")[0]["state"]
    assert state == ("breached" if missing else "met")


def test_the_rest_of_what_was_written_off_is_lost_as_it_was() -> None:
    """R100, W9: no recovery; refinanced in full the new loan takes its place, and that is paid."""
    for given, status in (("100000.00", "live"), ("500000.00", "closed")):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
        story.tell("2026-11-12 09:00", "loan.written_off", {"loan_no": "L1"})
        story.refinance(ENDED, "L1", "L2", given)
        for no in ("L1", "L2"):
            story.tell("2026-11-25 09:00", "loan.settled", {"loan_no": no})
        assert only(story.decide("2026-11-26")["signals"])["status"] == status


@pytest.mark.parametrize(
    ("product", "how", "loans"),
    [
        ("acceptance", "advance", ["L2"]),
        ("acceptance", "refinanced", ["L1", "L2"]),
        ("loan", "advance", ["L1", "L2"]),
    ],
)
def test_an_advance_covers_always(product: str, how: str, loans: list[str]) -> None:
    """R100, R71: of an off-balance item the customer funded the rest; nobody funds a loan."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", product=product)
    story.observe("2026-11-10 09:00", 50, loan_no="L1")
    story.refinance(ENDED, "L1", "L2", "100000.00", how)
    assert only(story.decide("2026-11-26")["signals"])["loans"] == loans


def test_a_part_read_late_stops_no_check() -> None:
    """R100, R48: received before the check, read after it; only what covers the balance would have stopped it."""
    for given, disputed in (("499999.99", False), ("500000.00", True)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
        story.clock("2026-12-03 10:00")
        story.refinance(ENDED, "L1", "L2", given)
        assert only(_signals(story.decide("2026-12-03 10:00"), "11.1.1"))["disputed"] is disputed


# --- R101: a refinancing or write-off by mistake --------------------------------------------------------------------


@pytest.mark.parametrize(("corrects", "loans"), [("e3", ["L1", "L2"]), ("e2", ["L2"])])
def test_a_refinancing_by_mistake(corrects: str, loans: list[str]) -> None:
    """R101: whatever its time; the new loan stays where it joined."""
    story = _ended("refinanced")
    story.position("2026-11-25 09:00", "L1", "400000.00", 1, happened="2026-11-19 09:00", corrects=corrects)
    assert only(story.decide("2026-11-26")["signals"])["loans"] == loans


def test_the_new_loan_was_paid_and_the_old_one_not() -> None:
    """R101, R88: closed by recovery with the new one; the next episode is from the position that takes it back."""
    story = _ended("refinanced")
    story.tell("2026-11-22 09:00", "loan.settled", {"loan_no": "L2"})
    story.position("2026-11-25 09:00", "L1", "400000.00", 1, happened="2026-11-19 09:00", corrects="e3")
    first, second = story.decide("2026-11-26")["signals"]
    assert (first["status"], first["closed_by"]) == ("closed", "recovery")
    assert (second["loans"], second["history"]) == (
        ["L1", "L2"], [[1, micros("2026-11-25 09:00"), micros("2026-11-25 09:00"), 1]],
    )  # fmt: skip


def test_about_the_borrower_it_comes_again_whatever_the_last_figure() -> None:
    """R101, R88: orange at the closing, a normal figure before it; the loan had been refinanced by mistake."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.observe("2026-11-10 09:00", 22, numerator="30.00", denominator="100.00")
    story.observe("2026-11-11 09:00", 22, numerator="0.00", denominator="100.00")
    story.refinance(ENDED, "L1", "L2", "500000.00")
    story.tell("2026-11-22 09:00", "loan.settled", {"loan_no": "L2"})
    story.position("2026-11-25 09:00", "L1", "400000.00", 1, corrects="e4")
    assert [(one["status"], one["level"]) for one in story.decide("2026-11-26")["signals"]] == [
        ("closed", 0), ("live", 2),
    ]  # fmt: skip


def test_taken_back_with_nothing_it_waits() -> None:
    """R101, R88: on the books with nil; a later balance, however dated, brings what had closed."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.observe("2026-11-10 09:00", 50, loan_no="L1")
    story.refinance(ENDED, "L1", "L2", "500000.00")
    story.tell("2026-11-22 09:00", "loan.settled", {"loan_no": "L2"})
    story.position("2026-11-25 09:00", "L1", "0.00", 1, corrects="e3")
    assert [one["status"] for one in story.decide("2026-11-26")["signals"]] == ["closed", "kept"]
    story.position("2026-11-26 09:00", "L1", "1.00", 2, happened="2026-11-01 09:00")
    assert [one["status"] for one in story.decide("2026-11-26 09:00")["signals"]] == ["closed", "live"]


@pytest.mark.parametrize(("corrects", "status"), [("e3", "closed"), ("e2", "live")])
@pytest.mark.parametrize("balance", ["400000.00", "0.00"])
def test_a_write_off_by_mistake(corrects: str, status: str, balance: str) -> None:
    """R101, W9: not lost any more: settled afterwards it is paid."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.tell("2026-11-12 09:00", "loan.written_off", {"loan_no": "L1"})
    story.position("2026-11-20 09:00", "L1", balance, 1, corrects=corrects)
    story.tell("2026-11-25 09:00", "loan.settled", {"loan_no": "L1"})
    assert only(story.decide("2026-11-26")["signals"])["status"] == status


def test_lost_and_then_settled_the_settlement_stands() -> None:
    """R101, R92: a position of before the settlement that names the write-off; no position closes anything."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.tell("2026-11-12 09:00", "loan.written_off", {"loan_no": "L1"})
    story.tell(ENDED, "loan.settled", {"loan_no": "L1"})
    story.position("2026-11-25 09:00", "L1", "1.00", 1, happened="2026-11-19 09:00", corrects="e3")
    assert only(story.decide("2026-11-26")["signals"])["status"] == "live"


@pytest.mark.parametrize(
    ("back", "missing"), [("2026-12-01 23:59:59.999999", ["2026-12-02"]), ("2026-12-02 00:00", [])]
)
def test_the_check_day_of_what_was_written_off(back: str, missing: list[str]) -> None:
    """R101, R82: one ahead is kept, with its due; one that passed is not made up, by a later balance neither."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
    story.tell("2026-11-12 09:00", "loan.written_off", {"loan_no": "L1"})
    story.position(back, "L1", "400000.00", 1, corrects="e2")
    story.position("2026-12-05 09:00", "L1", "0.00", 2)
    story.position("2026-12-06 09:00", "L1", "400000.00", 3)
    rows = story.decide("2026-12-08")
    assert [one["history"][0][1] for one in _signals(rows, "11.1.1")] == at(*missing)
    assert [one["state"] for one in duties(rows, "assessment", "11.1.1")] == ["met"]


def test_the_check_day_of_what_was_refinanced_is_made_up() -> None:
    """R101, R73: at the end of its check day the loan had no balance; it is checked on the day it has one again."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
    story.refinance("2026-10-20 09:00", "L1", "L2", "500000.00")
    story.position("2026-12-05 09:00", "L1", "400000.00", 1, corrects="e2")
    rows = story.decide("2026-12-06")
    assert [one["history"][0][1] for one in _signals(rows, "11.1.1")] == at("2026-12-06")
    assert dues(rows, "assessment", "11.1.1") == at("2026-12-06")


def test_a_retraction_is_not_for_an_ending() -> None:
    """R101, R77: refused: nothing comes back by it."""
    for how in ("loan.settled", "loan.written_off", "refinanced"):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
        if how == "refinanced":
            story.refinance("2026-11-20 09:00", "L1", "L2", "500000.00")
        else:
            story.tell("2026-11-20 09:00", how, {"loan_no": "L1"})
        story.retract("2026-11-21 09:00", "e2")
        assert _signals(story.decide("2026-12-03"), "11.1.1") == []


# --- R102: about a loan that has ended ------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["settled", "refinanced"])
def test_what_is_told_of_a_loan_that_has_ended(how: str) -> None:
    """R102: arrears, overdue principal of before, a bad assessment, an extension, a figure: on file."""
    story = _ended(how)
    before = len(story.decide("2026-11-26")["signals"])
    story.arrears("2026-11-25 08:00", "L1", "2026-11-24", 2)
    overdue = {"principal_arrears": "1.00", "principal_arrears_since": "2026-11-01"}
    story.position("2026-11-25 09:00", "L1", "400000.00", 1, happened="2026-11-19 09:00", **overdue)
    story.tell("2026-11-25 10:00", "loan.assessed", GOOD | {"result": "cannot"})
    story.tell("2026-11-25 11:00", "loan.extended", {"loan_no": "L1", "extended_until": "2028-06-01"})
    story.observe("2026-11-25 12:00", 50, loan_no="L1")
    assert len(story.decide("2026-11-26")["signals"]) == before


def test_the_check_day_of_what_had_no_balance_before_it_was_written_off() -> None:
    """R101, R73: it ended without one; what it has as written off is none on the books, that it comes back with is."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due=D)
    story.position("2026-11-20 09:00", "L1", "0.00", 1)
    story.tell("2026-12-02 09:00", "loan.written_off", {"loan_no": "L1"})
    story.position("2026-12-03 09:00", "L1", "300000.00", 2)
    story.position("2026-12-05 09:00", "L1", "400000.00", 3, corrects="e3")
    rows = story.decide("2026-12-06")
    assert [one["history"][0][1] for one in _signals(rows, "11.1.1")] == at("2026-12-06")
