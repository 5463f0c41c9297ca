"""What follows from a change: recoveries, kept facts, warnings, levels, tiers, and the duties they open."""

from __future__ import annotations

from tests.oracle.judge import contagion, owners
from tests.oracle.judge.clock import day_of, last_of_month, midnight, month_of, next_month
from tests.oracle.judge.duties import fulfil, open_duty, post_of
from tests.oracle.judge.late import gave_up, none_after
from tests.oracle.judge.maturity import check_day, maturity_subject, open_assessment
from tests.oracle.judge.openings import (
    latecomers,
    maturity_of,
    open_crossing,
    open_meeting,
    open_opening,
    open_update,
    open_warning,
)
from tests.oracle.judge.policy import CHECK_DAYS, REPORT_DAYS, SIGN_OFF_DAYS, tier_of
from tests.oracle.judge.signals import close, raise_kept, recover
from tests.oracle.judge.world import Duty, Opening, Signal, Warning, World

DOMAINS = ("business", "management")


def settle(world: World) -> None:
    """Everything that follows at this instant; then what it tells others, and what follows from that."""
    came = _balances(world)
    _own(world, came)
    contagion.spread(world)
    _follow(world)
    for loan in world.loans.values():
        open_assessment(world, loan)
    sign_offs(world)


def _balances(world: World) -> set[str]:
    """Notes where a borrower's balance ended or came back (O5, W8); gives those whose balance came."""
    came = set()
    for customer in {loan.customer for loan in world.loans.values()}:
        had, has = world.had_balance.get(customer, False), world.has_balance(customer)
        if had and not has:
            world.balance_ended[customer] = world.now
        if has and not had:
            world.balance_run[customer] = world.balance_run.get(customer, 0) + 1
            world.balance_ended.pop(customer, None)
            came.add(customer)
            for sig in world.signals:
                sig.interim = sig.interim and sig.customer != customer
        world.had_balance[customer] = has
    return came


def _own(world: World, came: set[str]) -> None:
    """Recoveries close, kept facts are raised, and with them what a new balance derives (O6); warnings follow."""
    for sig in list(world.signals):
        recover(world, sig)
    for sig in list(world.signals):
        if sig.kept_until is not None and sig.status == "kept" and world.now >= sig.kept_until:
            close(world, sig, "")
        raise_kept(world, sig)
    contagion.spread(world, came)
    _follow(world)


def _follow(world: World) -> None:
    """Warnings, tiers and duties after signals have changed."""
    fresh, world.fresh = world.fresh, []
    customers = world.customers()
    news = [_raised_or_closed(world, customer, domain) for customer in customers for domain in DOMAINS]
    for sig, _ in fresh:
        warning = world.warning(sig.customer, sig.domain)
        if warning is not None and sig.status == "live" and sig not in warning.ever:
            warning.ever.append(sig)
            sig.warning = warning.number
    crossed = [one for customer in customers for one in _tiers(world, customer)]
    for sig, opening in fresh:
        _late_discovery(world, sig, opening)
        open_opening(world, sig, opening)
    for warning in crossed:
        open_crossing(world, warning)
    for new in news:
        if new is not None:
            open_warning(world, new)
    for customer in customers:
        for domain in DOMAINS:
            _levels(world, customer, domain)


def _raised_or_closed(world: World, customer: str, domain: str) -> Warning | None:
    """W2: a warning from the first live signal to the closing of the last."""
    live, warning = world.live(customer, domain), world.warning(customer, domain)
    if warning is not None:
        gave_up(world, warning)
    if warning is not None and not live:
        _close_warning(world, warning)
    if warning is not None or not live:
        return None
    number = 1 + sum((one.customer, one.domain) == (customer, domain) for one in world.warnings)
    new = Warning(customer, domain, number, world.now)
    new.level = level_of(live)
    new.levels.append([world.now, new.level])
    world.warnings.append(new)
    return new


def level_of(live: list[Signal]) -> int:
    """W2: the highest; orange when two own yellow signals of different groups are live."""
    own = [(sig.level, sig.group) for sig in live if not contagion.is_derived(sig)]
    business = bool(live) and live[0].domain == "business"
    highest = max((sig.level for sig in live), default=0)
    return max(highest, contagion.combined(own)) if business else highest


def _close_warning(world: World, warning: Warning) -> None:
    """D7: closing ends tracking and meets that month's update."""
    warning.closed_at, warning.last_level, warning.level = world.now, warning.level, 0
    warning.levels.append([world.now, 0])
    until = min(world.now, max(sig.until for sig in warning.ever))
    month = month_of(day_of(until))
    for duty in world.duties.values():
        mine = (duty.customer, duty.domain, duty.number) == (warning.customer, warning.domain, warning.number)
        this_month = duty.kind == "monthly_update" and f":{month}" in duty.hangs_on
        if mine and duty.owed and (duty.kind == "tracking" or this_month):
            fulfil(world, duty, until)
        elif mine and duty.kind == "monthly_update" and duty.state == "met_late" and duty.scored and this_month:
            duty.cause, duty.scored = "pipeline_lag", ""
    none_after(world, warning, until)


def _levels(world: World, customer: str, domain: str) -> None:
    """A warning's level follows its signals; a rise to red opens a meeting (D5). Then those that came in (O9)."""
    warning = world.warning(customer, domain)
    if warning is None:
        return
    live = world.live(customer, domain)
    level = level_of(live)
    if level != warning.level:
        risen, warning.level = level > warning.level, level
        warning.levels.append([world.now, level])
        if risen and level == 3:
            warning.meetings += 1
            warning.red_since, warning.red_then = world.now, [sig for sig in live if sig.level == 3]
            for org in sorted(owners.all_branches(world, live) & warning.branches):
                open_meeting(world, warning, org)
    latecomers(world, warning)


def _tiers(world: World, customer: str) -> list[Warning]:
    """W7: tiers only rise. Gives the business warnings whose tier was crossed after their raise."""
    tier, crossed = tier_of(owners.amount(world, customer)), []
    for domain in DOMAINS:
        warning = world.warning(customer, domain)
        if warning is None or (warning.tiers and tier <= warning.tier):
            continue
        if warning.tiers and domain == "business":
            crossed.append(warning)
        warning.tier = tier
        warning.tiers.append([world.now, tier])
    return crossed


def _late_discovery(world: World, sig: Signal, opening: Opening) -> None:
    """P4: discovered after the later of the check day and D-25 (below 1,000,000) or D-30."""
    if sig.clause != "11.1.1" or opening.ground.missing or sig.status != "live":
        return
    loan = world.loans[sig.subject.split("|")[0]]
    tier = world.numbered(sig.customer, sig.domain, sig.warning).tier
    bound = maturity_of(sig) - (REPORT_DAYS if tier == 0 else CHECK_DAYS)
    check = check_day(world, loan) if maturity_subject(loan) == sig.subject else None
    if opening.ground.day > max(bound, bound if check is None else check):
        sig.tags.add("late_discovery")


def month_begins(world: World, customer: str = "") -> None:
    """D6: at 00:00 of the 1st, an update for every warning live and every sub-branch with a source loan in it."""
    for warning in world.warnings:
        if customer in ("", warning.customer) and warning.closed_at is None and warning.raised_at < world.now:
            for org in sorted(owners.all_subs(world, world.live(warning.customer, warning.domain))):
                open_update(world, warning, org)


def sign_offs(world: World) -> None:
    """O3: the month-end forecast of every organisation that has a borrower with a balance in the last ten days."""
    today = day_of(world.now)
    due = next_month(today)
    if world.behind or today < due - SIGN_OFF_DAYS:
        return
    lending = {loan.org for loan in world.loans.values() if loan.balance > 0}
    for org in sorted(lending | {world.branch(one) for one in lending}):
        open_duty(
            world,
            Duty(
                "forecast_sign_off", "11.1.2", "", "", f"month:{month_of(last_of_month(today))}", org,
                post_of(world, "forecast_sign_off", org), world.now, midnight(due), world.now,
            ),
        )  # fmt: skip
