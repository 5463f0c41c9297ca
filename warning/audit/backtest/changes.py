"""What is different of a signal, a warning or a duty under the two books, and by which figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile
from typing import Final, Literal

from msgspec import Struct

from warning.audit.backtest.again import Pair
from warning.core.rows import Duty, Signal, Warning

Change = Literal["new", "gone", "earlier", "later", "level", "due", "state"]
Levels = tuple[tuple[int, int], ...]
"""(instant, level), as they followed."""
TERMS: Final = frozenset(
    (
        "report_clocks",
        "maturity_clocks",
        "head_office_clocks",
        "finding_clocks",
        "report_by_days",
        "team",
        "meeting",
        "meeting_red",
        "rectification_notice",
        "completion",
        "notice",
        "answer",
        "posts",
        "calendar",
    )
)
"""Figures that move duties and raise nothing: no cause of a signal or warning where there is another."""
PAST_DUE: Final = ("breached", "met_late")
ANSWERED: Final = ("met", "met_late", "waived")


class Difference(Struct, frozen=True, kw_only=True):
    """One row, and how it differs. ``at`` is the first instant (µs UTC) at which it does."""

    change: Change
    at: int
    row: Signal | Warning | Duty
    """As under the changed book; as under the recorded one where it is gone."""
    causes: tuple[str, ...]
    before_at: int | None = None
    """When it was raised, or opened, under the recorded book."""
    after_at: int | None = None
    before_level: int = 0
    """The level it then had: of what is new or gone, its highest."""
    after_level: int = 0
    before_due: int | None = None
    after_due: int | None = None
    before_state: str = ""
    after_state: str = ""


def differences(pairs: Iterable[Pair], since: int) -> Iterator[Difference]:
    """What differs from ``since`` on."""
    for pair in pairs:
        found = _duty(pair) if isinstance(pair.row, Duty) else _levels(pair)
        if found is not None and found.at >= since:
            yield found


def levels_of(row: Signal | Warning | Duty | None) -> Levels:
    """A signal's or a warning's levels; without what was only kept (W11): nobody was warned."""
    if isinstance(row, Warning):
        return row.levels
    if not isinstance(row, Signal):
        return ()
    raised = dropwhile(lambda step: step.opening == 0, row.history)
    return tuple((step.at, step.level) for step in raised)


def level_at(levels: Levels, instant: int) -> int:
    """The level at an instant; 0 before the first."""
    return next((level for at, level in reversed(levels) if at <= instant), 0)


def _levels(pair: Pair) -> Difference | None:
    before, after = levels_of(pair.before), levels_of(pair.after)
    if before == after:
        return None
    once, now = (before[0][0] if before else None), (after[0][0] if after else None)
    change: Change = "level"
    if once is None or now is None:
        change = "new" if once is None else "gone"
    elif once != now:
        change = "earlier" if now < once else "later"
    at = min(at for at, _ in set(before) ^ set(after))
    return Difference(
        change=change,
        at=at,
        row=pair.row if pair.after is None else pair.after,
        causes=_causes(pair),
        before_at=once,
        after_at=now,
        before_level=level_at(before, at) if change == "level" else _highest(before),
        after_level=level_at(after, at) if change == "level" else _highest(after),
    )


def _highest(levels: Levels) -> int:
    return max((level for _, level in levels), default=0)


def _causes(pair: Pair) -> tuple[str, ...]:
    own = tuple(name for name in pair.causes if name.partition(".")[0] not in TERMS)
    return own or pair.causes


def _duty(pair: Pair) -> Difference | None:
    before = pair.before if isinstance(pair.before, Duty) else None
    after = pair.after if isinstance(pair.after, Duty) else None
    shown = after or before
    if shown is None:
        return None
    change = _duty_change(before, after)
    if not change:
        return None
    return Difference(
        change=change,
        at=min(duty.opened_at for duty in (before, after) if duty is not None),
        row=shown,
        causes=pair.causes,
        before_at=None if before is None else before.opened_at,
        after_at=None if after is None else after.opened_at,
        before_due=None if before is None else before.due,
        after_due=None if after is None else after.due,
        before_state="" if before is None else before.state,
        after_state="" if after is None else state_after(after, before),
    )


def _duty_change(before: Duty | None, after: Duty | None) -> Change | Literal[""]:
    if before is None or after is None:
        return "new" if before is None else "gone"
    if before.state != after.state:
        return "state"
    if before.due != after.due:
        return "due"
    if before.opened_at == after.opened_at:
        return ""
    return "earlier" if after.opened_at < before.opened_at else "later"


def state_after(duty: Duty, before: Duty | None) -> str:
    """How a duty stands under the changed book; past its due it counts as breached only where somebody was in arrears.

    Nobody was asked to do what is new: it is ``unasked``, also if it was met later. ``answered`` is one of both books
    that the changed one opens later than what ended it came in: who had answered had no cause to answer again.
    """
    if duty.state not in PAST_DUE:
        return duty.state
    if before is None:
        return "unasked"
    came = before.fulfilled_at if before.state in ANSWERED else None
    return "answered" if came is not None and came < duty.opened_at else duty.state
