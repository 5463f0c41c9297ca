"""What aggregates have told each other, held against what each decided: nothing made up, altered or lost on the way.

A standing fact that a row was decided to (``Told``) is, once, a row of its hearer, or still waits in the inbox. Each
has a number that nobody who writes a ledger can foresee: a digest under a key of this run. By pair of lanes, the
numbers of what was told less those of what was heard or waits come to nothing; that takes no memory. Only where they do
not, these lanes are decided once more, to say which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct
from sqlalchemy import Connection, select

from warning.core import VERSION
from warning.core.effects import Effect
from warning.core.events import Told
from warning.core.frame import Frame
from warning.ledger.fold import Fold
from warning.ledger.journal import UNREADABLE, JournalRow, content_of, written
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.history import LEAST, journal_of_lane
from warning.ledger.sql.tables import INBOX
from warning.ledger.telling import TOLD, name_of, teller_of

KEY: Final = 32
"""Bytes of a key."""
SIZE: Final = 8
"""Bytes of a number: there is one attempt to foresee it, and it is not told whether it came near."""
AT_ONCE: Final = 500
BROUGHT: Final = ("", TOLD, False)
"""Source, origin and whether it was held, of a row that no message brought."""
_pack: Final = msgspec.msgpack.Encoder()
Sums = dict[int, int]
"""By pair of lanes (``pair``), modulo 2^64; pairs that are not here come to nothing."""


class Amiss(Struct, frozen=True, order=True):
    """A fact that is not as it was told.

    ``lane`` and ``seq`` are those of its row of the journal, -1 and 0 of what waits.
    ``code``: ``told`` (a row that heard what nobody told so), ``inbox`` (one that waits, and nobody told it so),
    ``unheard`` (what the row told is neither heard nor waits). ``key`` is the hearer; ``name`` that of the fact, or of
    what waits its number.
    """

    lane: int
    seq: int
    code: str
    key: str = ""
    name: str = ""


Said = tuple[str, Amiss]
"""Whose word it is, and what it would be called."""


class Waiting(Struct, frozen=True):
    """A row of the inbox; ``told`` is None where it is nothing that can be told."""

    id: int
    at: int
    told: Told | None
    payload: bytes


def pair(teller: int, hearer: int) -> int:
    """Two lanes as one number."""
    return teller * LANES + hearer


def lanes_of(one: int) -> tuple[int, int]:
    """The lanes of teller and hearer."""
    return divmod(one, LANES)


class Tally:
    """Adds up what is told, and takes off what is heard."""

    def __init__(self, key: bytes) -> None:
        """``key``: of this run."""
        self.key = key
        self.sums: Sums = {}

    def take(self, row: JournalRow, effects: Iterable[Effect]) -> None:
        """A row that was decided again as it was."""
        if row.kind == TOLD:
            content = content_of(row)
            if isinstance(content, Told):
                self._add(pair(lane_of(teller_of(content)), row.lane), -self.heard(row))
        for effect in effects:
            if type(effect) is Told:
                self._add(pair(row.lane, lane_of(effect.to)), self.told(effect, row.at))

    def waits(self, waiting: Waiting) -> None:
        """A row of the inbox that can be read."""
        told = waiting.told
        if told is not None:
            self._add(pair(lane_of(teller_of(told)), lane_of(told.to)), -self.waited(waiting, told))

    def add(self, sums: Mapping[int, int]) -> None:
        """What was added up elsewhere, under the same key."""
        for one, number in sums.items():
            self._add(one, number)

    def _add(self, one: int, number: int) -> None:
        left = (self.sums.get(one, 0) + number) % (1 << 8 * SIZE)
        if left:
            self.sums[one] = left
        else:
            self.sums.pop(one, None)

    def told(self, told: Told, at: int) -> int:
        """The number of what was told at an instant (µs UTC): of the row that it must become."""
        return self._number(told.to, name_of(told), at, at, *BROUGHT, written(told))

    def waited(self, waiting: Waiting, told: Told) -> int:
        """The number of what waits."""
        return self._number(told.to, name_of(told), waiting.at, waiting.at, *BROUGHT, waiting.payload)

    def heard(self, row: JournalRow) -> int:
        """The number of what a row has heard."""
        more = row.received, row.occurred, row.source, row.origin, row.held
        return self._number(row.key, row.event_id, *more, row.payload)

    def _number(self, *said: object) -> int:
        return int.from_bytes(blake2b(_pack.encode(said), digest_size=SIZE, key=self.key).digest())


def waiting(connection: Connection) -> Iterator[tuple[bool, Waiting]]:
    """The rows of the inbox, each with whether it lies where its hearer will find it."""
    query = select(INBOX).order_by(INBOX.c.id)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        one = Waiting(row.id, row.at, _read(row), codec.raw(row.told))
        yield one.told is not None and row.lane == lane_of(one.told.to), one


def _read(row: Any) -> Told | None:  # noqa: ANN401 - a row of the table
    try:
        return codec.read_told(row.told) if type(row.at) is int else None
    except (MsgspecError, TypeError, UnicodeDecodeError):
        return None


def doubtful(sums: Iterable[int], not_known: Iterable[int]) -> set[int]:
    """The pairs that come to something, but those of lanes of which nothing is known."""
    torn = frozenset(not_known)
    return {one for one in sums if torn.isdisjoint(lanes_of(one))}


class Hearing:
    """Which facts it is, where pairs of lanes come to something."""

    def __init__(
        self,
        connection: Connection,
        frames: Mapping[str, Frame],
        pairs: set[int],
        begun: Mapping[int, int],
        lost: Iterable[str] = (),
    ) -> None:
        """``pairs``: those that are looked at; ``begun``, ``lost``: as of ``Known``."""
        self._connection, self._frames, self._pairs, self._begun = connection, frames, pairs, begun
        self._lost = set(lost)
        self._seen: set[str] = set()
        """Aggregates of lanes of which not all could be read."""
        self._tally = Tally(bytes(KEY))
        self._told: defaultdict[int, list[Said]] = defaultdict(list)
        self._heard: defaultdict[int, list[Said]] = defaultdict(list)

    def amiss(self) -> list[Amiss]:
        """In the order of lanes and rows."""
        tell = {teller for teller, _ in map(lanes_of, self._pairs)}
        for lane in sorted({lane for one in self._pairs for lane in lanes_of(one)}):
            self._lane(lane, tells=lane in tell)
        for lies_right, one in waiting(self._connection):
            if one.told is not None and lies_right:
                place = Amiss(-1, 0, "inbox", one.told.to, str(one.id))
                self._note(self._heard, self._tally.waited(one, one.told), (teller_of(one.told), place))
        return sorted((*self._more(self._heard, self._told), *self._more(self._told, self._heard)))

    def _lane(self, lane: int, *, tells: bool) -> None:
        """Its rows, as far as they are known; of an aggregate nothing is, once a row cannot be decided again."""
        fold, begun = Fold(lane, self._frames), self._begun.get(lane, LEAST)
        if begun != LEAST:
            fold.begin(begun, b"")
        for row in journal_of_lane(self._connection, lane, after=begun):
            key = row.key
            if key not in self._lost and (fold.unfounded(row) or row.core != VERSION):
                self._lost.add(key)
            if key not in self._lost:
                fold.numbered(row)
                if not self._row(row, fold, tells=tells):
                    self._lost.add(key)
        self._seen |= fold.versions.keys() if begun != LEAST else set()

    def _row(self, row: JournalRow, fold: Fold, *, tells: bool) -> bool:
        """Whether it can be relied on."""
        if tells and fold.decided(row):
            return False
        if row.kind == TOLD:
            try:
                content = content_of(row)
            except UNREADABLE:
                return False
            if isinstance(content, Told):
                place = Amiss(row.lane, row.seq, "told", row.key, row.event_id)
                self._note(self._heard, self._tally.heard(row), (teller_of(content), place))
        for effect in fold.effects if tells else ():
            if type(effect) is Told:
                place = Amiss(row.lane, row.seq, "unheard", effect.to, name_of(effect))
                self._note(self._told, self._tally.told(effect, row.at), (row.key, place))
        return True

    def _note(self, where: dict[int, list[Said]], number: int, said: Said) -> None:
        teller, place = said
        if pair(lane_of(teller), lane_of(place.key)) in self._pairs:
            where[number].append(said)

    def _more(self, these: Mapping[int, list[Said]], those: Mapping[int, list[Said]]) -> Iterator[Amiss]:
        """What is here more often than there; of equal ones the last. Of what is known, of teller and hearer."""
        for number, said in these.items():
            for teller, place in said[len(those.get(number, ())) :]:
                if self._known(teller) and self._known(place.key):
                    yield place

    def _known(self, key: str) -> bool:
        return key not in self._lost and (lane_of(key) not in self._begun or key in self._seen)
