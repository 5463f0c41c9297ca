"""What was tried for a duty, and in which form."""

from __future__ import annotations

from typing import Final

from warning.cli.explain.amount import REPORTS
from warning.cli.explain.page import Page
from warning.core.rows import Duty
from warning.ledger.entries import Refusal

ATTEMPTS: Final[dict[str, tuple[str, ...]]] = {
    "first_notice": ("phone.notice.v1", "report.submitted.v1", "report.received.v1"),
    "report": ("report.submitted.v1", "report.received.v1"),
    "team": ("team.formed.v1",),
    "meeting": ("meeting.held.v1",),
    "monthly_update": ("monthly.update.v1",),
    "rectification_notice": ("notice.issued.v1",),
    "notice": ("notice.issued.v1",),
    "completion": ("notice.answered.v1",),
    "answer": ("notice.answered.v1",),
}
"""The acts that could have met a kind of duty."""


def attempts(page: Page, duty: Duty) -> list[Refusal]:
    """The attempts at a duty that did not count: none from before it was there."""
    opening = page.situation.opening(duty)
    since, until = duty.opened_at if opening is None else opening.at, duty.fulfilled_at
    kinds = ATTEMPTS.get(duty.kind, ())
    return page.refusals(duty.customer_no, duty.domain, kinds, duty.org_no, since=since, until=until)


def form(page: Page, duty: Duty) -> tuple[str, ...]:
    """What the policy says of a report's form and contents: written (11.2, 12.2), complete (article 16)."""
    warning = page.situation.warning_of(duty)
    written: tuple[str, ...] = ()
    if duty.kind == "report" and duty.clause.startswith("11.1."):
        written = ("11.2",)
    elif duty.kind == "report" and duty.clause.startswith("12.1.") and warning is not None and warning.tier:
        written = ("12.2",)
    acts = [str(page.events.get(duty.fulfilled_by, {}).get("type")), *(one.type for one in attempts(page, duty))]
    return (*written, "16") if duty.kind in REPORTS and any(kind.startswith("report.") for kind in acts) else written
