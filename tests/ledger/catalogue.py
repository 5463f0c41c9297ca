"""What a database says it holds: tables with their columns, keys, checks, collations, and indexes, as text."""

from __future__ import annotations

import re

from sqlalchemy import Engine, text

OURS = "NOT LIKE 'alembic_%'"
SQLITE = f"SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND tbl_name {OURS} AND sql IS NOT NULL"  # noqa: S608
COLUMNS = f"""
SELECT concat_ws(' ', c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                 l.collname, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND c.relname {OURS}
"""  # noqa: S608
CONSTRAINTS = f"""
SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text {OURS}
"""  # noqa: S608
INDEXES = f"SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename {OURS}"  # noqa: S608


def catalogue(engine: Engine) -> list[str]:
    """One line for each thing, sorted; alembic's own table and triggers are left out."""
    queries = (SQLITE,) if engine.dialect.name == "sqlite" else (COLUMNS, CONSTRAINTS, INDEXES)
    with engine.connect() as connection:
        found = [said for query in queries for said in connection.execute(text(query)).scalars()]
    return sorted(_even(said) for said in found)


def _even(said: str) -> str:
    return re.sub(r"\s+", " ", said)
