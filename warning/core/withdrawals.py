"""What a record read late takes back: breaches, what stands by them, and what a clock check raised (T2, R47, R48)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.duties import REPORTS, put, track_of
from warning.core.effects import SignalChanged, Why
from warning.core.ended import may_come_again
from warning.core.frame import RED
from warning.core.marks import escalation_of, met_mark
from warning.core.rests import red_then
from warning.core.rows import Duty
from warning.core.signals import CLOCK
from warning.core.state import Track

OF_WARNING = ("team", "meeting", "monthly_update")
"""What a warning as such asks for by a due."""


def waived(d: Draft, duty: Duty, why: Why, at: int = 0) -> None:
    """End a duty as waived; a breach of it is withdrawn, and not scored (D8, R47, R48). ``at``: not of the receipt."""
    row = replace(duty, state="waived", fulfilled_at=at or d.record.received, fulfilled_by=d.record.id)
    if duty.state == "breached":
        tags = tuple(sorted({*duty.tags, "late_processing"}))
        row = replace(row, breached_at=None, cause="", scored="", escalated_to="", tags=tags)
    put(d, row, "withdrawn" if duty.state == "breached" else "waived", why)


def stands_no_longer(d: Draft, withdrawn: Iterable[Duty]) -> None:
    """R47: a 12.1.1 that stood by breaches of which none is left is waived; one that was met stays met.

    A later breach of that opening opens it again (D3).
    """
    for duty in withdrawn:
        for mark in [mark for mark, silent in d.silent.items() if duty.id in silent]:
            left = tuple(silent for silent in d.silent[mark] if silent != duty.id)
            if left:
                d.silent[mark] = left
                continue
            del d.silent[mark]
            if met_mark(mark) not in d.escalated:
                _end(d, mark, duty)


def _end(d: Draft, mark: str, withdrawn: Duty) -> None:
    d.escalated = tuple(each for each in d.escalated if each != mark)
    why = Why("breach_withdrawn", "D3", (("duty", withdrawn.id),), (d.record.id,))
    for owed in sorted(d.duties.values(), key=lambda owed: owed.id):
        if owed.state in ("open", "breached") and escalation_of(owed) == mark:
            waived(d, owed, why)
            may_come_again(d, owed)


def dispute_checks(d: Draft, key: str) -> None:
    """R48: this record would have stopped clock checks of a signal, and was received before their instants.

    What they raised stands, disputed; the breaches of the reports of those openings are withdrawn and not scored.
    """
    clause, _, subject = key.partition("|")
    found = []
    for name, track in d.past.items():
        if (track.row.clause, track.row.subject) == (clause, subject):
            d.past[name] = _noted(d, track)
            found.append(track)
    if key in d.tracks:
        track = d.tracks[key] = _noted(d, _disputed(d, d.tracks[key]))
        found.append(track)
    for track in found:
        _withdraw(d, track)
    if any(_ran_without(d, track) for track in found):
        _withdraw_of_warnings(d)


def _ran_without(d: Draft, track: Track) -> set[int]:
    """The openings by clock checks whose instant came after this record was received."""
    checks = (ground for ground in track.grounds if ground.event == CLOCK and ground.recorded > d.recorded)
    return {ground.opening for ground in checks if ground.opening}


def _disputed(d: Draft, track: Track) -> Track:
    openings = _ran_without(d, track)
    if not openings or track.row.status == "closed":
        return track
    row = replace(track.row, disputed=True, tags=tuple(sorted({*track.row.tags, "pipeline_lag"})))
    if row != track.row:
        d.say(SignalChanged("disputed", row, Why("pipeline_lag", "T2", (), (d.record.id,))))
    return replace(track, row=row)


def _noted(d: Draft, track: Track) -> Track:
    openings = _ran_without(d, track)
    return replace(track, lagged=tuple(sorted(openings.union(track.lagged)))) if openings else track


def _withdraw_of_warnings(d: Draft) -> None:
    """R63: duties of a warning that rest on nothing but such checks: what was breached of them is not scored (W12)."""
    for domain, case in sorted(d.cases.items()):
        for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
            of_case = (duty.domain, duty.number) == (domain, case.row.number) and duty.kind in OF_WARNING
            if not of_case or duty.breached_at is None or duty.cause == "pipeline_lag":
                continue
            red = red_then(case, duty)
            if all(_by_check(d, signal_id, red=red is not None) for signal_id in (red or case.had)):
                _lagged(d, duty)


def _by_check(d: Draft, signal_id: str, *, red: bool) -> bool:
    """Whether a signal was raised, or rose to red, by a check that ran without what had been received."""
    track = track_of(d, signal_id)
    if track is None:
        return False
    if not red:
        return 1 in track.lagged
    return any(step.level == RED and step.opening in track.lagged for step in track.row.history)


def _lagged(d: Draft, duty: Duty) -> None:
    put(d, replace(duty, cause="pipeline_lag", scored=""), "withdrawn", Why("pipeline_lag", "T2", (), (d.record.id,)))


def _withdraw(d: Draft, track: Track) -> None:
    openings = _ran_without(d, track)
    for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
        late = duty.kind in REPORTS and duty.breached_at is not None and duty.cause != "pipeline_lag"
        if late and duty.signal_id == track.row.id and duty.opening in openings:
            _lagged(d, duty)
