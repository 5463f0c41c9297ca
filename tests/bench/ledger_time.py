"""Many loans taken on, and time passing on a live ledger on which all of them wait for something."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, func, select

from tests.bench import ledger_store as stores
from tests.bench.ledger_store import Store
from tests.bench.lines import START, taken_on
from warning.core.scalars import DAY
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.sql.tables import AGGREGATE, LANE
from warning.rulebook import load_frame

IDLE_LOOKS = 200
DRAINED = 100_000
"""Journal rows after which the rate is known well enough."""
TAKEN_ON = 500_000


def open_deadlines(store: Store, count: int) -> dict[str, Any]:
    """``count`` loans of as many borrowers; how long the first ``TAKEN_ON`` took; a look at the time; all due."""
    first = min(TAKEN_ON, count)
    lines = taken_on(count)
    with store.database() as url:
        into = stores.create(url, load_frame(), clock="live")
        first_s = _timed(into, islice(lines, first), "first")
        stores.take_in(into, lines, "rest")
        store.settle(url)
        with into.ledger.engine.connect() as connection:
            waiting = connection.execute(select(func.count()).where(AGGREGATE.c.next_due > 0)).scalar_one()
        idle = _idle(into, IDLE_LOOKS)
        stores.close(into)
        into = stores.opened(url, load_frame())
        rows, drained_s = _drain(into, min(DRAINED, count // 4))
        stores.close(into)
    return {
        "taken_on": first,
        "taken_on_s": round(first_s, 1),
        "taken_on_per_s": round(first / first_s),
        "open_deadlines": waiting,
        "idle_ms": round(median(idle) * 1e3, 2),
        "idle_p95_ms": round(sorted(idle)[int(len(idle) * 0.95)] * 1e3, 2),
        "drained_rows": rows,
        "drained_per_s": round(rows / drained_s),
    }


def _timed(into: Intake, lines: Iterator[bytes], name: str) -> float:
    """Seconds, the making of the lines not among them."""
    made = list(lines)
    begun = perf_counter()
    stores.take_in(into, made, name)
    return perf_counter() - begun


def _idle(into: Intake, times: int) -> list[float]:
    """Seconds of each beat while nothing is due."""
    heart, found = Heart(into), []
    now = START + 2 * DAY
    heart.start(now)
    while not heart.beat(now):
        pass
    for number in range(1, times + 1):
        begun = perf_counter()
        heart.beat(now + number)
        found.append(perf_counter() - begun)
    return found


def _drain(into: Intake, least: int) -> tuple[int, float]:
    """Ten years later: everything is due, in the order of its instants; at least so many rows, and the seconds.

    All that was decided is written by then.
    """
    heart = Heart(into)
    later = START + 3_650 * DAY
    heart.start(later)
    with into.ledger.engine.connect() as connection:
        before = _rows(connection)
    rows, begun = 0, perf_counter()
    while rows < least and not heart.beat(later):
        with into.ledger.engine.connect() as connection:
            rows = _rows(connection) - before
    into.settle()
    seconds = perf_counter() - begun
    with into.ledger.engine.connect() as connection:
        return _rows(connection) - before, seconds


def _rows(connection: Connection) -> int:
    found: int = connection.execute(select(func.sum(LANE.c.seq))).scalar_one()
    return int(found)
