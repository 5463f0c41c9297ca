"""Loans that were written off and settled after that: what comes in then is no recovery (W9, R92)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.amount import Events, data_of, loans_at, received_at
from warning.cli.explain.needed import WRITTEN_OFF
from warning.cli.explain.page import Page
from warning.core.events import LoanPosition, LoanSettled
from warning.core.rows import Signal
from warning.wording import moments

EVER: Final = 1 << 62


class Lost(Struct, frozen=True, order=True):
    """A loan written off, and its settlement after that: when each was received (µs UTC), by which record."""

    settled_at: int
    loan_no: str
    lost_at: int
    lost_by: str
    settled_by: str


def lost_lines(page: Page, signals: Iterable[Signal]) -> list[str]:
    """That the settlement of such a loan closes none of these signals, which were live then."""
    said = []
    for one in lost(page.events, signals, page.situation.verdicts.until):
        lost_at, at = moments.instant(one.lost_at), moments.instant(one.settled_at)
        named = {"loan_no": one.loan_no, "lost": one.lost_by, "id": one.settled_by}
        said.append(page.say("settled_after_loss", lost_at=lost_at, at=at, **named))
    return said


def lost_records(page: Page, signals: Iterable[Signal]) -> list[str]:
    """The records of both."""
    found = lost(page.events, signals, page.situation.verdicts.until)
    return [name for one in found for name in (one.lost_by, one.settled_by)]


def lost(events: Events, signals: Iterable[Signal], until: int) -> list[Lost]:
    """The loans of some signals that were written off, and settled while such a signal was live."""
    found = {one for loan_no in _written_off(events) for one in _settled(events, loan_no)}
    signals = tuple(signals)
    return sorted(one for one in found if one.settled_at <= until and any(_names(events, row, one) for row in signals))


def _written_off(events: Events) -> set[str]:
    return {_loan(event) for event in events.values() if event.get("type") == WRITTEN_OFF}


def _settled(events: Events, loan_no: str) -> Iterator[Lost]:
    """The settlements of a loan that stood as written off: by a record that no position had taken back (R101)."""
    about = {name: event for name, event in events.items() if _loan(event) == loan_no}
    back = {
        str(data_of(event).get("corrects")): received_at(event)
        for event in about.values()
        if event.get("type") == LoanPosition.TYPE
    }
    losses = [(received_at(event), name) for name, event in about.items() if event.get("type") == WRITTEN_OFF]
    for name, event in about.items():
        at = received_at(event)
        standing = [loss for loss in losses if loss[0] <= at < back.get(loss[1], EVER)]
        if event.get("type") == LoanSettled.TYPE and standing:
            yield Lost(at, loan_no, *min(standing), name)


def _names(events: Events, signal: Signal, one: Lost) -> bool:
    """Whether a signal was live about that loan as it was settled, and stayed so."""
    opened = next((step.at for step in signal.history if step.opening), EVER)
    closed = next((step.at for step in signal.history if not step.level), EVER)
    loans = loans_at(events, signal, one.settled_at)
    return opened <= one.settled_at < closed and (loans is None or one.loan_no in loans)


def _loan(event: Mapping[str, Any]) -> str:
    return str(data_of(event).get("loan_no") or "")
