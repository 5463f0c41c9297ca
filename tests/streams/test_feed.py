"""What the feed does between two steps, without brokers."""

from __future__ import annotations

import asyncio
from unittest.mock import create_autospec

import pytest

from warning.contracts.problems import Refused
from warning.intake.parted import Parted
from warning.ledger.sql.sources import Source
from warning.streams.clients import Consumer
from warning.streams.desk import Desk
from warning.streams.feed import AHEAD, Feed, Limits
from warning.streams.places import Broker, Fetched, Part, at_offset
from warning.streams.told import Told

PART, SILENT = Part("repayment", 3), Part("repayment", 4)


def _feed() -> Feed:
    desk = create_autospec(Desk, instance=True, live=True)
    return Feed(Broker(servers="127.0.0.1:1"), desk, Told(), group="any", limits=Limits())


def _gone(*_: object) -> None:
    """As aiokafka answers of a partition that is not assigned."""
    raise AssertionError("Partition is not assigned")


def test_partitions_that_were_put_down_are_asked_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions come back some time after they were put down; the worker goes on in between."""
    for name in ("fetch", "position", "end"):
        monkeypatch.setattr(Consumer, name, _gone)

    async def put_down() -> None:
        feed = _feed()
        feed._starts, feed._next, feed._behind = {PART: "any"}, {"any": 3}, {"any"}
        await feed._revoked(frozenset({PART}))
        await feed._fetch()
        await feed._pass_over()
        assert feed._awaited() == set()
        await feed._consumer.stop()

    asyncio.run(put_down())


def test_partitions_are_read_on_before_all_that_waits_of_them_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """One read on after the other, each once it was empty, held up all of them."""
    asked: list[list[Part]] = []

    async def fetch(_: Consumer, _wait_s: float, _most: int, parts: list[Part]) -> list[Fetched]:
        asked.append(parts)
        return []

    async def position(*_: object) -> int:
        return 0

    monkeypatch.setattr(Consumer, "fetch", fetch)
    monkeypatch.setattr(Consumer, "position", position)
    monkeypatch.setattr(Consumer, "end", lambda *_: 0)

    async def read_on() -> None:
        feed, many = _feed(), Part("repayment", 5)
        feed._starts = {PART: "some", SILENT: "none", many: "many"}
        feed._at = {name: Source(name, "kafka") for name in feed._starts.values()}
        feed._ends = dict.fromkeys(feed._starts, 0)
        for name, number in (("some", 1), ("many", AHEAD)):
            bad = Refused(())
            feed._merge.add(Parted(name, offset, b"", bad, at_offset(offset)) for offset in range(number))
        await feed._fetch()
        feed._behind = {"none"}
        await feed._fetch()
        await feed._consumer.stop()

    asyncio.run(read_on())
    assert asked == [[PART, SILENT], [PART, SILENT], [SILENT]]
