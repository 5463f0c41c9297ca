"""Where records lie on a broker, and by which name a ledger knows a partition."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from msgspec import Struct

from warning.ledger.sql.sources import Position, Source
from warning.streams.security import Security

KIND: Final = "kafka"


class Broker(Struct, frozen=True, kw_only=True):
    """The brokers (``host:port,…``), what the names of topics and groups begin with there, and how to speak to them."""

    servers: str
    prefix: str = ""
    security: Security = Security()

    def named(self, topic: str) -> str:
        """What a topic of the contracts is called there."""
        return self.prefix + topic


class Part(NamedTuple):
    """A partition; the topic as the contracts name it."""

    topic: str
    partition: int


class Fetched(Struct, frozen=True, gc=False):
    """A record as it was read; a record without a value (a tombstone) is empty."""

    part: Part
    offset: int
    raw: bytes


def source_name(part: Part, topic_id: UUID) -> str:
    """The source of a partition: a topic deleted and made anew has another id, and so is another source."""
    return f"{KIND}:{part.topic}:{part.partition}:{topic_id}"


def read_name(name: str) -> tuple[Part, UUID] | None:
    """The partition of a source, and its topic's id; None: it is no partition."""
    kind, _, rest = name.partition(":")
    if kind != KIND:
        return None
    topic, partition, topic_id = rest.split(":")
    return Part(topic, int(partition)), UUID(topic_id)


def at_offset(offset: int) -> Position:
    """All before an offset is done. Its line counts the offsets that have been passed."""
    return Position(offset, offset + 1, 0)


def new_source(part: Part, topic_id: UUID, offset: int) -> Source:
    """A partition of which nothing has been read."""
    return Source(source_name(part, topic_id), KIND, at_offset(offset), topic_id.bytes, finished=True)
