"""The tables. Instants are µs UTC in BIGINT, money is fen; text that can order an effect compares byte by byte (C).

Rows of signals, warnings and duties are kept whole (``body``, JSON) beside the columns people search by.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

METADATA: Final = MetaData()

KEY = String().with_variant(String(collation="C"), "postgresql")
"""Text compared by its bytes: SQLite's BINARY, PostgreSQL's C."""
SERIAL = BigInteger().with_variant(Integer, "sqlite")

LEDGER: Final = Table(
    "ledger",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("clock", KEY, nullable=False),
    Column("live_from", BigInteger),
    Column("clock_at", BigInteger, nullable=False, server_default="0"),
    Column("alive_at", BigInteger, nullable=False, server_default="0"),
    Column("created_at", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    CheckConstraint("id = 1", name="ledger_is_one"),
    CheckConstraint("clock IN ('live', 'event')", name="ledger_clock"),
)
"""One row: a ledger is live or event-driven, for good."""

OUTAGE: Final = Table(
    "outage",
    METADATA,
    Column("began", BigInteger, primary_key=True, autoincrement=False),
    Column("ended", BigInteger, nullable=False),
)
"""From the last sign of life to the next start, where that was long: nobody looked at the clock."""

FRAME: Final = Table(
    "frame",
    METADATA,
    Column("id", KEY, primary_key=True),
    Column("in_force_at", BigInteger, primary_key=True, autoincrement=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("files", LargeBinary, nullable=False),
)
"""Rule books with the instants they take force: the YAML itself, so that a ledger explains itself.

The first is in force from 0; each other one by a change that two people made, whose rows are in the journal.
"""

PROPOSED_BOOK: Final = Table(
    "proposed_book",
    METADATA,
    Column("proposal", KEY, primary_key=True),
    Column("frame", KEY, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("files", LargeBinary, nullable=False),
    Column("report", LargeBinary),
)
"""The files of every book that was proposed, and the backtest's report, whatever became of it."""

ACTIVATED: Final = Table(
    "activated",
    METADATA,
    Column("lane", SmallInteger, primary_key=True, autoincrement=False),
    Column("up_to", BigInteger, nullable=False),
)
"""On a live ledger: the last change of the book that every borrower of a lane was judged by. On an event-driven one
its clock says that.
"""

LANE: Final = Table(
    "lane",
    METADATA,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("head", LargeBinary, nullable=False),
)
"""Whoever holds a row's lock may append to the aggregates of its lane; nobody else can."""

JOURNAL: Final = Table(
    "journal",
    METADATA,
    Column("lane", SmallInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("key", KEY, nullable=False),
    Column("key_seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("occurred", BigInteger, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("event_id", KEY, nullable=False),
    Column("source", KEY, nullable=False),
    Column("origin", KEY, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("frame", KEY, nullable=False),
    Column("core", KEY, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("payload_digest", LargeBinary, nullable=False),
    Column("effects_digest", LargeBinary, nullable=False),
    Column("link", LargeBinary, nullable=False),
    Index("journal_key", "key", "key_seq"),
    sqlite_with_rowid=False,
)

AGGREGATE: Final = Table(
    "aggregate",
    METADATA,
    Column("key", KEY, primary_key=True),
    Column("lane", SmallInteger, nullable=False),
    Column("next_due", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""States: a cache of the journal. ``next_due`` 0 is never; ``version`` is the aggregate's number of journal rows."""
Index(
    "aggregate_due",
    AGGREGATE.c.lane,
    AGGREGATE.c.next_due,
    AGGREGATE.c.key,
    postgresql_where=AGGREGATE.c.next_due > 0,
    sqlite_where=AGGREGATE.c.next_due > 0,
)

LOAN: Final = Table(
    "loan",
    METADATA,
    Column("loan_no", KEY, primary_key=True),
    Column("key", KEY, nullable=False),
    sqlite_with_rowid=False,
)
"""Whose a loan is."""

BORROWER: Final = Table(
    "borrower",
    METADATA,
    Column("customer_no", KEY, primary_key=True),
    Column("name", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What a borrower is called, as last registered."""

SIGNAL: Final = Table(
    "signal",
    METADATA,
    Column("id", KEY, primary_key=True),
    Column("customer_no", KEY, nullable=False, index=True),
    Column("domain", KEY, nullable=False),
    Column("clause", KEY, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("status", KEY, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

WARNING: Final = Table(
    "warning",
    METADATA,
    Column("id", KEY, primary_key=True),
    Column("customer_no", KEY, nullable=False, index=True),
    Column("domain", KEY, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("tier", SmallInteger, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
    Index("warning_live", "closed_at", "level"),
    sqlite_with_rowid=False,
)

DUTY: Final = Table(
    "duty",
    METADATA,
    Column("id", KEY, primary_key=True),
    Column("customer_no", KEY, nullable=False, index=True),
    Column("domain", KEY, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("org_no", KEY, nullable=False),
    Column("post", KEY, nullable=False),
    Column("state", KEY, nullable=False),
    Column("due", BigInteger),
    Column("body", LargeBinary, nullable=False),
    Index("duty_owed", "state", "due"),
    Index("duty_of", "org_no", "state", "due"),
    sqlite_with_rowid=False,
)

CHANGE: Final = Table(
    "change",
    METADATA,
    Column("lane", SmallInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("row_id", KEY, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("event_id", KEY, nullable=False),
    Column("effect", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Each change of a signal, warning or duty, in the order of its journal row, with its explanation as facts."""

ARCHIVED: Final = Table(
    "archived",
    METADATA,
    Column("lane", SmallInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("link", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("place", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", KEY, nullable=False),
    sqlite_with_rowid=False,
)
"""Rows ``first`` to ``seq`` of a lane lie in an archive: where, under which digest, ending in which link. They may be
dropped here, and nothing else may. Never changed; what it says must be what the file and the chain say."""

INBOX: Final = Table(
    "inbox",
    METADATA,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("lane", SmallInteger, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("told", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""Standing facts on their way to other aggregates; ``lane`` is the receiver's."""

OUTBOX: Final = Table(
    "outbox",
    METADATA,
    Column("lane", SmallInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("topic", KEY, nullable=False),
    Column("row_id", KEY, nullable=False),
    Column("status", KEY, nullable=False),
    sqlite_with_rowid=False,
)
"""What is to be told outside: the change it names is the content. Only a live ledger has any."""
Index(
    "outbox_new",
    OUTBOX.c.lane,
    OUTBOX.c.seq,
    OUTBOX.c.n,
    postgresql_where=OUTBOX.c.status == "new",
    sqlite_where=OUTBOX.c.status == "new",
)

HELD: Final = Table(
    "held",
    METADATA,
    Column("source", KEY, primary_key=True),
    Column("line", BigInteger, primary_key=True, autoincrement=False),
    Column("loan_no", KEY, nullable=False, index=True),
    Column("until", BigInteger, nullable=False, index=True),
    Column("raw", LargeBinary, nullable=False),
)
"""Records that wait for their loan, as they came."""

QUARANTINE: Final = Table(
    "quarantine",
    METADATA,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("source", KEY, nullable=False),
    Column("line", BigInteger, nullable=False),
    Column("event_id", KEY, nullable=False),
    Column("type", KEY, nullable=False),
    Column("outcome", KEY, nullable=False),
    Column("status", KEY, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("refusal", LargeBinary, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("correction", LargeBinary),
    Column("corrected_by", KEY),
    Column("approved_by", KEY),
    Column("settled_at", BigInteger),
    Column("digest", LargeBinary, nullable=False),
    Index("quarantine_status", "status", "id"),
    Index("quarantine_event", "event_id"),
    sqlite_autoincrement=True,
)
"""What could not be taken: the original, why, and what became of it.

``status``: ``open``, ``proposed`` (a correction waits for a second person), ``corrected``, ``retried``, ``dismissal``
(to be dismissed, once a second person approves; ``correction`` is the ground), ``dismissed``; ``proposed_anew`` and
``dismissal_anew`` where that has taken the place of something proposed before; ``noted`` for what is
applied and only shown (a refused act, a figure that cannot be computed). ``digest``: the SHA-256 of the
original as it came, whatever an erasure has taken out of it since.
"""
REFUSED: Final = QUARANTINE.c.outcome == literal_column("'refused'")
"""Acts that count for nothing; written out, as a planner uses no partial index for a value that is given apart."""
Index("quarantine_refused", QUARANTINE.c.outcome, QUARANTINE.c.type, postgresql_where=REFUSED, sqlite_where=REFUSED)

REDACTED: Final = Table(
    "redacted",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Rows of the quarantine from whose originals an erased person was taken out, and the SHA-256 of what they were."""

PRIVATE: Final = Table(
    "private",
    METADATA,
    Column("token", KEY, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("value", name="private_value"),
)
"""Natural persons: the journal has the token only. Erasing deletes value and salt."""

ERASURE: Final = Table(
    "erasure",
    METADATA,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("token", KEY, nullable=False),
    Column("ground", Text, nullable=False),
    Column("asked_by", KEY, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("approved_by", KEY),
    Column("approved_at", BigInteger),
    sqlite_autoincrement=True,
)
"""Who asked that a person be erased, and which other person approved it: tokens."""

SOURCE: Final = Table(
    "source",
    METADATA,
    Column("name", KEY, primary_key=True),
    Column("kind", KEY, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("line", BigInteger, nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("beginning", LargeBinary, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("applied", BigInteger, nullable=False),
    Column("duplicate", BigInteger, nullable=False),
    Column("stale", BigInteger, nullable=False),
    Column("quarantined", BigInteger, nullable=False),
    Column("blank", BigInteger, nullable=False),
    Column("read_at", BigInteger, nullable=False, server_default="0"),
)
"""How far each source has been read, moved by compare-and-set in the transaction of what was read.

All before ``offset`` (``line``) is done, and of the instant that begins there so many records (``taken``) in the order
of R5. Over all sources, ``records`` = ``applied`` + ``duplicate`` + ``stale`` + ``quarantined`` + what is held now.
``blank``: lines of a file that were passed over as there was nothing in them; with ``records`` they are all its lines.
``read_at``: when a file was last read on, by the wall's clock; 0 in an event-driven ledger.
"""
