"""What ``replay`` prints with ``--json``. Values of fields are as they are stored: instants in µs UTC, money in fen."""

from __future__ import annotations

from msgspec import Struct

from warning.contracts.said import Said


class HeadLine(Struct, frozen=True, kw_only=True):
    """How far a lane was read, and the link of its last row (hex)."""

    lane: int
    seq: int
    head: str
    proven: bool
    """Decided again by an earlier run (``--resume``); this one has seen that nothing was changed since."""


class DivergenceLine(Struct, frozen=True, kw_only=True):
    """The first row of a lane that does not come out again: its effect, the field, and both values (JSON)."""

    lane: int
    seq: int
    key: str
    event_id: str
    code: str
    effect: int | None
    """Which of the row's effects, from 0; null: none in particular."""
    row: str
    """The id of the signal, warning or duty that it writes."""
    field: str
    stored: str
    found: str
    said: Said


class ReplayedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="replayed"):
    """``replay --json``: what was decided again, and what did not come out again."""

    place: str
    core: str
    verdict: str
    """``identical``, ``different``, ``partly`` (what can be compared is identical), ``nothing`` (none can be)."""
    rows: int
    """Compared; with ``foreign`` and ``unknown`` all that were read, where nothing differs."""
    effects: int
    aggregates: int
    foreign: dict[str, int]
    """Core version -> rows that it decided: not comparable."""
    unknown: int
    """Rows after these of the same aggregates: not compared."""
    ends: str
    """SHA-256 over the ends of all chains, as of ``verify``; empty where not all lanes were read."""
    lanes: tuple[HeadLine, ...]
    divergences: tuple[DivergenceLine, ...]
