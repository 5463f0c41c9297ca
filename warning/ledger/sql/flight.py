"""A transaction that is being written, in a thread of its own, while the next one is decided."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

from warning.ledger.sql.unit import Unit


class Flight:
    """Begins at once; ``land`` waits for its end."""

    def __init__(self, unit: Unit, write: Callable[[], None]) -> None:
        """``write`` makes what was decided in a unit last."""
        self.unit = unit
        self._failed: BaseException | None = None
        self._at = 0
        self._thread = Thread(target=self._run, args=(write,), name="write")
        self._thread.start()

    def land(self) -> int:
        """Wait; when it was committed (µs UTC).

        Raises:
            BaseException: what ``write`` raised.
        """
        self._thread.join()
        if self._failed is not None:
            raise self._failed
        self.unit.done()
        return self._at

    def _run(self, write: Callable[[], None]) -> None:
        try:
            write()
            self._at = time.time_ns() // 1_000
        except BaseException as reason:  # noqa: BLE001 - raised again by whoever waits
            self._failed = reason
