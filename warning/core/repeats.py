"""Whether a message has come before: by what its aggregate remembers, else by what its journal has (R111)."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from warning.core.draft import Record
from warning.core.effects import Passed, Refused, Why
from warning.core.events import (
    ArrearsPosition,
    Event,
    LoanDisbursed,
    LoanPosition,
    LoanRefinanced,
    LoanTakenOn,
)
from warning.core.state import State

RECENT: Final = 256
"""How many event ids an aggregate remembers, to know a producer's duplicate (R111)."""

HALF: Final = 8
ENTRY: Final = 16
"""Bytes of what is remembered of an event: half a digest of its id and source, half one of its payload."""

FULL: Final = RECENT * ENTRY
"""Bytes of all that an aggregate can remember."""

NUMBERED: Final = frozenset((LoanPosition, ArrearsPosition, LoanDisbursed, LoanTakenOn, LoanRefinanced))
"""Events that the loan itself knows again, by posting sequence or by having been opened."""


def seen(recent: bytes, record: Record, name: bytes) -> Passed | Refused | None:
    """A producer's duplicate by source and id (R55); the same again with another payload is a conflict."""
    if not recent or not name:
        return None
    at = recent.find(name)
    while at % ENTRY and at > 0:
        at = recent.find(name, at + 1)
    if at < 0:
        return None
    if recent[at + HALF : at + ENTRY] == record.digest.to_bytes(HALF):
        return duplicate(record.id)
    return conflict(record.id)


def remembered(state: State, record: Record) -> Passed | Refused | None:
    """What an aggregate would say at once of a message it remembers, or of another one by that id."""
    return seen(state.recent, record, name_of(record))


def duplicate(event_id: str) -> Passed:
    """The same message again: it counts once."""
    return Passed("duplicate", Why("duplicate", "design", (), (event_id,)))


def conflict(event_id: str) -> Refused:
    """Another message by the same source and id."""
    return Refused("conflict", "id", Why("conflict", "design", (), (event_id,)))


def remember(recent: bytes, record: Record, name: bytes) -> bytes:
    """What is remembered with a record, too; the oldest gives way."""
    return recent[ENTRY - FULL :] + name + record.digest.to_bytes(HALF)


def remembered_as(record: Record) -> bytes:
    """A message in what is remembered."""
    return name_of(record) + record.digest.to_bytes(HALF)


def gave_way(before: bytes, after: bytes) -> bytes:
    """What was remembered before a record and is not any more; empty where nothing is."""
    return before[:ENTRY] if len(before) == len(after) and before[:ENTRY] != after[:ENTRY] else b""


def name_of(record: Record) -> bytes:
    """What a message is remembered by; empty for what the loan itself knows again, and for what is no message."""
    content = record.content
    if type(content) in NUMBERED or not isinstance(content, Event):
        return b""
    return sha256(f"{record.id} {record.source}".encode()).digest()[:HALF]  # no id holds a space


def is_doubtful(state: State, record: Record) -> bool:
    """Whether a message may be one that its aggregate took in and does not remember: only its journal can tell.

    The very same message has the very same instant, which its aggregate's clock has reached since.
    """
    if len(state.recent) < FULL or record.received > state.at:
        return False
    return bool(name_of(record)) and not isinstance(remembered(state, record), Passed)
