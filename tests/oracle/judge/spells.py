"""Spells of interest arrears and of overdue principal: what was said of them, and the bands they reach (O4, R9)."""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.judge.clock import day_of, midnight, write_date
from tests.oracle.judge.course import Course, Said, Spell
from tests.oracle.judge.grounds import ground_of
from tests.oracle.judge.signals import tell
from tests.oracle.judge.wire import Record
from tests.oracle.judge.world import Ground, Loan, World


def clear(world: World, course: Course, event: str = "", *, cure: bool = False) -> None:
    """No more of it, by a position, or by what ends the loan; after a cure of principal its bands are new (R27)."""
    said = Said(None, event, world.now, cure=cure)
    course.said.append(said)
    _cleared(course, said)


def _cleared(course: Course, said: Said) -> None:
    for spell in course.spells:
        if not spell.cleared:
            spell.cleared_at = said.at
        spell.cleared, spell.cured = True, spell.cured or said.cure
        if course.overdue and said.cure:
            spell.before, spell.reached = max(spell.before, spell.reached), 0


def arise(world: World, loan: Loan, course: Course, record: Record, since: int) -> None:
    """A position says it: a new spell, or one more record of the one that goes on."""
    said = Said(since, record.id)
    course.said.append(said)
    fresh = _enter(world, course, said, since)
    spell = course.spells[-1]
    level, first = band(world, course, spell)
    if level > spell.reached:
        at = midnight(first) if fresh else midnight(day_of(world.now))
        ground = replace(ground_of(record), start=at, day=day_of(at), machine=True)
        _reach(world, loan, course, spell, level, ground)


def _enter(world: World, course: Course, said: Said, since: int) -> bool:
    """R9: again on the same or an earlier date is the last spell going on. Gives whether it is a new one."""
    last = course.spells[-1] if course.spells else None
    if last is not None and not last.cleared and _nothing_left(world, last):
        _cleared(course, Said(None, "", world.now))  # what is retracted had not arisen
    if last is not None and last.cleared and (since <= last.identity or said in course.went_on):
        last.cleared, last.cured, last.resumed = False, False, len(last.records)
    fresh = last is None or last.cleared
    if fresh:
        course.spells.append(Spell(since))
    elif said not in course.went_on:
        course.went_on.append(said)  # whatever is retracted later (O4: one signal, whose identity stands)
    course.spells[-1].records.append(said)
    return fresh


def _nothing_left(world: World, spell: Spell) -> bool:
    return all(one.event in world.retracted for one in spell.records[spell.resumed :])


def _counting(world: World, spell: Spell) -> list[tuple[int, str]]:
    """Date and event of what is not retracted."""
    left = [one for one in spell.records if one.event not in world.retracted]
    return [(one.since, one.event) for one in left if one.since is not None]


def band(world: World, course: Course, spell: Spell, at: int | None = None) -> tuple[int, int]:
    """The band reached now, or at an instant, counted from the earliest date that counts, and its first date."""
    dates = [] if _nothing_left(world, spell) else [since for since, _ in _counting(world, spell)]
    found = (0, 0)
    for first, level in course.bands:
        if dates and min(dates) + first - 1 <= day_of(world.now if at is None else at):
            found = (level, min(dates) + first - 1)
    return found


def _reach(world: World, loan: Loan, course: Course, spell: Spell, level: int, ground: Ground) -> None:
    spell.reached = level
    if course.overdue:
        clause, subject = "11.1.6", f"3|{loan.no}"
    else:
        clause, subject = "11.1.3", f"{loan.no}|{write_date(spell.identity)}"
    tell(world, loan.customer, clause, subject, level, ground, later=True, loans=[loan.no])


def bands_by_clock(world: World, loan: Loan) -> None:
    """A band begins at 00:00 of its first day (O4, T2)."""
    now = world.now
    for course in (loan.arrears, loan.overdue):
        level, event = _further(world, course)
        if level:
            ground = Ground(event, now, now, now, day_of(now), clock=True)
            _reach(world, loan, course, course.spells[-1], level, ground)


def _further(world: World, course: Course) -> tuple[int, str]:
    """A band that the last spell, where it goes on, has reached since, and the event of the date it counts from."""
    spell = course.spells[-1] if course.spells else None
    if spell is None or spell.cleared:
        return 0, ""
    level, _ = band(world, course, spell)
    if level <= spell.reached:
        return 0, ""
    return level, _dated_by(world, spell)


def _dated_by(world: World, spell: Spell) -> str:
    """The event of the date it counts from."""
    _, _, event = min((since, n, event) for n, (since, event) in enumerate(_counting(world, spell)))
    return event


def retracted(world: World, event: str) -> None:
    """R65: what only a retracted position had reached is not reached. R104: a clearing that was none."""
    for loan in world.loans.values():
        for course in (loan.arrears, loan.overdue):
            clearing = any(event == one.event and one.since is None for one in course.said)
            if clearing:
                _told_again(world, course)
            for spell in course.spells:
                if any(event == one.event for one in spell.records) or (clearing and spell is course.spells[-1]):
                    spell.reached = min(spell.reached, _left(world, course, spell, world.now))
                    spell.before = min(spell.before, _left(world, course, spell, spell.cleared_at or world.now))
            if clearing:
                _goes_on(world, loan, course)


def _left(world: World, course: Course, spell: Spell, at: int) -> int:
    """The band that the dates that are left give by an instant."""
    dates = [since for since, _ in _counting(world, spell)]
    days = day_of(at) - min(dates) + 1 if dates else 0
    return max([level for first, level in course.bands if first <= days], default=0)


def _told_again(world: World, course: Course) -> None:
    """The spells as if the clearings that are retracted had not been (R104)."""
    old, course.spells = course.spells, []
    for one in course.said:
        if one.since is not None:
            _enter(world, course, one, one.since)
        elif one.event not in world.retracted:
            _count(world, course, one.at)
            _cleared(course, one)
    _count(world, course, world.now)
    for spell in course.spells:
        if course.overdue:  # one subject, whatever the spell
            same = [one for one in old if any(said in spell.records for said in one.records)]
            spell.before = max(max(one.before, one.reached) for one in same)
            spell.reached = 0 if spell.cured else spell.before
        else:
            spell.reached = max((one.reached for one in old if one.identity == spell.identity), default=0)


def _count(world: World, course: Course, until: int) -> None:
    """What the spell that goes on reaches by an instant."""
    spell = course.spells[-1] if course.spells else None
    if spell is not None and not spell.cleared:
        spell.counted = max(spell.counted, band(world, course, spell, until)[0])


def _goes_on(world: World, loan: Loan, course: Course) -> None:
    """R104: a band reached meanwhile is reached at the recording of the retraction, from 00:00 of that day (R27).

    Also where it has been cleared since, by another record: it had counted until then.
    """
    if loan.settled:
        return
    for spell in course.spells:
        if spell.counted > max(spell.before, spell.reached):
            now, at = world.recorded(), midnight(day_of(world.now))
            ground = Ground(_dated_by(world, spell), now, now, at, day_of(at), machine=True)
            _reach(world, loan, course, spell, spell.counted, ground)
