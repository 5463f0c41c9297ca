"""``make bench-kafka``: measure the pipeline, print, and write ``docs/benchmarks-kafka.json`` and ``….md``.

``--quick`` measures a fifth of everything and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from tests import kafka, postgresql
from tests.bench import kafka_latency, kafka_readers, measures
from tests.bench import ledger_store as stores
from tests.bench.__main__ import DOCS, REVOLVING, TROUBLED, _apart
from tests.bench.kafka_page import page
from tests.bench.kafka_sinks import frame_of
from tests.bench.ledger_month import Month
from tests.bench.ledger_store import Store
from warning.resources import topics_file
from warning.streams.administration import Admin, Publisher
from warning.streams.places import Broker
from warning.streams.publish import outgoing
from warning.streams.topics import apply, read_topics

LOANS: Final = 5_000
BORROWERS: Final = 20_000
BACKLOG: Final = 40_000
SECONDS: Final = 20.0
READERS: Final[dict[str, tuple[Callable[..., dict[str, Any]], str]]] = {
    "feed": (kafka_readers.by_feed, "full"),
    "agent": (kafka_readers.by_agent, "full"),
    "feed_by_a_thread": (kafka_readers.by_feed, "by a thread"),
    "feed_in_turn": (kafka_readers.by_feed, "in turn"),
    "feed_light": (kafka_readers.by_feed, "light"),
    "agent_light": (kafka_readers.by_agent, "light"),
    "table": (kafka_readers.by_table, ""),
    "consumer": (kafka_readers.by_consumer, ""),
}
"""By name: who reads, into which sink; none: into no database."""


def main() -> None:
    """Measure, print and, where it is the whole, write."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.kafka", description="The pipeline's speed, as ratios.")
    asked.add_argument("--quick", action="store_true", help="a fifth of everything")
    asked.add_argument("--runs", type=int, default=2, help="of each reader; the fastest counts")
    given = asked.parse_args()
    found = measure(5 if given.quick else 1, given.runs)
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    print(text)
    if not given.quick:
        (DOCS / "benchmarks-kafka.json").write_text(text, encoding="utf-8")
        (DOCS / "benchmarks-kafka.md").write_text(page(found), encoding="utf-8")


def measure(part: int, runs: int) -> dict[str, Any]:
    """Every figure; ``part`` divides the sizes."""
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }
    postgresql.begin()
    try:
        store = Store("postgresql", postgresql.shared().render_as_string(hide_password=False))
        found["load_before"] = round(os.getloadavg()[0], 1)
        found["month"] = _month(store, kafka.shared(), LOANS // part, runs)
        found["latency"] = _latency(store, kafka.shared(), part)
        found["load_after"] = round(os.getloadavg()[0], 1)
    finally:
        postgresql.end()
    return found


@contextmanager
def _topics(servers: str) -> Iterator[Broker]:
    """New ones."""
    with kafka.prefix(servers) as prefix:
        broker = Broker(servers=servers, prefix=prefix)
        admin = Admin(broker)
        apply(admin, read_topics(topics_file()))
        admin.close()
        yield broker


def _month(store: Store, servers: str, loans: int, runs: int) -> dict[str, Any]:
    """The large bank's month from topics, by each reader in turn; the fastest of some runs."""
    one = Month(store, loans, TROUBLED, REVOLVING)
    found: dict[str, Any] = {}
    with one.begun() as url, _topics(servers) as broker:
        publisher = Publisher(broker)
        for each in outgoing(line + b"\n" for line in one.lines):
            publisher.send(each.topic, each.key, each.value)
        publisher.flush()
        publisher.close()
        for name in list(READERS) * runs:
            with measures.told(name), store.database(like=url) as copy:
                store.settle(copy)
                place = copy.render_as_string(hide_password=False)
                got = _read(name, place, broker, loans, len(one.lines))
            if name not in found or found[name]["events_per_s"] < got["events_per_s"]:
                found[name] = got
    return {"loans": loans, "runs": runs, "events": len(one.lines), **found}


def _read(name: str, place: str, broker: Broker, loans: int, number: int) -> dict[str, Any]:
    work, sink = READERS[name]
    if sink:
        found: dict[str, Any] = _apart(work, place, broker, loans, number, sink)
    else:
        found = _apart(work, broker, number)
    return found


def _latency(store: Store, servers: str, part: int) -> dict[str, Any]:
    """On a live ledger."""
    borrowers = BORROWERS // part
    with store.database() as url, _topics(servers) as broker, measures.told("produce to commit"):
        into = stores.create(url, frame_of(LOANS // part), clock="live")
        stores.take_in(into, kafka_latency.loans(borrowers), "before")
        stores.close(into)
        store.settle(url)
        place = url.render_as_string(hide_password=False)
        asked = place, broker, borrowers, BACKLOG // part, max(SECONDS / part, 6.0)
        found: dict[str, Any] = _apart(kafka_latency.latency, *asked)
    return found


if __name__ == "__main__":
    main()
