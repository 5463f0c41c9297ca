"""What hangs together without naming each other: an assessment and its absence, a report and what it opened."""

from __future__ import annotations

from collections.abc import Sequence

from warning.cli.explain.page import Page
from warning.core.effects import Why
from warning.core.rows import Duty, Signal, Warning


def missing(page: Page, signal: Signal) -> Why | None:
    """Why a missing assessment raised the signal, if one did."""
    whys = (change.effect.why for change in page.situation.ledger.history[signal.id])
    return next((why for why in whys if why.code == "assessment_missing"), None)


def absent_duties(page: Page, signal: Signal) -> list[Duty]:
    """The assessment duties whose absence raised a signal (11.1.1, P3)."""
    why = missing(page, signal)
    owed = [] if why is None else page.situation.of_borrower(signal.customer_no)
    return [duty for duty in owed if duty.kind == "assessment" and signal in raised_by_absence(page, duty)]


def raised_by_absence(page: Page, duty: Duty) -> list[Signal]:
    """The signals that the absence of an assessment raised: of the same loan and maturity."""
    opening = page.situation.opening(duty)
    if duty.kind != "assessment" or opening is None:
        return []
    maturity = dict(opening.effect.why.values)
    signals = (one for one in page.situation.verdicts.signals if one.customer_no == duty.customer_no)
    found = []
    for signal in signals:
        why = missing(page, signal)
        values = {} if why is None else dict(why.values)
        if values and all(values.get(name) == maturity.get(name) for name in ("loan_no", "matures_on")):
            found.append(signal)
    return found


def hanging(page: Page, warning: Warning, duties: Sequence[Duty]) -> None:
    """Print what the reports of a signal opened (12.1.1), and how many other duties hang on its warning."""
    case, own = page.situation.case(warning), {duty.id for duty in duties}
    reports = {duty.fulfilled_by for duty in duties if duty.fulfilled_by}
    rest = [duty for duty in case.duties if duty.id not in own]
    opened = [duty for duty in rest if duty.clause == "12.1.1" and duty.hangs_on.split(":")[1] in reports]
    if opened:
        page.line(page.say("opened_by_report"))
        page.duties(opened)
    others = len(rest) - len(opened)
    if others:
        page.line(page.say("hang_on_warning", id=warning.id, n=others))
