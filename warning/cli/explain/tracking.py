"""Tracking (12.3.2): the loans of the warning, the measures agreed and the work done on it."""

from __future__ import annotations

from warning.cli.explain.amount import of_loans
from warning.cli.explain.needed import WORK
from warning.cli.explain.page import Page
from warning.core.rows import Duty
from warning.core.scalars import read_moment
from warning.core.state import Loan
from warning.wording import moments


def work_of(page: Page, duty: Duty) -> list[str]:
    """The records of measures and work on the warning, by all its organisations, that counted."""
    refused = {refusal.event_id for refusal in page.situation.verdicts.refusals}
    found = []
    for name, event in page.events.items():
        data = event.get("data", {})
        about = (data.get("customer_no"), data.get("domain")) == (duty.customer_no, duty.domain)
        if event.get("type") in WORK and about and name not in refused and _meanwhile(duty, str(event["recordedtime"])):
            found.append(name)
    return found


def _meanwhile(duty: Duty, recorded: str) -> bool:
    at = read_moment(recorded)
    return at >= duty.opened_at and (duty.fulfilled_at is None or at <= duty.fulfilled_at)


def tracked_loans(page: Page, duty: Duty) -> list[Loan]:
    """The loans that are tracked, as they now are."""
    named = [one.loans for one in page.situation.standing(duty)]
    state = page.situation.borrower(duty.customer_no)
    loans = () if state is None else state.loans
    return [loan for loan in loans if any(some is None or loan.loan_no in some for some in named)]


def tracked(page: Page, duty: Duty) -> None:
    """Print the loans that are tracked, as they now are."""
    signals = page.situation.standing(duty)
    balances = {one.loan_no: one for signal in signals for one in of_loans(page.situation, page.events, signal)}
    loans = tracked_loans(page, duty)
    if loans:
        page.line(page.say("h_loans", at=moments.instant(page.situation.verdicts.until)))
        page.loans(loans, list(balances.values()))
