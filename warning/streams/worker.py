"""What a worker does while it is hosted: it feeds the ledger, and sends what the ledger has decided."""

from __future__ import annotations

import asyncio

from warning.streams.feed import Feed
from warning.streams.outbox import Outbox


class Worker:
    """Feed and outbox; if one fails, both end."""

    def __init__(self, feed: Feed, outbox: Outbox) -> None:
        """Within the loop they live in."""
        self._feed, self._outbox = feed, outbox

    async def start(self) -> None:
        """Join the group.

        Raises:
            FAULTS: no broker is there.
        """
        await self._feed.start()

    async def run(self) -> None:
        """Go on until ``stop``."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._feed.run())
            both.create_task(self._outbox.run())

    async def stop(self) -> None:
        """End, once what is under way is done."""
        await self._outbox.stop()
        await self._feed.stop()
        await self._outbox.close()
