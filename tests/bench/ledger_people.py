"""Commands of people on a live ledger into which a worker takes a bank's month at the same time."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.synchronize import Event
from time import perf_counter, sleep
from typing import Any

from sqlalchemy import URL

from tests.bench import ledger_store as stores
from tests.bench.ledger_month import Month
from tests.bench.ledger_store import Store
from warning.contracts.decode import decode
from warning.core.events import Act
from warning.core.frame import Frame
from warning.intake.commands import act

PAUSE_S = 0.02
"""Between two commands."""


def commands(store: Store, loans: int, troubled: float, revolving: float, number: int) -> dict[str, Any]:
    """So many acts of people of the month, one by one, beside a worker that reads the rest of it."""
    one = Month(store, loans, troubled, revolving, clock="live")
    acts: list[bytes] = []
    others: list[bytes] = []
    for line in one.lines:
        (acts if isinstance(decode(line).event, Act) else others).append(line)
    context = get_context("fork")
    busy, done = context.Event(), context.Event()
    with one.begun() as url:
        worker = context.Process(target=_work, args=(url, one.frame, others, busy, done))
        worker.start()
        busy.wait()
        found, idle = [], 0
        into = stores.opened(url, one.frame)
        for raw in acts[:number]:
            begun = perf_counter()
            act(into, raw, "cli:benchmark")
            found.append(perf_counter() - begun)
            idle += done.is_set()
            sleep(PAUSE_S)
        stores.close(into)
        worker.join()
    found.sort()
    return {
        "commands": len(found),
        "after_the_worker_ended": idle,
        "p50_ms": round(found[len(found) // 2] * 1e3, 1),
        "p95_ms": round(found[int(len(found) * 0.95)] * 1e3, 1),
        "longest_ms": round(found[-1] * 1e3, 1),
    }


def _work(url: URL, frame: Frame, lines: list[bytes], busy: Event, done: Event) -> None:
    into = stores.opened(url, frame)
    stores.take_in(into, lines, "month", lambda _: busy.set())
    stores.close(into)
    done.set()
