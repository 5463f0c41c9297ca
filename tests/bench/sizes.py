"""Bytes a ledger takes: ``python -m tests.bench.sizes [--loans N]`` prints what ``docs/sizing.md`` reckons with.

The large bank of ``docs/benchmarks.md``: the month of going live, then the month that is counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import URL, Connection, func, select, text

from tests.bench import ledger_store as stores
from tests.bench.__main__ import REVOLVING, TROUBLED, _stores
from tests.bench.ledger_month import Month
from tests.bench.ledger_store import Store
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import CHANGE, METADATA
from warning.streams.outbox import message
from warning.wording import Names

GROWING: Final = ("journal", "change")
"""Tables that only grow; the others hold what is so now."""
Sizes = dict[str, tuple[int, int]]
"""By table: bytes with its indexes, and rows."""


@contextmanager
def _connection(url: URL) -> Iterator[Connection]:
    engine = open_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _sizes(url: URL) -> Sizes:
    with _connection(url) as connection:
        rows = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }
        if url.get_backend_name() == "postgresql":
            size = "SELECT pg_total_relation_size(CAST(:name AS regclass))"
            found = {name: connection.execute(text(size), {"name": f'"{name}"'}).scalar_one() for name in rows}
        else:
            size = (
                "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m USING (name) GROUP BY m.tbl_name"
            )
            found = dict(map(tuple, connection.execute(text(size))))
    return {name: (int(found.get(name, 0)), int(rows[name])) for name in rows}


def _log(url: URL) -> int:
    """Bytes PostgreSQL has written to its log; 0 for SQLite."""
    if url.get_backend_name() != "postgresql":
        return 0
    with _connection(url) as connection:
        return int(connection.execute(text("SELECT pg_current_wal_lsn() - '0/0'")).scalar_one())


def _sent(url: URL) -> tuple[int, int]:
    """How many messages the ledger's changes make that go out, and their bytes, keys included."""
    query = select(CHANGE).where(CHANGE.c.row_id.like("W-%") | CHANGE.c.row_id.like("D-%"))
    number = total = 0
    with _connection(url) as connection:
        for row in connection.execute(query.execution_options(yield_per=1_000)):
            topic = "warning.alert" if row.row_id.startswith("W") else "warning.duty"
            named = {name: getattr(row, name) for name in ("lane", "seq", "n", "at", "effect")}
            _, key, value, headers = message(_Row(topic=topic, **named), "loan-warning/bank", Names())
            number += 1
            total += len(key) + len(value) + sum(map(len, (*headers, *headers.values())))
    return number, total


class _Row:
    """What ``outbox.message`` asks of a row."""

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)


def measured(store: Store, loans: int) -> Iterator[str]:
    """Lines of a page: by table what going live takes a loan, and what a month takes an event of it."""
    month = Month(store, loans, TROUBLED, REVOLVING)
    lines = len(month.lines)
    with month.begun() as url:
        before, log = _sizes(url), _log(url)
        into = stores.opened(url, month.frame)
        stores.take_in(into, month.lines, "month")
        stores.close(into)
        log = _log(url) - log
        store.settle(url)
        after = _sizes(url)
        sent, sent_bytes = _sent(url)
    wire = sum(map(len, month.lines))
    yield f"{store.kind}: {loans} loans, {lines} events of {wire / lines:.0f} bytes in the month"
    yield f"log: {log / lines:.0f} bytes an event"
    yield f"sent, of both months: {sent} messages of {sent_bytes / max(sent, 1):.0f} bytes"
    yield "| table | rows a loan | bytes a loan, live for a month | rows an event | bytes an event |"
    yield "| --- | --- | --- | --- | --- |"
    for name, (size, rows) in sorted(after.items(), key=lambda item: -item[1][0]):
        first, first_rows = before[name]
        if size > 65_536:
            yield (
                f"| {name} | {first_rows / loans:.2f} | {first / loans:.0f} | {(rows - first_rows) / lines:.2f} | "
                f"{(size - first) / lines:.0f} |"
            )
    growth = {name: after[name][0] - before[name][0] for name in after}
    yield f"growing tables: {sum(growth[name] for name in GROWING) / lines:.0f} bytes an event"
    yield f"what is so now: {sum(after[name][0] for name in after if name not in GROWING) / loans:.0f} bytes a loan"


def main() -> None:
    """Measure on both databases, and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sizes", description=__doc__)
    parser.add_argument("--loans", type=int, default=10_000)
    chosen = parser.parse_args()
    with _stores() as found:
        for store in found.values():
            for line in measured(store, chosen.loans):
                print(line)


if __name__ == "__main__":
    main()
