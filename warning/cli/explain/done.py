"""What a duty's page adds on how it was met, waived or ended: months, who had to be there, what ended a loan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from warning.cli.explain.amount import data_of
from warning.cli.explain.approved import approval_records, successor
from warning.cli.explain.concealment import concealment_lines, concealments
from warning.cli.explain.endings import kind_told
from warning.cli.explain.later import link_lines
from warning.cli.explain.owners import checked
from warning.cli.explain.owning import owned
from warning.cli.explain.page import Page
from warning.cli.explain.replaced import replaced_records
from warning.cli.explain.updates import counted_elsewhere, is_of_earlier_month, update_records
from warning.core.late_ends import month_of
from warning.core.rows import Duty
from warning.wording import moments
from warning.wording.names import aside, series

ENDED_BY: Final = {
    "loan.settled.v1": "ended_settled",
    "loan.extended.v1": "ended_extended",
    "loan.written_off.v1": "ended_written_off",
    "loan.position.v1": "ended_at_nil",
}
"""Type of what ended the need of an assessment -> the phrase for it."""


def done_lines(page: Page, duty: Duty) -> list[str]:
    """All of it that applies."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    found = [] if signal is None else [*link_lines(page, signal), *concealment_lines(page, signal, [duty])]
    return [*_months(page, duty), *_without_president(page, duty), *_longer(page, duty), *_ended(page, duty), *found]


def done_records(page: Page, duty: Duty) -> list[str]:
    """The records of it."""
    signal = page.situation.ledger.signals.get(duty.signal_id)
    found = [] if signal is None else concealments(page, signal)
    facts = [str(data_of(page.events[name]).get("fact_id")) for name in found]
    gone = replaced_records(page.events, checked(page.situation, duty))
    return [*update_records(page.situation, duty), *approval_records(page.situation, duty), *found, *facts, *gone]


def _months(page: Page, duty: Duty) -> list[str]:
    """D6: an update given late counts for the oldest month owed, not for the one in which it is given."""
    said = []
    if is_of_earlier_month(page.situation, duty) and duty.fulfilled_at is not None:
        named = {"id": duty.fulfilled_by, "at": moments.instant(duty.fulfilled_at)}
        said.append(page.say("update_of", month=moments.month(month_of(duty), page.lang), **named))
    for one in counted_elsewhere(page.situation, duty):
        named = {"id": one.fulfilled_by, "at": moments.instant(one.fulfilled_at or 0), "duty": one.id}
        months = {
            "month": moments.month(month_of(one), page.lang),
            "own": moments.month(month_of(duty), page.lang),
        }
        said.append(page.say("update_elsewhere", **months, **named))
    return said


def _without_president(page: Page, duty: Duty) -> list[str]:
    """O9: of loans booked at the branch itself no sub-branch president reports."""
    if duty.kind != "meeting":
        return []
    loans = owned(page.situation, page.events, duty)
    met = [] if duty.fulfilled_at is None else owned(page.situation, page.events, _at(duty, duty.fulfilled_at))
    if not loans or any(one.org_no != duty.org_no for one in (*loans, *met)):
        return []
    listed = series((one.loan_no for one in loans), page.lang)
    return [page.say("no_president", org=page.names.org(duty.org_no, page.lang), loans=listed)]


def _at(duty: Duty, at: int) -> Duty:
    """A duty as if it had been opened at an instant: who owned it then is asked."""
    return replace(duty, opened_at=at)


def _longer(page: Page, duty: Duty) -> list[str]:
    """D8: waived, it goes on with a later due."""
    later = successor(page.situation, duty)
    if later is None:
        return []
    due = page.say("due_none") if later.due is None else moments.deadline(later.due)
    return [page.say("waived_longer", id=later.id, due=due, state=page.state(later))]


def _ended(page: Page, duty: Duty) -> list[str]:
    """Which of the endings it was by which an assessment was needed no more (P3)."""
    event = page.events.get(duty.fulfilled_by)
    if event is None or duty.kind != "assessment" or not page.situation.is_ended(duty):
        return []
    return [page.say("ended_which", how=_how(page, event), id=duty.fulfilled_by)]


def _how(page: Page, event: Mapping[str, Any]) -> str:
    key = ENDED_BY.get(str(event.get("type")))
    if key is None:
        return aside(kind_told(event, page.lang), str(data_of(event).get("loan_no")), page.lang)
    return page.say(key)
