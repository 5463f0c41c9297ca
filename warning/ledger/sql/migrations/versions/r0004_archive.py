"""What is archived may be dropped, and nothing else; who asked that a person be erased, and who approved it."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"
branch_labels: Final = None
depends_on: Final = None

KEY: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DROPPED: Final = ("journal", "change")
REFUSED: Final = "archived: a boundary follows the one before and is a row of the journal, with its link"

SQLITE: Final = """
CREATE TRIGGER archived_fits BEFORE INSERT ON archived WHEN NOT (
  NEW.first = 1 + coalesce((SELECT max(seq) FROM archived WHERE lane = NEW.lane), 0) AND NEW.first <= NEW.seq AND
  EXISTS (SELECT 1 FROM journal WHERE lane = NEW.lane AND seq = NEW.seq AND link = NEW.link)
) BEGIN SELECT RAISE(ABORT, 'REFUSED'); END
""".replace("REFUSED", REFUSED)
POSTGRESQL: Final = (
    """
CREATE FUNCTION archived_fits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.first = 1 + coalesce((SELECT max(seq) FROM archived WHERE lane = NEW.lane), 0) AND NEW.first <= NEW.seq AND
     EXISTS (SELECT 1 FROM journal WHERE lane = NEW.lane AND seq = NEW.seq AND link = NEW.link)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'REFUSED';
END $$
""".replace("REFUSED", REFUSED),
    "CREATE TRIGGER archived_fits BEFORE INSERT ON archived FOR EACH ROW EXECUTE FUNCTION archived_fits()",
    """
CREATE FUNCTION rows_are_archived() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT lane, max(seq) AS seq FROM gone GROUP BY lane) g
    WHERE g.seq > coalesce((SELECT max(a.seq) FROM archived a WHERE a.lane = g.lane), 0)
  ) THEN RAISE EXCEPTION '%: only what is archived is dropped', TG_TABLE_NAME; END IF;
  RETURN NULL;
END $$
""",
)


def upgrade() -> None:
    """Make the tables, and what watches over them."""
    _tables()
    if op.get_context().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _tables() -> None:
    op.create_table(
        "archived",
        sa.Column("lane", sa.SmallInteger(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False) for name in ("seq", "first")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("link", "digest")),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.PrimaryKeyConstraint("lane", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "erasure",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("token", KEY, nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", KEY),
        sa.Column("approved_at", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "redacted",
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_with_rowid=False,
    )


def _on_sqlite() -> None:
    op.execute(SQLITE)
    for what in ("UPDATE", "DELETE"):
        refuse = "SELECT RAISE(ABORT, 'archived: rows are only added')"
        op.execute(f"CREATE TRIGGER archived_no_{what.lower()} BEFORE {what} ON archived BEGIN {refuse}; END")
    for table in DROPPED:
        op.execute(f"DROP TRIGGER {table}_no_delete")
        beyond = "OLD.seq > coalesce((SELECT max(seq) FROM archived WHERE lane = OLD.lane), 0)"
        refuse = f"SELECT RAISE(ABORT, '{table}: rows are only added, and dropped once they are archived')"
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {beyond} BEGIN {refuse}; END")


def _on_postgresql() -> None:
    for statement in POSTGRESQL:
        op.execute(statement)
    for table in DROPPED:
        each = "REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION rows_are_archived()"
        op.execute(f'CREATE TRIGGER rows_are_archived AFTER DELETE ON "{table}" {each}')
