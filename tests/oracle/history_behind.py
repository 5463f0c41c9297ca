"""Stories of what was received in time, or just not, and is read after what time alone decided (T2, R47, R48)."""

from __future__ import annotations

from typing import Final

from tests.oracle.history_acts import one_act
from tests.oracle.history_facts import worsen
from tests.oracle.history_loans import AMOUNTS, assess, name_of, new_loan, post_arrears, post_balance, refinance
from tests.oracle.history_teller import HEAD, MINUTE, Lending, Teller
from warning.core.scalars import DAY, HOUR, OPEN_ENDED, day_of, end_of, midnight, write_day

GAPS: Final = (0, 1, HOUR, 9 * HOUR, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 8 * DAY)
"""How long after the instant it is read: about the clocks that began there."""


def _before(t: Teller, at: int) -> int:
    """In time: mostly by little; or too late by nothing."""
    return at - t.rng.choice((0, 1, 1, 1, MINUTE, HOUR, DAY, 20 * DAY))


def _read_after(t: Teller, told: int, at: int) -> None:
    """What has been told since is read after an instant."""
    read = at + t.rng.choice(GAPS)
    for _, _, wire in t.events[told:]:
        t.behind[wire["id"]] = read


def after_check(t: Teller) -> None:
    """The check of an assessment runs; what would have stopped it is read afterwards."""
    loan = t.loan(t.borrower())
    if loan.matures == OPEN_ENDED or t.chance(30):
        loan = new_loan(t)
    if loan.matures == OPEN_ENDED:
        return
    check = end_of(max(loan.matures - 30, day_of(loan.at)))
    at = max(loan.at + 1, _before(t, check))
    told = len(t.events)
    _stop(t, loan, at)
    _read_after(t, told, check)


def _stop(t: Teller, loan: Lending, at: int) -> None:
    """One of what stops a check (P1, P2)."""
    match t.rng.choice(("assess", "assess", "settle", "refinance", "write_off", "extend", "nil")):
        case "assess":
            assess(t, at, loan.customer)
        case "refinance":
            refinance(t, at, loan.customer)
        case "nil":
            post_balance(t, loan, at, 0, None)
        case "settle":
            t.fact("loan.settled", at, name_of(t, loan), loan.org, plain=90)
        case "write_off":
            t.fact("loan.written_off", at, name_of(t, loan), loan.org, plain=90)
        case _:
            until = write_day(loan.matures + t.rng.choice((1, 30, 90)))
            t.fact("loan.extended", at, name_of(t, loan) | {"extended_until": until}, loan.org, plain=90)


def after_band(t: Teller) -> None:
    """A band of arrears or of overdue principal is reached; the clearing is read afterwards."""
    loan = t.loan(t.borrower())
    first = t.when()
    since = day_of(first) - t.rng.choice((0, 1, 25, 29, 85))
    of_interest = t.chance(65)
    if of_interest:
        post_arrears(t, loan, first, since)
    else:
        post_balance(t, loan, first, t.rng.choice(AMOUNTS), since)
    ahead = [at for at in (midnight(since + 30), midnight(since + 90)) if at > first]
    band = ahead[0] if of_interest and ahead else midnight(since + 90)
    at = max(first + 1, _before(t, band))
    t.aim(loan.customer, "11.1.3" if of_interest else "11.1.6", f"3|{loan.no}", loan.org, band)
    told = len(t.events)
    if t.chance(30):
        t.fact("loan.settled", at, name_of(t, loan), loan.org, plain=90)
    elif of_interest:
        post_arrears(t, loan, at, None)
    else:
        t.fact("loan.position", at, _cured(t, loan), loan.org, plain=85)
    _read_after(t, told, band)


def _cured(t: Teller, loan: Lending) -> dict[str, object]:
    """A position that says there is no principal overdue any more."""
    return name_of(t, loan) | {
        "posting_seq": "next", "currency": "CNY", "outstanding_balance": "300000.00", "principal_arrears": "0.00",
    }  # fmt: skip


def after_due(t: Teller) -> None:
    """A duty is breached; the act that was in time is read afterwards, of one owner or of several."""
    if not t.targets:
        return
    target = t.rng.choice(t.targets)
    due = t.rng.choice(target.instants[:4])
    for what in t.rng.choices(("report", "report", "report", "paper", "up", "phone", "meeting", "team", "update"), k=2):
        told = len(t.events)
        one_act(t, target, what, max(target.at, _before(t, due)))
        t.events[told + 1 :] = [one for one in t.events[told + 1 :] if t.chance(40)]
        _read_after(t, told, due)


def after_rise(t: Teller) -> None:
    """A release is approved, and read after a fact that came later, or just before it; sometimes of a mistake."""
    if not t.targets:
        return
    target = t.rng.choice(t.targets)
    at = t.later(target.at)
    named = [{"clause": target.clause, "subject": target.subject}] if t.chance(50) else None
    data = {"signals": named, "to_level": t.rng.choice(("closed", "closed", "yellow")), "evidence": "a letter"}
    ground = t.rng.choice(("resolved", "mistaken"))
    own = [wire["id"] for _, _, wire in t.events if wire["data"].get("customer_no") == target.customer]
    if ground == "mistaken" and own:
        t.put("event.retracted", at, {"customer_no": target.customer, "retracts": t.rng.choice(own)})
    proposal = t.act("release.proposed", at, target, HEAD, data | {"ground": ground}, who=1)
    told = len(t.events)
    then = t.later(at)
    t.act("proposal.approved", then, target, HEAD, {"proposal_id": proposal}, who=2)
    rise = then + t.rng.choice((-1, 0, 1, HOUR, DAY, 20 * DAY, 40 * DAY))
    _read_after(t, told, rise)
    worsen(t, target, max(at, rise))


def after_breach(t: Teller) -> None:
    """A duty is breached; the approval of its waiver, which was in time, is read afterwards."""
    if not t.owed:
        return
    duty = t.rng.choice(t.owed)
    target = next((one for one in t.targets if one.customer == duty.customer), None)
    if target is None:
        return
    due = t.rng.choice((duty.at + DAY, end_of(day_of(duty.at) + 2), end_of(day_of(duty.at) + 3)))
    proposer = duty.org if t.chance(80) else HEAD
    data = {"duty_ids": [duty.id], "reason": "as agreed"}
    proposal = t.act("waiver.proposed", duty.at + MINUTE, target, proposer, data, who=1)
    told = len(t.events)
    at = max(duty.at + MINUTE, _before(t, due))
    t.act("proposal.approved", at, target, HEAD, {"proposal_id": proposal}, who=2)
    _read_after(t, told, due)
