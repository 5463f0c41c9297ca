"""The arithmetic of a due, step by step, as an auditor would do it on paper (T1-T3, P4, O2, T6)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Final

from warning.core.frame import Calendar, Frame
from warning.core.rows import Duty
from warning.core.scalars import HOUR, day_of, end_of, first_of, midnight, month_of
from warning.wording import moments, terms
from warning.wording.names import aside
from warning.wording.phrases import say
from warning.wording.text import Lang

Values = Mapping[str, int | str]
FEW: Final = 7
"""Up to so many days are written out one by one."""


def arithmetic(
    duty: Duty, values: Values, frame: Frame, lang: Lang, *, start_is: str = "", whose: str = ""
) -> list[str]:
    """The steps from where the clock starts to the due that is enforced, and the working-day view.

    ``start_is``: the phrase that says what the start is the instant of, where more is known than the duty tells.
    ``whose``: whose the term is, in words: the policy's text or a default.
    """
    if duty.due is None:
        return [say("due_none", lang)]
    return [
        *_steps(duty, values, frame, lang, say(start_is or meaning(duty), lang), whose),
        say("due_is", lang, due=moments.deadline(duty.due)),
        *_working(duty, frame.calendar, lang),
    ]


def _steps(duty: Duty, values: Values, frame: Frame, lang: Lang, start_is: str, whose: str) -> Iterator[str]:
    start = int(values.get("start", duty.start))
    yield say("due_start", lang, start=moments.instant(start), what=start_is)
    if "n" in values and "unit" in values:
        n, unit = int(values["n"]), str(values["unit"])
        uncounted = int(values.get("day", day_of(start)))
        if "cap" not in values and duty.clause == "11.1.1" and "matures_on" in values:
            yield _cap_past(int(values["matures_on"]), frame, lang)
        written = moments.term(n, unit, lang)
        written = aside(written, whose, lang) if whose else written
        due = yield from _term(start, uncounted, n, unit, frame.calendar, lang, written)
        if "cap" in values:
            yield from _cap(due, int(values["cap"]), values, frame, lang)
    elif "cap" in values:
        yield _fixed(duty, values, frame, lang)
    elif duty.kind == "assessment" and "matures_on" in values:
        yield from _assessment(duty, start, values, frame, lang)
    elif duty.kind in ("monthly_update", "forecast_sign_off"):
        by = "D6" if duty.kind == "monthly_update" else "O3"
        month = moments.month(duty.hangs_on.rsplit(":", 1)[1], lang)
        yield say("due_month_end", lang, month=month, ref=by, due=moments.deadline(duty.due or start))
    elif ":after:" in duty.hangs_on:
        yield say("due_successor", lang)
    elif "complete_by" in values:
        day = moments.weekday(int(values["complete_by"]), lang)
        yield say("due_set_by_notice", lang, day=day, due=moments.deadline(duty.due or 0))
    if "go_live" in duty.tags:
        yield go_live_step(duty.due or duty.start, frame, lang)


def meaning(duty: Duty) -> str:
    """What the start is the instant of."""
    if ":after:" in duty.hangs_on:
        return "start_earlier_duty"
    head = duty.hangs_on.partition(":")[0]
    if duty.kind == "notice" or head == "finding":
        return "start_discovery"
    if head == "signal" and duty.kind != "rectification_notice":
        return "start_discovery"
    by_head = {"report": "start_report", "crossing": "start_crossing", "breach": "start_breach"}
    by_kind = {
        "assessment": "start_window",
        "monthly_update": "start_month",
        "forecast_sign_off": "start_window",
        "answer": "start_notice",
        "completion": "start_notice",
    }
    return by_head.get(head) or by_kind.get(duty.kind) or "start_raise"


def _term(
    start: int, uncounted: int, n: int, unit: str, calendar: Calendar, lang: Lang, written: str
) -> Generator[str, None, int]:
    """Yields the steps and returns the due; ``written`` is the term in words."""
    if unit == "hours":
        due = start + n * HOUR
        yield say("due_hours", lang, term=written, due=moments.instant(due))
        return due
    yield say("due_uncounted", lang, term=written, day=moments.weekday(uncounted, lang))
    counted: list[int] = []
    skipped: list[int] = []
    day = uncounted
    while len(counted) < n:
        day += 1
        (counted if unit == "days" or calendar.is_working(day) else skipped).append(day)
    if skipped:
        listed = _list([moments.weekday(day, lang) for day in skipped], lang)
        yield say("due_skipped", lang, days=listed)
    if n <= FEW:
        numbered = [say("due_nth", lang, n=k, day=moments.weekday(day, lang)) for k, day in enumerate(counted, 1)]
        yield say("due_counted", lang, days=_list(numbered, lang), due=moments.deadline(end_of(day)))
    else:
        last = say("due_nth", lang, n=n, day=moments.weekday(day, lang))
        yield say("due_counted", lang, days=last, due=moments.deadline(end_of(day)))
    return end_of(day)


def _list(items: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(items)


def _cap(due: int, cap: int, values: Values, frame: Frame, lang: Lang) -> Iterator[str]:
    applied = "due_cap_applied" if cap < due else "due_cap_ahead"
    day = moments.weekday(int(values["matures_on"]), lang)
    n = frame.book.report_by_days
    yield say(applied, lang, day=day, n=n, cap=moments.deadline(cap), due=moments.deadline(due))


def _assessment(duty: Duty, start: int, values: Values, frame: Frame, lang: Lang) -> Iterator[str]:
    """P3: from 60 days before maturity, where it starts then, to the end of the check day."""
    maturity = (str(values["loan_no"]), int(values["matures_on"]), int(values["check_at"]))
    first, *steps = check_day_steps(*maturity, frame, lang, live="go_live" in duty.tags)
    n = frame.book.assessment_window_days
    yield first
    if start == midnight(maturity[1] - n):
        yield say("due_window", lang, n=n, day=moments.weekday(maturity[1] - n, lang))
    yield from steps


def _cap_past(matures_on: int, frame: Frame, lang: Lang) -> str:
    """P4: no limit any more for what starts after the last day to report."""
    n = frame.book.report_by_days
    cap = moments.deadline(end_of(matures_on - n))
    return say("due_cap_past", lang, day=moments.weekday(matures_on, lang), n=n, cap=cap)


def _fixed(duty: Duty, values: Values, frame: Frame, lang: Lang) -> str:
    due = moments.deadline(int(values["cap"]))
    if "far" in values:
        return say("due_forecast_far", lang, due=due, **_month_before(str(values["far"]), lang))
    if duty.clause != "11.1.1":
        return say("due_class_month" if values.get("set") else "due_forecast_month", lang, due=due)
    day = moments.weekday(int(values["matures_on"]), lang)
    tier = terms.TIERS[str(values["tier"])].say(lang)
    return say("due_d25", lang, tier=tier, day=day, n=frame.book.report_by_days, due=due)


def _month_before(month: str, lang: Lang) -> dict[str, str]:
    """A month that is forecast, and the end of the one before it."""
    return {"month": moments.month(month, lang), "later": moments.deadline(midnight(first_of(month)))}


def check_day_steps(
    loan_no: str, matures_on: int, check_at: int, frame: Frame, lang: Lang, *, live: bool
) -> Iterator[str]:
    """How the check day of a loan follows from its maturity (P1, T6); ``live``: the loan was taken on at going live."""
    check_day, days = day_of(check_at) - 1, frame.book.check_days
    by_live = live and (check_at == frame.go_live_end() or check_day == matures_on)
    yield say("due_maturity", lang, loan_no=loan_no, day=moments.weekday(matures_on, lang))
    first, later = moments.weekday(matures_on - days, lang), moments.weekday(check_day, lang)
    nth, due = frame.book.go_live_working_days, moments.deadline(check_at)
    if check_day == matures_on - days:
        yield say("due_check_day", lang, n=days, day=first, due=due)
    elif by_live:
        yield say("due_check_day_live", lang, n=days, day=first, later=later, live=nth)
    else:
        yield say("due_check_day_later", lang, n=days, day=first, later=later, due=due)


def go_live_step(due: int, frame: Frame, lang: Lang) -> str:
    """T6, the working days after going live counted one by one, to the instant before which nothing is due."""
    live, n = day_of(frame.live_from or due), frame.book.go_live_working_days
    days, at = _working_days(live, n, frame, lang), moments.deadline(due)
    return say("due_go_live", lang, live=moments.weekday(live, lang), days=days, n=n, due=at)


def live_days_step(frame: Frame, lang: Lang) -> str:
    """T6: the working days after going live."""
    live, n = day_of(frame.live_from or 0), frame.book.go_live_working_days
    return say("live_days", lang, live=moments.weekday(live, lang), days=_working_days(live, n, frame, lang))


def _working_days(live: int, n: int, frame: Frame, lang: Lang) -> str:
    days = [moments.weekday(frame.calendar.nth_working_day(live, k), lang) for k in range(1, n + 1)]
    return _list([say("due_nth", lang, n=k, day=day) for k, day in enumerate(days, 1)], lang)


def _working(duty: Duty, calendar: Calendar, lang: Lang) -> Iterator[str]:
    """T3: ``due_working`` is shown, never enforced."""
    if duty.due is None or duty.due_working is None:
        return
    day = day_of(duty.due - 1) if duty.due == end_of(day_of(duty.due) - 1) else day_of(duty.due)
    on = moments.weekday(day, lang)
    if duty.due_working == duty.due:
        yield say("due_on_working_day", lang, day=on)
    else:
        yield say("due_off_day", lang, day=on, due=moments.deadline(duty.due_working))
    year, _ = month_of(day)
    if year not in calendar.published_years:
        yield say("calendar_provisional", lang, year=year)
