"""11.1.1: the maturity of a loan, its check, and the assessment (P1-P3)."""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.judge import policy
from tests.oracle.judge.clock import NEVER, day_of, end_of, midnight, write_date
from tests.oracle.judge.duties import fulfil, in_time, key_of, open_duty, post_of
from tests.oracle.judge.late import read_after_check
from tests.oracle.judge.policy import CHECK_DAYS, WINDOW_DAYS
from tests.oracle.judge.signals import tell
from tests.oracle.judge.world import Duty, Ground, Loan, World


def maturities(loan: Loan) -> list[int]:
    """All it has had; each is known by its place, the last is the one it has now."""
    return [*(matures for matures, _ in loan.former), loan.matures]


def in_force(world: World, loan: Loan) -> int:
    """Which of them was in force when what is in hand was received (R48)."""
    term = 0
    for place, (_, extended) in enumerate(loan.former):
        if extended <= world.recorded():
            term = place + 1
    return term


def last_day(loan: Loan, term: int) -> int:
    """Until when a bad assessment is a signal: D, or the day of an extension to a date that was past by then (R72)."""
    extended = day_of(loan.terms_recorded) if loan.former and term == len(loan.former) else 0
    return max(maturities(loan)[term], extended)


def maturity_subject(loan: Loan, term: int = -1) -> str:
    """The loan and the maturity date checked (R6)."""
    return f"{loan.no}|{write_date(maturities(loan)[term])}"


def check_day(world: World, loan: Loan) -> int | None:
    """P1, T6; none without a maturity or for what was first recorded after it."""
    recorded = day_of(loan.terms_recorded)
    if loan.matures == NEVER or (recorded > loan.matures and not loan.former):
        return None
    day = max(loan.matures - CHECK_DAYS, loan.drawn, recorded)
    fifth = world.go_live_day()
    if loan.taken_on and fifth is not None:
        day = max(day, min(fifth, loan.matures))
    return day


def _assessable(loan: Loan) -> bool:
    return loan.balance > 0 and not loan.settled and not loan.written_off


def assessment_key(loan: Loan, term: int = -1) -> str:
    """R16; a maturity that comes back is told apart."""
    *before, matures = maturities(loan)[: term % (len(loan.former) + 1) + 1]
    again = before.count(matures)
    return f"loan:{loan.no}:{write_date(matures)}" + (f":{again + 1}" if again else "")


def is_assessment(duty: Duty, loan: Loan, term: int = -1) -> bool:
    """The loan's assessment for a maturity, the one it has now or another; or its successor (D8)."""
    return duty.kind == "assessment" and duty.hangs_on.partition(":after:")[0] == assessment_key(loan, term)


def open_assessment(world: World, loan: Loan) -> None:
    """P3, R21: from D-60, or the recording, or a balance."""
    check = check_day(world, loan)
    if check is None or not _assessable(loan) or world.now < midnight(max(loan.matures - WINDOW_DAYS, loan.drawn)):
        return
    if (
        world.now >= end_of(check)
        or satisfied(world, loan)
        or any(key[3] == assessment_key(loan) for key in world.duties)
    ):
        return
    due = max(end_of(check), world.go_live_end() or 0) if loan.taken_on else end_of(check)
    tags = {"go_live"} if due > _usual_due(loan) else set()
    open_duty(
        world,
        Duty(
            "assessment", "11.1.1", loan.customer, "business", assessment_key(loan), loan.org,
            post_of(world, "assessment", loan.org), world.now, due, world.now, tags=tags,
        ),
    )  # fmt: skip


def _usual_due(loan: Loan) -> int:
    """The due without T6."""
    return end_of(max(loan.matures - CHECK_DAYS, loan.drawn, day_of(loan.terms_recorded)))


def end_assessment(world: World, loan: Loan, only: int | None = None) -> None:
    """P3, R48: ended by settlement, extension, refinancing, write-off or a balance of nil received before its due.

    Also of the maturities it had; ``only``: a breach is withdrawn of this one alone.
    """
    for term in range(len(loan.former) + 1):
        for duty in world.duties.values():
            withdrawn = in_time(world, duty) and only in (None, term)
            if is_assessment(duty, loan, term):
                if duty.state == "open" or withdrawn:
                    fulfil(world, duty)
                duty.met_by += ("",)


def satisfied(world: World, loan: Loan) -> bool:
    """P2: an assessment of the maturity in force that is not retracted."""
    return any(event not in world.retracted for event in loan.assessed)


def assessment_made(world: World, loan: Loan, term: int, made: int, event: str, *, bad: bool) -> None:
    """P2, P3: made on D-60 or later it satisfies; recorded after the due it meets late; of the maturity in force.

    One that is itself a signal leaves no doubt about what the check raised (R67).
    """
    if made < maturities(loan)[term] - WINDOW_DAYS or event in world.retracted:
        return
    if term == len(loan.former):
        loan.assessed.append(event)
    if not bad:
        read_after_check(world, loan, maturity_subject(loan, term))
    for duty in world.duties.values():
        if is_assessment(duty, loan, term):
            if duty.owed:
                fulfil(world, duty)
            duty.met_by += (event,)


def retracted(world: World, event: str) -> None:
    """R107: a duty that one assessment alone has met is owed again, if its due is ahead; by who has the loan now."""
    for loan in world.loans.values():
        for duty in list(world.duties.values()):
            if not is_assessment(duty, loan) or duty.state != "met" or event not in duty.met_by:
                continue
            alone = not satisfied(world, loan) and all(one in world.retracted for one in duty.met_by)
            if alone and duty.due is not None and duty.due > world.now:
                org = duty.followed or duty.org
                again = duty if org == duty.org else replace(duty, org=org, post=post_of(world, duty.kind, org))
                again.state, again.fulfilled_at, again.opened_at = "open", None, duty.moved_at or duty.opened_at
                world.duties[key_of(again)] = again


def first_overdue(world: World, matures: int) -> int:
    """R106: the day after the maturity, or, that being no working day, after the first working day that follows."""
    return (matures if world.days.works(matures) else world.days.nth_after(matures, 1)) + 1


def check_by_clock(world: World, loan: Loan) -> None:
    """11.1.1: no assessment by the end of the check day is treated as unsure."""
    check = check_day(world, loan)
    if check is None or end_of(check) != world.now:
        return
    if loan.written_off:
        loan.checked = True  # R82, R101: not made up
    if not _assessable(loan):
        return
    loan.checked = True
    if satisfied(world, loan):
        return
    now = world.now
    ground = Ground("", now, now, now, check, clock=True, missing=True, tags=("assessment_missing",))
    tell(world, loan.customer, "11.1.1", maturity_subject(loan), policy.MISSING, ground, later=True, loans=[loan.no])
