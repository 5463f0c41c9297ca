"""What was tried for a duty, or to waive it, and in which form."""

from __future__ import annotations

from typing import Final

from warning.cli.explain.amount import REPORTS, data_of, received_at
from warning.cli.explain.needed import DUTY_ACTS
from warning.cli.explain.page import Page
from warning.cli.explain.sign_offs import refused_sign_offs
from warning.core.rows import Duty, DutyKind
from warning.ledger.entries import Refusal
from warning.wording import moments

ATTEMPTS: Final[dict[DutyKind, tuple[str, ...]]] = {
    "first_notice": ("phone.notice.v1", "report.submitted.v1", "report.received.v1"),
    "report": ("report.submitted.v1", "report.received.v1"),
    "team": ("team.formed.v1",),
    "meeting": ("meeting.held.v1",),
    "monthly_update": ("monthly.update.v1",),
    "rectification_notice": ("notice.issued.v1",),
    "notice": ("notice.issued.v1",),
    "completion": ("notice.answered.v1",),
    "answer": ("notice.answered.v1",),
    "forecast_sign_off": ("forecast.signed_off.v1",),
}
"""The acts that could have met a kind of duty: an assessment is a record of systems, tracking ends with its warning."""


DECIDED_BY_TWO: Final = ("waiver.proposed.v1", "proposal.approved.v1")
"""How a duty is waived."""


def attempts(page: Page, duty: Duty) -> list[Refusal]:
    """The attempts at a duty, or at its waiver, that did not count: none from before it was there."""
    if duty.kind == "forecast_sign_off":
        return refused_sign_offs(page, duty)
    opening = page.situation.opening(duty)
    since, until = duty.opened_at if opening is None else opening.at, duty.fulfilled_at
    kinds = ATTEMPTS.get(duty.kind, ())
    acts = page.refusals(duty.customer_no, duty.domain, kinds, duty.org_no, since=since, until=until)
    waivers = page.refusals(duty.customer_no, duty.domain, DECIDED_BY_TWO, since=since)
    named = _waivers(page, duty)
    waivers = [one for one in waivers if named & {one.event_id, _proposal(page, one.event_id)}]
    return sorted([*acts, *waivers], key=lambda one: one.at)


def phoned(page: Page, duty: Duty) -> list[str]:
    """The telephone notices, by their ids, given for a report without a clock of 24 hours, that met nothing (D2)."""
    if duty.kind != "report" or page.situation.is_written_half(duty):
        return []
    until = page.situation.verdicts.until if duty.fulfilled_at is None else duty.fulfilled_at
    met = {one.fulfilled_by for one in page.situation.of_borrower(duty.customer_no)}
    refused = page.situation.not_taken()
    own = (duty.customer_no, duty.domain, duty.org_no)
    return [
        name
        for name, event in page.events.items()
        if event.get("type") in DUTY_ACTS
        and tuple(data_of(event).get(field) for field in ("customer_no", "domain", "org_no")) == own
        and duty.opened_at <= received_at(event) <= until
        and name not in met | refused
    ]


def phoned_lines(page: Page, duty: Duty) -> list[str]:
    """Why each of them meets nothing."""
    org = page.names.org(duty.org_no, page.lang)
    return [
        page.say("phone_idle", id=name, org=org, at=moments.instant(received_at(page.events[name])))
        for name in phoned(page, duty)
    ]


def _waivers(page: Page, duty: Duty) -> set[str]:
    """The proposals to waive a duty, by the ids of their records (D8)."""
    said = {name for name, event in page.events.items() if duty.id in (data_of(event).get("duty_ids") or ())}
    return {one for one in (*said, _proposal(page, duty.fulfilled_by)) if one}


def _proposal(page: Page, approval: str) -> str:
    """Which proposal an approval is for; empty of any other record."""
    return str(data_of(page.events.get(approval, {})).get("proposal_id") or "")


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
