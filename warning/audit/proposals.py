"""Releases and waivers of a borrower on which nobody had decided at an instant (W8, D8).

No row of theirs is kept beside the journal: what waited then is what the borrower's rows up to then come to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from warning.core.frame import Frame
from warning.core.releases import overtaken
from warning.core.state import Borrower, File, Proposal
from warning.ledger.fold import Fold
from warning.ledger.journal import JournalRow
from warning.ledger.lanes import lane_of


class Undecided(Struct, frozen=True, kw_only=True):
    """A proposal by the id of its record.

    ``state``: ``waits``; ``overtaken``, a signal of it rose since, and an approval would be refused; ``past_due``, no
    duty of it that is owed is ahead of its due any more; ``idle``, nothing that it names is left to be released or
    waived. ``risen``: the ids of the signals that rose.
    """

    id: str
    proposal: Proposal
    state: str
    risen: tuple[str, ...] = ()


def undecided(
    customer_no: str, rows: Iterable[JournalRow], frames: Mapping[str, Frame], instant: int
) -> tuple[Undecided, ...] | None:
    """Those of a borrower at an instant (µs UTC), in the order in which they came.

    None: its ``rows`` cannot be decided again, by another core or as somebody has changed them.
    """
    key = f"b:{customer_no}"
    fold = Fold(lane_of(key), frames)
    for row in rows:
        if row.at > instant:
            break
        if fold.decided(row):
            return None
    state = fold.states.get(key)
    if not isinstance(state, Borrower):
        return ()
    return tuple(seen(name, one, state.file, instant) for name, one in state.file.proposals.items())


def seen(name: str, one: Proposal, file: File, instant: int) -> Undecided:
    """How one of a borrower stands at an instant (µs UTC), by the borrower's file as of then."""
    risen = tuple(track.row.id for track in overtaken(file, one, instant))
    if risen:
        return Undecided(id=name, proposal=one, state="overtaken", risen=risen)
    owed = [file.duties[duty_id] for duty_id in one.duties if duty_id in file.duties]
    owed = [duty for duty in owed if duty.state in ("open", "breached")]
    left = bool(owed) if one.duties else _is_there(one, file)
    past = bool(one.duties) and all(duty.due is not None and duty.due <= instant for duty in owed)
    return Undecided(id=name, proposal=one, state="idle" if not left else "past_due" if past else "waits")


def _is_there(one: Proposal, file: File) -> bool:
    """Whether a signal that a release names is still what it was: neither closed nor come again since (W8)."""
    named = {(row_id, rises) for _, row_id, rises in one.signals}
    tracks = file.tracks.values()
    return any((track.row.id, track.rises) in named for track in tracks if track.row.status != "closed")
