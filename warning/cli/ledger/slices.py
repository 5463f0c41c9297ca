"""Of a ledger, what a page needs, as a situation: the same pages are printed for a file and for a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from warning.bootstrap import Opened, now
from warning.cli.explain.narrowed import without_idle
from warning.cli.explain.needed import Row, needed
from warning.cli.explain.put_back import MADE, told_by
from warning.cli.ledger.opening import told_unread
from warning.cli.screen.tables import stderr
from warning.cli.situation import Situation
from warning.contracts.encode import encode
from warning.core.draft import Wake
from warning.core.events import Event, ForecastSignedOff, LoanSettled, Told
from warning.core.rows import Duty
from warning.core.scalars import write_moment
from warning.intake.verdicts import Counts, Verdicts
from warning.ledger.journal import KINDS, JournalRow, content_of
from warning.ledger.memory import Change, MemoryLedger
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.called import borrowers_named_then
from warning.ledger.sql.queries import (
    Kept,
    borrowers_named,
    changes_of,
    kept_of,
    persons_named,
    records_of,
    signals_of,
    states_of,
    without_effect,
)
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

MIDNIGHT = "T00:00:00+08:00"
NOTHING = Counts(lines=0, applied=0, duplicate=0, stale=0, held=0, quarantined=0)
Events = dict[str, dict[str, Any]]


def clock_of(here: Opened) -> int:
    """How far time has come in a ledger (µs UTC): on the wall, or by its records."""
    return now() if here.ledger.about.clock == "live" else here.ledger.clock()


def tell_behind(here: Opened, clock: int, due: int | None, lang: Lang) -> None:
    """Say that a live ledger has not been moved on to now: what is shown is not all that is so."""
    if here.ledger.about.clock == "live" and due is not None and due <= clock:
        stderr().print(say("status_behind", lang, at=moments.instant(due)), style="yellow")


def changes_listed(connection: Connection, ids: Iterable[str], lang: Lang) -> dict[str, list[Change]]:
    """How rows of a list came about; where that is archived and cannot be read, what is here, and that is said."""
    wanted = list(ids)
    try:
        return changes_of(connection, wanted)
    except Unread as unread:
        stderr().print(say("history_not_read", lang, why=told_unread(unread, lang)), style="yellow")
        return changes_of(connection, wanted, archive=False)


def slice_of(
    here: Opened,
    lang: Lang,
    kept: Kept,
    *,
    connection: Connection,
    changes: Mapping[str, list[Change]] = {},
    owners: Iterable[str] = (),
    until: int | None = None,
) -> Situation:
    """A situation of some rows: with their changes, the states of their ``owners`` (borrowers), and names.

    ``until``: how far time has come in it (µs UTC), by default as far as in the ledger; with it borrowers are not
    named: what they were called then is asked of those that are shown (``name_then``).
    """
    ledger = MemoryLedger()
    ledger.signals = {row.id: row for row in kept.signals}
    ledger.warnings = {row.id: row for row in kept.warnings}
    ledger.duties = {row.id: row for row in kept.duties}
    ledger.history.update(changes)
    ledger.states = states_of(connection, {f"b:{number}" for number in owners})
    about = {row.customer_no for rows in (kept.signals, kept.warnings, kept.duties) for row in rows}
    if until is None:
        here.setting.names.borrowers.update(borrowers_named(connection, about))
    verdicts = Verdicts(
        signals=kept.signals,
        warnings=kept.warnings,
        duties=kept.duties,
        refusals=[],
        counts=NOTHING,
        until=clock_of(here) if until is None else until,
        head="",
    )
    return Situation(here.setting, verdicts, ledger, lang)


def name_then(here: Opened, connection: Connection, numbers: Iterable[str], instant: int, lang: Lang) -> None:
    """Call borrowers what they were called at an instant (µs UTC).

    Where that is archived and cannot be read, what they are called now, and that is said.
    """
    wanted, names = set(numbers), here.setting.names.borrowers
    try:
        names.update(borrowers_named_then(connection, wanted, instant))
    except Unread as unread:
        stderr().print(say("names_not_read", lang, why=told_unread(unread, lang)), style="yellow")
        names.update(borrowers_named(connection, wanted))


def around(here: Opened, row: Row, lang: Lang, *, persons: bool, bare: bool) -> tuple[Situation, Events]:
    """All that an explanation of a row needs: its borrower's rows, the sources' signals, the records they rest on.

    ``persons``: by their own values. ``bare``: without what did not count, on which nothing rests.
    """
    with here.ledger.engine.connect() as connection:
        kept = kept_of(connection, [row.customer_no])
        sources = {one.subject for one in kept.signals if one.clause == "11.1.5"} - {row.customer_no}
        kept = msgspec.structs.replace(kept, signals=[*kept.signals, *signals_of(connection, sources)])
        ids = [one.id for rows in (kept.signals, kept.warnings, kept.duties) for one in rows]
        changes = changes_of(connection, ids)
        found = slice_of(
            here,
            lang,
            kept,
            connection=connection,
            changes=changes,
            owners=[row.customer_no] if row.customer_no else [],
        )
        own = f"b:{row.customer_no}" if row.customer_no else f"o:{getattr(row, 'org_no', '')}"
        found.verdicts.refusals.extend(() if bare else without_effect(connection, own))
        if own.startswith("o:"):  # who came and went is kept nowhere else (O3)
            kinds = (KINDS[Told], KINDS[Wake], ForecastSignedOff.TYPE)
            found.ledger.journal.extend(records_of(connection, [own], (), kinds))
        keys = [own, *(f"b:{number}" for number in sorted(sources))]
        teller = told_by(found, row) if isinstance(row, Duty) else ""
        if teller:  # the record by which a sign-off was opened is another aggregate's
            keys.append(f"b:{teller}")
            found.ledger.journal.extend(records_of(connection, [f"b:{teller}"], (), (*MADE, LoanSettled.TYPE)))
        events = _events(connection, keys, found, row, persons=persons, bare=bare)
        told = (one.origin for one in map(content_of, found.ledger.journal) if isinstance(one, Told))
        mentioned = _mentioned(found, events, (*sources, *told))
        here.setting.names.borrowers.update(borrowers_named(connection, mentioned))
    return found, events


def _events(
    connection: Connection, keys: list[str], found: Situation, row: Row, *, persons: bool, bare: bool
) -> Events:
    """The records an explanation may show, as they would stand in a file."""
    wanted = needed(found, row, bare=bare)
    events: Events = {}
    for record in records_of(connection, keys, wanted.ids, wanted.kinds()):
        content = content_of(record)
        if record.event_id in events or not isinstance(content, Event):
            continue
        loans = tuple(getattr(content, name, None) for name in ("loan_no", "previous_loan_no"))
        customer = getattr(content, "customer_no", None)
        if record.event_id in wanted.ids or wanted.includes(record.kind, _path(content), loans, customer):
            events[record.event_id] = as_sent(record, content)
    events = without_idle(found, events, row, wanted)
    if persons:
        name_persons(connection, events.values(), found.lang)
    return events


def _path(event: Event) -> str:
    """The link an event is about, as signals write it."""
    group, contract = getattr(event, "group_no", ""), getattr(event, "guarantee_contract_no", "")
    return f"group:{group}" if group else f"guarantee:{contract}" if contract else ""


def as_sent(record: JournalRow, event: Event) -> dict[str, Any]:
    """A record as it would stand in a file; persons are tokens."""
    return {
        "specversion": "1.0",
        "id": record.event_id,
        "source": record.origin,
        "type": record.kind,
        "time": write_moment(record.occurred),
        "recordedtime": write_moment(record.received),
        "data": {name: _dated(value) for name, value in msgspec.json.decode(encode(event)).items()},
    }


def _dated(value: object) -> object:
    """A midnight as the date that means it (T1): the journal keeps the instant alone."""
    return value.removesuffix(MIDNIGHT) if isinstance(value, str) else value


def name_persons(connection: Connection, events: Iterable[dict[str, Any]], lang: Lang | None = None) -> None:
    """Persons by their own values in place of their tokens; the erased as such, without a language as tokens."""
    contents = [event["data"] for event in events]
    tokens = {content["officer_no"] for content in contents if "officer_no" in content}
    tokens |= {member for content in contents for member in content.get("members", ())}
    known = {} if lang is None else {token: say("erased_person", lang, token=token) for token in tokens}
    known |= persons_named(connection, tokens)
    for content in contents:
        if "officer_no" in content:
            content["officer_no"] = known.get(content["officer_no"], content["officer_no"])
        if "members" in content:
            content["members"] = [known.get(member, member) for member in content["members"]]


def _mentioned(found: Situation, events: Events, sources: Iterable[str]) -> set[str]:
    """The numbers that may be borrowers', in reasons and records."""
    said = {
        value
        for changes in found.ledger.history.values()
        for change in changes
        for _, value in change.effect.why.values
        if isinstance(value, str)
    }
    told = {
        value
        for event in events.values()
        for name in ("customer_no", "guarantor_no")
        if isinstance(value := event["data"].get(name), str)
    }
    return {*said, *told, *sources}
