"""How much of a ledger the report of a change is about, and what it found: what whoever approves looks at first."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, func, select

from warning.bootstrap import Opened
from warning.cli.ledger.slices import clock_of
from warning.cli.rule_changes.reports import kept_report, report_of, window_of
from warning.contracts.backtests import ChangeCount
from warning.contracts.rules import TestedLine
from warning.core.changes import RulesChange
from warning.core.scalars import DAY, day_of, midnight, read_moment
from warning.ledger.lanes import LANES
from warning.ledger.sql.tables import JOURNAL, LANE
from warning.wording import moments
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.phrases.backtest import BACKTEST_CHANGES
from warning.wording.text import Lang

LEAST_DAYS: Final = 30
"""A report of a shorter time, or one that ends so long before the ledger does, is remarked on."""
KINDS: Final = {"signal": "bt_signals", "warning": "bt_warnings", "duty": "bt_duties"}
REMARKS: Final = {
    "short": "rc_t_short",
    "not_newest": "rc_t_not_newest",
    "not_comparable": "rc_t_not_comparable",
    "different": "rc_t_different",
    "unread": "rc_t_unread",
    "altered": "rc_t_altered",
}
"""What is remarked on -> how it is said."""
PERCENT: Final = 100


class Tested(Struct, frozen=True):
    """What a report says of itself (``line``), if it can be read, and what is to be said of it."""

    line: TestedLine | None = None
    remarks: tuple[str, ...] = ()
    clock: int = 0
    """How far time had come in the ledger, or when the change was decided on (µs UTC)."""


def tested(connection: Connection, here: Opened, name: str, change: RulesChange) -> Tested:
    """The report of a change, held against the ledger it is of."""
    if not change.backtest:
        return Tested()
    raw = kept_report(connection, name)
    if sha256(raw).hexdigest() != change.backtest:
        return Tested(remarks=("altered",))
    report = report_of(raw)
    if report is None:
        return Tested(remarks=("unread",))
    window, clock = window_of(report), change.ended_at or clock_of(here)
    first = _first(connection)
    begun = window.since if first is None else max(window.since, midnight(day_of(first)))
    covered = max(min(window.until, clock) - begun, 0)
    line = TestedLine(
        since=report.since,
        until=report.until,
        days=covered // DAY,
        ledger_days=None if first is None else max(clock - first, 0) // DAY,
        rows=report.rows,
        ledger_rows=connection.execute(select(func.sum(LANE.c.seq))).scalar_one() or 0,
        aggregates=report.aggregates,
        decided=report.decided,
        changes=report.changes,
        not_comparable=report.not_comparable,
        different=len(report.different),
    )
    found = {
        "short": covered < LEAST_DAYS * DAY,
        "not_newest": window.until <= clock - LEAST_DAYS * DAY,
        "not_comparable": bool(line.not_comparable),
        "different": bool(line.different),
    }
    return Tested(line, tuple(code for code, so in found.items() if so), clock)


def said(one: Tested, lang: Lang) -> Iterator[str]:
    """Window, share of the ledger, and the main figures, a line each; nothing of what cannot be read."""
    line = one.line
    if line is None:
        return
    yield say("rc_t_window", lang, **_instants(line), days=line.days, share=_share(line, lang))
    yield say("rc_t_scope", lang, decided=line.decided, aggregates=line.aggregates)
    yield say("rc_t_changes", lang, changes=changes_said(line.changes, lang))


def remarked(one: Tested, lang: Lang) -> Iterator[str]:
    """What is to be said of a report, a line each."""
    line, clock = one.line, moments.instant(one.clock)
    for code in one.remarks:
        values = {} if line is None else {"days": line.days, "lost": line.not_comparable, "n": line.different}
        until = "" if line is None else _instants(line)["until"]
        yield say(REMARKS[code], lang, least=LEAST_DAYS, clock=clock, until=until, **values)


def changes_said(changes: tuple[ChangeCount, ...], lang: Lang) -> str:
    """``signals: 4 other level; warnings: none; duties: 7 new``."""
    said = []
    for one in changes:
        counts = [
            say("rc_t_count", lang, n=n, change=word.say(lang))
            for name, word in BACKTEST_CHANGES.items()
            if (n := getattr(one, name))
        ]
        kind = say(KINDS[one.kind], lang)
        told = series(counts, lang) if counts else say("rc_t_none", lang)
        said.append(say("rc_t_kind", lang, kind=kind if lang == "zh" else kind.lower(), counts=told))
    return say("rc_t_between", lang).join(said)


def _share(line: TestedLine, lang: Lang) -> str:
    share = _percent(line.rows, line.ledger_rows)
    rows = say("rc_t_rows", lang, rows=line.rows, of=line.ledger_rows, share=share)
    if line.ledger_days is None:
        return rows
    return say("rc_t_share", lang, days=line.ledger_days, share=_percent(line.days, line.ledger_days), rows=rows)


def _percent(part: int, whole: int) -> int:
    """Rounded down; of nothing all."""
    return min(PERCENT * part // whole, PERCENT) if whole else PERCENT


def _instants(line: TestedLine) -> dict[str, str]:
    return {
        "since": moments.instant(int(read_moment(line.since))),
        "until": moments.instant(int(read_moment(line.until))),
    }


def _first(connection: Connection) -> int | None:
    """The instant of the ledger's first row, by what its lanes begin with; None: it has none, or not here."""
    query = select(func.min(JOURNAL.c.at)).where(JOURNAL.c.seq == 1, JOURNAL.c.lane.in_(range(LANES)))
    found: int | None = connection.execute(query).scalar()
    return found
