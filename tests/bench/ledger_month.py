"""The large bank's month on a database, against a bare writer of the same rows; and with a full journal."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import URL, Engine, select, update

from tests.bench import ledger_store as stores
from tests.bench.ledger_bare import Recorded, plain, recording, write_again, write_plainly
from tests.bench.ledger_parts import REST, clocks
from tests.bench.ledger_store import Store
from tests.bench.measures import OPENS, _bank, mix_of
from warning.core.frame import Frame
from warning.demo.clock import next_month
from warning.ledger.lanes import LANES
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import AGGREGATE, JOURNAL, LANE
from warning.ledger.sql.write import insert

RUNS = 3
AT_ONCE = 20_000
USUAL = 2_000
"""Records a transaction of the second bare writer, as when the ceilings of ``design.md`` were found."""
OTHERS = 15
"""Aggregates made up for each of the bank, so that a full journal's keys lie between those that are written to."""


class Month:
    """A bank before its second month, and the lines of that month."""

    def __init__(self, store: Store, loans: int, troubled: float, revolving: float, clock: str = "event") -> None:
        """Nothing is taken in yet."""
        self.store, self._clock = store, clock
        self.frame, lines = _bank(loans, 2, mix_of(troubled, revolving))
        live = date.fromordinal(next_month(OPENS.toordinal())).isoformat().encode()
        cut = next(number for number, line in enumerate(lines) if b'"recordedtime":"' + live in line)
        self.before, self.lines = lines[:cut], lines[cut:]

    @contextmanager
    def begun(self) -> Iterator[URL]:
        """A database with what came before."""
        with self.store.database() as url:
            into = stores.create(url, self.frame, self._clock)
            stores.take_in(into, self.before, "before")
            stores.close(into)
            self.store.settle(url)
            yield url

    def run(self, url: URL, told: Callable[[object], None] | None = None, **limits: Any) -> tuple[float, float]:
        """The month on a copy: seconds of the wall and of this process."""
        with self.store.database(like=url) as copy:
            self.store.settle(copy)
            into = stores.opened(copy, self.frame, **limits)
            seconds = both(lambda: stores.take_in(into, self.lines, "month", told))
            stores.close(into)
        return seconds

    def recorded(self, url: URL, **limits: Any) -> Recorded:
        """What the month writes, transaction by transaction."""
        with recording() as found:
            self.run(url, found.committed, **limits)
        return found

    def bare(self, url: URL, recorded: Recorded) -> tuple[float, float]:
        """Its rows alone, on a copy."""
        return self._written(url, lambda engine: write_again(engine, recorded))

    def plain(self, url: URL, recorded: Recorded) -> tuple[float, float]:
        """Its rows alone, as one writes them first, on a copy."""
        made = plain(open_engine(url), recorded)
        return self._written(url, lambda engine: write_plainly(engine, made))

    def _written(self, url: URL, work: Callable[[Engine], None]) -> tuple[float, float]:
        with self.store.database(like=url) as copy:
            self.store.settle(copy)
            engine = open_engine(copy)
            seconds = both(lambda: work(engine))
            engine.dispose()
        return seconds


def both(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the wall and of this process (a server's are not among them)."""
    gc.collect()
    wall, own = perf_counter(), process_time()
    work()
    return perf_counter() - wall, process_time() - own


def month(store: Store, loans: int, troubled: float, revolving: float) -> dict[str, Any]:
    """Everything committed, against the bare writer; the least of some runs of each, in turn."""
    one = Month(store, loans, troubled, revolving)
    with one.begun() as url:
        usual = one.recorded(url, batch=USUAL, rows=3 * USUAL, alone=True)
        same = one.recorded(url, alone=True)
        writers: dict[str, Callable[[], tuple[float, float]]] = {
            "run": lambda: one.run(url),
            "alone": lambda: one.run(url, alone=True),
            "bare": lambda: one.bare(url, usual),
            "same": lambda: one.bare(url, same),
            "plain": lambda: one.plain(url, usual),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in writers}
        for _ in range(RUNS):
            for name, write in writers.items():
                found[name].append(write())
        rows, transactions = same.rows(), len(same.transactions)
        parts = _parts(one, url)
    events = len(one.lines)
    whole_s, alone_s, bare_s, same_s, plain_s = (min(wall for wall, _ in found[name]) for name in writers)
    return {
        "events": events,
        "loans": loans,
        "rows_per_event": round(rows / events, 2),
        "transactions": transactions,
        "events_per_s": round(events / whole_s),
        "alone_events_per_s": round(events / alone_s),
        "bare_events_per_s": round(events / bare_s),
        "ratio_to_bare": round(bare_s / whole_s, 3),
        "same_events_per_s": round(events / same_s),
        "ratio_to_same": round(same_s / whole_s, 3),
        "plain_events_per_s": round(events / plain_s),
        "ratio_to_plain": round(plain_s / whole_s, 3),
        "process_us_each": round(min(own for _, own in found["run"]) / events * 1e6, 1),
        "bare_process_us_each": round(min(own for _, own in found["bare"]) / events * 1e6, 1),
        "parts": parts,
    }


def _parts(one: Month, url: URL) -> list[dict[str, Any]]:
    """Wall µs an event by part, the commits not beside the reading."""
    with clocks() as clock:
        wall, _ = one.run(url, alone=True)
    spent = dict(clock.spent)
    spent[REST] = wall - sum(spent.values())
    events = len(one.lines)
    return [
        {"part": part, "us_each": round(seconds / events * 1e6, 2)}
        for part, seconds in sorted(spent.items(), key=lambda entry: -entry[1])
    ]


def full(store: Store, loans: int, troubled: float, revolving: float, rows: int) -> dict[str, Any]:
    """The same month, and the same with so many rows in the journal before."""
    one = Month(store, loans, troubled, revolving)
    with one.begun() as url:
        empty_s = min(one.run(url)[0] for _ in range(RUNS))
        fill_s, _ = both(lambda: fill(url, one.frame, rows))
        store.settle(url)
        full_s = min(one.run(url)[0] for _ in range(RUNS))
    events = len(one.lines)
    return {
        "rows": rows,
        "filled_rows_per_s": round(rows / fill_s),
        "empty_events_per_s": round(events / empty_s),
        "full_events_per_s": round(events / full_s),
        "ratio": round(empty_s / full_s, 3),
    }


def fill(url: URL, frame: Frame, rows: int) -> None:
    """Write journal rows of aggregates nobody knows, and move the lanes on; their links are not made."""
    engine = open_engine(url)
    with engine.connect() as connection:
        keys = list(connection.execute(select(AGGREGATE.c.key).order_by(AGGREGATE.c.key)).scalars())
        seqs = {row.id: row.seq for row in connection.execute(select(LANE))}
    keys = [f"{key}-{n}" for key in keys for n in range(OTHERS)]
    for first in range(0, rows, AT_ONCE):
        _add(engine, [_row(keys, seqs, frame.id, number) for number in range(first, min(first + AT_ONCE, rows))])
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for lane, seq in seqs.items():
            more = len(range(lane, rows, LANES))
            connection.execute(update(LANE).where(LANE.c.id == lane).values(seq=seq + more))
    engine.dispose()


def _add(engine: Engine, made: list[tuple[Any, ...]]) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        insert(connection, JOURNAL, made)


def _row(keys: list[str], seqs: dict[int, int], frame: str, number: int) -> tuple[Any, ...]:
    """The ``number``-th: lanes in turn, keys as they would come, as much in it as in a position."""
    lane = number % LANES
    key = keys[number * 7_919 % len(keys)]
    name, digest = f"P{number:012d}", number.to_bytes(32)
    payload = b'{"loan_no":"L%07d","customer_no":"C%06d","posting_seq":4,"currency":"CNY","outstanding_balance":50800}'
    made = payload % (number % 10_000_000, number % 1_000_000)
    before = (lane, seqs[lane] + 1 + number // LANES, key, 1 + number // len(keys), number, number, number)
    came = ("loan.position.v1", name, "/core/loans", f"file:{number}", False, frame, "1")
    return (*before, *came, made, digest, digest, digest)
