"""A worker whose database has no room left: told once in words, not ready, and back once something was committed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import URL, Engine, text

from tests.integration.pipeline import Pipeline, WorkerProcess
from tests.ledger import bank
from warning import settings
from warning.bootstrap import Opened
from warning.ledger.sql.engine import open_engine

pytestmark = pytest.mark.slow

REFUSALS = {
    "full": ("disk_full", "no space left"),
    "read_only": ("read_only_sql_transaction", "may be a standby"),
}
"""What PostgreSQL calls it, and what is said of it."""


@pytest.fixture
def owner(postgres_database: URL) -> Iterator[Engine]:
    """Who can break the database."""
    engine = open_engine(postgres_database)
    yield engine
    engine.dispose()


def _refusing(owner: Engine, error: str) -> None:
    """Every row of the journal is refused so, as on a disk without room; whoever reads is answered."""
    raising = f"RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{error}'"
    function = f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$"
    trigger = "CREATE TRIGGER no_room BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION no_room()"
    with owner.begin() as connection:
        connection.exec_driver_sql(function)
        connection.exec_driver_sql(trigger)


def _ready(worker: WorkerProcess) -> tuple[int, str | None]:
    code, said = worker.asked("/ready")
    return code, json.loads(said or "{}").get("unwritable")


def _events(worker: WorkerProcess) -> list[str]:
    return [json.loads(line)["event"] for line in worker.said().splitlines()]


@pytest.mark.parametrize("why", REFUSALS)
def test_a_database_without_room_is_told_once_and_back_once_it_was_written(
    pipeline: Pipeline, live: Opened, owner: Engine, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr("warning.streams.room.QUIET_S", 1.0)
    monkeypatch.setattr("warning.streams.feed.LOST_S", 0.2)
    error, words = REFUSALS[why]
    with pipeline.worker(200, named={settings.LOG: "json"}) as worker:
        pipeline.wait(lambda: _ready(worker) == (200, None))
        _refusing(owner, error)
        number = pipeline.publish(bank.short(4))
        pipeline.wait(lambda: _ready(worker) == (503, why))
        tries = 'warning_errors_total{kind="database"}'
        pipeline.wait(lambda: _counted(worker, tries) > 5)
        assert _ready(worker) == (503, why)
        told = _events(worker)
        assert told.count(f"ledger_{why}") == 1
        assert {"ledger_lost", "ledger_back", "ledger_written"}.isdisjoint(told)
        assert words in worker.said()
        with owner.begin() as connection:
            connection.execute(text("DROP FUNCTION no_room CASCADE"))
        pipeline.read(live, number)
        pipeline.wait(lambda: _ready(worker) == (200, None))
        pipeline.wait(lambda: "ledger_written" in _events(worker))
    told = _events(worker)
    assert (told.count(f"ledger_{why}"), told.count("ledger_written"), told.count("ledger_back")) == (1, 1, 0)


def _counted(worker: WorkerProcess, series: str) -> float:
    shown = dict(line.rsplit(" ", 1) for line in worker.asked("/metrics")[1].splitlines() if not line.startswith("#"))
    return float(shown.get(series, 0))
