"""What a worker does while it is hosted: it feeds the ledger, sends what the ledger has decided, and says how it is."""

from __future__ import annotations

import asyncio
from typing import Final

from warning.streams.feed import Feed
from warning.streams.gauges import Gauges
from warning.streams.outbox import Outbox
from warning.streams.rounds import Rounds
from warning.streams.told import Told
from warning.streams.web import Web

TURN_S: Final = 1.0


class Worker:
    """Feed, outbox and gauges; if one fails, all end. ``web`` answers for as long as they live."""

    def __init__(self, feed: Feed, outbox: Outbox, gauges: Gauges, told: Told, web: Web | None) -> None:
        """Within the loop they live in."""
        self._told = told
        self._turns = Rounds()
        self._feed, self._outbox, self._gauges, self._web = feed, outbox, gauges, web

    async def start(self) -> None:
        """Answer, and join the group.

        Raises:
            FAULTS: no broker is there.
        """
        if self._web is not None:
            await self._web.start()
        await self._feed.start()

    async def run(self) -> None:
        """Go on until ``stop``."""
        async with asyncio.TaskGroup() as all_:
            all_.create_task(self._feed.run())
            all_.create_task(self._outbox.run())
            all_.create_task(self._gauges.run())
            all_.create_task(self._turns.go(self._turn))

    async def _turn(self) -> None:
        """A sign of life, whatever comes in."""
        self._told.turned()
        await self._turns.pause(TURN_S)

    async def stop(self) -> None:
        """End, once what is under way is done."""
        self._turns.stop()
        await self._gauges.stop()
        await self._outbox.stop()
        await self._feed.stop()
        await self._outbox.close()
        await self._gauges.close()
        if self._web is not None:
            await self._web.stop()
