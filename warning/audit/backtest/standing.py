"""Outcomes of a borrower of whom something was taken back: what rests on it alone is none (W12, R53, R101).

What a retraction does, and whether it counts at all, the core says: its rows are decided again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from warning.audit.backtest.outcomes import Outcome, Outcomes
from warning.core import VERSION
from warning.core.effects import Effect, Filed, Passed, Refused
from warning.core.events import Event, EventRetracted
from warning.core.frame import Frame
from warning.core.step import initial, step
from warning.ledger.journal import JournalRow

RETRACTED = ("retracted", "retraction_without_ground")
ENDINGS = ("write_off_taken_back", "settlement_taken_back", "refinancing_taken_back")
"""What ended a loan is taken back by a position (R77); its reason names first what had."""
HIDDEN = "retracted_before"
"""Retracted ahead of it."""


class Fact(Struct):
    """A fact that counted, when it was known (µs UTC), and when it was taken back; 0: it stands."""

    id: str
    at: int
    event: Event
    gone: int = 0


class Lost(Exception):
    """Another core has decided some of it, or under a frame that is not here."""


def outcome_of(key: str, rows: Sequence[JournalRow], frames: Mapping[str, Frame], until: int) -> Outcome | None:
    """The first outcome of a borrower that stands, by what was recorded until an instant (µs UTC).

    Raises:
        Lost: it cannot be decided again.
    """
    outcomes = Outcomes(until)
    for fact in _facts(key, rows, frames, until):
        if fact.gone:
            outcomes.pass_over(key, fact.at, fact.event, fact.gone)
        else:
            outcomes.take(key, fact.at, fact.event)
    return outcomes.found().get(key)


def _facts(key: str, rows: Sequence[JournalRow], frames: Mapping[str, Frame], until: int) -> list[Fact]:
    state, found = initial(key), list[Fact]()
    for row in rows:
        if row.at > until:
            break
        if row.core != VERSION or row.frame not in frames:
            raise Lost
        record = row.record
        state, effects = step(state, record, frames[row.frame])
        filed = {one.what: one.why.events for one in effects if isinstance(one, Filed)}
        for name in _taken_back(record.content, filed):
            for fact in found:
                if fact.id == name and not fact.gone:
                    fact.gone = row.at
        if isinstance(record.content, Event) and not _counts_for_nothing(effects, filed):
            found.append(Fact(row.event_id, row.at, record.content))
    return found


def _taken_back(content: object, filed: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The ids of the records that a row has taken back."""
    if isinstance(content, EventRetracted):
        return [content.retracts] if any(name in filed for name in RETRACTED) else []
    return [filed[name][0] for name in ENDINGS if name in filed]


def _counts_for_nothing(effects: Sequence[Effect], filed: Mapping[str, tuple[str, ...]]) -> bool:
    return HIDDEN in filed or any(isinstance(one, Passed | Refused) for one in effects)
