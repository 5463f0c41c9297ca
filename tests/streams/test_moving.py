"""Partitions that are another's already, before anybody has told us: no fault of brokers, and no crash."""

from __future__ import annotations

import asyncio

import pytest

from warning.streams.clients import Consumer, Moving
from warning.streams.places import Broker, Part


def test_a_partition_that_is_not_ours_any_more_is_moving() -> None:
    async def ask() -> None:
        consumer = Consumer(Broker(servers="127.0.0.1:1"), "group", alone=False, session_s=2.0)
        part = Part("repayment", 0)
        with pytest.raises(Moving):
            consumer.end(part)
        with pytest.raises(Moving):
            await consumer.positions([part])
        await consumer.stop()

    asyncio.run(ask())
