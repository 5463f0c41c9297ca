"""The journal's rows: what came, to which aggregate, the digest of what was decided, and the link to the row before.

A link covers the whole row and the link before it in its lane: an edit, a deletion or a swap breaks every later one.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct
from msgspec.structs import astuple

from warning.core import VERSION
from warning.core.draft import Activation, Dismissal, Erasure, Kept, Record, Repeated, Wake
from warning.core.effects import Effect
from warning.core.events import CONTROL, EVENTS, Event, Told
from warning.core.repeats import conflict, duplicate

DIGEST: Final = 32
"""Bytes of a SHA-256."""
GENESIS: Final = bytes(DIGEST)
"""What the first link of a lane is made over."""
NO_EFFECTS: Final = sha256(b"").digest()
CONTENTS: Final[dict[str, type[Struct]]] = {
    **{event.TYPE: event for event in (*EVENTS, *CONTROL)},
    "told": Told,
    "wake": Wake,
    "activation": Activation,
    "repeated": Repeated,
    "erasure": Erasure,
    "dismissal": Dismissal,
}
"""A row's kind -> what its payload is."""
KINDS: Final = {content: kind for kind, content in CONTENTS.items()}

UNREADABLE: Final = (MsgspecError, KeyError, TypeError, UnicodeDecodeError, struct.error)
"""What reading the record of a row that somebody has changed may raise."""

_effects: Final = msgspec.msgpack.Encoder(enc_hook=int, order="deterministic")
_payload: Final = msgspec.json.Encoder(enc_hook=int, order="deterministic")
_first_word: Final = struct.Struct(">Q").unpack_from
_header: Final = msgspec.msgpack.Encoder(enc_hook=int)


class JournalRow(Struct, frozen=True, gc=False):
    """One row of the journal. Instants are µs UTC; digests and links are SHA-256.

    ``payload`` is the deterministic encoding of the validated content; ``payload_digest`` that of the raw bytes, which
    ties it to the record that was delivered (of what no message brought: that of the payload).
    """

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
    """The CloudEvent's: with ``event_id`` it says which record this is (R55); empty for what no message brought."""
    origin: str
    """Where it came from: ``file:<name>:<line>``, ``cli:<post>@<organisation>``, ``clock``, ``told``."""
    held: bool
    frame: str
    core: str
    payload: bytes
    payload_digest: bytes
    effects_digest: bytes
    link: bytes

    @property
    def record(self) -> Record:
        """What the step took in.

        Raises:
            msgspec.ValidationError: the payload is not what the row's kind says.
            KeyError: this core knows no such kind.
            struct.error, TypeError: digest or payload are no bytes, or too few (``UNREADABLE`` is all of these).
        """
        content = (_decoders.get(self.kind) or _decoder(self.kind)).decode(self.payload)
        digest = _first_word(self.payload_digest)[0] >> 1
        return Record(self.event_id, self.received, self.occurred, content, digest, self.held, self.source)


AT: Final = {field: at for at, field in enumerate(JournalRow.__struct_fields__)}
"""Where each field stands in a row that is not written yet (``Chain.values``)."""


class Came(Struct, frozen=True, gc=False):
    """How a record came to be taken: the SHA-256 of its raw bytes, or a shorter name where there were none."""

    digest: bytes
    origin: str


def written(content: Struct) -> bytes:
    """A content as a row has it."""
    return _payload.encode(content)


def short(digest: bytes) -> int:
    """63 bits of a digest, as the core remembers a payload."""
    first: int = _first_word(digest)[0]
    return first >> 1


def effects_digest(effects: tuple[Effect, ...]) -> bytes:
    """SHA-256 over the canonical effects: what was decided, never how it is worded."""
    return sha256(_effects.encode(effects)).digest() if effects else NO_EFFECTS


def came_again(event_id: str, decided: bytes) -> bool:
    """Whether the digest of what was decided of a record says that the very same one had come before (R55)."""
    return decided == effects_digest((duplicate(event_id),))


def in_conflict(event_id: str, decided: bytes) -> bool:
    """The same, that its id had been given to another record."""
    return decided == effects_digest((conflict(event_id),))


def link(before: bytes, row: JournalRow) -> bytes:
    """The link of a row after that of the row before it in its lane; every other field is covered."""
    return sha256(before + _header.encode(astuple(row)[:-1])).digest()


class Chain:
    """The end of a lane: how many rows it has and the link of the last. Appending makes the next row."""

    __slots__ = ("head", "lane", "seq")

    def __init__(self, lane: int, seq: int = 0, head: bytes = GENESIS) -> None:
        """A lane as the ledger has it."""
        self.lane, self.seq, self.head = lane, seq, head

    def append(
        self, key: str, key_seq: int, at: int, record: Record, came: Came, decided: bytes, frame: str
    ) -> JournalRow:
        """The next row of this lane; ``decided`` is the digest of its effects."""
        return JournalRow(*self.values(key, key_seq, at, record, came, decided, frame))

    def values(
        self, key: str, key_seq: int, at: int, record: Record, came: Came, decided: bytes, frame: str
    ) -> tuple[Any, ...]:
        """The next row of this lane, as the plain values of its columns."""
        content = record.content
        payload = _payload.encode(content)
        brought = len(came.digest) == DIGEST and type(content) is not Told  # whose name may be as long
        payload_digest = came.digest if brought else sha256(payload).digest()
        self.seq += 1
        covered = (
            self.lane,
            self.seq,
            key,
            key_seq,
            at,
            int(record.received),
            int(record.occurred),
            KINDS[type(content)],
            record.id,
            record.source,
            came.origin,
            record.held,
            frame,
            VERSION,
            payload,
            payload_digest,
            decided,
        )
        self.head = sha256(self.head + _header.encode(covered)).digest()
        return (*covered, self.head)


def ends_of(chains: Mapping[int, Chain]) -> dict[int, tuple[int, bytes]]:
    """Where lanes end: by lane, how many rows it has and the link of the last."""
    return {lane: (chain.seq, chain.head) for lane, chain in chains.items()}


def content_of(row: JournalRow) -> Event | Told | Wake | Activation | Repeated | Kept:
    """The content a payload encodes.

    Raises:
        msgspec.ValidationError: it is not what the row's kind says.
        KeyError: this core knows no such kind.
    """
    return decode_payload(row.kind, row.payload)


def decode_payload(kind: str, payload: bytes) -> Event | Told | Wake | Activation | Repeated | Kept:
    """The same, of a row's kind and payload alone."""
    content: Event | Told | Wake | Activation | Repeated | Kept = (_decoders.get(kind) or _decoder(kind)).decode(
        payload
    )
    return content


_decoders: Final[dict[str, msgspec.json.Decoder[Any]]] = {}


def _decoder(kind: str) -> msgspec.json.Decoder[Any]:
    found = _decoders.get(kind)
    if found is None:
        found = _decoders[kind] = msgspec.json.Decoder(CONTENTS[kind], dec_hook=_scalar)
    return found


def _scalar(kind: type, value: object) -> object:
    """Money, dates and instants are stored as the integers they are."""
    if type(value) is not int:
        raise ValueError("an integer")
    return kind(value)
