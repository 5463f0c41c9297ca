"""The changes by which the signals of a duty became disputed, before the duty had ended (W12, T2)."""

from __future__ import annotations

from warning.cli.explain.grounds import grounds_left
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
    """The records by which they became so, by which they closed since, and those that hold their levels (R98)."""
    found_out = [change for _, change in disputes(found, duty)]
    ended = [closing for one, _ in disputes(found, duty) if (closing := closing_of(found, one)) is not None]
    left = [ground.event for one, _ in disputes(found, duty) for ground in grounds_left(found, one)]
    return [*(name for change in (*found_out, *ended) for name in change.effect.why.events), *left]


def closing_of(found: Situation, signal: Signal) -> Change | None:
    """The change that closed a signal; None while it is live."""
    changes = found.ledger.history.get(signal.id, ()) if signal.status == "closed" else ()
    return next((one for one in reversed(changes) if one.effect.change == "closed"), None)
