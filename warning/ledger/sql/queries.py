"""What people ask of a ledger: lists with filters, in an order that depends on nothing else. Nothing here decides."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, Select, func, select

from warning.ledger.entries import Refusal
from warning.ledger.sql.sources import TALLIED
from warning.ledger.sql.tables import HELD, QUARANTINE, SOURCE

_refusal: Final = msgspec.json.Decoder(Refusal)


class Tally(Struct, frozen=True, kw_only=True):
    """Conservation: every record read is applied, duplicate, stale, held or quarantined, exactly once."""

    records: int
    applied: int
    duplicate: int
    stale: int
    held: int
    quarantined: int

    @property
    def accounted(self) -> int:
        """What became of records: as many as were read."""
        return self.applied + self.duplicate + self.stale + self.held + self.quarantined

    def since(self, before: Tally) -> Tally:
        """What has come to it since another count."""
        named = msgspec.structs.asdict(before)
        return Tally(**{name: value - named[name] for name, value in msgspec.structs.asdict(self).items()})


class Quarantined(Struct, frozen=True, kw_only=True):
    """A row of the quarantine: what could not be taken, and what became of it. Instants are µs UTC."""

    id: int
    source: str
    status: str
    refusal: Refusal
    raw: bytes
    correction: bytes | None
    corrected_by: str | None
    approved_by: str | None
    settled_at: int | None


def tally(connection: Connection) -> Tally:
    """All records of all sources, and what became of them."""
    names = ("records", *TALLIED)
    row = connection.execute(select(*(func.coalesce(func.sum(SOURCE.c[name]), 0) for name in names))).one()
    held = connection.execute(select(func.count()).select_from(HELD)).scalar_one()
    return Tally(**{name: int(value) for name, value in zip(names, row, strict=True)}, held=held)


def last_quarantined(connection: Connection) -> int:
    """The number of the newest row of the quarantine; 0: there is none."""
    found: int | None = connection.execute(select(func.max(QUARANTINE.c.id))).scalar_one()
    return found or 0


def quarantined_after(connection: Connection, number: int) -> list[Quarantined]:
    """The rows of the quarantine after one, in their order; with those that are only shown (``noted``)."""
    return _rows(connection, select(QUARANTINE).where(QUARANTINE.c.id > number))


def _rows(connection: Connection, query: Select[tuple[object, ...]]) -> list[Quarantined]:
    return [_quarantined(row) for row in connection.execute(query.order_by(QUARANTINE.c.id))]


def _quarantined(row: Row[tuple[object, ...]]) -> Quarantined:
    named = row._mapping  # noqa: SLF001 - SQLAlchemy's public name of it
    return Quarantined(
        id=named["id"],
        source=named["source"],
        status=named["status"],
        refusal=_refusal.decode(named["refusal"]),
        raw=bytes(named["raw"]),
        correction=None if named["correction"] is None else bytes(named["correction"]),
        corrected_by=named["corrected_by"],
        approved_by=named["approved_by"],
        settled_at=named["settled_at"],
    )
