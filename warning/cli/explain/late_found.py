"""Why a signal before maturity is tagged as discovered late: the day by which it should have been (P4)."""

from __future__ import annotations

from warning.cli.explain.page import Page
from warning.core.maturity import check_day, has_check
from warning.core.rows import Signal, Step
from warning.core.scalars import day_of, read_day
from warning.wording import moments, terms

TAG = "late_discovery"


def late_found_lines(page: Page, signal: Signal) -> list[str]:
    """Of a signal that has the tag: what was discovered late, and the opening to which that does not apply."""
    if signal.clause != "11.1.1" or TAG not in signal.tags:
        return []
    missing = [step for step in signal.history if step.opening and _is_missing(page, signal, step)]
    steps = [step for step in signal.history if step.opening and step not in missing]
    said = [text for step in steps if (text := _late(page, signal, step))][:1]
    return said + [page.say("missing_apart", n=step.opening) for step in missing[:1] if said]


def _is_missing(page: Page, signal: Signal, step: Step) -> bool:
    changes = page.situation.ledger.history[signal.id]
    return any(one.at == step.at and one.effect.why.code == "assessment_missing" for one in changes)


def _late(page: Page, signal: Signal, step: Step) -> str:
    """That what an opening rests on was discovered after that day; empty where it was not."""
    loan_no, _, matures = signal.subject.partition("|")
    tier, book = _tier(page, signal, step.at), page.situation.setting.frame.book
    days = book.check_days if tier else book.report_by_days
    limit, check, found = read_day(matures) - days, _check_day(page, signal, loan_no, matures), day_of(step.start)
    if found <= limit:
        return ""
    words = {"n": step.opening, "found": moments.instant(step.start), "days": days}
    words |= {"above": book.check_days, "below": book.report_by_days}
    words |= {"limit": moments.weekday(limit, page.lang), "tier": terms.TIERS[str(tier)].say(page.lang)}
    if not check or found <= check:
        return page.say("found_past_no_check", **words)
    return page.say("found_past", check=moments.weekday(check, page.lang), **words)


def _tier(page: Page, signal: Signal, at: int) -> int:
    """The highest tier of its warning by an instant (W7)."""
    cases = (case for case in page.situation.cases if any(one.id == signal.id for one in case.signals))
    return max((tier for case in cases for since, tier in case.warning.tiers if since <= at), default=0)


def _check_day(page: Page, signal: Signal, loan_no: str, matures: str) -> int:
    """The check day of the maturity that the signal is about (P1, T6); 0 where it had none."""
    for duty in page.situation.of_borrower(signal.customer_no):
        opening = page.situation.opening(duty) if duty.hangs_on.startswith(f"loan:{loan_no}:{matures}") else None
        if duty.kind == "assessment" and opening is not None:
            return day_of(int(dict(opening.effect.why.values)["check_at"]) - 1)
    state, frame = page.situation.borrower(signal.customer_no), page.situation.setting.frame
    loans = (one for one in (() if state is None else state.loans) if one.loan_no == loan_no)
    return next((check_day(frame, one) for one in loans if one.matures_on == read_day(matures) and has_check(one)), 0)
