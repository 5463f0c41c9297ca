"""``warning demo``: make up a bank, decide it, and say what a risk officer would ask at the end of the month."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.columns import Columns
from rich.table import Table

from warning.bootstrap import DEMO_DIRECTORY, EVENTS_FILE, LEDGER_FILE, Bank, new_bank, write_bank
from warning.cli import answers
from warning.cli.decided import counts
from warning.cli.ledger.filling import fill
from warning.cli.ledger.opening import opened
from warning.cli.ledger.summing import Summed, summed
from warning.cli.placing import placed
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import STYLES, grid, level_mark, stdout, two_lines
from warning.cli.stop import UNREADABLE, Stop
from warning.cli.usage import why
from warning.contracts.answers import LevelCount, OnTime
from warning.core.frame import LEVELS
from warning.demo import organisation, scale, synthesise
from warning.demo.summary import Urgent
from warning.wording import moments, terms
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.text import Lang

WORST = 8
"""How many organisations are named for their punctuality."""


def demonstrate(
    out: Path, lang: Lang, *, seed: int, loans: int, months: int, as_json: bool, kill: bool = False
) -> None:
    """Write the bank's events to ``out`` with a ledger that has taken them in, and print the summary.

    ``kill``: the process that takes them in is killed once on the way.

    Raises:
        Stop: the directory cannot be written, or is not a demonstration bank's.
    """
    bank = new_bank(seed, loans, months)
    path = out / EVENTS_FILE
    try:
        with placed(out, lang) as directory:
            written = _write(bank, directory)
            fill(bank, directory, lang, kill=kill)
    except OSError as error:
        raise Stop(UNREADABLE, say("write_failed", lang, path=error.filename or out, why=why(error, lang))) from None
    here = opened((out / LEDGER_FILE).as_posix(), lang)
    found = summed(here)
    names = here.setting.names
    here.close()
    if as_json:
        answers.send([answers.summary(found.summary, path.as_posix(), written)])
    else:
        _Report(found, names, bank, path, written, lang).show()


def _write(bank: Bank, out: Path) -> int:
    """Write the events and what the bank was made from; how many events there are."""
    orgs = organisation(bank.seed, *scale(bank.loans))
    number = 0
    with (out / EVENTS_FILE).open("wb") as events:
        for line in synthesise(bank.seed, loans=bank.loans, months=bank.months, orgs=orgs):
            events.write(line + b"\n")
            number += 1
    write_bank(bank, out)
    return number


class _Report:
    """The summary as it is printed."""

    def __init__(self, found: Summed, names: Names, bank: Bank, path: Path, written: int, lang: Lang) -> None:
        self.found, self.summary, self.bank, self.path, self.written = found, found.summary, bank, path, written
        self.names, self.lang, self.console = names, lang, stdout()

    def show(self) -> None:
        """Everything, in the order in which it is asked."""
        at = moments.instant(self.summary.until)
        self.console.print(self.say("demo_title", at=at), style="bold")
        self.console.print(self.say("demo_written", path=self.path, n=f"{self.written:,}"), style="dim")
        self.console.print()
        self.console.print(Columns([self._levels(), self._branches(), self._weeks()], padding=(0, 3)))
        self.console.print(self._urgent())
        self.console.print(self._punctual())
        self.console.print(self._refused())
        self.console.print(counts(self.found.tally, self.found.standing, self.lang))
        self._next()

    def say(self, key: str, **values: object) -> str:
        """A phrase in the report's language."""
        return say(key, self.lang, **values)

    def _by_level(self, title: str, first: str, rows: Iterator[tuple[str, int, int, int]]) -> Table:
        marks = [terms.LEVEL_MARKS[level].say(self.lang) for level in ("red", "orange", "yellow")]
        table = grid(self.say(first), *marks, title=self.say(title), fixed=(0, 1, 2, 3))
        for column, level in zip(table.columns[1:], ("red", "orange", "yellow"), strict=True):
            column.justify, column.header_style = "right", STYLES[level]
        for name, red, orange, yellow in rows:
            table.add_row(name, *(Prose(f"{n:,}", style="" if n else "dim") for n in (red, orange, yellow)))
        return table

    def _levels(self) -> Table:
        rows = (
            (self.say("s_with_closed", name=terms.DOMAINS[row.domain].say(self.lang), n=row.closed), *_by_level(row))
            for row in self.summary.levels
        )
        return self._by_level("s_levels", "s_domain", rows)

    def _branches(self) -> Table:
        rows = (
            (self.names.org_short(row.org_no, self.lang), row.red, row.orange, row.yellow)
            for row in self.summary.branches
        )
        return self._by_level("s_branches", "s_branch", rows)

    def _weeks(self) -> Table:
        rows = ((row.monday, row.red, row.orange, row.yellow) for row in self.summary.weeks)
        return self._by_level("s_weeks", "s_week", rows)

    def _urgent(self) -> Table:
        headings = (self.say(key) for key in ("d_level", "d_borrower", "d_tier", "s_due_first", "d_due"))
        table = grid(*headings, title=self.say("s_urgent"), fixed=(0, 2, 4))
        for urgent in self.summary.urgent:
            table.add_row(
                level_mark(LEVELS.index(urgent.level), self.lang),
                two_lines(urgent.borrower, urgent.warning_id),
                terms.TIERS_SHORT[str(urgent.tier)].say(self.lang),
                two_lines(
                    terms.DUTY_KINDS[urgent.kind].say(self.lang),
                    self.names.owner(urgent.org_no, urgent.post, self.lang),
                ),
                self._due(urgent),
            )
        return table

    def _due(self, urgent: Urgent) -> Prose:
        shown = moments.brief(urgent.due)
        return styled(shown, "\n", (self.say("s_overdue"), "red")) if urgent.overdue else Prose(shown)

    def _punctual(self) -> Table:
        headings = ("s_org", "s_rate", "s_on_time", "s_late", "s_concealed", "s_not_scored")
        worst = sorted((row for row in self.summary.on_time if row.scored), key=_rate)
        title = self.say("s_punctual", n=min(WORST, len(worst)))
        table = grid(*(self.say(key) for key in headings), title=title, fixed=(0, 1, 2, 3, 4, 5))
        for column in table.columns[1:]:
            column.justify = "right"
        for row in worst[:WORST]:
            points = row.basis_points or 0
            figures = (f"{points // 100}.{points % 100:02d}%", row.on_time, row.late, row.concealed, row.not_scored)
            table.add_row(
                self.names.org_short(row.org_no, self.lang), *(f if isinstance(f, str) else f"{f:,}" for f in figures)
            )
        return table

    def _refused(self) -> str:
        by_outcome: Counter[str] = Counter()
        for outcome, _, n in self.summary.refusals:
            by_outcome[outcome] += n
        listed = [f"{terms.OUTCOMES[outcome].say(self.lang)} {n:,}" for outcome, n in sorted(by_outcome.items())]
        return self.say("s_refused", what=("、" if self.lang == "zh" else ", ").join(listed) or self.say("none"))

    def _next(self) -> None:
        """Exact commands, with ids of this run."""
        own = ["--frame", (self.path.parent / self.bank.frame).as_posix()] if self.bank.frame else []
        again = shlex.join([*own, "--live-from", self.bank.live_from, "--until", self.bank.until])
        elsewhere = "" if self.path == DEMO_DIRECTORY / EVENTS_FILE else f" --events {shlex.quote(str(self.path))}"
        lang = "" if self.lang == "zh" else f" --lang {self.lang}"
        self.console.print()
        self.console.print(self.say("demo_next"), style="bold")
        for key, name in self._leads():
            self._command(f"explain {name}{elsewhere}{lang}", key)
        ledger = f" --ledger {shlex.quote((self.path.parent / LEDGER_FILE).as_posix())}"
        self._command(f"alerts list{ledger}{lang}", "lead_alerts")
        self._command(f"duties list --overdue{ledger}{lang}", "lead_overdue")
        self._command(f"compliance{ledger}{lang}", "lead_compliance")
        self._command(f"decide {shlex.quote(self.path.as_posix())} {again}{lang}", "lead_decide")

    def _command(self, words: str, key: str) -> None:
        """A command to copy; what it shows stands behind it as a shell's comment."""
        self.console.print(styled(f"  warning {words}", (f"  # {self.say(key)}", "dim")), soft_wrap=True)

    def _leads(self) -> Iterator[tuple[str, str]]:
        """What is worth a look: the most urgent warning, its duty, a concealed report, something that spread."""
        for urgent in self.summary.urgent[:1]:
            yield "lead_warning", urgent.warning_id
            yield "lead_duty", urgent.duty_id
        for key in ("lead_concealed", "lead_spread", "lead_missing"):
            if key in self.found.leads:
                yield key, self.found.leads[key]


def _rate(row: OnTime) -> tuple[int, int, str]:
    return (row.basis_points or 0, -row.scored, row.org_no)


def _by_level(row: LevelCount) -> tuple[int, int, int]:
    return row.red, row.orange, row.yellow
