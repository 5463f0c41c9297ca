"""What lies beside the journal and may not be altered: originals of the quarantine, whose a loan is, what a ledger is.

The quarantine keeps the digest of each original; an original changes by an erasure that another person approved, and a
row that is settled does not change. A source counts the blank lines of its file, so that none can be passed over
unseen. A loan stays its borrower's; of the ledger's one row nothing moves but its clocks; an outage begins with the
last sign of life.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"
branch_labels: Final = None
depends_on: Final = None

KEY: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FIXED: Final = ("id", "source", "line", "event_id", "type", "outcome", "at", "digest")
"""Columns of a row of the quarantine that never change."""
SETTLED: Final = ("status", "corrected_by", "approved_by", "settled_at")
"""Columns that do not change once it is settled."""
OF_A_LEDGER: Final = ("id", "clock", "live_from", "created_at", "name")
"""What a ledger is, for good."""
APPEND_ONLY: Final = ("loan", "outage", "redacted")

NO_ORIGINAL: Final = "quarantine: an original changes by an approved erasure only, and what is settled does not"
NO_DIGEST: Final = "quarantine: the digest is that of the original"
NO_OTHER: Final = "ledger: what a ledger is does not change"
NO_OUTAGE: Final = "outage: an outage begins with the last sign of life"

ERASED: Final = """EXISTS (
  SELECT 1 FROM SCHEMA.redacted r JOIN SCHEMA.erasure e ON e.approved_by <> e.asked_by AND e.approved_by <> e.token
  WHERE r.number = OLD.id AND r.digest = OLD.digest AND NAMED
)"""
"""The person's token stands in the new text, and the digest of what it was is kept."""
FOUND: Final = {
    "sqlite": "instr(NEW.COLUMN, CAST(e.token AS BLOB)) > 0",
    "postgresql": "position(convert_to(e.token, 'UTF8') IN NEW.COLUMN) > 0",
}
DIFFERS: Final = {"sqlite": "NEW.{0} IS NOT OLD.{0}", "postgresql": "NEW.{0} IS DISTINCT FROM OLD.{0}"}


def upgrade() -> None:
    """Make the columns and set the guards."""
    if op.get_context().dialect.name == "sqlite":
        _columns_on_sqlite()
        for statement in _guards_on_sqlite():
            op.execute(statement)
        return
    bind = op.get_bind()
    schema = bind.dialect.identifier_preparer.quote_identifier(bind.scalar(sa.text("SELECT current_schema()")))
    path = f"pg_catalog, {schema}, pg_temp"  # pg_temp named last: else it is looked in first
    for statement in (*COLUMNS, *_guards_on_postgresql()):
        bind.exec_driver_sql(statement.replace("SCHEMA", schema).replace("PATH", path).replace("%", "%%"))


def _altered(dialect: str) -> str:
    """Whether an update of the quarantine does what nobody may."""
    differs, settled = DIFFERS[dialect].format, "OLD.status IN ('corrected', 'retried')"

    def unlawful(column: str) -> str:
        erased = ERASED.replace("NAMED", FOUND[dialect].replace("COLUMN", column))
        return f"{differs(column)} AND NOT {erased}"

    return " OR ".join(
        (
            *map(differs, FIXED),
            *(f"({unlawful(column)})" for column in ("raw", "refusal")),
            f"({settled} AND ({' OR '.join(map(differs, SETTLED))}))",
            f"({settled} AND {unlawful('correction')})",
        )
    )


COLUMNS: Final = (
    "ALTER TABLE SCHEMA.quarantine ADD COLUMN digest bytea",
    """
UPDATE SCHEMA.quarantine q
SET digest = coalesce((SELECT r.digest FROM SCHEMA.redacted r WHERE r.number = q.id), sha256(q.raw))
""",
    "ALTER TABLE SCHEMA.quarantine ALTER COLUMN digest SET NOT NULL",
    "ALTER TABLE SCHEMA.source ADD COLUMN blank bigint",
    """
UPDATE SCHEMA.source SET blank = CASE kind WHEN 'file' THEN line - 1 + taken - records ELSE 0 END
""",
    "ALTER TABLE SCHEMA.source ALTER COLUMN blank SET NOT NULL",
)


def _guards_on_postgresql() -> tuple[str, ...]:
    different = " OR ".join(map(DIFFERS["postgresql"].format, OF_A_LEDGER))
    return (
        *_guard("quarantine", "INSERT", "NEW.digest <> sha256(NEW.raw)", NO_DIGEST, "digests"),
        *_guard("quarantine", "UPDATE", _altered("postgresql"), NO_ORIGINAL, "stays"),
        *_guard("ledger", "UPDATE", different, NO_OTHER, "stays"),
        *_guard("outage", "INSERT", _no_outage("SCHEMA."), NO_OUTAGE, "begins"),
    )


def _guard(table: str, what: str, refused: str, words: str, name: str) -> tuple[str, str]:
    """A function and the trigger that calls it."""
    function = f"SCHEMA.{table}_{name}()"
    return (
        f"""
CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql SET search_path = PATH AS $$ BEGIN
  IF {refused} THEN RAISE EXCEPTION '{words}'; END IF;
  RETURN NEW;
END $$
""",
        f"CREATE TRIGGER {table}_{name} BEFORE {what} ON SCHEMA.{table} FOR EACH ROW EXECUTE FUNCTION {function}",
    )


def _no_outage(schema: str) -> str:
    return f"NEW.ended <= NEW.began OR NOT EXISTS (SELECT 1 FROM {schema}ledger WHERE alive_at = NEW.began)"  # noqa: S608 - of constants


def _guards_on_sqlite() -> tuple[str, ...]:
    different = " OR ".join(map(DIFFERS["sqlite"].format, OF_A_LEDGER))
    wrong_digest = "typeof(NEW.digest) <> 'blob' OR length(NEW.digest) <> 32"
    return (
        _refusing("quarantine_digests", "BEFORE INSERT ON quarantine", wrong_digest, NO_DIGEST),
        _refusing("quarantine_stays", "BEFORE UPDATE ON quarantine", _altered("sqlite"), NO_ORIGINAL),
        _refusing("quarantine_no_delete", "BEFORE DELETE ON quarantine", "1", NO_ORIGINAL),
        _refusing("ledger_stays", "BEFORE UPDATE ON ledger", different, NO_OTHER),
        _refusing("ledger_no_delete", "BEFORE DELETE ON ledger", "1", NO_OTHER),
        _refusing("outage_begins", "BEFORE INSERT ON outage", _no_outage("SCHEMA."), NO_OUTAGE),
        *(
            _refusing(f"{table}_no_{what.lower()}", f"BEFORE {what} ON {table}", "1", f"{table}: rows are only added")
            for table in APPEND_ONLY
            for what in ("UPDATE", "DELETE")
        ),
    )


def _refusing(name: str, when: str, refused: str, words: str) -> str:
    where = refused.replace("SCHEMA", "main")
    return f"CREATE TRIGGER {name} {when} WHEN {where} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _columns_on_sqlite() -> None:
    """SQLite adds a column that may not be empty with a default only: the tables are made anew."""
    connection: Any = op.get_bind().connection.driver_connection
    connection.create_function("digest_of", 1, lambda raw: sha256(raw).digest(), deterministic=True)
    _source_anew()
    _quarantine_anew()


def _source_anew() -> None:
    op.rename_table("source", "source_before")
    counts = ("received", "finished", "records", "applied", "duplicate", "stale", "quarantined", "blank")
    kinds: dict[str, sa.types.TypeEngine[Any]] = {"beginning": sa.LargeBinary(), "finished": sa.Boolean()}
    op.create_table(
        "source",
        sa.Column("name", KEY, primary_key=True),
        sa.Column("kind", KEY, nullable=False),
        *(
            sa.Column(name, kinds.get(name, sa.BigInteger()), nullable=False)
            for name in ("offset", "line", "taken", "beginning", *counts)
        ),
    )
    op.execute(
        "INSERT INTO source SELECT *, CASE kind WHEN 'file' THEN line - 1 + taken - records ELSE 0 END "
        "FROM source_before"
    )
    op.drop_table("source_before")


def _quarantine_anew() -> None:
    op.drop_index("quarantine_status", "quarantine")
    op.rename_table("quarantine", "quarantine_before")
    op.create_table(
        "quarantine",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("source", KEY, nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("event_id", "type", "outcome", "status")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("refusal", "raw")),
        sa.Column("correction", sa.LargeBinary()),
        *(sa.Column(name, KEY) for name in ("corrected_by", "approved_by")),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO quarantine SELECT q.*, "
        "coalesce((SELECT r.digest FROM redacted r WHERE r.number = q.id), digest_of(q.raw)) FROM quarantine_before q"
    )
    op.drop_table("quarantine_before")
    op.create_index("quarantine_status", "quarantine", ["status", "id"])
