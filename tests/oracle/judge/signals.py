"""Raising, keeping, lowering and closing signals (W1, W2, W8, W9, W11)."""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.judge import owners
from tests.oracle.judge.clock import after_months, day_of
from tests.oracle.judge.policy import CLASS_SET, FORECAST, GRADES, MAJOR, MEMORY_MONTHS, group_of
from tests.oracle.judge.world import Ground, Loan, Opening, Signal, World


def tell(
    world: World,
    customer: str,
    clause: str,
    subject: str,
    level: int,
    ground: Ground,
    *,
    later: bool,
    loans: list[str] | None = None,
) -> Signal | None:
    """A fact says that a subject is at a level. ``later``: it is a later fact in the sense of W8.

    Gives the signal where it was raised, lifted or kept.
    """
    before = world.episodes(customer, clause, subject)
    current = before[-1] if before else None
    if current is None or current.status == "closed":
        if current is not None and current.closed_by == "release" and not later:
            return None
        return _begin(world, customer, clause, subject, level, ground, loans)
    current.told.append((level, ground))
    standing = 0 if _all_retracted(world, current) else max(current.level, waiting(world, current))
    if level <= standing:
        further = level > current.level and (later or not current.lowered)
        if current.kept is not None and (current.status == "kept" or further):
            current.kept_before.append((level, ground))  # it raises, should what waits now be retracted (R29, R31)
        return None
    if current.lowered and not later:
        return None
    _put(world, current, level, ground)
    return current


def _left_of_kept(world: World, sig: Signal) -> list[tuple[int, Ground]]:
    """What waits and is not retracted, the worst last; of several as bad the last that was told."""
    kept = [*sig.kept_before, *([sig.kept] if sig.kept else [])]
    told = [id(ground) for _, ground in sig.told]
    left = [one for one in kept if one[1].event not in world.retracted]
    return sorted(left, key=lambda one: (one[0], told.index(id(one[1])) if id(one[1]) in told else -1))


def waiting(world: World, sig: Signal) -> int:
    """W11: the worst that waits for a balance and is not retracted."""
    return max((level for level, _ in _left_of_kept(world, sig)), default=0)


def _all_retracted(world: World, sig: Signal) -> bool:
    """W12: whether nothing is left of what is kept."""
    return sig.status == "kept" and not _left_of_kept(world, sig)


def _begin(
    world: World, customer: str, clause: str, subject: str, level: int, ground: Ground, loans: list[str] | None
) -> Signal:
    """A new episode."""
    episode = 1 + len(world.episodes(customer, clause, subject))
    domain = "management" if clause.startswith("12") else "business"
    sig = Signal(customer, domain, clause, subject, episode, group_of(clause, subject), loans)
    world.signals.append(sig)
    for former in world.episodes(customer, clause, subject)[-2:-1]:
        sig.paid, sig.paid_level = set(former.paid), former.paid_level
    sig.told.append((level, ground))
    _put(world, sig, level, ground)
    return sig


def _put(world: World, sig: Signal, level: int, ground: Ground) -> None:
    """Raise or lift at once, or keep until there is a balance (W11)."""
    if ground.event:
        sig.grounds.add(ground.event)
    if can_raise(world, sig):
        lift(world, sig, level, ground)
    else:
        if sig.kept is not None:
            sig.kept_before.append(sig.kept)
        sig.kept, sig.kept_until = (level, ground), None
        _rose(world, sig, ground.recorded)
        if sig.status == "kept":
            sig.level = level
            sig.history.append([level, world.now, ground.start, 0])


def can_raise(world: World, sig: Signal) -> bool:
    """W11, R8: whether there is a balance that the fact is about; findings and arrears ask for none."""
    if sig.domain == "management" or sig.clause in ("11.1.3", "11.1.5"):
        return True
    if sig.loans is None:
        return world.has_balance(sig.customer)
    return any(loan.balance > 0 for loan in owners.source_loans(world, sig))


def lift(world: World, sig: Signal, level: int, ground: Ground) -> None:
    """The raise, or a rise."""
    what = "rise" if sig.status == "live" else "raise"
    number = sig.openings[-1].number + 1 if sig.openings else 1
    opening = Opening(number, what, level, world.now, ground)
    sig.openings.append(opening)
    sig.history.append([level, world.now, ground.start, number])
    sig.level, sig.status, sig.kept, sig.kept_before = level, "live", None, []
    _rose(world, sig, ground.recorded if ground.known_recorded is None else world.recorded())
    sig.tags |= set(ground.tags)
    if world.lagging:
        sig.tags.add("pipeline_lag")
    world.touch(sig.customer)
    if ground.limit is not None and ground.day > ground.limit:
        sig.tags.add("late_discovery")
    world.fresh.append((sig, opening))


def _rose(world: World, sig: Signal, recorded: int) -> None:
    sig.rose.append((world.step, recorded))


def raise_kept(world: World, sig: Signal) -> None:
    """W11: a balance is recorded; discovery is the fact's own, but not before that recording."""
    if sig.kept is None or sig.status == "closed" or not can_raise(world, sig):
        return
    standing = _left_of_kept(world, sig)
    if standing:
        level, ground = sig.kept if sig.kept[1].event not in world.retracted else standing[-1]
        sig.grounds |= {ground.event} - {""}
        lift(world, sig, min(level, sig.kept[0]), put_off(world, ground))


def put_off(world: World, ground: Ground) -> Ground:
    """The ground of a fact that was waiting for a balance."""
    start = max(ground.discovered, world.now)
    return replace(
        ground,
        recorded=world.now,
        discovered=start,
        start=start,
        day=day_of(start),
        known_since=_first(ground.known_since, ground.discovered),
        known_recorded=_first(ground.known_recorded, ground.recorded),
        tags=tuple(tag for tag in ground.tags if tag != "late_recording"),
    )


def _first(known: int | None, now: int) -> int:
    return now if known is None else known


def close(world: World, sig: Signal, by: str, until: int | None = None) -> None:
    """The end of an episode; it was live until what ends it was received, however late that is read (R61)."""
    if sig.status == "live":
        sig.until = world.recorded() if until is None else until
    sig.status, sig.closed_by, sig.kept, sig.kept_before = "closed", by, None, []
    sig.history.append([0, world.now, world.now, 0])
    sig.level = 0
    if by == "release":
        sig.paid, sig.paid_level = set(), 0


def lower(world: World, sig: Signal, level: int) -> None:
    """To a lower level, by release."""
    if sig.kept is not None:
        sig.kept = (min(level, sig.kept[0]), sig.kept[1]) if sig.status == "kept" else None
        before = sig.kept_before if sig.status == "kept" else []
        sig.kept_before = [(min(level, told), ground) for told, ground in before]
    if level >= sig.level:
        return
    sig.level, sig.lowered, sig.paid, sig.paid_level = level, True, set(), 0
    sig.history.append([level, world.now, world.now, 0])


def recover(world: World, sig: Signal) -> None:
    """W9: every source loan settled by payment, none written off."""
    if sig.status != "live" or sig.domain != "business" or sig.interim:
        return
    loans = owners.source_loans(world, sig)
    if not loans or any(not loan.settled or loan.written_off for loan in loans):
        return
    sig.closing = sig.level, world.now
    if sig.clause != "11.1.5":
        sig.paid_level = max(sig.paid_level, sig.level)
        given = [one.no for one in world.loans_of(sig.customer) if one.replaced_by and sig.loans is None]
        sig.paid |= {*(loan.no for loan in loans), *sig.replaced, *given}
    close(world, sig, "recovery", max(loan.ended_at for loan in loans))
    standing, ground = _left(world, sig)
    if ground is not None:
        _keep(world, sig, standing, ground)


def _left(world: World, sig: Signal, since: Signal | None = None) -> tuple[int, Ground | None]:
    """W9, R30: level and ground of what still stands of a signal about the borrower that was closed by recovery.

    Nothing, where all that is left was on record when the one before it was released. ``since``: what has been kept of
    it; lowered since, it stands no higher than that.
    """
    highest = sig.closing[0] if since is None or not since.history else since.level
    standing = min(highest, _still_stands(world, since or sig)) if sig.loans is None else 0
    told = [ground for _, ground in (since or sig).told if ground.event not in world.retracted]
    if not standing or not told:
        return 0, None
    last = sig.openings[-1].ground
    return standing, told[-1] if last.event in world.retracted else last


def retracted(world: World, event: str) -> None:
    """R105: what stands without a retracted figure, class, forecast or major event is kept, as if that had not been."""
    for sig in list(world.signals):
        episodes = world.episodes(sig.customer, sig.clause, sig.subject)
        kept = sig.status == "kept" and sig.kept_until is not None  # nothing has come since (W9)
        old = episodes[-2] if kept and len(episodes) > 1 else sig
        if sig is not episodes[-1] or old.closed_by != "recovery" or not _went_by(world, sig, event):
            continue
        until = after_months(old.closing[1], MEMORY_MONTHS)
        if old is not sig and sig.kept is not None:
            _keep_otherwise(world, old, sig, event)
        elif (left := _left(world, old))[1] is not None and world.now < until:
            _keep(world, sig, left[0], left[1])
            world.signals[-1].kept_until = until


def _keep_otherwise(world: World, old: Signal, sig: Signal, event: str) -> None:
    """What was kept, by what is left; where nothing stands it raises no more."""
    standing, ground = _left(world, old, sig)
    if sig.kept is None or ground is None:
        sig.kept = sig.kept and (sig.kept[0], replace(sig.kept[1], event=event))
        sig.kept_before, sig.disputed = [], True
    else:
        sig.level, sig.kept, sig.disputed = standing, (standing, ground), False
        sig.grounds -= world.retracted  # it rests on them no more, however often they are retracted
    sig.grounds |= {ground.event if ground else event} - {""}


def _went_by(world: World, sig: Signal, event: str) -> bool:
    """Whether what stands of a signal went by a figure, class, forecast or major event: the last, or its ground."""
    found: list[str] = []
    if sig.clause == "11.1.4":
        found = [ground.event for _, ground in sig.told]
    elif sig.clause == "11.1.2":
        found = [one for one, _, _ in world.graded.get(sig.customer, [])]
    elif sig.clause == "11.1.6":
        found = [one for one, _ in world.observed.get((sig.customer, sig.subject), [])]
    last = [one for one in found if one == event or one not in world.retracted][-1:]
    return event in last or (event in found and sig.kept is not None and sig.kept[1].event == event)


def _keep(world: World, old: Signal, level: int, ground: Ground) -> None:
    """W9: what was closed by recovery is kept as in W11, for 12 months; on that one ground (R30)."""
    sig = Signal(old.customer, old.domain, old.clause, old.subject, old.episode + 1, old.group, None)
    sig.level, sig.kept, sig.grounds, sig.told = level, (level, ground), {ground.event} - {""}, list(old.told)
    sig.lowered, sig.paid, sig.paid_level = old.lowered, set(old.paid), old.paid_level
    sig.kept_until = after_months(world.now, MEMORY_MONTHS)
    world.signals.append(sig)


def unpaid(world: World, loan: Loan, instead: Loan | None = None, *, named: bool = False) -> None:
    """R87, R88, R101: a loan was not paid: what closed by recovery with it has its next episode.

    ``named``: only what is about the loan.
    """
    for sig in list(world.signals):
        last = world.episodes(sig.customer, sig.clause, sig.subject)[-1]
        if sig is not last or sig.customer != loan.customer or loan.no not in sig.paid:
            continue
        if named and sig.loans is None:
            continue
        if sig.status == "kept" and sig.kept is not None:
            worst = max(sig.paid_level, sig.level)
            sig.level, sig.kept_until = worst, None
            sig.kept = (max(sig.paid_level, sig.kept[0]), sig.kept[1])
        else:
            _again(world, sig, instead)
        sig.paid, sig.paid_level = set(), 0


def _again(world: World, sig: Signal, instead: Loan | None) -> None:
    """A closed one as its next episode, about the loan that stands instead; a live one rises to what it was."""
    facts = [one.ground for one in sig.openings if one.what != "crossing"]  # a crossing tells nothing of it
    grounds = [ground for ground in facts if ground.event not in world.retracted]
    if not grounds:
        return
    if sig.status == "live":
        if sig.paid_level > max(sig.level, waiting(world, sig)):
            sig.kept_before += [sig.kept] if sig.kept else []
            sig.kept = (sig.paid_level, grounds[-1])
        return
    _keep(world, sig, sig.paid_level, grounds[-1])
    again = world.signals[-1]
    again.loans, again.replaced, again.kept_until = sig.loans, set(sig.replaced), None
    again.paid, again.paid_level = set(), 0
    if sig.loans is not None and instead is not None:
        again.loans, again.replaced = [instead.no], {*sig.replaced, *sig.loans}


def join(world: World, old: Loan, new: Loan, *, first: bool) -> None:
    """R70: a signal about the old loan is about every loan that takes its place; closed too early, it comes again.

    What is about the borrower comes again with the first alone, which says that the old one was not paid (R87).
    """
    unpaid(world, old, new, named=not first)
    share(world, old, new)
    for sig in world.signals:
        if sig.status != "closed" and sig.customer == old.customer and old.no in (sig.loans or ()):
            sig.loans = [no for no in sig.loans or () if no != old.no]
            sig.replaced.add(old.no)


def share(world: World, old: Loan, new: Loan) -> None:
    """R70, R100: what names a loan is about those, too, that pay it or a part of it."""
    for sig in world.signals:
        if sig.status == "closed" or sig.customer != old.customer or sig.loans is None:
            continue
        if old.no in {*sig.loans, *sig.replaced} and new.no not in sig.loans:
            sig.loans = [*sig.loans, new.no]


def rejoin(world: World, loan: Loan) -> None:
    """R101: a loan that was not refinanced away is a source loan again, beside those that joined in its place."""
    for sig in world.signals:
        mine = sig.status != "closed" and sig.customer == loan.customer
        if mine and sig.loans is not None and loan.no in sig.replaced:
            sig.replaced.discard(loan.no)
            sig.loans = [*sig.loans, loan.no]


def _still_stands(world: World, sig: Signal) -> int:
    """R11: the level that the last observation on record gives."""
    if sig.clause == "11.1.4":
        return MAJOR if {ground.event for _, ground in sig.told} - world.retracted else 0
    if sig.clause == "11.1.2":
        last = [level for event, _, level in world.graded.get(sig.customer, []) if event not in world.retracted]
        return last[-1] if last else 0
    if sig.clause == "11.1.6":
        return last_observed(world, sig.customer, sig.subject) or 0
    return 0


def last_observed(world: World, customer: str, subject: str) -> int | None:
    """The level of the last observation of a subject of 11.1.6."""
    seen = [lvl for event, lvl in world.observed.get((customer, subject), []) if event not in world.retracted]
    return seen[-1] if seen else None


def grade_rank(grade: str) -> int:
    """From best to worst."""
    return GRADES.index(grade)


def grade_level(kind: str, grade: str) -> int:
    """11.1.2, O1: what a class set, or one forecast, gives."""
    return (FORECAST if kind == "classification.forecast" else CLASS_SET).get(grade, 0)
