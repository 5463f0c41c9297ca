"""When a borrower's loans turned out badly, by what is recorded: facts alone, whatever any rule book makes of them.

Overdue: principal or interest in arrears for more than 90 days (from the 91st on). Classified: set to one of the last
three classes. Written off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from warning.core.events import (
    ArrearsPosition,
    ClassificationSet,
    Event,
    LoanPosition,
    LoanRefinanced,
    LoanSettled,
    LoanWrittenOff,
)
from warning.core.scalars import midnight

OVERDUE_DAYS: Final = 90
LAST_CLASSES: Final = frozenset(("substandard", "doubtful", "loss"))


class Outcome(Struct, frozen=True, order=True):
    """The first bad outcome of a borrower: when (µs UTC), and ``overdue``, ``classified`` or ``written_off``."""

    at: int
    kind: str


class Outcomes:
    """Reads facts in the order of each borrower's rows."""

    def __init__(self, until: int) -> None:
        self._until = until
        self._first: dict[str, Outcome] = {}
        self._coming: dict[tuple[str, str, str], int] = {}
        """(aggregate, loan, interest or principal) -> when it will have been in arrears for more than 90 days."""

    def take(self, key: str, at: int, event: Event) -> None:
        """A fact, and when it was known."""
        for loan_no, kind, since in _arrears(event):
            self._position(key, loan_no, kind, at, since)
        match event:
            case ClassificationSet(grade=grade) if grade in LAST_CLASSES:
                self._came(key, Outcome(at, "classified"))
            case LoanWrittenOff():
                self._came(key, Outcome(at, "written_off"))

    def pass_over(self, key: str, at: int, event: Event, gone: int) -> None:
        """A fact that was taken back at an instant: it counts for nothing.

        Of a clearing the days go on (R104), as was known from that instant on.
        """
        for loan_no, kind, since in _arrears(event):
            name = (key, loan_no, kind)
            if since is None and self._coming.get(name, 0) > at:
                self._coming[name] = max(self._coming[name], gone)

    def _position(self, key: str, loan_no: str, kind: str, at: int, since: int | None) -> None:
        name = (key, loan_no, kind)
        coming = self._coming.pop(name, None)
        if coming is not None and coming <= at:
            self._came(key, Outcome(coming, "overdue"))
        if since is not None:
            due = max(at, midnight(since + OVERDUE_DAYS))
            self._coming[name] = due if coming is None else min(coming, due)

    def _came(self, key: str, outcome: Outcome) -> None:
        first = self._first.get(key)
        if first is None or outcome < first:
            self._first[key] = outcome

    def found(self) -> dict[str, Outcome]:
        """The first outcome of each borrower that has one."""
        for (key, _, _), at in self._coming.items():
            if at <= self._until:
                self._came(key, Outcome(at, "overdue"))
        return self._first


def _arrears(event: Event) -> Iterator[tuple[str, str, int | None]]:
    """Of which loan's interest or principal it says since when it is in arrears, or (None) that it is not."""
    match event:
        case ArrearsPosition():
            owing = event.interest_arrears_on_bs + event.interest_arrears_off_bs
            yield event.loan_no, "interest", event.interest_arrears_since if owing else None
        case LoanPosition() if event.principal_arrears is not None or not event.outstanding_balance:
            yield event.loan_no, "principal", event.principal_arrears_since if event.principal_arrears else None
        case LoanSettled(loan_no=loan_no) | LoanRefinanced(previous_loan_no=loan_no):
            yield loan_no, "interest", None
            yield loan_no, "principal", None
