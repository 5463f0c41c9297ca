"""What is about a loan that has ended: on file, and told where it would have done something (R28, R102)."""

from __future__ import annotations

from warning.core.draft import Draft
from warning.core.effects import Filed, Why
from warning.core.events import Event
from warning.core.state import Loan


def about_ended(d: Draft, loan: Loan, what: str, clause: str) -> None:
    """R102: on file, and told where it would have done something were the loan on the books.

    What is read late may say something all the same about a check that ran without it (R48); then it is on file only.
    """
    if d.effects or not isinstance(d.record.content, Event):
        d.file_away(what, clause, loan_no=loan.loan_no)
        return
    values = (("loan_no", loan.loan_no), ("ending", loan.status), ("ended_by", loan.settled_by))
    events = (d.record.id, loan.settled_by)
    d.say(Filed("loan_has_ended", Why("loan_has_ended", clause, (*values, ("ended_at", loan.settled_at)), events)))
