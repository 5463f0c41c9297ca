"""A finding recorded again: what it adds opens the duties it brings, though the signal does not rise (W3, R96)."""

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


def _approved_above(d: Draft, track: Track, said: Raise, event: ManagementFinding) -> None:
    """12.1.2.2: the branch or head office approved the loan after all: the report to head office is owed."""
    if track.found_at == "head_office":
        return
    opening = track.openings + 1
    ground = replace(said.ground, level=said.level, tags=said.tags, finder=said.finder, opening=opening)
    added = replace(track, to_head_office=True, openings=opening, grounds=(*track.grounds, ground))
    d.tracks[f"{said.clause}|{said.subject}"] = added
    why = Why("approved_above", "O7", (("approved_by", event.approved_by),), (d.record.id,))
    d.say(SignalChanged("approval", added.row, why))
    open_management(d, replace(added, start=said.start, day=said.day), branches(d, added), raised=False)
