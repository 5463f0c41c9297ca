"""For how long a partition has been behind: since when the first record that is not read yet has been there."""

from __future__ import annotations

from collections import deque
from typing import Final

MOST: Final = 512
"""Looks that are remembered of a partition; of more, every second one is forgotten."""


class Behind:
    """Where one partition ended at each look. Seconds are any clock's that goes on."""

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self._ends: deque[tuple[float, int]] = deque()

    def look(self, now: float, offset: int, end: int) -> float:
        """The seconds since the records behind ``offset`` were first seen; 0: all are read.

        A backlog that was there at the first look counts from then: how old it is nobody here knows.
        """
        ends = self._ends
        while ends and ends[0][1] <= offset:
            ends.popleft()
        if end <= offset:
            return 0.0
        if not ends or ends[-1][1] < end:
            ends.append((now, end))
        if len(ends) > MOST:
            self._ends = deque(list(ends)[::2])
        return now - self._ends[0][0]
