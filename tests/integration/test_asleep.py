"""A worker that falls asleep in the midst of a write holds nobody up for long (PostgreSQL)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import URL, select, text

from tests.ledger import bank
from warning.bootstrap import worker_place
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import BORROWER, LANE
from warning.ledger.sql.write import insert

SESSION_S = 0.5
MANY = 20_000


class Sleepy(list[tuple[str, str]]):
    """Rows; who reads them falls asleep after some."""

    def __iter__(self) -> Iterator[Any]:
        for number, row in enumerate(super().__iter__()):
            if number == MANY // 2:
                os.kill(os.getpid(), signal.SIGSTOP)
            yield row


def _write(place: str) -> None:
    rows = Sleepy((f"C{number}", "x" * 100) for number in range(MANY))
    with open_engine(worker_place(place, SESSION_S)).connect() as connection, connection.begin():
        connection.execute(select(LANE).with_for_update())
        insert(connection, BORROWER, rows)


@pytest.mark.slow
@pytest.mark.postgresql
def test_who_sleeps_in_the_midst_of_a_write_holds_no_lane(postgres_application: URL) -> None:
    bank.create(postgres_application).engine.dispose()
    place = postgres_application.render_as_string(hide_password=False)
    sleeper = get_context("spawn").Process(target=_write, args=(place,))
    sleeper.start()
    assert sleeper.pid is not None
    os.waitpid(sleeper.pid, os.WUNTRACED)
    engine = open_engine(postgres_application)
    try:
        with engine.connect() as connection, connection.begin():
            connection.execute(text("SET LOCAL lock_timeout = '20s'"))
            assert len(connection.execute(select(LANE).with_for_update()).all()) > 1
    finally:
        engine.dispose()
        sleeper.kill()
        sleeper.join()
