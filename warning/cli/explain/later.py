"""Facts recorded since a signal was raised that changed nothing of it, and why (W8, P1, P2, O5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from warning.cli.explain.amount import Events, closed_at, data_of, latest, level_at, received_at
from warning.cli.explain.assessed import assessed_line
from warning.cli.explain.episodes import came, episode
from warning.cli.explain.needed import is_record
from warning.cli.explain.page import Page
from warning.cli.explain.retracted import link_of, retractions
from warning.cli.explain.unmoved import unmoved
from warning.core.conditions import observe
from warning.core.events import (
    ClassificationForecast,
    ClassificationSet,
    LoanAssessed,
    LoanExtended,
    MajorEvent,
    SignalObserved,
)
from warning.core.frame import LEVELS
from warning.core.rows import Signal
from warning.core.scalars import day_of, end_of, read_fen
from warning.ledger.memory import Change
from warning.wording import moments, render, terms
from warning.wording.names import aside, series

GRADED = (ClassificationSet.TYPE, ClassificationForecast.TYPE)
SAID_AGAIN = ("11.1.2", "11.1.4", "11.1.6")
"""Clauses whose facts may be recorded again about the same subject."""
NOT_COMPUTABLE = -1
"""What stands for the level of figures that cannot be computed: those are on file, and no fact."""


def later_records(page: Page, signal: Signal) -> list[str]:
    """The records of them."""
    of_source = [name for names, _ in _source_changed(page, signal) for name in names]
    return [*_facts(page, signal), *(name for name, _ in _of_loan(page, signal)), *of_source]


def later_lines(page: Page, signal: Signal) -> list[str]:
    """Each with its reason; facts of which the same is to be said in one line."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for name in _facts(page, signal):
        told.setdefault(_effect(page, signal, name), []).append(name)
    facts = [
        page.say(key, ids=_dated(page, names), level=level, then=then) for (key, level, then), names in told.items()
    ]
    loans = [text for _, text in _of_loan(page, signal)]
    of_source = [text for _, text in _source_changed(page, signal)]
    return [*facts, *loans, *_at_nil(page, signal), *link_lines(page, signal), *of_source]


def _facts(page: Page, signal: Signal) -> list[str]:
    """Classes, forecasts and figures about its subject, after its raise and before the next episode's."""
    first = next((step.at for step in signal.history if step.level), None)
    if first is None or signal.clause not in SAID_AGAIN or signal.closed_by == "recovery":
        return []
    last, idle = _end(page, signal), _told_elsewhere(page, signal)
    found = [
        (received_at(event), name)
        for name, event in page.events.items()
        if name not in idle and first <= received_at(event) <= last and _is_about(event, signal)
    ]
    closed = closed_at(signal)
    return [
        name
        for at, name in sorted(found)
        if (level := _level(page, page.events[name])) != NOT_COMPUTABLE and (level or closed is None or at < closed)
    ]


def _end(page: Page, signal: Signal) -> int:
    """Until when facts are looked for: the instant before the next episode came about."""
    later = episode(page.situation, signal, 1) if signal.status == "closed" else None
    changes = [] if later is None else came(page.situation, later)
    return changes[-1].at - 1 if changes else page.situation.verdicts.until


def _told_elsewhere(page: Page, signal: Signal) -> set[str]:
    """Records that raised or changed it, that were told of otherwise, did not count, or were retracted."""
    found = page.situation
    state = found.borrower(signal.customer_no)
    track = None if state is None else state.file.tracks.get(f"{signal.clause}|{signal.subject}")
    waiting = () if track is None else (*track.waiting, *track.beside)
    return {
        *(step.event for step in signal.history),
        *(name for one in found.ledger.history[signal.id] for name in one.effect.why.events),
        *(fact.event for fact, _ in unmoved(found, signal)),
        *(ground.event for ground in waiting),
        *(one.event_id for one in found.verdicts.refusals),
        *retractions(found, page.events),
    }


def _is_about(event: Mapping[str, Any], signal: Signal) -> bool:
    content, kind = data_of(event), event.get("type")
    if content.get("customer_no") != signal.customer_no:
        return False
    if signal.clause == "11.1.2":
        return kind in GRADED
    if signal.clause == "11.1.4":
        return kind == MajorEvent.TYPE and content.get("matter") == signal.subject
    loan_no = content.get("loan_no")
    subject = f"{content.get('number')}|{loan_no}" if loan_no else str(content.get("number"))
    return kind == SignalObserved.TYPE and subject == signal.subject


def _dated(page: Page, names: list[str]) -> str:
    """Records, each with when it was recorded."""
    each = (aside(name, moments.instant(received_at(page.events[name])), page.lang) for name in names)
    return series(each, page.lang)


def _effect(page: Page, signal: Signal, name: str) -> tuple[str, str, str]:
    """Why a fact changed nothing: the phrase for it, its level by the rule, and the signal's then, or its release."""
    at, closed, level = received_at(page.events[name]), closed_at(signal), _level(page, page.events[name])
    if not level:
        return "later_none", "", ""
    word = terms.LEVELS[LEVELS[level]].say(page.lang)
    if closed is not None and at >= closed:
        return "later_closed", word, moments.instant(closed)
    then = level_at(signal, at)
    return "later_lower", word, terms.LEVELS[LEVELS[then]].say(page.lang)


def _level(page: Page, event: Mapping[str, Any]) -> int:
    """The level of a class, a forecast, a matter or a figure by the rule book."""
    book, content = page.situation.setting.frame.book, data_of(event)
    if event.get("type") == MajorEvent.TYPE:
        return book.major_level
    if event.get("type") == SignalObserved.TYPE:
        reading = observe(book.signals[int(content["number"])], _figures(content))
        return reading.level if reading.computable else NOT_COMPUTABLE
    levels = book.set_levels if event.get("type") == ClassificationSet.TYPE else book.forecast_levels
    return levels.get(str(content.get("grade")), 0)


def _figures(content: Mapping[str, Any]) -> SignalObserved:
    """The figures that a rule compares."""
    sides = {side: content.get(side) for side in ("numerator", "denominator")}
    money = {side: None if text is None else read_fen(str(text)) for side, text in sides.items()}
    return SignalObserved(
        customer_no=str(content["customer_no"]),
        number=int(content["number"]),
        value=content.get("value"),
        variant=content.get("variant"),
        numerator=money["numerator"],
        denominator=money["denominator"],
    )


def _of_loan(page: Page, signal: Signal) -> Iterator[tuple[str, str]]:
    """Of a check before maturity: assessments that changed nothing of it, and extensions, since it was raised (P1)."""
    first = next((step.at for step in signal.history if step.level), None)
    if first is None or signal.clause != "11.1.1":
        return
    idle = _told_elsewhere(page, signal)
    until = closed_at(signal) or page.situation.verdicts.until
    loan_no, _, matures_on = signal.subject.partition("|")
    for name, event in page.events.items():
        content, at = data_of(event), received_at(event)
        if content.get("loan_no") != loan_no or not first <= at <= until or name in idle:
            continue
        said = {"id": name, "at": moments.instant(at)}
        if event.get("type") == LoanAssessed.TYPE:
            yield name, assessed_line(page, signal, name)
        elif event.get("type") == LoanExtended.TYPE:
            to = moments.date_of(content.get("extended_until"))
            yield name, page.say("later_extended", loan_no=loan_no, matures_on=matures_on, to=to, **said)


def _at_nil(page: Page, signal: Signal) -> Iterator[str]:
    """A live signal of whose loans none has a balance left, without a record that one was settled (W9)."""
    state = page.situation.borrower(signal.customer_no)
    named = [
        one for one in (() if state is None else state.loans) if signal.loans is None or one.loan_no in signal.loans
    ]
    left = [one for one in named if not one.settled]
    if signal.status != "live" or signal.domain != "business" or not left or any(one.balance for one in left):
        return
    for loan in [one for one in left if not one.lost]:
        last = latest(page.events, loan.loan_no, page.situation.verdicts.until)
        if last is not None and last.record and not last.fen:
            at = moments.instant(received_at(page.events[last.record]))
            yield page.say("later_nil", loan_no=loan.loan_no, id=last.record, at=at)


def link_lines(page: Page, signal: Signal) -> Iterator[str]:
    """O5: a link that was ended still carried what came on that day, and its end changes nothing on what it carried."""
    rises = [(step.at, step.start) for step in signal.history if step.opening]
    if signal.clause != "11.1.5" or not rises:
        return
    until = closed_at(signal) or page.situation.verdicts.until
    for name, at, path in _ended(page, page.events, signal):
        midnight = end_of(day_of(at))
        link, said = render.paths(path, page.lang), {"id": name, "at": moments.instant(at)}
        carried = [rise for rise, start in rises if at <= start < midnight]
        if carried:
            listed = series(map(moments.instant, carried), page.lang)
            yield page.say("link_end_day", link=link, midnight=moments.deadline(midnight), rises=listed, **said)
        elif rises[0][0] <= at <= until:
            yield page.say("link_end_after", link=link, **said)


def _ended(page: Page, events: Events, signal: Signal) -> Iterator[tuple[str, int, str]]:
    """The ends of its links between source and borrower, that stand: (record, when, path)."""
    idle = retractions(page.situation, events)
    parties = {signal.subject, signal.customer_no}
    for name, event in events.items():
        content, path = data_of(event), link_of(event)
        mine = content.get("customer_no") in parties or content.get("guarantor_no") in parties
        if path in signal.paths and mine and content.get("change") == "ended" and name not in idle:
            yield name, received_at(event), path


def _source_changed(page: Page, signal: Signal) -> list[tuple[tuple[str, ...], str]]:
    """What became of the source's signals since, by which records: it changes nothing on what was derived (O5)."""
    rises = [step.at for step in signal.history if step.opening]
    if signal.clause != "11.1.5" or not rises:
        return []
    until = closed_at(signal) or page.situation.verdicts.until
    told = [one for one in page.situation.sources(signal) if one.history and one.history[0].at <= rises[-1]]
    changes = [(one, change) for one in told for change in page.situation.ledger.history.get(one.id, ())]
    return [
        (change.effect.why.events, _of_source(page, one, change))
        for one, change in changes
        if change.effect.change in ("disputed", "lowered", "closed") and rises[0] <= change.at <= until
    ]


def _of_source(page: Page, one: Signal, change: Change) -> str:
    ids = series((name for name in change.effect.why.events if is_record(name)), page.lang)
    word = terms.SIGNAL_CHANGES[change.effect.change].say(page.lang)
    refs = ["O5", "W12"] if change.effect.change == "disputed" else ["O5"]
    said = {"id": one.id, "at": moments.instant(change.at), "ids": ids, "change": word}
    return page.say("source_later", refs=series(refs, page.lang), **said)
