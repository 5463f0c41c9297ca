"""11.1.5: links, sources, and what is derived from them (O5, O6, W8, W11)."""

from __future__ import annotations

from tests.oracle.judge.clock import day_of, end_of
from tests.oracle.judge.signals import close, tell, waiting
from tests.oracle.judge.wire import Record
from tests.oracle.judge.world import Ground, Link, Signal, World


def group_link(world: World, record: Record) -> None:
    """A membership is made or ended."""
    _change(world, world.groups, (record.data["customer_no"], record.data["group_no"]), record)


def guarantee_link(world: World, record: Record) -> None:
    """A guarantee is made or ended."""
    data = record.data
    key = (data["customer_no"], data["guarantor_no"], data["guarantee_contract_no"])
    _change(world, world.guarantees, key, record)


def _change(world: World, links: dict, key: tuple[str, ...], record: Record) -> None:  # type: ignore[type-arg]
    """A link made while it is in force is nothing new; made after an end, also on that day, it is anew (W8).

    An end that was retracted before it came ends nothing (R31).
    """
    link = links.get(key)
    if record.data["change"] == "ended":
        if link is not None and link.ended is None and record.id not in world.retracted:
            link.ended, link.ended_by = world.now, record.id
    elif link is None or link.ended is not None or link.retracted:
        links[key] = Link(record.id, retracted=record.id in world.retracted)


def retracted(world: World, record: Record) -> None:
    """A retracted link carries nothing more (R31). One whose end is retracted is made anew, if that had come (R103)."""
    event = record.data["retracts"]
    for key, link in [*world.groups.items(), *world.guarantees.items()]:
        if record.data["customer_no"] not in key:  # neither party (R55)
            continue
        if link.made == event:
            link.retracted = True
        if link.ended is not None and link.ended_by == event and not link.retracted:
            link.anew = link.anew if link.holds(world.now) else record.id
            link.ended, link.ended_by = None, ""


def paths(world: World, one: str, other: str) -> dict[str, set[tuple[str, str]]]:
    """The links between two parties in force now: path -> what made them, and what made them anew (R103)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for (party, group), link in world.groups.items():
        mine = world.groups.get((one, group))
        if party == other and mine is not None and mine.holds(world.now) and link.holds(world.now):
            found[f"group:{group}"] = {mine.since, link.since}
    for (customer, guarantor, contract), link in world.guarantees.items():
        if {customer, guarantor} == {one, other} and link.holds(world.now):
            found.setdefault(f"guarantee:{contract}", set()).add(link.since)
    return found


def combined(levels: list[tuple[int, str]]) -> int:
    """W2: the highest; orange where two yellow ones are of different groups."""
    highest = max((level for level, _ in levels), default=0)
    return 2 if highest == 1 and len({group for _, group in levels}) > 1 else highest


def own_level(world: World, customer: str) -> int:
    """O5: the business level by own live signals, and by facts kept for want of a balance (W11, R8)."""
    levels = []
    for sig in world.signals:
        if sig.customer != customer or sig.domain != "business" or sig.clause == "11.1.5":
            continue
        level = sig.level if sig.status == "live" else 0
        if sig.kept is not None and sig.loans is None and sig.status != "closed":
            level = max(level, sig.level if sig.status == "kept" else waiting(world, sig))
        if level:
            levels.append((level, sig.group))
    return combined(levels)


def counts_here(world: World, customer: str) -> bool:
    """O5: a balance, whose end counts from the midnight that ends the day of its recording."""
    ended = world.balance_ended.get(customer)
    return world.has_balance(customer) or (ended is not None and world.now < end_of(day_of(ended)))


def spread(world: World, to: set[str] | None = None) -> None:
    """Tell every party, or only some, what its links bring; derived signals spread no further."""
    everybody = world.customers()
    levels = {customer: own_level(world, customer) for customer in everybody}
    for source in everybody:
        for member in everybody:
            if source != member and (to is None or member in to):
                _tell(world, source, member, levels[source])


def _tell(world: World, source: str, member: str, level: int) -> None:
    """Raise at a rise of the source, a link recorded anew, or a balance recorded after none (W8)."""
    over = paths(world, source, member)
    key, made = (member, source), frozenset(since for links in over.values() for since in links)
    if not (level and over and counts_here(world, member)):
        world.heard[key] = (0, frozenset(), -1)
        return
    run = world.balance_run.get(member, 0)
    before = world.heard.get(key, (0, frozenset(), -1))
    world.heard[key] = (level, made, run)
    if level <= before[0] and made <= before[1] and run == before[2]:
        return
    now = world.now
    ground = Ground("", now, now, now, day_of(now))
    tell(world, member, "11.1.5", source, level, ground, later=True)
    derived = world.episodes(member, "11.1.5", source)[-1]
    if derived.status == "live":
        derived.paths |= set(over)
        derived.grounds |= {event for event, _ in made}
        if len(derived.openings) == 1 and derived.openings[0].at == now:
            derived.interim = not world.has_balance(member)


def close_interim(world: World) -> None:
    """O5: raised at balance nil on the day it ended, closed at the midnight that ends that day."""
    for sig in world.signals:
        if sig.interim and sig.status == "live" and world.now >= end_of(day_of(sig.openings[0].at)):
            close(world, sig, "recovery")


def is_derived(sig: Signal) -> bool:
    """Whether a signal is not the borrower's own."""
    return sig.clause == "11.1.5"
