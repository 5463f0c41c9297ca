"""How a ledger and the brokers stand to each other, a partition a line; and moving a ledger's offset by hand."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from warning.contracts.topics import TOPICS
from warning.ledger.sql.sources import Source, move, sources
from warning.streams.administration import Admin
from warning.streams.places import KIND, Part, at_offset, new_source, source_name
from warning.streams.placing import Log, Start, Stuck, by_part, place


class Standing(Struct, frozen=True):
    """A partition: how it lies on the broker, and where the ledger goes on or why it does not."""

    part: Part
    log: Log | None
    found: Start | Stuck

    @property
    def lag(self) -> int | None:
        """Offsets that are not read yet; None: nobody can say."""
        return self.log.end - self.found.offset if self.log is not None and isinstance(self.found, Start) else None


def standings(admin: Admin, connection: Connection) -> list[Standing]:
    """All partitions that are there or that the ledger knows, in their order.

    Raises:
        FAULTS: brokers are away, or refuse.
    """
    known = by_part(sources(connection))
    ids, numbers = admin.ids(tuple(TOPICS)), admin.partitions(tuple(TOPICS))
    there = [Part(topic, n) for topic, number in numbers.items() for n in range(number)]
    begins, ends = admin.begins(there), admin.ends(there)
    logs = {part: Log(ids[part.topic], begins[part], ends[part]) for part in there}
    return [Standing(part, logs.get(part), place(part, logs.get(part), known)) for part in sorted(logs.keys() | known)]


def reset(connection: Connection, part: Part, log: Log, to: int, known: Mapping[Part, list[Source]]) -> None:
    """Have a ledger go on at an offset of the partition as it lies on the broker now. What was decided stands.

    Raises:
        SourceMoved: a worker reads it just now.
    """
    name = source_name(part, log.topic_id)
    mine = next((one for one in known.get(part, ()) if one.name == name), None)
    before = mine or Source(name, KIND, beginning=log.topic_id.bytes)
    after = replace(mine, position=at_offset(to)) if mine is not None else new_source(part, log.topic_id, to)
    move(connection, before, after)
