"""What aggregates tell each other, in a bundle: each fact that a row told is, once, a row of its hearer, or waits.

That takes all effects of all rows, which a ledger alone does not keep. Facts have numbers that nobody who writes a
bundle can foresee, a digest under a key of this run; by pair of lanes those of what was told less those of what was
heard or waits come to nothing. Where they do not, these lanes are read once more, to say which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from secrets import token_bytes
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct

from warning.audit.verifier.chain import TOLD, Effect, Row, lane_of
from warning.audit.verifier.findings import Finding

KEY: Final = 32
SIZE: Final = 8
"""Bytes of a key and of a number: there is one attempt to foresee one."""
BEGINS: Final = b'{"type":"Told",'
"""How the ledger writes an effect that is a fact told, the name of its kind first."""
BROUGHT: Final = ("", TOLD, False)
"""Source, origin and whether it was held, of a row that no message brought."""
_pack: Final = msgspec.msgpack.Encoder()


class Waits(Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that was told at ``at`` (µs UTC) and waits in ``lane`` to be heard; ``told`` is its JSON."""

    lane: int
    at: int
    told: str


class Fact(Struct, frozen=True, tag="Told"):
    """What is read of one: to whom, about whom, over what, of which version."""

    to: str
    origin: str
    path: str
    version: int

    @property
    def name(self) -> str:
        """The event id of the row that hears it."""
        return f"told:{self.origin}:{self.path}:{self.version}"

    @property
    def teller(self) -> str:
        """Whose word it is: the borrower's it is about, or the group's that passes it on."""
        kind, _, name = self.path.partition(":")
        return f"g:{name}" if kind == "group" and self.to.startswith("b:") else f"b:{self.origin}"


_fact: Final = msgspec.json.Decoder(Fact)
Pair = tuple[int, int]
"""The lanes of teller and hearer."""
Said = tuple[str, Finding]
"""Teller, and what it would be called if nobody had told or heard it."""


class Facts:
    """Adds up what rows tell, and takes off what they hear."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._key = token_bytes(KEY)
        self._sums: defaultdict[Pair, int] = defaultdict(int)
        self.unknown: set[str] = set()
        """Aggregates of which some effects are not there: what they told is not known."""
        self.torn: set[int] = set()
        """Lanes of which something else is wrong."""
        self.told = 0
        """How many were told."""
        self._only: set[Pair] = set()
        """Of these pairs each one is noted."""
        self._noted: tuple[dict[int, list[Said]], dict[int, list[Said]]] = (defaultdict(list), defaultdict(list))
        """What was told, and what was heard or waits."""

    def take(self, row: Row, effects: Iterable[Effect], *, proven: bool = True) -> None:
        """A row, as it is on file; ``proven``: all its effects are there."""
        if not proven:
            self.unknown.add(row.key)
        for effect in effects:
            if effect.row_id is None and effect.effect.startswith(BEGINS):
                self._tells(row, effect.effect)
        if row.kind == TOLD:
            fact = read(row.payload)
            if fact is not None:
                more = row.received, row.occurred, row.source, row.origin, row.held, row.payload
                place = Finding(row.lane, row.seq, "told", row.key, row.event_id)
                self._hears(fact, row.key, self._number(row.key, row.event_id, *more), place)

    def waits(self, number: int, one: Waits) -> bool:
        """What waits, the how manieth it is (from 1); whether it lies where its hearer will find it."""
        fact = read(one.told.encode())
        if fact is None:
            return False
        said = self._number(fact.to, fact.name, one.at, one.at, *BROUGHT, one.told.encode())
        self._hears(fact, fact.to, said, Finding(-1, -1, "inbox", fact.to, str(number)))
        return one.lane == lane_of(fact.to)

    def _tells(self, row: Row, effect: bytes) -> None:
        fact = read(effect)
        if fact is None:
            return
        self.told += not self._only
        number = self._number(fact.to, fact.name, row.at, row.at, *BROUGHT, effect)
        place = Finding(row.lane, row.seq, "unheard", fact.to, fact.name)
        self._add((row.lane, lane_of(fact.to)), number, 0, (row.key, place))

    def _hears(self, fact: Fact, hearer: str, number: int, place: Finding) -> None:
        self._add((lane_of(fact.teller), lane_of(hearer)), number, 1, (fact.teller, place))

    def _add(self, pair: Pair, number: int, heard: int, said: Said) -> None:
        if not self._only:
            self._sums[pair] = (self._sums[pair] + (-number if heard else number)) % (1 << 8 * SIZE)
        elif pair in self._only:
            self._noted[heard].setdefault(number, []).append(said)

    def _number(self, *said: Any) -> int:  # noqa: ANN401 - values of a row
        return int.from_bytes(blake2b(_pack.encode(said), digest_size=SIZE, key=self._key).digest())

    def doubtful(self) -> set[int]:
        """The lanes of pairs that come to something; from here on each fact of them is noted."""
        self._only = {pair for pair, left in self._sums.items() if left and self.torn.isdisjoint(pair)}
        return {lane for pair in self._only for lane in pair}

    def amiss(self) -> list[Finding]:
        """What was heard or waits and was not told so; what was told, and is neither."""
        told, heard = self._noted
        found = (*self._more(heard, told), *self._more(told, heard))
        return sorted(found, key=lambda one: (one.lane, one.seq, one.code, one.key, one.name))

    def _more(self, these: dict[int, list[Said]], those: dict[int, list[Said]]) -> Iterator[Finding]:
        """What is here more often than there; of equal ones the last."""
        for number, said in these.items():
            for teller, place in said[len(those.get(number, ())) :]:
                if teller not in self.unknown:
                    yield place


def read(raw: bytes) -> Fact | None:
    """A fact; None: it is none."""
    try:
        return _fact.decode(raw)
    except (MsgspecError, RecursionError, UnicodeDecodeError):
        return None
