"""A backtest for machines: what ``--json`` prints and ``backtest.jsonl`` holds."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version

from msgspec import structs

from warning.audit.backtest.again import Plan
from warning.audit.backtest.changes import Difference
from warning.audit.backtest.figures import Figure
from warning.audit.backtest.report import Report, kind_of
from warning.audit.backtest.timeliness import Side
from warning.audit.backtest.workload import Load
from warning.cli.ledger.backtest_sheets import CHANGES, ROWS
from warning.contracts.answers import Answer, written
from warning.contracts.backtests import (
    BacktestChangeLine,
    BacktestLine,
    BacktestLoadLine,
    ChangeCount,
    FigureLine,
    MedianLine,
    ShareLine,
    SideLine,
    TimelinessLine,
)
from warning.contracts.said import Said
from warning.core import VERSION
from warning.core.frame import LEVELS
from warning.core.rows import Duty, Signal
from warning.core.scalars import write_day, write_moment
from warning.ledger.sql.ledger import About
from warning.wording import figures
from warning.wording.names import Names


def lines(place: str, about: About, plan: Plan, found: Report, names: Names) -> tuple[BacktestLine, list[Answer]]:
    """The whole, and what follows it: each change, then duties by organisation and week."""
    following: list[Answer] = [*map(_change, found.differences), *map(_load, found.load)]
    digest = sha256()
    for line in following:
        digest.update(written(line))
    examined, window, counts = found.examined, found.window, found.counts
    whole = BacktestLine(
        place=place,
        ledger=about.name,
        created_at=write_moment(about.created_at),
        core=VERSION,
        program=version("loan-warning"),
        since=write_moment(window.since),
        until=write_moment(window.until),
        before=plan.replaced,
        after=plan.changed.id,
        rows=found.rows,
        rows_before=found.rows_before,
        figures=tuple(_figure(figure, found, names) for figure in examined.figures),
        aggregates=examined.aggregates,
        decided=len(examined.compared),
        changes=tuple(ChangeCount(kind=kind, **{name: counts[kind, name] for name in CHANGES}) for kind in ROWS),
        earlier=found.earlier,
        outcomes=found.outcomes,
        observed_days=window.observed_days,
        timeliness=tuple(
            TimelinessLine(level=LEVELS[one.level], before=_side(one.before), after=_side(one.after))
            for one in found.timeliness
        ),
        different=examined.different,
        not_comparable=examined.lost,
        following=digest.hexdigest(),
    )
    return whole, following


def _figure(figure: Figure, found: Report, names: Names) -> FigureLine:
    by = found.responsible
    return FigureLine(
        name=figure.name,
        said=Said(figures.figure(figure.name, names, "zh"), figures.figure(figure.name, names, "en")),
        before=figure.before,
        after=figure.after,
        touched=found.examined.touched.get(figure.name, 0),
        signals=by[figure.name, "signal"],
        warnings=by[figure.name, "warning"],
        duties=by[figure.name, "duty"],
    )


def _side(side: Side) -> SideLine:
    return SideLine(
        caught=ShareLine(**structs.asdict(side.caught)),
        lead_days=MedianLine(**structs.asdict(side.lead_days)),
        false_alarms=ShareLine(**structs.asdict(side.false_alarms)),
    )


def _instant(at: int | None) -> str | None:
    return None if at is None else write_moment(at)


def _change(one: Difference) -> BacktestChangeLine:
    row = one.row
    about = row.subject if isinstance(row, Signal) else row.kind if isinstance(row, Duty) else row.domain
    return BacktestChangeLine(
        kind=kind_of(one),
        change=one.change,
        at=write_moment(one.at),
        id=row.id,
        customer_no=row.customer_no,
        clause=row.clause if isinstance(row, Signal | Duty) else "",
        about=about,
        org_no=row.org_no if isinstance(row, Duty) else "",
        before_at=_instant(one.before_at),
        after_at=_instant(one.after_at),
        before_level=LEVELS[one.before_level],
        after_level=LEVELS[one.after_level],
        before_due=_instant(one.before_due),
        after_due=_instant(one.after_due),
        before_state=one.before_state,
        after_state=one.after_state,
        causes=one.causes,
    )


def _load(one: Load) -> BacktestLoadLine:
    return BacktestLoadLine(
        org_no=one.org_no,
        monday=write_day(one.week),
        opened_before=one.opened_before,
        opened_after=one.opened_after,
        breached_before=one.breached_before,
        breached_after=one.breached_after,
        unasked_after=one.unasked_after,
        answered_after=one.answered_after,
    )
