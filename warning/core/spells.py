"""Spells of arrears as their positions leave them: whose date counts, what has cleared them, and what is retracted."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from warning.core.conditions import bands_reached
from warning.core.scalars import day_of
from warning.core.state import Spell

Bands = tuple[tuple[int, int], ...]
Asserted = tuple[tuple[str, int, int], ...]
Cleared = tuple[str, int, int, int]

ASSERTED: Final = 62
"""How many positions of a spell are remembered between the first and the newest."""
CLEARINGS: Final = 16
"""How many clearings of a spell are remembered."""
AGAIN: Final = 4
"""How many of those say so of one run: the one that cleared it, and others after it."""
FORMER: Final = 8
"""How many spells before the last are remembered."""


def begun(name: str, day: int, before: Spell | None) -> Spell:
    """A new spell by one position, with those before it, should they not have been cleared (R104)."""
    former = before.former if before is not None and not before.events else before
    former = _latest(former, FORMER) if former is not None and former.cleared else None
    return Spell(abs(day), abs(day), running=True, next_band=0, events=((name, day, 0),), former=former)


def _latest(spell: Spell, number: int) -> Spell:
    """A spell with so many of them at most, itself included."""
    former = _latest(spell.former, number - 1) if spell.former is not None and number > 1 else None
    return replace(spell, former=former)


def asserted(spell: Spell, name: str, day: int) -> Spell:
    """With one more position that asserts a date; a spell that had been cleared goes on (R9)."""
    since = min(abs(day), spell.since)
    run = spell.run if spell.running else spell.run + 1
    events = (*spell.events[:1], *spell.events[1:][-ASSERTED:], (name, day, run))
    return replace(spell, since=since, running=True, events=events, run=run)


def own_date(spell: Spell) -> bool:
    """Whether the date it counts from is one of the feed's own, and not only of ours (R106)."""
    return any(day == spell.since for _, day, _ in spell.events)


def earliest(events: Asserted, otherwise: int) -> int:
    """The earliest date on record, the feed's own or one of ours (O4, R106)."""
    return min([abs(day) for _, day, _ in events], default=otherwise)


def stopped(spell: Spell, name: str, at: int, next_band: int) -> Spell:
    """A spell cleared by a record, or said to be once more; ``name``: empty where that cannot be retracted (R104)."""
    had = [one for one in spell.cleared if one[2] == spell.run]
    kept = spell.cleared[:-1] if len(had) >= AGAIN else spell.cleared[-CLEARINGS + 1 :]
    reached = spell.next_band if spell.running or not had else had[-1][3]
    cleared = (*kept, (name, at, spell.run, reached))
    return replace(spell, running=False, next_band=next_band, cleared=cleared)


def reached_by(spell: Spell, bands: Bands, day: int) -> int:
    """How many bands a spell has reached by a day, by the dates on record; none where none is left."""
    return bands_reached(bands, day - spell.since + 1) if spell.events else 0


def unsaid(spell: Spell, name: str, bands: Bands, today: int) -> Spell:
    """W12, R65: without one of its positions: what only that one had reached is not reached."""
    rest = tuple(one for one in spell.events if one[0] != name)
    if len(rest) == len(spell.events):
        return spell
    running = spell.running and any(run == spell.run for *_, run in rest)
    left = replace(spell, events=rest, since=earliest(rest, spell.since), running=running)
    cleared = tuple((by, at, run, min(band, reached_by(left, bands, day_of(at)))) for by, at, run, band in left.cleared)
    return replace(left, next_band=min(left.next_band, reached_by(left, bands, today)), cleared=cleared)


def joined(former: Spell, later: Spell) -> Spell:
    """Two spells as one: the later goes on with the last run of the former (R104)."""
    events = (*former.events, *((name, day, run + former.run) for name, day, run in later.events))
    cleared = (*former.cleared, *((name, at, run + former.run, band) for name, at, run, band in later.cleared))
    run, since = former.run + later.run, earliest(events, former.since)
    spell = replace(former, events=events, cleared=cleared, run=run, since=since)
    return _running(_as_one(spell, former.run))


def _running(spell: Spell) -> Spell:
    """By its last run: whether a position of it is left, and no clearing."""
    said, ended = (any(one[2] == spell.run for one in each) for each in (spell.events, spell.cleared))
    return replace(spell, running=said and not ended)


def uncleared(spell: Spell, entry: Cleared) -> Spell:
    """R104: without one of its clearings; a run that none is left of is one with the run that came after it."""
    cleared = tuple(one for one in spell.cleared if one != entry)
    return _running(_as_one(replace(spell, cleared=cleared), entry[2]))


def _as_one(spell: Spell, run: int) -> Spell:
    """A run that nothing has cleared is one with the run that came after it."""
    while run < spell.run and all(one[2] != run for one in spell.cleared):
        events = tuple((name, day, of - (of > run)) for name, day, of in spell.events)
        cleared = tuple((name, at, of - (of > run), band) for name, at, of, band in spell.cleared)
        spell = replace(spell, events=events, cleared=cleared, run=spell.run - 1)
    return spell


def clearing(spell: Spell, name: str) -> Cleared | None:
    """What a record cleared of a spell."""
    return next((one for one in spell.cleared if one[0] == name), None)


def had_reached(spell: Spell, entry: Cleared) -> int:
    """Bands that a spell had reached when its clearing ``entry`` is retracted: in that run, or in one after it."""
    return max(entry[3], spell.next_band, *(band for *_, of, band in spell.cleared if of >= entry[2]))


def counted_until(spell: Spell, run: int, now: int) -> int:
    """The instant up to which a run has counted, or would have; 0 where no position of it is left."""
    if all(of != run for *_, of in spell.events):
        return 0
    return next((at for _, at, of, _ in spell.cleared if of == run), now)
