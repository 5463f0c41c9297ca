"""Facts on file that changed no level: after a lowering only one worse than the last on record lets a signal rise."""

from __future__ import annotations

from itertools import pairwise

from warning.cli.situation import Situation
from warning.core.rows import Signal
from warning.core.state import Ground


def unmoved(found: Situation, signal: Signal) -> list[tuple[Ground, int]]:
    """Facts above the level that a signal had been lowered to, with the level of the fact before each (W8)."""
    state = found.borrower(signal.customer_no)
    track = None if state is None else state.file.tracks.get(f"{signal.clause}|{signal.subject}")
    facts = () if track is None or track.row.id != signal.id else track.facts
    raised = {step.event for step in signal.history}
    pairs = pairwise(facts)
    return [
        (fact, before.level)
        for before, fact in pairs
        if fact.event not in raised and fact.level <= before.level and _is_above(signal, fact)
    ]


def _is_above(signal: Signal, fact: Ground) -> bool:
    """Whether a fact is of a higher level than the signal was lowered to before it."""
    steps = [step for step in signal.history if step.at <= fact.recorded]
    lowered = len(steps) > 1 and not steps[-1].opening and 0 < steps[-1].level < steps[-2].level
    return lowered and fact.level > steps[-1].level
