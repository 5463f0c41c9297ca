"""Processes that help: whatever ends the work early ends them, and nobody else's."""

from __future__ import annotations

import time
from contextlib import suppress
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from signal import SIGTERM

import pytest

from warning.audit.pools import helpers

LONG_S = 30.0


class Early(BaseException):
    """As an interrupt is."""


def _begin(_given: str) -> None:
    """Nothing is to be set up."""


def _ended_early() -> list[BaseProcess]:
    """The helpers of work that was ended while they were at it."""
    before, found = set(active_children()), []
    with suppress(Early), helpers(1, _begin, ("given",)) as pool:
        pool.submit(time.sleep, LONG_S)
        found = [one for one in active_children() if one not in before]
        raise Early
    return found


def test_whoever_is_at_work_is_ended_and_others_go_on() -> None:
    other = get_context("spawn").Process(target=time.sleep, args=(10 * LONG_S,))
    other.start()
    try:
        assert [one.exitcode for one in _ended_early()] == [-SIGTERM]
        other.join(1)  # it would have ended by then
        assert other.is_alive()
    finally:
        other.kill()
        other.join()


def test_it_is_told_what_ended_it() -> None:
    with pytest.raises(Early), helpers(1, _begin, ("given",)):
        raise Early


def test_work_that_is_done_ends_by_itself() -> None:
    with helpers(2, _begin, ("given",)) as pool:
        assert list(pool.map(abs, [-1, 2, -3])) == [1, 2, 3]
