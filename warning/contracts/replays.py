"""What ``replay``, ``asof`` and ``snapshots`` print with ``--json``. Instants are RFC 3339 at +08:00.

Values of fields that do not come out again are as they are stored: instants in µs UTC, money in fen.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from warning.contracts.said import NotReadLine, Said


class HeadLine(Struct, frozen=True, kw_only=True):
    """How far a lane was read, and the link of its last row (hex)."""

    lane: int
    seq: int
    head: str
    proven: bool
    """Decided again by an earlier run (``--resume``); this one has seen that nothing was changed since."""


class DivergenceLine(Struct, frozen=True, kw_only=True):
    """The first row of a lane that does not come out again: its effect, the field, and both values (JSON).

    Or what an aggregate has heard of another, or waits for it, or told it, and the other side has not.
    """

    lane: int | None
    """Null, and so is ``seq``, where it is no row of the journal (``inbox``)."""
    seq: int | None
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
    not_read: tuple[NotReadLine, ...]
    """Archived, and not here: exit code 5."""
    lanes: tuple[HeadLine, ...]
    divergences: tuple[DivergenceLine, ...]


class AsOfLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="asof"):
    """``asof --json``, first: the instant, and how much was known; the rows follow, and who was to be told.

    Known is what rows of the journal whose ``at`` is not later than ``at`` decided.
    """

    place: str
    at: str
    signals: int
    warnings: int
    live: int
    """Warnings."""
    duties: int
    open: int
    overdue: int
    snapshots: tuple[str, ...]
    """The midnights of the snapshots it was worked out from."""


class KnownLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="known"):
    """``asof --json``: a signal, a warning or a duty as it was known."""

    since: str
    """When it was first known."""
    changed: str
    """When its last change by then was known, and by which record."""
    event_id: str
    row: dict[str, Any]
    """As ``decide --json`` prints it; ``because`` has the reason of that change alone."""


class ToldLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="told"):
    """``asof --json``: who was to be told of a duty: its owner when it was opened, a superior when it was breached."""

    at: str
    org_no: str
    post: str
    how: str
    """``owes`` or ``escalated``."""
    duty: str
    kind: str
    customer_no: str


class ProposalLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="proposal"):
    """``asof --borrower --json``, ``dossier --json``: a release or a waiver on which nobody had decided."""

    id: str
    """Of the record that proposed it."""
    at: str
    org_no: str
    domain: str
    to_level: str | None
    """``none``: to be closed; null: it is a waiver."""
    ground: str
    signals: tuple[str, ...]
    duties: tuple[str, ...]
    """Of a waiver."""
    new_due: str | None
    state: str
    """``waits``; ``overtaken``: a signal rose since, it would be refused; ``past_due``: it can waive nothing; ``idle``:
    nothing that it names is left."""
    risen: tuple[str, ...]
    """The signals that rose since."""
    what: Said
    said: Said
    """Its state."""


class SnapshotsLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="snapshots"):
    """``snapshots --json``: the files that were made, those that are of use, those that are wrong."""

    directory: str
    made: tuple[str, ...]
    kept: tuple[str, ...]
    wrong: tuple[str, ...]
