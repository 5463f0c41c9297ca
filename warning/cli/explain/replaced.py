"""Refinancings and advances of the loans of a signal: what was owed of the old loan then, and by which record (W9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from warning.cli.explain.amount import Balance, Events, closed_at, data_of, latest, loans_at, received_at
from warning.cli.explain.page import Page
from warning.core.events import LoanRefinanced
from warning.core.rows import Signal
from warning.core.scalars import read_fen
from warning.wording import moments

ADVANCE = "advance"


class Replaced(Struct, frozen=True):
    """A loan that another took the place of: by which record, when (µs UTC), and its balance before that."""

    record: str
    at: int
    old: str
    new: str
    owed: Balance
    given: int
    """What the new loan gives, in fen."""
    is_advance: bool


def replaced(events: Events, signals: Iterable[Signal]) -> list[Replaced]:
    """The loans that some signals named, replaced while such a signal was live."""
    signals = tuple(signals)
    found = []
    for name, event in events.items():
        if event.get("type") != LoanRefinanced.TYPE:
            continue
        at, data = received_at(event), data_of(event)
        old = str(data.get("previous_loan_no"))
        owed = latest(events, old, at - 1)
        if owed is not None and any(_named(events, signal, old, at) for signal in signals):
            found.append(_replaced(name, at, data, owed))
    return sorted(found, key=lambda one: (one.at, one.record))


def replaced_lines(page: Page, signals: Iterable[Signal]) -> list[str]:
    """Each, and whether the old loan is covered (R100)."""
    said = []
    for one in replaced(page.events, signals):
        key = "refinanced_rest" if one.given < one.owed.fen else "refinanced_covers"
        rest = page.say("refinanced_advance" if one.is_advance else key)
        money = {name: moments.money(fen, page.lang) for name, fen in (("owed", one.owed.fen), ("given", one.given))}
        named = {"old": one.old, "new": one.new, "id": one.record, "by": one.owed.record}
        said.append(page.say("refinanced_then", at=moments.instant(one.at), rest=rest, **named, **money))
    return said


def replaced_records(events: Events, signals: Iterable[Signal]) -> list[str]:
    """The records of them, and those that say the old loans' balances."""
    return [name for one in replaced(events, signals) for name in (one.owed.record, one.record)]


def _replaced(name: str, at: int, data: Mapping[str, object], owed: Balance) -> Replaced:
    given, advance = int(read_fen(str(data.get("outstanding_balance")))), data.get("disbursement_type") == ADVANCE
    return Replaced(name, at, owed.loan_no, str(data.get("loan_no")), owed, given, advance)


def _named(events: Events, signal: Signal, old: str, at: int) -> bool:
    """Whether a signal was live as a loan was replaced, and named it."""
    opened = next((step.at for step in signal.history if step.opening), None)
    closed = closed_at(signal)
    loans = loans_at(events, signal, at - 1)
    live = opened is not None and opened <= at and (closed is None or closed > at)
    return live and loans is not None and old in loans
