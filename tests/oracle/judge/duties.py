"""How a duty opens, is met, breached, scored (D8-D11, W5, T6), and the branch's 12.1.1 (D3)."""

from __future__ import annotations

from collections.abc import Iterable

from tests.oracle.judge.clock import DAY, day_of, end_of
from tests.oracle.judge.policy import POSTS
from tests.oracle.judge.world import Duty, Ground, Signal, Warning, World

REPORTS = ("report", "first_notice")


def open_duty(world: World, duty: Duty) -> Duty | None:
    """Put a duty on record; none where one of the same is there (unless it moved away, or R47 ended it), or by T6."""
    key = key_of(duty)
    there = world.duties.get(key)
    gone = there is None or there.state == "moved" or there.ended_by_withdrawal
    if not gone or not _lives(world, duty):
        return None
    duty.feed = not duty.succeeds and _by_feed(world, duty)
    world.duties[key] = duty
    world.touch(duty.customer)
    if duty.due is not None and duty.due <= world.now:
        breach(world, duty)
        if duty.cause == "own" and not duty.succeeds and world.recorded() < duty.due:
            duty.cause, duty.scored = "pipeline_lag", ""  # R64
    return duty


def key_of(duty: Duty, org: str | None = None) -> tuple[str, str, str, str, str]:
    """What a duty is about, and who owes it."""
    return duty.kind, duty.clause, duty.customer, duty.hangs_on, org or duty.org


def post_of(world: World, kind: str, org: str) -> str:
    """D11."""
    return POSTS[kind].get(world.level(org), "")


def _lives(world: World, duty: Duty) -> bool:
    """T6; moves the due where going live sets it."""
    live, end = world.live_from, world.go_live_end()
    if live is None or end is None or duty.due is None:
        return True
    if duty.due <= live:
        if world.now >= end:
            return True
        if duty.kind not in REPORTS or duty.signal is None or not duty.hangs_on.startswith("signal:"):
            return False
        duty.due, duty.feed, duty.early = end, False, world.now < live
        duty.tags.add("go_live")
        return True
    if duty.start < live and duty.due < end:
        duty.due = end
        duty.tags.add("go_live")
    return True


def _by_feed(world: World, duty: Duty) -> bool:
    """W5: recorded with less than half of the clock left, and unknown to the owner until then."""
    ground = duty.ground
    if (ground is not None and ground.clock) or duty.due is None or duty.start >= world.now:
        return False
    left, whole = duty.due - world.now, duty.due - duty.start
    return (left <= 0 or 2 * left < whole) and (ground is None or not had_discovered(world, duty.org, ground))


def had_discovered(world: World, org: str, ground: Ground) -> bool:
    """R3: the organisation had the fact before it was recorded, as the event or a superior's finding says."""
    since = ground.discovered if ground.known_since is None else ground.known_since
    recorded = ground.recorded if ground.known_recorded is None else ground.known_recorded
    said = ground.discovered_by == org and since < recorded
    return said or _found_out(world, org, ground, recorded)


def _found_out(world: World, org: str, ground: Ground, recorded: int) -> bool:
    told = world.concealed.get(ground.event, [])
    return not ground.clock and any(who == org and since < recorded for who, since in told)


def concealed(world: World, duty: Duty) -> bool:
    """D10: known to the owner, recorded first by a superior, head office or a system."""
    ground = duty.ground
    if duty.kind not in REPORTS or ground is None or ground.clock:
        return False
    if ground.recorded_by is not None and ground.recorded_by not in world.above(duty.org):
        return False
    if ground.machine:
        recorded = ground.recorded if ground.known_recorded is None else ground.known_recorded
        return _found_out(world, duty.org, ground, recorded)
    return had_discovered(world, duty.org, ground)


def breach(world: World, duty: Duty) -> None:
    """The due has passed (D9); a sub-branch's silence starts its branch's clock (D3)."""
    duty.state, duty.breached_at = "breached", world.now
    duty.cause = "pipeline_lag" if world.lagging else "feed" if duty.feed else "own"
    duty.escalated_to = escalation(world, duty.org)
    world.touch(duty.customer)
    score(world, duty)
    if duty.kind in REPORTS and duty.domain == "business" and world.level(duty.org) == "sub_branch":
        by_breach(world, duty)


def escalation(world: World, org: str) -> str:
    """D9: the superior's post."""
    posts = {"sub_branch": "branch_monitor", "branch": "head_office_risk_officer"}
    post = posts.get(world.level(org))
    return f"{world.superior(org)}/{post}" if post else ""


def score(world: World, duty: Duty) -> None:
    """R18: how article 18 counts a breach."""
    if duty.cause == "own":
        duty.scored = "concealed" if concealed(world, duty) else "late"
    else:
        duty.scored = ""


def fulfil(world: World, duty: Duty, at: int | None = None) -> None:
    """Met, or met late (D8), as of when what meets it was received, also where that lies before its start (R48)."""
    at = world.recorded() if at is None else at
    if in_time(world, duty, at):
        withdraw(world, duty)
    duty.state = "met" if duty.state == "open" else "met_late"
    duty.fulfilled_at = at


def in_time(world: World, duty: Duty, at: int | None = None) -> bool:
    """T2: what is in hand was received before the due, and is read after the breach."""
    at = world.recorded() if at is None else at
    return duty.state == "breached" and duty.due is not None and at < duty.due


def withdraw(world: World, duty: Duty) -> None:
    """T2: received in time and read after the check: the breach is withdrawn; what stood by it alone ends (R47)."""
    _no_breach(duty)
    for one in list(world.duties.values()):
        if any(silent is duty for silent in one.silent) and not stands(one):
            one.withdrawn = True
            if one.state == "breached":
                _no_breach(one)
            if one.state == "open":
                end(world, one, "waived")
                one.ended_by_withdrawal = True


def _no_breach(duty: Duty) -> None:
    duty.state, duty.breached_at, duty.cause, duty.scored, duty.escalated_to = "open", None, "", "", ""
    duty.tags.add("late_processing")


def stands(duty: Duty) -> bool:
    """R47: whether one of the breaches that a 12.1.1 stands by does."""
    return any(silent.breached_at is not None for silent in duty.silent)


def end(world: World, duty: Duty, state: str, at: int | None = None) -> None:
    """Ended without being met: waived as of the receipt (R48), moved as of the move (R35)."""
    duty.state, duty.fulfilled_at = state, world.now if state == "moved" else at or world.recorded()


def owed(world: World, kinds: Iterable[str], org: str, customer: str, domain: str) -> list[Duty]:
    """What an organisation owes of some kinds on a borrower's warnings in a domain."""
    return [
        duty
        for duty in world.duties.values()
        if duty.owed
        and duty.opened_at <= world.recorded()
        and duty.kind in kinds
        and (duty.org, duty.customer, duty.domain) == (org, customer, domain)
    ]


def of_warning(
    world: World, warning: Warning, kind: str, clause: str, org: str, hangs_on: str, due: int | None
) -> Duty:
    """A duty that a warning carries as such, from this instant."""
    return Duty(
        kind, clause, warning.customer, warning.domain, hangs_on, org, post_of(world, kind, org), world.now, due,
        world.now, number=warning.number,
    )  # fmt: skip


def terms(start: int, day: int, *, notice: bool, cap: int | None = None) -> list[tuple[str, int]]:
    """The 2-day rule, with a first notice of 24 hours where the clock has one (D2)."""
    found = [("first_notice", start + DAY)] if notice else []
    found.append(("report", end_of(day + 2)))
    return [(kind, due if cap is None else min(due, cap)) for kind, due in found]


def open_to_head_office(
    world: World,
    warning: Warning,
    branch: str,
    hangs_on: str,
    start: int,
    *,
    sig: Signal | None = None,
    opening: int = 0,
    ground: Ground | None = None,
) -> None:
    """12.1.1 at the tier of the warning: 2 days from 1,000,000, 24 hours from 5,000,000."""
    if warning.tier < 1:
        return
    for kind, due in terms(start, day_of(start), notice=warning.tier == 2):
        open_duty(
            world,
            Duty(
                kind, "12.1.1", warning.customer, "business", hangs_on, branch, post_of(world, kind, branch), start,
                due, world.now, number=warning.number, signal=sig, opening=opening, ground=ground,
                rests_on=None if sig is None else [sig],
            ),
        )  # fmt: skip


def name_of(sig: Signal, opening: int) -> str:
    """``<clause>:<subject>:<episode>:<opening>`` (R16)."""
    return f"{sig.clause}:{sig.subject}:{sig.episode}:{opening}"


def by_breach(world: World, duty: Duty) -> None:
    """D3: one per (branch, opening) at that tier, from the earliest breach; one that has moved here is it (R83)."""
    sig = duty.signal
    if sig is None:
        return
    warning = world.numbered(duty.customer, "business", duty.number)
    hangs_on = f"breach:{name_of(sig, duty.opening)}:{warning.tier}"
    branch = world.branch(duty.org)
    ground = next(one.ground for one in sig.openings if one.number == duty.opening)
    if not stands_by_breach(world, branch, sig, duty.opening, warning.tier):
        open_to_head_office(world, warning, branch, hangs_on, world.now, sig=sig, opening=duty.opening, ground=ground)
    for one in _by_that_breach(world, branch, sig.customer, hangs_on):
        if not one.withdrawn:
            one.silent.append(duty)


def _by_that_breach(world: World, branch: str, customer: str, hangs_on: str) -> list[Duty]:
    """The 12.1.1 of a branch by breach, and the successors of a waived one (D8)."""
    return [
        duty
        for duty in world.duties.values()
        if (duty.clause, duty.customer, duty.org) == ("12.1.1", customer, branch)
        and duty.hangs_on.partition(":after:")[0] == hangs_on
        and duty.state != "moved"
    ]


def stands_by_breach(world: World, branch: str, sig: Signal, opening: int, tier: int) -> bool:
    """Whether a 12.1.1 of that opening stands by its breach at that tier; one that was met goes on (R47)."""
    hangs_on = f"breach:{name_of(sig, opening)}:{tier}"
    found = [one for one in _by_that_breach(world, branch, sig.customer, hangs_on) if one.kind == "report"]
    return any(not one.withdrawn or one.state in ("met", "met_late") for one in found)
