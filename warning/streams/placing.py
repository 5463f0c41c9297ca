"""Where a partition is to be read on; or why it is not, and what somebody has to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal
from uuid import UUID

from msgspec import Struct

from warning.ledger.sql.sources import Source
from warning.streams.places import KIND, Part, read_name, source_name


class Log(Struct, frozen=True):
    """A partition on the broker: its topic's id, and the offsets between which its records lie."""

    topic_id: UUID
    begin: int
    end: int


class Start(Struct, frozen=True):
    """Read on from the source's offset."""

    source: Source
    offset: int


class Stuck(Struct, frozen=True):
    """Why it is not read; offsets are -1 where there are none.

    ``gone``: no such partition. ``made_anew``: the topic is another one of the same name. ``cut``: records that
    were not read are there no more. ``short``: the log ends before what was read.
    """

    part: Part
    why: Literal["gone", "made_anew", "cut", "short"]
    offset: int = -1
    begin: int = -1
    end: int = -1


def by_part(sources: Iterable[Source]) -> dict[Part, list[Source]]:
    """The partitions a ledger knows, with all that were ever read under one topic's name."""
    found: dict[Part, list[Source]] = {}
    for one in sources:
        named = read_name(one.name)
        if named is not None:
            found.setdefault(named[0], []).append(one)
    return found


def place(part: Part, log: Log | None, known: Mapping[Part, list[Source]]) -> Start | Stuck:
    """Where to go on: at the ledger's offset, which is the one that counts; a partition that is new from its beginning.

    A partition read under a former topic of the name is not begun by itself: records may be missing in between.
    """
    sources = known.get(part, [])
    if log is None:
        return Stuck(part, "gone")
    name = source_name(part, log.topic_id)
    mine = next((one for one in sources if one.name == name), None)
    if mine is None:
        if sources:
            last = max(one.position.offset for one in sources)
            return Stuck(part, "made_anew", last, log.begin, log.end)
        return Start(Source(name, KIND, beginning=log.topic_id.bytes), log.begin)
    offset = mine.position.offset
    if offset < log.begin:
        return Stuck(part, "cut", offset, log.begin, log.end)
    if offset > log.end:
        return Stuck(part, "short", offset, log.begin, log.end)
    return Start(mine, offset)
