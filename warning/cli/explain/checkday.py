"""The check day of a missing assessment (P1, T6)."""

from __future__ import annotations

from warning.cli.explain.hanging import missing
from warning.cli.explain.page import Page
from warning.core.rows import Signal
from warning.core.scalars import end_of
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
