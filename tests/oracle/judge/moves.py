"""A loan is booked elsewhere (O9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.oracle.judge import owners
from tests.oracle.judge.duties import end, escalation, had_discovered, key_of, post_of
from tests.oracle.judge.maturity import is_assessment
from tests.oracle.judge.wire import Record
from tests.oracle.judge.world import Duty, Loan, Signal, Warning, World

SUB_ON_WARNING = ("team", "monthly_update", "answer", "completion")
BRANCH_ON_WARNING = ("meeting", "tracking", "answer", "completion")


def moved(world: World, record: Record) -> None:
    """Open duties move with their due, or are shared; what is breached stays, and the new one gets it too."""
    loan, new = world.loans[record.data["loan_no"]], record.data["org_no"]
    if world.level(new) not in ("sub_branch", "branch") or new == loan.org:
        return
    live = [sig for sig in world.signals if sig.customer == loan.customer and sig.status == "live"]
    touched = [sig for sig in live if loan in owners.owning_loans(world, sig)]
    warnings = [world.numbered(*one) for one in sorted({(sig.customer, sig.domain, sig.warning) for sig in touched})]
    old, loan.org = loan.org, new
    if world.level(new) == "sub_branch" or world.level(old) == "branch":
        _assessment(world, loan, old)
    if world.level(old) == "sub_branch" == world.level(new):
        _between(world, touched, warnings, old, new, owners.subs, SUB_ON_WARNING)
        for sig in touched:
            sig.subs = stands_for(sig.subs, old, new, owners.subs(world, sig))
        for warning in warnings:
            now = owners.all_subs(world, world.live(warning.customer, warning.domain))
            warning.subs = stands_for(warning.subs, old, new, now)
            warning.present = warning.present & now | {new}
    before, after = world.branch(old), world.branch(new)
    if before != after:
        _between(world, touched, warnings, before, after, owners.branches, BRANCH_ON_WARNING)
        for sig in touched:
            sig.branches = stands_for(sig.branches, before, after, owners.branches(world, sig))
        for warning in warnings:
            now = owners.all_branches(world, world.live(warning.customer, warning.domain))
            warning.branches = stands_for(warning.branches, before, after, now)


def stands_for(who: set[str], old: str, new: str, now: set[str]) -> set[str]:
    """Who has come in, once ``new`` stands where ``old`` stood: one that keeps no loan may come in again."""
    return (who if old in now else who - {old}) | {new}


def _between(
    world: World,
    touched: list[Signal],
    warnings: list[Warning],
    old: str,
    new: str,
    holders: Callable[[World, Signal], set[str]],
    kinds: tuple[str, ...],
) -> None:
    """Duties of a signal go by its source loans, duties of a warning by those of all its signals."""
    for sig in touched:
        keeps = old in holders(world, sig)
        for duty in [one for one in world.duties.values() if one.signal is sig and one.org == old]:
            transfer(world, duty, new, keeps=keeps)
    for warning in warnings:
        keeps = any(old in holders(world, sig) for sig in world.live(warning.customer, warning.domain))
        for duty in list(world.duties.values()):
            if duty.org == old and _of(duty, warning) and (duty.kind in kinds or duty.clause == "12.1.1"):
                transfer(world, duty, new, keeps=keeps)


def _of(duty: Duty, warning: Warning) -> bool:
    mine = (duty.customer, duty.domain, duty.number) == (warning.customer, warning.domain, warning.number)
    return mine and duty.signal is None


def _assessment(world: World, loan: Loan, old: str) -> None:
    """The assessment goes with its loan."""
    for duty in [one for one in world.duties.values() if is_assessment(one, loan)]:
        if duty.org == old:
            transfer(world, duty, loan.org, keeps=False)
        if duty.state == "met" and old == (duty.followed or duty.org):
            duty.followed, duty.moved_at = loan.org, world.now


def transfer(world: World, duty: Duty, new: str, *, keeps: bool) -> None:
    """None is doubled; what only a withdrawn breach had ended is none (R84)."""
    if not duty.owed:
        return
    there = world.duties.get(key_of(duty, new))
    if there is None or there.state == "moved" or there.ended_by_withdrawal:
        fed = duty.feed and not (duty.ground is not None and had_discovered(world, new, duty.ground))
        copy = replace(
            duty,
            feed=fed,
            org=new,
            post=post_of(world, duty.kind, new),
            tags=set(duty.tags),
            opened_at=world.now,
            silent=list(duty.silent),
        )
        if duty.state == "breached":
            copy.cause, copy.scored, copy.escalated_to = "moved", "", escalation(world, new)
        world.duties[key_of(copy)] = copy
    if duty.state == "open" and not keeps:
        end(world, duty, "moved")
