"""Events of a file go to their topics, keyed as the contracts say, in the order in which they are to be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from msgspec import DecodeError, Struct
from msgspec.json import decode as from_json

from warning.contracts.decode import LARGEST, Incoming
from warning.contracts.raw import bare
from warning.contracts.topics import ROUTES
from warning.intake.positioned import Item, lines_from, positioned
from warning.ledger.sql.sources import Position

ASTRAY: Final = "borrower-event"
"""Where a record goes that names no type we know; the worker quarantines it, whatever it is."""


class Outgoing(Struct, frozen=True, gc=False):
    """A record on its way."""

    topic: str
    key: bytes | None
    value: bytes


class LeftOut(Struct, frozen=True):
    """A line that no topic is sent: its number from 1, and how many bytes its message has."""

    line: int
    size: int


def sifted(lines: Iterable[bytes], leave: Callable[[LeftOut], None]) -> Iterator[bytes]:
    """The lines whose messages are not above the contract's bound; ``leave`` hears of the others.

    Brokers decline a record above their own bound, and with it everything behind; such a line would be refused anyhow.
    """
    for number, line in enumerate(lines, 1):
        if len(line) > LARGEST and (size := len(bare(line))) > LARGEST:
            leave(LeftOut(number, size))
        else:
            yield line


def outgoing(lines: Iterable[bytes]) -> Iterator[Outgoing]:
    """The records of a file, those of one instant in the order of R5: Kafka keeps it within a partition."""
    return (_of(item) for item in positioned(lines_from(lines, Position())) if isinstance(item, Item))


def _of(item: Item) -> Outgoing:
    raw = item.line.raw
    if isinstance(item.read, Incoming):
        route = ROUTES[item.read.type]
        key = getattr(item.read.event, route.key)
        return Outgoing(route.topic, str(key).encode(), raw)
    named = _type(raw)
    return Outgoing(ROUTES[named].topic if named in ROUTES else ASTRAY, None, raw)


def _type(raw: bytes) -> str:
    """What a record that is refused says it is."""
    try:
        found: Any = from_json(raw)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    named = found.get("type") if isinstance(found, dict) else None
    return named if isinstance(named, str) else ""
