"""SQLite's empty ledger, made by its migrations once a process: the others get what those made.

To make one by all migrations takes a sixth of a second, as long as many a test. What makes a ledger is tested where it
is (``tests/ledger/test_schema.py``, ``test_upgraded.py``), and by every process that a test starts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from sqlalchemy import Connection, create_engine, inspect

from warning.ledger.sql import schema

BY_MIGRATIONS = schema._run
"""What makes the tables, whatever is there."""


@contextmanager
def made_once() -> Iterator[None]:
    """As long as this lasts."""
    statements: list[str] = []

    def run(connection: Connection) -> tuple[str, ...]:
        if connection.dialect.name != "sqlite" or inspect(connection).get_table_names():
            return BY_MIGRATIONS(connection)
        if not statements:
            statements.extend(_statements())
        for statement in statements:
            connection.exec_driver_sql(statement)
        return ()

    with patch.object(schema, "_run", run):
        yield


def _statements() -> list[str]:
    """What makes the tables, their rows and triggers as the migrations do."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        BY_MIGRATIONS(connection)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return [one for one in driver.iterdump() if one not in ("BEGIN TRANSACTION;", "COMMIT;")]
