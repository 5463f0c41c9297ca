"""The gate before a ledger's locks: who goes from one transaction to the next lets those through who wait for one.

A worker holds all lanes for most of the time. Without the gate a command would wait until a batch happens to end, and
on SQLite, which has no queue for its one lock, perhaps for ever.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from sqlalchemy import Connection, Engine, text

from warning.ledger.files import GATE, LEDGER

LOCK: Final = 0x6C6F616E
"""PostgreSQL's advisory lock of a ledger's database."""
PATIENCE_S: Final = 5.0
"""How long a worker stands back on SQLite: who has knocked and does not go in may be asleep."""
POLL_S: Final = 0.002
_KNOCK: Final = text(f"SELECT pg_advisory_xact_lock_shared({LOCK})")
_LOOK: Final = text(f"SELECT CASE WHEN pg_try_advisory_lock({LOCK}) THEN NOT pg_advisory_unlock({LOCK}) ELSE true END")


class Gate:
    """Of a database of one's own: nobody else is there. Another kind of database has another gate."""

    every = 128
    """Journal rows after which a worker looks whether somebody waits: some 5 ms."""

    def knock(self) -> AbstractContextManager[None]:
        """For whoever is in a hurry: while it waits for the database's lock."""
        return nullcontext()

    def knock_within(self, connection: Connection) -> None:
        """The same within a transaction, before it asks for lanes; until its end."""

    def pass_by(self) -> None:
        """For a worker, before each transaction: wait until all are through who knocked."""

    def knocked(self, connection: Connection) -> bool:
        """For a worker, within a transaction: whether somebody waits for its end."""
        del connection
        return False


class FileGate(Gate):
    """SQLite: a lock on a file beside the database's, which whoever is in a hurry holds until it may write."""

    def __init__(self, database: str) -> None:
        """The file is made when it is first needed."""
        self._file = Path(database + GATE)

    @contextmanager
    def knock(self) -> Iterator[None]:
        """Until SQLite's own lock is held; those in a hurry come one after the other."""
        opened = self._opened()
        if opened is None:
            yield
            return
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            yield
        finally:
            os.close(opened)

    def pass_by(self) -> None:
        """Wait for those who hold it, for a while."""
        until = monotonic() + PATIENCE_S
        while self._held() and monotonic() < until:
            sleep(POLL_S)

    def knocked(self, connection: Connection) -> bool:
        """Whether it is held."""
        del connection
        return self._held()

    def _held(self) -> bool:
        opened = self._opened()
        if opened is None:
            return False
        try:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(opened)
        return False

    def _opened(self) -> int | None:
        """None: nothing can be written there, which SQLite will say better."""
        try:
            return os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, LEDGER)
        except OSError:
            return None


class ServerGate(Gate):
    """PostgreSQL: who waits for a row stands in its queue; an advisory lock tells the worker of it."""

    every = 512
    """A look goes to the server and back."""

    def knock_within(self, connection: Connection) -> None:
        """Until the transaction's end, shared with others in a hurry."""
        connection.execute(_KNOCK)

    def knocked(self, connection: Connection) -> bool:
        """Whether anyone holds it."""
        found: bool = connection.execute(_LOOK).scalar_one()
        return found


def gate_of(engine: Engine) -> Gate:
    """The gate of a database."""
    if engine.dialect.name != "sqlite":
        return ServerGate()
    return FileGate(engine.url.database) if engine.url.database not in (None, "", ":memory:") else Gate()
