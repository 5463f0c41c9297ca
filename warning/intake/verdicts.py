"""What a run came to: rows, what could not be taken, what was passed over, what looks wrong with the file."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.core.effects import Why
from warning.core.rows import Duty, Signal, Warning
from warning.ledger.entries import Refusal

LISTED: Final = 10_000
"""So many passages are kept; further ones are only counted."""

__all__ = ["LISTED", "Counts", "Notice", "Passage", "Refusal", "Verdicts"]


class Counts(Struct, frozen=True, kw_only=True):
    """Conservation: every line is applied, duplicate, stale, held or quarantined, exactly once."""

    lines: int
    applied: int
    duplicate: int
    stale: int
    held: int
    quarantined: int


class Passage(Struct, frozen=True, kw_only=True):
    """A good record that changed nothing: ``duplicate``, ``stale``, or ``held`` for ``loan_no`` up to ``until``."""

    line: int
    event_id: str
    type: str
    outcome: str
    loan_no: str = ""
    until: int | None = None


class Notice(Struct, frozen=True, kw_only=True):
    """What looks wrong with the file as a whole: how often, and the first record of which it is so.

    ``at`` is that record's instant, ``before`` that of the record before it; both 0 where they say nothing. Of an act
    that met nothing there is one each (``met_nothing``), with its ``type`` and ``why``; so of a sign-off whose figures
    are not those of the books (``figures_apart``).
    """

    code: str
    count: int
    line: int = 0
    event_id: str = ""
    at: int = 0
    before: int = 0
    type: str = ""
    why: Why | None = None


class Verdicts(Struct, frozen=True, kw_only=True):
    """All signals, warnings and duties there ever were, what was refused, and the counts."""

    signals: list[Signal]
    warnings: list[Warning]
    duties: list[Duty]
    refusals: list[Refusal]
    counts: Counts
    until: int
    head: str
    passages: tuple[Passage, ...] = ()
    unlisted: int = 0
    """Refusals beyond those that are kept."""
    acts_refused: int = 0
    """Of the records applied: acts that are on file and do not count."""
    notices: tuple[Notice, ...] = ()
