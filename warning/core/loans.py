"""The life of a loan: disbursed, taken on, refinanced, positions, extended, settled, written off, moved."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core import arrears, maturity
from warning.core.draft import Draft
from warning.core.effects import Filed, Passed, SignalChanged, Why
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
from warning.core.on_file import told_of_end
from warning.core.state import Loan, LoanStatus
from warning.core.taken_back import taken_back


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
    """W9: the new loan takes the old one's place, in every signal that names it; for less, beside the rest (R100)."""
    old = d.loans.get(event.previous_loan_no)
    if old is None:
        d.refuse("previous_loan_of_another", "data.previous_loan_no", "W9", loan_no=event.previous_loan_no)
        return
    advance = event.disbursement_type == "advance"
    _put(d, replace(loan, off_balance=loan.off_balance and old.off_balance and not advance))
    rest = 0 if advance and old.off_balance else old.balance - loan.balance  # of a loan nothing is funded (R71)
    if rest > 0:
        _put(d, replace(old, balance=rest))
        values = (("old", old.loan_no), ("new", loan.loan_no), ("rest", rest))
        taken = Why("refinanced_in_part", "W9", values, (d.record.id,))
        d.say(Filed("refinanced_in_part", taken))
    else:
        _give_way(d, old)
        taken = Why("refinanced", "W9", (("old", old.loan_no), ("new", loan.loan_no)), (d.record.id,))
        not_recovered(d, old.loan_no, taken, loan.loan_no, named=old.status == "refinanced")
    _join(d, old, loan, taken)


def _give_way(d: Draft, old: Loan) -> None:
    """The old loan is gone; the day of its check stays known, for the refinancing may be taken back (R101)."""
    maturity.end_assessment(d, old)
    _put(d, arrears.clear(d, replace(_ended(d, old, "refinanced"), balance=0)))


def _join(d: Draft, old: Loan, loan: Loan, taken: Why) -> None:
    """R70: the new loan joins those that have taken the old one's place before, and what is left of it (R100)."""
    gone = d.loans[old.loan_no].settled
    for key, track in sorted(d.tracks.items()):
        named = track.row.loans
        share = old.loan_no in track.gave
        if named is None or not (share or old.loan_no in named):
            continue
        if track.row.status == "closed":
            continue
        names = [loan.loan_no if gone and no == old.loan_no else no for no in named]
        row = replace(track.row, loans=tuple(dict.fromkeys((*names, loan.loan_no))))
        gave = tuple(dict.fromkeys((*track.gave, old.loan_no))) if gone else track.gave
        d.tracks[key] = replace(track, row=row, gave=gave)
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
    loan = replace(taken_back(d, event), seq=int(event.posting_seq), posted=d.record.digest)
    d.loans[loan.loan_no] = loan
    if not event.outstanding_balance:
        maturity.end_assessment(d, loan)
    if loan.settled or (loan.status == "written_off" and not event.outstanding_balance):
        arrears.cured_before(d, event)
        owing = loan.settled and (event.outstanding_balance or event.principal_arrears)
        if not (owing and told_of_end(d, loan)):
            d.file_away("position_of_ended", "W6", loan_no=loan.loan_no)
        return
    _put(d, replace(loan, balance=int(event.outstanding_balance)))
    if event.outstanding_balance:
        maturity.open_assessments(d)
    arrears.principal(d, event)


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
        arrears.extended(d, loan, int(event.extended_until))
    if loan.settled and event.extended_until != loan.matures_on:
        if not told_of_end(d, loan):
            d.file_away("extension_of_settled", "P1", loan_no=loan.loan_no)
        return
    if event.extended_until == loan.matures_on:
        d.file_away("same_maturity", "P1", loan_no=loan.loan_no)
        return
    longer = replace(
        d.loans[loan.loan_no],
        matures_on=int(event.extended_until),
        recorded_at=d.at,
        former=(*loan.former, loan.matures_on),
        extended_at=(*loan.extended_at, d.recorded),
    )
    d.loans[loan.loan_no] = maturity.with_check(d.frame, longer)
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
        loan = _ended(d, loan, "settled")
    _put(d, arrears.clear(d, replace(loan, balance=0)))
    d.settled_now = True


def _ended(d: Draft, loan: Loan, status: LoanStatus) -> Loan:
    """Settled twice, it was by the first; refinanced, by that, also where it was settled before (R53, R87)."""
    if loan.status == status:
        return loan
    return replace(loan, status=status, settled_by=d.record.id, settled_at=d.recorded)


def written_off(d: Draft, event: LoanWrittenOff) -> None:
    """核销: the balance keeps counting (W6). The day of its check stays known: it may be taken back (R101)."""
    loan = d.loans[event.loan_no]
    maturity.end_assessment(d, loan)
    if loan.status == "active":
        d.loans[loan.loan_no] = replace(loan, status="written_off", lost=True, lost_by=d.record.id, lost_at=d.at)
