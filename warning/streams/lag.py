"""Which partitions are read behind, and since when: till then the lanes' clock may go, and no further."""

from __future__ import annotations

from collections.abc import Mapping

from warning.ledger.sql.sources import Source
from warning.streams.places import Part
from warning.streams.placing import Log, Start, Stuck, place


class Lag:
    """Remembers when each partition was last seen read to its end (µs UTC)."""

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self._level: dict[Part, int] = {}
        self._noticed: dict[Part, int] = {}

    def look(self, now: int, logs: Mapping[Part, Log] | None, known: Mapping[Part, list[Source]]) -> list[int]:
        """An instant for each partition that is behind: its last record read, or when it was last level.

        One that is stuck is behind for as long as it is. A partition of which nothing was ever read is behind since we
        noticed. Without ``logs`` nobody knows, and all are behind.
        """
        found = []
        for part in known.keys() | self._level.keys() if logs is None else logs:
            if logs is not None and self._read_out(logs[part], place(part, logs[part], known)):
                self._level[part] = now
                self._noticed.pop(part, None)
                continue
            noticed = self._noticed.setdefault(part, now)
            received = max((one.received for one in known.get(part, ())), default=0)
            found.append(max(received, self._level.get(part, 0)) or noticed)
        return found

    @staticmethod
    def _read_out(log: Log, at: Start | Stuck) -> bool:
        return isinstance(at, Start) and at.offset >= log.end
