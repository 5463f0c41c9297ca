"""What borrowers were called at an instant, by what was on record then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from warning.core.events import BorrowerRegistered
from warning.ledger.journal import UNREADABLE, came_again, decode_payload, in_conflict
from warning.ledger.lanes import lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.archived import rows_of_keys
from warning.ledger.sql.tables import JOURNAL

REGISTERED: Final = BorrowerRegistered.TYPE
AT_ONCE: Final = 500


def borrowers_named_then(connection: Connection, numbers: Iterable[str], instant: int) -> dict[str, str]:
    """By their numbers, as last registered by an instant (µs UTC); who was not registered then is left out.

    Raises:
        Unread: rows of one are archived and cannot be read.
    """
    lanes = defaultdict[int, list[str]](list)
    for number in set(numbers):
        lanes[lane_of(f"b:{number}")].append(f"b:{number}")
    found: dict[str, str] = {}
    for lane, keys in sorted(lanes.items()):
        gone = (row for row in rows_of_keys(connection, lane, keys) if row.kind == REGISTERED and _taken(row))
        payloads = [row.payload for row in gone if row.at <= instant]
        found.update(_named([*payloads, *_here(connection, sorted(keys), instant)]))
    return found


def _here(connection: Connection, keys: Sequence[str], instant: int) -> Iterator[bytes]:
    """What was registered of some aggregates, in order."""
    table = JOURNAL.c
    for first in range(0, len(keys), AT_ONCE):
        wanted = (table.key.in_(keys[first : first + AT_ONCE]), table.kind == REGISTERED, table.at <= instant)
        query = select(table.payload, table.event_id, table.effects_digest).where(*wanted)
        for row in connection.execute(query.order_by(table.key, table.key_seq)):
            if _taken(row):
                yield codec.raw(row.payload)


def _taken(row: Any) -> bool:  # noqa: ANN401 - a row of the journal or of its query
    """Whether it was neither sent again nor in conflict with another."""
    decided = codec.raw(row.effects_digest)
    return not (came_again(row.event_id, decided) or in_conflict(row.event_id, decided))


def _named(payloads: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    for payload in payloads:
        try:
            content = decode_payload(REGISTERED, payload)
        except UNREADABLE:  # verify names it
            continue
        if isinstance(content, BorrowerRegistered):
            yield content.customer_no, content.borrower_name
