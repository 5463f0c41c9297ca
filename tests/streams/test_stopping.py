"""Told to stop while brokers are away, a worker ends in order: what it was doing has ended before its threads have."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock, create_autospec

import pytest
from aiokafka.errors import ProducerClosed
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from warning.streams import outbox as outboxes
from warning.streams.desk import Desk
from warning.streams.feed import Feed, Limits
from warning.streams.outbox import Outbox
from warning.streams.places import Broker
from warning.streams.survey import Survey
from warning.streams.told import Told
from warning.wording import Names

NOBODY = Broker(servers="127.0.0.1:1")


class _Stuck:
    """A producer whose brokers do not answer."""

    until: asyncio.Event
    made: int = 0
    given_back: int = 0

    def __init__(self, _broker: Broker) -> None:
        type(self).made += 1

    async def start(self) -> None:
        pass

    async def send(self, _records: object) -> None:
        self.began.set()
        await self.until.wait()
        raise ProducerClosed

    async def stop(self) -> None:
        type(self).given_back += 1
        self.told()

    began: asyncio.Event
    told: Callable[[], object]


def _outbox(monkeypatch: pytest.MonkeyPatch, connection: MagicMock) -> Outbox:
    engine = create_autospec(Engine, instance=True)
    engine.connect.return_value = connection
    monkeypatch.setattr(Outbox, "_waiting", staticmethod(lambda _: [object()]))
    monkeypatch.setattr(outboxes, "message", lambda *_: ())
    monkeypatch.setattr(outboxes, "Producer", _Stuck)
    monkeypatch.setattr(_Stuck, "made", 0)
    monkeypatch.setattr(_Stuck, "given_back", 0)
    return Outbox(NOBODY, engine, "any", create_autospec(Names, instance=True), Told())


@pytest.mark.parametrize("answers", [True, False])
def test_what_is_being_sent_ends_first(monkeypatch: pytest.MonkeyPatch, *, answers: bool) -> None:
    """Whether what is stuck fails once its producer is given back, or is stuck on: its connection is given back."""
    monkeypatch.setattr(outboxes, "GRACE_S", 0.1)
    connection = MagicMock()

    async def live() -> None:
        outbox = _outbox(monkeypatch, connection)
        _Stuck.began, _Stuck.until = asyncio.Event(), asyncio.Event()
        _Stuck.told = _Stuck.until.set if answers else staticmethod(lambda: None)
        async with asyncio.TaskGroup() as all_:
            all_.create_task(outbox.run())
            await _Stuck.began.wait()
            await outbox.stop()
            await outbox.close()

    asyncio.run(live())
    assert connection.close.call_count == 1
    assert (_Stuck.made, _Stuck.given_back) == (1, 1)


def test_asking_why_brokers_are_away_ends_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the ledger is not asked once its thread has ended."""

    async def live() -> None:
        asked, answer = asyncio.Event(), asyncio.Event()

        async def why(self: Survey, _failed: Exception) -> str:
            asked.set()
            await answer.wait()
            return await self._in(lambda: "away")

        async def lost(_self: Feed) -> bool:
            raise OSError

        async def passing(_self: Feed, _now: object, _at: object) -> None:
            raise OperationalError("select", (), OSError())

        monkeypatch.setattr(Feed, "_let_pass", passing)
        monkeypatch.setattr(Survey, "why", why)
        monkeypatch.setattr(Feed, "_step", lost)
        desk = create_autospec(Desk, instance=True, live=True, written=0)
        desk.now = int
        feed = Feed(NOBODY, desk, Told(), group="any", limits=Limits())
        async with asyncio.TaskGroup() as all_:
            running: asyncio.Task[Any] = all_.create_task(feed.run())
            await asked.wait()
            stopping = all_.create_task(feed.stop())
            await asyncio.sleep(0.05)
            answer.set()
            await stopping
        assert running.done()
        assert desk.leave.called

    asyncio.run(live())
