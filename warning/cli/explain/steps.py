"""How the due of a duty is worked out, step by step: the same on its own page and on its signal's."""

from __future__ import annotations

from warning.cli.explain.beginning import by_date, other_start, start_is
from warning.cli.explain.checkday import check_day_of
from warning.cli.explain.figures import whose_term
from warning.cli.explain.keeping import kept_start
from warning.cli.explain.page import Page
from warning.cli.explain.raising import RAISES
from warning.core.rows import Duty, Signal
from warning.ledger.memory import Change
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
    whose = whose_term(page, duty, opening, lang)
    start = start_is(page, duty, opening)
    first, *steps = arithmetic(duty, values, frame, lang, start_is=start, whose=whose)
    if page.situation.is_written_half(duty):
        steps = [say("due_written_half", lang), *steps]
    elif duty.clause == "11.1.4" and duty.kind == "first_notice" and start != "start_balance":
        steps = [say("due_event_start", lang), *steps]
    if start == "start_balance":
        steps = [*kept_start(page, duty, opening, lang), *steps]
    return [first, *by_date(page, duty, opening, lang), *other_start(page, duty, opening, lang), *steps]


def _is_set(page: Page, signal: Signal, duty: Duty) -> bool:
    """Whether the class was set, not forecast, by the fact that opened a report (O1, O2)."""
    changes = page.situation.ledger.history[signal.id]
    whys = [one.effect.why for one in changes if one.effect.change in RAISES and one.at <= duty.opened_at]
    return bool(whys) and whys[-1].code == "classified"
