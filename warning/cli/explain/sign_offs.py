"""Sign-offs of a month that met nothing: given before its last days, before one was owed, or once more (O3, R26)."""

from __future__ import annotations

from warning.cli.explain.page import Page
from warning.cli.explain.signed import Signed, signed
from warning.core.rows import Duty
from warning.core.scalars import first_of, first_of_next_month, midnight
from warning.ledger.entries import Refusal
from warning.wording import moments


def idle_sign_offs(page: Page, duty: Duty) -> list[str]:
    """The records of those of a duty's month and organisation."""
    return [one.name for one in _idle(page, duty)]


def idle_sign_off_lines(page: Page, duty: Duty) -> list[str]:
    """Each, and why it did not meet the duty."""
    return [_said(page, duty, one) for one in _idle(page, duty)]


def refused_sign_offs(page: Page, duty: Duty) -> list[Refusal]:
    """Those that did not count."""
    names = {one.name for one in signed(page.situation, duty)}
    refused = (one for one in page.situation.verdicts.refusals if one.outcome == "refused")
    return [one for one in refused if one.event_id in names]


def _idle(page: Page, duty: Duty) -> list[Signed]:
    others = {*page.situation.not_taken(), duty.fulfilled_by}
    return [one for one in signed(page.situation, duty) if one.name not in others]


def _said(page: Page, duty: Duty, one: Signed) -> str:
    n = page.situation.setting.frame.book.sign_off_days
    first = midnight(first_of_next_month(first_of(one.said.month)) - n)
    facts = {"id": one.name, "at": moments.instant(one.at)}
    facts |= {"covered": str(one.said.covered), "missing": str(len(one.said.missing))}
    if one.at < first:
        return page.say("signed_early", n=n, since=moments.instant(first), **facts)
    if one.at <= duty.opened_at or duty.fulfilled_at is None:
        return page.say("signed_unowed", since=moments.instant(duty.opened_at), **facts)
    return page.say("signed_again", by=duty.fulfilled_by, done=moments.instant(duty.fulfilled_at), **facts)
