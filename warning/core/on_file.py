"""What is about a loan that has ended: on file, and told where it would have done something (R28, R102)."""

from __future__ import annotations

from warning.core.draft import Draft
from warning.core.effects import Filed, Why
from warning.core.events import Event
from warning.core.state import Loan


def told_of_end(d: Draft, loan: Loan) -> bool:
    """Tell of a record that would do something were its loan on the books, and with what the loan ended (R102).

    False where nothing is told: time alone, or a record that said something all the same about a check that ran
    without it (R48).
    """
    if d.effects or not isinstance(d.record.content, Event):
        return False
    why = Why("loan_has_ended", "W9", how_ended(loan), (d.record.id, loan.settled_by))
    d.say(Filed("loan_has_ended", why))
    return True


def how_ended(loan: Loan) -> tuple[tuple[str, int | str], ...]:
    """What ended a loan, for an explanation: by payment or another's taking its place, by which record, when."""
    ended = (("ending", loan.status), ("ended_by", loan.settled_by), ("ended_at", loan.settled_at))
    return (("loan_no", loan.loan_no), *ended)
