"""Duties that have another id under the changed book and are the same for whoever owes them."""

from __future__ import annotations

from collections.abc import Sequence

from warning.audit.backtest.again import Pair
from warning.core.rows import Duty


def joined(pairs: Sequence[Pair]) -> list[Pair]:
    """The same with one row where a duty has only another id: the id of a report has its tier in it."""
    gone: dict[tuple[object, ...], list[Pair]] = {}
    for pair in pairs:
        if pair.after is None and isinstance(pair.before, Duty):
            gone.setdefault(_alike(pair.before), []).append(pair)
    found: list[Pair] = []
    taken: set[int] = set()
    for pair in pairs:
        if pair.before is None and isinstance(pair.after, Duty) and (same := gone.get(_alike(pair.after))):
            was = same.pop(0)
            taken.add(id(was))
            causes = tuple(sorted({*was.causes, *pair.causes}))
            found.append(Pair(before=was.before, after=pair.after, causes=causes))
        else:
            found.append(pair)
    return [pair for pair in found if id(pair) not in taken]


def _alike(duty: Duty) -> tuple[object, ...]:
    """What is asked of whom, since when, for which signal."""
    return duty.kind, duty.clause, duty.domain, duty.org_no, duty.post, duty.signal_id, duty.number, duty.opened_at
