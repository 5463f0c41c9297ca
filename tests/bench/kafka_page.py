"""The pipeline's figures as Markdown: ``docs/benchmarks-kafka.md``."""

from __future__ import annotations

from typing import Any, Final

ASKED_PER_S: Final = 12_000
ASKED_MS: Final = 50
ROWS: Final = (
    ("consumer", "the consumer alone: nothing is decoded or written"),
    ("feed_light", "feed, light sink"),
    ("agent_light", "Faust agent, light sink"),
    ("table", "Faust agent, a table updated per event, no database"),
    ("feed", "**feed, full sink: everything committed**"),
    ("agent", "Faust agent, full sink: everything committed"),
    ("feed_by_a_thread", "feed, full sink, written by a thread of its own process"),
    ("feed_in_turn", "feed, full sink, decided only once the batch before is written"),
)


def page(found: dict[str, Any]) -> str:
    """What was measured, and what limits it."""
    month = found["month"]
    rows = "\n".join(_row(what, month[name]) for name, what in ROWS)
    ratios = "\n".join(
        f"| {what} | {asked} | **{month['feed' + sink]['events_per_s'] / month[other]['events_per_s']:.2f}** |"
        for what, asked, sink, other in (
            ("feed to Faust agent, full sink", "", "", "agent"),
            ("feed to Faust agent, light sink", "", "_light", "agent_light"),
            ("feed with full sink to Faust with a table, which decides nothing", "", "", "table"),
            ("deciding ahead, a process that writes: with it to without", "", "", "feed_in_turn"),
            ("a process that writes to a thread that does", "", "", "feed_by_a_thread"),
        )
    )
    return f"""# Benchmarks of the pipeline

```
make bench-kafka                  # writes this page: some ten minutes
make bench-kafka ARGS=--quick     # a fifth of everything, writes nothing
```

Every figure is of one run (Python {found["python"]}, {found["machine"]}, {found["cores"]} processor cores, which
broker, PostgreSQL, reader and producer share; load of the machine {found["load_before"]} when it began and
{found["load_after"]} when it ended: with much more than a few of its own processes the figures are rough, and ratios
are what may be compared). Real broker, PostgreSQL with fsync, one worker process; {month["events"]:,} events, the month
of a bank of {month["loans"]:,} loans ([benchmarks.md](benchmarks.md) says what is in it), in 32 partitions before
anybody reads. Runs of each, in turn, of which the fastest counts: {month["runs"]}.

## Events a second

| reader and sink | events/s | processor µs an event: reader | process that writes |
| --- | --- | --- | --- |
{rows}

| ratio | asked | |
| --- | --- | --- |
{ratios}
| feed, everything committed, events/s a process | ≥ {ASKED_PER_S:,} | **{month["feed"]["events_per_s"]:,}** |

*Full sink*: the worker's own desk and ledger; each record decided, with its rows, journal, links and offsets in one
transaction. *Light sink*: read by the contract, a row a record (place and digest), the offsets by compare-and-set
in the same transaction; nothing decided. *Faust agent*: `noack_take` of 2,000 `bytes` values, sorted by their instants,
given to the same sink, acknowledged once committed; the next batch is decided while the one before is written, as in
the feed.
*Table*: `async for` and `table[key] += 1` in memory, with its changelog; it counts twice after a crash.

{_limits(found)}
{_latency(found["latency"])}"""


def _row(what: str, one: dict[str, Any]) -> str:
    scribe = one.get("scribe_us_each")
    return f"| {what} | {one['events_per_s']:,} | {one['process_us_each']} | {scribe or '—'} |"


def _limits(found: dict[str, Any]) -> str:
    month = found["month"]
    feed, light, agent = month["feed"], month["feed_light"], month["agent"]
    wall = 1e6 / feed["events_per_s"]
    return f"""## What limits it

- **The feed with the full sink**: {wall:.0f} µs of the wall an event, of which the worker's interpreter is busy for
  {feed["process_us_each"]:.0f} and the process that writes for {feed["scribe_us_each"]:.0f}: the core decides, and
  one interpreter runs one thread at a time. The rest is PostgreSQL and the broker on the same cores.
  Reading, decoding and merging are {light["process_us_each"]:.0f} µs of it at most: all that the light sink costs.
- **The agent**: {agent["process_us_each"]:.0f} µs of its process an event. Faust makes an event, a message and some
  tasks of each record before the sink sees it, in the same interpreter that decides.
- **The table**: a changelog record is produced for each event, so it is bound by Faust's producer and its interpreter.
- **Deciding ahead**: without it deciding and writing add up; with it the longer of the two counts, as far as there are
  processor cores for both, PostgreSQL and the broker.
"""


def _latency(one: dict[str, Any]) -> str:
    return f"""## From produce to a committed warning

| | asked | |
| --- | --- | --- |
| saturation of a live ledger with this load, events/s | | {one["saturation_per_s"]:,} |
| rate, events/s | half | {one["rate_per_s"]:,} |
| warnings | | {one["warnings"]:,} |
| p50, ms | | {one["p50_ms"]} |
| p95, ms | | {one["p95_ms"]} |
| p99, ms | ≤ {ASKED_MS} | **{one["p99_ms"]}** |
| longest, ms | | {one["longest_ms"]} |

From the instant at which a producer in another process makes a record to the one at which the transaction with its
warning is committed, by the clock of the process that commits it. One record in fifty is a law suit of another
borrower; the others are positions. **What limits it**: a record waits until each partition that has unread records
has been read as far (they are merged by their instants), for the batch that is being decided, then for its own. Each
step has locks, some ten questions to the database, offsets and a commit, however few records it has. Producer,
broker, worker, writer and PostgreSQL share the machine's cores; the saturation is that of a backlog that is being
produced meanwhile.
"""
