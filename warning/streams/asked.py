"""One who is asked in a thread of its own, as each answer is waited for there, and who may never answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

SILENT_S: Final = 15.0
"""After so long without an answer it is told that there is none."""
T = TypeVar("T")


class Asked:
    """One question at a time, in the order of asking."""

    def __init__(self, name: str, silent: Callable[[], None] = lambda: None) -> None:
        """``silent`` is called, within the loop, once for each question that is not answered for ``SILENT_S``."""
        self._thread = ThreadPoolExecutor(1, name)
        self._silent = silent

    async def __call__(self, work: Callable[[], T]) -> T:
        """The answer, whenever it comes; raises what the work does."""
        answer = asyncio.get_running_loop().run_in_executor(self._thread, work)
        try:
            await asyncio.wait({answer}, timeout=SILENT_S)
        except asyncio.CancelledError:
            answer.cancel()  # nobody hears it
            raise
        if not answer.done():
            self._silent()
        return await answer

    async def close(self) -> None:
        """Nothing is asked any more; what was has been answered by then."""
        await self(lambda: None)  # the thread's own end would be waited for by the whole loop
        self._thread.shutdown()
