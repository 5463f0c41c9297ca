"""Loans that near their end: assessed in time, late or never, then paid, extended, or overdue (11.1.1)."""

from __future__ import annotations

from typing import Final

from warning.core.events import LoanAssessed, LoanDisbursed, LoanExtended
from warning.core.scalars import OPEN_ENDED, write_fen
from warning.demo.clock import DAY, MINUTE, iso
from warning.demo.portfolio import ENDED, LOAN, POSTED, PRODUCTS, draw_amount, loan_no
from warning.demo.signs import overdue, settled, warned
from warning.demo.stories import DISTRESSED, decline, refinance
from warning.demo.world import CORE_BANKING, CREDIT_SYSTEM, Story, World, fact

CHECK_DAYS: Final = 30
GO_LIVE_DAYS: Final = 13
"""From go-live to the check day of a loan taken on, National Day's holidays included (T6); here only a guess."""
RESULTS: Final = {"unsure": 1, "partial": 2, "cannot": 3}
ENDS: Final = {"loan": "paid", "acceptance": "funded", "letter_of_credit": "paid", "guarantee": "expired"}


def plan(w: World, loan: int) -> None:
    """When a loan will be assessed, if ever, and when it ends; kept only where it lies before the end of the run."""
    matures = w.book.matures[loan]
    if matures == OPEN_ENDED:
        return
    if matures < w.end:
        w.matures_on.setdefault(matures, []).append(loan)
    if matures - 60 < w.end:
        _plan_assessment(w, loan, matures)


def _plan_assessment(w: World, loan: int, matures: int) -> None:
    temper = w.temper(w.unit_of(loan), w.book.borrower[loan])
    check = max(matures - CHECK_DAYS, w.today)
    if w.today == w.start:
        check = min(max(check, w.start + GO_LIVE_DAYS), matures)
    if temper == "diligent":
        day = check - w.between(1, 24)
        day = (
            day if day > w.today + 6 else w.today + w.between(1 if check < w.today + 8 else 7, max(8, check - w.today))
        )
        day = min(day, check)
    else:
        day = check + w.between(-4, 4 if temper == "slow" else 12)
    while not w.working(day) and day > w.today and temper == "diligent" and w.working(day - 1):
        day -= 1
    if temper == "silent" and w.chance(0.5):
        day = w.end
    day = max(day, w.today)
    w.assess_on.setdefault(day, []).append(loan)
    if day > check:
        w.missing_on.setdefault(check + 1, []).append(loan)


def assess(w: World) -> None:
    """Today's assessments, and what the midnight before this day found missing."""
    for loan in w.missing_on.pop(w.today, ()):
        if w.book.state[loan] and w.book.matures[loan] >= w.today:
            subject = _subject(w, loan)
            warned(w, w.book.borrower[loan], w.today * DAY, 1, ("11.1.1", subject), loan=loan, urgent=_large(w, loan))
    for loan in w.assess_on.pop(w.today, ()):
        if w.book.state[loan] and w.book.matures[loan] >= w.today:
            _assess(w, loan, _judgement(w, loan))


def _judgement(w: World, loan: int) -> str:
    draw = w.rng.random()
    if w.book.state[loan] == POSTED:
        return "on_time" if draw < 0.93 else "unsure" if draw < 0.985 else "partial"
    return "unsure" if draw < 0.4 else "partial" if draw < 0.75 else "cannot"


def _assess(w: World, loan: int, result: str) -> None:
    unit, at = w.unit_of(loan), w.today_at(9, 18)
    data = {
        "loan_no": loan_no(loan),
        "result": result,
        "made_on": iso(w.today),
        "discovered_by": unit.org_no,
        "recorded_by": unit.org_no,
    }
    w.tell(LoanAssessed, at, data, CREDIT_SYSTEM, at - 10 * MINUTE)
    if result in RESULTS:
        warned(
            w,
            w.book.borrower[loan],
            at,
            RESULTS[result],
            ("11.1.1", _subject(w, loan)),
            loan=loan,
            urgent=_large(w, loan),
        )


def _subject(w: World, loan: int) -> str:
    return f"{loan_no(loan)}|{iso(w.book.matures[loan])}"


def _large(w: World, loan: int) -> bool:
    return w.book.exposure(w.book.borrower[loan]) >= 500_000_000


def mature(w: World) -> None:
    """Loans whose last day this is: most are paid, some were extended or are refinanced, some fall overdue."""
    for loan in w.matures_on.pop(w.today, ()):
        state = w.book.state[loan]
        if state == ENDED or w.book.matures[loan] != w.today:
            continue
        borrower, draw = w.book.borrower[loan], w.rng.random()
        product = PRODUCTS[w.book.product[loan]]
        if draw < (0.9 if state == POSTED else 0.3):
            settled(w, loan, w.today_at(9, 16), ENDS.get(product, "released"))
        elif w.book.product[loan] != LOAN:
            refinance(w, loan, "advance")
        elif draw < 0.95:
            refinance(w, loan)
        elif state == POSTED:
            w.begin(_unpaid(w, borrower, loan), w.today + 1)


def _unpaid(w: World, borrower: int, loan: int) -> Story:
    """On the day after its last, a loan is overdue; its borrower goes on declining."""
    w.watch(borrower)
    overdue(w, loan, w.today_at(1, 5))
    yield w.between(1, 4)
    yield from decline(w, borrower, DISTRESSED)


def extend(w: World, loan: int, days: int) -> None:
    """展期: a new maturity, which will have to be assessed in its turn (P1)."""
    w.book.matures[loan] += days
    data = {"loan_no": loan_no(loan), "extended_until": iso(w.book.matures[loan])}
    w.tell(LoanExtended, w.today_at(9, 17), data, CORE_BANKING)
    plan(w, loan)


def disburse(w: World, borrower: int) -> int:
    """A new loan to a borrower; its number."""
    unit, days = w.book.home[borrower], 90 + w.between(0, 900)
    amount = draw_amount(w.rng)
    loan = w.book.add(borrower, unit, LOAN, amount, w.today, w.today + days)
    w.book.later.setdefault(borrower, []).append(loan)
    data = fact(
        borrower,
        loan_no=loan_no(loan),
        org_no=w.network.units[unit].org_no,
        currency="CNY",
        outstanding_balance=write_fen(amount),
        disbursed_on=iso(w.today),
        matures_on=iso(w.today + days),
        contract_no=f"HT{w.today}-{loan}",
    )
    w.tell(LoanDisbursed, w.today_at(9, 17), data, CORE_BANKING)
    plan(w, loan)
    return loan
