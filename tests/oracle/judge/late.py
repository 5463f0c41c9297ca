"""What was received before a clock check and is read after it (T2, R48): the check stands, disputed."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.judge.duties import REPORTS
from tests.oracle.judge.world import Ground, Loan, Signal, World


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
    """Disputed while it is not closed (R31); the breaches of the report duties of that opening are not scored."""
    checked = {one.number for one in sig.openings if by_clock(one.ground) and one.at > world.recorded()}
    if checked and sig.status != "closed":
        sig.disputed = True
        sig.tags.add("pipeline_lag")
    for duty in world.duties.values():
        of_check = duty.signal is sig and duty.opening in checked and duty.kind in REPORTS
        if of_check and duty.breached_at is not None:
            duty.cause, duty.scored = "pipeline_lag", ""
