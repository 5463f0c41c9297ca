"""``make bench``: measure, print, and write ``docs/benchmarks.json`` and ``docs/benchmarks.md``.

``--quick`` measures a tenth of everything; it, and another mix than the one below, write nothing. One part alone takes
its place beside the others as they were measured before.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests import postgresql
from tests.bench import audit, backtest, ledger_month, ledger_people, ledger_time, measures
from tests.bench.ledger_store import Store
from tests.bench.page import page
from warning.bootstrap import prepare_process
from warning.core import VERSION

DOCS = Path(__file__).parents[2] / "docs"

TROUBLED = 3.7
"""Percent of loans: what China's commercial banks report as special mention (about 2.2) and non-performing (1.5)."""
REVOLVING = 20.0
"""Percent of loans posted every working day: revolving lines. An assumption; the page also has the row without."""


def _apart(work: Any, *args: Any) -> Any:
    """In a process of its own, set up as the program's, so that one measure's memory is not another's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=prepare_process) as pool:
        return pool.submit(work, *args).result()


@contextmanager
def _stores() -> Iterator[dict[str, Store]]:
    """SQLite in a directory, and a PostgreSQL of this run."""
    postgresql.begin()
    try:
        with tempfile.TemporaryDirectory(prefix="warning-bench-") as directory:
            server = postgresql.shared().render_as_string(hide_password=False)
            yield {"sqlite": Store("sqlite", directory), "postgresql": Store("postgresql", server)}
    finally:
        postgresql.end()


def ledgers(part: int, troubled: float, revolving: float) -> dict[str, Any]:
    """Every figure of the ledger on both databases."""
    found: dict[str, Any] = {}
    mix = troubled, revolving
    with _stores() as stores:
        for kind, store in stores.items():
            with measures.told(f"{kind}: a month of a large bank, everything committed"):
                month = _apart(ledger_month.month, store, 20_000 // part, *mix)
            with measures.told(f"{kind}: people beside a busy worker"):
                people = _apart(ledger_people.commands, store, 20_000 // part, *mix, 400 // part)
            with measures.told(f"{kind}: loans taken on, open deadlines"):
                time = _apart(ledger_time.open_deadlines, store, 1_000_000 // part)
            with measures.told(f"{kind}: a full journal"):
                full = _apart(ledger_month.full, store, 10_000 // part, *mix, 10_000_000 // part)
            found[kind] = {"month": month, "people": people, "time": time, "full": full}
    return found


def audits(part: int, troubled: float, revolving: float) -> dict[str, Any]:
    """Every figure of replay on both databases."""
    found: dict[str, Any] = {}
    with _stores() as stores:
        for kind, store in stores.items():
            with measures.told(f"{kind}: replay"):
                found[kind] = _apart(audit.replayed, store, 20_000 // part, troubled, revolving)
    return found


def backtests(part: int, troubled: float, revolving: float) -> dict[str, Any]:
    """A backtest on both databases."""
    found: dict[str, Any] = {}
    with _stores() as stores:
        for kind, store in stores.items():
            with measures.told(f"{kind}: backtest"):
                found[kind] = _apart(backtest.backtested, store, 4_000 // part, troubled, revolving)
    return found


def core(part: int, troubled: float, revolving: float) -> dict[str, Any]:
    """Every figure of the core in memory."""
    found: dict[str, Any] = {}
    with measures.told("a month of a large bank"):
        found["bank"] = _apart(measures.bank_month, 20_000 // part, troubled, revolving)
    with measures.told("the same without revolving lines"):
        found["bank_without_revolving"] = _apart(measures.bank_month, 20_000 // part, troubled, 0)
    with measures.told("the demo's month"):
        found["demo"] = _apart(measures.demo_month, 20_000 // part)
    with measures.told("positions of quiet loans"):
        found["positions"] = _apart(measures.positions, 200_000 // part)
    with measures.told("memory a loan"):
        found["memory"] = _apart(measures.memory, 300_000 // part)
    with measures.told("open deadlines"):
        found["deadlines"] = _apart(measures.deadlines, 1_000_000 // part)
    with measures.told("where the time goes"):
        found["profile"] = _apart(measures.profile, 5_000 // part, troubled, revolving)
        found["records"] = _apart(measures.records, 5_000 // part, troubled, revolving)
    return found


def measure(part: int, troubled: float, revolving: float, only: str) -> dict[str, Any]:
    """Every figure; ``part`` divides the sizes."""
    found: dict[str, Any] = {"python": platform.python_version(), "machine": platform.machine()}
    found |= {"troubled_percent": troubled, "revolving_percent": revolving, "of": {}}
    of = f"{date.today().isoformat()}, core {VERSION}"  # noqa: DTZ011 - the day here
    if only in ("", "core"):
        found |= core(part, troubled, revolving)
        found["of"]["core"] = of
    if only in ("", "ledger"):
        found["ledger"] = ledgers(part, troubled, revolving)
        found["of"]["ledger"] = of
    if only in ("", "audit"):
        found["audit"] = audits(part, troubled, revolving)
        found["of"]["audit"] = of
    if only in ("", "backtest"):
        found["backtest"] = backtests(part, troubled, revolving)
        found["of"]["backtest"] = of
    return found


def _with_former(found: dict[str, Any]) -> dict[str, Any]:
    """What was measured, and the other parts as they stand on the page."""
    former = json.loads((DOCS / "benchmarks.json").read_text("utf-8"))
    return {**former, **found, "of": former.get("of", {}) | found["of"]}


def main() -> None:
    """Measure, print and, where it is the whole and the usual, write."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description="Speed and memory, as ratios of one run.")
    asked.add_argument("--quick", action="store_true", help="a tenth of everything")
    asked.add_argument("--troubled", type=float, default=TROUBLED, metavar="PERCENT", help="of borrowers, in trouble")
    asked.add_argument("--revolving", type=float, default=REVOLVING, metavar="PERCENT", help="of loans, posted daily")
    asked.add_argument("--only", choices=("core", "ledger", "audit", "backtest"), default="", help="one part")
    given = asked.parse_args()
    found = measure(10 if given.quick else 1, given.troubled, given.revolving, given.only)
    print(json.dumps(found, indent=2, ensure_ascii=False))
    if not given.quick and (given.troubled, given.revolving) == (TROUBLED, REVOLVING):
        found = _with_former(found)
        text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
        (DOCS / "benchmarks.json").write_text(text, encoding="utf-8")
        (DOCS / "benchmarks.md").write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
