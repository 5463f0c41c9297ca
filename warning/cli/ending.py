"""Whether a process has been told to end: what the handler of a signal may set while it is waited for.

``threading.Event`` may not: the handler runs in the thread that waits, and waits for a lock that this thread holds.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress


class Ending:
    """Not yet, until ``set``."""

    def __init__(self) -> None:
        """A pipe wakes whoever waits."""
        self._is_set = False
        self._woken, self._wakes = os.pipe()
        os.set_blocking(self._wakes, False)

    def is_set(self) -> bool:
        """Whether it has been told."""
        return self._is_set

    def set(self) -> None:
        """Tell it; once is enough."""
        self._is_set = True
        with suppress(BlockingIOError):
            os.write(self._wakes, b"!")

    def wait(self, seconds: float) -> bool:
        """Wait for so long at most; whether it has been told."""
        select.select([self._woken], [], [], seconds)
        return self._is_set

    def close(self) -> None:
        """Nobody waits any more."""
        os.close(self._woken)
        os.close(self._wakes)
