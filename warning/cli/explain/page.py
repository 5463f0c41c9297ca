"""An explanation on the screen: a heading with facts, numbered sections, records, levels and duties as tables."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from warning.cli.explain import doubts
from warning.cli.explain.amount import Balance, Basis
from warning.cli.explain.endings import as_told, kind_told, lapsed, off_balance, owned, product_of, reason_of
from warning.cli.explain.kept import EVER
from warning.cli.explain.needed import LOAN_TERMS, is_record
from warning.cli.explain.retracted import mark_of, retracted_of
from warning.cli.explain.spells import written_off
from warning.cli.marks import of_duty
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import grid, indented, level_mark
from warning.cli.situation import Situation
from warning.core.effects import DutyChanged, SignalChanged, WarningChanged, Why
from warning.core.rows import Duty, Signal
from warning.core.state import Loan
from warning.ledger.entries import Refusal
from warning.ledger.memory import Change
from warning.ledger.punctuality import ENDED_BY
from warning.wording import moments, records, terms
from warning.wording.clauses import OURS, POLICY, with_readings
from warning.wording.names import Names, aside, series
from warning.wording.phrases import say
from warning.wording.terms import Table as Terms
from warning.wording.text import Lang

Events = Mapping[str, Mapping[str, Any]]
INDENT = (0, 0, 0, 2)
WITHIN = str.maketrans("“”", "‘’")
"""Quotation marks within a quotation."""


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
        self.noted = False
        """Whether it was said what the tokens of persons are."""
        self.translated = False
        """Whether it was said that quotations are a translation."""

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
        self.console.print(indented(text, style, INDENT[-1]))

    def table(self, table: Table) -> None:
        """A table of a section."""
        self.console.print(Padding(table, INDENT, expand=False))

    def clauses(self, refs: Iterable[str], parts: Mapping[str, str] = {}) -> None:
        """The policy's words first, then the defaults that fill them in; of some only the ``parts`` that apply."""
        seen = with_readings(refs)
        for ref in seen:
            if ref in POLICY:
                clause = POLICY[ref]
                place, title = clause.place.say(self.lang), clause.title.say(self.lang)
                numbered = "clause_line" if "." in ref else "article_line"
                self.line(self.say(numbered, place=place, ref=ref, title=title))
                if self.lang == "en" and not self.translated:
                    self.translated = True
                    self.line(self.say("our_translation"), style="dim")
                words = clause.words.say(self.lang).translate(WITHIN)
                self.line(self.say("quoted", words=words), style="italic")
                if clause.remark is not None:
                    self.line(clause.remark.say(self.lang))
        defaults = [ref for ref in seen if ref in OURS]
        if defaults:
            self.line(self.say("defaults_line"))
        for ref in defaults:
            self.line(self.say("default_line", ref=ref, text=parts.get(ref) or OURS[ref].say(self.lang)))

    def reason(self, why: Why) -> str:
        """A reason in words; of a closing by the books, how the loans ended."""
        return reason_of(self.situation, self.events, why, self.names, self.lang)

    def closed_by(self, signal: Signal) -> str:
        """By what a signal was closed; an off-balance item that lapsed is no loan recovered (article 17)."""
        ended = lapsed(self.situation, self.events, [signal])
        return self.say("closed_off_balance") if ended else terms.CLOSED_BY[signal.closed_by].say(self.lang)

    def tags(self, tags: Iterable[str], clause: str) -> str:
        """Tags, each with the default that sets it."""
        said = (aside(terms.TAGS[tag].say(self.lang), terms.tagged_by(tag, clause), self.lang) for tag in tags)
        return series(said, self.lang)

    def records(self, ids: Iterable[str], refused: Container[str] = (), until: int = EVER) -> None:
        """The records with these ids, by when they were recorded: when, what, and what they said.

        ``refused``: those that did not count, which are marked, as those retracted ``until`` an instant are.
        """
        ids = tuple(ids)
        taken = retracted_of(self.situation, self.events, ids, until)
        wanted = sorted({name for name in (*ids, *taken.values()) if is_record(name)}, key=self._recorded)
        if not wanted:
            self.line(self.say("only_told" if any(name.startswith("told:") for name in ids) else "no_events"))
            return
        columns = (self.say("c_id"), self.say("c_when"), self.say("c_said"))
        table = grid(*columns, fixed=(1,))
        for name in wanted:
            event = self.events.get(name)
            if event is None:
                table.add_row(name, "", self.say("event_absent", id=name))
            else:
                told = self._told(event, refused=name in refused, by=taken.get(name, ""))
                table.add_row(name, self._instants(event), told)
        self.table(table)
        for name in wanted:
            event = self.events.get(name)
            remark = "" if event is None else doubts.remark(name, event, self.lang)
            if remark:
                self.line(remark, style="yellow")
        self._note_tokens(wanted)

    def _recorded(self, name: str) -> tuple[bool, str, str]:
        """Records by when they were recorded; those that the file does not hold come last."""
        event = self.events.get(name)
        return event is None, "" if event is None else moments.wire(event.get("recordedtime")), name

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

    def recorded_at(self, event: Mapping[str, Any]) -> str:
        """When a record was recorded."""
        return moments.wire(event.get("recordedtime"))

    def _instants(self, event: Mapping[str, Any]) -> str:
        recorded, occurred = moments.wire(event.get("recordedtime")), moments.wire(event.get("time"))
        return recorded if occurred in ("", recorded) else f"{recorded}\n{self.say('occurred_at', at=occurred)}"

    def _told(self, event: Mapping[str, Any], *, refused: bool, by: str = "") -> Prose:
        kind = kind_told(event, self.lang)
        kind += self.say("not_counted") if refused else ""
        kind += self.say(mark_of(self.events.get(by, {})), id=by) if by else ""
        content = event.get("data")
        content = as_told(self.situation, str(event.get("type")), content) if isinstance(content, Mapping) else None
        told = (
            records.told(owned(self.situation, content), self.names, self.lang) if isinstance(content, Mapping) else ""
        )
        if event.get("type") == "event.retracted.v1":
            sender = self.say("received_from", source=doubts.sender(event.get("source"), self.lang))
            told = ("；" if self.lang == "zh" else "; ").join(part for part in (told, sender) if part)
        return styled((kind, "bold"), "\n", told) if told else Prose(kind, style="bold")

    def history(self, changes: Sequence[Change], table_of: Terms, told: Mapping[int, str] = {}) -> None:
        """Every change of a row, in order, with its reason; ``told``: what to say instead, by the change's number."""
        levelled = not any(isinstance(change.effect, DutyChanged) for change in changes)
        columns = ("c_when", "c_change", "c_level", "c_why") if levelled else ("c_when", "c_change", "c_why")
        table = grid(*(self.say(column) for column in columns), fixed=(0, 1, 2) if levelled else (0, 1))
        for n, change in enumerate(changes):
            effect = change.effect
            word = table_of[effect.change].say(self.lang) if effect.change in table_of else effect.change
            word = self.say("owed_again") if n and effect.change == "opened" else word
            word = terms.ENDED.say(self.lang) if effect.why.code in ENDED_BY else word
            level = [level_mark(level_of(effect), self.lang)] if levelled else []
            table.add_row(moments.instant(change.at), word, *level, told.get(n) or self.reason(effect.why))
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
            due = "—" if duty.due is None else moments.deadline(duty.due)
            style = "red" if duty.state in ("breached", "met_late") else ""
            marks = ((f"\n{one}", "dim") for one in of_duty(self.situation, duty))
            state = styled((self.state(duty), style), *marks)
            owner = f"{self.names.org_short(duty.org_no, self.lang)}\n{self.names.post(duty.post, self.lang)}"
            table.add_row(kind, duty.clause, owner, due, state)
        self.table(table)

    def refusals(
        self,
        customer_no: str,
        domain: str,
        kinds: Iterable[str],
        org_no: str = "",
        *,
        since: int = 0,
        until: int | None = None,
    ) -> list[Refusal]:
        """The acts of these types that did not count; none before ``since``, after ``until``."""
        wanted, found = set(kinds), []
        for refusal in self.situation.verdicts.refusals:
            if refusal.at < since or (until is not None and refusal.at > until):
                continue
            content = self.events.get(refusal.event_id, {}).get("data")
            if refusal.why is None or refusal.type not in wanted or not isinstance(content, Mapping):
                continue
            about = (content.get("customer_no"), content.get("domain"))
            acted = content.get("reporting_org_no", content.get("org_no"))  # a receipt is of who reported
            if about == (customer_no, domain) and org_no in ("", acted):
                found.append(refusal)
        return found

    def refused(self, refusals: Sequence[Refusal]) -> None:
        """Acts that did not count, each with its reason."""
        for refusal in refusals:
            what = self._what(refusal)
            said = "" if refusal.why is None else self.reason(refusal.why)
            at = moments.instant(refusal.at)
            who = self._who(self.events.get(refusal.event_id, {}))
            self.line(self.say("refused_line", at=at, what=what, event=refusal.event_id, who=who, reason=said))
        self._note_tokens(refusal.event_id for refusal in refusals)

    def _what(self, refusal: Refusal) -> str:
        """What kind of act did not count; of an approval also which proposal it was for."""
        what, content = records.event_type(refusal.type, self.lang), self.events.get(refusal.event_id, {}).get("data")
        proposal = content.get("proposal_id") if isinstance(content, Mapping) else None
        return self.say("of_proposal", what=what, id=proposal) if proposal else what

    def _note_tokens(self, names: Iterable[str]) -> None:
        """Say once what the tokens of persons are, where records that are shown have some."""
        if not self.noted and any(doubts.has_tokens(self.events.get(name, {})) for name in names):
            self.noted = True
            self.line(self.say("persons_note"), style="dim")

    def _who(self, event: Mapping[str, Any]) -> str:
        """Organisation, post and number or token of the person who acted; empty where the record is not at hand."""
        content = event.get("data")
        if not isinstance(content, Mapping) or not content.get("officer_no"):
            return ""
        owner = self.names.owner(str(content.get("org_no", "")), str(content.get("post", "")), self.lang)
        return self.say("acted_by", owner=owner, officer=content["officer_no"])

    def state(self, duty: Duty) -> str:
        """The state of a duty in words."""
        return (
            terms.ENDED.say(self.lang)
            if self.situation.is_ended(duty)
            else terms.DUTY_STATES[duty.state].say(self.lang)
        )

    def loans(self, loans: Sequence[Loan], balances: Sequence[Balance]) -> None:
        """Loans with organisation and maturity, their balances and the records that say them."""
        said = {balance.loan_no: balance for balance in balances}
        columns = ("c_loan", "c_org", "c_matures", "c_balance", "c_record")
        table = grid(*(self.say(column) for column in columns), fixed=(2, 3))
        for loan in loans:
            org = self.names.org(loan.org_no, self.lang)
            known = said.get(loan.loan_no) or Balance(loan.loan_no, loan.balance, "")
            money, record, seq, at = self._balance(known)
            by = self.say("posting", seq=seq, at=at) if seq.isdigit() else at
            matures_on = moments.maturity(loan.matures_on, self.lang)
            lost, off = self._written_off(loan)
            by = f"{by}\n{off}" if off else by
            counted = self._counted(known)
            table.add_row(
                self._item(loan.loan_no),
                org,
                matures_on,
                f"{money}\n{self.say('written_off')}" if lost else money,
                styled(record, *((f"\n{one}", "dim") for one in (by, counted) if one)),
            )
        if len(loans) > 1:
            total = moments.money(sum(loan.balance for loan in loans), self.lang)
            table.add_row(self.say("c_sum"), "", "", total, "")
        self.table(table)
        for text in self.written_off_lines(loans):
            self.line(text)

    def _written_off(self, loan: Loan) -> tuple[bool, str]:
        """Whether a loan stands as written off, and the record by which."""
        if not loan.lost:
            return False, ""
        name, at = written_off(self.events, loan.loan_no, self.situation.verdicts.until)
        kind = records.event_type("loan.written_off.v1", self.lang)
        return True, f"{aside(name, kind, self.lang)}\n{moments.instant(at)}" if name else ""

    def written_off_lines(self, loans: Iterable[Loan]) -> list[str]:
        """Which of some loans are written off, by which record, and that they keep counting (W6)."""
        said = []
        for loan in loans:
            name, at = written_off(self.events, loan.loan_no, self.situation.verdicts.until)
            if loan.status == "written_off" and name:
                said.append(self.say("written_off_line", loan_no=loan.loan_no, id=name, at=moments.instant(at)))
        return said

    def basis(self, basis: Basis) -> None:
        """An amount, and the balances it is the sum of, each with the record that says it (W6)."""
        amount = moments.money(basis.amount, self.lang)
        if not basis.balances:
            self.line(self.say("sum_not_shown", amount=amount))
            return
        self.line(self.say("h_balances", amount=amount, at=moments.instant(basis.at)))
        columns = ("c_loan", "c_balance", "c_record", "c_posting", "c_when", "c_counted")
        table = grid(*(self.say(column) for column in columns), fixed=(1, 5))
        for balance in basis.balances:
            table.add_row(self._item(balance.loan_no), *self._balance(balance), "\n".join(balance.signals))
        total = sum(balance.fen for balance in basis.balances)
        table.add_row(self.say("c_sum"), moments.money(total, self.lang), "", "", "", "")
        self.table(table)

    def _counted(self, balance: Balance) -> str:
        """By which live signals a balance counts; empty where that is not asked."""
        ids = series(balance.signals, self.lang)
        return self.say("counted_by", ids=ids) if ids else ""

    def _balance(self, balance: Balance) -> tuple[str, str, str, str]:
        """A balance, the record that says it, its posting, and when it was recorded."""
        money, event = moments.money(balance.fen, self.lang), self.events.get(balance.record)
        money += f"\n{self.say('notional')}" if off_balance(self.situation, balance.loan_no) is not None else ""
        if event is None:
            return money, self.say("balance_absent"), "", ""
        content = event.get("data")
        seq = content.get("posting_seq") if isinstance(content, Mapping) else None
        kind = kind_told(event, self.lang)
        said = aside(balance.record, kind, self.lang)
        return money, said, "—" if seq is None else str(seq), moments.wire(event.get("recordedtime"))

    def _item(self, loan_no: str) -> str:
        """The number of a loan; of an off-balance item also which product it is."""
        item = off_balance(self.situation, loan_no)
        return loan_no if item is None else f"{loan_no}\n{product_of(self.events, loan_no, self.lang)}"

    def silent(self, duties: Sequence[Duty]) -> None:
        """The breached duties by which another one was opened (D3)."""
        self.line(self.say("h_silent"))
        columns = ("c_kind", "c_clause", "c_owner", "c_due", "c_breached", "c_state")
        table = grid(*(self.say(column) for column in columns), fixed=(1, 3, 4))
        for duty in duties:
            kind = styled(terms.DUTY_KINDS[duty.kind].say(self.lang), "\n", (duty.id, "dim"))
            owner = f"{self.names.org_short(duty.org_no, self.lang)}\n{self.names.post(duty.post, self.lang)}"
            due = "—" if duty.due is None else moments.deadline(duty.due)
            since = "—" if duty.breached_at is None else moments.instant(duty.breached_at)
            table.add_row(kind, duty.clause, owner, due, since, self.state(duty))
        self.table(table)

    def commands(self, ids: Iterable[str], options: str) -> None:
        """Commands that lead on, if any."""
        names = tuple(dict.fromkeys(ids))
        if names:
            self.section("h_next")
        for name in names:
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
