"""What still holds a disputed signal at its level: facts by people that nobody has retracted (W12, R98)."""

from __future__ import annotations

from warning.cli.situation import Situation
from warning.core.rows import Signal
from warning.core.state import Ground


def grounds_left(found: Situation, signal: Signal) -> list[Ground]:
    """Of a signal of which a ground was retracted, the others that give the level it has, or had when it closed."""
    retracted = any(one.effect.why.code == "disputed" for one in found.ledger.history.get(signal.id, ()))
    state = found.borrower(signal.customer_no)
    if not retracted or state is None:
        return []
    tracks = (*state.file.tracks.values(), *state.file.past.values())
    facts = next((track.facts for track in tracks if track.row.id == signal.id), ())
    return [fact for fact in facts if not fact.system and fact.level >= level_had(signal)]


def level_had(signal: Signal) -> int:
    """Its level, or the last one before it closed."""
    return next((step.level for step in reversed(signal.history) if step.level), 0)
