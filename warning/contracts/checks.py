"""What one field says of another: the part of the contract that a type alone cannot state.

Each check gives the faults of one event; what a rule book or a ledger would have to know is left to the core.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from warning.core.blank import blank
from warning.core.events import (
    EVENTS,
    Act,
    ArrearsPosition,
    BorrowerRegistered,
    ClassificationSet,
    Event,
    Fact,
    GuaranteeLink,
    LoanAssessed,
    LoanDisbursed,
    LoanExtended,
    LoanPosition,
    LoanRefinanced,
    LoanTakenOn,
    ManagementFinding,
    MonthlyUpdate,
    NoticeIssued,
    Opening,
    ReleaseProposed,
    SignalObserved,
    WaiverProposed,
    WorkRecorded,
)
from warning.core.person import readable
from warning.core.scalars import OPEN_ENDED, SECOND, day_of

TOLERANCE: Final = 300 * SECOND
"""How much later than its recording a fact may claim to be (W4)."""

CARRIED: Final[dict[int, str]] = {
    1: "loan.assessed.v1",
    2: "interest_arrears.position.v1",
    4: "classification.forecast.v1",
    5: "classification.set.v1",
    **dict.fromkeys(range(11, 18), "major_event.v1"),
}
"""Signals that are not of 11.1.6, and the type of event that carries them."""


DATED: Final[dict[type[Event], str]] = {
    ArrearsPosition: "interest_arrears_since",
    LoanPosition: "principal_arrears_since",
    LoanAssessed: "made_on",
    ClassificationSet: "classified_on",
    LoanDisbursed: "disbursed_on",
    LoanTakenOn: "disbursed_on",
    LoanRefinanced: "disbursed_on",
}
"""The date of what is said to have happened."""


class Found(Struct, frozen=True):
    """A fault of an event: its code, the field it lies in, and what fills the message."""

    code: str
    field: str
    args: tuple[tuple[str, str], ...] = ()


Faults = tuple[Found, ...]
NONE: Final[Faults] = ()
STRANGE: Final[Faults] = (Found("person_form", "data.officer_no"),)


def future(event: Event, occurred: int, received: int) -> Faults:
    """W4: neither occurred nor discovered is later than recorded (+ 5 min)."""
    latest = received + TOLERANCE
    found = (Found("time_in_future", "time"),) if occurred > latest else NONE
    if isinstance(event, Fact) and event.discovered is not None and event.discovered > latest:
        found += (Found("time_in_future", "data.discovered"),)
    name = DATED.get(type(event))
    if name is not None and not_come(getattr(event, name), latest):
        found += (Found("date_in_future", f"data.{name}"),)
    return found


def not_come(day: int | None, latest: int) -> bool:
    """Whether a date of what is said to have happened lies ahead; 99991231 is none."""
    return day is not None and day_of(latest) < day < OPEN_ENDED


def _negative(event: Event, *names: str) -> Faults:
    """Amounts below nil."""
    below = [name for name in names if (getattr(event, name) or 0) < 0]
    return tuple(Found("negative", f"data.{name}") for name in below)


def opening(event: Opening) -> Faults:
    """A loan's terms hold together."""
    if event.outstanding_balance >= 0 and event.disbursed_on <= event.matures_on and event.disbursed_on < OPEN_ENDED:
        return NONE
    found = _negative(event, "outstanding_balance")
    if event.disbursed_on >= OPEN_ENDED:
        found += (Found("open_ended", "data.disbursed_on"),)
    elif event.matures_on < event.disbursed_on:
        found += (Found("matures_before", "data.matures_on"),)
    return found


def refinanced(event: LoanRefinanced) -> Faults:
    """A loan does not take its own place."""
    same = event.previous_loan_no == event.loan_no
    return opening(event) + ((Found("same_loan", "data.previous_loan_no"),) if same else NONE)


def position(event: LoanPosition) -> Faults:
    """Balances are not negative; principal in arrears has a date."""
    overdue = event.principal_arrears
    if event.outstanding_balance >= 0 and not overdue and event.corrects is None:
        return NONE
    found = _negative(event, "outstanding_balance", "principal_arrears") + _corrects(event)
    if overdue is not None and overdue > 0 and _none(event.principal_arrears_since):
        found += (Found("since_missing", "data.principal_arrears_since"),)
    return found


def arrears(event: ArrearsPosition) -> Faults:
    """Interest arrears are not negative, and have the date they arose while there are any (O4)."""
    found = _negative(event, "interest_arrears_on_bs", "interest_arrears_off_bs") + _corrects(event)
    some = event.interest_arrears_on_bs > 0 or event.interest_arrears_off_bs > 0
    if some and _none(event.interest_arrears_since):
        found += (Found("since_missing", "data.interest_arrears_since"),)
    return found


def _corrects(event: LoanPosition | ArrearsPosition) -> Faults:
    """What is corrected was posted before (W12)."""
    later = isinstance(event.corrects, int) and event.corrects >= event.posting_seq
    return (Found("corrects_later", "data.corrects"),) if later else NONE


def _none(day: int | None) -> bool:
    """Bank feeds write 99991231 for "none"."""
    return day is None or day >= OPEN_ENDED


def _blank(event: Event, name: str) -> Faults:
    return (Found("blank", f"data.{name}"),) if blank(getattr(event, name)) else NONE


def guarantee(event: GuaranteeLink) -> Faults:
    """Nobody guarantees himself (O5)."""
    return (Found("own_guarantor", "data.guarantor_no"),) if event.guarantor_no == event.customer_no else NONE


def observed(event: SignalObserved) -> Faults:
    """Only signals of 11.1.6 are observed; the others have events of their own."""
    carrier = CARRIED.get(event.number)
    return NONE if carrier is None else (Found("not_observed", "data.number", (("carrier", carrier),)),)


def finding(event: ManagementFinding) -> Faults:
    """A concealment names the fact, who knew it, and since when (D10)."""
    if event.kind != "concealment":
        return NONE
    named = ("fact_id", "concealed_by", "concealed_since")
    return tuple(Found("concealment_needs", f"data.{name}") for name in named if getattr(event, name) is None)


def act(event: Act) -> Faults:
    """Somebody does it, whose number is no other's in look-alike letters (R60)."""
    return _blank(event, "officer_no") or (NONE if readable(event.officer_no) else STRANGE)


def work(event: WorkRecorded) -> Faults:
    """A record of work in writing says something (11.2.2). The field may hold nothing: journaled rows have it so."""
    return act(event) + _blank(event, "record")


def update(event: MonthlyUpdate) -> Faults:
    """So does an update in writing (11.2.2)."""
    return act(event) + _blank(event, "situation")


def notice(event: NoticeIssued) -> Faults:
    """A rectification is to be completed by some day (D12)."""
    ended = event.complete_by is not None and event.complete_by >= OPEN_ENDED
    return act(event) + ((Found("open_ended", "data.complete_by"),) if ended else NONE)


def waiver(event: WaiverProposed) -> Faults:
    """A waiver names its duties, and why (D8)."""
    found = act(event) + _blank(event, "reason")
    return found if event.duty_ids else (*found, Found("empty_list", "data.duty_ids"))


def release(event: ReleaseProposed) -> Faults:
    """A release has evidence (W8)."""
    return act(event) + _blank(event, "evidence")


def registered(event: BorrowerRegistered) -> Faults:
    """A party has a name."""
    return _blank(event, "borrower_name")


def dated(event: ClassificationSet | LoanAssessed | LoanExtended) -> Faults:
    """What was done was done on a day, and an extension is to one: else the loan would go without a check (R85)."""
    name = DATED.get(type(event), "extended_until")
    return (Found("open_ended", f"data.{name}"),) if getattr(event, name) >= OPEN_ENDED else NONE


_BY_CLASS: Final[dict[type, Callable[[Any], Faults]]] = {
    LoanRefinanced: refinanced,
    Opening: opening,
    LoanPosition: position,
    ArrearsPosition: arrears,
    GuaranteeLink: guarantee,
    SignalObserved: observed,
    ManagementFinding: finding,
    WorkRecorded: work,
    MonthlyUpdate: update,
    NoticeIssued: notice,
    WaiverProposed: waiver,
    ReleaseProposed: release,
    BorrowerRegistered: registered,
    ClassificationSet: dated,
    LoanAssessed: dated,
    LoanExtended: dated,
    Act: act,
}

CHECKS: Final[dict[type[Event], Callable[[Any], Faults] | None]] = {
    event: next((check for base, check in _BY_CLASS.items() if issubclass(event, base)), None) for event in EVENTS
}
"""The check of each type; None where the types of its fields say all."""


def check(event: Event, occurred: int, received: int) -> Faults:
    """Every fault of an event."""
    own = CHECKS[type(event)]
    return future(event, occurred, received) + (own(event) if own is not None else NONE)
