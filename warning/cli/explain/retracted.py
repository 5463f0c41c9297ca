"""What was retracted of the records on a page: assessments that no longer count, ends of links that never came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.corrected import corrected
from warning.cli.explain.endings import without_effect
from warning.cli.situation import Situation
from warning.core.events import EventRetracted, LoanAssessed, LoanPosition, LoanRefinanced, LoanSettled, LoanWrittenOff
from warning.core.rows import Signal
from warning.core.scalars import day_of, end_of, read_moment
from warning.wording import moments, render
from warning.wording.phrases import say
from warning.wording.text import Lang

Events = Mapping[str, Mapping[str, Any]]
ENDINGS: Final = (LoanSettled.TYPE, LoanRefinanced.TYPE, LoanWrittenOff.TYPE)
"""What ends a loan, or loses it: a position that names one takes it back (R53, R101)."""


class Retraction(Struct, frozen=True):
    """A record that retracts another, and when it was recorded."""

    name: str
    at: int


def retractions(found: Situation, events: Events) -> dict[str, Retraction]:
    """By the id of what they retract, those recorded until the instant looked at; none that did not count (W12)."""
    said: dict[str, Retraction] = {}
    idle = without_effect(found)
    for name, event in events.items():
        if event.get("type") == EventRetracted.TYPE and name not in idle:
            one = Retraction(name, recorded(event))
            if one.at <= found.verdicts.until:
                said.setdefault(str(_content(event).get("retracts")), one)
    return said


def retracted_of(found: Situation, events: Events, ids: Collection[str], until: int) -> dict[str, str]:
    """Of some records those retracted, or corrected, until an instant, or by one of these records, and by which."""
    by = {one.name: Retraction(one.by, one.at) for one in reversed(corrected(found, events))}
    by |= retractions(found, events) | corrections(found, events)
    return {name: one.name for name, one in by.items() if name in ids and (one.at <= until or one.name in ids)}


def corrections(found: Situation, events: Events) -> dict[str, Retraction]:
    """By the id of what had ended or lost a loan, the position that took it back, by the instant looked at (R101)."""
    said: dict[str, Retraction] = {}
    idle = without_effect(found)
    for name, event in events.items():
        content = _content(event)
        ended = events.get(str(content.get("corrects")), {}) if event.get("type") == LoanPosition.TYPE else {}
        about = {_content(ended).get(key) for key in ("loan_no", "previous_loan_no")}
        if ended.get("type") in ENDINGS and content.get("loan_no") in about and name not in idle:
            one = Retraction(name, recorded(event))
            if recorded(ended) <= one.at <= found.verdicts.until:
                said.setdefault(str(content.get("corrects")), one)
    return said


def mark_of(by: Mapping[str, Any]) -> str:
    """The phrase that marks a record taken back by another: a posting corrects, all else retracts (R77)."""
    return "was_retracted" if by.get("type") == EventRetracted.TYPE else "was_corrected"


def retracted_lines(found: Situation, events: Events, signal: Signal, until: int, lang: Lang) -> list[str]:
    """The assessments that a check day found missing for having been retracted, and the ends that a link never had."""
    changes = [one for one in found.ledger.history.get(signal.id, ()) if one.at <= until]
    absent = [one.at for one in changes if one.effect.why.code == "assessment_missing"]
    by = {name: one for name, one in retractions(found, events).items() if name in events}
    if absent:
        return list(_assessments(events, {n: one for n, one in by.items() if one.at <= max(absent)}, signal, lang))
    raised = [step.at for step in signal.history if step.level and step.at <= until]
    if signal.clause == "11.1.5" and raised:
        return list(_ends(events, {n: one for n, one in by.items() if one.at <= max(raised)}, signal, lang))
    return []


def _assessments(events: Events, by: Mapping[str, Retraction], signal: Signal, lang: Lang) -> Iterable[str]:
    for name, one in by.items():
        event = events[name]
        if event.get("type") == LoanAssessed.TYPE and _content(event).get("loan_no") in (signal.loans or ()):
            yield say("assessment_retracted_line", lang, id=name, by=one.name, at=moments.instant(one.at))


def _ends(events: Events, by: Mapping[str, Retraction], signal: Signal, lang: Lang) -> Iterable[str]:
    """O5: an end counts from the midnight of its day; retracted before, the link has never ended (R103)."""
    for name, one in by.items():
        event = events[name]
        path, content = link_of(event), _content(event)
        if path in signal.paths and content.get("change") == "ended" and one.at < end_of(day_of(recorded(event))):
            link = render.paths(path, lang)
            yield say("end_retracted_line", lang, link=link, id=name, by=one.name, at=moments.instant(one.at))


def link_of(event: Mapping[str, Any]) -> str:
    """The link a record is about, as signals write it; empty where it is about none."""
    group, contract = (_content(event).get(key) for key in ("group_no", "guarantee_contract_no"))
    if "link" not in str(event.get("type")):
        return ""
    return f"group:{group}" if group else f"guarantee:{contract}"


def recorded(event: Mapping[str, Any]) -> int:
    """When a record was recorded."""
    return int(read_moment(str(event["recordedtime"])))


def _content(event: Mapping[str, Any]) -> Mapping[str, Any]:
    content = event.get("data")
    return content if isinstance(content, Mapping) else {}
