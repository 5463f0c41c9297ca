"""Rule books that change: one may be in force more than once; what was proposed is kept; how far lanes have come."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"
branch_labels: Final = None
depends_on: Final = None

KEY: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")
APPEND_ONLY: Final = ("frame", "proposed_book")


def upgrade() -> None:
    """Make them."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE frame DROP CONSTRAINT frame_pkey, ADD PRIMARY KEY (id, in_force_at)")
    else:
        _frame_anew()
    op.create_table(
        "proposed_book",
        sa.Column("proposal", KEY, primary_key=True),
        sa.Column("frame", KEY, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
        sa.Column("report", sa.LargeBinary),
    )
    op.create_table(
        "activated",
        sa.Column("lane", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("up_to", sa.BigInteger, nullable=False),
    )
    if op.get_context().dialect.name == "sqlite":
        _refuse_rewriting()


def _frame_anew() -> None:
    """SQLite cannot give a table another key."""
    op.rename_table("frame", "frame_before")
    op.create_table(
        "frame",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("in_force_at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
    )
    op.execute("INSERT INTO frame SELECT id, in_force_at, recorded_at, files FROM frame_before")
    op.drop_table("frame_before")


def _refuse_rewriting() -> None:
    for table in APPEND_ONLY:
        for what in ("UPDATE", "DELETE"):
            refuse = f"SELECT RAISE(ABORT, '{table}: rows are only added')"
            op.execute(f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} BEGIN {refuse}; END")
