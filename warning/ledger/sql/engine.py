"""Databases: SQLite with what makes a commit last, PostgreSQL with what makes a wait end."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLite
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

SQLITE_WAIT_MS: Final = 30_000
"""How long one process waits for another's transaction."""
SQLITE_CACHE_KIB: Final = 262_144
"""Room for what 8,000 records change in a full journal, a page each: what does not fit is written twice."""
PAGE: Final = 4_096
"""Bytes. What changes lies scattered, and a page is written whole: larger ones made a full journal slower."""
TRIED_AGAIN: Final = ("40001", "40P01")
"""SQLSTATE of transactions that PostgreSQL gave up in favour of others."""
DISK_FULL: Final = "53100"
READ_ONLY: Final = "25006"
"""SQLSTATE of what PostgreSQL has no room for, and of what it does not write as it is a standby or set so."""
SQLITE_LOG_PAGES: Final = 32_768
"""Pages of its log (128 MiB) before they go to their places: one that many commits change is written once."""


DRIVER: Final[dict[str, Any]] = {"isolation_level": None, "timeout": SQLITE_WAIT_MS / 1000, "check_same_thread": False}
"""One thread at a time uses a connection, and it need not be the same one (``flight``)."""


POSTGRESQL_IDLE_MS: Final = 60_000
"""So long a transaction that writes may wait for whoever began it, who may be stopped (Ctrl-Z) or asleep: deciding a
batch under its locks takes a second at most. A worker asks for less, and so may the bank."""
_NO_LONGER: Final = text(
    "SELECT "
    + ", ".join(
        f"set_config('{name}', coalesce(nullif(current_setting('{name}'), '0'), :limit), true)"
        for name in ("idle_in_transaction_session_timeout", "tcp_user_timeout")
    )
)
OF_THIS_SNAPSHOT: Final = "of_this_snapshot"
"""Execution option of a connection that reads a snapshot: what was read in it and can be no other until its end."""
POSTGRESQL_CONNECT_S: Final = 10
"""Something else may listen there and say nothing: libpq alone waits for ever. An URL may say otherwise."""


def open_engine(url: str | URL) -> Engine:
    """An engine for ``sqlite:///FILE`` or ``postgresql://…``; a plain path is a SQLite file."""
    found = make_url(url) if "://" in str(url) else make_url(f"sqlite:///{Path(str(url)).as_posix()}")
    if found.get_backend_name() == "sqlite":
        return _sqlite(found)
    if found.get_backend_name() == "postgresql":
        return _postgresql(found)
    raise ValueError(f"sqlite or postgresql, not {found.get_backend_name()}")


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Read a database as it is at one instant, whatever is committed meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # SQLite's readers see nothing else
            connection.execution_options(isolation_level="REPEATABLE READ")
        connection.execution_options(**{OF_THIS_SNAPSHOT: {}})
        with connection.begin():
            yield connection


def hold_no_longer(connection: Connection) -> None:
    """Have PostgreSQL end the transaction that has begun, and free its locks, where its process is stopped in it."""
    if connection.dialect.name == "postgresql":
        connection.execute(_NO_LONGER, {"limit": f"{POSTGRESQL_IDLE_MS}ms"})


def passing(failed: DBAPIError) -> bool:
    """Whether the same may succeed when it is tried again: a connection lost or not made, a deadlock.

    psycopg gives an error of the connection itself no SQLSTATE; SQLite's errors have none at all.
    """
    state = getattr(failed.orig, "sqlstate", "")
    return failed.connection_invalidated or state in (None, *TRIED_AGAIN)


def full(failed: DBAPIError) -> bool:
    """Whether the database has no room left on its disk."""
    return _is(failed, DISK_FULL, "SQLITE_FULL")


def read_only(failed: DBAPIError) -> bool:
    """Whether it writes nothing, for anybody."""
    return _is(failed, READ_ONLY, "SQLITE_READONLY")


def _is(failed: DBAPIError, state: str, name: str) -> bool:
    return getattr(failed.orig, "sqlstate", "") == state or getattr(failed.orig, "sqlite_errorname", "") == name


def _postgresql(url: URL) -> Engine:
    from warning.ledger.sql.arrays import register  # noqa: PLC0415 - needs psycopg, which SQLite's users do not

    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        connect_args={} if "connect_timeout" in url.query else {"connect_timeout": POSTGRESQL_CONNECT_S},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's
        register(connection)

    return engine


def _sqlite(url: URL) -> Engine:
    # The driver begins no transaction of its own: ``_on_begin`` does.
    path = Path(url.database or "")
    if _sealed(path):
        engine = create_engine(url, creator=lambda: _as_it_lies(path))
    else:
        engine = create_engine(url, connect_args=DRIVER)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: SQLite, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA page_size={PAGE}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # NORMAL can lose a commit when the power fails
        cursor.execute(f"PRAGMA wal_autocheckpoint={SQLITE_LOG_PAGES}")
        cursor.execute(f"PRAGMA cache_size=-{SQLITE_CACHE_KIB}")
        cursor.execute(f"PRAGMA busy_timeout={SQLITE_WAIT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA recursive_triggers=ON")  # so that INSERT OR REPLACE cannot remove a row unseen
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # Readers must not take the writer's lock: who writes says so (``execution_options(writes=True)``).
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _sealed(path: Path) -> bool:
    """Whether a file lies, whole, where nobody can write: a medium for audits. A log beside it would have a part."""
    log = path.with_name(f"{path.name}-wal")
    try:
        sealed = bool(os.statvfs(path).f_flag & os.ST_RDONLY)
        return sealed and not (log.exists() and log.stat().st_size)
    except OSError:
        return False


def _as_it_lies(path: Path) -> SQLite:
    """Read it without the files that SQLite would make beside it."""
    found: SQLite = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, **DRIVER)
    return found
