"""The life of a loan: disbursed, taken on, refinanced, positions, extended, settled, written off, moved."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core import arrears, maturity
from warning.core.draft import Draft
from warning.core.effects import Passed, SignalChanged, Why
from warning.core.events import (
    ArrearsPosition,
    LoanDisbursed,
    LoanExtended,
    LoanPosition,
    LoanRefinanced,
    LoanSettled,
    LoanTakenOn,
    LoanWrittenOff,
)
from warning.core.kept import not_recovered
from warning.core.state import Loan, LoanStatus


def opened(d: Draft, event: LoanDisbursed | LoanTakenOn | LoanRefinanced) -> None:
    """A loan enters the book."""
    known = d.loans.get(event.loan_no)
    if known is not None:
        if known.opened == d.record.digest:
            d.say(Passed("duplicate", Why("duplicate", "design", (("loan_no", event.loan_no),), (d.record.id,))))
        else:
            d.refuse("loan_known", "data.loan_no", "design", loan_no=event.loan_no)
        return
    org = d.frame.orgs.get(event.org_no)
    if org is None or org.level == "head_office":
        d.refuse("org_unknown", "data.org_no", "O9", org_no=event.org_no)
        return
    loan = Loan(
        loan_no=event.loan_no,
        org_no=org.org_no,
        balance=int(event.outstanding_balance),
        disbursed_on=int(event.disbursed_on),
        matures_on=int(event.matures_on),
        recorded_at=d.at,
        opened=d.record.digest,
        taken_on=isinstance(event, LoanTakenOn),
        off_balance=event.product != "loan",
    )
    loan = maturity.with_check(d.frame, loan)
    if isinstance(event, LoanRefinanced):
        _replace(d, event, loan)
    else:
        _put(d, loan)
    maturity.open_assessments(d)


def _put(d: Draft, loan: Loan) -> None:
    """Write a loan, noting when the borrower's balance begins and ends (O5, O6)."""
    had = d.has_balance()
    before = d.loans.get(loan.loan_no)
    if before is not None and before.balance > 0 >= loan.balance:
        loan = replace(loan, ended_on=d.today)
    elif loan.balance > 0 and loan.ended_on:
        loan = replace(loan, ended_on=0)
    d.loans[loan.loan_no] = loan
    has = loan.balance > 0 or d.has_balance()
    if has and not had:
        d.balance_since, d.nil_on, d.balance_came = d.at, 0, True
    elif had and not has:
        d.nil_on = d.today


def _replace(d: Draft, event: LoanRefinanced, loan: Loan) -> None:
    """W9: the new loan takes the old one's place, in every signal that names it."""
    old = d.loans.get(event.previous_loan_no)
    if old is None:
        d.refuse("previous_loan_unknown", "data.previous_loan_no", "W9", loan_no=event.previous_loan_no)
        return
    lapses = loan.off_balance and old.off_balance and event.disbursement_type != "advance"
    _put(d, replace(loan, off_balance=lapses))
    maturity.end_assessment(d, old)
    gone = replace(old, status="refinanced", balance=0, check_at=0, window_at=0)
    ended = arrears.clear(d, replace(gone, settled_at=old.settled_at or d.recorded))
    _put(d, ended)
    _join(d, old, loan)


def _join(d: Draft, old: Loan, loan: Loan) -> None:
    """R70: the new loan joins those that have taken the old one's place before; what had closed comes again (R87)."""
    taken = Why("refinanced", "W9", (("old", old.loan_no), ("new", loan.loan_no)), (d.record.id,))
    not_recovered(d, old.loan_no, taken, loan.loan_no)
    for key, track in sorted(d.tracks.items()):
        named = track.row.loans
        share = old.loan_no in track.gave
        if named is None or not (share or old.loan_no in named):
            continue
        if track.row.status == "closed":
            continue
        names = tuple(dict.fromkeys(loan.loan_no if no == old.loan_no else no for no in named))
        if share:
            names = tuple(dict.fromkeys((*names, loan.loan_no)))
        row = replace(track.row, loans=names)
        d.tracks[key] = replace(track, row=row, gave=tuple(dict.fromkeys((*track.gave, old.loan_no))))
        d.say(SignalChanged("loans", row, taken))


def stale(d: Draft, loan: Loan, seq: int, last: int, digest: int) -> bool:
    """An older posting is stale; the same again a duplicate, or with another payload a conflict."""
    if seq > last:
        return False
    values = (("loan_no", loan.loan_no), ("seq", seq), ("last", last))
    if seq < last:
        d.say(Passed("stale", Why("stale", "design", values, (d.record.id,))))
    elif digest == d.record.digest:
        d.say(Passed("duplicate", Why("duplicate", "design", values, (d.record.id,))))
    else:
        d.refuse("conflict", "data.posting_seq", "design", loan_no=loan.loan_no, seq=seq)
    return True


def position(d: Draft, event: LoanPosition) -> None:
    """The loan's principal after posting."""
    loan = d.loans[event.loan_no]
    if stale(d, loan, event.posting_seq, loan.seq, loan.posted):
        return
    loan = replace(loan, seq=int(event.posting_seq), posted=d.record.digest)
    if loan.status == "settled" and event.corrects == loan.settled_by:
        loan = _taken_back(d, loan)
    d.loans[loan.loan_no] = loan
    if not event.outstanding_balance:
        maturity.end_assessment(d, loan)
    if loan.settled or (loan.status == "written_off" and not event.outstanding_balance):
        arrears.cured_before(d, event)
        d.file_away("position_of_ended", "W6", loan_no=loan.loan_no)
        return
    _put(d, replace(loan, balance=int(event.outstanding_balance)))
    if event.outstanding_balance:
        maturity.open_assessments(d)
    arrears.principal(d, event)


def _taken_back(d: Draft, loan: Loan) -> Loan:
    """R53: a loan settled by mistake, on the books again; what closed by that comes again (R88)."""
    d.file_away("settlement_taken_back", "W12", loan_no=loan.loan_no)
    not_recovered(d, loan.loan_no, Why("settlement_taken_back", "W12", (("loan_no", loan.loan_no),), (d.record.id,)))
    status: LoanStatus = "written_off" if loan.lost else "active"
    return replace(loan, status=status, settled_by="", settled_at=0)


def arrears_position(d: Draft, event: ArrearsPosition) -> None:
    """The loan's interest arrears after posting."""
    loan = d.loans[event.loan_no]
    if stale(d, loan, event.posting_seq, loan.arrears_seq, loan.arrears_posted):
        return
    d.loans[loan.loan_no] = replace(loan, arrears_seq=int(event.posting_seq), arrears_posted=d.record.digest)
    arrears.interest(d, event)


def extended(d: Draft, event: LoanExtended) -> None:
    """P1: a new D, a new subject; the signal on the old D stands."""
    loan = d.loans[event.loan_no]
    if event.extended_until != loan.matures_on:
        maturity.end_assessment(d, loan, then=True)
    if loan.settled:
        d.file_away("extension_of_settled", "P1", loan_no=loan.loan_no)
        return
    if event.extended_until == loan.matures_on:
        d.file_away("same_maturity", "P1", loan_no=loan.loan_no)
        return
    longer = replace(
        loan,
        matures_on=int(event.extended_until),
        recorded_at=d.at,
        former=(*loan.former, loan.matures_on),
        extended_at=(*loan.extended_at, d.recorded),
    )
    d.loans[loan.loan_no] = maturity.with_check(d.frame, longer) if loan.status == "active" else longer
    arrears.extended(d, d.loans[loan.loan_no])
    maturity.open_assessments(d)


def settled(d: Draft, event: LoanSettled) -> None:
    """W9: paid, or lapsed without a claim. What comes in after a write-off is no recovery.

    The day of its check stays known: the settlement may be taken back (R53). Only off-balance items lapse (R71).
    """
    loan = d.loans[event.loan_no]
    if event.how != "paid" and not loan.off_balance:
        d.refuse("not_off_balance", "data.how", "W9", loan_no=loan.loan_no, how=event.how)
        return
    maturity.end_assessment(d, loan)
    if loan.status != "refinanced":
        loan = replace(loan, status="settled", settled_by=loan.settled_by or d.record.id)
        loan = replace(loan, settled_at=loan.settled_at or d.recorded)
    _put(d, arrears.clear(d, replace(loan, balance=0)))
    d.settled_now = True


def written_off(d: Draft, event: LoanWrittenOff) -> None:
    """核销: the balance keeps counting (W6)."""
    loan = d.loans[event.loan_no]
    maturity.end_assessment(d, loan)
    if loan.status == "active":
        d.loans[loan.loan_no] = replace(loan, status="written_off", lost=True, check_at=0, window_at=0)
