"""Duties: opened once, and ended met, met late, waived or moved; a breach stays on record (D1, D8-D12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.effects import DutyChanged, Why
from warning.core.ended import exists, has_ended
from warning.core.events import LoanAssessed
from warning.core.frame import HEAD_OFFICE_TIER, Clock, Frame, Term
from warning.core.marks import escalation, escalation_of, met_mark
from warning.core.rows import Duty, DutyKind, Signal, row_id
from warning.core.scalars import HOUR, day_of, end_of
from warning.core.state import Ground, Track

REPORTS = ("first_notice", "report")
RESCORED = (*REPORTS, "monthly_update", "team", "meeting")
"""Kinds of which a late one is kept: its score may still change (D10, R48, R61)."""
ESCALATION_POST = {"branch": "branch_monitor", "head_office": "head_office_risk_officer"}


def due_from(frame: Frame, start: int, day: int, term: Term) -> int:
    """The due of a term: hours run from ``start``, days do not count ``day`` (T1, T2)."""
    if term.unit == "hours":
        return start + term.n * HOUR
    if term.unit == "days":
        return end_of(day + term.n)
    return end_of(frame.calendar.nth_working_day(day, term.n))


class Due(Struct, frozen=True, gc=False):
    """A due with its arithmetic: where it starts, which date is not counted, the term, and what cut it short."""

    kind: DutyKind
    due: int
    start: int
    day: int
    term: Term | None = None
    cap: int = 0
    """The instant no due may pass (P4), or that is the due itself (O2); 0: none."""

    def values(self, tier: int, amount: int) -> tuple[tuple[str, int | str], ...]:
        """For the explanation; ``amount`` is that of the day, 0 where no signal is live any more (W6)."""
        term = () if self.term is None else (("n", self.term.n), ("unit", self.term.unit))
        cap = (("cap", self.cap),) if self.cap else ()
        money = (("amount", amount),) if amount else ()
        return (("start", self.start), ("day", self.day), *term, *cap, ("due", self.due), ("tier", tier), *money)


def clock_dues(frame: Frame, clock: Clock, start: int, day: int) -> list[Due]:
    """The duties of a report's clock: a first notice where it has a 24 h clock, and the written report (D2)."""
    dues: list[Due] = []
    if clock.first_notice is not None:
        dues.append(
            Due("first_notice", due_from(frame, start, day, clock.first_notice), start, day, clock.first_notice)
        )
    dues.append(Due("report", due_from(frame, start, day, clock.report), start, day, clock.report))
    return dues


def discovered_before(grounds: Iterable[Ground], org_no: str) -> bool:
    """Whether somebody of the organisation had discovered the fact before it was recorded (W5, R3)."""
    return any(
        (ground.discovered_by == org_no and ground.discovered < ground.recorded)
        or any(org == org_no and since < ground.recorded for org, since in ground.known)
        for ground in grounds
    )


def _go_live(frame: Frame, start: int, due: int, at: int, *, report: bool, taken_on: bool) -> int | None:
    """T6: the due on going live; None where no duty opens at all. ``report``: that of a signal."""
    live_from, end = frame.live_from, frame.go_live_end()
    if live_from is None or end is None:
        return due
    if taken_on:
        return max(due, end)
    if due <= live_from and at < end:
        return end if report else None
    return max(due, end) if start < live_from < due else due


class NewDuty(Struct, frozen=True, gc=False):
    """A duty to be opened, before its due is settled by go-live (T6) and its cause by what was known (W5)."""

    kind: DutyKind
    clause: str
    hangs_on: str
    org_no: str
    start: int
    due: int | None
    domain: str
    why: Why
    number: int = 0
    track: Track | None = None
    opening: int = 0
    red: bool = False
    taken_on: bool = False
    go_live: bool = False
    came_in: bool = False
    succeeds: bool = False
    """D8: a longer time given by a waiver, so nothing was recorded late."""


def open_duty(d: Draft, new: NewDuty) -> None:
    """Open a duty unless it was opened before; it may be born breached (W5)."""
    org = d.frame.orgs.get(new.org_no)
    duty_id = row_id("D", new.kind, new.clause, d.customer_no, new.hangs_on, new.org_no)
    if org is None or exists(d, duty_id, new.domain, new.number):
        return
    enforced = _enforced(d, new)
    if new.due is not None and enforced is None:
        return
    duty = Duty(
        id=duty_id,
        kind=new.kind,
        clause=new.clause,
        customer_no=d.customer_no,
        domain=new.domain,
        hangs_on=new.hangs_on,
        number=new.number,
        org_no=new.org_no,
        post=d.frame.book.posts[new.kind][org.level],
        start=new.start,
        due=enforced,
        due_working=None if enforced is None else d.frame.due_working(enforced),
        state="open",
        opened_at=d.at,
        tags=("go_live",) if new.go_live or enforced != new.due else (),
        signal_id=new.track.row.id if new.track is not None else "",
        opening=new.opening,
        feed=_fed_late(d, new, enforced),
        early=_is_early(d, new),
        red=new.red,
        came_in=new.came_in,
    )
    if duty.early:
        d.duties[duty.id] = duty
        return
    put(d, duty, "opened", new.why)
    if enforced is not None and enforced <= d.at:
        by_us = d.recorded < enforced and not duty.feed and not new.succeeds
        breach(d, duty, by_us=by_us)


def _enforced(d: Draft, new: NewDuty) -> int | None:
    """The due as T6 leaves it; None where there is none, or no duty at all."""
    if new.due is None:
        return None
    report = new.kind in REPORTS and new.clause != "12.1.1"
    return _go_live(d.frame, new.start, new.due, d.at, report=report, taken_on=new.taken_on)


def _is_early(d: Draft, new: NewDuty) -> bool:
    live_from = d.frame.live_from
    return (
        live_from is not None and not new.taken_on and new.due is not None and new.due <= live_from and d.at < live_from
    )


def _fed_late(d: Draft, new: NewDuty, due: int | None) -> bool:
    """W5: recorded with less than half of its clock left, and nobody of the owner had discovered it before."""
    if due is None or new.succeeds or (due - d.at) * 2 >= due - new.start:
        return False
    grounds = new.track.grounds if new.track is not None else ()
    return not discovered_before((g for g in grounds if new.opening in (0, g.opening)), new.org_no)


def put(d: Draft, duty: Duty, change: str, why: Why) -> None:
    """Write a duty's row; keep it while it is owed, or while its score may still change (D10).

    An assessment's also while what met it may be retracted, and it be owed again (R107).
    """
    late = duty.state == "met_late" and duty.kind in RESCORED
    again = duty.state == "met" and type(d.record.content) is LoanAssessed and d.at < (duty.due or 0)
    if duty.state in ("open", "breached") or late or again:
        d.duties[duty.id] = duty
    else:
        d.duties.pop(duty.id, None)
    if duty.state in ("met", "met_late", "waived"):
        has_ended(d, duty)
    d.say(DutyChanged(change, duty, why))


def owed(d: Draft, *, kinds: tuple[str, ...], org_no: str | None = None, domain: str | None = None) -> list[Duty]:
    """Duties open or breached, by due and id."""
    found = [
        duty
        for duty in d.duties.values()
        if duty.kind in kinds
        and (org_no is None or duty.org_no == org_no)
        and (domain is None or duty.domain == domain)
        and duty.state in ("open", "breached")
    ]
    return sorted(found, key=lambda duty: (duty.due or 0, duty.id)) if len(found) > 1 else found


def meet(d: Draft, duties: Iterable[Duty], why: Callable[[Duty], Why], *, ended: int = 0) -> list[Duty]:
    """Meet duties that exist by ``d.record.received``: in time, late, or in time but read late (T1, T4).

    ``ended``: when what they are about was assessed, or ended; that is no act, and meets them whenever they were opened
    (P3).
    """
    met = []
    received = ended or d.record.received
    for duty in duties:
        if duty.opened_at > received and not ended:
            continue
        in_time = duty.due is None or received < duty.due
        if duty.early:
            put(d, replace(duty, early=False), "opened", Why("go_live", "T6", (("due", duty.due or 0),)))
        if duty.state == "breached" and in_time:
            row = replace(
                duty,
                state="met",
                cause="",
                scored="",
                escalated_to="",
                fulfilled_at=received,
                fulfilled_by=d.record.id,
                breached_at=None,
                tags=tuple(sorted({*duty.tags, "late_processing"})),
            )
            put(d, row, "withdrawn", why(duty))
        else:
            state: Literal["met", "met_late"] = "met" if in_time else "met_late"
            row = replace(duty, state=state, early=False, fulfilled_at=received, fulfilled_by=d.record.id)
            put(d, row, state, why(duty))
        if duty.kind == "report" and (mark := escalation_of(duty)):
            d.escalated = (*d.escalated, met_mark(mark))
        met.append(duty)
    return met


def _concealed(frame: Frame, duty: Duty, grounds: Iterable[Ground]) -> tuple[Ground, int] | None:
    """D10: somebody of the owner had discovered the fact, and a superior or a system recorded it first.

    Only the fact that opened the duty counts: who came in later, or a crossing, had nothing to conceal. Gives the fact
    and since when it was known.
    """
    if duty.came_in:
        return None
    for ground in grounds:
        if ground.recorded_by and not frame.above(ground.recorded_by, duty.org_no):
            continue
        known = next((at for org, at in ground.known if org == duty.org_no and at < ground.recorded), None)
        if known is not None:
            return ground, known
        if ground.discovered_by == duty.org_no and ground.discovered < ground.recorded and not ground.system:
            return ground, ground.discovered
    return None


def track_of(d: Draft, signal_id: str) -> Track | None:
    """The signal a duty rests on: a current episode, or a past one of which something is still owed."""
    return next((track for track in d.tracks.values() if track.row.id == signal_id), d.past.get(signal_id))


def _grounds(duty: Duty, track: Track | None) -> list[Ground]:
    """The facts of the opening that opened a duty."""
    return [ground for ground in track.grounds if ground.opening == duty.opening] if track is not None else []


def score(d: Draft, duty: Duty) -> Duty:
    """Cause and score of a breach (W5, D9, D10)."""
    if duty.cause in ("moved", "pipeline_lag"):
        return replace(duty, scored="")
    track = track_of(d, duty.signal_id) if duty.kind in REPORTS else None
    grounds = _grounds(duty, track)
    if _concealed(d.frame, duty, grounds) is not None:
        return replace(duty, cause="own", scored="concealed")
    if duty.feed and not discovered_before(grounds, duty.org_no):
        return replace(duty, cause="feed", scored="")
    return replace(duty, cause="own", scored="late")


def superior_post(frame: Frame, org_no: str) -> str:
    """``<org>/<post>`` that a breach escalates to; '' above head office (D9).

    Head office's, where the organisation has left the book, or its superior has (R54).
    """
    org = frame.orgs.get(org_no)
    if org is not None and org.level == "head_office":
        return ""
    parent = frame.orgs.get(org.parent) if org is not None and org.parent else None
    superior = parent or frame.orgs[frame.head_office()]
    return f"{superior.org_no}/{ESCALATION_POST[superior.level]}"


def breach(d: Draft, duty: Duty, *, by_us: bool = False) -> None:
    """The due has come and the duty is not met: it shows at the superior's post, and may open the branch's (D3, D9).

    ``by_us``: what opened it was received before the due, and read after it (R64).
    """
    row = replace(duty, state="breached", breached_at=d.at, escalated_to=superior_post(d.frame, duty.org_no))
    row = score(d, replace(row, cause="pipeline_lag") if (d.lagging or by_us) and row.cause == "" else row)
    put(d, row, "breached", Why("breached", "D9", (("due", duty.due or 0), *_breach_values(d, row))))
    if duty.kind in REPORTS and duty.domain == "business" and duty.clause != "12.1.1":
        _escalate(d, duty)


def _breach_values(d: Draft, duty: Duty) -> tuple[tuple[str, int | str], ...]:
    """What cause and score of a breach rest on (W5, D10): who knew and who recorded, or how late that was."""
    due = duty.due or 0
    if duty.scored == "concealed":
        found = _concealed(d.frame, duty, _grounds(duty, track_of(d, duty.signal_id)))
        if found is not None:
            ground, since = found
            return (
                ("org_no", duty.org_no),
                ("since", since),
                ("recorded", ground.recorded),
                ("recorded_by", ground.recorded_by),
            )
    if due <= duty.opened_at:
        return (("recorded", duty.opened_at), ("after", duty.opened_at - due))
    if duty.cause == "feed":
        return (("recorded", duty.opened_at), ("left", due - duty.opened_at), ("clock", due - duty.start))
    return ()


def tier_of(d: Draft, domain: str, number: int) -> int:
    """The tier of a warning, live or closed."""
    case = d.cases.get(domain)
    if case is not None and case.row.number == number:
        return case.row.tier
    closed = d.closed.get(f"{domain}:{number}")
    return closed.tiers[-1][1] if closed is not None else 0


def _escalate(d: Draft, duty: Duty) -> None:
    """D3: the branch knows by escalation: one 12.1.1 per (branch, opening) at the tier of the breach."""
    tier = tier_of(d, "business", duty.number)
    branch = d.frame.branch_of(duty.org_no)
    if tier < HEAD_OFFICE_TIER or branch is None:
        return
    mark = escalation(duty.signal_id, branch, duty.opening, tier)
    d.silent[mark] = (*d.silent.get(mark, ()), duty.id)
    if mark in d.escalated:
        return
    d.escalated = (*d.escalated, mark)
    why = Why("head_office_by_breach", "D3", (("duty", duty.id),))
    track = track_of(d, duty.signal_id)
    of_opening = replace(track, openings=duty.opening) if track is not None else None
    name = duty.hangs_on.removeprefix("signal:") if track is None else _opening_name(track.row, duty.opening)
    hangs_on = f"breach:{name}:{tier}"
    open_head_office(d, branch, hangs_on, d.at, number=duty.number, why=why, track=of_opening)


def _opening_name(row: Signal, opening: int) -> str:
    """``<clause>:<subject>:<episode>:<opening>`` (R16)."""
    return f"{row.clause}:{row.subject}:{row.episode}:{opening}"


def open_head_office(
    d: Draft,
    branch: str,
    hangs_on: str,
    start: int,
    *,
    number: int,
    why: Why,
    track: Track | None = None,
    came_in: bool = False,
) -> None:
    """12.1.1: the branch's report to head office, by the tier then (D2, D3). The due's arithmetic joins ``why``."""
    tier = tier_of(d, "business", number)
    if tier < HEAD_OFFICE_TIER:
        return
    clock = d.frame.book.head_office_clocks[tier]
    for due in clock_dues(d.frame, clock, start, day_of(start)):
        open_duty(
            d,
            NewDuty(
                due.kind,
                "12.1.1",
                hangs_on,
                branch,
                start,
                due.due,
                domain="business",
                number=number,
                track=track,
                opening=track.openings if track is not None else 0,
                came_in=came_in,
                why=replace(why, values=(*why.values, *due.values(tier, d.amount()))),
            ),
        )


def breach_due(d: Draft) -> None:
    """Every open duty whose due has come (T1: half-open)."""
    come = [duty for duty in d.duties.values() if duty.state == "open" and duty.due is not None and duty.due <= d.at]
    for duty in sorted(come, key=lambda duty: (duty.due or 0, duty.id)):
        breach(d, duty)
