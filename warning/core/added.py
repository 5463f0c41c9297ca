"""A finding recorded again: what it adds opens the duties it brings, though the signal does not rise (W3, R96, R97)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.effects import SignalChanged, Why
from warning.core.events import ManagementFinding
from warning.core.owners import branches
from warning.core.reports import open_management
from warning.core.signals import Raise
from warning.core.state import Track


def add(d: Draft, before: Track | None, said: Raise, event: ManagementFinding) -> None:
    """What a finding says beyond the one that stands; ``before``: the signal as it was (None: there was none)."""
    if before is None or before.row.status != "live":
        return
    track = d.tracks[f"{said.clause}|{said.subject}"]
    if track.row is before.row and said.to_head_office and not track.to_head_office:
        _approved_above(d, track, said, event)
    _names(d, said)


def _approved_above(d: Draft, track: Track, said: Raise, event: ManagementFinding) -> None:
    """12.1.2.2: the branch or head office approved the loan after all: the report to head office is owed."""
    if track.found_at == "head_office":
        return
    opening = track.openings + 1
    ground = replace(said.ground, level=said.level, tags=said.tags, finder=said.finder, opening=opening)
    added = replace(track, to_head_office=True, openings=opening, grounds=(*track.grounds, ground))
    d.tracks[f"{said.clause}|{said.subject}"] = added
    why = Why("approved_above", "O7", (("approved_by", event.approved_by or "branch"),), (d.record.id,))
    d.say(SignalChanged("approval", added.row, why))
    open_management(d, replace(added, start=said.start, day=said.day), branches(d, added), raised=False)


def _names(d: Draft, said: Raise) -> None:
    """W6: loans beyond those named before are source loans from this record on; who owns them comes in later (O9)."""
    key = f"{said.clause}|{said.subject}"
    track = d.tracks[key]
    named = track.row.loans
    new = tuple(no for no in said.loans or () if no not in (*(named or ()), *track.gave))
    if named is None or not new:
        return
    row = replace(track.row, loans=(*named, *new))
    d.tracks[key] = replace(track, row=row, rests=(*track.rests, d.record.id))
    d.say(SignalChanged("loans", row, Why("loans_added", "W6", (("loans", ", ".join(new)),), (d.record.id,))))
