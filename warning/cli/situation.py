"""What a run came to, looked at from a warning: its loans and amount, its organisations, what is owed on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from msgspec import Struct

from warning.bootstrap import Setting
from warning.core.rows import Duty, Signal, Warning
from warning.core.state import Borrower, Loan
from warning.intake.run import Verdicts
from warning.ledger.memory import Change, MemoryLedger
from warning.ledger.punctuality import ENDED_BY
from warning.wording.text import Lang

MET = ("met", "met_late")
"""States of what was done, in time or late."""


class Case(Struct, frozen=True):
    """A warning with its signals and duties, those that are done included."""

    warning: Warning
    signals: tuple[Signal, ...]
    duties: tuple[Duty, ...]

    @property
    def next_duty(self) -> Duty | None:
        """What is owed and due first, by whomever; what is overdue included. None: nothing with a due is owed."""
        return self.next_of(lambda _: True)

    def next_of(self, theirs: Callable[[Duty], bool]) -> Duty | None:
        """The same of some who ask."""
        owed = [duty for duty in self.duties if duty.state in ("open", "breached") and duty.due is not None]
        return min(filter(theirs, owed), key=lambda duty: (duty.due or 0, duty.id), default=None)

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """What is breached and still owed."""
        return tuple(duty for duty in self.duties if duty.state == "breached")

    def urgency_of(self, theirs: Callable[[Duty], bool]) -> tuple[int, int, int, float, str]:
        """Live ones first, by level, tier, what is due next for some who ask, and id."""
        row, duty = self.warning, self.next_of(theirs)
        due = float("inf") if duty is None or duty.due is None else float(duty.due)
        return (0 if row.closed_at is None else 1, -row.level, -row.tier, due, row.id)


class Situation(Struct, frozen=True, dict=True):
    """A run, decided."""

    setting: Setting
    verdicts: Verdicts
    ledger: MemoryLedger
    lang: Lang

    @cached_property
    def cases(self) -> list[Case]:
        """Every warning there ever was, live ones by urgency first: level, tier, what is due next, id."""
        signals = by_case_signals(self.verdicts)
        duties: dict[tuple[str, str, int], list[Duty]] = {}
        for duty in self.verdicts.duties:
            duties.setdefault((duty.customer_no, duty.domain, duty.number), []).append(duty)
        cases = [
            Case(row, tuple(signals.get(row.id, ())), tuple(duties.get((row.customer_no, row.domain, row.number), ())))
            for row in self.verdicts.warnings
        ]
        return sorted(cases, key=lambda case: case.urgency_of(lambda _: True))

    def case(self, warning: Warning) -> Case:
        """One warning with what belongs to it."""
        return next(case for case in self.cases if case.warning.id == warning.id)

    def case_of(self, duty: Duty) -> Case | None:
        """The warning a duty belongs to, with what belongs to it."""
        return self._by_number.get((duty.customer_no, duty.domain, duty.number))

    @cached_property
    def _by_number(self) -> dict[tuple[str, str, int], Case]:
        rows = ((case, case.warning) for case in self.cases)
        return {(row.customer_no, row.domain, row.number): case for case, row in rows}

    def not_taken(self) -> set[str]:
        """The ids of the records that did not count."""
        return {one.event_id for one in self.verdicts.refusals if one.outcome in ("refused", "quarantined")}

    def borrower(self, customer_no: str) -> Borrower | None:
        """The borrower's state."""
        state = self.ledger.states.get(f"b:{customer_no}")
        return state if isinstance(state, Borrower) else None

    def source_loans(self, customer_no: str) -> list[Loan]:
        """The loans of all live signals of a borrower, each once: what the amount is summed over (W6)."""
        state = self.borrower(customer_no)
        if state is None:
            return []
        named: set[str] = set()
        for track in state.file.tracks.values():
            if track.row.status == "live":
                named.update(track.row.loans if track.row.loans is not None else (loan.loan_no for loan in state.loans))
        return [loan for loan in state.loans if loan.loan_no in named and loan.status != "refinanced"]

    def sources(self, derived: Signal) -> list[Signal]:
        """The source borrower's own business signals: what a derived one goes back to (O5)."""
        return [
            signal
            for signal in self.verdicts.signals
            if signal.customer_no == derived.subject and signal.domain == "business" and signal.clause != "11.1.5"
        ]

    def twins(self, duty: Duty) -> list[Duty]:
        """The same duty of other organisations: where it was before a loan moved, or where it went (O9)."""
        if not duty.customer_no:  # each organisation signs its own forecast off
            return []
        same = (duty.kind, duty.clause, duty.customer_no, duty.hangs_on)
        return [
            row
            for row in self.verdicts.duties
            if (row.kind, row.clause, row.customer_no, row.hangs_on) == same and row.id != duty.id
        ]

    def former_of(self, duty: Duty) -> Duty | None:
        """The duty of the organisation that the loan has left, where this one came with the loan (O9)."""
        moved = self.move_of(duty)
        old = "" if moved is None else dict(moved.effect.why.values).get("old", "")
        return next((twin for twin in self.twins(duty) if twin.org_no == old), None)

    def opening(self, duty: Duty) -> Change | None:
        """The change that opened a duty: its own, or that of the one it came from with a moved loan (O9)."""
        own = next((change for change in self.ledger.history[duty.id] if change.effect.change == "opened"), None)
        if own is not None:
            return own
        changes = (change for twin in self.twins(duty) for change in self.ledger.history[twin.id])
        return min((one for one in changes if one.effect.change == "opened"), key=lambda one: one.at, default=None)

    def findings(self, duty: Duty) -> list[Signal]:
        """What a rectification is about, the management findings of its warning by then; what a notice is (D12)."""
        if duty.kind == "answer":
            return self._noticed(duty)
        warning = self.warning_of(duty) if duty.kind == "completion" else None
        if warning is None:
            return []
        return [one for one in self.case(warning).signals if one.history and one.history[0].at <= duty.opened_at]

    def _noticed(self, answer: Duty) -> list[Signal]:
        """The signals that head office found, whose notices the one that is to be answered met (13.1, O8)."""
        name = answer.hangs_on.partition(":")[2]
        issued = (one for one in self.of_borrower(answer.customer_no) if one.kind == "notice")
        ids = dict.fromkeys(one.signal_id for one in issued if one.fulfilled_by == name)
        return [self.ledger.signals[one] for one in ids if one in self.ledger.signals]

    def standing(self, duty: Duty) -> list[Signal]:
        """The signals of its warning by then, of a duty that hangs on the warning itself (D4-D7)."""
        warning = self.warning_of(duty) if duty.hangs_on.startswith("warning:") else None
        if warning is None:
            return []
        return [one for one in self.case(warning).signals if one.history and one.history[0].at <= duty.opened_at]

    def silent(self, duty: Duty) -> list[Duty]:
        """The sub-branches' duties by whose breach a 12.1.1 stands (D3, R47)."""
        whys = (change.effect.why for change in self.ledger.history[duty.id])
        names = [str(value) for why in whys for name, value in why.values if name == "duty"]
        return [self.ledger.duties[name] for name in dict.fromkeys(names) if name in self.ledger.duties]

    def retractions(self, duty: Duty) -> list[str]:
        """The records that retracted what a waived duty rests on, and what they retracted (W12)."""
        warning = self.warning_of(duty) if duty.state == "waived" else None
        signals = () if warning is None else self.case(warning).signals
        rest = [one.id for one in signals if duty.signal_id in ("", one.id)]
        effects = [change.effect for name in rest for change in self.ledger.history[name]]
        return [name for effect in effects if effect.why.code == "disputed" for name in effect.why.events]

    def is_written_half(self, duty: Duty) -> bool:
        """Whether it is the written report of a 24-hour clock, whose other half is the first notice (D2)."""
        return duty.kind == "report" and any(
            twin.kind == "first_notice"
            and (twin.clause, twin.hangs_on, twin.org_no) == (duty.clause, duty.hangs_on, duty.org_no)
            for twin in self.of_borrower(duty.customer_no)
        )

    def warning_of(self, duty: Duty) -> Warning | None:
        """The warning a duty belongs to."""
        case = (duty.customer_no, duty.domain, duty.number)
        rows = self.verdicts.warnings
        return next((row for row in rows if (row.customer_no, row.domain, row.number) == case), None)

    def of_borrower(self, customer_no: str) -> list[Duty]:
        """All duties about a borrower."""
        return self._by_borrower.get(customer_no, [])

    @cached_property
    def _by_borrower(self) -> dict[str, list[Duty]]:
        found: dict[str, list[Duty]] = {}
        for duty in self.verdicts.duties:
            found.setdefault(duty.customer_no, []).append(duty)
        return found

    def is_ended(self, duty: Duty) -> bool:
        """Whether a duty that counts as met was ended by what became of warning or loan, not by anybody's act."""
        changes = list(self.ledger.history.get(duty.id, ()))
        return duty.state == "met" and bool(changes) and changes[-1].effect.why.code in ENDED_BY

    def came_by_move(self, duty: Duty) -> bool:
        """Whether it came with a moved loan (O9)."""
        return self.move_of(duty) is not None

    def move_of(self, duty: Duty) -> Change | None:
        """The change by which a duty came with a loan (O9); None of any other."""
        changes = self.ledger.history.get(duty.id, ())
        return next((one for one in changes if one.effect.change == "moved_in"), None)

    def owners(self, case: Case) -> list[str]:
        """The organisations at which the source loans of a live warning are booked; of a closed one, its duties'."""
        orgs = self.setting.frame.orgs
        booked = []
        if case.warning.closed_at is None:
            state = self.borrower(case.warning.customer_no)
            for signal in case.signals:
                loans = () if state is None or signal.status != "live" else state.loans
                booked += [
                    loan.org_no
                    for loan in loans
                    if not loan.settled and (signal.loans is None or loan.loan_no in signal.loans)
                ]
        known = [duty.org_no for duty in case.duties if duty.org_no in orgs]
        below = [org_no for org_no in known if orgs[org_no].level == "sub_branch"]
        return sorted(set(booked or below or [org_no for org_no in known if orgs[org_no].level == "branch"]))


def by_case_signals(verdicts: Verdicts) -> dict[str, list[Signal]]:
    """Warning id -> the signals that were live while it was."""
    spans: dict[tuple[str, str], list[Warning]] = {}
    for warning in verdicts.warnings:
        spans.setdefault((warning.customer_no, warning.domain), []).append(warning)
    found: dict[str, list[Signal]] = {}
    for signal in verdicts.signals:
        first = next((step.at for step in signal.history if step.opening == 1), None)
        for warning in spans.get((signal.customer_no, signal.domain), ()) if first is not None else ():
            if warning.raised_at <= (first or 0) and (warning.closed_at is None or (first or 0) < warning.closed_at):
                found.setdefault(warning.id, []).append(signal)
    return found
