"""``warning status``: how a ledger stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from warning.bootstrap import Opened, now
from warning.cli import answers
from warning.cli.ledger.ingesting import KIND as FILE
from warning.cli.ledger.ingesting import figures, tally_line
from warning.cli.ledger.making import line
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.ledger.slices import clock_of, tell_behind
from warning.cli.output import ending
from warning.cli.screen.tables import grid, stdout, two_lines
from warning.cli.stop import OK
from warning.contracts.ledgers import SourceLine, StatusLine
from warning.core.changes import RulesState
from warning.core.frame import LEVELS
from warning.core.scalars import write_moment
from warning.ledger.entries import Standing, Tally
from warning.ledger.sql.books import rules_state
from warning.ledger.sql.counts import Waiting, held_by_source, standing, tally, waiting
from warning.ledger.sql.guards import missing
from warning.ledger.sql.sources import AGAIN, COMMANDS, Source, sources, together
from warning.streams.places import KIND, read_name
from warning.wording import moments, terms
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.text import Lang


class Found(Struct, frozen=True, kw_only=True):
    """All that is said of a ledger."""

    clock: int
    sources: list[Source]
    held: dict[str, int]
    """By source."""
    tally: Tally
    standing: Standing
    waiting: Waiting
    rules: RulesState
    unguarded: tuple[str, ...]
    """Guards of the tables that are not there, or not asked."""


def show(place: str | None, lang: Lang, *, as_json: bool) -> None:
    """Say it.

    Raises:
        Stop: the ledger cannot be used.
    """
    here = opened(place, lang)
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        found = Found(
            clock=clock_of(here),
            sources=together(sources(connection)),
            held=held_by_source(connection),
            tally=tally(connection),
            standing=standing(connection),
            waiting=waiting(connection),
            rules=rules_state(connection),
            unguarded=missing(connection),
        )
    with ending(OK):
        if as_json:
            answers.send([_line(here, found)])
        else:
            _print(here, found, stdout(), lang)


def _print(here: Opened, found: Found, console: Console, lang: Lang) -> None:
    about, book = here.ledger.about, here.setting.book
    console.print(say("status_title", lang, name=about.name, place=shown(here.place)), style="bold")
    clock = say("clock_live" if about.clock == "live" else "clock_event", lang)
    live = say("none", lang) if about.live_from is None else moments.instant(about.live_from)
    at = moments.clock(found.clock) if found.clock else say("clock_not_begun", lang)
    rows, waits = found.standing, found.waiting
    levels = (f"{terms.LEVEL_MARKS[LEVELS[n]].say(lang)} {rows.live[n]:,}" for n in (3, 2, 1))
    owed = say("status_owed", lang, open=f"{rows.duties_open:,}", overdue=f"{rows.duties_breached:,}")
    facts = (
        ("f_clock", f"{at} · {clock}"),
        ("f_live_from", live),
        ("f_book", f"{book.name.in_(lang)} {book.version} · {here.setting.frame.id[:16]}"),
        *_books(found, lang),
        ("f_journal", say("rows_n", lang, n=f"{rows.journal:,}")),
        ("f_alerts", "   ".join(levels)),
        ("f_duties", owed),
        ("f_next_due", "—" if waits.next_due is None else moments.instant(waits.next_due)),
        ("f_held", say("records_n", lang, n=f"{waits.held:,}")),
        ("f_quarantine", _quarantine(waits, lang)),
        ("f_approvals", _approvals(waits, lang)),
        ("f_mail", say("status_mail", lang, inbox=f"{waits.inbox:,}", outbox=f"{waits.outbox:,}")),
        ("f_conservation", _conservation(found.tally, lang)),
        *_beside(found, lang),
        *_unread(found, lang),
        *((("f_guards", say("status_guards", lang, names=series(found.unguarded, lang))),) if found.unguarded else ()),
    )
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, value in facts:
        table.add_row(say(label, lang), value)
    console.print(Padding(table, (0, 0, 1, 2), expand=False))
    tell_behind(here, found.clock, waits.next_due, lang)
    if found.sources:
        console.print(_sources(found, lang))


def _quarantine(waits: Waiting, lang: Lang) -> str:
    said = say("status_quarantine", lang, open=f"{waits.open:,}", proposed=f"{waits.proposed:,}")
    ended = (("status_dismissed", waits.dismissed), ("status_settled", waits.settled))
    return said + "".join(say(key, lang, n=f"{number:,}") for key, number in ended if number)


def _approvals(waits: Waiting, lang: Lang) -> str:
    """What waits for another person, and what of it nobody can approve any more."""
    said = say("status_approvals", lang, n=f"{waits.approvals:,}")
    return said + (say("status_overtaken", lang, n=f"{waits.overtaken:,}") if waits.overtaken else "")


def _next(found: Found) -> tuple[int, str] | None:
    """The approved book that takes force next."""
    return next(((at, frame) for at, frame, _ in found.rules.approved if at > found.clock), None)


def _waiting_changes(found: Found) -> int:
    return sum(one.status == "waiting" for one in found.rules.changes.values())


def _books(found: Found, lang: Lang) -> Iterator[tuple[str, str]]:
    """What is to come, where anything is."""
    coming, waits = _next(found), _waiting_changes(found)
    said = []
    if coming is not None:
        said.append(say("status_book_next", lang, frame=coming[1][:16], at=moments.instant(coming[0])))
    if waits:
        said.append(say("status_changes_waiting", lang, n=waits))
    if said:
        yield "f_book_next", " · ".join(said)


def _conservation(counted: Tally, lang: Lang) -> str:
    """The equation, and whether it holds."""
    phrase = "conserved" if counted.accounted == counted.records else "not_conserved"
    return say(phrase, lang, off=f"{counted.accounted - counted.records:+,}", **figures(counted, lang))


def _beside(found: Found, lang: Lang) -> Iterator[tuple[str, str]]:
    """Of what was read, what no file and no topic brought: whoever compares with what was sent takes it off."""
    named = (("beside_commands", COMMANDS), ("beside_again", AGAIN))
    records = {key: sum(one.records for one in found.sources if one.name.startswith(name)) for key, name in named}
    said = [say(key, lang, n=f"{number:,}") for key, number in records.items() if number]
    if said:
        yield "f_beside", series(said, lang)


def _sources(found: Found, lang: Lang) -> Table:
    table = grid(*(say(key, lang) for key in SOURCE_COLUMNS), title=say("t_sources", lang), fixed=(1,))
    for column in (table.columns[1], *table.columns[3:]):
        column.justify = "right"
    for name, ones in _together(found.sources).items():
        lines, received = sum(one.position.line - 1 for one in ones), max(one.received for one in ones)
        table.add_row(
            two_lines(say("src_again", lang) if name == AGAIN else name, _state(ones, lang)),
            f"{lines:,}" if lines else "—",
            moments.brief(received) if received else "—",
            *(f"{sum(_figure(one, figure, found.held) for one in ones):,}" for figure in FIGURES),
        )
    return table


def _figure(one: Source, name: str, held: Mapping[str, int]) -> int:
    found: int = held.get(one.name, 0) if name == "held" else getattr(one, name)
    return found


def _state(ones: Sequence[Source], lang: Lang) -> str:
    """How much there is of what is shown as one source, or whether that has been read."""
    if ones[0].kind == KIND:
        return say("src_partitions", lang, n=f"{len(ones):,}")
    if ones[0].name.startswith(AGAIN):
        return say("src_numbers", lang, n=f"{len(ones):,}")
    if all(one.finished for one in ones):
        return say("src_done", lang)
    return say("src_unread" if any(_is_left(one) for one in ones) else "src_reading", lang)


def _is_left(one: Source) -> bool:
    """Whether a part of a file was read, and nobody reads on; an event-driven ledger does not know (no ``read_at``)."""
    return not one.finished and one.read_at > 0 and not one.is_read(now())


def _unread(found: Found, lang: Lang) -> Iterator[tuple[str, str]]:
    names = [one.name.removeprefix(FILE) for one in found.sources if _is_left(one)]
    if names:
        yield "f_unread", say("status_unread", lang, names=series(names, lang))


def _together(found: Sequence[Source]) -> dict[str, list[Source]]:
    """Sources as they are shown: the partitions of a topic as one, and all numbers of the quarantine.

    A topic is told apart from a former one of that name.
    """
    together: dict[str, list[Source]] = {}
    for one in found:
        read = read_name(one.name)
        name = one.name if read is None else f"{KIND}:{read[0].topic}:{str(read[1])[:8]}"
        together.setdefault(AGAIN if one.name.startswith(AGAIN) else name, []).append(one)
    return together


SOURCE_COLUMNS = (
    *("src_name", "src_line", "src_received"),
    *("src_records", "src_applied", "src_duplicate", "src_stale", "src_held", "src_quarantined"),
)
FIGURES = ("records", "applied", "duplicate", "stale", "held", "quarantined")


def _line(here: Opened, found: Found) -> StatusLine:
    rows, waits, coming = found.standing, found.waiting, _next(found)
    return StatusLine(
        ledger=line(here),
        clock=write_moment(found.clock) if found.clock else None,
        sources=tuple(_source(one, found.held.get(one.name, 0)) for one in found.sources),
        total=tally_line(found.tally),
        conserved=found.tally.accounted == found.tally.records,
        journal=rows.journal,
        signals=rows.signals,
        warnings=rows.warnings,
        live={LEVELS[n]: rows.live[n] for n in (1, 2, 3)},
        duties=rows.duties,
        open=rows.duties_open,
        overdue=rows.duties_breached,
        held=waits.held,
        quarantine_open=waits.open,
        quarantine_proposed=waits.proposed,
        quarantine_dismissed=waits.dismissed,
        quarantine_settled=waits.settled,
        approvals=waits.approvals,
        overtaken=waits.overtaken,
        inbox=waits.inbox,
        outbox=waits.outbox,
        next_due=None if waits.next_due is None else write_moment(waits.next_due),
        book_next=None if coming is None else coming[1],
        book_next_at=None if coming is None else write_moment(coming[0]),
        changes_waiting=_waiting_changes(found),
        unguarded=found.unguarded,
    )


def _source(one: Source, held: int) -> SourceLine:
    return SourceLine(
        name=one.name,
        kind=one.kind,
        lines=one.position.line - 1,
        received=write_moment(one.received) if one.received else None,
        read_at=write_moment(one.read_at) if one.read_at else None,
        finished=one.finished,
        records=one.records,
        applied=one.applied,
        duplicate=one.duplicate,
        stale=one.stale,
        held=held,
        quarantined=one.quarantined,
    )
