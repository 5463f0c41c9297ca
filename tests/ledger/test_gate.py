"""A worker gives way to whoever waits for the ledger; nobody waits for one that sleeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from threading import Event, Thread
from time import monotonic, sleep
from typing import Self

import pytest
from sqlalchemy import URL

from tests.ledger import bank
from warning.intake.ingest import Intake
from warning.ledger.sql import gate as gates
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.gate import Gate, gate_of
from warning.ledger.sql.ledger import SqlLedger

WAIT_S = 20


@pytest.fixture
def ledger(database_url: URL) -> Iterator[SqlLedger]:
    made = bank.create(database_url, clock="live")
    yield made
    made.engine.dispose()


class Hurried:
    """Somebody else's transaction on the same ledger, in a thread: it waits for the lanes, then for ``leave``."""

    def __init__(self, url: URL) -> None:
        self.inside, self.leave = Event(), Event()
        self._url = url
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        other = SqlLedger.open(open_engine(self._url))
        with other.transaction():
            self.inside.set()
            self.leave.wait(WAIT_S)
        other.engine.dispose()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave.set()
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()


def _knocked(gate: Gate, ledger: SqlLedger) -> bool:
    """Whether somebody is heard, now or soon."""
    until = monotonic() + WAIT_S
    with ledger.engine.connect() as connection:
        while not gate.knocked(connection):
            if monotonic() > until:
                return False
            sleep(0.002)
    return True


def test_nobody_is_heard_who_is_not_there(ledger: SqlLedger) -> None:
    gate = gate_of(ledger.engine)
    with ledger.engine.connect() as connection:
        assert not gate.knocked(connection)
        with ledger.transaction(worker=True):
            assert not gate.knocked(connection)
        assert not gate.knocked(connection)


def test_who_waits_comes_before_the_worker_s_next_transaction(ledger: SqlLedger, database_url: URL) -> None:
    order: list[str] = []
    with ExitStack() as later:
        with ledger.transaction(worker=True):
            other = later.enter_context(Hurried(database_url))  # waits, as the lanes are ours already
            assert _knocked(gate_of(ledger.engine), ledger)
            assert not other.inside.is_set()
        worker = Thread(target=lambda: _enter(ledger, order))
        worker.start()
        assert other.inside.wait(WAIT_S)
        assert order == []
        other.leave.set()
        worker.join(WAIT_S)
    assert order == ["worker"]


def _enter(ledger: SqlLedger, order: list[str]) -> None:
    with ledger.transaction(worker=True):
        order.append("worker")


class Heard(Gate):
    """Somebody always waits."""

    def knocked(self, _: object) -> bool:
        return True


def test_a_worker_s_transaction_has_no_more_room(database_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    into: Intake = bank.intake(bank.create(database_url))
    monkeypatch.setattr(into.ledger, "_gate", Heard())
    ended: list[int] = []
    bank.take_in(into, bank.wire(), tell=lambda at: ended.append(at.records))
    taken = [after - before for before, after in zip((0, *ended), ended, strict=False)]
    assert len(taken) > 2
    assert max(taken) <= Heard.every
    into.ledger.engine.dispose()


def test_one_that_sleeps_is_waited_for_only_a_while(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "PATIENCE_S", 0.1)
    gate = gates.FileGate(f"{tmp_path}/ledger.db")
    with gate.knock():
        begun = monotonic()
        gate.pass_by()
        assert monotonic() - begun >= 0.1


def test_where_no_file_can_be_made_nobody_is_heard(tmp_path: object) -> None:
    gate = gates.FileGate(f"{tmp_path}/nowhere/ledger.db")
    with gate.knock():
        gate.pass_by()
        assert not gate._held()
