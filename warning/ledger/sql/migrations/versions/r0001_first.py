"""The first tables, and what keeps journal and changes from being rewritten on SQLite (on PostgreSQL, roles do)."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

KEY: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY: Final = ("journal", "change")


def upgrade() -> None:
    """Make them."""
    _ledger()
    _journal()
    _aggregates()
    _rows()
    _changes()
    _mail()
    _intake()
    _quarantine()
    if op.get_context().dialect.name == "sqlite":
        _refuse_rewriting()


def _table(name: str, *columns: sa.Column[Any] | sa.CheckConstraint, key: str, rowid: bool = False) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key.split()), sqlite_with_rowid=rowid)


def _keys(*names: str, absent: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, KEY, nullable=absent) for name in names]


def _bigs(*names: str, absent: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger(), nullable=absent, autoincrement=False) for name in names]


def _smalls(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.SmallInteger(), nullable=False, autoincrement=False) for name in names]


def _bytes(*names: str, absent: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.LargeBinary(), nullable=absent) for name in names]


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, autoincrement=False)


def _index(name: str, table: str, columns: str, where: str | None = None) -> None:
    some = None if where is None else sa.text(where)
    op.create_index(name, table, columns.split(), postgresql_where=some, sqlite_where=some)


def _ledger() -> None:
    _table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        *_keys("clock"),
        *_bigs("live_from", absent=True),
        sa.Column("clock_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("alive_at", sa.BigInteger(), nullable=False, server_default="0"),
        *_bigs("created_at"),
        _text("name"),
        sa.CheckConstraint("id = 1", name="ledger_is_one"),
        sa.CheckConstraint("clock IN ('live', 'event')", name="ledger_clock"),
        key="id",
        rowid=True,
    )
    _table("outage", *_bigs("began", "ended"), key="began", rowid=True)
    _table("frame", *_keys("id"), *_bigs("in_force_at", "recorded_at"), *_bytes("files"), key="id", rowid=True)
    _table("lane", *_smalls("id"), *_bigs("seq"), *_bytes("head"), key="id", rowid=True)


def _journal() -> None:
    _table(
        "journal",
        *_smalls("lane"),
        *_bigs("seq"),
        *_keys("key"),
        *_bigs("key_seq", "at", "received", "occurred"),
        *_keys("kind", "event_id", "source", "origin"),
        _flag("held"),
        *_keys("frame", "core"),
        *_bytes("payload", "payload_digest", "effects_digest", "link"),
        key="lane seq",
    )
    _index("journal_key", "journal", "key key_seq")


def _aggregates() -> None:
    _table("aggregate", *_keys("key"), *_smalls("lane"), *_bigs("next_due", "version"), *_bytes("state"), key="key")
    _index("aggregate_due", "aggregate", "lane next_due key", where="next_due > 0")
    _table("loan", *_keys("loan_no", "key"), key="loan_no")
    _table("borrower", *_keys("customer_no"), _text("name"), key="customer_no")


def _rows() -> None:
    whose = ("id", "customer_no", "domain")
    _table("signal", *_keys(*whose, "clause"), *_smalls("level"), *_keys("status"), *_bytes("body"), key="id")
    _table(
        "warning",
        *_keys(*whose),
        *_smalls("level", "tier"),
        *_bigs("raised_at"),
        *_bigs("closed_at", absent=True),
        *_bytes("body"),
        key="id",
    )
    _table(
        "duty",
        *_keys(*whose, "kind", "org_no", "post", "state"),
        *_bigs("due", absent=True),
        *_bytes("body"),
        key="id",
    )
    for table in ("signal", "warning", "duty"):
        _index(f"ix_{table}_customer_no", table, "customer_no")
    _index("warning_live", "warning", "closed_at level")
    _index("duty_owed", "duty", "state due")
    _index("duty_of", "duty", "org_no state due")


def _changes() -> None:
    _table(
        "change",
        *_smalls("lane"),
        *_bigs("seq"),
        _number("n"),
        *_keys("row_id"),
        *_bigs("at"),
        *_keys("event_id"),
        *_bytes("effect"),
        key="lane seq n",
    )
    _index("ix_change_row_id", "change", "row_id")


def _mail() -> None:
    serial = sa.Column("id", SERIAL, primary_key=True, autoincrement=True)
    op.create_table("inbox", serial, *_smalls("lane"), *_bigs("at"), *_bytes("told"), sqlite_autoincrement=True)
    _index("ix_inbox_lane", "inbox", "lane")
    _table(
        "outbox",
        *_smalls("lane"),
        *_bigs("seq"),
        _number("n"),
        *_keys("topic", "row_id", "status"),
        key="lane seq n",
    )
    _index("outbox_new", "outbox", "lane seq n", where="status = 'new'")


def _intake() -> None:
    _table(
        "held",
        *_keys("source"),
        *_bigs("line"),
        *_keys("loan_no"),
        *_bigs("until"),
        *_bytes("raw"),
        key="source line",
        rowid=True,
    )
    _index("ix_held_loan_no", "held", "loan_no")
    _index("ix_held_until", "held", "until")
    op.create_table(
        "private",
        *_keys("token"),
        *_bytes("salt"),
        _text("value"),
        sa.PrimaryKeyConstraint("token"),
        sa.UniqueConstraint("value", name="private_value"),
    )
    _table(
        "source",
        *_keys("name", "kind"),
        *_bigs("offset", "line", "taken"),
        *_bytes("beginning"),
        *_bigs("received"),
        _flag("finished"),
        *_bigs("records", "applied", "duplicate", "stale", "quarantined"),
        key="name",
        rowid=True,
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        *_keys("source"),
        *_bigs("line"),
        *_keys("event_id", "type", "outcome", "status"),
        *_bigs("at"),
        *_bytes("refusal", "raw"),
        *_bytes("correction", absent=True),
        *_keys("corrected_by", "approved_by", absent=True),
        *_bigs("settled_at", absent=True),
        sqlite_autoincrement=True,
    )
    _index("quarantine_status", "quarantine", "status id")


def _refuse_rewriting() -> None:
    for table in APPEND_ONLY:
        for what in ("UPDATE", "DELETE"):
            name = f"{table}_no_{what.lower()}"
            refuse = f"SELECT RAISE(ABORT, '{table}: rows are only added')"
            op.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN {refuse}; END")
