"""What was past as it came about: a band, at its recording (R27), or the due of a sub-branch's duty (D3)."""

from __future__ import annotations

from collections.abc import Iterator

from warning.cli.explain.beginning import BY_BAND, born_late, start_is
from warning.cli.explain.page import Page
from warning.core.effects import Why
from warning.core.rows import Duty, Signal, Step
from warning.core.scalars import write_day
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang


def past_lines(page: Page, duty: Duty, lang: Lang) -> list[str]:
    """Why a clock starts neither with the day of a band nor with the due of a sub-branch's duty; often none."""
    late = born_late(page, duty)
    if late is not None and late.due is not None:
        due, at = moments.deadline(late.due), moments.instant(late.opened_at)
        return [say("born_late", lang, id=late.id, due=due, at=at)]
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is None or start_is(page, duty, page.situation.opening(duty)) != "start_band_past":
        return []
    step = next((one for one in signal.history if one.opening == duty.opening), None)
    return [] if step is None else list(_band_past(page, signal, step, lang))


def _band_past(page: Page, signal: Signal, step: Step, lang: Lang) -> Iterator[str]:
    """The day of the band, the record at which it was past, and why it was not reached before."""
    whys = (one.effect.why for one in page.situation.ledger.history[signal.id] if one.at == step.at)
    for why in [why for why in whys if why.code in BY_BAND][:1]:
        values = dict(why.values)
        key = "band_past_anew" if _was_since(page, signal, why, step.at) else "band_past_earlier"
        reached, at = write_day(int(values["reached_on"])), moments.instant(step.at)
        because = say(key, lang)
        yield say("band_past", lang, n=values["first_day"], reached=reached, id=step.event, at=at, because=because)


def _was_since(page: Page, signal: Signal, why: Why, at: int) -> bool:
    """Whether the days had been counted from the same date before, so that the count had stopped meanwhile."""
    history = page.situation.ledger.history
    rows = (one for one in page.situation.verdicts.signals if one.customer_no == signal.customer_no)
    same = ("loan_no", "since")
    known = [
        change.effect.why for row in rows if row.clause == signal.clause for change in history[row.id] if change.at < at
    ]
    wanted = [dict(why.values).get(name) for name in same]
    return any([dict(one.values).get(name) for name in same] == wanted for one in known if one.code == why.code)
