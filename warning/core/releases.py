"""Two people: releases and waivers, proposed by one and approved by another (W8, W12, D8)."""

from __future__ import annotations

from warning.core.acts import permitted
from warning.core.draft import Draft
from warning.core.duties import REPORTS, NewDuty, open_duty, owed, track_of
from warning.core.effects import Why
from warning.core.events import ProposalApproved, ReleaseProposed, WaiverProposed, WarningAct
from warning.core.frame import LEVELS
from warning.core.kept import forgo
from warning.core.late_ends import month_of
from warning.core.owners import branches, sub_branches
from warning.core.person import same_person
from warning.core.rests import red_then
from warning.core.rows import Duty
from warning.core.scalars import day_of, write_month
from warning.core.signals import lower
from warning.core.state import File, Proposal, Track
from warning.core.withdrawals import stands_no_longer, waived


def propose_release(d: Draft, event: ReleaseProposed) -> None:
    """W8: names signals (or all of one domain) and a level, with ground and evidence."""
    if _waits_already(d) or not _entitled(d, event):
        return
    level = 0 if event.to_level == "closed" else LEVELS.index(event.to_level)
    keys = [f"{name.clause}|{name.subject}" for name in event.signals] or sorted(d.tracks)
    named = []
    for index, key in enumerate(keys):
        track = d.tracks.get(key)
        stands = track is not None and track.row.domain == event.domain and track.row.status != "closed"
        if track is not None and stands:
            named.append((key, track.row.id, track.rises))
        elif event.signals:
            d.refuse("signal_unknown", f"data.signals[{index}]", "W8", signal=key)
            return
    if not named:
        d.refuse("nothing_to_release", "data.signals", "W8")
        return
    d.proposals[d.record.id] = Proposal(
        event.officer_no, event.org_no, d.at, event.domain, tuple(named), to_level=level, ground=event.ground
    )
    d.file_away("release_proposed", "W8", to_level=event.to_level, ground=event.ground, signals=len(named))


def propose_waiver(d: Draft, event: WaiverProposed) -> None:
    """D8, R86: to waive duties that are owed and not due yet, or give them a longer time; else refused as a whole."""
    if _waits_already(d) or not _entitled(d, event, event.duty_ids):
        return
    new_due = int(event.new_due) if event.new_due is not None else 0
    if any(_not_to_propose(d, f"data.duty_ids[{n}]", name, new_due) for n, name in enumerate(event.duty_ids)):
        return
    d.proposals[d.record.id] = Proposal(
        event.officer_no, event.org_no, d.at, event.domain, duties=event.duty_ids, new_due=new_due
    )
    d.file_away("waiver_proposed", "D8", duties=", ".join(event.duty_ids))


def _not_to_propose(d: Draft, field: str, duty_id: str, new_due: int) -> bool:
    """R86: no approval could waive what is not owed, or is due before anybody can approve; refused if so."""
    duty = d.duties.get(duty_id)
    if duty is None or duty.state not in ("open", "breached"):
        d.refuse("duty_not_owed", field, "D8", duty=duty_id)
        return True
    if duty.due is not None and duty.due <= d.record.received:
        d.refuse("waiver_past_due", field, "D8", duty=duty_id, due=duty.due)
        return True
    return _not_to_waive(d, field, duty, new_due)


def _not_to_waive(d: Draft, field: str, duty: Duty, new_due: int) -> bool:
    """R78: tracking goes on until the warning closes (12.3.2, D7); D8: a new due is a later one. Refused if not so."""
    if duty.kind == "tracking":
        d.refuse("tracking_not_waived", field, "D7", duty=duty.id)
    elif duty.due is not None and 0 < new_due <= duty.due:
        d.refuse("not_longer", "data.new_due", "D8", duty=duty.id)
    else:
        return False
    return True


def _entitled(d: Draft, event: WarningAct, duty_ids: tuple[str, ...] = ()) -> bool:
    """R52: a proposal comes from an owning organisation or one above it; from any where none owns.

    Owning are those that own a signal of the domain that is not closed, or owe one of the duties to be waived.
    """
    tracks = [track for track in d.tracks.values() if track.row.domain == event.domain and track.row.status != "closed"]
    owning = {org for track in tracks for org in (*sub_branches(d, track), *branches(d, track))}
    owning |= {duty.org_no for duty in owed(d, kinds=tuple(d.frame.book.posts)) if duty.id in duty_ids}
    entitled = {*owning, d.frame.head_office()}
    org_no = event.org_no
    if not owning or org_no in entitled or any(d.frame.above(org_no, owner) for owner in owning):
        return True
    d.refuse("org_may_not", "data.org_no", "D11", org_no=org_no, owners=", ".join(sorted(owning)))
    return False


def _waits_already(d: Draft) -> bool:
    """R55: an approval names a proposal by its id alone, so that two of one id must not wait at once."""
    if d.record.id not in d.proposals:
        return False
    d.refuse("proposal_waits", "id", "design", proposal=d.record.id)
    return True


def approve(d: Draft, event: ProposalApproved) -> None:
    """By another person than the maker, of the maker's organisation or one above it (W8, R52).

    A release is refused as a whole if a named signal rose since.
    """
    proposal = d.proposals.get(event.proposal_id)
    if proposal is None or proposal.domain != event.domain:
        d.refuse("proposal_unknown", "data.proposal_id", "W8", proposal=event.proposal_id)
        return
    what = "waiver.approved" if proposal.duties else "release.approved"
    if not permitted(d, event, what):
        return
    if event.org_no != proposal.org_no and not d.frame.above(event.org_no, proposal.org_no):
        d.refuse("org_may_not", "data.org_no", "D11", org_no=event.org_no, proposer=proposal.org_no)
    elif same_person(proposal.officer, event.officer_no):
        d.refuse("same_person", "data.officer_no", "W8")
    elif proposal.duties:
        _waive(d, event.proposal_id, proposal)
    else:
        _release(d, event.proposal_id, proposal)


def _release(d: Draft, proposal_id: str, proposal: Proposal) -> None:
    named_then = [(key, track_of(d, row_id), rises) for key, row_id, rises in proposal.signals]
    there = [(key, track, rises) for key, track, rises in named_then if track is not None]
    for key, track, rises in there:
        if rose_since(track, rises, d.recorded):
            d.refuse("signal_rose", "data.proposal_id", "W8", signal=key)
            return
    del d.proposals[proposal_id]
    named = [key for key, track, rises in there if track.row.status != "closed" and track.rises == rises]
    if proposal.ground == "mistaken":
        closing = not proposal.to_level and all(key in named for key, _ in d.live(proposal.domain))
        _waive_mistaken(d, proposal.domain, {d.tracks[key].row.id for key in named}, closing=closing)
    values = (("ground", proposal.ground), ("to_level", LEVELS[proposal.to_level]))
    for key in named:
        if proposal.to_level < d.tracks[key].row.level:
            lower(d, key, proposal.to_level, Why("released", "W8", values, (proposal_id, d.record.id)))
        else:
            forgo(d, key, proposal.to_level)
    d.file_away("release_approved", "W8", proposal=proposal_id)


def rose_since(track: Track, rises: int, recorded: int) -> bool:
    """Whether a signal rose since a proposal that found it risen ``rises`` times.

    By what was recorded no later than an approval of then (µs UTC; R62), which is refused for it (W8).
    """
    since = track.rises - rises
    return since > 0 and (since > len(track.rose) or any(at <= recorded for at in track.rose[-since:]))


def overtaken(file: File, proposal: Proposal, recorded: int) -> list[Track]:
    """The signals for which an approval recorded then (µs UTC) would be refused: they rose since the proposal (W8)."""
    tracks = {track.row.id: track for track in (*file.past.values(), *file.tracks.values())}
    named = [(tracks[row_id], rises) for _, row_id, rises in proposal.signals if row_id in tracks]
    return [track for track, rises in named if rose_since(track, rises, recorded)]


def _retracted(track: Track) -> bool:
    """W12, R98: disputed, and no other record by people holds it at the level it has, or had when it closed."""
    level = next((step.level for step in reversed(track.row.history) if step.level), 0)
    return track.row.disputed and not any(fact.level >= level for fact in track.facts if not fact.system)


def _waive_mistaken(d: Draft, domain: str, named: set[str], *, closing: bool) -> None:
    """W12: what rests on retracted signals alone, one of them named, and is not yet due is waived.

    But not what the closing of the warning meets (D7).
    """
    case = d.cases.get(domain)
    disputed = {track.row.id for track in (*d.tracks.values(), *d.past.values()) if _retracted(track)}
    if case is None or not disputed & named:
        return
    month = write_month(day_of(max(case.live_until, d.recorded)))
    for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
        if (duty.domain, duty.number) != (domain, case.row.number) or not (duty.state == "open" or _in_time(d, duty)):
            continue
        if closing and (duty.kind == "tracking" or (duty.kind == "monthly_update" and month_of(duty) >= month)):
            continue
        rests = {duty.signal_id} if duty.kind in REPORTS and duty.signal_id else set(case.had)
        if duty.kind == "meeting":
            rests = set(red_then(case, duty) or case.had)
        if rests <= disputed and rests & named:
            waived(d, duty, Why("waived_mistaken", "W12", (), (d.record.id,)))
            if duty.state == "breached":
                stands_no_longer(d, [duty])


def _waive(d: Draft, proposal_id: str, proposal: Proposal) -> None:
    """D8: approved before due, also if that is read after the breach (R48); later it is on file and changes nothing."""
    del d.proposals[proposal_id]
    for duty_id in proposal.duties:
        duty = d.duties.get(duty_id)
        if duty is None or not _in_time(d, duty):
            d.file_away("waiver_too_late", "D8", duty=duty_id)
            continue
        if _not_to_waive(d, "data.proposal_id", duty, proposal.new_due):  # proposed when a former core took that
            continue
        waived(d, duty, Why("waived", "D8", (), (proposal_id, d.record.id)))
        if duty.state == "breached":
            stands_no_longer(d, [duty])
        if proposal.new_due:
            _succeed(d, duty, proposal.new_due)


def _in_time(d: Draft, duty: Duty) -> bool:
    """Whether the approval was received while the duty was there and not due (T4, D8)."""
    received = d.record.received
    there = duty.state in ("open", "breached") and duty.opened_at <= received
    return there and (duty.due is None or received < duty.due)


def _succeed(d: Draft, duty: Duty, new_due: int) -> None:
    open_duty(
        d,
        NewDuty(
            duty.kind,
            duty.clause,
            f"{duty.hangs_on}:after:{d.record.id}",
            duty.org_no,
            duty.start,
            new_due,
            domain=duty.domain,
            number=duty.number,
            track=track_of(d, duty.signal_id),
            opening=duty.opening,
            red=duty.red,
            succeeds=True,
            why=Why("successor", "D8", (("former", duty.id), ("old", duty.due or 0), ("due", new_due)), (d.record.id,)),
        ),
    )
