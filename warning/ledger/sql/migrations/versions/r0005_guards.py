"""What the program's own login may not do either: take a person away, plant a first rule book, or shadow a table.

A person's value goes by an approved erasure only, and is never changed. On PostgreSQL who archived and when is the
server's word, and functions look tables up where they were made, whatever a session has put before them.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"
branch_labels: Final = None
depends_on: Final = None

NO_PERSON: Final = "private: a person is taken away by an erasure that another person approved, and never changed"
NO_BOOK: Final = "frame: a ledger has one first rule book"
NO_BOUNDARY: Final = "archived: a boundary follows the one before and is a row of the journal, with its link"
APPROVED: Final = """
  SELECT 1 FROM SCHEMA.erasure e
  WHERE e.token = OLD.token AND e.approved_by <> e.asked_by AND e.approved_by <> e.token
"""

SQLITE: Final = (
    f"""
CREATE TRIGGER private_no_delete BEFORE DELETE ON private WHEN NOT EXISTS ({APPROVED.replace("SCHEMA", "main")})
BEGIN SELECT RAISE(ABORT, '{NO_PERSON}'); END
""",
    f"CREATE TRIGGER private_no_update BEFORE UPDATE ON private BEGIN SELECT RAISE(ABORT, '{NO_PERSON}'); END",
    f"""
CREATE TRIGGER frame_one_first BEFORE INSERT ON frame
WHEN NEW.in_force_at < 0 OR NEW.in_force_at = 0 AND EXISTS (SELECT 1 FROM frame)
BEGIN SELECT RAISE(ABORT, '{NO_BOOK}'); END
""",  # noqa: S608 - of constants
    """
CREATE TRIGGER archived_digest BEFORE INSERT ON archived
WHEN typeof(NEW.digest) <> 'blob' OR length(NEW.digest) <> 32
BEGIN SELECT RAISE(ABORT, 'archived: a digest has 32 bytes'); END
""",
)
POSTGRESQL: Final = (
    f"""
CREATE OR REPLACE FUNCTION SCHEMA.archived_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = PATH AS $$ BEGIN
  IF octet_length(NEW.digest) <> 32 THEN RAISE EXCEPTION 'archived: a digest has 32 bytes'; END IF;
  IF NEW.first = 1 + coalesce((SELECT max(seq) FROM SCHEMA.archived WHERE lane = NEW.lane), 0) AND NEW.first <= NEW.seq
     AND EXISTS (SELECT 1 FROM SCHEMA.journal WHERE lane = NEW.lane AND seq = NEW.seq AND link = NEW.link)
  THEN
    NEW.by = session_user;
    NEW.at = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{NO_BOUNDARY}';
END $$
""",  # noqa: S608 - of constants
    """
CREATE OR REPLACE FUNCTION SCHEMA.rows_are_archived() RETURNS trigger LANGUAGE plpgsql SET search_path = PATH
AS $$ BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT lane, max(seq) AS seq FROM gone GROUP BY lane) g
    WHERE g.seq > coalesce((SELECT max(a.seq) FROM SCHEMA.archived a WHERE a.lane = g.lane), 0)
  ) THEN RAISE EXCEPTION '%: only what is archived is dropped', TG_TABLE_NAME; END IF;
  RETURN NULL;
END $$
""",
    f"""
CREATE FUNCTION SCHEMA.private_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = PATH AS $$ BEGIN
  IF TG_OP = 'DELETE' AND EXISTS ({APPROVED}) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '{NO_PERSON}';
END $$
""",
    """
CREATE TRIGGER private_stays BEFORE UPDATE OR DELETE ON SCHEMA.private
FOR EACH ROW EXECUTE FUNCTION SCHEMA.private_stays()
""",
    f"""
CREATE FUNCTION SCHEMA.frame_one_first() RETURNS trigger LANGUAGE plpgsql SET search_path = PATH AS $$ BEGIN
  IF NEW.in_force_at < 0 OR NEW.in_force_at = 0 AND EXISTS (SELECT 1 FROM SCHEMA.frame)
  THEN RAISE EXCEPTION '{NO_BOOK}'; END IF;
  RETURN NEW;
END $$
""",  # noqa: S608 - of constants
    """
CREATE TRIGGER frame_one_first BEFORE INSERT ON SCHEMA.frame
FOR EACH ROW EXECUTE FUNCTION SCHEMA.frame_one_first()
""",
)


def upgrade() -> None:
    """Set the guards."""
    if op.get_context().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
        return
    bind = op.get_bind()
    schema = bind.dialect.identifier_preparer.quote_identifier(bind.scalar(sa.text("SELECT current_schema()")))
    for statement in POSTGRESQL:
        path = f"pg_catalog, {schema}, pg_temp"  # pg_temp named last: else it is looked in first
        bind.exec_driver_sql(statement.replace("SCHEMA", schema).replace("PATH", path).replace("%", "%%"))
