"""Retractions that came before what they name: it does nothing, and says by which of them (W12, R76)."""

from __future__ import annotations

from typing import Final

from warning.core.draft import Draft
from warning.core.state import Borrower, State

AHEAD: Final = 32
"""How many of them a borrower remembers."""


def keep_ahead(d: Draft, event_id: str) -> None:
    """Remember what the record in hand retracts, as ``<event id> <id of the retraction>``; no id holds a space."""
    d.retracted = (*d.retracted[-AHEAD + 1 :], f"{event_id} {d.record.id}")


def retraction_of(d: Draft) -> str:
    """The id of the retraction of the record in hand; empty where none came before it."""
    for one in d.retracted:
        event_id, _, retraction = one.partition(" ")
        if event_id == d.record.id:
            return retraction or event_id
    return ""


def hearing_first(states: dict[str, State], event_id: str) -> list[str]:
    """Keys of the aggregates a record concerns, in order, but a borrower that has retracted it before it came first.

    For one party of a guarantee it may be the other, and then it does nothing for either (R31).
    """
    return sorted(states, key=lambda key: not _awaits(states[key], event_id))


def _awaits(state: State, event_id: str) -> bool:
    return isinstance(state, Borrower) and any(one.partition(" ")[0] == event_id for one in state.file.retracted)


def suppressed(d: Draft) -> bool:
    """File the record in hand away if it was retracted before it came."""
    retraction = retraction_of(d)
    if retraction:
        d.file_away("retracted_before", "W12", retraction=retraction)
    return bool(retraction)
