"""What is done again and again until it is told to stop; who stops it can wait until it has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any


class Rounds:
    """One round after the other, within the loop they live in."""

    def __init__(self) -> None:
        """None has begun."""
        self._told, self._over = asyncio.Event(), asyncio.Event()
        self._over.set()
        self._task: asyncio.Task[Any] | None = None

    async def go(self, once: Callable[[], Awaitable[None]]) -> None:
        """Until ``stop``, or a round fails."""
        self._over.clear()
        self._task = asyncio.current_task()
        try:
            while not self._told.is_set():
                await once()
        finally:
            self._over.set()

    async def pause(self, seconds: float) -> None:
        """So long, or until ``stop``."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), seconds)

    def stop(self) -> None:
        """No other round begins."""
        self._told.set()

    async def ended(self, within_s: float | None = None) -> None:
        """The last has ended; one that takes longer than that is cancelled."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), within_s)
        if self._task is not None and not self._over.is_set():
            self._task.cancel()
            await self._over.wait()
