"""Meetings that were held while a warning was red, which had not been so when they were asked for (D5)."""

from __future__ import annotations

from warning.cli.situation import MET, Situation
from warning.core.effects import WarningChanged
from warning.core.frame import LEVELS
from warning.core.rows import Duty
from warning.ledger.memory import Change

RED = LEVELS.index("red")


def rise_before(found: Situation, duty: Duty) -> Change | None:
    """The rise to red between the opening of a meeting duty and the meeting that met it; None where there is none."""
    warning = found.warning_of(duty) if duty.kind == "meeting" and not duty.red else None
    if warning is None or duty.fulfilled_at is None or found.is_ended(duty) or duty.state not in MET:
        return None
    history = [one for one in found.ledger.history.get(warning.id, ()) if one.at <= duty.fulfilled_at]
    levels = [(one, one.effect.warning.level) for one in history if isinstance(one.effect, WarningChanged)]
    if not levels or levels[-1][1] != RED:
        return None
    before = [n for n, (_, level) in enumerate(levels) if level != RED]
    rise = levels[before[-1] + 1 if before else 0][0]
    return rise if rise.at > duty.opened_at else None


def rise_records(found: Situation, duty: Duty) -> list[str]:
    """The records by which the warning rose: those of the signals that rose or were raised then."""
    rise, warning = rise_before(found, duty), found.warning_of(duty)
    if rise is None or warning is None:
        return []
    steps = [step for one in found.case(warning).signals for step in one.history if step.level == RED]
    return list(dict.fromkeys(step.event for step in steps if step.at == rise.at))
