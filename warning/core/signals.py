"""Signals: raised, risen, lowered, closed, kept, disputed (W1, W8, W9, W11, W12)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from warning.core.draft import Draft, Opening
from warning.core.effects import SignalChanged, Why
from warning.core.events import Domain, Fact
from warning.core.frame import ORANGE, YELLOW
from warning.core.on_file import told_of_end
from warning.core.rows import MONITORING, Signal, Step, row_id
from warning.core.scalars import day_of
from warning.core.state import Ground, Loan, Track

CLOCK = "clock"
"""What a signal's history names as its event where time alone raised it."""

FACTS = 8
"""How many of the last facts of a signal are remembered: when one is retracted, the one before counts (W12)."""


class Raise(Struct, frozen=True, kw_only=True, gc=False):
    """What a rule says of a subject: its level, what it rests on, and where its clocks start."""

    clause: str
    subject: str
    level: int
    group: str
    start: int
    day: int
    why: Why
    ground: Ground
    loans: tuple[str, ...] | None = None
    domain: Domain = "business"
    later: bool = True
    """W8: whether it is a later fact than those on record."""
    limit: int = 0
    tags: tuple[str, ...] = ()
    found_at: str = ""
    finder: str = ""
    found_from: int = 0
    to_head_office: bool = True
    forecast: bool = False
    paths: tuple[str, ...] = ()
    at_nil: int = 0


def ground_of(d: Draft, fact: Fact, *, default: int, system: bool = False, discovered_by: str = "") -> Ground:
    """Who knew a fact since when, its recording at the latest (W4); what was held is discovered with its loan (W11)."""
    discovered = min(int(fact.discovered) if fact.discovered is not None else default, d.recorded)  # R95
    return Ground(
        event=d.record.id,
        recorded=d.recorded,
        discovered=max(discovered, d.at) if d.record.held else discovered,
        discovered_by=fact.discovered_by or discovered_by,
        recorded_by=fact.recorded_by or "",
        system=system,
        source=fact.source or ("other" if fact.recorded_by else MONITORING),
        known=tuple((owner, since) for fact_id, owner, since in d.concealed if fact_id == d.record.id),
    )


def finder_of(d: Draft, ground: Ground) -> tuple[str, int]:
    """The branch or head office that found the fact itself, and since when it knew (D3, O8, R4)."""
    by = ground.discovered_by or ground.recorded_by
    org = d.frame.orgs.get(by)
    if org is None or org.level == "sub_branch":
        return "", 0
    return by, ground.discovered if ground.discovered_by else d.recorded


def recorded_late(d: Draft, ground: Ground) -> tuple[str, ...]:
    """W5: the tag of a signal recorded on a later date than it was discovered."""
    return ("late_recording",) if day_of(d.recorded) > day_of(ground.discovered) else ()


def raise_signal(d: Draft, said: Raise) -> None:
    """Take in what a rule says: raise, let rise, keep, or only note it (W1, W8, W11)."""
    key = f"{said.clause}|{said.subject}"
    track = d.tracks.get(key)
    if said.domain == "business" and said.loans and all(d.loans[no].settled for no in said.loans if no in d.loans):
        loan = d.loans[said.loans[0]]
        if not (said.level and told_of_end(d, loan)):
            d.file_away("fact_about_settled_loan", "W11", loan_no=loan.loan_no)
        return
    if track is None or track.row.status == "closed":
        if said.level and (track is None or said.later or track.row.closed_by == "recovery"):
            _new_episode(d, key, said, track)
        elif track is not None:
            d.tracks[key] = replace(track, facts=_with_fact(track, said))
        return
    if said.level > _standing(track) and (said.later or not was_lowered(track)):
        if track.row.status == "live" and not _may_live(d, said, track.row.loans):
            _wait(d, key, said, track)
        else:
            _lift(d, key, said, track)
    else:
        d.tracks[key] = replace(track, facts=_with_fact(track, said), beside=_with_beside(track, said))


def _standing(track: Track) -> int:
    """The level a fact must exceed: none where all that is kept was retracted (W12)."""
    return 0 if track.row.status == "kept" and what_raises(track) is None else track.row.level


def what_raises(track: Track) -> Ground | None:
    """What a kept signal is raised by: what it was kept by last, or, that retracted, the worst that is left (R29)."""
    if stands(track, track.grounds[-1]):
        return track.grounds[-1]
    return _worst((*(ground for ground in track.grounds if stands(track, ground)), *track.beside))


def _worst(grounds: tuple[Ground, ...]) -> Ground | None:
    """The worst, of several as bad the last."""
    return max(reversed(grounds), key=lambda ground: ground.level, default=None)


def _with_beside(track: Track, said: Raise) -> tuple[Ground, ...]:
    """With a fact that is no worse than what waits; not one that only says what was released (W8)."""
    row = track.row
    further = said.level > row.level and (said.later or not was_lowered(track))
    if not said.level or not (further and track.waiting if row.status == "live" else said.level <= row.level):
        return track.beside
    return tuple(sorted((*track.beside, _said(said)), key=lambda ground: ground.level))[-FACTS:]


def was_lowered(track: Track) -> bool:
    """Whether a release has lowered it since it was raised, or the one it goes on with after a recovery (W8)."""
    # What a former core kept has no such mark: its history says it, but for what was kept then.
    return track.lowered or any(0 < later.level < step.level for step, later in pairwise(track.row.history))


def stands(track: Track, ground: Ground) -> bool:
    """Whether a ground is not retracted; a band by the clock stands on the positions it was counted from (W12)."""
    by_band = ground.event == CLOCK and track.row.clause != "11.1.1"
    return not ground.retracted and (not by_band or bool(track.rests))


def _said(said: Raise, opening: int = 0) -> Ground:
    """The ground of what a rule says, with what it gives by itself."""
    return replace(
        said.ground,
        level=said.level,
        tags=said.tags,
        limit=said.limit,
        finder=said.finder,
        forecast=said.forecast,
        opening=opening,
    )


def _with_fact(track: Track, said: Raise) -> tuple[Ground, ...]:
    return (*track.facts, _said(said))[-FACTS:]


def risen(track: Track, recorded: int) -> dict[str, Any]:
    """What a track notes of one rise more."""
    return {"rises": track.rises + 1, "rose": (*track.rose, recorded)}


def _wait(d: Draft, key: str, said: Raise, track: Track) -> None:
    """W11: without a balance a rise raises nothing; the worst recorded comes when there is one."""
    if not track.waiting or said.level > track.waiting[-1].level:
        track = replace(track, waiting=(*track.waiting, _said(said)), **risen(track, said.ground.recorded))
    else:
        track = replace(track, beside=_with_beside(track, said))
    d.tracks[key] = replace(track, facts=_with_fact(track, said))
    d.say(SignalChanged("waiting", track.row, said.why))


def _may_live(d: Draft, said: Raise, loans: tuple[str, ...] | None) -> bool:
    """W11: a fact about a party or loans without balance is kept; a finding raises whatever the balance.

    ``loans``: those the signal rests on by now, also the ones that joined what the fact names (R70, R100).
    """
    if said.domain == "management" or said.at_nil:
        return True
    if loans is None:
        return d.has_balance()
    return bears(said.clause, [d.loans[no] for no in loans if no in d.loans])


def bears(clause: str, loans: Iterable[Loan]) -> bool:
    """W11: whether one of the loans a fact is about has a balance; arrears raise until the loan is settled."""
    return any(not loan.settled if clause == "11.1.3" else loan.balance > 0 for loan in loans)


def _tags(d: Draft, said: Raise) -> tuple[str, ...]:
    """Those of the fact, and that time was judged while we were behind."""
    return tuple(sorted({*said.tags, "pipeline_lag"} if d.lagging else said.tags))


def _new_episode(d: Draft, key: str, said: Raise, former: Track | None) -> None:
    episode = former.row.episode + 1 if former is not None else 1
    if former is not None:
        remember(d, former)
    live = _may_live(d, said, said.loans)
    row = Signal(
        id=row_id("S", d.customer_no, said.clause, said.subject, episode),
        customer_no=d.customer_no,
        domain=said.domain,
        clause=said.clause,
        subject=said.subject,
        episode=episode,
        group=said.group,
        level=said.level,
        status="live" if live else "kept",
        loans=said.loans,
        source=said.ground.source,
        history=(Step(said.level, d.at, said.start, 1 if live else 0, said.ground.event),),
        tags=_tags(d, said) if live else (),
        paths=said.paths,
    )
    track = Track(
        row,
        facts=(_said(said),),
        start=said.start,
        day=said.day,
        limit=said.limit,
        openings=1 if live else 0,
        moved_at=d.at,
        rises=1,
        rose=(said.ground.recorded,),
        grounds=(_said(said, 1),),
        found_at=said.found_at,
        finder=said.finder,
        found_from=said.found_from,
        to_head_office=said.to_head_office,
        forecast=said.forecast,
        at_nil=said.at_nil,
        recovered=former.recovered if former is not None else (0, ()),
    )
    enter(d, key, track, "raised" if live else "kept", said.why)


def remember(d: Draft, former: Track) -> None:
    """Keep a former episode while something is owed of it or of its warning, or a proposal names it; drop others."""
    owed = {duty.signal_id for duty in d.duties.values()}.union(*(case.had for case in d.cases.values()))
    asked = owed.union(row_id for proposal in d.proposals.values() for _, row_id, _ in proposal.signals)
    d.past = {row_id: track for row_id, track in ((*d.past.items(), (former.row.id, former))) if row_id in asked}


def enter(d: Draft, key: str, track: Track, change: str, why: Why) -> None:
    """Write a signal that was raised, rose or is kept; its duties open when all of the step is known."""
    d.tracks[key] = track
    if track.row.status == "live":
        d.openings.append(Opening(key, change, why))
    else:
        d.say(SignalChanged(change, track.row, why))


def _lift(d: Draft, key: str, said: Raise, track: Track) -> None:
    live = track.row.status == "live"
    opening = track.openings + 1 if live or _may_live(d, said, track.row.loans) else 0
    row = replace(
        track.row,
        level=said.level,
        status="live" if opening else "kept",
        source=track.row.source if live else said.ground.source,
        history=(*track.row.history, Step(said.level, d.at, said.start, opening, said.ground.event)),
        tags=tuple(sorted({*track.row.tags, *_tags(d, said)})) if opening else track.row.tags,
        paths=tuple(sorted({*track.row.paths, *said.paths})),
    )
    lifted = replace(
        track,
        row=row,
        facts=_with_fact(track, said),
        start=said.start,
        day=said.day,
        limit=said.limit or track.limit,
        openings=opening,
        moved_at=d.at,
        **risen(track, said.ground.recorded),
        keep_until=0,
        grounds=_with_ground(track, said, opening),
        waiting=(),
        beside=() if opening else track.beside,
        found_at=said.found_at or track.found_at,
        to_head_office=said.to_head_office,
        finder=said.finder,
        found_from=said.found_from,
        forecast=said.forecast,
    )
    enter(d, key, lifted, "rose" if live else "raised" if opening else "kept", said.why)


def _with_ground(track: Track, said: Raise, opening: int) -> tuple[Ground, ...]:
    """The grounds with a further one; what is only kept will be opened by the last (D10)."""
    live = track.row.status == "live"
    before = track.grounds if live else tuple(replace(ground, opening=0) for ground in track.grounds)
    return (*before, _said(said, max(opening, 1)))


def lower(d: Draft, key: str, level: int, why: Why) -> None:
    """An approved release lowers a signal, or closes it (W8)."""
    track = d.tracks[key]
    if level == 0:
        close(d, key, "release", why, d.recorded)
        return
    row = replace(track.row, level=level, history=(*track.row.history, Step(level, d.at, d.at, 0, d.record.id)))
    beside = track.beside if row.status == "kept" else ()
    d.tracks[key] = replace(track, row=row, waiting=(), beside=beside, recovered=(0, ()), closing=0, lowered=True)
    d.say(SignalChanged("lowered", row, why))


def close(d: Draft, key: str, by: Literal["recovery", "release"], why: Why, ended: int) -> None:
    """The episode ends (W8, W9); ``ended``: by what was received then, however late it was read (R61)."""
    track = d.tracks[key]
    case = d.cases.get(track.row.domain)
    if case is not None and track.row.status == "live":
        d.cases[track.row.domain] = replace(case, live_until=max(case.live_until, ended))
    row = replace(
        track.row,
        level=0,
        status="closed",
        closed_by=by,
        history=(*track.row.history, Step(0, d.at, d.at, 0, d.record.id)),
    )
    d.tracks[key] = replace(track, row=row, waiting=(), beside=(), recovered=(0, ()))
    d.say(SignalChanged("closed", row, why))


def dispute(d: Draft, event_id: str) -> bool:
    """A ground was retracted: the signals that rest on it are disputed (W12). Whether there was any."""
    found = False
    for key, former in sorted(d.tracks.items()):
        facts = tuple(ground for ground in former.facts if ground.event != event_id)
        derived = former.row.clause == "11.1.5"  # what is derived rests on the links, not on the balance that came
        rests = former.rests if derived else tuple(one for one in former.rests if one != event_id)
        track = former if (facts, rests) == (former.facts, former.rests) else replace(former, facts=facts, rests=rests)
        beside = tuple(ground for ground in track.beside if ground.event != event_id)
        found = found or beside != track.beside
        track = d.tracks[key] = replace(track, beside=beside) if beside != track.beside else track
        waiting = tuple(ground for ground in track.waiting if ground.event != event_id and stands(track, ground))
        own = not derived and any(ground.event == event_id for ground in track.grounds)
        raised = own or event_id in former.rests
        grounds = tuple(
            replace(ground, retracted=True) if ground.event == event_id else ground for ground in track.grounds
        )
        if track.row.status == "closed":
            d.tracks[key] = replace(track, grounds=grounds)
        if track.row.status == "closed" or not (raised or waiting != track.waiting):
            continue
        found = True
        row = replace(track.row, disputed=True)
        d.tracks[key] = replace(track, row=row, grounds=grounds, **_waits(track, waiting))
        d.say(SignalChanged("disputed", row, Why("disputed", "W12", (), (event_id, d.record.id))))
    return found


def _waits(track: Track, left: tuple[Ground, ...]) -> dict[str, tuple[Ground, ...]]:
    """What waits of a rise of which something was retracted: the worst left is last, if it was beside it (R29)."""
    worst = _worst((*left, *track.beside))
    if left[-1:] == track.waiting[-1:] or worst is None or worst in left:
        return {"waiting": left}
    return {"waiting": (*left, worst), "beside": tuple(ground for ground in track.beside if ground != worst)}


def warning_level(tracks: list[Track]) -> int:
    """W2: the highest live signal; orange when two own yellow ones of different groups are live."""
    level = max((track.row.level for track in tracks), default=0)
    if level == YELLOW:
        groups = {track.row.group for track in tracks if track.row.clause != "11.1.5" and track.row.level == YELLOW}
        return ORANGE if len(groups) > 1 else YELLOW
    return level
