"""PostgreSQL's arrays in binary, made a column at a time: psycopg's own lists cost ten times as much a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, repeat
from struct import Struct, pack
from typing import Any, Final

from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format

_head: Final = Struct(">iiIii").pack
_length: Final = Struct(">i").pack
ABSENT: Final = _length(-1)


class Packed(bytes):
    """An array as it goes to the server."""

    __slots__ = ()


class Bools(Packed):
    """``bool[]``."""


class Bytes(Packed):
    """``bytea[]``."""


class Smalls(Packed):
    """``int2[]``."""


class Integers(Packed):
    """``int4[]``."""


class Bigs(Packed):
    """``int8[]``."""


class Texts(Packed):
    """``text[]``."""


def _fixed(code: str, size: int) -> Callable[[Sequence[Any]], bytes]:
    def one(value: int | None) -> bytes:
        return ABSENT if value is None else pack(f">i{code}", size, value)

    def all_(values: Sequence[Any]) -> bytes:
        if None in values:
            return b"".join(map(one, values))
        return pack(">" + f"i{code}" * len(values), *chain.from_iterable(zip(repeat(size), values, strict=False)))

    return all_


def _parts(values: Sequence[bytes | None]) -> bytes:
    return b"".join(
        [part for value in values for part in ((ABSENT,) if value is None else (_length(len(value)), value))]
    )


def _texts(values: Sequence[str | None]) -> bytes:
    return _parts([None if value is None else value.encode() for value in values])


Kind = tuple[type[Packed], int, int, Callable[[Sequence[Any]], bytes]]
KINDS: Final[dict[str, Kind]] = {
    "bool": (Bools, 1000, 16, _fixed("?", 1)),
    "bytea": (Bytes, 1001, 17, _parts),
    "int2": (Smalls, 1005, 21, _fixed("h", 2)),
    "int4": (Integers, 1007, 23, _fixed("i", 4)),
    "int8": (Bigs, 1016, 20, _fixed("q", 8)),
    "text": (Texts, 1009, 25, _texts),
}
"""Name of an element's type -> class, number of the array's type, of the element's, and how values are packed."""


def packed(kind: str, values: Sequence[Any]) -> Packed:
    """The values of a column as one array; None is NULL."""
    made, _, element, pack_all = KINDS[kind]
    return made(_head(1, 1, element, len(values), 1) + pack_all(values))


def register(connection: Connection[Any]) -> None:
    """Let a connection take them as parameters."""
    for made, array, _, _ in KINDS.values():
        connection.adapters.register_dumper(made, type(f"{made.__name__}Dumper", (_Dumper,), {"oid": array}))


class _Dumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Packed) -> Buffer:
        return obj
