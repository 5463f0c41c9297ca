"""The figures as Markdown: ``docs/benchmarks.md``."""

from __future__ import annotations

from typing import Any

from tests.bench.audit_page import audit_page
from tests.bench.backtest import backtest_page
from tests.bench.ledger_page import ledger_page

TARGET = 0.10
AIM = 0.20


def page(found: dict[str, Any]) -> str:
    """What was measured, where the time goes, what limits it."""
    parts = (_speed(found), _where(found), LIMITS, _rest(found), ledger_page(found["ledger"]))
    more = {"audit": audit_page, "backtest": backtest_page}
    return "\n".join(
        (*parts, *(write(found[name], found["of"][name]) for name, write in more.items() if name in found))
    )


def _speed(found: dict[str, Any]) -> str:
    bank, plain, demo, quiet = found["bank"], found["bank_without_revolving"], found["demo"], found["positions"]
    months = "\n".join(_month(*row) for row in (("large bank", bank), ("large bank, no loan posted daily", plain),
                                                ("demo", demo)))  # fmt: skip
    return f"""# Benchmarks

```
make bench                                            # writes this page: some half an hour, 3 GB, 20 GB of disk
make bench ARGS=--quick                               # a tenth of everything, writes nothing
make bench ARGS="--only core"                         # one part: core, ledger, audit or backtest
make bench ARGS="--troubled 10 --revolving 0"         # another mix, writes nothing
```

Every part is of one run (Python {found["python"]}, {found["machine"]}): the core of {found["of"]["core"]}; the ledger
of {found["of"]["ledger"]}. The figures of the core: on one processor core, in memory, processor time, the least of
three. Compare ratios, not seconds: machines differ and are noisy. *Whole policy* is everything from the bytes of a line
to the rows people see: contract, duplicates, rules, duties and deadlines, the facts of each explanation, effects
digest, chain. *Decode-only* is `msgspec` on the same lines with our own typed decoder, each event dropped at once, as a
stream would; keeping them all in a list makes it up to twice as slow, and the ratio look better.

## A month

| bank | events | a loan | borrowers with a live warning | whole, events/s | decode-only, events/s | ratio |
| --- | --- | --- | --- | --- | --- | --- |
{months}

Asked for: a ratio of at least {TARGET:.2f}; aimed at: {AIM:.2f}. For positions of loans without a case alone it is
**{quiet["ratio_to_typed_decode"]}** ({quiet["whole_events_per_s"]:,} events/s).

*Large bank*: {bank["loans"]:,} loans, the month after the one of going live; what came before is not timed. China's
regulator publishes some 1.5 % of commercial banks' loans as non-performing and 2.2 % as special mention, together
{found["troubled_percent"]} %. The demo's likelihoods of trouble are scaled down in that proportion; contagion and
loans that near their end bring more, so that in fact {bank["borrowers_with_live_warning"]:.1%} of the borrowers had
a live warning when it ended. {found["revolving_percent"]:.0f} % of the loans are revolving lines posted each working
day; the others are posted two to five times a month. That share is an assumption, so the second row has none.

*Demo*: the month `warning demo` shows, made to show much: going live with every loan and borrower, trouble at three
times the frequency, few postings a loan.
"""


def _where(found: dict[str, Any]) -> str:
    bank = found["bank"]
    where = "\n".join(f"| `{row['where']}` | {row['share']:.1%} |" for row in found["profile"])
    parts = "\n".join(f"| {what} | {us:.1f} |" for what, us in _parts(bank))
    taken = "\n".join(f"| {row['record']} | {row['number']:,} | {row['us_each']} |" for row in found["records"])
    return f"""## Where the time goes

The large bank's month, µs an event:

| part | µs |
| --- | --- |
{parts}

Of its records {bank["quiet_share"]:.0%} are positions of borrowers without a case that change nothing but a balance:
deciding one takes less than reading it. The others, and what time and other aggregates add, each from state to
journal, over both months of a smaller one:

| record | number | µs each |
| --- | --- | --- |
{taken}

By module, of the same months (own time under a profiler, which overstates small functions):

| where | share |
| --- | --- |
{where}
"""


LIMITS = """## What limits it

- Reading strictly costs more than decoding: SHA-256 of the line, two instants, no key twice, fields that contradict
  each other. It is more than a quarter of the large bank's time, and by itself allows no more than some 0.35.
- What is left is spread thin: some hundred calls of Python functions for a record that a rule takes up, none of
  them over a few percent. A raise, with its signal, warning and some five duties, each a row that is written whole
  and hashed, costs 70 to 140 µs, as much as fifty to a hundred decodes. So the ratio follows their share.
- More cores help by lanes, not one run: the core decides a borrower's records in order.
"""


def _rest(found: dict[str, Any]) -> str:
    memory, due = found["memory"], found["deadlines"]
    drained = "\n".join(f"| {row['days']} | {row['woken']:,} | {row['us_each']} |" for row in due["drained"])
    return f"""## Memory

**{memory["bytes_per_loan"]:,} bytes a loan** resident ({memory["loans"]:,} loans, a borrower each: the dearest
case); asked for: 1 KB.

## Deadlines

With {due["open_deadlines"]:,} open, a look when nothing is due costs **{due["idle_look_us"]} µs**. What is due costs by
its number, whatever else is open (going on so many days from where the row above ended):

| days on | woken | µs each |
| --- | --- | --- |
{drained}
"""


def _month(name: str, row: dict[str, Any]) -> str:
    return (
        f"| {name} | {row['events']:,} | {row['events_per_loan']} | {row['borrowers_with_live_warning']:.1%} | "
        f"{row['whole_events_per_s']:,} | {row['decode_only_typed_events_per_s']:,} | "
        f"**{row['ratio_to_typed_decode']:.3f}** |"
    )


def _parts(row: dict[str, Any]) -> list[tuple[str, float]]:
    """Whole, and what it is made of."""
    typed = 1e6 / row["decode_only_typed_events_per_s"]
    contract = 1e6 / row["contract_decode_events_per_s"]
    whole = 1e6 / row["whole_events_per_s"]
    return [
        ("typed decode", typed),
        ("the rest of the contract: digest, instants, keys, cross-checks", contract - typed),
        ("routing, duplicates, rules, duties, explanations, rows, chain", whole - contract),
        ("whole", whole),
    ]
