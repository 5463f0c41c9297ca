"""What is about a loan that has ended is told, and what takes an ending back (R77, R99, R101, R102)."""

from __future__ import annotations

from typing import Final

import pytest

from tests.core.test_taken_away import told
from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.intake.run import decide
from warning.ledger.entries import Refusal

SETTLED: Final = "2026-11-10 09:00  settle L1 as s1"
REFINANCED: Final = "2026-11-10 09:00  refinance L1 by L2 of C1 at A1 100,000.00 matures 2029-11-01 as s1"
WRITTEN_OFF: Final = "2026-11-10 09:00  write-off L1 as s1"


def only(*lines: str) -> Refusal:
    """The one thing told of a few records."""
    (refusal,) = told(*lines).refusals
    return refusal


@pytest.mark.parametrize("ending", [SETTLED, REFINANCED], ids=["settled", "refinanced"])
@pytest.mark.parametrize(
    "fact",
    [
        "position L1 100.00 occurred 2026-11-10 09:00",
        "position L1 0.00 overdue 10.00 since 2026-11-10",
        "arrears L1 10.00 since 2026-11-10",
        "assess L1 cannot",
        "extend L1 until 2029-11-01",
        "observe C1 38 loan L1",
    ],
)
def test_what_would_have_done_something_is_told_with_what_ended_the_loan(ending: str, fact: str) -> None:
    refusal = only(ending, f"2026-11-11 09:00  {fact} as x1")
    assert refusal.why is not None
    values = dict(refusal.why.values)
    assert (refusal.outcome, refusal.event_id, refusal.why.code) == ("without_effect", "x1", "loan_has_ended")
    assert (values["loan_no"], values["ended_by"]) == ("L1", "s1")
    assert values["ending"] == ("settled" if ending is SETTLED else "refinanced")
    assert refusal.why.events == ("x1", "s1")


@pytest.mark.parametrize(
    "fact",
    [
        "position L1 0.00",
        "arrears L1 0.00",
        "assess L1 on_time",
        "extend L1 until 2028-11-01",
        "observe C1 18 ratio 1.00 to 100.00 loan L1",
        "settle L1",
    ],
)
def test_what_would_do_nothing_on_the_books_either_is_not(fact: str) -> None:
    assert told(SETTLED, f"2026-11-11 09:00  {fact}").refusals == []


def test_nor_is_what_says_something_of_a_check_that_ran_without_it() -> None:
    """A bad assessment received before its due, read when the loan is settled, meets it in time (R48)."""
    head = "2026-11-02 09:00  disburse  L3 of C1 at A1 100.00 matures 2026-12-31"
    late = ("2026-12-03 09:00  settle L3", "2026-12-01 09:00  assess L3 cannot")
    assert told(head, *late).refusals == []


@pytest.mark.parametrize("ending", [SETTLED, REFINANCED], ids=["settled", "refinanced"])
def test_a_balance_of_later_takes_it_back_and_is_told(ending: str) -> None:
    refusal = only(ending, "2026-11-11 09:00  position L1 100.00 occurred 2026-11-10 09:01 as x1")
    assert refusal.why is not None
    assert (refusal.outcome, refusal.why.code, refusal.why.events) == ("taken_back", "balance_after_end", ("s1", "x1"))


@pytest.mark.parametrize("ending", [SETTLED, REFINANCED, WRITTEN_OFF], ids=["settled", "refinanced", "written off"])
def test_a_position_that_names_the_ending_is_not_remarked_on(ending: str) -> None:
    assert told(ending, "2026-11-11 09:00  position L1 100.00 corrects s1 occurred 2026-11-10 08:00").refusals == []


@pytest.mark.parametrize(
    ("ending", "how"), [(SETTLED, "settled"), (REFINANCED, "refinanced"), (WRITTEN_OFF, "written_off")]
)
def test_a_retraction_is_not_the_way(ending: str, how: str) -> None:
    refusal = only(ending, "2026-11-11 09:00  retract s1 of C1")
    assert refusal.why is not None
    assert (refusal.outcome, refusal.why.code, refusal.field) == ("quarantined", "retracts_settlement", "data.retracts")
    assert dict(refusal.why.values) == {"loan_no": "L1", "ending": how}


def test_of_one_written_off_which_has_not_ended_nothing_is_told() -> None:
    assert told(WRITTEN_OFF, "2026-11-11 09:00  position L1 0.00 overdue 10.00 since 2026-11-11").refusals == []


@pytest.mark.parametrize("ending", [SETTLED, REFINANCED], ids=["settled", "refinanced"])
def test_once_it_is_taken_back_a_retraction_of_it_is_without_effect(ending: str) -> None:
    back = "2026-11-11 09:00  position L1 100.00 corrects s1 occurred 2026-11-10 08:00"
    refusal = only(ending, back, "2026-11-13 09:00  retract s1 of C1")
    assert refusal.outcome == "without_effect"


def test_a_write_off_is_known_after_a_settlement_and_not_when_it_is_taken_back() -> None:
    retract = "2026-11-13 09:00  retract s1 of C1"
    refusal = only(WRITTEN_OFF, "2026-11-11 09:00  settle L1", retract)
    assert refusal.why is not None
    assert (refusal.why.code, dict(refusal.why.values)["ending"]) == ("retracts_settlement", "written_off")
    back = told(WRITTEN_OFF, "2026-11-11 09:00  position L1 100.00 corrects s1", retract)
    assert [refusal.outcome for refusal in back.refusals] == ["without_effect"]


def test_a_refinancing_of_another_borrower_s_loan_says_whose_it_is_and_takes_nothing_in() -> None:
    lines = (
        "2026-11-02 09:00  disburse  L3 of C3 at A1 100.00 matures 2028-11-01",
        "2026-11-10 09:00  refinance L3 by L2 of C1 at A1 100,000.00 matures 2029-11-01 as x1",
        "2026-11-11 09:00  observe C1 38 loan L2 as x2",
    )
    (case,) = read_cases("== W9 · another's\n" + "\n".join(lines) + "\n-- signals\nno 11.1.6\n")
    said = decide([wire.line() for wire in case.events], frame(None))
    (refusal, *_) = said.refusals
    assert refusal.why is not None
    assert (refusal.outcome, refusal.why.code) == ("quarantined", "previous_loan_of_another")
    assert (refusal.field, dict(refusal.why.values)) == ("data.previous_loan_no", {"loan_no": "L3"})
    assert said.counts.applied == 1
    assert [passage.event_id for passage in said.passages if passage.outcome == "held"] == ["x2"]


AGAIN: Final = "2026-11-10 10:00  refinance L1 by L3 of C1 at A1 50,000.00 matures 2029-11-01 as s2"


@pytest.mark.parametrize(
    ("ending", "not_it", "is_it", "happened"),
    [(REFINANCED, "s2", "s1", "2026-11-10 09:00"), (SETTLED, "s1", "s2", "2026-11-10 10:00")],
    ids=["refinanced twice", "settled, then refinanced"],
)
def test_it_has_ended_by_one_record_alone(ending: str, not_it: str, is_it: str, happened: str) -> None:
    """R99: the first refinancing that covered it; neither a retraction nor a position takes another for it."""
    back = f"2026-11-11 09:00  position L1 100.00 corrects {{}} occurred {happened}"
    other = only(ending, AGAIN, f"2026-11-12 09:00  retract {not_it} of C1")
    assert other.outcome == "without_effect"
    on_file = only(ending, AGAIN, back.format(not_it))
    assert on_file.why is not None
    assert (on_file.why.code, dict(on_file.why.values)["ended_by"]) == ("loan_has_ended", is_it)
    refused = only(ending, AGAIN, f"2026-11-12 09:00  retract {is_it} of C1")
    assert refused.why is not None
    assert refused.why.code == "retracts_settlement"
    assert told(ending, AGAIN, back.format(is_it)).refusals == []
