"""Databases for the benchmarks of the ledger: a new one, a copy of one, and an intake on either."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, make_url, text

from tests import postgresql
from tests.ledger import bank
from warning.core.frame import Frame
from warning.intake.ingest import Intake
from warning.intake.positioned import lines_from, positioned
from warning.ledger.files import files_of
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.scribe import Scribe
from warning.ledger.sql.sources import Source

BOTH: Final = ("sqlite", "postgresql")


class Store:
    """Where databases of one kind are made: a directory, or a server. Goes to another process as it is."""

    def __init__(self, kind: str, where: str) -> None:
        """``where``: the directory, or the server's URL."""
        self.kind, self._where = kind, where

    @contextmanager
    def database(self, like: URL | None = None) -> Iterator[URL]:
        """An empty database, or a copy of one that nobody uses now; gone at the end."""
        if self.kind == "postgresql":
            with postgresql.database(make_url(self._where), like=like.database if like is not None else None) as url:
                yield url
            return
        file = Path(self._where) / f"{len(list(Path(self._where).iterdir()))}.db"
        file.touch()
        if like is not None:
            shutil.copyfile(str(like.database), file)
        try:
            yield make_url(f"sqlite:///{file}")
        finally:
            for one in files_of(file):
                one.unlink(missing_ok=True)

    def settle(self, url: URL) -> None:
        """Have all that was committed in its place, so that whoever comes next does not pay for it."""
        engine = open_engine(url)
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            how = "CHECKPOINT" if self.kind == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
            connection.execute(text(how))
        engine.dispose()


def create(url: URL, frame: Frame, clock: Any = "event", **limits: Any) -> Intake:
    """A new ledger, and what works on it."""
    return Intake(bank.create(url, clock=clock, of=frame), frame, persons=bank.Salted(), **limits)


def opened(url: URL, frame: Frame, *, alone: bool = False, **limits: Any) -> Intake:
    """What works on the ledger of a database as ``ingest`` and ``worker`` do; ``alone``: in one process."""
    ledger = SqlLedger.open(open_engine(url))
    if not alone:
        ledger.scribe = Scribe(url)
        ledger.scribe.ready()
    return Intake(ledger, frame, persons=bank.Salted(), **limits)


def take_in(into: Intake, lines: Iterable[bytes], name: str, told: Any = None) -> None:
    """Take in all lines of a source that is new."""
    at = Source(name, "file")
    each = positioned(lines_from((line + b"\n" for line in lines), at.position))
    into.ingest(at, each, *(() if told is None else (told,)))


def close(into: Intake) -> None:
    """Let go of a ledger."""
    into.ledger.close()
