"""Which aggregates a change of the rule book concerns (T5), and whether a row was decided by the book then in force."""

from __future__ import annotations

from typing import Final

from warning.core.frame import Frame
from warning.core.inforce import ENDLESS, Frames
from warning.core.state import Borrower, State
from warning.ledger.journal import JournalRow

ACTIVATION: Final = "activation"
WAKE: Final = "wake"


def concerned(state: State, at: int) -> bool:
    """Whether a borrower is still to be judged by the book in force from an instant: one with a loan on the books."""
    return isinstance(state, Borrower) and state.book_since < at and any(not loan.settled for loan in state.loans)


def pending(state: State, until: int, frames: Frames) -> int:
    """When the next book took force by which an aggregate is to be judged, up to an instant; ``ENDLESS``: none."""
    if not frames.later or not isinstance(state, Borrower):
        return ENDLESS
    change = frames.until(state.book_since)
    return change if change <= max(until, state.at) and concerned(state, change) else ENDLESS


def judging(before: State, row: JournalRow, frames: Frames) -> Frame:
    """The frame by which a row is to be decided, after the state before it."""
    return frames.judging(before.at, row.received, wake=row.kind == WAKE)


def out_of_force(before: State, row: JournalRow, frames: Frames) -> str:
    """What is wrong with the book of a row, after the state before it; empty where nothing is.

    ``frame``: another book was in force at the instant judged. ``activation``: a borrower was not judged by a book when
    it took force, or was without need.
    """
    if judging(before, row, frames).id != row.frame:
        return "frame"
    change = pending(before, row.received, frames)
    if row.kind == ACTIVATION:
        return "" if change == row.received else "activation"
    return "" if change == ENDLESS or (row.kind == WAKE and row.received <= change) else "activation"
