"""What the feed does between two steps, without brokers."""

from __future__ import annotations

import asyncio
from unittest.mock import create_autospec

import pytest

from warning.streams.clients import Consumer
from warning.streams.desk import Desk
from warning.streams.feed import Feed, Limits, Told
from warning.streams.places import Broker, Part

PART = Part("repayment", 3)


def _gone(*_: object) -> None:
    """As aiokafka answers of a partition that is not assigned."""
    raise AssertionError("Partition is not assigned")


def test_partitions_that_were_put_down_are_asked_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions come back some time after they were put down; the worker goes on in between."""
    for name in ("fetch", "position", "end"):
        monkeypatch.setattr(Consumer, name, _gone)

    async def put_down() -> None:
        desk = create_autospec(Desk, instance=True, live=False)
        feed = Feed(Broker(servers="127.0.0.1:1"), desk, Told(), group="any", limits=Limits())
        feed._starts, feed._next, feed._behind = {PART: "any"}, {"any": 3}, {"any"}
        await feed._revoked(frozenset({PART}))
        await feed._fetch()
        await feed._pass_over()
        assert feed._awaited() == set()
        await feed._consumer.stop()

    asyncio.run(put_down())
