"""Stories of facts about borrowers: links, events, classes, figures, findings, and events that were wrong or twice."""

from __future__ import annotations

from typing import Any, Final, get_args

from tests.oracle.history_loans import arrears, assess
from tests.oracle.history_teller import HEAD, MINUTE, Owed, Target, Teller
from warning.core.events import Grade
from warning.core.scalars import (
    DAY,
    HOUR,
    day_of,
    first_of_next_month,
    midnight,
    write_day,
    write_fen,
    write_moment,
    write_month,
)

GRADES: Final = get_args(Grade)
MAJOR: Final = ("external_policy", "structure_or_leader", "guarantees_over_line", "income_and_expenditure",
                "litigation", "cross_default", "other_danger")  # fmt: skip
RATIOS: Final = (6, 7, 18, 19, 20, 22, 24, 25, 26, 27, 28, 29, 30, 31, 36, 48)
COUNTS: Final = (9, 21, 23, 32, 33, 34, 42, 45, 52)
FLATS: Final = (8, 10, 35, 37, 38, 39, 40, 41, 44, 46, 47, 50, 51)
VARIANTS: Final = {43: ("half_stop", "stop"), 49: ("title_dispute", "unauthorised_disposal"), 53: ("single", "group")}
POINTS: Final = (-8000, -5000, -3000, -101, -100, 0, 499, 500, 501, 1000, 1001, 1500, 1999, 2000, 2001, 3000, 4000,
                 5000, 6999, 7000, 8000, 8500, 9000, 10000)  # fmt: skip
VALUES: Final = (0, 1, 2, 3, 4, 5, 6, 9, 10, 29, 30, 89, 90, 91, 179, 180, 181)


def register(t: Teller) -> None:
    """A party's particulars."""
    t.fact("borrower.registered", t.when(), {"customer_no": t.borrower(), "borrower_name": "Blue Pine Ltd"})


def spread(t: Teller, one: str, other: str, at: int) -> None:
    """What a link probably carries: signals on record at either end."""
    for target in [seen for seen in t.targets if seen.customer in (one, other) and seen.clause[:2] == "11"][:2]:
        member = other if target.customer == one else one
        if target.clause != "11.1.5" and member != target.customer:
            t.aim(member, "11.1.5", target.customer, t.org_of(member), max(at, target.at))


def group(t: Teller) -> None:
    """Borrowers become members of a group; memberships end and are made anew."""
    number = t.rng.choice(("G1", "G1", "G2"))
    at = t.when()
    members = t.rng.sample(t.customers, k=min(len(t.customers), t.rng.choice((1, 2, 3))))
    for customer in members:
        t.fact("group.link", at, {"customer_no": customer, "group_no": number, "change": "made"}, plain=85)
        spread(t, members[0], customer, at)
        at = at if t.chance(50) else t.later(at)
        changes = ("ended", "made", "ended")[: t.rng.choice((0, 0, 1, 2, 3))]
        for change in changes:
            at = t.later(at)
            t.fact("group.link", at, {"customer_no": customer, "group_no": number, "change": change}, plain=85)


def guarantee(t: Teller) -> None:
    """A guarantee, or a circle of them; ended and made anew, under the same contract or another."""
    at = t.when()
    parties = t.rng.sample(t.customers, k=min(len(t.customers), t.rng.choice((2, 2, 3))))
    pairs = list(zip(parties, [*parties[1:], parties[0]], strict=True))
    for customer, guarantor in pairs if t.chance(30) else pairs[:1]:
        contract = f"G-{guarantor}-{customer}-{t.rng.randint(1, 2)}"
        data = {"customer_no": customer, "guarantor_no": guarantor, "guarantee_contract_no": contract}
        t.fact("guarantee.link", at, data | {"change": "made"}, plain=85)
        spread(t, customer, guarantor, at)
        for change in ("ended", "made", "ended")[: t.rng.choice((0, 0, 1, 1, 2, 3))]:
            at = t.later(at)
            t.fact("guarantee.link", at, data | {"change": change}, plain=85)


def both_ways(t: Teller) -> None:
    """Two parties guarantee each other under one contract number; either way ends, is made anew, or was an error."""
    if len(t.customers) < 2:
        return
    one, other = t.rng.sample(t.customers, k=2)
    contract = {"guarantee_contract_no": f"G-{min(one, other)}-{max(one, other)}"}
    ways = [contract | {"customer_no": customer, "guarantor_no": by} for customer, by in ((one, other), (other, one))]
    at = t.when()
    made = []
    for way in ways:
        told, _ = t.fact("guarantee.link", at, way | {"change": "made"}, plain=85)
        made.append((told, way["customer_no"]))
        spread(t, one, other, at)
        at = at if t.chance(40) else t.later(at)
    for change in ("ended", "made", "ended", "made")[: t.rng.choice((1, 1, 2, 3, 4))]:
        at = t.later(at)
        t.fact("guarantee.link", at, t.rng.choice(ways) | {"change": change}, plain=85)
    if t.chance(25):
        told, customer = t.rng.choice(made)
        t.fact("event.retracted", t.later(at), {"customer_no": customer, "retracts": told}, plain=90)
    if t.chance(60):
        major(t, t.later(at), t.rng.choice((one, other)))


def major(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """A major event, with or without the identity of its matter; sometimes told again by another channel."""
    customer = customer or t.borrower()
    at = t.when() if at is None else at
    matter = t.rng.choice((None, "M1", "M1", "M2"))
    org = t.org_of(customer)
    for _ in range(t.rng.choice((1, 1, 1, 2))):
        data = {"customer_no": customer, "kind": t.rng.choice(MAJOR), "matter": matter}
        event, known = t.fact("major_event", at, data, org, plain=40)
        subject = matter or event
        t.aim(customer, "11.1.4", subject, org, max(known, at - DAY))
        if t.chance(20):
            t.owed.append(Owed(customer, "notice", "13.1", f"signal:11.1.4:{subject}:1:1", HEAD, at))
        at = t.later(at)


def month_after(day: int, months: int) -> str:
    """``YYYY-MM``, so many months on from a date."""
    for _ in range(months):
        day = first_of_next_month(day)
    return write_month(day)


def classify(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """The borrower's class is set, up or down."""
    customer = customer or t.borrower()
    at = t.when() if at is None else at
    for _ in range(t.rng.choice((1, 1, 2))):
        data = {"customer_no": customer, "grade": t.rng.choice(GRADES[2:] + GRADES[:1])}
        on = day_of(at) - t.rng.choice((0, 0, 1, 20))
        t.fact("classification.set", at, data | {"classified_on": write_day(on)}, t.org_of(customer), plain=80)
        t.aim(customer, "11.1.2", "-", t.org_of(customer), at)
        at = t.later(at)


def forecast(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """Month-end forecasts by sub-branch and branch: for next month, and, late, for this one or one past."""
    customer = customer or t.borrower()
    at = t.near(midnight(first_of_next_month(t.base + t.rng.randrange(t.horizon)))) if at is None else at
    org = t.org_of(customer)
    for who in t.rng.choice(((org,), (t.branch(org),), (org, t.branch(org)), ("S21",))):
        month = month_after(day_of(at), t.rng.choice((1, 1, 1, 1, 0, 2)))
        data = {"customer_no": customer, "grade": t.rng.choice(GRADES[2:]), "month": month, "org_no": who}
        t.fact("classification.forecast", at, data, org, plain=80)
        t.aim(customer, "11.1.2", "-", org, at)
        at = at if t.chance(40) else t.later(at)


def figures(t: Teller, number: int) -> dict[str, Any]:
    """Values of a signal's rule: about its bands, and with a denominator of nil or none."""
    if number in COUNTS:
        return {"value": None if t.chance(4) else t.rng.choice(VALUES)}
    if number in FLATS:
        return {}
    found: dict[str, Any] = {"variant": t.rng.choice(VARIANTS[number])} if number in VARIANTS else {}
    if number in RATIOS or number == 53:
        base = t.rng.choice((0, 10_000, 10_000, 10_000, 3_000_000, 7))
        top = t.rng.choice(POINTS) * base // 10_000 + t.rng.choice((0, 0, 0, 1, -1))
        found["numerator"] = write_fen(top)
        found["denominator"] = None if t.chance(6) else write_fen(base)
    return found


def observe(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """A signal of ``signals.md`` is observed, again and better or worse; with a loan or without."""
    loan = t.loan(customer or t.borrower())
    at = t.when() if at is None else at
    number = t.rng.choice(t.rng.choice((RATIOS, COUNTS, FLATS, tuple(VARIANTS))))
    named = loan.no if t.chance(25) else None
    for _ in range(t.rng.choice((1, 1, 2, 3))):
        data = {"customer_no": loan.customer, "number": number, "loan_no": named} | figures(t, number)
        _, known = t.fact("signal.observed", at, data, loan.org)
        t.aim(loan.customer, "11.1.6", f"{number}|{named}" if named else str(number), loan.org, max(known, at - DAY))
        at = t.later(at)


def finding(t: Teller, at: int | None = None, customer: str | None = None) -> None:
    """A management finding, about named loans or all; sometimes recorded again."""
    loan = t.loan(customer or t.borrower())
    at = t.when() if at is None else at
    kind = t.rng.choice(("beyond_authority", "breach_of_rules", "conditions_not_met", "conditions_not_met"))
    clause = "12.1.2.2" if kind == "conditions_not_met" else "12.1.2.1"
    data = {
        "customer_no": loan.customer,
        "kind": kind,
        "finding_no": f"F{t.rng.randint(1, 5)}",
        "loan_nos": None if t.chance(40) else [loan.no] if t.chance(85) else [loan.no, f"L{len(t.loans)}"],
        "approved_by": t.rng.choice((None, "sub_branch", "branch", "head_office")),
    }
    for _ in range(t.rng.choice((1, 1, 1, 2))):
        _, known = t.fact("management.finding", at, data, loan.org, plain=25)
        t.aim(loan.customer, clause, str(data["finding_no"]), loan.org, max(known, at - 2 * DAY))
        t.owed.append(
            Owed(loan.customer, "rectification_notice", "14.3", f"signal:{clause}:{data['finding_no']}:1", HEAD, at)
        )
        at = t.later(at)
        data = data | {"approved_by": t.rng.choice((None, "sub_branch", "branch"))}


def conceal(t: Teller) -> None:
    """A later finding that somebody had known a fact before it was recorded (D10)."""
    told = [(at, wire) for at, order, wire in t.events if order == 0 and "customer_no" in wire["data"]]
    if not told:
        return
    at, wire = t.rng.choice(told)
    customer = wire["data"]["customer_no"]
    chain = t.chain(t.org_of(customer))
    data = {
        "customer_no": customer,
        "kind": "concealment",
        "finding_no": f"K{t.serial}",
        "fact_id": wire["id"],
        "concealed_by": t.rng.choice(chain),
        "concealed_since": write_moment(at - t.rng.choice((0, 1, -1, HOUR, DAY, 5 * DAY))),
        "recorded_by": t.rng.choice((None, HEAD, chain[-1], chain[min(1, len(chain) - 1)])),
    }
    t.put("management.finding", max(at, t.later(t.later(at))), data)


def retract(t: Teller) -> None:
    """An earlier event was wrong; rather one that a signal rests on."""
    told = [(at, wire) for at, order, wire in t.events if order == 0 and "customer_no" in wire["data"]]
    risky = [one for one in told if not one[1]["type"].startswith(("loan.", "borrower."))]
    if not told:
        return
    at, wire = t.rng.choice(risky if risky and t.chance(85) else told)
    if wire["type"].startswith("event."):
        return
    customer = wire["data"]["customer_no"]
    t.fact("event.retracted", t.later(at), {"customer_no": customer, "retracts": wire["id"]}, plain=90)


def repeat(t: Teller) -> None:
    """A producer sends an event again: the same, or with the same id another one."""
    if not t.events:
        return
    at, order, wire = t.rng.choice(t.events)
    when = at + t.rng.choice((0, 1, MINUTE, HOUR, DAY))
    again = wire | {"recordedtime": write_moment(when), "data": dict(wire["data"])}
    if t.chance(15) and "source" not in again["data"] and order == 0:
        again["data"]["source"] = "other_audit"
    t.events.append((when, order, again))


def worsen(t: Teller, target: Target, at: int) -> None:
    """A later fact about the same: what a release must not hide, and what must raise again."""
    story = {"11.1.1": assess, "11.1.2": forecast, "11.1.3": arrears, "11.1.4": major, "11.1.6": observe}
    story.get(target.clause, finding if target.domain == "management" else major)(t, at, target.customer)
