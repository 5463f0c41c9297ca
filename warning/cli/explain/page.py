"""An explanation on the screen: a heading with facts, numbered sections, records, levels and duties as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from warning.cli.explain import doubts
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import grid, indented, level_mark
from warning.cli.situation import ENDED_BY, Situation
from warning.core.effects import DutyChanged, SignalChanged, WarningChanged, Why
from warning.core.rows import Duty
from warning.core.scalars import read_moment
from warning.core.state import Loan
from warning.ledger.memory import Change
from warning.wording import moments, records, render, terms
from warning.wording.clauses import DEFAULTS, POLICY
from warning.wording.names import Names
from warning.wording.phrases import say
from warning.wording.terms import Table as Terms
from warning.wording.text import Lang

Events = Mapping[str, Mapping[str, Any]]
INDENT = (0, 0, 0, 2)
LOAN_TERMS = ("loan.disbursed.v1", "loan.taken_on.v1", "loan.refinanced.v1", "loan.extended.v1", "loan.assessed.v1")
"""What a clause about a loan's maturity rests on, even where it was time that brought the signal about."""


class Page:
    """Prints one explanation."""

    def __init__(
        self, situation: Situation, events: Events, console: Console, *, command: str = "warning explain"
    ) -> None:
        """``command`` is the one that explains what the page leads on to."""
        self.situation = situation
        self.command = command
        self.names: Names = situation.setting.names
        self.lang: Lang = situation.lang
        self.events = events
        self.console = console

    def say(self, key: str, **values: object) -> str:
        """A phrase in the page's language."""
        return say(key, self.lang, **values)

    def head(self, title: Prose, facts: Iterable[tuple[str, str]]) -> None:
        """The title, and facts by label; blank ones are left out."""
        self.console.print(title)
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, style="dim")
        table.add_column(overflow="fold")
        for label, value in facts:
            if value:
                table.add_row(self.say(label), value)
        self.console.print(Padding(table, INDENT, expand=False))

    def section(self, key: str) -> None:
        """A heading."""
        self.console.print()
        self.console.print(self.say(key), style="bold")

    def line(self, text: str, style: str = "") -> None:
        """A paragraph of a section."""
        self.console.print(Padding(indented(text, style), INDENT, expand=False))

    def table(self, table: Table) -> None:
        """A table of a section."""
        self.console.print(Padding(table, INDENT, expand=False))

    def clauses(self, refs: Iterable[str]) -> None:
        """The policy's words first, then the defaults that fill them in."""
        seen = list(dict.fromkeys(refs))
        for ref in seen:
            if ref in POLICY:
                clause = POLICY[ref]
                place, title = clause.place.say(self.lang), clause.title.say(self.lang)
                self.line(self.say("clause_line", place=place, ref=ref, title=title))
                self.line(self.say("quoted", words=clause.words.say(self.lang)), style="italic")
        defaults = [ref for ref in seen if ref in DEFAULTS]
        if defaults:
            self.line(self.say("defaults_line"))
        for ref in defaults:
            self.line(self.say("default_line", ref=ref, text=DEFAULTS[ref].say(self.lang)))

    def reason(self, why: Why) -> str:
        """A reason in words."""
        return render.reason(why, self.names, self.lang)

    def records(self, ids: Iterable[str]) -> None:
        """The records with these ids, by when they were recorded: when, what, and what they said."""
        wanted = sorted({name for name in ids if is_record(name)}, key=self._recorded)
        if not wanted:
            self.line(self.say("no_events"))
            return
        columns = (self.say("c_id"), self.say("c_when"), self.say("c_said"))
        table = grid(*columns, fixed=(1,))
        for name in wanted:
            event = self.events.get(name)
            if event is None:
                table.add_row(name, "", self.say("event_absent", id=name))
            else:
                table.add_row(name, self._instants(event), self._told(event))
        self.table(table)
        for name in wanted:
            event = self.events.get(name)
            remark = "" if event is None else doubts.remark(name, event, self.lang)
            if remark:
                self.line(remark, style="yellow")

    def _recorded(self, name: str) -> tuple[bool, str, str]:
        """Records by when they were recorded; those that the file does not hold come last."""
        event = self.events.get(name)
        return event is None, "" if event is None else _instant(event.get("recordedtime")), name

    def found_on_loans(self, loans: Iterable[str]) -> list[str]:
        """The records of these loans' terms and assessments that were looked up."""
        named = set(loans)
        return [
            name
            for name, event in self.events.items()
            if str(event.get("type")) in LOAN_TERMS
            and isinstance(event.get("data"), Mapping)
            and event["data"].get("loan_no") in named
        ]

    def _instants(self, event: Mapping[str, Any]) -> str:
        recorded, occurred = _instant(event.get("recordedtime")), _instant(event.get("time"))
        return recorded if occurred in ("", recorded) else f"{recorded}\n{self.say('occurred_at', at=occurred)}"

    def _told(self, event: Mapping[str, Any]) -> Prose:
        kind = records.event_type(str(event.get("type", "")), self.lang)
        content = event.get("data")
        told = records.told(content, self.names, self.lang) if isinstance(content, Mapping) else ""
        return styled((kind, "bold"), "\n", told) if told else Prose(kind, style="bold")

    def history(self, changes: Sequence[Change], table_of: Terms) -> None:
        """Every change of a row, in order, with its reason."""
        levelled = not any(isinstance(change.effect, DutyChanged) for change in changes)
        columns = ("c_when", "c_change", "c_level", "c_why") if levelled else ("c_when", "c_change", "c_why")
        table = grid(*(self.say(column) for column in columns), fixed=(0, 1, 2) if levelled else (0, 1))
        for change in changes:
            effect = change.effect
            word = table_of[effect.change].say(self.lang) if effect.change in table_of else effect.change
            word = terms.ENDED.say(self.lang) if effect.why.code in ENDED_BY else word
            level = [level_mark(level_of(effect), self.lang)] if levelled else []
            table.add_row(moments.instant(change.at), word, *level, self.reason(effect.why))
        self.table(table)

    def duties(self, duties: Iterable[Duty]) -> None:
        """Duties, what is overdue first, then by due."""
        order = {"breached": 0, "open": 1}
        listed = sorted(duties, key=lambda duty: (order.get(duty.state, 2), duty.due or 0, duty.id))
        if not listed:
            self.line(self.say("none"))
            return
        columns = ("c_kind", "c_clause", "c_owner", "c_due", "c_state")
        table = grid(*(self.say(column) for column in columns), fixed=(1, 3))
        for duty in listed:
            kind = styled(terms.DUTY_KINDS[duty.kind].say(self.lang), "\n", (duty.id, "dim"))
            due = "—" if duty.due is None else moments.brief(duty.due)
            style = "red" if duty.state in ("breached", "met_late") else ""
            state = Prose(self.state(duty), style=style)
            owner = f"{self.names.org_short(duty.org_no, self.lang)}\n{self.names.post(duty.post, self.lang)}"
            table.add_row(kind, duty.clause, owner, due, state)
        self.table(table)

    def refused(self, customer_no: str, domain: str, kinds: Iterable[str], org_no: str = "") -> None:
        """The acts of these types that did not count, each with its reason."""
        wanted = set(kinds)
        for refusal in self.situation.verdicts.refusals:
            content = self.events.get(refusal.event_id, {}).get("data")
            if refusal.why is None or refusal.type not in wanted or not isinstance(content, Mapping):
                continue
            about = (content.get("customer_no"), content.get("domain"))
            if about == (customer_no, domain) and org_no in ("", content.get("org_no")):
                what, said = records.event_type(refusal.type, self.lang), self.reason(refusal.why)
                at = moments.instant(refusal.at)
                self.line(self.say("refused_line", at=at, what=what, event=refusal.event_id, reason=said))

    def state(self, duty: Duty) -> str:
        """The state of a duty in words."""
        return (
            terms.ENDED.say(self.lang)
            if self.situation.is_ended(duty)
            else terms.DUTY_STATES[duty.state].say(self.lang)
        )

    def loans(self, loans: Sequence[Loan]) -> None:
        """Loans with balance, organisation and maturity."""
        columns = ("c_loan", "c_org", "c_balance", "c_matures")
        table = grid(*(self.say(column) for column in columns), fixed=(2, 3))
        for loan in loans:
            org = self.names.org(loan.org_no, self.lang)
            balance = moments.money(loan.balance, self.lang)
            table.add_row(loan.loan_no, org, balance, moments.maturity(loan.matures_on, self.lang))
        self.table(table)

    def commands(self, ids: Iterable[str], options: str) -> None:
        """Commands that lead on."""
        self.section("h_next")
        for name in dict.fromkeys(ids):
            self.console.print(f"  {self.command} {name}{options}", soft_wrap=True)


def level_of(effect: SignalChanged | WarningChanged | DutyChanged) -> int:
    """The level after a change of a signal or a warning."""
    match effect:
        case SignalChanged(signal=row):
            return row.level
        case WarningChanged(warning=warning):
            return warning.level
        case _:
            return 0


def is_record(name: str) -> bool:
    """Whether an id is that of a record that came in, not of a wake, a standing fact or a new book."""
    return bool(name) and name != "clock" and not name.startswith(("wake:", "told:", "frame:"))


def _instant(text: object) -> str:
    try:
        return moments.instant(read_moment(str(text))) if text else ""
    except ValueError:
        return str(text)
