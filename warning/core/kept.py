"""What is kept for want of a balance, and what comes of it (W8, W9, W11)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.effects import SignalChanged, Why
from warning.core.frame import LEVELS
from warning.core.rows import Step, row_id
from warning.core.scalars import months_later
from warning.core.signals import CLOCK, bears, enter, remember, risen, stands, was_lowered, what_raises
from warning.core.state import Ground, Loan, Track


def raise_kept(d: Draft) -> None:
    """W11: a balance is recorded: what was kept about the party, or about that loan, is raised now."""
    for key in sorted(d.tracks):
        track = d.tracks[key]
        if track.waiting:
            _rise_after_wait(d, key, track)
            continue
        ground = what_raises(track) if track.row.status == "kept" else None
        if ground is None or not bears(track.row.clause, d.source_loans(track)):
            continue
        before = [one for one in track.grounds if stands(track, one) and one is not ground]
        level = min(track.row.level, ground.level)
        row = replace(
            track.row,
            status="live",
            level=level,
            history=(*track.row.history, Step(level, d.at, d.at, 1, d.record.id)),
            tags=tuple(sorted({*track.row.tags, *_after_wait(ground)})),
        )
        raised = replace(
            track,
            row=row,
            start=d.at,
            day=d.today,
            openings=1,
            moved_at=d.at,
            **risen(track, d.recorded),
            grounds=(*(replace(one, opening=0) for one in before), replace(ground, opening=1)),
            limit=ground.limit or track.limit,
            finder=ground.finder,
            forecast=ground.forecast,
            keep_until=0,
            beside=(),
            found_from=d.at,
        )
        why = Why("balance_recorded", "W11", (("level", LEVELS[row.level]),), (d.record.id,))
        enter(d, key, raised, "raised", why)


def _rise_after_wait(d: Draft, key: str, track: Track) -> None:
    """W11: a balance is recorded: the worst rise that waited for it, discovered now."""
    if track.row.status != "live" or not bears(track.row.clause, d.source_loans(track)):
        return
    opening = track.openings + 1
    ground, level = track.waiting[-1], track.waiting[-1].level
    row = replace(
        track.row,
        level=level,
        history=(*track.row.history, Step(level, d.at, d.at, opening, ground.event)),
        tags=tuple(sorted({*track.row.tags, *_after_wait(ground)})),
    )
    rise = replace(
        track,
        row=row,
        start=d.at,
        day=d.today,
        openings=opening,
        moved_at=d.at,
        **risen(track, d.recorded),
        grounds=(*track.grounds, replace(ground, opening=opening)),
        limit=ground.limit or track.limit,
        finder=ground.finder,
        found_from=d.at,
        forecast=ground.forecast,
        waiting=(),
        beside=(),
    )
    why = Why("balance_recorded", "W11", (("level", LEVELS[row.level]),), (d.record.id,))
    enter(d, key, rise, "rose", why)


def _after_wait(ground: Ground) -> tuple[str, ...]:
    """Tags of a fact raised when a balance comes: late it is for nobody, its clocks start then (W11)."""
    return tuple(tag for tag in ground.tags if tag != "late_recording")


def forgo(d: Draft, key: str, level: int) -> None:
    """A rise that waits for a balance is on record at the approval of a release below it: it raises nothing (W8)."""
    track = d.tracks[key]
    if track.waiting and level < track.waiting[-1].level:
        d.tracks[key] = replace(track, waiting=(), beside=())


def keep_after_recovery(d: Draft, key: str, level: int, until: int, closing: int, retracted: str = "") -> None:
    """W9: the fact about the borrower still stands at ``level``: kept as the next episode, for so long.

    ``closing``: the level at the closing; ``retracted``: the record without which it stands (R105).
    """
    track = d.tracks[key]
    last = track.grounds[-1] if not track.grounds[-1].retracted else track.facts[-1]
    why = _kept(d, until, last, retracted)
    bare = Track(track.row, keep_until=until, recovered=track.recovered, closing=closing)
    _next_episode(d, key, replace(last, opening=1, level=level), why, bare)


def _kept(d: Draft, until: int, ground: Ground, retracted: str) -> Why:
    if not retracted:
        return Why("kept_after_recovery", "W9", (("until", until),), (ground.event,))
    values = (("until", until), ("retracted", retracted))
    return Why("kept_after_recovery", "W9", values, (ground.event, retracted, d.record.id))


def keep_what_is_left(d: Draft, event_id: str) -> bool:
    """R105: after a recovery what stands goes by the last fact that is left. Whether it did by the one retracted."""
    found = False
    for key, track in sorted(d.tracks.items()):
        row = track.row
        went_by = {ground.event for ground in (*track.facts[-1:], *track.grounds[-1:])}
        if row.loans is not None or row.clause == "11.1.5" or event_id not in went_by:
            continue
        left = replace(track, facts=tuple(ground for ground in track.facts if ground.event != event_id))
        if row.status == "closed" and row.closed_by == "recovery" and len(row.history) > 1:
            found = _keep_anew(d, key, left, event_id) or found
        elif row.status == "kept" and track.keep_until:
            found = _keep_otherwise(d, key, left, event_id) or found
    return found


def _keep_anew(d: Draft, key: str, track: Track, event_id: str) -> bool:
    """What a retracted figure back to normal had kept from standing; whether it does."""
    *_, before, closing = track.row.history
    until = months_later(closing.at, d.frame.book.recovery_memory_months)
    level = min(before.level, track.fact)
    if not level or d.at >= until:
        return False
    d.tracks[key] = track
    keep_after_recovery(d, key, level, until, before.level, event_id)
    return True


def _keep_otherwise(d: Draft, key: str, track: Track, event_id: str) -> bool:
    """What was kept, at the level of the last fact left; where that does not stand, it raises nothing more (W12)."""
    level = min(track.closing or track.row.level, track.fact)
    last = track.grounds[-1]
    if not level:
        d.tracks[key] = replace(track, grounds=(replace(last, event=event_id),), beside=())
        return False
    if last.event == event_id or last.retracted:
        last = track.facts[-1]
    row = replace(track.row, level=level, disputed=False)
    d.tracks[key] = replace(track, row=row, grounds=(replace(last, opening=1, level=level),))
    d.say(SignalChanged("kept", row, _kept(d, track.keep_until, last, event_id)))
    return True


def remember_recovery(d: Draft, key: str, was: Track, loans: Iterable[Loan]) -> None:
    """R87: the level a signal had and the loans it was about, for where one of them was not paid after all.

    Of one about the borrower also those that others had taken the place of (R101).
    """
    if was.row.loans is None:
        loans = d.loans.values()
    about = (*(loan.loan_no for loan in loans), *was.gave)
    level = max(was.row.level, was.recovered[0])
    d.tracks[key] = replace(d.tracks[key], recovered=(level, tuple(dict.fromkeys((*was.recovered[1], *about)))))


def not_recovered(d: Draft, loan_no: str, why: Why, new: str = "", *, named: bool = False) -> None:
    """R70, R87, R88: a loan settled was not paid; what closed by that comes again, about ``new`` in its place.

    ``named``: only what named the loan, which another share of it joins (R70).
    """
    for key, track in sorted(d.tracks.items()):
        level, about = track.recovered
        if loan_no not in about or (named and track.row.loans is None):
            continue
        d.tracks[key] = replace(track, recovered=(0, ()))
        standing = [ground for ground in track.grounds if stands(track, ground)]
        if track.row.status == "closed" and standing:
            _come_again(d, key, replace(standing[-1], opening=1, level=level), why, new)
        elif track.row.status == "kept":
            last = replace(track.grounds[-1], level=max(level, track.grounds[-1].level))
            row = replace(track.row, level=max(level, track.row.level))
            grounds = (*track.grounds[:-1], last)
            d.tracks[key] = replace(track, row=row, grounds=grounds, keep_until=0, recovered=(0, ()))
            d.say(SignalChanged("kept", row, why))
        elif level > track.row.level and standing and track.row.status == "live":
            worse = not track.waiting or level > track.waiting[-1].level
            waiting = (*track.waiting, replace(standing[-1], level=level)) if worse else track.waiting
            d.tracks[key] = replace(track, waiting=waiting, recovered=(0, ()))


def _come_again(d: Draft, key: str, ground: Ground, why: Why, new: str) -> None:
    """The next episode of a signal closed by what was no recovery, at the level it had then."""
    track = d.tracks[key]
    loans, gave = track.row.loans, track.gave
    if loans is not None and new:
        loans, gave = (new,), tuple(dict.fromkeys((*gave, *loans)))
    rests = track.rests if ground.event == CLOCK else ()
    _next_episode(d, key, ground, why, Track(replace(track.row, loans=loans), gave=gave, rests=rests))


def _next_episode(d: Draft, key: str, ground: Ground, why: Why, bare: Track) -> None:
    """A closed signal kept as its next episode, on one ground; ``bare`` has the loans, and how long it is kept."""
    track = d.tracks[key]
    remember(d, track)
    episode = track.row.episode + 1
    row = replace(
        bare.row,
        id=row_id("S", d.customer_no, track.row.clause, track.row.subject, episode),
        episode=episode,
        level=ground.level,
        status="kept",
        history=(),
        closed_by="",
        tags=(),
        disputed=False,
    )
    d.tracks[key] = replace(
        bare,
        row=row,
        facts=track.facts,
        start=d.at,
        day=d.today,
        limit=track.limit,
        grounds=(ground,),
        to_head_office=track.to_head_office,
        rises=1,
        rose=(d.recorded,),
        lowered=was_lowered(track),
    )
    d.say(SignalChanged("kept", row, why))


def forget(d: Draft, key: str) -> None:
    """W9: the 12 months are over."""
    track = d.tracks[key]
    history = (*track.row.history, Step(0, d.at, d.at, 0, d.record.id))
    row = replace(track.row, status="closed", level=0, closed_by="recovery", history=history)
    d.tracks[key] = replace(track, row=row)
    d.say(SignalChanged("forgotten", row, Why("forgotten", "W9")))
