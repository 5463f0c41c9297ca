"""What was received before a clock check and is read after it (T2, R48): the check stands, disputed."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.judge import owners
from tests.oracle.judge.clock import day_of, month_of
from tests.oracle.judge.duties import REPORTS, end, withdraw
from tests.oracle.judge.world import Ground, Loan, Signal, Warning, World


def read_after_check(world: World, loan: Loan, subject: str | None = None) -> None:
    """What would have stopped the check of an assessment: of one maturity of the loan, or of all it has had."""
    for sig in world.signals:
        mine = sig.clause == "11.1.1" and sig.subject.startswith(f"{loan.no}|") and subject in (None, sig.subject)
        if mine:
            _disputed(world, sig, lambda ground: ground.missing)


def read_after_band(world: World, loan: Loan, clause: str | None = None) -> None:
    """The clearing that would have kept a band from being reached: of arrears, of overdue principal, or of both."""
    for sig in world.signals:
        arrears = sig.clause == "11.1.3" and sig.subject.startswith(f"{loan.no}|")
        overdue = sig.clause == "11.1.6" and sig.subject == f"3|{loan.no}"
        if (arrears or overdue) and clause in (None, sig.clause):
            _disputed(world, sig, lambda ground: ground.clock)


def _disputed(world: World, sig: Signal, by_clock: Callable[[Ground], bool]) -> None:
    """Disputed while it is not closed (R31), or is only kept (R80); its report duties' breaches are not scored."""
    received = world.recorded()
    checked = {one.number for one in sig.openings if by_clock(one.ground) and _established(one.ground) > received}
    kept = sig.status == "kept" and sig.kept is not None and by_clock(sig.kept[1]) and sig.kept[1].recorded > received
    checked |= {1} if kept else set()  # which its raise will be, if by nothing else
    if checked and sig.status != "closed":
        sig.disputed = True
        sig.tags.add("pipeline_lag")
    for duty in world.duties.values():
        of_check = duty.signal is sig and duty.opening in checked and duty.kind in REPORTS
        if of_check and duty.breached_at is not None:
            duty.cause, duty.scored = "pipeline_lag", ""
    sig.lagged |= checked
    warning = world.warning(sig.customer, sig.domain)
    if checked and warning is not None:
        _of_warning(world, warning)


def _established(ground: Ground) -> int:
    """When the check ran, though what it found was raised only when a balance came (W11)."""
    return ground.recorded if ground.known_recorded is None else ground.known_recorded


def _of_warning(world: World, warning: Warning) -> None:
    """R63: what the warning as such asks for, where all that it rests on (W12) is such checks: not scored."""
    for duty in world.duties.values():
        mine = (duty.customer, duty.domain, duty.number) == (warning.customer, warning.domain, warning.number)
        if not mine or duty.kind not in ("team", "meeting", "monthly_update") or duty.breached_at is None:
            continue
        if duty.rests_on is None:
            lagged = all(1 in sig.lagged for sig in warning.ever)
        else:
            lagged = all(
                any(one.level == 3 and one.number in sig.lagged for one in sig.openings) for sig in duty.rests_on
            )
        if lagged:
            duty.cause, duty.scored = "pipeline_lag", ""


def none_after(world: World, warning: Warning, until: int, org: str | None = None) -> None:
    """R61: it ended at an instant, or one sub-branch's part did: no update of a later month is owed, none scored."""
    for duty in list(world.duties.values()):
        mine = (duty.customer, duty.domain, duty.number) == (warning.customer, warning.domain, warning.number)
        if not mine or duty.kind != "monthly_update" or org not in (None, duty.org):
            continue
        if duty.hangs_on.split(":")[3] <= month_of(day_of(until)):
            continue
        if duty.state == "met_late" and duty.scored:
            duty.cause, duty.scored = "pipeline_lag", ""
        if duty.owed:
            if duty.state == "breached":
                withdraw(world, duty)
            end(world, duty, "waived", until)


def gave_up(world: World, warning: Warning) -> None:
    """R61, D6: sub-branches that own it no more since the record in hand, by what was received earlier than read."""
    if world.recorded() == world.now:
        return
    now = owners.all_subs(world, world.live(warning.customer, warning.domain))
    for org in sorted(warning.present - now):
        instants = [_gone(world, warning, sig, no) for sig, no in warning.stood_on[org]]
        if instants and all(instants):
            none_after(world, warning, max(instants), org)


def _gone(world: World, warning: Warning, sig: Signal, loan_no: str) -> int:
    """Since when a loan makes no owner by a signal: settled, replaced, or released; 0 where it still does."""
    loan, found = world.loans[loan_no], []
    if sig.status == "closed" and sig.closed_by == "release":
        found.append(sig.until)
    if loan.settled and warning.domain == "business":
        found.append(loan.ended_at)
    return min(found, default=0)
