"""``make bench``: measure, print, and write ``docs/benchmarks.json`` and ``docs/benchmarks.md``.

``--quick`` measures a tenth of everything and writes nothing.
"""

from __future__ import annotations

import json
import platform
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.bench import measures

DOCS = Path(__file__).parents[2] / "docs"


def _apart(work: Any, *args: int) -> Any:
    """In a process of its own, so that one measure's memory is not another's."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, args)


def measure(part: int) -> dict[str, Any]:
    """Every figure; ``part`` divides the sizes."""
    found: dict[str, Any] = {"python": platform.python_version(), "machine": platform.machine()}
    with measures.told("a month of the invented bank, whole policy"):
        found["month"] = _apart(measures.throughput, 20_000 // part, 1)
    with measures.told("positions of quiet loans"):
        found["positions"] = _apart(measures.positions, 200_000 // part)
    with measures.told("memory a loan"):
        found["memory"] = _apart(measures.memory, 300_000 // part)
    with measures.told("open deadlines"):
        found["deadlines"] = _apart(measures.deadlines, 1_000_000 // part)
    with measures.told("where the time goes"):
        found["profile"] = _apart(measures.profile, 5_000 // part, 1)
    return found


def page(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    month, quiet, memory, due = found["month"], found["positions"], found["memory"], found["deadlines"]
    contract = month["contract_decode_events_per_s"]
    whole = f"month of an invented bank, {month['loans']:,} loans, {month['events']:,} events"
    rows = (
        (f"{whole}: decode, dedup, policy, chain, rows, explanations", month["whole_events_per_s"],
         month["ratio_to_typed_decode"], month["ratio_to_untyped_decode"]),
        ("of which reading the contract strictly (duplicate keys, instants, cross-checks)", contract,
         f"{contract / month['decode_only_typed_events_per_s']:.2f}", ""),
        ("positions of loans without a case", quiet["whole_events_per_s"], quiet["ratio_to_typed_decode"], ""),
        ("decode only, typed", month["decode_only_typed_events_per_s"], 1, ""),
        ("decode only, untyped", month["decode_only_untyped_events_per_s"], "", 1),
    )  # fmt: skip
    speeds = "\n".join(f"| {what} | {speed:,} | {typed} | {untyped} |" for what, speed, typed, untyped in rows)
    drained = "\n".join(f"| {row['woken']:,} | {row['us_each']} |" for row in due["drained"])
    where = "\n".join(f"| `{row['where']}` | {row['share']:.1%} |" for row in found["profile"])
    return f"""# Benchmarks

Written by `make bench`; every figure is of one run on one core (Python {found["python"]}, {found["machine"]}). Compare
ratios, not seconds: machines differ and are noisy. Decode-only is `msgspec` on the same lines: *typed* into the
contract's structs (what the run itself uses), *untyped* into dicts.

| what | events/s | to typed decode-only | to untyped |
| --- | --- | --- | --- |
{speeds}

Memory: **{memory["bytes_per_loan"]:,} bytes a loan** ({memory["loans"]:,} loans, a borrower each: the dearest case).

Deadlines: with {due["open_deadlines"]:,} open, a look when nothing is due costs **{due["idle_look_us"]} µs**; draining:

| woken | µs each |
| --- | --- |
{drained}

Where the time of a month goes (own time by module, under a profiler, which overstates small functions):

| where | share |
| --- | --- |
{where}
"""


def main() -> None:
    """Measure, print and, unless quick, write."""
    quick = "--quick" in sys.argv[1:]
    found = measure(10 if quick else 1)
    print(json.dumps(found, indent=2, ensure_ascii=False))
    if not quick:
        text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
        (DOCS / "benchmarks.json").write_text(text, encoding="utf-8")
        (DOCS / "benchmarks.md").write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
