"""The borrowers of a ledger in the order of their keys, some thousand at a time; how far its lanes have come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select

from warning.core.frame import Frame
from warning.core.inforce import Frames
from warning.ledger.sql.tables import ACTIVATED, AGGREGATE, LANE, LEDGER

PAGE: Final = 2_000
AFTER_BORROWERS: Final = "b;"
"""What follows every borrower's key."""


def borrowers(
    connection: Connection,
    decided: Collection[str],
    lanes: Sequence[int],
    after: str,
    foresee: Callable[[Iterable[str]], None],
) -> Iterator[str]:
    """Keys beyond one: those on file, and those ``decided`` in this transaction. ``foresee`` reads a page's states."""
    key = AGGREGATE.c.key
    own = sorted(name for name in decided if name.startswith("b:") and name > after)
    while True:
        query = select(key).where(key > after, key < AFTER_BORROWERS, AGGREGATE.c.lane.in_(lanes)).order_by(key)
        page: list[str] = list(connection.execute(query.limit(PAGE)).scalars())
        last = page[-1] if len(page) == PAGE else AFTER_BORROWERS
        merged = sorted({*page, *(name for name in own if after < name <= last)})
        foresee(merged)
        yield from merged
        if last == AFTER_BORROWERS:
            return
        after = last


def activated(connection: Connection, lanes: Collection[int]) -> dict[int, int]:
    """By lane: the last change of the book by which all its borrowers were judged; lanes without one are left out."""
    query = select(ACTIVATED.c.lane, ACTIVATED.c.up_to).where(ACTIVATED.c.lane.in_(list(lanes)))
    return {row.lane: row.up_to for row in connection.execute(query)}


def last_change(connection: Connection, lane: int, frames: Mapping[str, Frame]) -> int:
    """The last change of the book by which all borrowers of a lane are said to have been judged; 0: none."""
    if not isinstance(frames, Frames) or not frames.later:
        return 0
    clock: int = connection.execute(select(LEDGER.c.clock_at)).scalar_one()
    return frames.since(clock) or activated(connection, (lane,)).get(lane, 0)


def not_activated(connection: Connection, at: int) -> set[int]:
    """The lanes that have not come to a change of the book."""
    done = select(ACTIVATED.c.lane).where(ACTIVATED.c.up_to >= at)
    return set(connection.execute(select(LANE.c.id).where(LANE.c.id.not_in(done))).scalars())
