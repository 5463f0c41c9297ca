"""``step``: the one function that decides. No I/O, no clock, no randomness; what it returns is all that happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from warning.core import acts, agenda, contagion, facts, loans, maturity, moves, releases, repeats
from warning.core.ahead import suppressed
from warning.core.changes import RULES_KEY, RulesState
from warning.core.control import step_rules
from warning.core.draft import Draft, Record, Repeated, Wake
from warning.core.effects import Effect, Filed, Why
from warning.core.events import (
    CONTROL,
    EVENTS,
    ArrearsPosition,
    BorrowerRegistered,
    ClassificationForecast,
    ClassificationSet,
    Event,
    EventRetracted,
    ForecastSignedOff,
    GroupLink,
    GuaranteeLink,
    LoanAssessed,
    LoanDisbursed,
    LoanExtended,
    LoanFact,
    LoanMoved,
    LoanPosition,
    LoanRefinanced,
    LoanSettled,
    LoanTakenOn,
    LoanWrittenOff,
    MajorEvent,
    ManagementFinding,
    MeetingHeld,
    MonthlyUpdate,
    NoticeAnswered,
    NoticeIssued,
    Opening,
    PhoneNotice,
    ProposalApproved,
    ReleaseProposed,
    ReportReceived,
    ReportSubmitted,
    SignalObserved,
    TeamFormed,
    Told,
    WaiverProposed,
    WarningAct,
    WorkRecorded,
)
from warning.core.frame import Frame
from warning.core.groups import step_group
from warning.core.organisation import step_organisation
from warning.core.revision import activate
from warning.core.scalars import DAY, end_of
from warning.core.settle import settle
from warning.core.state import Borrower, Group, Organisation, State

MATURED: Final = end_of(0)
"""The instant that ends a maturity, counted from so many days (``posted``: a call is dearer)."""

RETRACTABLE: Final = frozenset(
    (
        LoanAssessed,
        GroupLink,
        GuaranteeLink,
        MajorEvent,
        ClassificationSet,
        ClassificationForecast,
        SignalObserved,
        ManagementFinding,
    )
)
"""What raises or links: retracted before it comes, it does nothing. A position still says what the balance is (R12)."""

NO_EFFECTS: Final[tuple[Effect, ...]] = ()

HANDLERS: Final[dict[type[Event], Callable[[Draft, Any], None]]] = {
    LoanDisbursed: loans.opened,
    LoanTakenOn: loans.opened,
    LoanRefinanced: loans.opened,
    LoanPosition: loans.position,
    LoanExtended: loans.extended,
    LoanSettled: loans.settled,
    LoanWrittenOff: loans.written_off,
    LoanMoved: moves.moved,
    LoanAssessed: maturity.assessed,
    ArrearsPosition: loans.arrears_position,
    GroupLink: contagion.linked,
    GuaranteeLink: contagion.linked,
    MajorEvent: facts.major_event,
    ClassificationSet: facts.classified,
    ClassificationForecast: facts.forecast,
    SignalObserved: facts.observed,
    ManagementFinding: facts.finding,
    EventRetracted: facts.retracted,
    ReportSubmitted: acts.report,
    ReportReceived: acts.receipt,
    PhoneNotice: acts.phone,
    TeamFormed: acts.team,
    WorkRecorded: acts.work,
    MonthlyUpdate: acts.update,
    MeetingHeld: acts.meeting,
    NoticeIssued: acts.notice,
    NoticeAnswered: acts.answered,
    ReleaseProposed: releases.propose_release,
    WaiverProposed: releases.propose_waiver,
    ProposalApproved: releases.approve,
}


KEYS: Final[dict[type[Event], Callable[[Any], tuple[str, ...]]]] = {
    GroupLink: lambda event: (f"b:{event.customer_no}", f"g:{event.group_no}"),
    GuaranteeLink: lambda event: (f"b:{event.customer_no}", f"b:{event.guarantor_no}"),
    ForecastSignedOff: lambda event: (f"o:{event.org_no}",),
    **dict.fromkeys(CONTROL, lambda _: (RULES_KEY,)),
}
"""The aggregates of events that concern others than their borrower alone."""


def _its_loan(event: LoanFact | SignalObserved) -> tuple[str, ...]:
    return (event.loan_no,) if event.loan_no else ()


NEEDED: Final[dict[type[Event], Callable[[Any], tuple[str, ...]]]] = {
    **{event: _its_loan for event in EVENTS if issubclass(event, LoanFact) and not issubclass(event, Opening)},
    LoanRefinanced: lambda event: (event.previous_loan_no,),
    SignalObserved: _its_loan,
    ManagementFinding: lambda event: event.loan_nos,
}
"""The loans of events that are about loans on the books."""


def keys(event: Event) -> tuple[str, ...]:
    """The aggregates an event concerns: ``b:<borrower>``, ``g:<group>``, ``o:<organisation>``.

    A loan fact without its borrower must have been resolved by the ledger's loan table before.
    """
    several = KEYS.get(type(event))
    return several(event) if several is not None else (f"b:{event.customer_no}",)  # type: ignore[attr-defined]


def needs_loans(event: Event) -> tuple[str, ...]:
    """Loans that must be known before the event can be applied; else it is held (design)."""
    needed = NEEDED.get(type(event))
    return needed(event) if needed is not None else ()


def initial(key: str) -> State:
    """The state of an aggregate of which nothing is known yet."""
    kind, _, name = key.partition(":")
    match kind:
        case "b":
            return Borrower(name)
        case "g":
            return Group(name)
        case "o":
            return Organisation(name)
        case "c":
            return RulesState(name)
        case _:
            raise ValueError(f"no aggregate is called {key!r}")


def step(state: State, record: Record, frame: Frame) -> tuple[State, tuple[Effect, ...]]:
    """Decide one record: the new state, and everything that follows from it.

    Raises:
        TypeError: a record that no aggregate of this kind can take.
    """
    content = record.content
    if type(content) is Repeated:
        return state, (repeats.duplicate(record.id),)
    if isinstance(state, Borrower):
        if type(content) is LoanPosition:
            alone = quiet(state, content, record)
            if alone is not None:
                return alone, NO_EFFECTS
            told = calm(state, content, record, frame)
            if told is not None:
                return told
        return _step_borrower(state, record, frame)
    name = repeats.name_of(record)
    passed = repeats.seen(state.recent, record, name)
    if passed is not None:
        return state, (passed,)
    if name:
        state = replace(state, recent=repeats.remember(state.recent, record, name))
    return _step_other(state, record, frame)


def _step_other(
    state: Group | Organisation | RulesState, record: Record, frame: Frame
) -> tuple[State, tuple[Effect, ...]]:
    if isinstance(state, Group):
        return step_group(state, record)
    if isinstance(state, RulesState):
        return step_rules(state, record, frame)
    return step_organisation(state, record, frame)


def quiet(state: Borrower, event: LoanPosition, record: Record) -> Borrower | None:
    """The new state where a position changes nothing but the balance of a loan without a case; None where it may.

    Most of all records are such. There is nothing due by their receipt, which is the caller's to see to.
    """
    return None if state.file.tracks else posted(state, event, record.received, record.occurred, record.digest)


def calm(
    state: Borrower, event: LoanPosition, record: Record, frame: Frame
) -> tuple[Borrower, tuple[Effect, ...]] | None:
    """The same for a borrower with a case, once all has settled under this frame; people find the record on file.

    A balance that falls crosses no tier, nor one that rises while all that is owed lies within it (W7); and who owns
    what does not rest on how much is left (O9).
    """
    file = state.file
    if file.settled_under != frame.id:
        return None
    after = posted(state, event, record.received, record.occurred, record.digest)
    if after is None or (file.cases and not _within(state, after, frame)):
        return None
    return after, (Filed("applied", Why("applied", "design", (), (record.id,))),)


def _within(before: Borrower, after: Borrower, frame: Frame) -> bool:
    """Whether what is owed has fallen, or lies within the tier of every live warning."""
    owed = sum([loan.balance for loan in after.loans])
    if owed <= sum([loan.balance for loan in before.loans]):
        return True
    tier = frame.tier(owed)
    return all(tier <= case.row.tier for case in before.file.cases.values())


def posted(state: Borrower, event: LoanPosition, received: int, occurred: int, digest: int) -> Borrower | None:
    """The state with a position of an active loan that has a balance before and after, and no principal overdue.

    One dated after the maturity of a loan may say that it is overdue (R106).
    """
    balance, loans = event.outstanding_balance, state.loans
    if not balance or event.principal_arrears:
        return None
    loan_no, at = event.loan_no, 0
    for loan in loans:
        if loan.loan_no == loan_no:
            break
        at += 1
    else:
        return None
    seq = event.posting_seq
    if seq <= loan.seq or loan.status != "active" or loan.balance <= 0 or loan.overdue is not None:
        return None
    if occurred >= loan.matures_on * DAY + MATURED and not loan.off_balance:
        return None
    posted = replace(loan, balance=+balance, seq=seq, posted=digest)
    rest = (posted,) if len(loans) == 1 else (*loans[:at], posted, *loans[at + 1 :])
    if received > state.at:
        return replace(state, loans=rest, at=received)
    return replace(state, loans=rest)


def _step_borrower(before: Borrower, record: Record, frame: Frame) -> tuple[Borrower, tuple[Effect, ...]]:
    name = repeats.name_of(record)
    passed = repeats.seen(before.recent, record, name)
    if passed is not None:
        return before, (passed,)
    only_filed = _on_file(before, record, frame, name)
    if only_filed is not None:
        return only_filed
    content = record.content
    d = Draft(before, record, frame)
    if name:
        d.recent = repeats.remember(d.recent, record, name)
    if isinstance(content, Event):
        _take(d, content)
    elif isinstance(content, Wake):
        agenda.wake(d)
    elif isinstance(content, Told):
        contagion.hear(d, content)
    else:
        activate(d)
    if d.balance_came:
        contagion.balance_came(d)
    settle(d)
    if not d.effects and isinstance(content, Event):
        d.file_away("applied", "design")
    return d.freeze(agenda.next_due(d)), tuple(d.effects)


def _on_file(before: Borrower, record: Record, frame: Frame, name: bytes) -> tuple[Borrower, tuple[Effect, ...]] | None:
    """What is kept for whoever shows it and decides nothing: particulars, and a forecast that raises nothing."""
    content = record.content
    file, what = before.file, "registered"
    if type(content) is ClassificationForecast:
        noted = facts.noted(before, content, record, frame)
        if noted is None:
            return None
        file, what = noted, "applied"
    elif type(content) is not BorrowerRegistered:
        return None
    at, recent = max(before.at, record.received), repeats.remember(before.recent, record, name)
    return replace(before, at=at, file=file, recent=recent), (Filed(what, Why(what, "design", (), (record.id,))),)


def _take(d: Draft, event: Event) -> None:
    kind = type(event)
    handler = HANDLERS.get(kind)
    if handler is None:
        raise TypeError(f"a borrower cannot take {kind.__name__}")
    if isinstance(event, WarningAct):
        if kind is not ProposalApproved and not acts.permitted(d, event, event.TYPE):
            return
        d.owned = {}  # an act changes no loan
    if d.retracted and kind in RETRACTABLE and suppressed(d):
        return
    handler(d, event)
