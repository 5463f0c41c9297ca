"""PostgreSQL fails: connections are cut, also in a commit, and the server is restarted. Nothing is lost or doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from tests import postgresql
from tests.integration.killed import BATCH, POINTS, ROWS, Mine
from tests.ledger import bank
from tests.ledger.bank import Contents
from warning.intake.ingest import Intake
from warning.ledger.sql import schema
from warning.ledger.sql.engine import open_engine

CUTS = (
    "after the lanes are locked",
    "after persons are named",
    "after a step",
    "before anything is written",
    "after journal is written",
    "after lane is written",
    "after the source moves",
    "before the commit",
    "between batches",
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What a ledger holds that nobody disturbs."""
    return bank.undisturbed(tmp_path_factory.mktemp("quiet"))


@pytest.fixture
def administrator(postgres_database: URL) -> Iterator[Engine]:
    """Who may end others' connections to the database."""
    engine = open_engine(postgres_database).execution_options(isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def intake(postgres_application: URL) -> Iterator[Intake]:
    """An empty ledger, taken in by small batches."""
    made = bank.intake(bank.create(postgres_application), batch=BATCH, rows=ROWS)
    yield made
    made.ledger.engine.dispose()


def _cut(administrator: Engine) -> None:
    """End every connection to the database but our own, and wait until they are gone."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with administrator.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {others}"))


def _is_whole(intake: Intake, quiet: Contents) -> None:
    """Every row is that of a ledger that was verified."""
    assert bank.difference(bank.contents(intake.ledger.engine), quiet) == []
    assert bank.balance(intake.ledger.engine) == (len(bank.short()), len(bank.short()))


@pytest.mark.parametrize("name", CUTS)
def test_a_connection_cut_in_a_batch_is_made_again(
    intake: Intake, administrator: Engine, quiet: Contents, name: str
) -> None:
    with Mine(POINTS[name], 3, lambda: _cut(administrator)) as mine:
        bank.take_in(intake, bank.short())
    assert mine.passed > 3
    bank.run_on(intake)
    _is_whole(intake, quiet)


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("committed", [True, False])
def test_an_answer_to_a_commit_that_never_came(
    intake: Intake, quiet: Contents, monkeypatch: pytest.MonkeyPatch, times: int, *, committed: bool
) -> None:
    commit, count = _losing(intake.ledger.engine.dialect.do_commit, times, committed=committed)
    monkeypatch.setattr(intake.ledger.engine.dialect, "do_commit", commit)
    bank.take_in(intake, bank.short())
    assert len(count) > times
    bank.run_on(intake)
    _is_whole(intake, quiet)


def _losing(kept: Callable[[Any], None], times: int, *, committed: bool) -> tuple[Callable[[Any], None], list[int]]:
    """Commits of which some are made or not, and none of those is answered."""
    count: list[int] = []

    def commit(connection: Any) -> None:
        count.append(1)
        if 2 <= len(count) < 2 + times:
            if committed:
                kept(connection)
            connection.driver_connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        kept(connection)

    return commit, count


def test_time_goes_on_after_a_cut(intake: Intake, administrator: Engine, quiet: Contents) -> None:
    bank.take_in(intake, bank.short())
    cuts = 0
    with Mine(POINTS["a tick: before the commit"], 2, lambda: _cut(administrator)):
        while True:
            try:
                if intake.tick(bank.UNTIL):
                    break
            except DBAPIError as failed:
                assert failed.connection_invalidated  # noqa: PT017 - told to whoever lets time pass, who goes on
                cuts += 1
    assert cuts == 1
    _is_whole(intake, quiet)


def test_a_fault_that_stays_is_told(intake: Intake, administrator: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warning.intake.ingest.FIRST_WAIT", 0.0)
    always = Mine(POINTS["after the source moves"], 1, lambda: _cut(administrator))
    monkeypatch.setattr(always, "_meet", lambda: _cut(administrator))
    with always, pytest.raises(DBAPIError):
        bank.take_in(intake, bank.short())
    assert bank.balance(intake.ledger.engine) == (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("away", [0.0, 2.0])
def test_a_server_that_fails_in_the_middle(postgres_server: postgresql.Server, quiet: Contents, away: float) -> None:
    with postgresql.database(postgres_server.start()) as url:
        schema.create(owner := open_engine(url))
        owner.dispose()
        intake = bank.intake(bank.create(url), batch=BATCH, rows=ROWS)
        back = threading.Timer(away, postgres_server.start)

        def fail() -> None:
            if away:
                postgres_server.stop()
                back.start()
            else:
                postgres_server.restart(immediate=True)

        with Mine(POINTS["after journal is written"], 3, fail) as mine:
            bank.take_in(intake, bank.short())
        assert mine.passed > 3
        if away:
            back.join()
        bank.run_on(intake)
        _is_whole(intake, quiet)
        intake.ledger.engine.dispose()
