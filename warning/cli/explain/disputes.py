"""The changes by which the signals of a duty became disputed, before the duty had ended (W12, T2)."""

from __future__ import annotations

from warning.cli.situation import Situation
from warning.core.rows import Duty, Signal
from warning.ledger.memory import Change


def disputes(found: Situation, duty: Duty) -> list[tuple[Signal, Change]]:
    """Each with its signal: the duty's own, or those of its warning by then."""
    own = found.ledger.signals.get(duty.signal_id)
    signals = [*([] if own is None else [own]), *found.standing(duty)]
    said = [(one, change) for one in signals for change in found.ledger.history[one.id]]
    ended = duty.fulfilled_at
    return [
        (one, change)
        for one, change in said
        if change.effect.change == "disputed" and (ended is None or change.at < ended)
    ]


def dispute_records(found: Situation, duty: Duty) -> list[str]:
    """The records by which they became so."""
    return [name for _, change in disputes(found, duty) for name in change.effect.why.events]
