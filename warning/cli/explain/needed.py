"""Which records an explanation may show: looked up once, in a file or in a ledger's journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.approved import approval_records
from warning.cli.explain.crossings import reports_on_record
from warning.cli.explain.disputes import dispute_records
from warning.cli.explain.episodes import episode_records
from warning.cli.explain.kept import behind
from warning.cli.explain.meetings import rise_records
from warning.cli.explain.proposals import proposals_of
from warning.cli.explain.put_back import sign_off_records
from warning.cli.explain.signed import signed
from warning.cli.explain.spells import INTEREST, arrears_loan
from warning.cli.explain.unmoved import unmoved
from warning.cli.explain.updates import update_records
from warning.cli.situation import Situation
from warning.core.rows import Duty, Signal, Warning
from warning.core.scalars import read_moment

Row = Signal | Warning | Duty
LOAN_TERMS: Final = (
    "loan.disbursed.v1",
    "loan.taken_on.v1",
    "loan.refinanced.v1",
    "loan.extended.v1",
    "loan.assessed.v1",
)
"""What a clause about a loan's maturity rests on, even where it was time that brought the signal about."""
LENT: Final = ("loan.disbursed.v1", "loan.taken_on.v1", "loan.refinanced.v1")
"""What says at which organisation a loan is booked, until it is moved."""
LINKS: Final = ("group.link.v1", "guarantee.link.v1")
BALANCES: Final = (
    "loan.disbursed.v1",
    "loan.taken_on.v1",
    "loan.refinanced.v1",
    "loan.position.v1",
    "loan.settled.v1",
)
"""What says a loan's balance (W6)."""
WRITTEN_OFF: Final = "loan.written_off.v1"
SPELLS: Final = (*LENT, "loan.extended.v1", "loan.position.v1", INTEREST)
"""What says from when a loan is in arrears, and when it was lent and matures."""
MOVED: Final = "loan.moved.v1"
RETRACTED: Final = "event.retracted.v1"
ABOUT: Final = (
    "management.finding.v1",
    "major_event.v1",
    "signal.observed.v1",
    "classification.set.v1",
    "classification.forecast.v1",
)
"""What may be told of a borrower after a signal was raised, and changes nothing of it (W8, D10)."""
DECIDED: Final = ("release.proposed.v1", "proposal.approved.v1")
"""How signals are released (W8)."""
WAIVED: Final = ("waiver.proposed.v1", "proposal.approved.v1")
"""How duties are waived (D8)."""
DUTY_ACTS: Final = ("phone.notice.v1",)
"""What may be done for a report to no effect (D2)."""
WORK: Final = ("report.submitted.v1", "work.recorded.v1", "monthly.update.v1", "meeting.held.v1")
"""What says the measures agreed and the work done on a warning (12.3.2)."""


class Needed(Struct, frozen=True, kw_only=True):
    """Records by id; those that made or ended these links; those of these loans' terms and balances."""

    ids: frozenset[str]
    links: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    """Loans whose terms and assessments belong to the explanation: those checked before maturity (11.1.1)."""
    balances: frozenset[str] = frozenset()
    """Loans whose balances may make up an amount."""
    moves: frozenset[str] = frozenset()
    """Loans whose moves belong to the explanation (O9)."""
    work: frozenset[str] = frozenset()
    """The borrowers whose measures and work belong to it (12.3.2)."""
    spells: frozenset[str] = frozenset()
    """Loans whose arrears belong to the explanation (O4, R9)."""
    retracted: frozenset[str] = frozenset()
    """The borrowers whose retractions belong to it (W12)."""
    about: frozenset[str] = frozenset()
    """The borrowers whose later facts belong to it (W8, D10)."""
    acts: Mapping[str, tuple[str, ...]] = {}
    """The borrowers whose acts of some types belong to it, also those that changed nothing (W8, D2)."""
    own: frozenset[str] = frozenset()
    """Customer and loan numbers: where several sources use one id (R55), the record about one of them is meant."""

    def kinds(self) -> tuple[str, ...]:
        """The types of what is wanted otherwise than by id."""
        sets = (
            (self.links, LINKS),
            (self.terms, LOAN_TERMS),
            (self.balances, (*BALANCES, WRITTEN_OFF)),
            (self.spells, SPELLS),
            (self.moves, (MOVED,)),
            (self.work, WORK),
            (self.retracted, (RETRACTED,)),
            (self.about, ABOUT),
            (self.acts, tuple(kind for kinds in self.acts.values() for kind in kinds)),
        )
        return tuple(dict.fromkeys(kind for wanted, kinds in sets if wanted for kind in kinds))

    def includes(self, kind: str, link: str, loans: tuple[str | None, ...], customer: str | None) -> bool:
        """Whether a record of that type, about that link, borrower or these loans, is wanted otherwise than by id."""
        if kind in self.acts.get(customer or "", ()):
            return True
        if kind in LINKS:
            return link in self.links
        for kinds, borrowers in ((WORK, self.work), (ABOUT, self.about), ((RETRACTED,), self.retracted)):
            if kind in kinds:
                return customer in borrowers
        if kind == MOVED:
            return any(loan in self.moves for loan in loans)
        sets = ((self.terms, LOAN_TERMS), (self.balances, (*BALANCES, WRITTEN_OFF)), (self.spells, SPELLS))
        return any(kind in kinds and any(loan in wanted for loan in loans) for wanted, kinds in sets)


def needed(found: Situation, row: Row, *, bare: bool) -> Needed:
    """What an explanation of a row needs; ``bare``: without the acts that did not count, on which nothing rests."""
    ids = {name for name in rests_on(found, row) if is_record(name)}
    if not bare:
        ids |= {refusal.event_id for refusal in found.verdicts.refusals if refusal.outcome == "refused"}
        ids |= _of_matter(found, row) | {*proposals_of(found, row)}
        ids |= {one.name for one in signed(found, row)} if isinstance(row, Duty) else set()
    bases = signals_of(found, row)
    state = found.borrower(row.customer_no) if row.customer_no else None
    loans = frozenset(loan.loan_no for loan in (() if state is None else state.loans))
    return Needed(
        ids=frozenset(ids),
        links=frozenset(path for one in bases for path in one.paths),
        terms=frozenset(loans_with_terms(found, row)),
        balances=loans,
        moves=loans,
        work=frozenset({row.customer_no}) if isinstance(row, Duty) and row.kind == "tracking" else frozenset(),
        spells=frozenset(arrears_loan(one)[0] for one in signals_of(found, row)) - {""},
        retracted=frozenset({row.customer_no, *(one.subject for one in bases if one.clause == "11.1.5")} - {""}),
        acts={row.customer_no: _acts(row)} if row.customer_no and not bare else {},
        about=frozenset({row.customer_no} if bases else ()) - {""},
        own=loans | {row.customer_no} - {""},
    )


def _acts(row: Row) -> tuple[str, ...]:
    """The types of the acts that may have been done about it to no effect."""
    match row:
        case Signal():
            return DECIDED
        case Warning():
            return tuple(dict.fromkeys((*DECIDED, *WAIVED)))
        case Duty():
            return (*DUTY_ACTS, *WAIVED) if row.kind == "report" else WAIVED


def signals_of(found: Situation, row: Row) -> list[Signal]:
    """The signals that a row is, has, or rests on."""
    match row:
        case Signal():
            return [row]
        case Warning():
            return list(found.case(row).signals)
        case Duty():
            own = found.ledger.signals.get(row.signal_id)
            return [*([] if own is None else [own]), *found.standing(row)]


def _of_matter(found: Situation, row: Row) -> set[str]:
    """The facts on file that changed no level; of a major event all, for two may be one matter by chance (R79)."""
    if not isinstance(row, Signal) or row.clause != "11.1.4":
        return {fact.event for one in signals_of(found, row) for fact, _ in unmoved(found, one)}
    state = found.borrower(row.customer_no)
    track = None if state is None else state.file.tracks.get(f"{row.clause}|{row.subject}")
    return set() if track is None else {ground.event for ground in track.facts}


def rests_on(found: Situation, row: Row) -> set[str]:
    """The ids of all records that an explanation of the row may show."""
    history = found.ledger.history
    names = {name for change in history[row.id] for name in (*change.effect.why.events, change.record_id)}
    match row:
        case Signal():
            names |= _of_signal(found, row)
        case Warning():
            for signal in found.case(row).signals:
                names |= _of_signal(found, signal)
                names |= {name for change in history[signal.id] for name in change.effect.why.events}
        case Duty():
            names |= _of_duty(found, row)
    return names


def _of_signal(found: Situation, signal: Signal) -> set[str]:
    """Of a signal: its own, those of its other episodes, and of a derived one all of the source's."""
    names = {step.event for step in signal.history} | {*behind(found, signal).records, *episode_records(found, signal)}
    sources = found.sources(signal) if signal.clause == "11.1.5" else []
    names |= {step.event for one in sources for step in one.history}
    return names | {
        name for one in sources for change in found.ledger.history.get(one.id, ()) for name in change.effect.why.events
    }


def _of_duty(found: Situation, duty: Duty) -> set[str]:
    history = found.ledger.history
    names = {
        duty.fulfilled_by,
        *rise_records(found, duty),
        *sign_off_records(found, duty),
        *reports_on_record(found, duty),
        *update_records(found, duty),
        *approval_records(found, duty),
    }
    for twin in found.twins(duty):
        names |= {name for change in history[twin.id] for name in (*change.effect.why.events, change.record_id)}
    names |= {step.event for finding in found.findings(duty) for step in finding.history}
    names |= set(found.retractions(duty)) | set(closed_by(found, duty)) | set(dispute_records(found, duty))
    own = found.ledger.signals.get(duty.signal_id)
    for basis in (*([own] if own is not None else ()), *found.standing(duty)):
        names |= _of_signal(found, basis)
    return names


def closed_by(found: Situation, duty: Duty) -> list[str]:
    """Of a duty that the closing of its warning ended, the records by which the last signals closed: both persons'."""
    warning = found.warning_of(duty) if found.is_ended(duty) else None
    signals = () if warning is None else found.case(warning).signals
    effects = (change.effect for one in signals for change in found.ledger.history[one.id])
    return [name for one in effects if duty.fulfilled_by in one.why.events for name in one.why.events]


def loans_with_terms(found: Situation, row: Row) -> set[str]:
    """The loans whose terms and assessments belong to the explanation: those checked before maturity (11.1.1)."""
    match row:
        case Duty() if row.kind == "assessment":
            return {row.hangs_on.split(":")[1]}
        case Duty():
            own = found.ledger.signals.get(row.signal_id)
            signals = found.standing(row) if own is None else [own] if row.clause == "11.1.1" else []
        case Warning():
            signals = list(found.case(row).signals)
        case _:
            signals = [row]
    checked = [signal for signal in signals if signal.clause == "11.1.1"]
    firsts = {signal.subject.partition("|")[0] for signal in checked}  # among the loans another takes its place (W9)
    return firsts | {loan for signal in checked for loan in signal.loans or ()}


def is_record(name: str) -> bool:
    """Whether an id is that of a record that came in, not of a wake, a standing fact or a new book."""
    return bool(name) and name != "clock" and not name.startswith(("wake:", "told:", "frame:"))


def lent_where(events: Mapping[str, Mapping[str, Any]], ids: Iterable[str]) -> list[str]:
    """The records that say where the loans were that some of these records moved: lent, and moved before (O9)."""
    last: dict[str, str] = {}
    for event in (events[name] for name in ids if events.get(name, {}).get("type") == MOVED):
        last[_loan(event)] = max(last.get(_loan(event), ""), str(event.get("recordedtime")))
    return [
        name
        for name, event in events.items()
        if _loan(event) in last
        and (event.get("type") in LENT or (event.get("type") == MOVED and _before(event, last[_loan(event)])))
    ]


def _before(event: Mapping[str, Any], last: str) -> bool:
    try:
        return read_moment(str(event.get("recordedtime"))) <= read_moment(last)
    except ValueError:
        return False


def _loan(event: Mapping[str, Any]) -> str:
    content = event.get("data")
    return str(content.get("loan_no")) if isinstance(content, Mapping) else ""
