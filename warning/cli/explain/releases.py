"""Releases that changed nothing of a signal, or were withdrawn; and which refused ones are about it (W8, R13, R77)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.amount import data_of, level_at, received_at
from warning.cli.explain.page import Page
from warning.core.effects import SignalChanged
from warning.core.events import EventRetracted, ProposalApproved, ReleaseProposed
from warning.core.frame import LEVELS
from warning.core.rows import Signal
from warning.ledger.entries import Refusal
from warning.wording import moments, terms
from warning.wording.names import series

ROSE: Final = "signal_rose"
RELEASED: Final = "released"


class Decided(Struct, frozen=True):
    """A proposal to release and what decided on it: an approval, or a retraction; by id, when (µs UTC)."""

    proposal: str
    by: str
    at: int
    withdrawn: bool


def fell_by(page: Page, proposal: str) -> Refusal | None:
    """The approval at which a proposal that waits was refused as a whole, for a signal had risen (W8)."""
    return next(
        (
            one
            for one in page.situation.verdicts.refusals
            if one.why is not None
            and one.why.code == ROSE
            and data_of(page.events.get(one.event_id, {})).get("proposal_id") == proposal
        ),
        None,
    )


def release_lines(page: Page, signal: Signal) -> list[str]:
    """The releases that named a signal and changed nothing of it."""
    said = [*_unchanged_said(page, signal), *_withdrawn_said(page, [signal])]
    return [text for _, text in sorted(said)]


def unchanged_lines(page: Page, signal: Signal) -> list[str]:
    """The approved ones of them alone: a level no lower than the signal's (R13)."""
    return [text for _, text in _unchanged_said(page, signal)]


def _unchanged_said(page: Page, signal: Signal) -> Iterator[tuple[int, str]]:
    for one in _unchanged(page, signal):
        to = str(data_of(page.events[one.proposal]).get("to_level"))
        said = {"level": terms.LEVELS[to].say(page.lang), "at": moments.instant(one.at), "by": one.by}
        then = terms.LEVELS[LEVELS[level_at(signal, one.at)]].say(page.lang)
        yield one.at, page.say("release_idle", then=then, **said, **proposed(page, one.proposal))


def withdrawn_lines(page: Page, signals: Iterable[Signal]) -> list[str]:
    """The releases of some signals that were withdrawn before they were approved (R77)."""
    return [text for _, text in _withdrawn_said(page, signals)]


def _withdrawn_said(page: Page, signals: Iterable[Signal]) -> list[tuple[int, str]]:
    found = {one for signal in signals for one in _decided(page, signal) if one.withdrawn}
    said = []
    for one in sorted(found, key=lambda one: (one.at, one.proposal)):
        facts = {"at": moments.instant(one.at), "by": one.by, "to": _to(page, one.proposal)}
        said.append((one.at, page.say("release_withdrawn", **facts, **proposed(page, one.proposal))))
    return said


def approved_lines(page: Page, signals: Iterable[Signal]) -> list[str]:
    """By which releases some signals were lowered or closed: who proposed each, and who approved it (W8)."""
    made: dict[tuple[str, str], list[tuple[Signal, int]]] = {}
    for signal in signals:
        for change in page.situation.ledger.history[signal.id]:
            why, effect = change.effect.why, change.effect
            if why.code == RELEASED and isinstance(effect, SignalChanged):
                proposal, approval = why.events
                made.setdefault((proposal, approval), []).append((signal, effect.signal.level))
    lines = [(received_at(page.events.get(by, {})), _made(page, name, by, rows)) for (name, by), rows in made.items()]
    return [text for _, text in sorted(lines)]


def _made(page: Page, name: str, by: str, rows: Sequence[tuple[Signal, int]]) -> str:
    """Of one: the signals, with what became of them."""
    event = page.events.get(by, {})
    data, level = data_of(event), rows[0][1]
    to = (
        page.say("waits_lowered", level=terms.LEVELS[LEVELS[level]].say(page.lang))
        if level
        else page.say("made_closed")
    )
    owner = page.names.owner(str(data.get("org_no")), str(data.get("post")), page.lang)
    facts = {"by": by, "at": page.recorded_at(event), "owner": owner, "to": to}
    return page.say("release_made", ids=series((row.id for row, _ in rows), page.lang), **facts, **proposed(page, name))


def release_records(page: Page, signal: Signal) -> list[str]:
    """The records of both."""
    found = [*_unchanged(page, signal), *(one for one in _decided(page, signal) if one.withdrawn)]
    return [name for one in found for name in (one.proposal, one.by)]


def proposed(page: Page, name: str) -> dict[str, str]:
    """Of a proposal to release: its id, when it was recorded, by whom, on what ground."""
    event = page.events.get(name, {})
    data = data_of(event)
    org, ground = page.names.org(str(data.get("org_no")), page.lang), terms.GROUNDS[str(data.get("ground"))]
    return {"id": name, "proposed": page.recorded_at(event), "org": org, "ground": ground.say(page.lang)}


def about(page: Page, signal: Signal, refusals: Iterable[Refusal]) -> list[Refusal]:
    """Of acts of two persons that did not count, those that do not name other signals alone."""
    return [one for one in refusals if _is_about(page, signal, one.event_id)]


def _is_about(page: Page, signal: Signal, name: str) -> bool:
    event = page.events.get(name, {})
    event = page.events.get(str(data_of(event).get("proposal_id") or name), {})
    return event.get("type") != ReleaseProposed.TYPE or _names(signal, event)


def _unchanged(page: Page, signal: Signal) -> list[Decided]:
    """The releases approved while it was live that left it as it was: to a level no lower than its own."""
    changed = {name for one in page.situation.ledger.history[signal.id] for name in one.effect.why.events}
    found = []
    for one in _decided(page, signal):
        to, then = str(data_of(page.events[one.proposal]).get("to_level")), level_at(signal, one.at)
        if not one.withdrawn and one.by not in changed and to in LEVELS and 0 < then <= LEVELS.index(to):
            found.append(one)
    return found


def _decided(page: Page, signal: Signal) -> list[Decided]:
    """The releases that named a signal while it was live, and were approved, or withdrawn while they waited."""
    not_taken = page.situation.not_taken()
    state = page.situation.borrower(signal.customer_no)
    not_taken |= set() if state is None else set(state.file.proposals)
    named = {
        name
        for name, event in page.events.items()
        if event.get("type") == ReleaseProposed.TYPE and name not in not_taken and _named(signal, event)
    }
    found = []
    for name, event in page.events.items():
        kind, data, at = event.get("type"), data_of(event), received_at(event)
        proposal = str(data.get("proposal_id" if kind == ProposalApproved.TYPE else "retracts") or "")
        decides = kind in (ProposalApproved.TYPE, EventRetracted.TYPE) and name not in not_taken
        if decides and proposal in named and at >= received_at(page.events[proposal]):
            found.append(Decided(proposal, name, at, kind == EventRetracted.TYPE))
    approved = {one.proposal for one in found if not one.withdrawn}
    return sorted(
        (one for one in found if not (one.withdrawn and one.proposal in approved)), key=lambda one: (one.at, one.by)
    )


def _named(signal: Signal, event: Mapping[str, Any]) -> bool:
    """Whether a release is about a signal that was live as it was proposed."""
    mine = (data_of(event).get("customer_no"), data_of(event).get("domain")) == (signal.customer_no, signal.domain)
    return mine and _names(signal, event) and level_at(signal, received_at(event)) > 0


def _names(signal: Signal, event: Mapping[str, Any]) -> bool:
    """Whether it names a signal, or all of the domain."""
    named = data_of(event).get("signals") or ()
    return not named or any((one.get("clause"), one.get("subject")) == (signal.clause, signal.subject) for one in named)


def _to(page: Page, name: str) -> str:
    level = str(data_of(page.events.get(name, {})).get("to_level"))
    if level in LEVELS[1:]:
        return page.say("waits_lowered", level=terms.LEVELS[level].say(page.lang))
    return page.say("waits_closed")
