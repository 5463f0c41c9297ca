"""Source loans, owners and amounts (W6, O6, O9)."""

from __future__ import annotations

from collections.abc import Iterable

from tests.oracle.judge.clock import day_of
from tests.oracle.judge.world import Loan, Signal, World


def source_loans(world: World, sig: Signal) -> list[Loan]:
    """W6: the loans named, else all of the borrower's; what was refinanced has given its place up (W9)."""
    if sig.interim:
        return [loan for loan in world.loans_of(sig.customer) if _ended_on_day(loan, sig.openings[0].at)]
    own = [loan for loan in world.loans_of(sig.customer) if not loan.replaced_by]
    return own if sig.loans is None else [loan for loan in own if loan.no in sig.loans]


def _ended_on_day(loan: Loan, at: int) -> bool:
    return loan.balance_ended is not None and day_of(loan.balance_ended) == day_of(at)


def owning_loans(world: World, sig: Signal) -> list[Loan]:
    """Source loans that make an owner: not settled, but for management findings (O9, W11); R92 where none is left."""
    loans = source_loans(world, sig)
    if sig.interim or sig.domain == "management":
        return loans
    return [loan for loan in loans if not loan.settled] or [loan for loan in loans if loan.written_off]


def subs(world: World, sig: Signal) -> set[str]:
    """Owning sub-branches."""
    return {loan.org for loan in owning_loans(world, sig) if world.level(loan.org) == "sub_branch"}


def branches(world: World, sig: Signal) -> set[str]:
    """Owning branches."""
    return {world.branch(loan.org) for loan in owning_loans(world, sig)}


def direct(world: World, sig: Signal) -> set[str]:
    """Branches that book a source loan themselves."""
    return {loan.org for loan in owning_loans(world, sig) if world.level(loan.org) == "branch"}


def all_subs(world: World, sigs: Iterable[Signal]) -> set[str]:
    """Owning sub-branches of several signals."""
    return set().union(*(subs(world, sig) for sig in sigs))


def all_branches(world: World, sigs: Iterable[Signal]) -> set[str]:
    """Owning branches of several signals."""
    return set().union(*(branches(world, sig) for sig in sigs))


def all_direct(world: World, sigs: Iterable[Signal]) -> set[str]:
    """Branches that book a source loan of one of several signals."""
    return set().union(*(direct(world, sig) for sig in sigs))


def amount(world: World, customer: str) -> int:
    """W6: each source loan of the live signals of both domains once."""
    loans = {
        loan.no: loan
        for sig in world.signals
        if sig.status == "live" and sig.customer == customer
        for loan in source_loans(world, sig)
    }
    return sum(loan.balance for loan in loans.values())
