"""Stories of endings that were none, of parts, and of what hindered something and is retracted (R99 to R107)."""

from __future__ import annotations

from typing import Final

from tests.oracle.history_facts import major, spread
from tests.oracle.history_loans import (
    AMOUNTS,
    matures,
    name_of,
    new_loan,
    post_arrears,
    post_balance,
    posting,
    settle,
    terms,
)
from tests.oracle.history_teller import MINUTE, Lending, Teller
from warning.core.scalars import DAY, HOUR, OPEN_ENDED, day_of, end_of, midnight, write_day, write_fen

ROUND: Final = (50_000_000, 100_000_000, 150_000_000, 500_000_000, 600_000_000)
"""Fen: balances of which parts are taken."""
FALLS: Final = ("0.00", "10.00", "30.00", "50.00")
"""Sales that fall by so many percent (signal 22), by the level it gives."""
GRADES: Final = ("pass", "special_mention_3", "substandard", "doubtful")


def part(t: Teller, old: Lending, at: int, amount: int, how: str | None = None) -> str:
    """A new loan of an amount pays an old one, or a part of it. Gives the event."""
    loan = Lending(f"L{len(t.loans) + 1}", old.customer, old.org if t.chance(80) else t.home(), 0, at)
    loan.matures = matures(t, day_of(at))
    data = terms(t, loan, day_of(at)) | {"outstanding_balance": write_fen(amount), "previous_loan_no": old.no}
    told, _ = t.fact("loan.refinanced", at, data | {"disbursement_type": how}, loan.org, plain=90)
    t.loans.append(loan)
    return told


def balance(t: Teller, loan: Lending, at: int, amount: int, happened: int, corrects: str | None = None) -> str:
    """A position, dated when it happened."""
    data = posting(t, name_of(t, loan) | {"currency": "CNY", "outstanding_balance": write_fen(amount)})
    more = {"corrects": corrects} if corrects else {}
    if t.chance(15):
        since = day_of(happened) - t.rng.choice((0, 1, 30))
        more |= {"principal_arrears": "1.00", "principal_arrears_since": write_day(since)}
    return t.put("loan.position", at, data | more, occurred=min(happened, at))


def something(t: Teller, loan: Lending, at: int) -> None:
    """What names the loan, or its borrower: arrears, overdue principal, a figure, a lawsuit; or nothing."""
    match t.rng.choice(("arrears", "arrears", "overdue", "figure", "figure of it", "major", "nothing")):
        case "arrears":
            since = day_of(at) - t.rng.choice((0, 1, 28, 29, 85, 89))
            post_arrears(t, loan, at, since)
            t.aim(loan.customer, "11.1.3", f"{loan.no}|{write_day(since)}", loan.org, at, midnight(since + 30))
        case "overdue":
            post_balance(t, loan, at, t.rng.choice(ROUND), day_of(at) - t.rng.choice((0, 1, 85, 89)))
            t.aim(loan.customer, "11.1.6", f"3|{loan.no}", loan.org, at)
        case "figure":
            figure(t, loan.customer, at, t.rng.choice((1, 2, 3)))
        case "figure of it":
            t.fact("signal.observed", at, {"customer_no": loan.customer, "number": 50, "loan_no": loan.no}, loan.org)
            t.aim(loan.customer, "11.1.6", f"50|{loan.no}", loan.org, at)
        case "major":
            major(t, at, loan.customer)


def figure(t: Teller, customer: str, at: int, level: int) -> str:
    """A figure of signal 22 that gives a level."""
    data = {"customer_no": customer, "number": 22, "numerator": FALLS[level], "denominator": "100.00"}
    told, _ = t.fact("signal.observed", at, data, t.org_of(customer), plain=80)
    t.aim(customer, "11.1.6", "22", t.org_of(customer), at)
    return told


def parts(t: Teller) -> None:
    """R100: refinanced for less than the balance, exactly, or for more; in one part or in several; then it goes on."""
    old, at = t.loan(t.borrower()), t.when()
    left = t.rng.choice(ROUND)
    balance(t, old, at - t.rng.choice((1, HOUR, DAY)), left, at - 2 * DAY)
    if t.chance(60):
        something(t, old, at - t.rng.choice((1, HOUR)))
    if t.chance(10):
        t.fact("loan.written_off", at - 1, name_of(t, old), old.org, plain=90)
    last = ""
    for _ in range(t.rng.choice((1, 1, 2, 2, 3))):
        less = t.rng.choice((left // 2, left // 3, left - 1, 0, 1))
        amount = max(0, t.rng.choice((less, less, less, left, left, left + 1, 2 * left)))
        last = part(t, old, at, amount, t.rng.choice((None, "refinanced", "refinanced", "advance")))
        left = max(0, left - amount)
        at = t.later(at)
    if t.chance(40):
        something(t, old, at)
    if t.chance(40):
        balance(t, old, t.later(at), t.rng.choice((0, 0, left, *ROUND)), at, last if t.chance(25) else None)
    if t.chance(40):
        settle(t, t.later(at), old.customer)


def owed_after(t: Teller) -> None:
    """R99, R101: settled or refinanced; a balance that happened before, at, or after that; sometimes it names it."""
    loan, at = t.loan(t.borrower()), t.when()
    if t.chance(70):
        something(t, loan, at - t.rng.choice((1, HOUR, DAY)))
    ended = at
    told = end_of_loan(t, loan, at)
    if t.chance(30):
        for other in [one for one in t.loans if one.customer == loan.customer and one is not loan]:
            t.fact("loan.settled", t.later(at), name_of(t, other) | {"how": "paid"}, other.org, plain=90)
    if t.chance(25):
        at = t.later(at)
        told = end_of_loan(t, loan, at)
    for _ in range(t.rng.choice((1, 1, 2))):
        happened = ended + t.rng.choice((-3 * DAY, -HOUR, -1, 0, 0, 0, 0, 1, 1, MINUTE, HOUR, DAY))
        at = max(t.later(at), happened)
        amount = 0 if t.chance(12) else t.rng.choice(AMOUNTS)
        balance(t, loan, at, amount, happened, told if t.chance(35) else None)
    if t.chance(40):
        something(t, loan, t.later(at))
    if t.chance(30):
        settle(t, t.later(at), loan.customer)


def end_of_loan(t: Teller, loan: Lending, at: int) -> str:
    """Settled, or another loan takes its place; seldom written off. Gives the event."""
    what = t.rng.choice(("settled", "settled", "refinanced", "refinanced", "written_off"))
    if what == "refinanced":
        return part(t, loan, at, t.rng.choice((900_000_000, 900_000_000, 100_000_000)), "refinanced")
    told, _ = t.fact(f"loan.{what}", at, name_of(t, loan), loan.org, plain=90)
    return told


def mistaken_end(t: Teller) -> None:
    """R101: written off or refinanced by mistake, about its check day or not; what took its place is paid, or not."""
    loan, at = t.loan(t.borrower()), t.when()
    if loan.matures < OPEN_ENDED and t.chance(40):
        at = min(
            max(loan.at + 1, end_of(loan.matures - 30) - t.rng.choice((1, HOUR, DAY, 5 * DAY))), t.when() + 40 * DAY
        )
    if t.chance(70):
        something(t, loan, at - t.rng.choice((1, HOUR)))
    if t.chance(55):
        told, _ = t.fact("loan.written_off", at, name_of(t, loan), loan.org, plain=90)
    else:
        told = part(t, loan, at, t.rng.choice((900_000_000, 500_000_000)), t.rng.choice((None, "refinanced")))
        if t.chance(40):
            t.fact("loan.settled", at + HOUR, {"loan_no": t.loans[-1].no, "how": "paid"}, loan.org, plain=90)
    if t.chance(15):
        t.fact("event.retracted", t.later(at), {"customer_no": loan.customer, "retracts": told}, plain=90)
    at = t.later(at + HOUR)
    balance(t, loan, at, 0 if t.chance(15) else t.rng.choice(ROUND), at - t.rng.choice((0, DAY, 40 * DAY)), told)
    if t.chance(40):
        something(t, loan, t.later(at))
    if t.chance(50):
        settle(t, t.later(at), loan.customer)


def unended(t: Teller) -> None:
    """R103: a link ends, and that was wrong: before its midnight, at it, or after; what came in between is carried."""
    if len(t.customers) < 2:
        return
    one, other = t.rng.sample(t.customers, k=2)
    at = t.when()
    if t.chance(50):
        kind, head = "guarantee.link", {"customer_no": one, "guarantor_no": other, "guarantee_contract_no": "G-X"}
    else:
        kind, head = "group.link", {"customer_no": one, "group_no": "GX"}
        t.fact(kind, at, {"customer_no": other, "group_no": "GX", "change": "made"}, plain=90)
    made, _ = t.fact(kind, at, head | {"change": "made"}, plain=90)
    spread(t, one, other, at)
    if t.chance(60):
        major(t, t.later(at), one)
    at = t.later(at)
    ended, _ = t.fact(kind, at, head | {"change": "ended"}, plain=90)
    if t.chance(40):
        major(t, t.later(at), t.rng.choice((one, other)))
    if t.chance(10):
        t.fact(kind, t.later(at), head | {"change": "made"}, plain=90)
    if t.chance(10):
        t.fact("event.retracted", t.later(at), {"customer_no": one, "retracts": made}, plain=90)
    at = max(at, t.near(end_of(day_of(at)))) if t.chance(55) else t.later(at)
    t.fact("event.retracted", at, {"customer_no": one, "retracts": ended}, plain=90)
    if t.chance(25):
        t.fact(kind, t.later(at), head | {"change": "ended"}, plain=90)
    if t.chance(40):
        major(t, t.later(at), t.rng.choice((one, other)))


def uncleared(t: Teller) -> None:
    """R104: cleared, arisen again or not, and a clearing was wrong; about a band, and about its retraction."""
    loan, at = t.loan(t.borrower()), t.when()
    since = day_of(at) - t.rng.choice((0, 0, 1, 20, 28, 85, 88))
    interest = t.chance(60)
    told = [_said(t, loan, at, since, interest=interest)]
    clearings = []
    for _ in range(t.rng.choice((1, 1, 2))):
        at = t.later(at)
        clearings.append(_said(t, loan, at, None, interest=interest))
        if t.chance(35):
            at = t.later(at)
            told.append(_said(t, loan, at, t.rng.choice((since, day_of(at))), interest=interest))
    wrong = t.rng.choice(clearings)
    band = midnight(since + t.rng.choice((30, 90)))
    about = band + t.rng.choice((-1, 0, 1, HOUR, DAY, 5 * DAY))
    then = about if at < band and t.chance(60) else t.later(at)
    t.fact("event.retracted", max(at, then), {"customer_no": loan.customer, "retracts": wrong}, plain=90)
    t.aim(loan.customer, "11.1.3" if interest else "11.1.6", _subject(loan, since, interest=interest), loan.org, then)
    if t.chance(20):
        wrong = t.rng.choice(told)
        t.fact("event.retracted", t.later(at), {"customer_no": loan.customer, "retracts": wrong}, plain=90)


def _subject(loan: Lending, since: int, *, interest: bool) -> str:
    return f"{loan.no}|{write_day(since)}" if interest else f"3|{loan.no}"


def _said(t: Teller, loan: Lending, at: int, since: int | None, *, interest: bool) -> str:
    """A position of interest arrears or of principal overdue: since when, or none. Gives the event."""
    if interest:
        post_arrears(t, loan, at, since)
    else:
        data = posting(t, name_of(t, loan) | {"currency": "CNY", "outstanding_balance": "300000.00"})
        owed = {"principal_arrears": "0.00" if since is None else "1.00"}
        more = {} if since is None else {"principal_arrears_since": write_day(since)}
        t.fact("loan.position", at, data | owed | more, loan.org, plain=85)
    return str(t.events[-1][2]["id"])


def normal_again(t: Teller) -> None:
    """R105: out of bounds, better or normal, all is paid, and one of these was wrong; then a balance, or before."""
    customer, at = t.borrower(), t.when()
    if not any(loan.customer == customer for loan in t.loans):
        return
    of_class = t.chance(35)
    told = []
    for level in (t.rng.choice((1, 2, 3)), *t.rng.sample((0, 0, 1, 2, 3), k=t.rng.choice((1, 1, 2)))):
        told.append(_graded(t, customer, at, level) if of_class else figure(t, customer, at, level))
        at = t.later(at)
    for loan in [one for one in t.loans if one.customer == customer]:
        t.fact("loan.settled", at, name_of(t, loan) | {"how": "paid"}, loan.org, plain=90)
    if t.chance(20):
        figure(t, customer, t.later(at), t.rng.choice((0, 1, 2)))
    if t.chance(25):
        new_loan(t, t.later(at), customer)
    wrong = told[-1] if t.chance(75) else t.rng.choice(told)
    at = t.later(at)
    t.fact("event.retracted", at, {"customer_no": customer, "retracts": wrong}, plain=90)
    if t.chance(70):
        new_loan(t, t.later(at), customer)


def _graded(t: Teller, customer: str, at: int, level: int) -> str:
    data = {"customer_no": customer, "grade": GRADES[level], "classified_on": write_day(day_of(at))}
    told, _ = t.fact("classification.set", at, data, t.org_of(customer), plain=85)
    t.aim(customer, "11.1.2", "-", t.org_of(customer), at)
    return told


def matured(t: Teller) -> None:
    """R106: positions about and after the maturity, which say of overdue principal nothing, none, or since when."""
    loan = t.loan(t.borrower())
    if loan.matures == OPEN_ENDED or t.chance(40):
        at = t.when()
        loan = Lending(f"L{len(t.loans) + 1}", t.borrower(), t.home(), day_of(at) + t.rng.randrange(1, 20), at)
        t.loans.append(loan)
        data = terms(t, loan, day_of(at)) | {"outstanding_balance": write_fen(t.rng.choice(ROUND))}
        t.fact("loan.disbursed", at, data, loan.org, plain=90)
    end = midnight(loan.matures + 1)
    if end > midnight(t.base + t.horizon + 60):
        return
    t.aim(loan.customer, "11.1.6", f"3|{loan.no}", loan.org, end, end + DAY, end + 90 * DAY)
    for _ in range(t.rng.choice((1, 2, 2, 3))):
        happened = end + t.rng.choice((-DAY, -1, 0, 0, 1, HOUR, DAY, DAY + HOUR, 2 * DAY, 5 * DAY, 30 * DAY, 95 * DAY))
        at = max(loan.at + 1, happened + t.rng.choice((0, 0, 1, HOUR, DAY)))
        amount = 0 if t.chance(10) else t.rng.choice(ROUND)
        data = posting(t, name_of(t, loan) | {"currency": "CNY", "outstanding_balance": write_fen(amount)})
        t.put("loan.position", at, data | _overdue(t, loan, happened), occurred=happened)
        if t.chance(15):
            told = t.events[-1][2]["id"]
            t.fact("event.retracted", t.later(at), {"customer_no": loan.customer, "retracts": told}, plain=90)
    if t.chance(20):
        until = {"extended_until": write_day(day_of(end) + t.rng.choice((1, 30, 90)))}
        t.fact("loan.extended", t.near(end), name_of(t, loan) | until, loan.org, plain=90)
    if t.chance(20):
        settle(t, t.later(end), loan.customer)


def _overdue(t: Teller, loan: Lending, happened: int) -> dict[str, str]:
    """What a position says of overdue principal: mostly nothing."""
    if t.chance(65):
        return {}
    if t.chance(35):
        return {"principal_arrears": "0.00"}
    since = min(day_of(happened), loan.matures + t.rng.choice((-40, 0, 1, 2, 10)))
    return {"principal_arrears": "1.00", "principal_arrears_since": write_day(since)}


def unassessed(t: Teller) -> None:
    """R107: assessed, once or twice, and an assessment was wrong: before the due, at it, or after."""
    loan = t.loan(t.borrower())
    if loan.matures == OPEN_ENDED or t.chance(40):
        loan = new_loan(t)
    if loan.matures == OPEN_ENDED or loan.matures > t.base + t.horizon + 60:
        return
    due = end_of(max(loan.matures - 30, day_of(loan.at)))
    told = []
    for _ in range(t.rng.choice((1, 1, 1, 2))):
        at = max(loan.at + 1, due - t.rng.choice((1, HOUR, DAY, 5 * DAY, 20 * DAY)))
        made = day_of(at) - t.rng.choice((0, 0, 1, 40))
        result = t.rng.choice(("on_time", "on_time", "on_time", "unsure", "cannot"))
        data = name_of(t, loan) | {"result": result, "made_on": write_day(made)}
        told.append((t.fact("loan.assessed", at, data, loan.org, plain=85)[0], at))
    if t.chance(15):
        ending = t.rng.choice(("loan.settled", "loan.written_off"))
        t.fact(ending, t.later(at), name_of(t, loan), loan.org, plain=90)
    for wrong, at in told if t.chance(40) else t.rng.sample(told, k=1):
        then = max(at + 1, due + t.rng.choice((-3 * DAY, -DAY, -DAY, -HOUR, -HOUR, -1, -1, 0, 0, 1, HOUR)))
        t.fact("event.retracted", then, {"customer_no": loan.customer, "retracts": wrong}, plain=90)
    if t.chance(30):
        again = name_of(t, loan) | {"result": "on_time", "made_on": write_day(day_of(due) - 1)}
        t.fact("loan.assessed", t.near(due), again, loan.org, plain=85)
