"""The records by which the loans of a signal came to their end, where that closed it (W9)."""

from __future__ import annotations

from collections.abc import Iterable

from warning.cli.explain.amount import Events, closed_at, data_of, loans_at, received_at
from warning.cli.explain.endings import endings
from warning.cli.situation import Situation
from warning.core.events import LoanPosition, LoanRefinanced
from warning.core.rows import Signal


def closing_records(found: Situation, events: Events, signals: Iterable[Signal]) -> list[str]:
    """How its loans ended, and the positions by which a loan refinanced in part was paid (R100)."""
    closed = [one for one in signals if one.closed_by == "recovery"]
    ended = [each.name for one in closed for each in endings(found, events, one, closed_at(one) or 0)]
    return [*dict.fromkeys(ended), *(name for one in closed for name in _positions(events, one))]


def _positions(events: Events, signal: Signal) -> list[str]:
    """While the signal was live, those of a loan of which a refinancing had paid a part."""
    first, last = signal.history[0].at, closed_at(signal) or 0
    shared = {
        str(data_of(event).get("previous_loan_no")): received_at(event)
        for event in events.values()
        if event.get("type") == LoanRefinanced.TYPE
    }
    loans = loans_at(events, signal, last)
    return [
        name
        for name, event in events.items()
        if event.get("type") == LoanPosition.TYPE
        and (loan_no := str(data_of(event).get("loan_no"))) in shared
        and (loans is None or loan_no in loans)
        and max(first, shared[loan_no]) <= received_at(event) <= last
    ]
