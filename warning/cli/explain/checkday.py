"""The check day of a missing assessment (P1, T6)."""

from __future__ import annotations

from warning.cli.explain.hanging import missing
from warning.cli.explain.page import Page
from warning.core.rows import Duty, Signal
from warning.core.scalars import end_of
from warning.wording import moments
from warning.wording.arithmetic import check_day_steps, live_days_step
from warning.wording.text import Lang


def check_day_of(page: Page, signal: Signal, lang: Lang) -> list[str]:
    """How the check day of a missing assessment follows from the loan's maturity (P1, T6)."""
    why = missing(page, signal)
    if why is None:
        return []
    values, frame = dict(why.values), page.situation.setting.frame
    check_at, live = end_of(int(values["check_day"])), is_check_day_moved(page, signal)
    maturity = (str(values["loan_no"]), int(values["matures_on"]), check_at)
    first, *steps = check_day_steps(*maturity, frame, lang, live=live)
    return [first, live_days_step(frame, lang), *steps] if live else [first, *steps]


def absent_line(page: Page, signal: Signal, duty: Duty) -> str:
    """The assessment whose absence raised a signal: not done, due later as going live set it (T6), or read late."""
    said = {"id": duty.id, "org": page.names.org(duty.org_no, page.lang), "state": page.state(duty)}
    check = _check_end(page, signal)
    if _is_read_late(duty, check):
        return page.say("absent_duty_unread", by=duty.fulfilled_by, **said)
    if duty.due is None or duty.due <= check:
        return page.say("absent_duty", **said)
    return page.say("absent_duty_ahead", due=moments.deadline(duty.due), check=moments.deadline(check), **said)


def absence_line(page: Page, signal: Signal, duty: Duty) -> str:
    """The same on the duty's own page."""
    check = _check_end(page, signal)
    if _is_read_late(duty, check):
        return page.say("raised_unread", id=signal.id, by=duty.fulfilled_by)
    if duty.due is None or duty.due <= check:
        return page.say("raised_by_absence", id=signal.id)
    return page.say("raised_before_due", id=signal.id, due=moments.deadline(duty.due), check=moments.deadline(check))


def _is_read_late(duty: Duty, check: int) -> bool:
    """Whether it was met by a record received before the check, which was read after it (R48)."""
    return duty.state == "met" and duty.due is not None and duty.due <= check


def _check_end(page: Page, signal: Signal) -> int:
    """When the check day of a missing assessment ended (µs UTC); 0 of any other signal."""
    why = missing(page, signal)
    return 0 if why is None else end_of(int(dict(why.values)["check_day"]))


def is_check_day_moved(page: Page, signal: Signal) -> bool:
    """Whether going live moved the check day of a missing assessment (T6)."""
    why = missing(page, signal)
    if why is None:
        return False
    values, frame = dict(why.values), page.situation.setting.frame
    matures_on, check_day = int(values["matures_on"]), int(values["check_day"])
    owed = (duty for duty in page.situation.of_borrower(signal.customer_no) if duty.kind == "assessment")
    live = any(duty.hangs_on.startswith(f"loan:{values['loan_no']}:") and "go_live" in duty.tags for duty in owed)
    by_live = check_day == matures_on or end_of(check_day) == frame.go_live_end()
    return live and by_live and check_day != matures_on - frame.book.check_days
