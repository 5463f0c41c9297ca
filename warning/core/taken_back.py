"""Loans on the books again: settled, refinanced or written off by mistake, or owed after all (R53, R99, R101)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.effects import Filed, SignalChanged, Why
from warning.core.events import LoanPosition
from warning.core.kept import not_recovered
from warning.core.on_file import how_ended
from warning.core.state import Loan


def taken_back(d: Draft, event: LoanPosition) -> Loan:
    """The loan of a position, on the books again from its recording on where it takes back what ended it.

    That is one whose ``corrects`` names what settled the loan (R53), refinanced it away or wrote it off (R101), or one
    with a balance that happened after the ending had been received (R99).
    """
    loan = d.loans[event.loan_no]
    if loan.settled:
        if event.corrects == loan.settled_by:
            by_payment = loan.status == "settled"
            loan = _on_the_books(d, loan, "settlement_taken_back" if by_payment else "refinancing_taken_back")
        elif event.outstanding_balance and d.record.occurred > loan.settled_at:
            loan = _on_the_books(d, loan, "balance_after_end")
    if loan.status == "written_off" and event.corrects == loan.lost_by:
        loan = _not_lost(d, loan)
    return loan


def _on_the_books(d: Draft, loan: Loan, code: str) -> Loan:
    """R53: what closed by that comes again (R88); written off before, it is so again."""
    why = Why(code, "W12", how_ended(loan), (loan.settled_by, d.record.id))
    d.say(Filed(code, why))
    not_recovered(d, loan.loan_no, why)
    _is_named_again(d, loan.loan_no, why)
    return replace(loan, status="written_off" if loan.lost else "active", settled_by="", settled_at=0)


def _is_named_again(d: Draft, loan_no: str, why: Why) -> None:
    """What named the loan before others took its place names it again, beside those, and says so."""
    for key, track in sorted(d.tracks.items()):
        row, named = track.row, track.row.loans
        again = loan_no in track.gave and named is not None and row.status != "closed"
        if again:
            gave = tuple(no for no in track.gave if no != loan_no)
            row = replace(row, loans=tuple(dict.fromkeys((*(named or ()), loan_no))))
            d.tracks[key] = replace(track, row=row, gave=gave)
        if again or (row.status == "live" and (named is None or loan_no in named)):
            d.say(SignalChanged("loans", row, why))


def _not_lost(d: Draft, loan: Loan) -> Loan:
    """R101: written off by mistake; its check day is kept, but one that ended while it was written off (R82).

    One that had ended without a balance before is made up (R73).
    """
    values = (("loan_no", loan.loan_no), ("ended_by", loan.lost_by))
    why = Why("write_off_taken_back", "W12", values, (loan.lost_by, d.record.id))
    d.say(Filed("write_off_taken_back", why))
    _is_named_again(d, loan.loan_no, why)
    kept = loan.check_at > d.at or loan.check_at <= loan.lost_at
    return replace(
        loan,
        status="active",
        lost=False,
        lost_by="",
        lost_at=0,
        check_at=loan.check_at if kept else 0,
        window_at=loan.window_at if kept else 0,
    )
