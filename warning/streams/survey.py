"""How topics lie on the brokers just now: asked in a thread of its own, as the client waits for each answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Final
from uuid import UUID

from warning.contracts.topics import TOPICS
from warning.streams.administration import Admin
from warning.streams.asked import Asked
from warning.streams.places import Broker, Part
from warning.streams.placing import Log
from warning.streams.reaching import reason

CHECK_S: Final = 0.1
"""How often the ids of topics are asked for while they are read: beside all else."""
CHECKED_S: Final = 0.5
"""How old an answer may be that one goes by."""


class Survey:
    """One question at a time; every method but ``close`` raises ``FAULTS`` where brokers are away."""

    def __init__(self, broker: Broker, silent: Callable[[], None]) -> None:
        """Nothing is connected yet. ``silent`` is called where brokers do not answer."""
        self._broker = broker
        self._admin: Admin | None = None
        self._in = Asked("survey", silent)

    async def start(self) -> None:
        """Connect."""
        self._admin = await self._in(lambda: Admin(self._broker))

    async def close(self) -> None:
        """Give back the connection."""
        if self._admin is not None:
            await self._in(self._admin.close)
        await self._in.close()

    async def why(self, failed: Exception) -> str:
        """Why brokers were lost."""
        return await self._in(lambda: reason(self._broker, failed))

    async def ids(self, topics: Collection[str]) -> dict[str, UUID]:
        """The ids of those that are there."""
        admin = self._connected()
        return await self._in(lambda: admin.ids(topics))

    async def gone(self, known: Collection[Part]) -> list[Part]:
        """Those that are there no more: without their topic, or as it was made anew with fewer."""
        admin = self._connected()
        numbers = await self._in(lambda: admin.partitions(tuple(TOPICS)))
        return sorted(part for part in known if part.partition >= numbers.get(part.topic, 0))

    async def logs(self, parts: Collection[Part] | None = None) -> dict[Part, Log]:
        """How those partitions lie that are there; all that our topics have, where none are named."""
        admin = self._connected()

        def look() -> dict[Part, Log]:
            topics = set(TOPICS) if parts is None else {part.topic for part in parts}
            ids, numbers = admin.ids(topics), admin.partitions(topics)
            wanted = [Part(topic, n) for topic, number in numbers.items() for n in range(number)]
            there = [part for part in wanted if part.topic in ids and (parts is None or part in parts)]
            begins, ends = admin.begins(there), admin.ends(there)
            return {part: Log(ids[part.topic], begins[part], ends[part]) for part in there}

        return await self._in(look)

    def _connected(self) -> Admin:
        if self._admin is None:
            raise RuntimeError("it was not started")
        return self._admin


class Lately:
    """The ids of topics as they were a moment ago: asked for beside all else, waited for where that is long ago."""

    def __init__(
        self, ask: Callable[[], Awaitable[dict[str, UUID]]], now: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is asked yet; ``now`` in seconds."""
        self._ask, self._now = ask, now
        self._asked: asyncio.Future[dict[str, UUID]] | None = None
        self._asked_at = self._known_at = float("-inf")

    async def news(self) -> dict[str, UUID] | None:
        """Those that are there, where an answer has come; None: the last one is of ``CHECKED_S`` ago at the most.

        Raises:
            FAULTS: brokers are away.
        """
        begun, found = self._now(), None
        if self._asked is not None and self._asked.done():
            found = await self._answer()
        if self._asked is None and begun - self._known_at > CHECK_S:
            self._asked = self._begin()
        while begun - self._known_at > CHECKED_S:  # an answer that has long lain there is old, too
            found = await self._answer()
        return found

    def _begin(self) -> asyncio.Future[dict[str, UUID]]:
        self._asked_at = self._now()
        return asyncio.ensure_future(self._ask())

    async def _answer(self) -> dict[str, UUID]:
        asked, self._asked = self._asked or self._begin(), None
        found = await asked
        self._known_at = self._asked_at
        return found

    async def close(self) -> None:
        """Wait for what is asked still."""
        if self._asked is not None:
            await asyncio.gather(self._asked, return_exceptions=True)
