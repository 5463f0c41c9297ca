"""A backtest of a smaller bank's year in one process and in two: figures that touch nobody, few, nearly all."""

from __future__ import annotations

from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import func, select

from tests.bench import ledger_store as stores
from tests.bench.ledger_month import both
from tests.bench.ledger_store import Store
from tests.bench.measures import OPENS, _bank, mix_of
from warning.audit.backtest.report import Report, report
from warning.audit.backtest.run import examine, plan
from warning.audit.backtest.timeliness import Window
from warning.bootstrap import prepare_process
from warning.core.frame import Frame
from warning.core.scalars import midnight
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import StoredFrame
from warning.ledger.sql.tables import JOURNAL

MONTHS: Final = 12
RUNS: Final = 2
LARGE: Final = 500_000
"""Loans of the bank whose year is reckoned."""


def books(frame: Frame) -> dict[str, Frame]:
    """A band of interest arrears (few); a report's term (those with a warning); the check day (nearly all)."""
    book = frame.book
    return {
        "arrears_band": replace(frame, id="band", book=replace(book, arrears_bands=((1, 1), (20, 2), (91, 3)))),
        "team": replace(frame, id="team", book=replace(book, team=replace(book.team, n=48))),
        "check_days": replace(frame, id="check", book=replace(book, check_days=45)),
    }


def backtested(store: Store, loans: int, troubled: float, revolving: float) -> dict[str, Any]:
    """Every figure on one database."""
    frame, lines = _bank(loans, MONTHS, mix_of(troubled, revolving))
    since = midnight(OPENS.toordinal())
    with store.database() as url:
        into = stores.create(url, frame)
        stores.take_in(into, lines, "bank")
        until = into.ledger.clock()
        stores.close(into)
        store.settle(url)
        engine = open_engine(url)
        with engine.connect() as connection:
            rows: int = connection.execute(select(func.count()).select_from(JOURNAL)).scalar_one()

        def run(changed: Frame, jobs: int) -> Report:
            wanted = plan({frame.id: frame}, [StoredFrame(frame.id, 0, b"")], changed, since, until)
            examined = examine(engine, wanted, jobs=jobs, prepare=prepare_process)
            if examined.different or examined.lost:
                raise ValueError(examined.different)
            return report(engine, examined, Window(since, until, 180))

        def taken(changed: Frame, jobs: int) -> float:
            return min(both(lambda: run(changed, jobs))[0] for _ in range(RUNS))

        begin = max(0.0, taken(frame, 2) - taken(frame, 1))
        found: dict[str, Any] = {}
        for name, changed in books(frame).items():
            made, alone, two = run(changed, 1), taken(changed, 1), taken(changed, 2)
            found[name] = {
                "decided": len(made.examined.compared),
                "aggregates": made.examined.aggregates,
                "differences": len(made.differences),
                "rows_per_s": round(rows / alone),
                "two_rows_per_s": round(rows / two),
                "large_year_minutes": round((max(0.0, two - begin) * LARGE / loans + begin) / 60, 1),
                "large_year_minutes_of_one": round(alone * LARGE / loans / 60, 1),
            }
        engine.dispose()
    return {"loans": loans, "rows": rows, "months": MONTHS, "begin_s": round(begin, 2), "books": found}


def backtest_page(found: dict[str, Any], of: str) -> str:
    """What was measured on each database."""
    first = next(iter(found.values()))
    lines = [
        f"| {kind} | {name} | {one['decided']:,} of {one['aggregates']:,} | {one['rows_per_s']:,} | "
        f"{one['two_rows_per_s']:,} | {one['large_year_minutes_of_one']} | **{one['large_year_minutes']}** |"
        for kind, each in found.items()
        for name, one in each["books"].items()
    ]
    table = "\n".join(lines)
    return f"""# Backtest

Of {of}: {first["months"]} months of a bank of {first["loans"]:,} loans, {first["rows"]:,} rows of the journal, scan
and report included. *Rows/s* are all rows of the journal over seconds of the wall, whether they were decided again or
passed over. The last columns reckon {LARGE:,} loans by proportion (asked: 15 minutes on two cores); what two processes
take to begin (measured by a book that changes nothing) is counted once. Least of two.

| database | changed | decided again | rows/s, one process | two | minutes for {LARGE:,} loans, one | two |
| --- | --- | --- | --- | --- | --- | --- |
{table}
"""
