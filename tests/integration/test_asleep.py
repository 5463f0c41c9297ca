"""A worker that falls asleep in the midst of a write, or a command that is stopped there, holds nobody up for long."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import URL, Connection, select, text

from tests.ledger import bank
from warning.bootstrap import worker_place
from warning.ledger.sql import engine
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.flush import Order, flush
from warning.ledger.sql.ledger import SqlLedger
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


def _asleep() -> Sleepy:
    return Sleepy((f"C{number}", "x" * 100) for number in range(MANY))


def _in_a_statement(connection: Connection) -> None:
    connection.execute(select(LANE).with_for_update())
    insert(connection, BORROWER, _asleep())


def _between_statements(connection: Connection) -> None:
    connection.execute(select(LANE).with_for_update())
    order = Order(
        moves=[],
        rows=[(True, "borrower", [("C", "x" * 100)]), (True, "borrower", _asleep())],
        taken=[],
        unheld=[],
        lanes=[],
        waited=[],
        clock=None,
    )
    flush(connection, order)


def _of_a_worker(how: Callable[[Connection], None], place: str) -> None:
    with open_engine(worker_place(place, SESSION_S)).connect() as connection, connection.begin():
        how(connection)


def _of_a_command(place: str) -> None:
    """Opened by its plain place, and stopped (Ctrl-Z) under its locks."""
    setattr(engine, "POSTGRESQL_IDLE_MS", int(3_000 * SESSION_S))  # noqa: B010 - a constant, of a process that ends here
    with SqlLedger.open(open_engine(place)).transaction():
        os.kill(os.getpid(), signal.SIGSTOP)


WRITES: dict[str, Callable[[str], None]] = {
    "in_a_statement": partial(_of_a_worker, _in_a_statement),
    "between_statements": partial(_of_a_worker, _between_statements),
    "a_command": _of_a_command,
}


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_who_sleeps_in_the_midst_of_a_write_holds_no_lane(
    postgres_application: URL, write: Callable[[str], None]
) -> None:
    bank.create(postgres_application).engine.dispose()
    place = postgres_application.render_as_string(hide_password=False)
    sleeper = get_context("spawn").Process(target=write, args=(place,))
    sleeper.start()
    assert sleeper.pid is not None
    os.waitpid(sleeper.pid, os.WUNTRACED)
    other = open_engine(postgres_application)
    try:
        with other.connect() as connection, connection.begin():
            connection.execute(text("SET LOCAL lock_timeout = '20s'"))
            assert len(connection.execute(select(LANE).with_for_update()).all()) > 1
    finally:
        other.dispose()
        sleeper.kill()
        sleeper.join()
