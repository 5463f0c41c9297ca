"""What the start of a duty's clock is the instant of: which discovery, band, raise, report or breach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from warning.cli.explain.amount import is_later_notice
from warning.cli.explain.approved import AFTER
from warning.cli.explain.doubts import AT_RECORDING
from warning.cli.explain.kept import BACK, BY_BALANCE
from warning.cli.explain.needed import MOVED, is_record
from warning.cli.explain.page import Page
from warning.cli.explain.put_back import opened_by, put_back
from warning.core.rows import Duty, Signal, Step
from warning.core.scalars import HOUR, day_of, end_of, midnight, read_moment
from warning.ledger.memory import Change
from warning.wording import moments
from warning.wording.arithmetic import meaning
from warning.wording.phrases import say
from warning.wording.text import Lang

BY_DISCOVERY: Final = ("report_due", "finding_report", "found_by_branch", "notice")
"""Reasons for which a duty counts from the discovery of what raised its signal."""
OPENED: Final = ("raised", "rose")
AFTER_WAIT: Final = ("start_balance", "start_back", "start_back_arrears", "start_refinanced")
"""The phrases for what a balance raised, which had been known before."""
BY_CODE: Final = {"new_book": "start_new_book", "contagion": "start_derived"}
AT_ONCE: Final = {"booked_at_branch": "start_opening", "report_at_crossing": "start_crossing"}
"""Reasons that say themselves what the clock starts with."""
RECORDED: Final = {
    "loan.position.v1": "start_balance_here",
    "loan.extended.v1": "start_extension",
    MOVED: "start_moved_here",
}
"""What was recorded, where an assessment or a sign-off is owed from a recording on."""
OTHERWISE: Final = {
    "report_at_crossing": ("said_discovery", "here_crossing", "W7"),
    "crossing": ("said_report", "here_crossing", "W7、D3"),
    "head_office_by_breach": ("said_report", "here_breach", "D3"),
    "found_by_branch": ("said_report", "here_own_finding", "D3"),
    "booked_at_branch": ("said_report", "here_raise", "O9"),
}
"""Reason for which a duty was opened -> what its clause counts from, what it does count from, the default by which."""
BY_BAND: Final = {
    "arrears_day": ("said_arrears", "here_band", "O4"),
    "overdue_day": ("said_problem", "here_band", "O4、R9"),
}
"""The same of a band of days that was reached: of interest arrears after the first, whose day the clause names."""
OPEN_END: Final = 1 << 62
"""Later than any due."""
DATE_LENGTH: Final = len("2026-11-03")


def start_is(page: Page, duty: Duty, opening: Change | None) -> str:
    """The phrase for it."""
    code = "" if opening is None else opening.effect.why.code
    if code == "booked_at_branch" and duty.came_in:  # counts from there: the signal had been raised before (O9)
        return "start_came_in"
    if code in AT_ONCE:
        return AT_ONCE[code]
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if code not in BY_DISCOVERY or signal is None or AFTER in duty.hangs_on:
        return _exactly(page, duty, meaning(duty), opening)
    number = int(duty.hangs_on.rpartition(":")[2])
    step = next((step for step in signal.history if step.opening == number), None)
    if duty.came_in or (step is not None and duty.start == duty.opened_at and duty.start != step.start):
        return "start_came_in"
    return _of_addition(page, signal, duty) if step is None else of_step(page, signal, step)


def other_start(page: Page, duty: Duty, opening: Change | None, lang: Lang) -> list[str]:
    """That the clause itself counts from something else, where it does (W7, D3, O4, O9)."""
    code = "" if opening is None else opening.effect.why.code
    words = OTHERWISE.get(code) or by_band(page, duty)
    if words is None or AFTER in duty.hangs_on:
        return []
    said, here, ref = words
    here = "here_came_in" if code == "booked_at_branch" and duty.came_in else here
    ref = ref if lang == "zh" else ref.replace("、", ", ")
    return [say("due_other_start", lang, said=say(said, lang), here=say(here, lang), ref=ref)]


def by_date(page: Page, duty: Duty, opening: Change | None, lang: Lang) -> list[str]:
    """What a bare date of discovery, taken from its 00:00, does to a term in hours; nothing where it does nothing."""
    values = {} if opening is None else dict(opening.effect.why.values)
    record = _by_bare_date(page, duty, opening)
    if not record or duty.due is None or values.get("unit") != "hours" or "go_live" in duty.tags:
        return []
    ends, event = duty.fulfilled_at or page.situation.verdicts.until, page.events[record]
    occurred = read_moment(str(event.get("time") or event["recordedtime"]))
    facts = say("by_date_early", lang, occurred=moments.instant(occurred)) if occurred > duty.start else ""
    if ends >= duty.due:  # met in time from 00:00, it is so from any hour of the day
        facts += _latest(read_moment(str(event["recordedtime"])), duty, int(values["n"]) * HOUR, values, ends, lang)
    return [say("by_date", lang, id=record, facts=facts)] if facts else []


def _latest(recorded: int, duty: Duty, term: int, values: Mapping[str, int | str], ends: int, lang: Lang) -> str:
    """The due if it was discovered as late on that date as can be: as it was recorded, or at the day's end."""
    on_that_day, last = day_of(recorded) == day_of(duty.start), end_of(day_of(duty.start))
    due = min((recorded if on_that_day else last) + term, int(values.get("cap") or OPEN_END))
    key = "by_date_recorded" if on_that_day else "by_date_last"
    said = say(key, lang, recorded=moments.instant(recorded), due=moments.deadline(due))
    return said + (say("by_date_decides", lang, at=moments.instant(ends)) if ends < due else "")


def _by_bare_date(page: Page, duty: Duty, opening: Change | None) -> str:
    """The record whose bare date of discovery is the start of a duty; empty where none is."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if signal is None or start_is(page, duty, opening) != "start_claimed_date":
        return ""
    number = int(duty.hangs_on.rpartition(":")[2])
    return next((step.event for step in signal.history if step.opening == number), "")


def by_band(page: Page, duty: Duty) -> tuple[str, str, str] | None:
    """Of a report opened by a band of arrears after the first, or of overdue principal (O4, R9)."""
    if duty.clause not in ("11.1.3", "11.1.6"):
        return None
    raises = [one for one in page.situation.ledger.history[duty.signal_id] if one.at <= duty.opened_at]
    banded = [one.effect.why for one in raises if one.effect.why.code in BY_BAND]
    if not banded or (duty.clause == "11.1.3" and dict(banded[-1].values).get("first_day") == 1):
        return None
    said, here, ref = BY_BAND[banded[-1].code]
    past = start_is(page, duty, page.situation.opening(duty)) == "start_band_past"
    return (said, "here_band_past", f"{ref}、R27") if past else (said, here, ref)


def born_late(page: Page, duty: Duty) -> Duty | None:
    """The sub-branch's duty by whose breach another one stands, if it was born breached: its opening counts (D3)."""
    by = [one for one in page.situation.silent(duty) if duty.hangs_on.startswith("breach:")]
    first = next((one for one in by if one.breached_at == duty.start), None)
    return first if first is not None and is_born_breached(first) and not page.situation.came_by_move(first) else None


def is_born_breached(duty: Duty) -> bool:
    """Whether its due was past when it was opened (W5)."""
    return duty.breached_at is not None and duty.due is not None and duty.due <= duty.opened_at


def owed_since_live(page: Page, duty: Duty) -> list[str]:
    """Why what was due before going live is owed all the same; nothing of any other duty (T6)."""
    frame = page.situation.setting.frame
    live, end = frame.live_from, frame.go_live_end()
    if live is None or end is None or duty.due is None or duty.due > live or not is_born_breached(duty):
        return []
    if page.situation.came_by_move(duty) or duty.opened_at < end:
        return []
    until, n = moments.deadline(end), frame.book.go_live_working_days
    return [page.say("owed_since_live", live=moments.instant(live), n=n, end=until)]


def _exactly(page: Page, duty: Duty, phrase: str, opening: Change | None) -> str:
    """The one instant meant, where the kind of duty alone leaves alternatives."""
    if phrase == "start_window":
        return _of_window(page, duty, opening)
    if phrase not in ("start_raise", "start_month"):
        return "start_breach_born" if phrase == "start_breach" and born_late(page, duty) is not None else phrase
    warning = page.situation.warning_of(duty)
    if warning is None or duty.signal_id:
        return "start_came_in" if is_later_notice(page.situation, duty) else "start_signal_raised"
    if duty.start == warning.raised_at:
        return "start_raise"
    if any(at == duty.start for at, _ in warning.levels) and duty.kind == "meeting":
        return "start_red"
    return "start_month" if phrase == "start_month" and _at_midnight(duty) else "start_came_in"


def _of_window(page: Page, duty: Duty, opening: Change | None) -> str:
    if _at_midnight(duty):
        return "start_assessment" if duty.kind == "assessment" else "start_last_days"
    if put_back(page.situation, duty) is not None:
        return "start_put_back"
    row = opened_by(page.situation, duty)
    event = page.events.get("" if opening is None else opening.record_id, {})
    return RECORDED.get(str(event.get("type")) if row is None else row.kind, "start_loan_recorded")


def _at_midnight(duty: Duty) -> bool:
    return duty.start == midnight(day_of(duty.start))


def of_step(page: Page, signal: Signal, step: Step) -> str:
    """The phrase for where the clocks of one opening of a signal start."""
    changes = page.situation.ledger.history[signal.id]
    then = sorted((one for one in changes if one.at == step.at), key=lambda one: one.effect.change not in OPENED)
    why = next((one.effect.why for one in then), None)
    code = "" if why is None else why.code
    if code == BY_BALANCE:
        return _of_balance(signal, [one.effect.why.code for one in then])
    if code in BY_CODE:
        return BY_CODE[code]
    if code in BY_BAND and why is not None and "cleared" in dict(why.values):
        return "start_count_on"
    if code in BY_BAND and why is not None:
        return _of_band(step, int(dict(why.values)["reached_on"]))
    if code == "assessment_missing":
        return "start_end_of_day"
    event = page.events.get(step.event)
    return "start_discovery" if event is None else _of_record(event, step)


def _of_band(step: Step, reached_on: int) -> str:
    """Of a band of days: its first day's 00:00, or that of the recording where it was past (O4, R27, T5)."""
    if step.event.startswith("frame:"):
        return "start_new_book"
    return "start_band_past" if is_record(step.event) and step.start != midnight(reached_on) else "start_band"


def _of_addition(page: Page, signal: Signal, duty: Duty) -> str:
    """Of what a later record of the same finding opened, which is no raise or rise (R96)."""
    then = (one for one in page.situation.ledger.history[signal.id] if one.at == duty.opened_at)
    name = next((name for one in then for name in one.effect.why.events if name in page.events), "")
    step = Step(0, duty.opened_at, duty.start, duty.opening, name)
    return _of_record(page.events[name], step) if name else meaning(duty)


def _of_balance(signal: Signal, codes: Sequence[str]) -> str:
    """Of what a balance raised: whether that put a loan back on the books, or took the place of one (R87, R88)."""
    if "refinanced" in codes:
        return "start_refinanced"
    back = "start_back_arrears" if signal.clause == "11.1.3" else "start_back"
    return back if any(code in BACK for code in codes) else "start_balance"


def _of_record(event: Mapping[str, Any], step: Step) -> str:
    content = event.get("data")
    claimed = str(content.get("discovered") or "") if isinstance(content, Mapping) else ""
    if claimed:
        return "start_claimed_date" if len(claimed) <= DATE_LENGTH else "start_claimed"
    if step.start == step.at and event.get("type") in AT_RECORDING:
        return "start_recorded"
    occurred = str(event.get("time") or "")
    if occurred and step.start == read_moment(occurred):
        return "start_occurred"
    return "start_recorded" if step.start == step.at else "start_discovery"
