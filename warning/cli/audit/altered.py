"""What is another in a row that people see: whose it is, the field, the value on file and the one recomputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct
from sqlalchemy import Connection, select

from warning.audit.divergence import ABSENT, cut, differences
from warning.contracts.lines import INSTANTS
from warning.core.rows import BookRow
from warning.ledger.sql import codec
from warning.ledger.sql.flush import columns
from warning.ledger.sql.tables import CHANGE, DUTY, SIGNAL, WARNING
from warning.ledger.verify import Difference
from warning.wording import moments

MOST: Final = 50
"""Rows of which this is said."""
NOT_KNOWN: Final = ("change", "effects")
"""What is found where changes on file may not be those recomputed."""
TABLES: Final = (SIGNAL, WARNING, DUTY)


class Altered(Struct, frozen=True):
    """The first field that differs; ``stored`` and ``found`` are values in JSON, or stand for none."""

    borrower: str
    field: str
    stored: str
    found: str


def altered(connection: Connection, differing: Sequence[Difference]) -> dict[str, Altered]:
    """By id, of the first rows that differ from what was recomputed; but for those of which either is not known.

    What was recomputed is what the last change on file says, where all changes on file are those recomputed.
    """
    if any(one.code in NOT_KNOWN for one in differing):
        return {}
    known = {one.name for one in differing if one.code == "row"}
    told = {name: _of(connection, name) for name in sorted(known)[:MOST]}
    return {name: one for name, one in told.items() if one is not None}


def _of(connection: Connection, name: str) -> Altered | None:
    query = select(CHANGE.c.effect).where(CHANGE.c.row_id == name).order_by(CHANGE.c.seq.desc(), CHANGE.c.n.desc())
    last = connection.execute(query.limit(1)).scalar()
    rows = [(table, connection.execute(select(table).where(table.c.id == name)).first()) for table in TABLES]
    stored = {table.name: row._asdict() for table, row in rows if row is not None}
    if last is None or len(stored) > 1:
        return None
    row = codec.row_of(codec.read_row_change(codec.raw(last)))
    if row is None or isinstance(row, BookRow):
        return None
    table = next(table for table in TABLES if table.name == type(row).__name__.lower())
    found = dict(zip(table.c.keys(), columns(row), strict=True))
    if not stored:
        return Altered(row.customer_no or "", "", ABSENT, cut(found["body"]))
    first = _first(stored.get(table.name, {}), found)
    return None if first is None else Altered(row.customer_no or "", *first)


def _first(stored: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What the row says itself, else a column beside it, by which it is looked up."""
    inside = next(differences(_plain(stored.get("body")), _plain(found["body"])), None)
    return inside or next(differences(_beside(stored), _beside(found)), None)


def _beside(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns, as the database has them: instants are numbers there."""
    return {str(name): int(one) if isinstance(one, int) else one for name, one in row.items() if name != "body"}


def _plain(body: object) -> object:
    try:
        return msgspec.json.decode(codec.raw(body))
    except (MsgspecError, UnicodeDecodeError):
        return cut(body)


def value(path: str, text: str) -> str:
    """An instant as people read it, anything else as it is."""
    if path.rpartition(".")[2] in INSTANTS and text.isdigit():
        return moments.instant(int(text))
    return text or "—"
