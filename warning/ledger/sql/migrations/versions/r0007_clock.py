"""The clock of a ledger does not go back: whoever may move it on could have acted in time after the due.

Of the ledger's one row the clock of an event-driven ledger is moved on by every batch; put back for a moment, a
command was received before what had been breached already, and the breach was taken off (T1).
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"
branch_labels: Final = None
depends_on: Final = None

OF_A_LEDGER: Final = ("id", "clock", "live_from", "created_at", "name")
"""What a ledger is, for good."""
BACK: Final = "NEW.clock_at < OLD.clock_at"
NO_OTHER: Final = "ledger: what a ledger is does not change, and its clock does not go back"


def upgrade() -> None:
    """Put the guard anew."""
    if op.get_context().dialect.name == "sqlite":
        differs = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in OF_A_LEDGER)
        op.execute("DROP TRIGGER IF EXISTS ledger_stays")
        op.execute(
            f"CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger WHEN {differs} OR {BACK} "
            f"BEGIN SELECT RAISE(ABORT, '{NO_OTHER}'); END"
        )
        return
    bind = op.get_bind()
    schema = bind.dialect.identifier_preparer.quote_identifier(bind.scalar(sa.text("SELECT current_schema()")))
    differs = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in OF_A_LEDGER)
    statement = f"""
CREATE OR REPLACE FUNCTION SCHEMA.ledger_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = PATH AS $$ BEGIN
  IF {differs} OR {BACK} THEN RAISE EXCEPTION '{NO_OTHER}'; END IF;
  RETURN NEW;
END $$
"""
    path = f"pg_catalog, {schema}, pg_temp"  # pg_temp named last: else it is looked in first
    bind.exec_driver_sql(statement.replace("SCHEMA", schema).replace("PATH", path))
