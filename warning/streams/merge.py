"""Partitions side by side become one row of records: by the instant of recording, as far as each has been read."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from heapq import heapify, heappop, heapreplace

from warning.contracts.decode import Incoming
from warning.intake.parted import Parted
from warning.intake.records import rank

Order = tuple[int, int, str, int]
"""Instant (µs UTC), rank (R5), source, offset."""


class Merge:
    """What was read and is not taken yet, a queue a source."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._queues: dict[str, deque[tuple[Order, Parted]]] = {}
        self._last: dict[str, int] = {}

    def __len__(self) -> int:
        """How many records wait."""
        return sum(map(len, self._queues.values()))

    def clear(self) -> None:
        """Forget all."""
        self._queues.clear()
        self._last.clear()

    def add(self, records: Iterable[Parted]) -> None:
        """Append records. A source's own order stays; one that cannot be read belongs to the one before it."""
        for record in records:
            name, read = record.source, record.read
            if isinstance(read, Incoming):
                order = read.received, rank(read.event), name, record.offset
                self._last[name] = read.received
            else:
                order = self._last.get(name, 0), 0, name, record.offset
            self._queues.setdefault(name, deque()).append((order, record))

    def empty(self, names: Iterable[str]) -> set[str]:
        """Those of which nothing waits."""
        return {name for name in names if not self._queues.get(name)}

    def waiting(self, name: str) -> int:
        """How many of one source wait."""
        return len(self._queues.get(name, ()))

    def take(self, most: int, awaited: Collection[str] = ()) -> list[Parted]:
        """The next records, so many at most; as long as each of the ``awaited`` has one to compare with."""
        if self.empty(awaited):
            return []
        found: list[Parted] = []
        heads = [(queue[0][0], name) for name, queue in self._queues.items() if queue]
        heapify(heads)
        while heads and len(found) < most:
            name = heads[0][1]
            queue = self._queues[name]
            found.append(queue.popleft()[1])
            if queue:
                heapreplace(heads, (queue[0][0], name))
            elif name in awaited:
                break
            else:
                heappop(heads)
        return found

    def put_back(self, records: Sequence[Parted]) -> None:
        """Those that were not taken after all, in their order."""
        for record in reversed(records):
            read = record.read
            at, kind = (read.received, rank(read.event)) if isinstance(read, Incoming) else (0, 0)
            self._queues[record.source].appendleft(((at, kind, record.source, record.offset), record))
