"""Run by alembic: revisions are applied on the connection, and in the transaction, that ``schema`` hands over."""

from __future__ import annotations

from alembic import context

# SQLite can undo a CREATE TABLE; alembic assumes not, because Python's driver used to commit before one.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
