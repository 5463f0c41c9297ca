"""``warning explain``: finds the row an id names, and explains it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from warning.bootstrap import DEMO_DIRECTORY, EVENTS_FILE
from warning.cli import answers
from warning.cli.explain.duty import duty_clauses, duty_steps, explain_duty, opened
from warning.cli.explain.page import Page, is_record
from warning.cli.explain.signal import explain_signal, signal_clauses
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

Row = Signal | Warning | Duty
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
    wanted = {name for name in rests_on(found, row) if is_record(name)}
    if not as_json:  # what did not count is told in the course of events; nothing rests on it
        wanted |= {refusal.event_id for refusal in found.verdicts.refusals if refusal.outcome == "refused"}
    basis = found.ledger.signals.get(row.signal_id) if isinstance(row, Duty) else row
    links = set(basis.paths) if isinstance(basis, Signal) else set()
    records = find_events(events, wanted, links, loans_with_terms(found, row), numbers(found, row))
    page = Page(found, records, stdout())
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
            refs = signal_clauses(row)
        case Warning():
            refs = (*(signal.clause for signal in page.situation.case(row).signals), "W2")
        case Duty():
            opening = opened(page, row)
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


def rests_on(found: Situation, row: Row) -> set[str]:
    """The ids of all records that an explanation of the row may show."""
    history = found.ledger.history
    names = {name for change in history[row.id] for name in (*change.effect.why.events, change.record_id)}
    match row:
        case Signal():
            names |= {step.event for step in row.history}
            if row.clause == "11.1.5":
                names |= {step.event for signal in found.sources(row) for step in signal.history}
        case Warning():
            for signal in found.case(row).signals:
                names |= {step.event for step in signal.history}
                names |= {name for change in history[signal.id] for name in change.effect.why.events}
        case Duty():
            names.add(row.fulfilled_by)
            for twin in found.twins(row):
                names |= {name for change in history[twin.id] for name in (*change.effect.why.events, change.record_id)}
            basis = found.ledger.signals.get(row.signal_id)
            names |= {step.event for step in basis.history} if basis is not None else set()
            if basis is not None and basis.clause == "11.1.5":
                names |= {step.event for signal in found.sources(basis) for step in signal.history}
    return names


def numbers(found: Situation, row: Row) -> set[str]:
    """The numbers that make a record the row's own: its borrower's, and those of the borrower's loans."""
    state = found.borrower(row.customer_no)
    return {row.customer_no, *(loan.loan_no for loan in (() if state is None else state.loans))} - {""}


def loans_with_terms(found: Situation, row: Row) -> set[str]:
    """The loans whose terms and assessments belong to the explanation: those checked before maturity (11.1.1)."""
    if isinstance(row, Warning) or row.clause != "11.1.1":
        return set()
    if isinstance(row, Duty):
        signal = found.ledger.signals.get(row.signal_id)
        return {row.hangs_on.split(":")[1]} if signal is None else set(signal.loans or ())
    return set(row.loans or ())
