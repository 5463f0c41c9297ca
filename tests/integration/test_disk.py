"""The disk is full, the file cannot be written: the reason is told, nothing is half done, and it goes on afterwards."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, event, text
from sqlalchemy.exc import DBAPIError

from tests.forked import PATIENCE_S
from tests.integration.killed import BATCH, ROWS, start
from tests.ledger import bank
from tests.ledger.bank import Contents
from tests.ledger.stores import Stores
from warning.intake.ingest import Intake
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.verify import verify

FULL = 13
"""Exit code of a child that was told so."""
WRITTEN = {"journal": 2, "aggregate": 2, "duty": 2, "change": 2, "lane": 3, "source": 1, "held": 0, "quarantine": 0}
"""Table -> after how many commits there is no room for its rows."""


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What a ledger holds that had room."""
    return bank.undisturbed(tmp_path_factory.mktemp("quiet"))


def _file(directory: Path) -> URL:
    return URL.create("sqlite", database=str(directory / "ledger.db"))


def _complete(intake: Intake) -> Intake:
    return bank.complete(intake, bank.short())


def _consistent(intake: Intake) -> None:
    given, known = bank.balance(intake.ledger.engine)
    assert given == known
    assert verify(intake.ledger, {bank.frame().id: bank.frame()}).differences == ()


def _is_whole(intake: Intake, quiet: Contents) -> None:
    """Every row is that of a ledger that was verified."""
    assert bank.difference(bank.contents(intake.ledger.engine), quiet) == []
    assert bank.balance(intake.ledger.engine) == (len(bank.short()), len(bank.short()))
    intake.ledger.engine.dispose()


def _pages(engine: Engine) -> int:
    """How many pages a SQLite file has."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


class Limit:
    """How many pages it may have on every connection of an engine."""

    def __init__(self, engine: Engine, most: int) -> None:
        """From now on; ``most`` may be changed."""
        self.most = most
        event.listen(engine, "checkout", self._set)

    def _set(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={self.most}")


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_without_a_page_more(stores: Stores, quiet: Contents) -> None:
    whole = bank.intake(bank.create(stores.empty()), batch=BATCH, rows=ROWS)
    first = _pages(whole.ledger.engine)
    last = _pages(_complete(whole).ledger.engine)
    whole.ledger.engine.dispose()
    fell, step = set(), (last - first) // 12
    # While records are read in a few pages, while time passes afterwards in many.
    for most in (*range(first, first + 3 * step, step), *range(first + 4 * step, last, 4 * step)):
        intake = bank.intake(bank.create(stores.empty()), batch=BATCH, rows=ROWS)
        limit = Limit(intake.ledger.engine, most)
        with pytest.raises(DBAPIError, match="database or disk is full"):
            _complete(intake)
        _consistent(intake)
        fell.add(bank.balance(intake.ledger.engine))
        limit.most = 1 << 30
        _is_whole(_complete(intake), quiet)
    assert len(fell) > 3, "it was always full at the same record"


@pytest.mark.parametrize("more", [60_000, 400_000])
def test_sqlite_on_a_full_disk(tmp_path: Path, quiet: Contents, more: int) -> None:
    url = _file(tmp_path)
    bank.create(url).engine.dispose()
    child = start(_with_room_for, more, url)
    child.join(PATIENCE_S)
    assert child.exitcode == FULL
    intake = bank.reopened(url)
    _consistent(intake)
    assert bank.balance(intake.ledger.engine) < (len(bank.short()), len(bank.short()))
    _is_whole(_complete(intake), quiet)


def _with_room_for(more: int, url: URL) -> None:
    """In a child: no file may grow beyond so many bytes, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (more, more))
    try:
        _complete(bank.reopened(url, batch=BATCH, rows=ROWS))
    except DBAPIError as failed:
        if "disk" in str(failed.orig):
            os._exit(FULL)
        raise


@pytest.fixture
def owner(postgres_database: URL) -> Iterator[Engine]:
    """Who can break the database."""
    engine = open_engine(postgres_database)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("table", WRITTEN)
def test_postgresql_on_a_full_disk(postgres_application: URL, owner: Engine, quiet: Contents, table: str) -> None:
    intake = bank.intake(bank.create(postgres_application), batch=BATCH, rows=ROWS)
    before: list[tuple[int, int]] = []

    def tell(_: object) -> None:
        if len(before) == WRITTEN[table]:
            _fill(owner, table)
        before.append(bank.balance(intake.ledger.engine))

    tell(None)
    with pytest.raises(DBAPIError, match="could not extend file"):
        bank.take_in(intake, bank.short(), tell=tell)
    assert bank.balance(intake.ledger.engine) == before[-1]
    _consistent(intake)
    with owner.begin() as connection:
        connection.execute(text("DROP FUNCTION no_room CASCADE"))
    _is_whole(_complete(intake), quiet)


def _fill(owner: Engine, table: str) -> None:
    """PostgreSQL's own error, at the next row of a table."""
    raising = "RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'"
    function = f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$"
    trigger = f'CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION no_room()'
    with owner.begin() as connection:
        connection.exec_driver_sql(function)
        connection.exec_driver_sql(trigger)


def test_a_file_that_cannot_be_written(tmp_path: Path, quiet: Contents) -> None:
    url = _file(tmp_path)
    intake = bank.intake(bank.create(url), batch=BATCH, rows=ROWS)
    before = bank.contents(intake.ledger.engine)
    intake.ledger.engine.dispose()
    reading = URL.create("sqlite", database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    locked = bank.intake(SqlLedger(open_engine(reading), intake.ledger.about))
    for work in (lambda: bank.take_in(locked, bank.short()), lambda: locked.tick(bank.UNTIL)):
        with pytest.raises(DBAPIError, match="readonly database"):
            work()
    assert bank.contents(locked.ledger.engine) == before
    locked.ledger.engine.dispose()
    _is_whole(_complete(intake), quiet)


def test_a_database_that_cannot_be_written(postgres_application: URL, quiet: Contents) -> None:
    intake = bank.intake(bank.create(postgres_application), batch=BATCH, rows=ROWS)
    before = bank.contents(intake.ledger.engine)

    @event.listens_for(intake.ledger.engine, "begin")
    def _only_read(connection: object) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")  # type: ignore[attr-defined]

    for work in (lambda: bank.take_in(intake, bank.short()), lambda: intake.tick(bank.UNTIL)):
        with pytest.raises(DBAPIError, match="read-only transaction"):
            work()
    assert bank.contents(intake.ledger.engine) == before
    event.remove(intake.ledger.engine, "begin", _only_read)
    _is_whole(_complete(intake), quiet)


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
