"""What a step decides, as values: rows written whole, facts told to others, and what came of the record itself.

The effects digest is taken over these; wording is no part of it (``explanation`` renders ``Why`` when it is read).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from warning.core.events import Told
from warning.core.rows import BookRow, Duty, Signal, Warning


class Why(Struct, frozen=True, omit_defaults=True, gc=False):
    """An explanation as facts: a code of the catalogue, the clause or id it rests on, the values, the events."""

    code: str
    clause: str
    values: tuple[tuple[str, int | str], ...] = ()
    events: tuple[str, ...] = ()


class SignalChanged(Struct, frozen=True, tag=True, gc=False):
    """A signal was raised, rose, was lowered, closed, kept, disputed or tagged."""

    change: str
    signal: Signal
    why: Why


class WarningChanged(Struct, frozen=True, tag=True, gc=False):
    """A warning was raised or closed, or its level or tier changed."""

    change: str
    warning: Warning
    why: Why


class DutyChanged(Struct, frozen=True, tag=True, gc=False):
    """A duty was opened, met, breached, waived, moved, or its breach was withdrawn or rescored."""

    change: str
    duty: Duty
    why: Why


class BookChanged(Struct, frozen=True, tag=True, gc=False):
    """A rule book was approved: it takes force at its instant."""

    change: str
    book: BookRow
    why: Why


class Filed(Struct, frozen=True, tag=True, gc=False):
    """The record changed no row, or did so beside its rows; kept on file with what it was."""

    what: str
    why: Why


class Passed(Struct, frozen=True, tag=True, gc=False):
    """The record was a duplicate or stale, and changed nothing."""

    outcome: Literal["duplicate", "stale"]
    why: Why


class Refused(Struct, frozen=True, tag=True, gc=False):
    """An act or a message that cannot count, and why; journaled all the same."""

    code: str
    field: str
    why: Why


NOT_TAKEN = (Passed, Refused)
"""What an effect is that says of its record that it changed nothing."""
Effect = SignalChanged | WarningChanged | DutyChanged | BookChanged | Filed | Passed | Refused | Told
