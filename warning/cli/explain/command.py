"""``warning explain``: finds the row an id names, and explains it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from warning.bootstrap import DEMO_DIRECTORY, EVENTS_FILE
from warning.cli import answers
from warning.cli.explain.duty import duty_clauses, explain_duty
from warning.cli.explain.narrowed import without_idle
from warning.cli.explain.needed import Row, needed
from warning.cli.explain.page import Page
from warning.cli.explain.signal import closing_clauses, explain_signal, signal_clauses
from warning.cli.explain.steps import duty_steps
from warning.cli.explain.warning import explain_warning
from warning.cli.reading import find_events
from warning.cli.running import situation
from warning.cli.screen.tables import stdout
from warning.cli.situation import Situation
from warning.cli.stop import NOT_FOUND, USAGE, Stop
from warning.contracts.answers import Answer
from warning.contracts.said import Said
from warning.core.rows import Duty, Signal, Warning
from warning.wording.phrases import say
from warning.wording.text import Lang

SHOWN = 6
"""How many rows an ambiguous prefix is answered with."""


class Options(Struct, frozen=True, kw_only=True):
    """How the file is to be decided, as the command was told."""

    until: str | None = None
    frame: Path | None = None
    live_from: str | None = None

    def again(self, events: Path) -> str:
        """The same options, to be said again in a command."""
        said = [] if events == DEMO_DIRECTORY / EVENTS_FILE else ["--events", str(events)]
        if self.frame is not None:
            said += ["--frame", str(self.frame)]
        said += ["--until", self.until] if self.until else []
        said += ["--live-from", self.live_from] if self.live_from else []
        return f" {shlex.join(said)}" if said else ""


def explain(name: str, events: Path, options: Options, lang: Lang, *, as_json: bool = False) -> None:
    """Explain the row whose id begins with ``name``.

    Raises:
        Stop: no such row, or more than one; the file or an option is wrong.
    """
    if str(events) == "-":
        raise Stop(USAGE, say("stdin_explain", lang))
    by_default = events == DEMO_DIRECTORY / EVENTS_FILE
    found = situation(
        events,
        lang,
        until=options.until,
        frame=options.frame,
        live_from=options.live_from,
        missing="no_demo" if by_default else "file_missing",
        beside=True,
    )
    row = find(found, name, events)
    wanted = needed(found, row, bare=as_json)
    page = Page(found, without_idle(found, find_events(events, wanted), row, wanted), stdout())
    again = options.again(events) + ("" if lang == "zh" else f" --lang {lang}")
    present(page, row, again, as_json=as_json)


def present(page: Page, row: Row, again: str, *, as_json: bool) -> None:
    """Print the explanation of a row; ``again`` are the options of the commands that lead on."""
    if as_json:
        answers.send([_answer(page, row)])
        return
    match row:
        case Signal():
            explain_signal(page, row, again)
        case Warning():
            explain_warning(page, row, again)
        case Duty():
            explain_duty(page, row, again)


def _answer(page: Page, row: Row) -> Answer:
    """The explanation as one object."""
    refs: tuple[str, ...] = ()
    due: list[Said] = []
    match row:
        case Signal():
            refs = (*signal_clauses(page, row), *closing_clauses(page, [row]))
        case Warning():
            signals = page.situation.case(row).signals
            refs = (*(signal.clause for signal in signals), "W2", *closing_clauses(page, signals))
        case Duty():
            opening = page.situation.opening(row)
            refs = duty_clauses(page, row, opening)
            both = (duty_steps(page, row, opening, lang) for lang in ("zh", "en"))
            due = [Said(*step) for step in zip(*both, strict=True)]
    return answers.explanation(page.situation, row, refs, page.events, due)


def find(found: Situation, name: str, events: Path) -> Row:
    """The one row whose id begins so.

    Raises:
        Stop: none does, or several do.
    """
    ledger = found.ledger
    tables: tuple[Iterable[Row], ...] = (ledger.signals.values(), ledger.warnings.values(), ledger.duties.values())
    rows = [row for table in tables for row in table if row.id.startswith(name)]
    if not rows:
        raise Stop(NOT_FOUND, say("id_unknown", found.lang, id=name, path=events))
    return the_one(rows, name, found.lang)


def the_one(rows: Sequence[Row], name: str, lang: Lang) -> Row:
    """The only one of the rows whose id begins so.

    Raises:
        Stop: there are several.
    """
    if len(rows) > 1:
        some = ", ".join(sorted(row.id for row in rows)[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
        raise Stop(USAGE, say("id_ambiguous", lang, id=name, candidates=some))
    return rows[0]
