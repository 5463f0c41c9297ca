"""A backtest as a page of its own: to be read, printed and kept; it loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import msgspec

from warning.audit.backtest.report import Report
from warning.cli.ledger.backtest_sheets import Sheet, Words, by_organisation, by_week, sheets
from warning.cli.screen.markup import escape
from warning.cli.screen.svg import Bars, drawn, histogram
from warning.contracts.backtests import OF, BacktestLine
from warning.core.scalars import write_day

LEADS: Final = (1, 8, 15, 31, 61, 91, 181, 366)
"""Bounds of days ahead."""
ORGS: Final = 14
LISTED: Final = 2_000
"""So many changes are listed on a page; all are in the lines."""
STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c2530; --paper: #fff; --rule: #c9d1da; --before: #7b8794; --after: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --paper: #14191f; --rule: #3a4653; --before: #93a1b0; --after: #5aa9f5; }
}
body { font: 15px/1.55 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: var(--ink);
  background: var(--paper); max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--rule); }
tbody th { font-weight: normal; }
thead th { border-bottom: 2px solid var(--ink); white-space: nowrap; }
.chart { width: 100%; height: auto; overflow: visible; } .chart text { font-size: 11px; fill: var(--ink); }
.chart .grid { stroke: var(--rule); } .chart .before { fill: url(#hatch); stroke: var(--before); }
.chart .after { fill: var(--after); } .key { display: flex; gap: 1.5rem; align-items: center; }
.key svg { width: 1.2rem; height: .9rem; vertical-align: middle; margin-right: .4rem; }
.note { border-left: .25rem solid var(--rule); padding-left: .8rem; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } thead { display: table-header-group; } }
"""
HATCH: Final = (
    '<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="5" height="5" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" '
    'stroke="var(--before)" stroke-width="3"/></pattern></defs></svg>'
)


def page(found: Report, first: BacktestLine, head: str, notes: list[str], words: Words) -> str:
    """The whole page, HTML; ``first`` is what machines read of it."""
    title, told = escape(words.say("bt_title")), escape(msgspec.json.encode(first).decode())
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="{"zh-CN" if words.lang == "zh" else "en"}">',
            f'<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>',
            f'<meta name="{OF}" content="{told}">',
            f"<style>{STYLE}</style></head>",
            f"<body><main>\n<h1>{title}</h1>{HATCH}",
            f"<p>{escape(head)}</p>",
            *(f'<p class="note">{escape(note)}</p>' for note in notes),
            *_body(found, words),
            "</main></body></html>\n",
        )
    )


def _body(found: Report, words: Words) -> Iterator[str]:
    for sheet in sheets(found, words, LISTED):
        if sheet.of == "orgs":
            weeks = _chart(_weeks(found, words), words)
            yield f"<h2>{escape(words.say('bt_t_weeks'))}</h2>{weeks}" if weeks else ""
        chart = CHARTS.get(sheet.of)
        yield _table(sheet, "" if chart is None else _chart(chart(found, words), words), words)


def _chart(bars: Bars, words: Words) -> str:
    """A chart with its key; empty where there is nothing to draw."""
    chart = drawn(bars)
    key = (
        f'<span><svg class="chart" aria-hidden="true"><rect class="{name}" width="100%" height="100%"/></svg>'
        f"{escape(words.say(phrase))}</span>"
        for name, phrase in (("before", "bt_before"), ("after", "bt_after"))
    )
    return f'\n<p class="key">{"".join(key)}</p>\n{chart}\n' if chart else ""


def _weeks(found: Report, words: Words) -> Bars:
    weeks = by_week(found)
    return Bars(
        title=words.say("bt_chart_weeks"),
        labels=tuple(write_day(week) for week, _, _ in weeks),
        before=tuple(before for _, before, _ in weeks),
        after=tuple(after for _, _, after in weeks),
    )


def _orgs(found: Report, words: Words) -> Bars:
    orgs = by_organisation(found)[:ORGS]
    return Bars(
        title=words.say("bt_chart_orgs"),
        labels=tuple(words.names.org_short(one.org_no, words.lang) for one in orgs),
        before=tuple(one.opened_before for one in orgs),
        after=tuple(one.opened_after for one in orgs),
    )


def _leads(found: Report, words: Words) -> Bars:
    one = found.timeliness[0]
    labels = [words.say("bt_days", low=low, high=end - 1) for low, end in pairwise(LEADS)]
    return Bars(
        title=words.say("bt_chart_leads"),
        labels=(*labels, words.say("bt_days_on", low=LEADS[-1])),
        before=histogram(one.before.leads, LEADS),
        after=histogram(one.after.leads, LEADS),
    )


CHARTS: Final[dict[str, Callable[[Report, Words], Bars]]] = {"orgs": _orgs, "outcomes": _leads}
"""What a table is of -> the chart that stands above it."""


def _table(sheet: Sheet, chart: str, words: Words) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in sheet.heads)
    rows = "\n".join(map(_row, sheet.rows))
    more = f"<p>{escape(words.say('bt_more', n=sheet.more))}</p>" if sheet.more else ""
    return (
        f'<h2>{escape(sheet.title)}</h2>{chart}\n<div class="scroll"><table><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _row(cells: tuple[str, ...]) -> str:
    first, *rest = map(escape, cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
