"""``warning rules changes``: the changes of a ledger's rule book, and what one of them changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.padding import Padding
from rich.table import Table
from sqlalchemy import Connection

from warning.bootstrap import Opened, now
from warning.cli import answers
from warning.cli.ledger.opening import opened, options_text, shown, telling, told_unread
from warning.cli.output import ending
from warning.cli.rows import because_of
from warning.cli.rule_changes.differing import line as difference_line
from warning.cli.rule_changes.differing import tell
from warning.cli.rule_changes.reports import kept_files
from warning.cli.rule_changes.tested import Tested, remarked, said, tested
from warning.cli.running import tell_departures
from warning.cli.screen.tables import grid, stderr, stdout, two_lines
from warning.cli.stop import NOT_FOUND, OK, Stop
from warning.contracts.rules import RefusedChangeLine, RulesChangeLine
from warning.core.changes import RulesChange, RulesState
from warning.core.scalars import write_moment
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.books import kept_book, rules_state, stored_frame
from warning.ledger.sql.ledger import StoredFrame
from warning.ledger.sql.queries import persons_named
from warning.ledger.sql.refused_changes import RefusedAct, refused_acts
from warning.rulebook import RuleBook
from warning.rulebook.diff import BookDifference, compare_books
from warning.wording import moments, terms
from warning.wording.phrases import say
from warning.wording.reasons import ADVICE, OTHER_ADVICE
from warning.wording.records import event_type
from warning.wording.render import reason
from warning.wording.text import Lang


def changes(place: str | None, name: str | None, lang: Lang, *, persons: bool, as_json: bool) -> None:
    """List them, or show one with its differences.

    Raises:
        Stop: the ledger cannot be used, or has no such change.
    """
    here = opened(place, lang)
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        state = rules_state(connection)
        found = {name: state.changes[name]} if name in state.changes else state.changes
        if name is not None and name not in state.changes:
            raise Stop(NOT_FOUND, say("rc_unknown", lang, id=name, place=shown(here.place)))
        differences: Sequence[BookDifference] = ()
        if name is not None:
            old, new = _books(connection, here, name, state.changes[name], lang)
            differences = compare_books(old, new)
            tell_departures(new, lang)
        refused = [one for one in _refused(connection, here, lang) if name in (None, one.change)]
        reports = {one: tested(connection, here, one, change) for one, change in found.items()}
        tokens = [token for one in found.values() for token in (one.officer, one.ended_officer) if token]
        tokens += [one.event.officer_no for one in refused]
        people = persons_named(connection, tokens) if persons else {}
    with ending(OK):
        if as_json:
            answers.send([_line(here, state, one, found[one], people, reports[one]) for one in found])
            answers.send([_refused_line(here, one, people) for one in refused])
            answers.send(map(difference_line, differences))
            return
        if name is None:
            _list(here, state, reports, lang)
        else:
            _show(here, state, name, people, reports[name], lang)
        if refused:
            _print_refused(here, refused, people, lang)
        if name is not None:
            tell(differences, lang)
            if reports[name].line is not None:
                again = say("rc_t_again", lang, id=name, options=options_text(place, lang))
                stdout().print(again, style="dim")


def _books(
    connection: Connection, here: Opened, name: str, change: RulesChange, lang: Lang
) -> tuple[RuleBook, RuleBook]:
    """The one it was proposed against, and its own."""
    live_from = here.ledger.about.live_from
    files = kept_files(connection, here, name, lang)
    old = kept_book(stored_frame(connection, change.base), live_from)
    return old, kept_book(StoredFrame(change.frame, change.in_force_at, files), live_from)


def _refused(connection: Connection, here: Opened, lang: Lang) -> list[RefusedAct]:
    """What counted for nothing; where that is archived and cannot be read, none, and that is said."""
    try:
        return refused_acts(connection, here.ledger.about.live_from)
    except Unread as unread:
        stderr().print(say("rc_refused_not_read", lang, why=told_unread(unread, lang)), style="yellow")
        return []


def status_of(state: RulesState, change: RulesChange, first: str) -> str:
    """What became of it; one that waits on a book that was replaced can no longer be approved."""
    last = state.approved[-1][1] if state.approved else first
    return "overtaken" if change.status == "waiting" and change.base != last else change.status


def _clock(here: Opened) -> int:
    return now() if here.ledger.about.clock == "live" else here.ledger.clock()


def _first(here: Opened) -> str:
    return here.ledger.frames()[0].id


def _list(here: Opened, state: RulesState, reports: Mapping[str, Tested], lang: Lang) -> None:
    if not state.changes:
        stdout().print(say("rc_none", lang))
        return
    headings = (say(key, lang) for key in ("rc_id", "rc_status", "rc_from", "rc_books", "rc_reason"))
    table = grid(*headings, title=say("t_rules_changes", lang, n=len(state.changes)), fixed=(0, 2))
    for name, one in state.changes.items():
        status = terms.CHANGE_STATUSES[status_of(state, one, _first(here))].say(lang)
        books = two_lines(one.frame[:16], say("rc_instead", lang, base=one.base[:16]))
        beside = [*said(reports[name], lang), *remarked(reports[name], lang)]
        if one.untested:
            beside.append(say("rc_listed_untested", lang, ground=one.untested))
        table.add_row(name, status, moments.instant(one.in_force_at), books, two_lines(one.reason, "\n".join(beside)))
    stdout().print(table)


def _print_refused(here: Opened, refused: Sequence[RefusedAct], people: Mapping[str, str], lang: Lang) -> None:
    """What was tried, by whom and when, and why it counts for nothing; also of changes that there never were."""
    names = here.setting.names
    headings = (say(key, lang) for key in ("rc_id", "rc_tried", "rc_who", "d_reason"))
    table = grid(*headings, title=say("t_rules_refused", lang, n=len(refused)), fixed=(0,))
    for one in refused:
        event, gap = one.event, "" if lang == "zh" else " "
        who = f"{names.org_short(event.org_no, lang)} · {names.post(event.post, lang)}"
        advice = ADVICE.get(one.why.code, OTHER_ADVICE).say(lang)
        table.add_row(
            one.change,
            two_lines(event_type(event.TYPE, lang), moments.clock(one.at)),
            two_lines(people.get(event.officer_no, event.officer_no), who),
            f"{reason(one.why, names, lang)}{gap}{advice}",
        )
    stdout().print(table)


def _refused_line(here: Opened, one: RefusedAct, people: Mapping[str, str]) -> RefusedChangeLine:
    event = one.event
    return RefusedChangeLine(
        change=one.change,
        event_id=one.event_id,
        type=event.TYPE,
        at=write_moment(one.at),
        by=people.get(event.officer_no, event.officer_no),
        org_no=event.org_no,
        post=event.post,
        field=one.field,
        because=(because_of(one.why, here.setting.names),),
    )


def _show(here: Opened, state: RulesState, name: str, people: Mapping[str, str], report: Tested, lang: Lang) -> None:
    one, names = state.changes[name], here.setting.names

    def who(officer: str, org_no: str, post: str, at: int) -> str:
        said = (names.org(org_no, lang), names.post(post, lang), people.get(officer, officer), moments.instant(at))
        return " · ".join(said)

    none = say("rc_untested_because", lang, ground=one.untested) if one.untested else say("rc_no_backtest", lang)
    attached = f"{one.backtest_name} · {one.backtest[:16]} {one.backtest_summary}".strip() if one.backtest else ""
    facts = [
        ("rc_status", terms.CHANGE_STATUSES[status_of(state, one, _first(here))].say(lang)),
        ("rc_from", moments.instant(one.in_force_at)),
        ("rc_books", f"{one.frame[:16]} {say('rc_instead', lang, base=one.base[:16])}"),
        ("rc_reason", one.reason),
        ("rc_proposed", who(one.officer, one.org_no, one.post, one.at)),
        ("rc_backtest", "\n".join([attached, *said(report, lang)]) if attached else none),
    ]
    if one.ended_at:
        facts.append(("rc_ended", who(one.ended_officer, one.ended_org_no, one.ended_post, one.ended_at)))
    if one.ended_reason:
        facts.append(("rc_ended_reason", one.ended_reason))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, value in facts:
        table.add_row(say(label, lang), value)
    stdout().print(say("rc_title", lang, id=name), style="bold")
    stdout().print(Padding(table, (0, 0, 0 if report.remarks else 1, 2), expand=False))
    for remark in remarked(report, lang):
        stdout().print(Padding(remark, (0, 0, 0, 2)), style="yellow")


def _line(
    here: Opened, state: RulesState, name: str, one: RulesChange, people: Mapping[str, str], report: Tested
) -> RulesChangeLine:
    return RulesChangeLine(
        id=name,
        status=status_of(state, one, _first(here)),
        base=one.base,
        frame=one.frame,
        in_force_at=write_moment(one.in_force_at),
        in_force=one.status == "approved" and one.in_force_at <= _clock(here),
        reason=one.reason,
        proposed_at=write_moment(one.at),
        proposed_by=people.get(one.officer, one.officer),
        org_no=one.org_no,
        post=one.post,
        files=one.files,
        diff=one.diff,
        backtest=one.backtest or None,
        backtest_name=one.backtest_name,
        backtest_summary=one.backtest_summary,
        untested=one.untested,
        ended_at=write_moment(one.ended_at) if one.ended_at else None,
        ended_by=people.get(one.ended_officer, one.ended_officer),
        ended_org_no=one.ended_org_no,
        ended_post=one.ended_post,
        ended_reason=one.ended_reason,
        tested=report.line,
        remarks=report.remarks,
    )
