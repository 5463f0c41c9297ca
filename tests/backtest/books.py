"""Rule books that are another one with a single figure changed: one for every figure there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from warning.core.frame import Band, Book, Calendar, Clock, Frame, SignalRule, Term

Changed = Callable[[Frame], Frame]
SHORT: Final = Clock(Term(1, "days"), Term(5, "hours"))
HOURS: Final = Term(7, "hours")


def stricter(rule: SignalRule) -> SignalRule:
    """One whose first bound is reached at once, or that has another level."""
    if rule.bands:
        first = rule.bands[0]
        return replace(rule, bands=(Band(3, first.op, first.bound // 2), *rule.bands[1:]))
    if rule.variants:
        return replace(rule, variants=dict.fromkeys(rule.variants, 3))
    if rule.variant_bands:
        bands = {name: tuple(replace(band, level=3) for band in each) for name, each in rule.variant_bands.items()}
        return replace(rule, variant_bands=bands)
    return replace(rule, level=4 - rule.level)


def _signal(number: int) -> Changed:
    return lambda frame: replace(
        frame,
        book=replace(frame.book, signals={**frame.book.signals, number: stricter(frame.book.signals[number])}),
    )


def _book(change: Callable[[Book], Book]) -> Changed:
    return lambda frame: replace(frame, book=change(frame.book))


def _entry(field: str, key: str, value: object) -> Changed:
    return _book(lambda book: replace(book, **{field: {**getattr(book, field), key: value}}))


def _holidays(frame: Frame) -> Frame:
    old = frame.calendar
    more = frozenset(day + 1 for day in old.holidays) | old.holidays
    return replace(frame, calendar=Calendar(more, old.workdays, old.published_years))


def _moved(frame: Frame) -> Frame:
    """The last sub-branch stands under another branch."""
    branches = sorted(no for no, org in frame.orgs.items() if org.level == "branch")
    last = max(no for no, org in frame.orgs.items() if org.level == "sub_branch")
    other = next((no for no in branches if no != frame.orgs[last].parent), branches[0])
    return replace(frame, orgs={**frame.orgs, last: replace(frame.orgs[last], parent=other)})


SIGNALS: Final = (6, 7, 8, 18, 19, 20, 22, 25, 30, 35, 40, 45, 50)
CHANGED: Final[dict[str, Changed]] = {
    **{f"signals.{number}": _signal(number) for number in SIGNALS},
    "arrears_bands": _book(lambda book: replace(book, arrears_bands=((1, 1), (9, 2), (40, 3)))),
    "overdue_bands": _book(lambda book: replace(book, overdue_bands=((5, 1), (30, 3)))),
    "major_level": _book(lambda book: replace(book, major_level=2)),
    "finding_levels": _entry("finding_levels", "conditions_not_met", 3),
    "forecast_levels": _entry("forecast_levels", "special_mention_3", 1),
    "set_levels": _entry("set_levels", "special_mention_2", 1),
    "assessment_levels": _entry("assessment_levels", "partial", 3),
    "missing": _entry("assessment_levels", "missing", 2),
    "tiers": _book(lambda book: replace(book, tiers=tuple(bound // 3 for bound in book.tiers))),
    "check_days": _book(lambda book: replace(book, check_days=40)),
    "report_by_days": _book(lambda book: replace(book, report_by_days=20)),
    "assessment_window_days": _book(lambda book: replace(book, assessment_window_days=70)),
    "recovery_memory_months": _book(lambda book: replace(book, recovery_memory_months=1)),
    "sign_off_days": _book(lambda book: replace(book, sign_off_days=4)),
    "go_live_working_days": _book(lambda book: replace(book, go_live_working_days=9)),
    "maturity_clocks": _book(lambda book: replace(book, maturity_clocks=(SHORT, SHORT, SHORT))),
    "report_clocks": _entry("report_clocks", "11.1.4", SHORT),
    "head_office_clocks": _book(lambda book: replace(book, head_office_clocks=(SHORT, SHORT, SHORT))),
    "finding_clocks": _entry("finding_clocks", "12.1.2.2", SHORT),
    **{
        name: _book(lambda book, name=name: replace(book, **{name: HOURS}))  # type: ignore[misc]
        for name in ("team", "meeting", "meeting_red", "rectification_notice", "completion", "notice", "answer")
    },
    "team_leaders": _book(lambda book: replace(book, team_leaders=("sub_branch_president",))),
    "principal_leader": _book(lambda book: replace(book, principal_leader="branch_monitor")),
    "president": _book(lambda book: replace(book, president="vice_president_lending")),
    "posts": _entry("posts", "team", {"sub_branch": "vice_president_lending", "branch": "branch_monitor"}),
    "may": _entry("may", "phone.notice.v1", ("branch_monitor",)),
    "posts_at": _entry("posts_at", "branch_monitor", ("head_office",)),
    "calendar": _holidays,
    "organisation": _moved,
}
"""What is changed -> how; each is one figure of the frame, but for few that move two."""
