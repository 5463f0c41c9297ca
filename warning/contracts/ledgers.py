"""What the commands on a ledger print with ``--json``. Instants are RFC 3339 at +08:00."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from warning.contracts.proposals import ProposedLine
from warning.contracts.said import NotReadLine, Said


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


class UpgradedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="upgraded"):
    """``upgrade --json``: what was done to the tables of a ledger."""

    place: str
    was: str
    """The number of their revision before; that of an earlier one had other guards, or none."""
    revision: str
    guards: tuple[str, ...]
    """Those that were made, ``table.trigger``: they were not there, were switched off, or were other ones."""


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
    read_at: str | None
    """Of a file in a live ledger: when it was last read on."""
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
    quarantine_dismissed: int
    quarantine_settled: int
    """Taken after all: with the three above as many as were ever quarantined."""
    approvals: int
    """Releases and waivers that wait for another person."""
    overtaken: int
    """Of them releases that would be refused, as a signal of theirs rose since."""
    inbox: int
    outbox: int
    next_due: str | None
    """When time alone changes something next."""
    book_next: str | None
    """The fingerprint of the approved rule book that takes force next."""
    book_next_at: str | None
    changes_waiting: int
    """Changes of the rule book that wait for another person."""
    unguarded: tuple[str, ...]
    """Guards of the tables (``table.trigger``) that are gone, others, or switched off."""


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
    proposal: ProposedLine | None = None
    """Of an approval: what it is about, as it stood before it; null: no such proposal waited, or it is another act."""


class QuarantinedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="quarantined"):
    """``quarantine list --json`` and ``show --json``: what could not be taken, and what became of it."""

    number: int
    source: str
    status: str
    """``open``, ``proposed``, ``corrected``, ``retried``, ``dismissal`` (proposed), ``dismissed``.

    ``noted``: applied, and only shown.
    """
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
    ground: str | None = None
    """``show`` alone: why it is to be dismissed, or was."""
    proposal: str | None = None
    """What tells the proposal that waits from every other one (``approve --seen``); null: none waits."""
    replaced: bool = False
    """It has taken the place of another one: ``approve`` asks for ``--seen``."""
    customer_no: str | None = None
    """The borrower that the original names, or whose its loan is; null: it cannot be read that far."""
    borrower: str | None = None
    """Its name, where it is registered."""
    orgs: tuple[str, ...] = ()
    """The organisation that the original names; else those that book the borrower's loans."""


class RetakenLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="retaken"):
    """``quarantine approve --json`` and ``retry --json``: it was taken, or dismissed.

    ``refusal`` is of an act that cannot count.
    Of many, what still cannot be taken is told, too: why, in ``refusal``; empty while its loan is unknown.
    """

    number: int
    outcome: str
    """``applied`` or ``refused``, or ``dismissed``; of many, ``held`` or ``quarantined`` still."""
    refusal: dict[str, Any] | None


class DifferenceLine(Struct, frozen=True, kw_only=True):
    """Where a ledger is not what its journal says: a row of a lane, or a state, a row that people see, an anchor."""

    lane: int | None
    seq: int | None
    code: str
    key: str
    name: str
    said: Said
    first: int
    """Where what differs lies between two rows, the first of them; ``seq`` is the last. Else 0."""
    missing: int
    """Of rows that were cut off, the first that is not there. Else 0."""
    by: str
    """``verifier`` or ``core``: what the independent verifier found is not told again by who decides again."""
    borrower: str = ""
    """Of a row that people see, where the value on file and the recomputed one are known: whose it is."""
    field: str = ""
    """The first field that differs; empty: the whole row."""
    stored: str = ""
    """The value on file (JSON)."""
    found: str = ""
    """The value recomputed (JSON)."""


class ExposedLine(Struct, frozen=True, kw_only=True):
    """What no anchor covers: whoever can write the database could rewrite it unseen."""

    rows: int
    since: str | None
    """The instant of the newest anchor that holds; None: there is none."""
    seconds: int | None
    """From then until now; of a bundle, until it was exported."""
    anchor: int | None
    key: str | None
    """The fingerprint of the key that signed it."""


class AnchorLine(Struct, frozen=True, kw_only=True):
    """The newest anchor that was read, whether or not the ledger is what it signed."""

    anchor: int
    at: str
    """When it was signed."""
    key: str
    """The fingerprint of the key that signed it."""
    agree: int
    """How many of the 64 lanes are as it says."""
    differ: tuple[int, ...]
    """The others: what was anchored of them, by this or an earlier one, is another now."""


class UncomparedLine(Struct, frozen=True, kw_only=True):
    """Of ``rows``, ``aggregates`` and ``seen``: those that rest on a row that differs, or that another core decided.

    They were not recomputed, and nothing is said of them.
    """

    rows: int
    aggregates: int
    seen: int


class VerifiedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="verified"):
    """``verify --json``: what was looked at and recomputed, and what differs."""

    place: str
    rows: int
    aggregates: int | None
    """None: of a bundle, which is not recomputed."""
    seen: int | None
    """Signals, warnings and duties."""
    ends: str
    """SHA-256 over the ends of all chains: two ledgers with the same one hold the same journal."""
    proven: int
    """Rows of which what was decided is proven by what is on file, without deciding again."""
    unproven: int
    told: int | None
    """Facts told between aggregates that were held against who told and who heard them by what is on file alone; None:
    that takes deciding again (a ledger), or is not in it (a bundle of the first format)."""
    uncompared: UncomparedLine
    exposed: ExposedLine
    read: AnchorLine | None
    """The newest anchor that was read, whether it holds or not; None: none was."""
    rotated: tuple[int, ...]
    """The anchors with which another key began to sign."""
    not_read: tuple[NotReadLine, ...]
    """Archived, and not looked at: the archive is not here, or not what it was. Nothing found: exit code 5."""
    found: int
    """How many differences there are; of the first thousand each is told."""
    differences: tuple[DifferenceLine, ...]


class AnchoredLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="anchored"):
    """``anchor --json``: an anchor that was signed, and which places have not got it yet, with their reasons."""

    number: int
    at: str
    root: str
    key: str
    rows: int
    new: int
    late: dict[str, str]


class ExportedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="exported"):
    """``audit export --json``: what a bundle holds."""

    path: str
    rows: int
    effects: int
    unknown: int
    """Rows of which not all effects are known: another version of the core decided them."""
    differing: int
    """Rows that are not decided again as they were: the ledger is not what its journal says, as ``verify`` tells."""
    anchors: int
    bytes: int


class ArchivedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="archived"):
    """``archive --json``: what lies in the archive of what was asked for, and what the ledger has dropped of it."""

    path: str
    until: str
    """The month, with which it ends."""
    dry_run: bool
    pieces: int
    """Written; with ``--dry-run`` what would be."""
    kept: int
    """Those that an earlier run had written."""
    rows: int
    """Of all of these."""
    dropped: int
    """Rows that this run dropped."""
    waiting: int
    """With ``--anchors``: rows of the month and before for which an anchor has to come first."""


class ErasureLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="erasure"):
    """``erase --json``: a person who is to be erased, by token, or was; who asked and who approved are tokens, too."""

    number: int
    token: str
    ground: str
    asked_by: str
    asked_at: str
    approved_by: str | None
    """None: another person has to."""
    approved_at: str | None
    quarantine: tuple[int, ...] = ()
    """Rows of the quarantine from whose originals the person was taken out."""
    held: tuple[str, ...] = ()
    """Records that wait for their loan from which the person was, by source and line."""
    compacted: bool | None = None
    """SQLite: whether the file was written anew, so that its bytes no longer have the value; else None."""


class KeyLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="key"):
    """``audit keygen --json``: where the key and its public one are, and its fingerprint."""

    path: str
    public: str
    key: str
