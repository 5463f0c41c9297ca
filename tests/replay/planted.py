"""Edits by someone who may do anything and knows how links are made: after each, the chains are whole again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import make_url, text

from tests.ledger import bank
from warning.ledger.journal import GENESIS, link
from warning.ledger.lanes import LANES
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.history import journal_of_lane
from warning.ledger.sql.ledger import SqlLedger

FRAMES: Final = {bank.frame().id: bank.frame()}


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small ledger; nobody writes there."""
    path = tmp_path_factory.mktemp("whole") / "ledger.db"
    made = bank.complete(bank.intake(bank.create(make_url(f"sqlite:///{path}"))), bank.short(4))
    made.ledger.close()
    return path


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Iterator[SqlLedger]:
    """A copy of it, without what refuses edits."""
    path = tmp_path / "ledger.db"
    shutil.copy(whole, path)
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
    database.close()
    copy = SqlLedger.open(open_engine(str(path)))
    yield copy
    copy.close()


def edit(ledger: SqlLedger, statement: str, *, relinked: bool = True, **values: Any) -> None:
    """Change rows, and make all links anew that follow from it."""
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        assert connection.execute(text(statement), values).rowcount > 0
        for lane in range(LANES) if relinked else ():
            _relink(connection, lane)


def edit_row(
    ledger: SqlLedger, assignment: str, event: str = "sued-G0", *, relinked: bool = True, **values: Any
) -> None:
    """The same of the journal's row of a record about borrower G0."""
    sql = f"UPDATE journal SET {assignment} WHERE key = 'b:G0' AND event_id = :event"  # noqa: S608 - ours
    edit(ledger, sql, relinked=relinked, event=event, **values)


def _relink(connection: Any, lane: int) -> None:
    head = GENESIS
    for row in list(journal_of_lane(connection, lane)):
        head = link(head, row)
        if head != row.link:
            where = {"lane": lane, "seq": row.seq, "link": head}
            connection.execute(text("UPDATE journal SET link = :link WHERE lane = :lane AND seq = :seq"), where)
    connection.execute(text("UPDATE lane SET head = :head WHERE id = :lane"), {"head": head, "lane": lane})


@contextmanager
def asked(ledger: SqlLedger, sql: str) -> Iterator[Any]:
    """The first row of a query."""
    with ledger.engine.connect() as connection:
        yield connection.execute(text(sql)).one()
