"""How the due of a duty is worked out, step by step: the same on its own page and on its signal's."""

from __future__ import annotations

from collections.abc import Mapping

from warning.cli.explain.beginning import AFTER_WAIT, OPEN_END, by_date, other_start, start_is
from warning.cli.explain.checkday import check_day_of
from warning.cli.explain.figures import whose_term
from warning.cli.explain.keeping import kept_start
from warning.cli.explain.page import Page
from warning.cli.explain.past import past_lines
from warning.cli.explain.raising import RAISES
from warning.core.effects import Why
from warning.core.rows import Duty, Signal
from warning.core.scalars import first_of, first_of_next_month, midnight
from warning.ledger.memory import Change
from warning.wording import moments
from warning.wording.arithmetic import arithmetic
from warning.wording.phrases import say
from warning.wording.text import Lang


def duty_steps(page: Page, duty: Duty, opening: Change | None, lang: Lang) -> list[str]:
    """The arithmetic of its due, from the loan's maturity on where that is what was checked."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    check = [] if signal is None or duty.clause != signal.clause else check_day_of(page, signal, lang)
    return [*check, *due_steps(page, duty, opening, lang)]


def due_steps(page: Page, duty: Duty, opening: Change | None, lang: Lang) -> list[str]:
    """The arithmetic of its due, from the start of its clock on."""
    frame = page.situation.setting.frame
    values = dict(opening.effect.why.values) if opening is not None else {}
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is not None and signal.clause == "11.1.2" and _is_set(page, signal, duty):
        values["set"] = 1
    elif signal is not None and duty.clause == signal.clause == "11.1.2":
        values |= _far(page, signal, duty, values)
    whose = whose_term(page, duty, opening, lang)
    start = start_is(page, duty, opening)
    first, *steps = arithmetic(duty, values, frame, lang, start_is=start, whose=whose)
    if page.situation.is_written_half(duty):
        steps = [say("due_written_half", lang), *steps]
    elif duty.clause == "11.1.4" and duty.kind == "first_notice" and start not in AFTER_WAIT:
        steps = [say("due_event_start", lang), *steps]
    if start in AFTER_WAIT:
        steps = [*kept_start(page, duty, opening, lang), *steps]
    steps = [*_class_past(page, signal, duty, values, lang), *steps]
    apart = (*other_start(page, duty, opening, lang), *past_lines(page, duty, lang))
    return [first, *by_date(page, duty, opening, lang), *apart, *steps]


def _class_past(
    page: Page, signal: Signal | None, duty: Duty, values: Mapping[str, int | str], lang: Lang
) -> list[str]:
    """O2: that the month's end by which to report was past when it was discovered; nothing where it was ahead."""
    by_days = signal is not None and duty.clause == signal.clause == "11.1.2" and "n" in values and "cap" not in values
    whys = _graded(page, signal, duty) if signal is not None and by_days else []
    if not whys:
        return []
    first, is_set = first_of(str(dict(whys[-1].values)["month"])), whys[-1].code == "classified"
    limit = midnight(first_of_next_month(first) if is_set else first)
    key = "due_set_past" if is_set else "due_month_past"
    return [say(key, lang, due=moments.deadline(limit))] if limit <= duty.start else []


def _far(page: Page, signal: Signal, duty: Duty, values: Mapping[str, int | str]) -> dict[str, int | str]:
    """R93: the month forecast, where the month of the recording ends before the end of the one before that."""
    whys = _graded(page, signal, duty)
    month = str(dict(whys[-1].values)["month"]) if whys else ""
    return {"far": month} if month and int(values.get("cap") or OPEN_END) < midnight(first_of(month)) else {}


def _graded(page: Page, signal: Signal, duty: Duty) -> list[Why]:
    """Why the signal of a class was raised or rose until the duty was opened."""
    changes = page.situation.ledger.history[signal.id]
    whys = [one.effect.why for one in changes if one.effect.change in RAISES and one.at <= duty.opened_at]
    return [why for why in whys if "month" in dict(why.values)]


def _is_set(page: Page, signal: Signal, duty: Duty) -> bool:
    """Whether the class was set, not forecast, by the fact that opened a report (O1, O2)."""
    changes = page.situation.ledger.history[signal.id]
    whys = [one.effect.why for one in changes if one.effect.change in RAISES and one.at <= duty.opened_at]
    return bool(whys) and whys[-1].code == "classified"
