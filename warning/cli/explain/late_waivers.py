"""Waivers proposed that waived nothing: approved too late, of what was owed no more, or withdrawn (D8, R77)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.amount import data_of, received_at
from warning.cli.explain.endings import without_effect
from warning.cli.explain.page import Page
from warning.core.events import EventRetracted, ProposalApproved, WaiverProposed
from warning.core.rows import Duty
from warning.wording import moments
from warning.wording.names import series

TOO_LATE: Final = "waived_too_late"
NO_MORE: Final = "waived_no_more"
NOT_YET: Final = "waived_not_yet"
WITHDRAWN: Final = "waiver_withdrawn"


class Idle(Struct, frozen=True):
    """A waiver proposed and the record that decided on it, by their ids; when (µs UTC), the phrase for it, of what."""

    proposal: str
    by: str
    at: int
    phrase: str
    duties: tuple[Duty, ...]


def idle_waiver_records(page: Page, duties: Iterable[Duty]) -> list[str]:
    """The records of both, of the waivers of some duties."""
    return [name for one in _idle(page, duties) for name in (one.proposal, one.by)]


def idle_waiver_lines(page: Page, duties: Iterable[Duty]) -> list[str]:
    """Who proposed it, what became of it and when, and why that changes nothing."""
    return [_said(page, one) for one in _idle(page, duties)]


def _idle(page: Page, duties: Iterable[Duty]) -> list[Idle]:
    """By when it was decided on them; duties of which the same is to be said together."""
    owed = {duty.id: duty for duty in duties}
    not_taken = page.situation.not_taken()
    found = []
    for name, event in page.events.items():
        named = [owed[each] for each in data_of(event).get("duty_ids") or () if each in owed]
        if event.get("type") == WaiverProposed.TYPE and named and name not in not_taken:
            found += [one for by, decided in _decision(page, name) for one in _of(page, name, by, decided, named)]
    return sorted(found, key=lambda one: (one.at, one.by, one.phrase))


def _decision(page: Page, proposal: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The approval of a proposal; where there is none, its retraction; nothing of one that waits."""
    not_counted = page.situation.not_taken() | without_effect(page.situation)
    for kind, field in ((ProposalApproved.TYPE, "proposal_id"), (EventRetracted.TYPE, "retracts")):
        for name, event in page.events.items():
            decides = event.get("type") == kind and data_of(event).get(field) == proposal
            if decides and name not in not_counted:
                yield name, event
                return


def _of(page: Page, proposal: str, by: str, event: Mapping[str, Any], named: Sequence[Duty]) -> Iterator[Idle]:
    """What it left as they were, of the duties that were to be waived."""
    at = received_at(event)
    told: dict[str, list[Duty]] = {}
    for duty in named:
        if event.get("type") == EventRetracted.TYPE:
            told.setdefault(WITHDRAWN, []).append(duty)
        elif not _is_waived(page, duty, by):
            told.setdefault(_why(duty, at), []).append(duty)
    for phrase, duties in told.items():
        yield Idle(proposal, by, at, phrase, tuple(duties))


def _is_waived(page: Page, duty: Duty, by: str) -> bool:
    """Whether that approval waived a duty: also one whose breach it took back, for it was read late (R48)."""
    whys = (one.effect.why for one in page.situation.ledger.history.get(duty.id, ()))
    return any(why.code == "waived" and by in why.events for why in whys)


def _why(duty: Duty, at: int) -> str:
    """Why an approval at an instant could not waive it (D8, T4)."""
    if duty.due is not None and duty.due <= at:
        return TOO_LATE
    return NOT_YET if at < duty.opened_at else NO_MORE


def _said(page: Page, one: Idle) -> str:
    asked, decided = page.events[one.proposal], page.events[one.by]
    facts = {
        "id": one.proposal,
        "proposed": page.recorded_at(asked),
        "org": page.names.org(str(data_of(asked).get("org_no")), page.lang),
        "by": one.by,
        "at": moments.instant(one.at),
        "duties": series((_duty(page, duty, one.phrase) for duty in one.duties), page.lang),
    }
    if one.phrase == WITHDRAWN:
        return page.say(WITHDRAWN, **facts)
    return page.say(one.phrase, approver=page.names.org(str(data_of(decided).get("org_no")), page.lang), **facts)


def _duty(page: Page, duty: Duty, phrase: str) -> str:
    """A duty, with what made it too late, or no more owed."""
    if phrase == TOO_LATE and duty.due is not None:
        return page.say("waiver_of_due", id=duty.id, due=moments.deadline(duty.due))
    if phrase == NO_MORE and duty.fulfilled_at is not None:
        at = moments.instant(duty.fulfilled_at)
        return page.say("waiver_of_done", id=duty.id, state=page.state(duty), at=at)
    if phrase == NOT_YET:
        return page.say("waiver_of_later", id=duty.id, at=moments.instant(duty.opened_at))
    return page.say("waiver_of", id=duty.id)
