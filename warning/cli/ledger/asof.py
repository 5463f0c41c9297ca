"""``warning asof``: what was known at an instant, and who was to be told."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from rich.table import Table
from sqlalchemy import Connection

from warning.audit.asof import Past, Told, known_at, known_of
from warning.audit.proposals import Undecided, undecided
from warning.audit.snapshots import Damaged, Snapshot, load
from warning.bootstrap import Opened, kept_frames
from warning.cli import answers
from warning.cli.decided import warnings_table
from warning.cli.ledger.alerts import Whose, known_post, orgs_under
from warning.cli.ledger.duties import duties_table
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.ledger.slices import clock_of, name_then, slice_of, tell_behind
from warning.cli.ledger.undecided import undecided_line, undecided_table
from warning.cli.marks import status
from warning.cli.output import ending
from warning.cli.reading import moment_option
from warning.cli.rows import because_of
from warning.cli.screen.tables import grid, level_mark, stderr, stdout, two_lines
from warning.cli.situation import Case, Situation
from warning.cli.stop import NOT_FOUND, OK, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.answers import Answer
from warning.contracts.lines import row_line
from warning.contracts.replays import AsOfLine, KnownLine, ToldLine
from warning.core.rows import Duty, Signal, Warning
from warning.core.scalars import day_of, write_day, write_moment
from warning.ledger.sql.counts import next_due
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.history import journal_of_key
from warning.ledger.sql.queries import OWED, Kept, knows_borrower
from warning.visible import on_a_line
from warning.wording import moments, terms
from warning.wording.clauses import clause_title
from warning.wording.names import aside
from warning.wording.phrases import say
from warning.wording.text import Lang, Text


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked, as the command was told."""

    at: str
    borrower: str | None = None
    org: str | None = None
    post: str | None = None
    ended: bool = False
    """Closed warnings and signals and duties that ended, too."""
    snapshots: Path | None = None
    archive: Path | None = None


class Answered(Struct, frozen=True, kw_only=True):
    """What was known, and of it what was asked for."""

    past: Past
    found: Situation
    whose: Whose
    counts: dict[str, int]
    """How many there were of what organisation and post see, ended ones too; of all, if none was named."""
    cases: list[Case]
    signals: list[Signal]
    duties: list[Duty]
    told: list[Told]
    """All of them, also of duties that have ended since."""
    proposals: tuple[Undecided, ...] | None = ()
    """Of one borrower, where one was named; None: nobody can say, another core decided some of it."""


def ask(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """Say what was known.

    Raises:
        Stop: an option is wrong, the ledger cannot be used, or there is no such borrower, organisation or post.
    """
    here = opened(place, lang, asked.archive)
    at = moment_option("INSTANT", asked.at, lang) or 0
    with telling(here.place, lang):
        clock = clock_of(here)
        if at > clock:
            raise Stop(USAGE, say("asof_beyond", lang, value=moments.instant(at), clock=moments.clock(clock)))
        orgs = None if asked.org is None else orgs_under(here, asked.org, lang)
        with snapshot(here.ledger.engine) as connection:
            past = _past(connection, here, at, asked, lang)
            found = _situation(connection, here, past, at, lang)
            due = next_due(connection)
            if asked.post is not None:
                then = {duty.post: Text(duty.post, duty.post) for duty in found.verdicts.duties}
                posts = {**then, **here.setting.names.posts}  # also one that the book has no more
                asked = replace(asked, post=known_post(asked.post, posts, lang))
            answer = _chosen(past, found, asked, Whose(orgs, asked.post))
            answer = replace(answer, proposals=_proposals(connection, here, asked, at, answer))
            name_then(here, connection, _shown(answer, 0 if as_json else rows), at, lang)
    tell_behind(here, at, due, lang)
    with ending(OK):
        if as_json:
            answers.send(_lines(here, answer))
        else:
            _print(here, answer, rows, asked)


def _proposals(
    connection: Connection, here: Opened, asked: Asked, at: int, answer: Answered
) -> tuple[Undecided, ...] | None:
    """Those of the borrower that was named; narrowed, those of the domains in which there is a warning to be seen."""
    if asked.borrower is None:
        return ()
    rows = journal_of_key(connection, f"b:{asked.borrower}")
    found = undecided(asked.borrower, rows, kept_frames(here), at)
    if found is None or (asked.org is None and asked.post is None):
        return found
    domains = {case.warning.domain for case in answer.cases}
    return tuple(one for one in found if one.proposal.domain in domains)


def _shown(answer: Answered, rows: int) -> Iterator[str]:
    """The borrowers of the first ``rows`` rows of each list (0: of all)."""
    lists = ([case.warning for case in answer.cases], answer.signals, answer.duties, [one.duty for one in answer.told])
    listed: Sequence[Signal | Warning | Duty]
    for listed in lists:
        yield from (row.customer_no for row in listed[: rows or len(listed)] if row.customer_no)


def _past(connection: Connection, here: Opened, at: int, asked: Asked, lang: Lang) -> Past:
    if asked.borrower is None:
        usable = _snapshots(connection, here, asked.snapshots, lang)
        while True:
            try:
                return known_at(connection, at, usable)
            except Damaged as damaged:
                stderr().print(say("snapshot_wrong", lang, path=damaged.path), style="yellow")
                usable = [one for one in usable if one.path != damaged.path]
    if not knows_borrower(connection, asked.borrower):
        raise Stop(NOT_FOUND, say("borrower_absent", lang, value=asked.borrower, place=shown(here.place)))
    return known_of(connection, at, f"b:{asked.borrower}")


def _snapshots(connection: Connection, here: Opened, directory: Path | None, lang: Lang) -> Sequence[Snapshot]:
    if directory is None:
        return ()
    about = here.ledger.about
    try:
        found, wrong = load(directory, connection, about.name, about.created_at)
    except OSError as error:
        raise Stop(UNREADABLE, say("file_unreadable", lang, path=directory, why=why(error, lang))) from None
    for path in wrong:
        stderr().print(say("snapshot_wrong", lang, path=path), style="yellow")
    return found


def _situation(connection: Connection, here: Opened, past: Past, at: int, lang: Lang) -> Situation:
    """The rows as they were, with the reason of the last change of each."""
    kept = Kept(
        [one.row for one in past.of(Signal) if isinstance(one.row, Signal)],
        [one.row for one in past.of(Warning) if isinstance(one.row, Warning)],
        [one.row for one in past.of(Duty) if isinstance(one.row, Duty)],
    )
    changes = {row_id: [known.change] for row_id, known in past.rows.items()}
    return slice_of(here, lang, kept, connection=connection, changes=changes, until=at)


def _chosen(past: Past, found: Situation, asked: Asked, whose: Whose) -> Answered:
    """What was asked for of all that was known."""
    every = [case for case in found.cases if whose.sees(case)]
    theirs = {signal.id for case in every for signal in case.signals}
    seen = [signal for signal in found.verdicts.signals if whose.everybody or signal.id in theirs]
    owed = [duty for duty in found.verdicts.duties if whose.owns(duty)]
    cases = [case for case in every if asked.ended or case.warning.closed_at is None]
    cases.sort(key=lambda case: case.urgency_of(whose.owns))
    signals = [signal for signal in seen if asked.ended or signal.status != "closed"]
    duties = [duty for duty in owed if asked.ended or duty.state in OWED]
    return Answered(
        past=past,
        found=found,
        whose=whose,
        counts=_counts([case.warning for case in every], seen, owed),
        cases=cases,
        signals=sorted(signals, key=lambda row: (-row.level, row.id)),
        duties=sorted(duties, key=lambda duty: (duty.due is None, duty.due or 0, duty.id)),
        told=[one for one in past.told if whose.owns(one)],
    )


def _print(here: Opened, answer: Answered, rows: int, asked: Asked) -> None:
    found, console = answer.found, stdout()
    lang = found.lang
    counts = answer.counts
    theirs = None if answer.whose.everybody else answer.whose.owns
    at = moments.instant(found.verdicts.until)
    for listed, title, draw in (
        (answer.cases, "t_asof_warnings", partial(warnings_table, theirs=theirs)),
        (answer.signals, "t_asof_signals", _signals),
        (answer.duties, "t_asof_duties", duties_table),
        (answer.told, "t_asof_told", _told),
    ):
        first: Any = listed[: rows or len(listed)]
        if first:
            console.print(draw(found, first, say(title, lang, n=len(listed))))
        if len(first) < len(listed):
            console.print(say("more", lang, n=len(listed) - len(first)), style="dim")
    if answer.proposals:
        title = say("t_asof_proposals", lang, n=len(answer.proposals))
        console.print(undecided_table(answer.proposals, found.setting.names, lang, title))
    elif answer.proposals is None:
        console.print(say("proposals_unknown", lang), style="yellow")
    console.print(say("asof", lang, place=shown(here.place), at=at, **counts))
    if not answer.past.rows:
        nothing = "asof_nothing" if asked.borrower is None else "asof_nothing_of"
        console.print(say(nothing, lang, at=at, value=asked.borrower), style="yellow")
    console.print(say("asof_means", lang), style="dim")
    if answer.past.basis:
        days = ", ".join(map(_month_end, answer.past.basis))
        console.print(say("asof_basis", lang, days=days, directory=shlex.quote(str(asked.snapshots))), style="dim")


def _month_end(until: int) -> str:
    return write_day(day_of(until) - 1)


def _counts(warnings: Sequence[Warning], signals: Sequence[Signal], duties: Sequence[Duty]) -> dict[str, int]:
    return {
        "signals": len(signals),
        "warnings": len(warnings),
        "live": sum(row.closed_at is None for row in warnings),
        "duties": len(duties),
        "open": sum(row.state == "open" for row in duties),
        "overdue": sum(row.state == "breached" for row in duties),
    }


def _signals(found: Situation, signals: Sequence[Signal], title: str) -> Table:
    lang, names = found.lang, found.setting.names
    headings = (say(key, lang) for key in ("d_level", "k_signal", "d_borrower", "c_state"))
    table = grid(*headings, title=title, fixed=(0,))
    for row in signals:
        about = aside(clause_title(row.clause, lang), terms.GROUPS[row.group].say(lang), lang)
        table.add_row(
            level_mark(row.level, lang),
            two_lines(about, row.id),
            two_lines(names.borrowers.get(row.customer_no, row.customer_no), terms.DOMAINS[row.domain].say(lang)),
            status(row, lang),
        )
    return table


def _told(found: Situation, told: Sequence[Told], title: str) -> Table:
    lang, names = found.lang, found.setting.names
    headings = (say(key, lang) for key in ("k_at", "k_told", "k_of", "d_borrower"))
    table = grid(*headings, title=title, fixed=(0,))
    for one in told:
        duty = one.duty
        what = f"{terms.DUTY_KINDS[duty.kind].say(lang)} · {terms.TOLD[one.how].say(lang)}"
        table.add_row(
            moments.clock(one.at),
            two_lines(names.org_short(one.org_no, lang), names.post(one.post, lang)),
            two_lines(what, duty.id),
            on_a_line(names.borrowers.get(duty.customer_no, duty.customer_no)) or "—",
        )
    return table


def _lines(here: Opened, answer: Answered) -> Iterator[Answer]:
    at = write_moment(answer.found.verdicts.until)
    basis = tuple(map(write_moment, answer.past.basis))
    yield AsOfLine(place=shown(here.place), at=at, snapshots=basis, **answer.counts)
    rows = (answer.signals, [case.warning for case in answer.cases], answer.duties)
    for row_id in sorted(row.id for kind in rows for row in kind):
        known = answer.past.rows[row_id]
        because = [because_of(known.change.effect.why, here.setting.names)]
        yield KnownLine(
            since=write_moment(known.since),
            changed=write_moment(known.change.at),
            event_id=known.change.record_id,
            row=row_line(known.row, because),
        )
    yield from map(undecided_line, answer.proposals or ())
    for one in answer.told:
        yield ToldLine(
            at=write_moment(one.at),
            org_no=one.org_no,
            post=one.post,
            how=one.how,
            duty=one.duty.id,
            kind=one.duty.kind,
            customer_no=one.duty.customer_no,
        )
