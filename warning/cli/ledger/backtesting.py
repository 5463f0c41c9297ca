"""``warning backtest``: recorded history under another rule book, and what would have been different."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct, structs

from warning.audit.backtest.figures import UNREAD
from warning.audit.backtest.intervals import SMALL
from warning.audit.backtest.report import Report, report
from warning.audit.backtest.run import SHOWN, examine, plan
from warning.audit.backtest.timeliness import Window
from warning.bootstrap import Opened, Setting, kept_frames, prepare_process
from warning.cli import answers
from warning.cli.ledger.backtest_lines import lines
from warning.cli.ledger.backtest_page import page
from warning.cli.ledger.backtest_sheets import Words, few, sheets
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.ledger.slices import clock_of
from warning.cli.output import ending
from warning.cli.processes import processes, worthwhile
from warning.cli.reading import SAID_EVERY, moment_option
from warning.cli.running import load, tell_departures
from warning.cli.screen.tables import grid, stderr, stdout
from warning.cli.stop import NOT_COMPARABLE, OK, REFUSED, UNREADABLE, USAGE, Stop, terminated_as_interrupted
from warning.cli.usage import why
from warning.contracts.answers import Answer, written
from warning.contracts.backtests import BacktestLine
from warning.core import VERSION
from warning.ledger.files import make_directory, write
from warning.ledger.lanes import LANES
from warning.ledger.sql.archived import gone
from warning.ledger.sql.books import kept_book
from warning.ledger.sql.called import borrowers_named_then
from warning.ledger.sql.engine import snapshot
from warning.wording import moments
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.text import Lang

PAGE: Final = "backtest.html"
LINES: Final = "backtest.jsonl"
ID: Final = 16
"""Digits of a frame's id that are told."""


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked, as the command was told."""

    book: Path
    since: str
    until: str
    html: Path | None = None
    out: Path | None = None
    observed: int = 180
    jobs: int = 0


class Told(Struct, frozen=True, kw_only=True):
    """What came of it, and all that it is told with."""

    found: Report
    words: Words
    head: str
    first: BacktestLine
    following: list[Answer]

    @property
    def notes(self) -> list[str]:
        """What must be known beside the tables."""
        return list(_notes(self.found, self.words))

    @property
    def page(self) -> bytes:
        """It as a page."""
        return page(self.found, self.first, self.head, self.notes, self.words).encode()

    @property
    def lines(self) -> bytes:
        """It as lines."""
        return b"".join(map(written, (self.first, *self.following)))

    @property
    def code(self) -> int:
        """Exit 1 where the recorded book does not give what is on file, 5 if part is foreign."""
        examined = self.found.examined
        return REFUSED if examined.different else NOT_COMPARABLE if examined.lost else OK


def compare(place: str | None, asked: Asked, lang: Lang, *, rows: int, as_json: bool) -> None:
    """Decide again, compare and tell; exit 1 if the recorded book does not give what is on file, 5 if part is foreign.

    Raises:
        Stop: an option is wrong, or the rule book, the ledger or a file cannot be used.
    """
    jobs = processes(asked.jobs, lang)
    here = opened(place, lang)
    window = _window(here, asked, lang)
    changed = load(asked.book, here.ledger.about.live_from, lang)
    tell_departures(changed.book, lang)
    with telling(here.place, lang), terminated_as_interrupted():
        told = decided_again(here, changed, window, lang, jobs=jobs, place=shown(here.place))
    files = _write(told, asked, lang)
    with ending(told.code):
        if as_json:
            answers.send([told.first, *told.following])
        else:
            _print(told, rows, files)


def _window(here: Opened, asked: Asked, lang: Lang) -> Window:
    since = moment_option("--since", asked.since, lang) or 0
    until = moment_option("--until", asked.until, lang) or 0
    if since >= until:
        raise Stop(USAGE, say("bt_window_wrong", lang, since=asked.since, until=asked.until))
    with telling(here.place, lang):
        clock = clock_of(here)
    if until > clock:
        raise Stop(USAGE, say("bt_beyond", lang, value=asked.until, clock=moments.clock(clock)))
    return Window(since, until, asked.observed)


def decided_again(here: Opened, changed: Setting, window: Window, lang: Lang, *, jobs: int, place: str) -> Told:
    """A window under the changed book; ``place`` is what the ledger is called in what is told.

    Raises:
        Stop: rows are archived and gone.
        SQLAlchemyError, UnusableBook: the database failed, or nobody decides by its books.
    """
    engine, stored = here.ledger.engine, here.ledger.frames()
    with snapshot(engine) as connection:
        if any(gone(connection, lane) for lane in range(LANES)):
            raise Stop(UNREADABLE, say("bt_archived", lang, place=place))
    wanted = plan(kept_frames(here), stored, changed.frame, window.since, window.until - 1)
    number = jobs or worthwhile(here)
    examined = examine(engine, wanted, jobs=number, tell=_telling(lang), prepare=prepare_process)
    found = report(engine, examined, window)
    with engine.connect() as connection:
        numbers = {one.row.customer_no for one in found.differences}
        names = borrowers_named_then(connection, numbers, window.until - 1)
    last = next(one for one in stored if one.id == wanted.replaced[-1])
    before, after = kept_book(last, here.ledger.about.live_from).name.in_(lang), changed.book.name.in_(lang)
    head = say(
        "bt_head" if before != after else "bt_head_same",
        lang,
        place=place,
        since=moments.instant(window.since),
        until=moments.instant(window.until),
        before=before,
        before_id=last.id[:ID],
        after=after,
        after_id=changed.frame.id[:ID],
    )
    words = Words(structs.replace(changed.names, borrowers=names), lang)
    first, following = lines(place, here.ledger.about, wanted, found, words.names)
    return Told(found=found, words=words, head=head, first=first, following=following)


def _telling(lang: Lang) -> Callable[[int, int], None]:
    """Says now and then how far it has come."""
    said = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal said
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            stderr().print(say("backtesting", lang, done=done, of=of))

    return tell


def _notes(found: Report, words: Words) -> list[str]:
    examined = found.examined
    decided = len(examined.compared)
    scope = words.say(
        "bt_scope", aggregates=examined.aggregates, decided=decided, skipped=examined.aggregates - decided
    )
    notes = [scope] if examined.figures else [words.say("bt_same_book")]
    if examined.figures and not found.differences:
        notes.append(words.say("bt_no_change"))
    if examined.different:
        keys = series(examined.different[:SHOWN], words.lang)
        notes.append(words.say("bt_different", n=len(examined.different), keys=keys))
    if examined.lost:
        notes.append(words.say("bt_lost", n=examined.lost, core=VERSION))
    if found.earlier:
        notes.append(words.say("bt_before_window", n=found.earlier))
    if any(figure.name in UNREAD for figure in examined.figures):
        notes.append(words.say("bt_uncovered"))
    return [*notes, words.say("bt_means"), *_of_outcomes(found, words)]


def _of_outcomes(found: Report, words: Words) -> list[str]:
    counts = found.outcomes
    if not counts:
        return [words.say("bt_outcomes_none")]
    kinds = {kind: counts.get(kind, 0) for kind in ("overdue", "classified", "written_off")}
    notes = [
        words.say("bt_outcomes", n=sum(counts.values()), **kinds),
        words.say("bt_outcomes_mean", days=found.window.observed_days),
    ]
    return [*notes, words.say("bt_few", n=SMALL)] if few(found) else notes


def _write(told: Told, asked: Asked, lang: Lang) -> list[Path]:
    """The files that were asked for.

    Raises:
        Stop: one cannot be written.
    """
    wanted: list[tuple[Path, Callable[[], bytes]]] = []
    if asked.html is not None:
        wanted.append((asked.html, lambda: told.page))
    if asked.out is not None:
        wanted.append((asked.out / PAGE, lambda: told.page))
        wanted.append((asked.out / LINES, lambda: told.lines))
    for path, content in wanted:
        try:
            if asked.out is not None:
                make_directory(asked.out)
            write(path, content())
        except OSError as error:
            raise Stop(UNREADABLE, say("audit_unwritable", lang, path=path, why=why(error, lang))) from None
    return [path for path, _ in wanted]


def _print(told: Told, rows: int, files: list[Path]) -> None:
    console, words = stdout(), told.words
    console.print(told.head)
    for note in told.notes:
        console.print(note)
    for sheet in sheets(told.found, words, rows):
        if not sheet.rows:
            continue
        table = grid(*sheet.heads, title=sheet.title)
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)
        if sheet.more:
            console.print(words.say("bt_more", n=sheet.more), style="dim")
    for path in files:
        console.print(words.say("bt_written", path=path))
