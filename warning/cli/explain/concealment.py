"""Findings of concealment about what a signal rests on, and what they do to the scores of its reports (D10, R38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from warning.cli.explain.amount import REPORTS, data_of, received_at
from warning.cli.explain.kept import behind
from warning.cli.explain.page import Page
from warning.core.effects import DutyChanged
from warning.core.events import ManagementFinding
from warning.core.rows import Duty, Signal
from warning.core.scalars import read_moment
from warning.ledger.memory import Change
from warning.wording import moments, terms

FOUND: Final = "concealment_found"
STANDS: Final = {
    "concealed_later": "kept_known_later",
    "concealed_elsewhere": "kept_elsewhere",
    "concealed_unscored": "kept_unscored",
}
"""Why a score stands, in short, where it is not for who recorded the fact first."""
UNBREACHED: Final = {"open": "concealed_open", "waived": "concealed_waived"}
"""The phrase for a report that was never breached, by its state; any other was met in time."""


def concealments(page: Page, signal: Signal) -> list[str]:
    """The records of those that counted, about facts the signal rests on."""
    changes = page.situation.ledger.history[signal.id]
    facts = {name for one in changes for name in one.effect.why.events} | {step.event for step in signal.history}
    facts |= {*behind(page.situation, signal).records}
    refused = page.situation.not_taken()
    return [
        name
        for name, event in page.events.items()
        if event.get("type") == ManagementFinding.TYPE
        and data_of(event).get("kind") == "concealment"
        and data_of(event).get("fact_id") in facts
        and name not in refused
        and received_at(event) <= page.situation.verdicts.until
    ]


def concealment_lines(page: Page, signal: Signal, duties: list[Duty]) -> list[str]:
    """Each finding, and what it does to each of these report duties."""
    said = []
    for name in concealments(page, signal):
        found = data_of(page.events[name])
        by = str(found.get("recorded_by") or found.get("discovered_by") or "")
        owner, since = str(found.get("concealed_by") or ""), read_moment(str(found.get("concealed_since")))
        orgs = {"by": page.names.org(by, page.lang), "org": page.names.org(owner, page.lang)}
        at, fact = moments.instant(received_at(page.events[name])), str(found.get("fact_id"))
        said.append(page.say("concealed_found", id=name, at=at, since=moments.instant(since), fact=fact, **orgs))
        said += [_effect(page, signal, duty, found) for duty in duties if duty.kind in REPORTS]
    return said


def rescored(page: Page, duty: Duty, changes: Sequence[Change]) -> dict[int, str]:
    """What each finding of concealment among the changes of a report did to its score, by the change's number."""
    found = ((n, _rescored(page, duty, change)) for n, change in enumerate(changes))
    return {n: text for n, text in found if text}


def _rescored(page: Page, duty: Duty, change: Change) -> str:
    """The same of one change; empty of any other."""
    why, effect = change.effect.why, change.effect
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if why.code != FOUND or not isinstance(effect, DutyChanged) or signal is None:
        return ""
    values, name = dict(why.values), why.events[-1]
    said = {"org": page.names.org(str(values["org_no"]), page.lang), "id": name}
    said["since"] = moments.instant(int(values["since"]))
    if effect.duty.scored == "concealed":
        return page.say("rescored_concealed", **said)
    key = STANDS.get(_why(page, signal, effect.duty, data_of(page.events.get(name, {}))), "kept_by_none")
    by = data_of(page.events.get(why.events[0], {})).get("recorded_by")
    key = "kept_by_owner" if key == "kept_by_none" and by == duty.org_no else key
    return page.say("rescored_kept", because=page.say(key), **said)


def _effect(page: Page, signal: Signal, duty: Duty, found: Mapping[str, Any]) -> str:
    """Why it changes the score of a report duty, or does not."""
    kind, org = terms.DUTY_KINDS[duty.kind].say(page.lang), page.names.org(duty.org_no, page.lang)
    key = _why(page, signal, duty, found)
    owner = page.names.org(str(found.get("concealed_by")), page.lang)
    named = page.say("duty_named", kind=kind, clause=duty.clause, id=duty.id)
    return page.say(key, duty=named, org=org, owner=owner, fact=str(found.get("fact_id")))


def _why(page: Page, signal: Signal, duty: Duty, found: Mapping[str, Any]) -> str:
    """The phrase for it: whose duty it is, whether it was breached, and who knew and recorded the fact first."""
    fact = str(found.get("fact_id"))
    event = page.events.get(fact, {})
    if duty.org_no != found.get("concealed_by"):
        return "concealed_other"
    if duty.breached_at is None:
        return UNBREACHED.get(duty.state, "concealed_in_time")
    if duty.scored != "late":
        return "concealed_scored" if duty.scored else "concealed_unscored"
    brought = {step.opening for step in signal.history if step.event == fact}
    if duty.came_in or (brought and duty.opening not in brought):
        return "concealed_elsewhere"
    known_before = read_moment(str(found.get("concealed_since"))) < received_at(event)
    return "concealed_own" if known_before else "concealed_later"
