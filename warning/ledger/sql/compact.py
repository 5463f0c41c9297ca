"""Writes a file of SQLite anew, so that nothing of what was deleted is left in its bytes."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

WAIT_MS = 5_000


def compact(engine: Engine) -> bool:
    """Write it anew and empty its log; False: another process uses it, or a server has it: old bytes may remain."""
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        if driver is None:
            return False
        driver.execute(f"PRAGMA busy_timeout={WAIT_MS}")
        try:
            driver.execute("VACUUM")
            busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except OperationalError:
            return False
        except driver.OperationalError:
            return False
    return not busy
