"""``warning ingest``: take a file of events, or standard input, into a ledger; where it stopped, it goes on."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from msgspec import Struct
from msgspec.structs import replace
from rich.console import Console

from warning.bootstrap import BANK_FILE, Bank, Opened, bank_beside, now, setting
from warning.cli import answers
from warning.cli.decided import taken
from warning.cli.ledger.opening import opened, options_text, telling
from warning.cli.ledger.refusals import Refusals, refused_since, send_refused, show_refused
from warning.cli.output import ending
from warning.cli.reading import open_events, with_progress
from warning.cli.running import no_events, remark
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import REFUSED, UNREADABLE, Stop
from warning.cli.usage import why
from warning.contracts.decode import Incoming
from warning.contracts.ledgers import IngestedLine, TallyLine
from warning.core.scalars import read_moment, write_moment
from warning.intake.arriving import PAUSE
from warning.intake.files import Another, Begun, Counted, Nothing, Shorter, Whole, begin, opened_at
from warning.intake.ingest import Intake
from warning.intake.positioned import Item, Pause, lines_from, positioned
from warning.intake.watch import Advancing, Jumped, NoEvents, Watch
from warning.ledger.entries import Tally
from warning.ledger.sql.counts import held_lines, last_quarantined, tally
from warning.ledger.sql.persons import Persons
from warning.ledger.sql.sources import TALLIED, Source, move, source
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

KIND = "file:"
"""What the name of a file's source begins with; the journal's rows say where they came from by it."""
STDIN = "stdin"


class Done(Struct, frozen=True, kw_only=True):
    """What a run of ``ingest`` came to."""

    before: Source | None
    after: Source
    run: Tally
    """What became of the records that were read in this run."""
    ended: dict[str, int]
    """What became of others that had waited before."""
    total: Tally
    unfinished: int = 0
    """The number of the last line, which is no whole record yet and was left; 0: there is none."""
    refused: Refusals

    @property
    def code(self) -> int:
        """The exit code: some record was refused or left, or none."""
        return REFUSED if self.unfinished else self.refused.code


def ingest(
    events: Path,
    place: str | None,
    lang: Lang,
    *,
    named: str | None,
    leap: bool = False,
    rows: int = 40,
    as_json: bool = False,
) -> None:
    """Take in what of the file is new, and say what became of it; ``leap``: also where its clock jumps.

    Raises:
        Stop: ledger or file cannot be used, or the file is another one than before.
    """
    here = opened(place, lang)
    here.with_scribe()
    with telling(here.place, lang):
        done = take(here, events, lang, named=named, leap=leap)
        here.close()
    with ending(done.code), telling(here.place, lang):
        if as_json:
            send_refused(done.refused, here)
            answers.send([_line(done, here)])
        else:
            _show(done, here, stdout(), lang, rows)


def take(
    here: Opened,
    events: Path,
    lang: Lang,
    *,
    named: str | None = None,
    persons: Persons | None = None,
    opened: Callable[[Path, Lang], IO[bytes]] = open_events,
    leap: bool = False,
) -> Done:
    """The same without a word on standard output; ``persons`` makes tokens in its own way, ``opened`` the stream."""
    name = KIND + (named or (STDIN if str(events) == "-" else events.name))
    with here.ledger.engine.connect() as connection:
        known, before, last = source(connection, name), tally(connection), last_quarantined(connection)
        waiting = {f"{name}:{line}" for line in held_lines(connection, name)}
    intake = Intake(here.ledger, here.setting.frame, persons=persons)
    with opened(events, lang) as stream:
        try:
            begun = begin(stream, known, name)
            if known is None:
                _compare(here, events, lang)
            after, unfinished = _read(here, intake, begun, stream, lang, leap=leap)
        except Nothing:
            if str(events) != "-":
                key = "file_empty" if known is None else "file_shorter"
                raise Stop(UNREADABLE, say(key, lang, path=events, name=name.removeprefix(KIND))) from None
            after, unfinished = known or Source(name, "file"), 0  # a pipe without a record is none the worse
        except (Another, Shorter) as other:
            raise Stop(UNREADABLE, _another(other, events, name, lang)) from None
        except NoEvents as none:
            raise no_events(none, events, lang) from None
        except Jumped as jumped:
            raise Stop(UNREADABLE, _jumped(here, jumped, events, name, lang)) from None
        except OSError as error:
            raise Stop(UNREADABLE, say("file_unreadable", lang, path=events, why=why(error, lang))) from None
    with here.ledger.engine.connect() as connection:
        total = tally(connection)
        refused = refused_since(connection, last, name if _goes_on(known) else "")
    earlier = [one for one in intake.ended if one[0] in waiting or one[0].rpartition(":")[0] != name]
    ended = Counter(outcome for _, outcome in earlier)
    mine = Counter(outcome for origin, outcome in earlier if origin in waiting)
    run = _run(known or Source(name, "file"), after, mine, total.refused - before.refused)
    return Done(
        before=known, after=after, run=run, ended=dict(ended), total=total, refused=refused, unfinished=unfinished
    )


def _run(before: Source, after: Source, earlier: Counter[str], refused: int) -> Tally:
    """What became of the records read between two positions; not of ``earlier`` ones, which had waited before."""
    ended = {name: getattr(after, name) - getattr(before, name) - earlier[name] for name in TALLIED}
    records = after.records - before.records
    return Tally(records=records, held=records - sum(ended.values()), refused=refused, **ended)


def _goes_on(known: Source | None) -> bool:
    """Whether the source was being read by a run that was stopped before its end."""
    return known is not None and not known.finished


def _read(
    here: Opened, intake: Intake, begun: Begun, stream: IO[bytes], lang: Lang, *, leap: bool
) -> tuple[Source, int]:
    """Read to the end, commit by commit, and note that the end was reached; with the line that was left."""
    at, position = begun.source, begun.source.position
    raw = iter(with_progress(opened_at(stream, begun.head, position.offset), lang))
    first = next((line for line in raw if line != PAUSE), None)
    if first is None and at.finished:
        return at, 0
    if at.finished or (intake.live and at.records):  # it has grown, or is gone on with: it is being read from now on
        at = _unfinished(here, at, now() if intake.live else 0)
    counted = Counted(position)
    whole = Whole(chain(() if first is None else (first,), raw))
    lines = counted.lines(iter(whole))
    watch = Watch(live=here.setting.frame.live_from is not None, tell=lambda notice: remark(notice, lang))
    items = positioned(lines_from(lines, position), skip=at.position.taken, now=now if intake.live else None)
    advancing = None if intake.live else _advancing(here.ledger.clock(), at, lang, leap=leap)
    at = intake.ingest(at, _watched(items, watch, advancing), now=now)
    for notice in watch.notices(0):
        if notice.code != "clock_jump":  # told when it was met
            remark(notice, lang)
    if whole.left:
        said = say("line_unfinished", lang, name=at.name.removeprefix(KIND), line=counted.line)
        stderr().print(said, style="yellow")
    return intake.finish(at, counted.offset, counted.line), counted.line if whole.left else 0


def _advancing(clock: int, at: Source, lang: Lang, *, leap: bool) -> Advancing:
    """The clock as it moves; of a source that is new it is said where that begins behind it."""

    def behind(received: int) -> None:
        told = {"name": at.name.removeprefix(KIND), "at": moments.clock(received), "clock": moments.clock(clock)}
        stderr().print(say("file_behind", lang, **told), style="yellow")

    return Advancing(clock, (lambda _: None) if at.records else behind, leap=leap)


def _unfinished(here: Opened, at: Source, read_at: int) -> Source:
    after = replace(at, finished=False, read_at=read_at)
    with here.ledger.transaction(()) as unit:
        move(unit.connection, at, after)
    return after


def _watched(items: Iterable[Item | Pause], watch: Watch, advancing: Advancing | None = None) -> Iterator[Item | Pause]:
    """The same items; what looks wrong with the file is noted.

    Raises:
        Jumped: the clock would jump.
    """
    last = 0
    for item in items:
        if isinstance(item, Pause):
            pass
        elif isinstance(item.read, Incoming):
            if advancing is not None:
                advancing.good(item.read, item.line.number)
            watch.good(item.read, item.line.number, last)
            last = item.read.received
        else:
            watch.broken(item.line.raw, item.read, item.line.number)
        yield item


def _another(other: Exception, events: Path, name: str, lang: Lang) -> str:
    key = "file_shorter" if isinstance(other, Shorter) else "file_another"
    return say(key, lang, path=events, name=name.removeprefix(KIND))


def _jumped(here: Opened, jumped: Jumped, events: Path, name: str, lang: Lang) -> str:
    """What to look at, and how it is taken all the same."""
    at, clock = moments.clock(jumped.incoming.received), moments.clock(jumped.clock)
    words = ["--as", name.removeprefix(KIND)] if name != KIND + events.name else []
    again = shlex.join(["warning", "ingest", str(events), *words, "--allow-jump"]) + options_text(here.place, lang)
    with here.ledger.engine.connect() as connection:
        found = source(connection, name)
    taken_of_it = f"{found.records if found is not None else 0:,}"
    told = {"line": jumped.line, "id": jumped.incoming.id, "at": at, "clock": clock, "again": again}
    return say("clock_jump_stopped", lang, n=taken_of_it, **told)


def _compare(here: Opened, events: Path, lang: Lang) -> None:
    """Say where a demonstration bank's own figures are not those of the ledger."""
    bank = bank_beside(events)
    if bank is None:
        return
    wanted = [f"--live-from {bank.live_from}"] if _lives_from(bank) != here.ledger.about.live_from else []
    if setting(events.parent / bank.frame if bank.frame else None).frame.id != here.setting.frame.id:
        wanted.append(f"--frame {shlex.quote((events.parent / bank.frame).as_posix())}" if bank.frame else "--frame …")
    if wanted:
        path = (events.parent / BANK_FILE).as_posix()
        stderr().print(say("bank_differs", lang, path=path, what=" ".join(wanted)), style="yellow")


def _lives_from(bank: Bank) -> int:
    return int(read_moment(bank.live_from))


def _show(done: Done, here: Opened, console: Console, lang: Lang, limit: int) -> None:
    show_refused(done.refused, here, console, lang, limit, name=done.after.name)
    name = done.after.name.removeprefix(KIND)
    key = _outcome(done)
    console.print(say(key, lang, name=name, line=done.after.position.line - 1, **figures(done.run, lang)))
    if done.ended:
        console.print(say("ingested_ended", lang, n=sum(done.ended.values()), **_ended(done)))
    console.print(say("ingested_in_all", lang, **figures(done.total, lang)))
    clock = here.ledger.clock()
    if clock:
        console.print(say("clock_at", lang, at=moments.clock(clock)))


def _ended(done: Done) -> dict[str, int]:
    """By outcome."""
    return {name: done.ended.get(name, 0) for name in TALLIED}


def _outcome(done: Done) -> str:
    """The phrase that says what came of it."""
    if done.run.records:
        return "ingested"
    if done.after.beginning:
        return "ingested" if done.before is None else "ingested_before"
    return "ingested_nothing"


def figures(counts: Tally, lang: Lang) -> dict[str, str | int]:
    """What a tally is said with; acts that do not count are told beside what was taken."""
    names = ("records", "duplicate", "stale", "held", "quarantined")
    return {**{name: getattr(counts, name) for name in names}, "applied": taken(counts.applied, counts.refused, lang)}


def tally_line(counts: Tally) -> TallyLine:
    """A tally, for machines."""
    return TallyLine(
        records=counts.records,
        applied=counts.applied,
        duplicate=counts.duplicate,
        stale=counts.stale,
        held=counts.held,
        quarantined=counts.quarantined,
        refused=counts.refused,
    )


def _line(done: Done, here: Opened) -> IngestedLine:
    clock = here.ledger.clock()
    return IngestedLine(
        source=done.after.name,
        lines=done.after.position.line - 1,
        finished=done.after.finished,
        run=tally_line(done.run),
        ended=_ended(done),
        total=tally_line(done.total),
        clock=write_moment(clock) if clock else None,
    )
