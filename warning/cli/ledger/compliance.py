"""``warning compliance``: the figures of 13.5 and 18 of a ledger, and the duties behind each (``--list``)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from warning.bootstrap import Opened
from warning.cli import answers
from warning.cli.ledger.alerts import known_post, orgs_under
from warning.cli.ledger.compliance_rows import Line, flat, tree
from warning.cli.ledger.compliance_table import Words, figures_line, printed
from warning.cli.ledger.duties import duties_table
from warning.cli.ledger.opening import opened, options_again, secret, shown, telling, told_unread
from warning.cli.ledger.slices import changes_listed, clock_of, slice_of, tell_behind
from warning.cli.output import ending
from warning.cli.rows import row_json, send_lines
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import NOT_COMPARABLE, NOT_FOUND, OK, USAGE, Stop
from warning.cli.zoned import zoned
from warning.contracts.answers import Answer
from warning.contracts.compliance import ComplianceLine, ComplianceRowLine
from warning.core.rows import Duty
from warning.core.scalars import day_of, end_of, first_of_next_month, midnight, read_day, write_day, write_moment
from warning.intake.erasures import NoPerson, token_of
from warning.ledger.punctuality import FIGURES, Figures
from warning.ledger.sql.compliance import BY, Counts, Period, behind, counted
from warning.ledger.sql.counts import next_due
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.queries import Kept, duties_named, persons_named, signals_of, warnings_of
from warning.wording.phrases import say
from warning.wording.text import Lang

AT_ONCE: Final = 1_000
"""Duties behind a figure that are read at a time."""
QUARTER: Final = 3
"""Months."""
LISTED: Final = {
    "due": "cp_lists_due",
    "on_time": "cp_lists_on_time",
    "late": "cp_lists_late",
    "late_owed": "cp_lists_late_owed",
    "concealed": "cp_lists_concealed",
    "not_scored": "cp_lists_not_scored",
    "fell_away": "cp_lists_fell_away",
    "open": "cp_lists_open",
    "not_read": "cp_lists_not_read",
}
"""What each figure is called above its duties."""


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked, as the command was told; None: of any."""

    since: str | None = None
    until: str | None = None
    by: str = "org"
    org: str | None = None
    own: bool = False
    post: str | None = None
    kind: str | None = None
    person: str | None = None
    figure: str | None = None
    persons: bool = False
    archive: Path | None = None


class Days(Struct, frozen=True):
    """The first and the last day on which what is counted was due (ordinals); None: any."""

    since: int | None
    until: int | None


def show(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """Say the figures of a period, or list the duties behind one of them.

    Raises:
        Stop: an option is wrong, the ledger cannot be used, or there is no such organisation, post or person.
    """
    if asked.own and asked.org is None:
        raise Stop(USAGE, say("cp_own_alone", lang))
    here = opened(place, lang, asked.archive)
    with telling(here.place, lang):
        clock = clock_of(here)
        days = _days(asked, clock, lang)
        with snapshot(here.ledger.engine) as connection:
            asked = replace(asked, person=_person(connection, here, asked.person, lang))
            period = _period(here, asked, days, clock, lang)
            asked = replace(asked, post=period.post)
            if asked.figure is None:
                counts = counted(connection, period, BY[asked.by])
                names = persons_named(connection, _tokens(counts)) if asked.persons else {}
            due = next_due(connection)
        if asked.figure is not None:
            tell_behind(here, clock, due, lang)
            _list(here, asked, period, days, lang, rows=rows, as_json=as_json)
            return
    tell_behind(here, clock, due, lang)
    _tell_unread(counts, lang)
    lines = _lines(here, asked, counts)
    total = Figures()
    for figures in counts.by.values():
        total.join(figures)
    with ending(OK if counts.unread is None else NOT_COMPARABLE):
        if as_json:
            answers.send(_json(here, asked, days, clock, total, lines))
            return
        words = Words(here.setting.names, names if asked.persons else None, lang, _said(days, lang), clock)
        printed(stdout(), words, asked.by, lines, total, rows)
        if total.of.total():
            stdout().print(say("cp_trace", lang), style="bold")
            _commands(place, asked, days, total, lang)


def _days(asked: Asked, clock: int, lang: Lang) -> Days:
    """The period; by default the quarter the clock is in, which a midnight ends."""
    if asked.since is None and asked.until is None:
        since = _quarter(day_of(clock - 1))
        until = since
        for _ in range(QUARTER):
            until = first_of_next_month(until)
        return Days(since, until - 1)
    found = Days(_day("--since", asked.since, lang), _day("--until", asked.until, lang))
    if found.since is not None and found.until is not None and found.since > found.until:
        said = {"since": write_day(found.since), "until": write_day(found.until)}
        raise Stop(USAGE, say("cp_period_wrong", lang, **said))
    return found


def _quarter(day: int) -> int:
    """The first day of the quarter in which a day lies."""
    year, month, _ = (int(part) for part in write_day(day).split("-"))
    return read_day(f"{year:04d}-{month - (month - 1) % QUARTER:02d}-01")


def _day(option: str, value: str | None, lang: Lang) -> int | None:
    if value is None:
        return None
    try:
        return int(read_day(zoned(value)))
    except ValueError:
        raise Stop(USAGE, say("cp_day_wrong", lang, option=option, value=value)) from None


def _person(connection: Connection, here: Opened, named: str | None, lang: Lang) -> str | None:
    if named is None:
        return None
    try:
        return token_of(connection, named)[0]
    except NoPerson:
        raise Stop(NOT_FOUND, say("cp_person_absent", lang, value=named, place=shown(here.place))) from None


def _period(here: Opened, asked: Asked, days: Days, clock: int, lang: Lang) -> Period:
    orgs = None if asked.org is None else orgs_under(here, asked.org, lang)
    return Period(
        after=None if days.since is None else midnight(days.since),
        until=None if days.until is None else end_of(days.until),
        clock=clock,
        orgs={asked.org} if asked.own and asked.org is not None else orgs,
        post=None if asked.post is None else known_post(asked.post, here.setting.names.posts, lang),
        kind=asked.kind,
        person=asked.person,
        persons=asked.by == "person",
    )


def _lines(here: Opened, asked: Asked, counts: Counts) -> list[Line]:
    if asked.by != "org":
        return flat(counts.by, BY[asked.by])
    return tree({key[0]: found for key, found in counts.by.items()}, here.setting.frame, asked.org, alone=asked.own)


def _tokens(counts: Counts) -> set[str]:
    return {key[0] for key in counts.by}


def _said(days: Days, lang: Lang) -> str:
    """The period in words."""
    since, until = (None if day is None else write_day(day) for day in (days.since, days.until))
    if since is None:
        return say("cp_up_to", lang, until=until)
    return say("cp_from", lang, since=since) if until is None else say("cp_between", lang, since=since, until=until)


def _tell_unread(counts: Counts, lang: Lang) -> None:
    if counts.unread is None:
        return
    why, n = told_unread(counts.unread, lang), sum(found.of["not_read"] for found in counts.by.values())
    said = say("cp_unread", lang, n=n, why=why) if n else say("cp_unread_persons", lang, why=why)
    stderr().print(said, style="yellow")


def _commands(place: str | None, asked: Asked, days: Days, total: Figures, lang: Lang) -> None:
    """What lists the duties behind the figures that people doubt, to be pasted."""
    given = (
        ("--since", None if days.since is None else write_day(days.since)),
        ("--until", None if days.until is None else write_day(days.until)),
        ("--org", asked.org),
        ("--own", asked.own),
        ("--post", asked.post),
        ("--kind", asked.kind),
        ("--person", asked.person),
    )
    words = [word for name, value in given if value for word in ([name] if value is True else [name, str(value)])]
    words += [] if secret(place) else options_again(place, lang)
    for figure in ("late", "concealed", "not_scored"):
        if total.figure(figure):
            command = shlex.join(["warning", "compliance", *words, "--list", figure])
            stdout().print(f"  {command}", soft_wrap=True)


def _json(
    here: Opened, asked: Asked, days: Days, clock: int, total: Figures, lines: Sequence[Line]
) -> Iterator[Answer]:
    orgs = here.setting.frame.orgs
    yield ComplianceLine(
        place=shown(here.place),
        since=None if days.since is None else write_day(days.since),
        until=None if days.until is None else write_day(days.until),
        clock=write_moment(clock),
        by=asked.by,
        org_no=asked.org,
        own=asked.own,
        post=asked.post,
        kind=asked.kind,
        person=asked.person,
        rows=len(lines),
        total=figures_line(total),
    )
    for line in lines:
        org = orgs.get(line.org_no or "")
        yield ComplianceRowLine(
            scope=line.scope,
            org_no=line.org_no,
            name=None if org is None else org.name,
            level=None if org is None else org.level,
            post=line.post,
            kind=line.kind,
            person=line.person,
            figures=figures_line(line.figures),
        )


def _list(here: Opened, asked: Asked, period: Period, days: Days, lang: Lang, *, rows: int, as_json: bool) -> None:
    """The duties behind a figure, by due."""
    with here.ledger.engine.connect() as connection:
        ids, unread = behind(connection, period, FIGURES[asked.figure or "due"])
        chosen = ids if as_json else ids[: rows or len(ids)]
        with ending(OK if unread is None else NOT_COMPARABLE):
            if as_json:
                for some in _some(chosen):
                    duties = _in_order(connection, some)
                    changes = changes_listed(connection, some, lang)
                    send_lines(row_json(duty, changes.get(duty.id, ()), here.setting.names) for duty in duties)
                return
            duties = [duty for some in _some(chosen) for duty in _in_order(connection, some)]
            whose = {duty.customer_no for duty in duties}
            kept = Kept(signals_of(connection, whose), warnings_of(connection, whose), duties)
            changes = changes_listed(connection, chosen, lang)
            found = slice_of(here, lang, kept, connection=connection, changes=changes)
            told = {"period": _said(days, lang), "figure": say(LISTED[asked.figure or "due"], lang)}
            console = stdout()
            if duties:
                console.print(duties_table(found, duties, say("t_cp_listed", lang, n=len(ids), **told)))
            else:
                console.print(say("cp_none_listed", lang, **told))
            if len(chosen) < len(ids):
                console.print(say("more", lang, n=len(ids) - len(chosen)), style="dim")


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _in_order(connection: Connection, ids: Sequence[str]) -> list[Duty]:
    place = {name: n for n, name in enumerate(ids)}
    return sorted(duties_named(connection, ids), key=lambda duty: place[duty.id])
