"""Rows of a journal as they are stored, the links between them, and the digests they carry. Digests are SHA-256."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct, structs

LANES: Final = 64
DIGEST: Final = 32
"""Bytes of a digest."""
GENESIS: Final = bytes(DIGEST)
"""What stands before the first row of a lane."""
NOTHING: Final = sha256(b"").digest()
"""The digest of no effects at all."""
PROPOSED: Final = "rules.change_proposed.v1"
APPROVED: Final = "rules.change_approved.v1"
WAKE: Final = "wake"
TOLD: Final = "told"
OURS: Final = (WAKE, TOLD, "activation", PROPOSED, APPROVED, "rules.change_withdrawn.v1", "erasure", "dismissal")
"""Kinds of rows that no message brought: the digest of their payload is that of the bytes on file."""

_msgpack: Final = msgspec.msgpack.Encoder()


class Came(Struct, frozen=True, gc=False):
    """What came, to whom and when: what a database and a bundle say of a row in the same words. Instants: µs UTC."""

    lane: int
    seq: int
    key: str
    key_seq: int
    at: int
    received: int
    occurred: int
    kind: str
    event_id: str
    source: str
    origin: str
    held: bool
    frame: str
    core: str


PLAIN: Final = Came.__struct_fields__


class Row(Came, frozen=True, gc=False):
    """A row of the journal, in the order in which its link covers it.

    ``effects``: how many effects it had, where the source has them all; None: it has those that changed a row.
    """

    payload: bytes
    payload_digest: bytes
    effects_digest: bytes
    link: bytes
    effects: int | None = None


KINDS: Final = (
    *(int, int, str, int, int, int, int, str, str, str, str, bool, str, str),
    *(bytes, bytes, bytes, bytes),
)
"""What the values of a row are, one by one."""


def formed(row: Row) -> bool:
    """Whether each value is of the kind it must be: SQLite keeps whatever it is given."""
    return tuple(map(type, structs.astuple(row)[: len(KINDS)])) == KINDS


class Effect(Struct, frozen=True, gc=False):
    """An effect of a row; ``n`` is its place among all effects of the row.

    ``row_id``, ``at`` and ``event_id`` are those of the table of changes; None: it changed no row people see.
    """

    seq: int
    n: int
    row_id: str | None
    at: int | None
    event_id: str | None
    effect: bytes


def link_after(before: bytes, row: Row) -> bytes:
    """The link of a row after another link; empty if what is stored is of no kind a link could cover."""
    try:
        return sha256(before + _msgpack.encode(structs.astuple(row)[: len(KINDS) - 1])).digest()
    except (MsgspecError, OverflowError, TypeError, ValueError):
        return b""


def digest_of(effects: list[Effect]) -> bytes:
    """What the effects of a row come to, if these are all of them; empty if they cannot be.

    What is on file is JSON; the digest is taken over the same values as MessagePack.
    """
    if [effect.n for effect in effects] != list(range(len(effects))):
        return b""
    if not effects:
        return NOTHING
    try:
        return sha256(_msgpack.encode([plain(effect) for effect in effects])).digest()
    except MsgspecError:
        return b""


def plain(effect: Effect) -> Any:  # noqa: ANN401 - whatever JSON says
    """The values of an effect.

    Raises:
        MsgspecError: it is no JSON, or written in another way than the ledger writes it.
    """
    try:
        found = msgspec.json.decode(effect.effect) if type(effect.effect) is bytes else None
        same = msgspec.json.encode(found) == effect.effect
    except RecursionError:
        same = False
    if not same:
        raise MsgspecError("not as the ledger writes it")
    return found


@lru_cache(maxsize=1 << 16)
def lane_of(key: str) -> int:
    """The lane of an aggregate: Kafka's murmur2 of its key, without the sign, mod 64."""
    data = key.encode(errors="replace")
    h = 0x9747B28C ^ len(data)
    words, rest = divmod(len(data), 4)
    for n in range(words):
        k = int.from_bytes(data[4 * n : 4 * n + 4], "little") * 0x5BD1E995 % 2**32
        h = (h * 0x5BD1E995 % 2**32) ^ ((k ^ k >> 24) * 0x5BD1E995 % 2**32)
    if rest:
        h = (h ^ int.from_bytes(data[4 * words :], "little")) * 0x5BD1E995 % 2**32
    h = (h ^ h >> 13) * 0x5BD1E995 % 2**32
    return ((h ^ h >> 15) & 0x7FFFFFFF) % LANES
