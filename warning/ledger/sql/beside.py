"""Waiting for a database, and using the time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


def beside(wait: Callable[[], None], meanwhile: Callable[[], None]) -> None:
    """Do both, ``wait`` in a thread of its own; return when both are done.

    Raises:
        BaseException: what ``wait`` raised, or else what ``meanwhile`` did.
    """
    failed: list[BaseException] = []

    def run() -> None:
        try:
            wait()
        except BaseException as reason:  # noqa: BLE001 - raised again by whoever waits
            failed.append(reason)

    thread = Thread(target=run, name="commit")
    thread.start()
    try:
        meanwhile()
    finally:
        thread.join()
        if failed:
            raise failed[0]
