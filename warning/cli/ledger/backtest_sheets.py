"""A backtest as tables of words: the same for the screen and for its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from warning.audit.backtest.changes import Difference
from warning.audit.backtest.intervals import SMALL, Median, Share
from warning.audit.backtest.report import Report, kind_of
from warning.audit.backtest.timeliness import Side
from warning.audit.backtest.workload import Load
from warning.core.frame import LEVELS, RED
from warning.core.rows import Duty, Signal
from warning.wording import figures, moments, terms
from warning.wording.names import Names, series
from warning.wording.phrases import say
from warning.wording.phrases.backtest import BACKTEST_CHANGES
from warning.wording.text import Lang

ROWS: Final = {"signal": "bt_signals", "warning": "bt_warnings", "duty": "bt_duties"}
CHANGES: Final = ("new", "gone", "earlier", "later", "level", "due", "state")
PERCENT: Final = 100
FIELDS: Final = (
    "opened_before",
    "opened_after",
    "breached_before",
    "breached_after",
    "unasked_after",
    "answered_after",
)


class Sheet(Struct, frozen=True, kw_only=True):
    """A table: what it is of, its title, headings, rows, and how many more rows there are."""

    of: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


class Words(Struct, frozen=True):
    """What a backtest is told with."""

    names: Names
    lang: Lang

    def say(self, key: str, **values: object) -> str:
        """A phrase."""
        return say(key, self.lang, **values)

    def level(self, level: int) -> str:
        """A level by symbol and word; nothing for none."""
        return terms.LEVEL_MARKS[LEVELS[level]].say(self.lang) if level else "—"


def sheets(found: Report, words: Words, most: int) -> Iterator[Sheet]:
    """All tables; ``most`` rows of each change, or all where it is 0."""
    yield _figures(found, words)
    yield _changes(found, words)
    if found.outcomes:
        yield _timeliness(found, words)
    yield _organisations(found, words)
    yield _differences(found, words, most)


def _heads(words: Words, *keys: str) -> tuple[str, ...]:
    return tuple(words.say(key) for key in keys)


def _figures(found: Report, words: Words) -> Sheet:
    names, lang, by = words.names, words.lang, found.responsible
    rows = tuple(
        (
            figures.figure(figure.name, names, lang),
            figures.value(figure.name, figure.before, names, lang),
            figures.value(figure.name, figure.after, names, lang),
            f"{found.examined.touched.get(figure.name, 0):,}",
            *(f"{by[figure.name, kind]:,}" for kind in ROWS),
        )
        for figure in found.examined.figures
    )
    heads = _heads(words, "bt_figure", "bt_before", "bt_after", "bt_touched", *ROWS.values())
    return Sheet(of="figures", title=words.say("bt_t_figures", n=len(rows)), heads=heads, rows=rows)


def _changes(found: Report, words: Words) -> Sheet:
    counts = found.counts
    rows = tuple((words.say(ROWS[kind]), *(f"{counts[kind, change]:,}" for change in CHANGES)) for kind in ROWS)
    heads = (words.say("bt_kind"), *(BACKTEST_CHANGES[change].say(words.lang) for change in CHANGES))
    return Sheet(of="changes", title=words.say("bt_t_changes"), heads=heads, rows=rows)


def _timeliness(found: Report, words: Words) -> Sheet:
    rows = tuple(
        (
            words.say(
                "bt_at_most" if one.level == RED else "bt_at_least",
                level=terms.LEVELS[LEVELS[one.level]].say(words.lang),
            ),
            words.say(name),
            share(side.caught, words),
            median(side.lead_days, words),
            share(side.false_alarms, words),
        )
        for one in found.timeliness
        for name, side in (("bt_before", one.before), ("bt_after", one.after))
    )
    heads = (words.say("bt_level"), "", *_heads(words, "bt_caught", "bt_lead", "bt_false"))
    return Sheet(of="outcomes", title=words.say("bt_t_outcomes"), heads=heads, rows=rows)


def few(found: Report) -> bool:
    """Whether any of what is told of outcomes rests on few cases."""
    sides: list[Side] = [side for one in found.timeliness for side in (one.before, one.after)]
    return any(side.caught.of < SMALL or side.false_alarms.of < SMALL for side in sides)


def share(one: Share, words: Words) -> str:
    """``3/4 = 75% [30%, 95%]``."""
    if one.share is None or one.low is None or one.high is None:
        return words.say("bt_share_none")
    percents = {
        name: f"{PERCENT * value:.0f}"
        for name, value in zip(("share", "low", "high"), (one.share, one.low, one.high), strict=True)
    }
    return words.say("bt_share", n=one.n, of=one.of, **percents)


def median(one: Median, words: Words) -> str:
    """``12 [3, 40]``."""
    if one.median is None:
        return words.say("bt_share_none")
    middle = f"{one.median:g}"
    if one.low is None or one.high is None:
        return words.say("bt_median_bare", median=middle)
    return words.say("bt_median", median=middle, low=one.low, high=one.high)


def by_organisation(found: Report) -> list[Load]:
    """Each organisation's sum over the window; those with the largest change first."""
    sums: dict[str, list[int]] = {}
    for one in found.load:
        mine = sums.setdefault(one.org_no, [0] * len(FIELDS))
        for at, n in enumerate(_counts(one)):
            mine[at] += n
    loads = [Load(org_no=org_no, week=0, **dict(zip(FIELDS, each, strict=True))) for org_no, each in sums.items()]
    return sorted(loads, key=lambda one: (-abs(one.opened_after - one.opened_before), one.org_no))


def by_week(found: Report) -> list[tuple[int, int, int]]:
    """(Monday, opened before, opened after), without a gap from the first week to the last."""
    sums: dict[int, list[int]] = {}
    for one in found.load:
        mine = sums.setdefault(one.week, [0, 0])
        mine[0] += one.opened_before
        mine[1] += one.opened_after
    weeks = range(min(sums), max(sums) + 1, 7) if sums else ()
    return [(week, before, after) for week in weeks for before, after in (sums.get(week, [0, 0]),)]


def _counts(one: Load) -> tuple[int, ...]:
    return tuple(getattr(one, name) for name in FIELDS)


def _organisations(found: Report, words: Words) -> Sheet:
    rows = tuple(
        (
            words.names.org(one.org_no, words.lang),
            words.say("bt_to", before=one.opened_before, after=one.opened_after),
            words.say("bt_to", before=one.breached_before, after=one.breached_after),
            f"{one.unasked_after:,}",
            f"{one.answered_after:,}",
        )
        for one in by_organisation(found)
    )
    heads = _heads(words, "bt_org", "bt_opened", "bt_breached", "bt_unasked", "bt_answered")
    return Sheet(of="orgs", title=words.say("bt_t_orgs"), heads=heads, rows=rows)


def _differences(found: Report, words: Words, most: int) -> Sheet:
    all_of = found.differences
    shown = all_of[:most] if most else all_of
    heads = _heads(words, "bt_at", "bt_change", "bt_borrower", "bt_what", "bt_before", "bt_after", "bt_causes")
    return Sheet(
        of="differences",
        title=words.say("bt_t_differences", n=len(all_of)),
        heads=heads,
        rows=tuple(_difference(one, words) for one in shown),
        more=len(all_of) - len(shown),
    )


def _difference(one: Difference, words: Words) -> tuple[str, ...]:
    lang, row = words.lang, one.row
    kind = words.say(ROWS[kind_of(one)])
    return (
        moments.instant(one.at),
        f"{kind} · {BACKTEST_CHANGES[one.change].say(lang)}",
        words.names.borrower(row.customer_no, lang) if row.customer_no else "—",
        f"{_about(row, words)} {row.id}",
        _side(one, words, after=False),
        _side(one, words, after=True),
        series((figures.figure(name, words.names, lang) for name in one.causes), lang) or "—",
    )


def _about(row: object, words: Words) -> str:
    lang = words.lang
    if isinstance(row, Duty):
        kind = terms.DUTY_KINDS[row.kind].say(lang)
        return f"{kind} · {words.names.org_short(row.org_no, lang)}"
    if isinstance(row, Signal):
        return f"{row.clause} {row.subject}"
    return terms.DOMAINS[getattr(row, "domain", "business")].say(lang)


def _side(one: Difference, words: Words, *, after: bool) -> str:
    at = one.after_at if after else one.before_at
    if at is None:
        return "—"
    if isinstance(one.row, Duty):
        due, state = (one.after_due, one.after_state) if after else (one.before_due, one.before_state)
        return f"{'—' if due is None else moments.deadline(due)} {_state(state, words)}"
    return f"{words.level(one.after_level if after else one.before_level)} {moments.instant(at)}"


def _state(state: str, words: Words) -> str:
    if state == "unasked":
        return words.say("bt_unasked")
    return words.say("bt_answered") if state == "answered" else terms.DUTY_STATES[state].say(words.lang)
