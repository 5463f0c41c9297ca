"""Deciding a file for a command: frame, names and a run, with the errors a person may make turned into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from warning.bootstrap import BANK_FILE, Bank, Setting, bank_beside, new_run, setting
from warning.cli.reading import moment_option, noting, open_events, with_progress
from warning.cli.screen.tables import stderr
from warning.cli.situation import Situation
from warning.cli.stop import UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.core.scalars import read_moment
from warning.intake.run import decide
from warning.intake.verdicts import Notice, Verdicts
from warning.intake.watch import HOPELESS, NoEvents, TooFar
from warning.rulebook import BrokenBook, Problem, RuleBook
from warning.wording import moments, problems
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.render import reason
from warning.wording.text import Lang

NOTICES: Final = {
    "out_of_order": "n_out_of_order",
    "clock_jump": "n_clock_jump",
    "one_a_line": "n_one_a_line",
    "not_live": "n_not_live",
    "unlisted": "n_unlisted",
    "met_nothing_more": "n_met_nothing_more",
}
"""What looks wrong with a file -> its phrase."""
TOLD_ELSEWHERE: Final = ("clock_jump", "met_nothing", "figures_apart")
"""Told when it was met, or in a table of its own."""


def load(directory: Path | None, live_from: int | None, lang: Lang) -> Setting:
    """The setting of a rule book.

    Raises:
        Stop: the book is broken; every problem is told.
    """
    try:
        return setting(directory, live_from=live_from)
    except BrokenBook as broken:
        raise broken_book(broken, lang) from None


def broken_book(broken: BrokenBook, lang: Lang) -> Stop:
    """Every problem of a rule book."""
    head = say("book_broken", lang, path=broken.directory, n=len(broken.problems))
    return Stop(UNREADABLE, "\n".join([head, *(f"  {in_words(problem, lang)}" for problem in broken.problems)]))


def departs(departures: Sequence[Problem], lang: Lang) -> str:
    """Where a rule book says otherwise than the policy's text, a line each."""
    head = say("book_departs", lang, n=len(departures))
    return "\n".join([head, *(in_words(departure, lang) for departure in departures)])


def tell_departures(book: RuleBook, lang: Lang) -> None:
    """Say beside the answer where a book departs from the policy's text, if it does."""
    if book.departures:
        stderr().print(departs(book.departures, lang), style="yellow")


def in_words(problem: Problem, lang: Lang) -> str:
    """A problem of a rule book, or where it departs from the policy's text, in one line."""
    return problems.line(str(problem.place), problem.code, dict(problem.values), lang)


def situation(
    events: Path,
    lang: Lang,
    *,
    until: str | None = None,
    frame: Path | None = None,
    live_from: str | None = None,
    missing: str = "file_missing",
    beside: bool = False,
    aloud: bool = False,
) -> Situation:
    """Decide a file of events, or standard input.

    ``beside``: where the options leave them open, take ``live_from``, ``until`` and the rule book of the
    demonstration bank that lies beside the file; ``aloud``: say so on stderr.

    Raises:
        Stop: an option is wrong, or the file or the book cannot be used.
    """
    bank = bank_beside(events) if beside else None
    end = moment_option("--until", until, lang)
    begin = moment_option("--live-from", live_from, lang)
    if bank is not None:
        if aloud:
            _say_taken(bank, events, {"--until": until, "--live-from": live_from, "--frame": frame}, lang)
        end = int(read_moment(bank.until)) if end is None else end
        begin = int(read_moment(bank.live_from)) if begin is None else begin
        frame = events.parent / bank.frame if frame is None and bank.frame else frame
    here = load(frame, begin, lang)
    run = new_run(here.frame)
    with open_events(events, lang, missing=missing) as lines:
        try:
            read = noting(with_progress(lines, lang), here.names)
            verdicts = decide(read, here.frame, end, run=run, tell=lambda notice: remark(notice, lang))
        except NoEvents as none:
            raise no_events(none, events, lang) from None
        except TooFar as far:
            last = moments.instant(far.last)
            raise Stop(USAGE, say("until_far", lang, value=until or moments.instant(end or 0), last=last)) from None
        except OSError as error:
            raise Stop(UNREADABLE, say("file_unreadable", lang, path=events, why=why(error, lang))) from None
    if not verdicts.counts.lines:
        raise Stop(UNREADABLE, say("file_empty", lang, path=events))
    _say_doubts(verdicts, lang)
    if end is not None and end < verdicts.until:
        _early(end, verdicts.until, lang, asked=until is not None)
    return Situation(here, verdicts, run.ledger, lang)


def _say_doubts(verdicts: Verdicts, lang: Lang) -> None:
    for notice in verdicts.notices:
        if notice.code not in TOLD_ELSEWHERE:
            remark(notice, lang)


def _early(end: int, last: int, lang: Lang, *, asked: bool) -> None:
    """The clock was to end before the last record: whoever asked for that is refused, as by ``tick``."""
    said = say("until_early", lang, value=moments.instant(end), last=moments.instant(last))
    if asked:
        raise Stop(USAGE, said)
    stderr().print(said, style="yellow")


def no_events(none: NoEvents, events: Path, lang: Lang) -> Stop:
    """The file is something else."""
    more = say("n_one_a_line", lang) if none.pretty else ""
    return Stop(UNREADABLE, say("not_events", lang, path=events, n=f"{HOPELESS:,}") + more)


def _say_taken(bank: Bank, events: Path, told: Mapping[str, object], lang: Lang) -> None:
    """What the options leave open and the bank's file gives."""
    own = (events.parent / bank.frame).as_posix() if bank.frame else ""
    gives = {"--until": bank.until, "--live-from": bank.live_from, "--frame": own}
    taken = " ".join(f"{option} {value}" for option, value in gives.items() if value and told[option] is None)
    if taken:
        path = (events.parent / BANK_FILE).as_posix()
        stderr().print(say("beside_taken", lang, path=path, what=taken), style="dim")


def remark(notice: Notice, lang: Lang) -> None:
    """What looks wrong with the file, on stderr."""
    stderr().print(told(notice, lang), style="yellow")


def told(notice: Notice, lang: Lang, names: Names | None = None) -> str:
    """A notice in words."""
    if notice.why is not None:
        return reason(notice.why, names or Names(), lang)
    at, before = (moments.instant(instant) for instant in (notice.at, notice.before))
    values = {"n": f"{notice.count:,}", "line": notice.line, "id": notice.event_id, "at": at, "before": before}
    return say(NOTICES[notice.code], lang, **values)
