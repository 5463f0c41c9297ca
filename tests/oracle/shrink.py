"""Delta debugging: the smallest history for which something still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import structs

from tests.oracle.histories import History
from tests.oracle.history_teller import Wire
from warning.core.scalars import read_moment

Holds = Callable[[History], bool]

OPTIONAL: Final = ("source", "discovered", "discovered_by", "recorded_by", "happened", "corrects", "product", "how",
                   "matter", "members", "missing", "approved_by", "extension_count")  # fmt: skip
"""What an event may go without."""


def smallest(told: History, holds: Holds) -> History:
    """Drop events, then claims, then the rest of the setting, for as long as it still holds.

    The clock's end is fixed first, so that dropping the last event does not move it.
    """
    fixed = structs.replace(told, until=_end(told))
    told = fixed if holds(fixed) else told
    told = _fewer_events(told, holds)
    for simpler in (_without_claims, _occurred_when_recorded, _setting):
        told = _each(told, holds, simpler)
    return _fewer_events(told, holds)


def _end(told: History) -> int:
    """Where the clock stops."""
    if told.until is not None or not told.events:
        return told.until or 0
    return read_moment(told.events[-1]["recordedtime"])


def _fewer_events(told: History, holds: Holds) -> History:
    """Chunks of halving size are left out while it still holds."""
    chunk = max(1, len(told.events) // 2)
    while True:
        start, before = 0, len(told.events)
        while start < len(told.events):
            less = structs.replace(told, events=told.events[:start] + told.events[start + chunk :])
            if holds(less):
                told = less
            else:
                start += chunk
        if chunk == 1 and len(told.events) == before:
            return told
        chunk = max(1, chunk // 2)


def _each(told: History, holds: Holds, simpler: Callable[[History], Iterator[History]]) -> History:
    """Take every simplification that still holds, until none does."""
    while True:
        better = next((less for less in simpler(told) if holds(less)), None)
        if better is None:
            return told
        told = better


def _with(told: History, at: int, wire: Wire) -> History:
    """The history with one event replaced."""
    return structs.replace(told, events=(*told.events[:at], wire, *told.events[at + 1 :]))


def _without_claims(told: History) -> Iterator[History]:
    """Without one optional field of one event."""
    for at, wire in enumerate(told.events):
        for name in OPTIONAL:
            if name in wire["data"]:
                data = {key: value for key, value in wire["data"].items() if key != name}
                yield _with(told, at, wire | {"data": data})


def _occurred_when_recorded(told: History) -> Iterator[History]:
    """With one event that is recorded as it occurs."""
    for at, wire in enumerate(told.events):
        if wire["time"] != wire["recordedtime"]:
            yield _with(told, at, wire | {"time": wire["recordedtime"]})


def _setting(told: History) -> Iterator[History]:
    """Live from the first event; the clock stopped with the last."""
    if told.live_from is not None:
        yield structs.replace(told, live_from=None)
    if told.until is not None:
        yield structs.replace(told, until=None)
