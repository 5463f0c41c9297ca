"""What the commands on a ledger print with ``--json``. Instants are RFC 3339 at +08:00."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from warning.contracts.said import Said


class LedgerLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="ledger"):
    """``init --json``: what a ledger is, for good."""

    place: str
    name: str
    clock: str
    """``live`` or ``event``."""
    live_from: str | None
    created_at: str
    frame: str
    """The fingerprint of its rule book."""
    book: Said
    version: str
    orgs: int


class TallyLine(Struct, frozen=True, kw_only=True):
    """Conservation: ``records`` is the sum of the others but ``refused``, which are part of ``applied``."""

    records: int
    applied: int
    duplicate: int
    stale: int
    held: int
    quarantined: int
    refused: int
    """Acts on file that do not count."""


class IngestedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="ingested"):
    """``ingest --json``: what became of a source in this run, and of all records of the ledger."""

    source: str
    lines: int
    finished: bool
    run: TallyLine
    ended: dict[str, int]
    """Records that had waited for their loan before this run, by what became of them."""
    total: TallyLine
    clock: str | None
    """How far an event-driven clock has come."""


class PartitionLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="partition"):
    """``lag --json``: a partition of a topic, how much of it is not read, and why if it is not read at all."""

    topic: str
    partition: int
    offset: int | None
    """Where the ledger goes on; None: nothing was ever read, or it is not known."""
    begin: int | None
    end: int | None
    """Between these the records lie; None: the brokers have no such partition."""
    lag: int | None
    """None: it is not read."""
    stopped: str | None
    """``gone``, ``made_anew``, ``cut`` or ``short``."""
    said: Said | None
    """Why it is not read, and what to do."""


class TickedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="ticked"):
    """``tick --json``: where the clock stood and stands, and what time brought."""

    before: str
    clock: str
    rows: int
    raised: int
    overdue: int
    quarantined: int
    """Records whose wait for their loan ended."""


class SourceLine(Struct, frozen=True, kw_only=True):
    """How far a source was read, and what became of its records."""

    name: str
    kind: str
    lines: int
    received: str | None
    """The instant of the last record read."""
    finished: bool
    records: int
    """The sum of what follows."""
    applied: int
    duplicate: int
    stale: int
    held: int
    quarantined: int


class StatusLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="status"):
    """``status --json``: how a ledger stands."""

    ledger: LedgerLine
    clock: str | None
    sources: tuple[SourceLine, ...]
    total: TallyLine
    conserved: bool
    """Whether every record read is accounted for, exactly once."""
    journal: int
    signals: int
    warnings: int
    live: dict[str, int]
    """Live warnings by level."""
    duties: int
    open: int
    overdue: int
    held: int
    quarantine_open: int
    quarantine_proposed: int
    approvals: int
    """Releases and waivers that wait for another person."""
    inbox: int
    outbox: int
    next_due: str | None
    """When time alone changes something next."""


class ChangedLine(Struct, frozen=True, kw_only=True):
    """A signal, a warning or a duty that an act changed, and how."""

    row: str
    id: str
    change: str
    due: str | None
    because: dict[str, Any]
    """As in ``because`` of a row of ``decide --json``."""


class ActedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="acted"):
    """``act --json``: what became of an act. Refused, ``field`` and ``because`` say which field is wrong, and why."""

    event_id: str
    type: str
    at: str
    outcome: str
    """``applied``, ``refused``, ``duplicate`` or ``quarantined``."""
    changes: tuple[ChangedLine, ...]
    field: str
    because: tuple[dict[str, Any], ...]
    """Applied, why it met nothing if it was meant to."""


class QuarantinedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="quarantined"):
    """``quarantine list --json`` and ``show --json``: what could not be taken, and what became of it."""

    number: int
    source: str
    status: str
    """``open``, ``proposed``, ``corrected``, ``retried``; ``noted``: applied, and only shown."""
    refusal: dict[str, Any]
    """As ``decide --json`` prints it."""
    corrected_by: str | None
    """Tokens of persons."""
    approved_by: str | None
    settled_at: str | None
    original: str | None = None
    """``show`` alone: the message as it came; persons in it are shown with ``--persons`` only."""
    correction: str | None = None
    """``show`` alone: the message that is to be taken in its place, if one was proposed."""


class RetakenLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="retaken"):
    """``quarantine approve --json`` and ``retry --json``: it was taken. ``refusal`` of an act that cannot count.

    Of many, what still cannot be taken is told, too: why, in ``refusal``; empty while its loan is unknown.
    """

    number: int
    outcome: str
    """``applied`` or ``refused``; of many, ``held`` or ``quarantined`` still."""
    refusal: dict[str, Any] | None


class DifferenceLine(Struct, frozen=True, kw_only=True):
    """Where a ledger is not what its journal says: the first row of a lane, or a state, or a row that people see."""

    lane: int | None
    seq: int | None
    code: str
    key: str
    name: str
    said: Said


class VerifiedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="verified"):
    """``verify --json``: what was recomputed, and what differs."""

    place: str
    rows: int
    aggregates: int
    seen: int
    """Signals, warnings and duties."""
    ends: str
    """SHA-256 over the ends of all chains: two ledgers with the same one hold the same journal."""
    differences: tuple[DifferenceLine, ...]
