"""Stories of loans: drawn, overdue, in arrears, assessed, extended, settled, moved."""

from __future__ import annotations

from typing import Any, Final

from tests.oracle.history_teller import Lending, Owed, Teller
from warning.core.scalars import (
    DAY,
    HOUR,
    OPEN_ENDED,
    day_of,
    end_of,
    midnight,
    write_day,
    write_fen,
)

AMOUNTS: Final = (1, 30_000_000, 50_000_000, 50_000_000, 99_999_999, 99_999_999, 100_000_000, 100_000_000, 250_000_000,
                  400_000_000, 499_999_999, 500_000_000, 900_000_000)  # fmt: skip
"""Fen: about the bounds of the tiers, and such that sums cross them."""


NEAR: Final = ("maturity", "golive", "everything", "late", "undone", "endings", "retracted", "matured")
"""Profiles in which loans mature within the history, or soon after it."""

FAR: Final = 3_650
"""Days after which nothing is told any more: what is due there for want of a maturity."""


def name_of(t: Teller, loan: Lending) -> dict[str, Any]:
    """A loan's number, with or without its borrower: the ledger knows whose it is."""
    return {"loan_no": loan.no, "customer_no": None if t.chance(15) else loan.customer}


def new_loan(t: Teller, at: int | None = None, customer: str | None = None) -> Lending:
    """A loan enters the book: drawn, or taken on at go-live; its maturity lies where the profile wants it."""
    at = t.when() if at is None else at
    taken_on = t.chance(60 if t.live_from is not None else 10)
    day = day_of(at)
    drawn = day - t.rng.choice((0, 0, 0, 1, 1, 3, *((90, 400) if taken_on else ())))
    loan = Lending(f"L{len(t.loans) + 1}", customer or t.rng.choice(t.customers), t.home(), matures(t, day), at)
    t.loans.append(loan)
    if t.chance(2):
        return loan  # announced by others, never recorded: what names it is held, then quarantined
    data = terms(t, loan, drawn) | ({"extension_count": t.rng.randrange(2)} if taken_on else {})
    t.fact("loan.taken_on" if taken_on else "loan.disbursed", at, data, loan.org, plain=90)
    expect_assessment(t, loan)
    return loan


def terms(t: Teller, loan: Lending, drawn: int) -> dict[str, Any]:
    """The terms of a loan that enters the book."""
    compact = t.chance(20)
    return {
        "customer_no": loan.customer,
        "loan_no": loan.no,
        "org_no": loan.org,
        "product": t.rng.choice(("loan", "loan", "loan", "acceptance", "guarantee")),
        "currency": "CNY",
        "outstanding_balance": "0.00" if t.chance(6) else write_fen(t.rng.choice(AMOUNTS)),
        "disbursed_on": write_day(drawn).replace("-", "") if compact else write_day(drawn),
        "matures_on": write_day(loan.matures).replace("-", "") if compact else write_day(loan.matures),
    }


def matures(t: Teller, day: int) -> int:
    """D: so near that its check, window and report dates fall into the history, or far off, or none."""
    if t.profile not in NEAR or t.chance(15):
        return t.rng.choice((day + 400, day + 200, int(OPEN_ENDED)))
    near: tuple[int, ...] = (-1, 0, 1, 2, 10, *range(23, 33), 58, 59, 60, 61)
    if t.chance(45):
        return day + t.rng.choice(near)
    return day + t.rng.randrange(20, 75 + t.horizon)


def expect_assessment(t: Teller, loan: Lending) -> None:
    """An assessment is probably due, and its want probably a signal."""
    if loan.matures == OPEN_ENDED:
        return
    check = max(loan.matures - 30, day_of(loan.at))
    subject = f"{loan.no}|{write_day(loan.matures)}"
    t.owed.append(
        Owed(
            loan.customer,
            "assessment",
            "11.1.1",
            f"loan:{loan.no}:{write_day(loan.matures)}",
            loan.org,
            end_of(check) - DAY,
        )
    )
    if check <= t.base + t.horizon:
        t.aim(loan.customer, "11.1.1", subject, loan.org, end_of(check), end_of(loan.matures - 25))


def arrears(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """Interest arrears: arise, are told again, backdated or corrected, cleared, and arise again."""
    loan = t.loan(customer)
    at = t.when() if at is None else at
    since = day_of(at) - t.rng.choice((0, 0, 0, 1, 1, 2, 29, 30, 31, 88, 89, 90, 91, 120))
    post_arrears(t, loan, at, since)
    bands = [midnight(since + n) for n in (30, 90)]
    t.aim(loan.customer, "11.1.3", f"{loan.no}|{write_day(since)}", loan.org, at, *bands)
    for _ in range(t.rng.choice((0, 0, 1, 1, 2, 3))):
        at = t.near(t.rng.choice(bands)) if t.chance(25) else t.later(at)
        if t.chance(50):
            post_arrears(t, loan, at, None)
        else:
            moved = since + t.rng.choice((0, 0, -1, -5, -30, -60, 1, 3))
            since = min(day_of(at), moved if t.chance(60) else day_of(at))
            post_arrears(t, loan, at, since)


def post_arrears(t: Teller, loan: Lending, at: int, since: int | None) -> None:
    """One position of interest arrears; none clears them."""
    amount = t.rng.choice(("0.01", "1200.00", "90000.50"))
    off = t.chance(25)
    data = name_of(t, loan) | {
        "currency": "CNY",
        "interest_arrears_on_bs": "0.00" if since is None or off else amount,
        "interest_arrears_off_bs": amount if off and since is not None else "0.00",
        "interest_arrears_since": None if since is None else write_day(since),
    }
    t.fact("interest_arrears.position", at, posting(t, data), loan.org, plain=80)


def posting(t: Teller, data: dict[str, Any]) -> dict[str, Any]:
    """A position's sequence is given when the order is known; here it is only marked stale or correcting."""
    mark = "stale" if t.chance(5) else "corrects" if t.chance(8) else "next"
    return data | {"posting_seq": mark}


def position(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """A balance: lower, higher, over a bound, or nil."""
    loan = t.loan(customer)
    balance = 0 if t.chance(22) else t.rng.choice(AMOUNTS)
    post_balance(t, loan, t.when() if at is None else at, balance, None)


def post_balance(
    t: Teller, loan: Lending, at: int, balance: int, since: int | None, *, corrects: str | None = None
) -> None:
    """One position of principal; with principal overdue from a date, or said to have none, or silent about it.

    ``corrects`` names an event that was wrong (R53).
    """
    silent = since is None and t.chance(70)
    data = name_of(t, loan) | {
        "currency": "CNY",
        "outstanding_balance": write_fen(balance),
        "principal_arrears": None if silent else write_fen(0 if since is None else max(1, balance // 2)),
        "principal_arrears_since": None if since is None else write_day(since),
    }
    t.fact("loan.position", at, posting(t, data) | ({"corrects": corrects} if corrects else {}), loan.org, plain=85)


def overdue(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """Principal overdue (signal 3): arises, is cured, arises again."""
    loan = t.loan(customer)
    at = t.when() if at is None else at
    since = day_of(at) - t.rng.choice((0, 0, 1, 5, 88, 89, 90, 91))
    amount = t.rng.choice(AMOUNTS)
    post_balance(t, loan, at, amount, since)
    t.aim(loan.customer, "11.1.6", f"3|{loan.no}", loan.org, at, midnight(since + 90))
    for _ in range(t.rng.choice((0, 1, 1, 2))):
        at = t.later(at)
        post_balance(
            t, loan, at, amount, None if t.chance(50) else min(day_of(at), since + t.rng.choice((0, -3, 5, 40)))
        )


def assess(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """The account manager's assessment: good or bad, inside and outside the window, about the check day's end."""
    loan = t.loan(customer)
    day = min(loan.matures, t.base + t.horizon)
    if at is None and t.chance(70):
        edge = day - t.rng.choice((60, 60, 59, 31, 30, 30, 30, 29, 26, 25, 24, 0, -1))
        at = t.near(end_of(edge)) if t.chance(60) else midnight(edge) + 10 * HOUR
    at = t.when() if at is None else at
    made = day_of(at) - t.rng.choice((0, 0, 0, 1, 2, 5))
    if t.chance(20):
        made = min(day_of(at), day - t.rng.choice((60, 61)))
    result = t.rng.choice(("on_time", "on_time", "unsure", "partial", "cannot"))
    t.fact("loan.assessed", at, name_of(t, loan) | {"result": result, "made_on": write_day(made)}, loan.org, plain=75)
    if result != "on_time":
        subject = f"{loan.no}|{write_day(loan.matures)}"
        last = min(loan.matures - 25, day_of(at) + FAR)
        t.aim(loan.customer, "11.1.1", subject, loan.org, at, end_of(last))


def extend(t: Teller) -> None:
    """A new maturity replaces D, often about the old check day."""
    loan = t.loan()
    at = t.near(end_of(loan.matures - 30)) if t.chance(40) and loan.matures < t.base + t.horizon + 30 else t.when()
    loan.matures = max(day_of(at), min(loan.matures, t.base + t.horizon)) + t.rng.choice((1, 25, 30, 31, 60, 90))
    if t.profile != "late" and t.chance(15):
        loan.matures = day_of(at) - t.rng.choice((0, 1, 5))  # R72: to a date past
    t.fact("loan.extended", at, name_of(t, loan) | {"extended_until": write_day(loan.matures)}, loan.org, plain=90)
    loan.at = at
    expect_assessment(t, loan)


def refinance(t: Teller, at: int | None = None, customer: str | None = None, old: Lending | None = None) -> None:
    """A new loan takes an old one's place: refinancing, or an advance on an off-balance item."""
    old = old or t.loan(customer)
    at = t.when() if at is None else at
    loan = Lending(
        f"L{len(t.loans) + 1}", old.customer, old.org if t.chance(80) else t.home(), matures(t, day_of(at)), at
    )
    data = terms(t, loan, day_of(at) - t.rng.choice((0, 0, 1)))
    how = t.rng.choice((None, "refinanced", "advance"))
    t.fact("loan.refinanced", at, data | {"previous_loan_no": old.no, "disbursement_type": how}, loan.org, plain=90)
    t.loans.append(loan)
    expect_assessment(t, loan)
    if t.profile != "late" and t.chance(20):
        refinance(t, t.later(at), old=old)  # R70: another share


def settle(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """Loans of a borrower are settled, often all; sometimes a new one comes, on the same day or later."""
    some = t.loan(customer or t.borrower())
    at = t.when() if at is None else at
    for loan in [one for one in t.loans if one is some or (one.customer == some.customer and t.chance(75))]:
        how = t.rng.choice((None, "paid", "paid", "expired", "released", "funded"))
        t.fact("loan.settled", at, name_of(t, loan) | {"how": how}, loan.org, plain=90)
        at = t.later(at) if t.chance(25) else at
    if t.chance(40):
        new_loan(t, t.later(at), some.customer)


def undo(t: Teller) -> None:
    """A settlement was a mistake: a later position names it and puts the loan back; arrears go on; again settled."""
    loan = t.loan(t.borrower())
    at = t.when()
    since = day_of(at) - t.rng.choice((0, 1, 29, 31))
    if t.chance(35):
        post_arrears(t, loan, at - t.rng.choice((1, HOUR, DAY)), since)
    if t.chance(25):
        post_balance(t, loan, at - HOUR, t.rng.choice(AMOUNTS), since)
    told, _ = t.fact("loan.settled", at, name_of(t, loan) | {"how": "paid"}, loan.org, plain=90)
    if t.chance(10):
        refinance(t, t.later(at), loan.customer)
    for _ in range(t.rng.choice((1, 1, 1, 2))):
        at = t.later(at)
        named = told if t.chance(90) else t.rng.choice(t.events)[2]["id"]
        post_balance(t, loan, at, 0 if t.chance(12) else t.rng.choice(AMOUNTS), None, corrects=named)
    if t.chance(45):
        post_arrears(t, loan, t.later(at), since if t.chance(60) else day_of(at))
    if t.chance(25):
        post_balance(t, loan, t.later(at), t.rng.choice(AMOUNTS), since)
    if t.chance(25):
        settle(t, t.later(at), loan.customer)


def write_off(t: Teller) -> None:
    """The balance keeps counting."""
    loan = t.loan(t.borrower())
    at = t.when()
    t.fact("loan.written_off", at, name_of(t, loan), loan.org, plain=90)
    if t.chance(40):
        settle(t, t.later(at), loan.customer)


def move(t: Teller) -> None:
    """The loan is booked elsewhere: at a sister, another branch's, or the branch itself; sometimes back again."""
    loan = t.loan(t.borrower())
    at = t.near(t.rng.choice(t.targets).instants[0]) if t.targets and t.chance(30) else t.when()
    back = loan.org
    loan.org = t.home()
    t.fact("loan.moved", at, name_of(t, loan) | {"org_no": loan.org}, back, plain=90)
    for target in [one for one in t.targets if one.customer == loan.customer and t.chance(60)]:
        target.org = loan.org
    if t.chance(15):
        t.fact("loan.moved", t.later(at), name_of(t, loan) | {"org_no": back}, back, plain=90)
        loan.org = back
