"""What was owed by whom, week by week: duties opened and breached in the window, under both books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from warning.audit.backtest.again import Pair
from warning.audit.backtest.changes import state_after
from warning.core.rows import Duty
from warning.core.scalars import day_of
from warning.ledger.sql import codec
from warning.ledger.sql.tables import CHANGE, DUTY
from warning.ledger.sql.write import driven

AT_ONCE: Final = 5_000
APART: Final = ("unasked", "answered")
"""Past its due, and nobody's delay."""
COUNTED: Final = ("opened", "breached", *APART)
Place = tuple[str, int]
"""(organisation, the Monday of the week as an ordinal)."""


class Brief(Struct, frozen=True):
    """Of a duty, what is counted."""

    org_no: str
    opened_at: int
    state: str
    breached_at: int | None = None


class Load(Struct, frozen=True, kw_only=True):
    """One organisation in one week: duties opened, breached.

    Of the changed book, apart from these: past their due though nobody was asked, or answered before anybody was.
    """

    org_no: str
    week: int
    """The Monday, as an ordinal."""
    opened_before: int
    opened_after: int
    breached_before: int
    breached_after: int
    unasked_after: int
    answered_after: int


class Workload:
    """Counts; what does not differ is the same under both books."""

    def __init__(self, since: int, until: int) -> None:
        self._since, self._until = since, until
        self._before: dict[str, Counter[Place]] = {name: Counter() for name in COUNTED}
        self._delta: dict[str, Counter[Place]] = {name: Counter() for name in COUNTED}

    def on_file(self, duties: Iterable[Brief]) -> None:
        """All duties of the ledger, as they stood at the window's end."""
        for duty in duties:
            self._count(self._before, duty, duty.state, 1)

    def apart(self, pairs: Iterable[Pair]) -> None:
        """Those that differ."""
        for pair in pairs:
            before = pair.before if isinstance(pair.before, Duty) else None
            if before is not None:
                self._count(self._delta, before, before.state, -1)
            if isinstance(pair.after, Duty):
                self._count(self._delta, pair.after, state_after(pair.after, before), 1)

    def _count(self, into: dict[str, Counter[Place]], duty: Duty | Brief, state: str, n: int) -> None:
        if self._since <= duty.opened_at < self._until:
            into["opened"][duty.org_no, monday(duty.opened_at)] += n
        at = duty.breached_at
        if at is not None and self._since <= at < self._until:
            into[state if state in APART else "breached"][duty.org_no, monday(at)] += n

    def found(self) -> tuple[Load, ...]:
        """By organisation and week, where anything is owed."""
        before, delta = self._before, self._delta
        places = {place for each in (before, delta) for counts in each.values() for place in counts}
        return tuple(
            Load(
                org_no=place[0],
                week=place[1],
                opened_before=before["opened"][place],
                opened_after=before["opened"][place] + delta["opened"][place],
                breached_before=before["breached"][place],
                breached_after=before["breached"][place] + delta["breached"][place],
                unasked_after=delta["unasked"][place],
                answered_after=delta["answered"][place],
            )
            for place in sorted(places)
        )


def monday(at: int) -> int:
    """The Monday of the week of an instant, in Shanghai."""
    day = day_of(at)
    return day - (day - 1) % 7


def duties_on_file(connection: Connection, until: int) -> Iterator[Brief]:
    """Every duty of the ledger as it stood at an instant (µs UTC, exclusive), in the order of their ids."""
    read, last = msgspec.json.Decoder(Brief), ""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    sql = (
        f'SELECT d.id, d.body, (SELECT max(c.at) FROM "{CHANGE.name}" c WHERE c.row_id = d.id) '  # noqa: S608 - names are ours
        f"FROM {DUTY.name} d WHERE d.id > {mark} ORDER BY d.id LIMIT {AT_ONCE}"
    )
    while True:
        found = driven(connection, sql, (last,))
        for name, body, changed_at in found:
            last = name
            if changed_at is None or changed_at < until:
                yield read.decode(body)
            else:
                yield from _then(connection, name, until)
        if len(found) < AT_ONCE:
            return


def _then(connection: Connection, name: str, until: int) -> Iterator[Brief]:
    """A duty as its last change before an instant left it; nothing, if there was none."""
    mine = (CHANGE.c.row_id == name, CHANGE.c.at < until)
    query = select(CHANGE.c.effect).where(*mine).order_by(CHANGE.c.seq.desc(), CHANGE.c.n.desc()).limit(1)
    for effect in connection.execute(query).scalars():
        row = codec.row_of(codec.read_row_change(codec.raw(effect)))
        if isinstance(row, Duty):
            yield Brief(row.org_no, row.opened_at, row.state, row.breached_at)
