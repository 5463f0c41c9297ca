"""The ledger's figures as Markdown: the second half of ``docs/benchmarks.md``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Cell = Callable[[dict[str, Any]], str]
ROWS: Final[tuple[tuple[str, str, Cell], ...]] = (
    ("the month, events/s", "≥ 12,000", lambda f: f"{f['month']['events_per_s']:,}"),
    ("the same without a scribe, events/s", "", lambda f: f"{f['month']['alone_events_per_s']:,}"),
    ("a bare writer of the same rows, events/s", "", lambda f: f"{f['month']['same_events_per_s']:,}"),
    ("ratio to it", "≥ 0.5", lambda f: f"**{f['month']['ratio_to_same']:.2f}**"),
    ("the same in transactions of 2,000 records, events/s", "", lambda f: f"{f['month']['bare_events_per_s']:,}"),
    ("ratio to that", "", lambda f: f"{f['month']['ratio_to_bare']:.2f}"),
    ("a plain writer of the same rows, events/s", "", lambda f: f"{f['month']['plain_events_per_s']:,}"),
    ("ratio to that", "", lambda f: f"{f['month']['ratio_to_plain']:.2f}"),
    ("rows an event", "", lambda f: f"{f['month']['rows_per_event']}"),
    ("with a full journal, of the events/s with an empty one", "≥ 0.8", lambda f: f"**{f['full']['ratio']:.2f}**"),
    ("loans taken on: how many", "", lambda f: f"{f['time']['taken_on']:,}"),
    ("in seconds", "≤ 300", lambda f: f"**{f['time']['taken_on_s']:,}**"),
    ("open deadlines", "1 M", lambda f: f"{f['time']['open_deadlines']:,}"),
    (
        "a look when nothing is due, ms (p95)",
        "≤ 5",
        lambda f: f"**{f['time']['idle_ms']}** ({f['time']['idle_p95_ms']})",
    ),
    ("all of them due, aggregates/s", "≥ 5,000", lambda f: f"**{f['time']['drained_per_s']:,}**"),
    ("a command beside a busy worker, ms: p50", "", lambda f: f"{f['people']['p50_ms']}"),
    ("p95", "≤ 100", lambda f: f"**{f['people']['p95_ms']}**"),
    ("longest", "", lambda f: f"{f['people']['longest_ms']}"),
)


def ledger_page(found: dict[str, Any]) -> str:
    """What was measured on each database, and where the time goes."""
    kinds = list(found)
    heads = " | ".join(NAMES[kind] for kind in kinds)
    rows = "\n".join(
        f"| {what} | {asked} | {' | '.join(cell(found[kind]) for kind in kinds)} |" for what, asked, cell in ROWS
    )
    month, full = found[kinds[0]]["month"], found[kinds[0]]["full"]
    return f"""# The ledger

Seconds of the wall, everything committed (SQLite: WAL, synchronous FULL; PostgreSQL on the same machine, fsync). The
month is the large bank's above, {month["loans"]:,} loans, {month["events"]:,} events, on a copy of the ledger that
holds the month before; least of three, in turn with the writers.

| | asked | {heads} |
| --- | --- | {" | ".join("---" for _ in kinds)} |
{rows}

*Without a scribe*: in one process; with one, as `ingest` and `worker` have it, another process writes what it decides.
*Bare writer*: the very rows of that run, in the same transactions (up to 8,000 records while it is alone), by our own
bulk functions and nothing else; and those of a run in transactions of 2,000, as the ceilings of `design.md` were found.
*Plain writer*: the same rows by SQLAlchemy's `insert` with lists of values, as one writes it first. The *full
journal* has {full["rows"]:,} rows before the month begins. *Loans taken on*: a borrower each. *A look*: one beat of a
live ledger's heart. *Commands*: reports, calls and other acts of the same month, by one process, while another reads
the rest of it.

{"".join(_where(NAMES[kind], found[kind]["month"]) for kind in kinds)}"""


def _where(name: str, month: dict[str, Any]) -> str:
    parts = "\n".join(f"| {row['part']} | {row['us_each']:.1f} |" for row in month["parts"] if row["us_each"] >= 0.1)
    return f"""Where the time goes on {name}, µs of the wall an event (each part timed, nothing at once):

| part | µs |
| --- | --- |
{parts}

"""
