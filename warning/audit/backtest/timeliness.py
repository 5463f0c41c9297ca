"""How early borrowers were warned who turned out badly, how many of them, and who was warned in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from warning.audit.backtest.again import Pair
from warning.audit.backtest.changes import Levels
from warning.audit.backtest.intervals import Median, Share, median, share
from warning.audit.backtest.outcomes import Outcome
from warning.core.frame import RED, YELLOW
from warning.core.rows import Warning
from warning.core.scalars import DAY

Warned = dict[str, dict[str, Levels]]
"""Borrower's aggregate -> business warning -> its levels."""


class Side(Struct, frozen=True, kw_only=True):
    """One book."""

    caught: Share
    """Of the borrowers with an outcome in the window, those warned at least a day before it."""
    lead_days: Median
    """Of these, how many whole days before."""
    leads: tuple[int, ...]
    false_alarms: Share
    """Of the borrowers first warned in the window and watched long enough since, those without an outcome by then."""


class Timeliness(Struct, frozen=True, kw_only=True):
    """Both books, by the level from which a warning counts."""

    level: int
    before: Side
    after: Side


def warned(rows: Iterable[Warning]) -> Warned:
    """Business warnings; those of management are about the bank's own breaches."""
    found: Warned = {}
    for row in rows:
        if row.domain == "business":
            found.setdefault(f"b:{row.customer_no}", {})[row.id] = row.levels
    return found


def otherwise(before: Warned, pairs: Iterable[Pair]) -> Warned:
    """The same under the changed book."""
    found = dict(before)
    for pair in pairs:
        row = pair.row
        if not isinstance(row, Warning) or row.domain != "business":
            continue
        key = f"b:{row.customer_no}"
        found[key] = {name: levels for name, levels in found.get(key, {}).items() if name != row.id}
        if isinstance(pair.after, Warning):
            found[key][row.id] = pair.after.levels
    return found


class Window(Struct, frozen=True):
    """Instants in µs UTC; how long a borrower is watched before a warning counts as a false alarm."""

    since: int
    until: int
    observed_days: int


def timeliness(
    outcomes: Mapping[str, Outcome], before: Warned, after: Warned, window: Window
) -> tuple[Timeliness, ...]:
    """By level: yellow and worse, orange and worse, red."""
    return tuple(
        Timeliness(
            level=level, before=_side(outcomes, before, level, window), after=_side(outcomes, after, level, window)
        )
        for level in range(YELLOW, RED + 1)
    )


def outcomes_in(outcomes: Mapping[str, Outcome], window: Window) -> dict[str, int]:
    """How many borrowers first turned out badly in the window, by how."""
    return dict(sorted(Counter(one.kind for one in outcomes.values() if window.since <= one.at < window.until).items()))


def _side(outcomes: Mapping[str, Outcome], side: Warned, level: int, window: Window) -> Side:
    first = {key: at for key, each in side.items() if (at := _first(each.values(), level, window)) is not None}
    bad = {key: one.at for key, one in outcomes.items() if window.since <= one.at < window.until}
    leads = sorted((at - first[key]) // DAY for key, at in bad.items() if key in first and first[key] + DAY <= at)
    watched = {
        key: at + window.observed_days * DAY
        for key, at in first.items()
        if window.since <= at and at + window.observed_days * DAY <= window.until
    }
    in_vain = sum(key not in outcomes or outcomes[key].at > end for key, end in watched.items())
    return Side(
        caught=share(len(leads), len(bad)),
        lead_days=median(leads),
        leads=tuple(leads),
        false_alarms=share(in_vain, len(watched)),
    )


def _first(warnings: Iterable[Levels], level: int, window: Window) -> int | None:
    """When a borrower was first at a level, by warnings that were live in the window."""
    found = [
        next((at for at, height in levels if height >= level), window.until)
        for levels in warnings
        if not (levels[-1][1] == 0 and levels[-1][0] <= window.since)
    ]
    return min((at for at in found if at < window.until), default=None)
