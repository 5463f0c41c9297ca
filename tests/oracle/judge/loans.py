"""The life of a loan: how it begins, its balance, its extension, how it ends, and what takes an ending back."""

from __future__ import annotations

from tests.oracle.judge import spells
from tests.oracle.judge.clock import NEVER, day_of, end_of, read_date
from tests.oracle.judge.late import read_after_band, read_after_check
from tests.oracle.judge.maturity import (
    check_day,
    end_assessment,
    first_overdue,
    in_force,
    maturity_subject,
)
from tests.oracle.judge.policy import fen
from tests.oracle.judge.signals import join, rejoin, share, unpaid
from tests.oracle.judge.wire import Record
from tests.oracle.judge.world import Loan, World


def opened(world: World, record: Record) -> None:
    """A loan is drawn, taken on, or takes another's place (W9)."""
    data = record.data
    loan = Loan(
        data["loan_no"], data["customer_no"], data["org_no"], fen(data["outstanding_balance"]),
        read_date(data["disbursed_on"]), read_date(data["matures_on"]), world.now, record.kind == "loan.taken_on",
        world.now, data.get("product") or "loan",
    )  # fmt: skip
    world.loans[loan.no] = loan
    if record.kind == "loan.refinanced":
        old = world.loans[data["previous_loan_no"]]
        advance = data.get("disbursement_type") == "advance"
        covers = loan.balance >= old.balance or (advance and old.product != "loan")
        if advance or old.product == "loan":
            loan.product = "loan"
        if old.customer == loan.customer:
            (_replace if covers else _pay_part)(world, old, loan, record.id)


def _replace(world: World, old: Loan, new: Loan, event: str) -> None:
    """After refinancing the new loan takes the old one's place; settlement, so included, clears (W9, O4)."""
    first = not old.replaced_by
    if first:
        old.replaced_by, old.ended_by, old.ended_at = new.no, event, world.recorded()
    _stopped(world, old)
    read_after_band(world, old)
    _settle(world, old)
    join(world, old, new, first=first)


def _pay_part(world: World, old: Loan, new: Loan, _event: str) -> None:
    """R100: the new loan gives less than the balance: the rest goes on as it was, and both are source loans."""
    _set_balance(world, old, old.balance - new.balance)
    share(world, old, new)


def _settle(world: World, loan: Loan) -> None:
    loan.settled = True
    _set_balance(world, loan, 0)
    spells.clear(world, loan.arrears)
    spells.clear(world, loan.overdue)


def _stopped(world: World, loan: Loan) -> None:
    """No assessment is asked for any more; what was checked in between ran without that (R48), ended since or not."""
    read_after_check(world, loan)
    end_assessment(world, loan)


def settled(world: World, record: Record) -> None:
    """Paid; an off-balance item also lapses, is released or funded, a loan never (W9, R71)."""
    loan = world.loans[record.data["loan_no"]]
    if loan.product == "loan" and record.data.get("how") in ("expired", "released", "funded"):
        return
    _stopped(world, loan)
    read_after_band(world, loan)
    if not loan.settled:
        loan.ended_by, loan.ended_at = record.id, world.recorded()
        _settle(world, loan)


def written_off(world: World, record: Record) -> None:
    """核销: the balance keeps counting (W6)."""
    loan = world.loans[record.data["loan_no"]]
    _stopped(world, loan)
    if not loan.settled and not loan.written_off:
        loan.written_off, loan.written_off_by = True, record.id


def _set_balance(world: World, loan: Loan, balance: int, *, back: bool = False) -> None:
    """A balance that comes after the check day sets it anew (R73), but not what was written off: that has none (P1).

    ``back``: a write-off was just taken back (R101); what it had as written off was no balance on the books.
    """
    if loan.balance > 0 and balance == 0:
        loan.balance_ended = world.now
    comes = balance > 0 and (back or loan.balance == 0)
    loan.balance = balance
    check = check_day(world, loan)
    if comes and check is not None and end_of(check) <= world.now and not (loan.checked or loan.written_off):
        if day_of(world.now) <= loan.matures:
            loan.terms_recorded = world.now
        else:
            loan.checked = True


def extended(world: World, record: Record) -> None:
    """展期: a new D; the signal on the old one stands (P1)."""
    loan, until = world.loans[record.data["loan_no"]], read_date(record.data["extended_until"])
    if until == loan.matures:
        return
    term = in_force(world, loan)
    read_after_check(world, loan, maturity_subject(loan, term))
    end_assessment(world, loan, term)
    ahead = until > day_of(world.recorded())
    if ahead:  # R106: not owed yet; what was reached in between ran without that (R48)
        read_after_band(world, loan, "11.1.6")
    if loan.settled:
        return
    if ahead:
        spells.clear(world, loan.overdue, cure=True)
    loan.former.append((loan.matures, world.recorded()))
    loan.matures, loan.terms_recorded, loan.assessed, loan.checked = until, world.now, [], False


def is_stale(loan: Loan, record: Record) -> bool:
    """An older or equal posting sequence of the loan's topic."""
    topic, number = record.kind, record.data["posting_seq"]
    if number <= loan.sequence.get(topic, 0):
        return True
    loan.sequence[topic] = number
    return False


def position(world: World, record: Record) -> None:
    """A position after posting: the balance, and principal in arrears (signal 3).

    Of what has ended already it says only what a check in between did not know (R28, R48), or that it is owed (R99).
    """
    loan, data = world.loans[record.data["loan_no"]], record.data
    if is_stale(loan, record):
        return
    balance = fen(data["outstanding_balance"])
    if balance == 0:
        _stopped(world, loan)
    lost = loan.written_off
    _take_back(world, loan, record, balance)
    cured = _cures(world, loan, record, balance)
    if cured:
        read_after_band(world, loan, "11.1.6")
    if loan.settled or (loan.written_off and balance == 0):
        return
    _set_balance(world, loan, balance, back=lost and not loan.written_off)
    if cured:
        spells.clear(world, loan.overdue, record.id, cure=True)
    elif record.id in world.retracted:
        return
    elif data.get("principal_arrears") is not None:
        spells.arise(world, loan, loan.overdue, record, read_date(data["principal_arrears_since"]))
    elif loan.product == "loan" and loan.matures < min(day_of(record.dated), NEVER):
        spells.arise(world, loan, loan.overdue, record, first_overdue(world, loan.matures))  # R106


def _cures(world: World, loan: Loan, record: Record, balance: int) -> bool:
    """Whether a position says that no principal is overdue; one of nil does, unless it says since when (R106)."""
    said = record.data.get("principal_arrears")
    nil = balance == 0 and (loan.settled or not loan.written_off)
    return record.id not in world.retracted and (nil if said is None else fen(said) == 0)


def _take_back(world: World, loan: Loan, record: Record, balance: int) -> None:
    """R53, R101: it corrects what ended the loan or wrote it off. R99: it has a balance after the end."""
    named = record.data.get("corrects")
    if loan.settled and (named == loan.ended_by or (balance > 0 and record.dated > loan.ended_at)):
        loan.settled, loan.ended_by, loan.ended_at, loan.replaced_by = False, "", 0, ""
        unpaid(world, loan)
        rejoin(world, loan)
    if not loan.settled and loan.written_off and named == loan.written_off_by:
        loan.written_off, loan.written_off_by = False, ""


def ended_by(world: World, customer: str, event: str) -> bool:
    """R77, R99, R101: whether an event ended a loan, or wrote it off; a retraction is not for that."""
    return any(event in (loan.ended_by, loan.written_off_by) for loan in world.loans_of(customer))


def arrears(world: World, record: Record) -> None:
    """11.1.3, O4: interest arrears after posting."""
    loan, data = world.loans[record.data["loan_no"]], record.data
    if is_stale(loan, record) or record.id in world.retracted:
        return
    nothing = fen(data["interest_arrears_on_bs"]) == 0 == fen(data["interest_arrears_off_bs"])
    if nothing:
        read_after_band(world, loan, "11.1.3")
    if loan.settled:
        return
    if nothing:
        spells.clear(world, loan.arrears, record.id, cure=True)
    else:
        spells.arise(world, loan, loan.arrears, record, read_date(data["interest_arrears_since"]))
