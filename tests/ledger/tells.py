"""A ledger of which reading stopped while facts waited in the inbox, and what somebody does to them there."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.engine import URL

from tests.ledger import bank
from warning.core.events import Told
from warning.intake.ingest import Intake
from warning.ledger.lanes import lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.tables import INBOX

LINES: Final = bank.short(4)
HELD_UP: Final = 3
"""So many facts wait when reading stops, the first of which is taken yet: of another member that was sued."""


class Stopped(Exception):
    """Nobody reads on."""


def waits(into: Intake) -> list[Any]:
    """The rows of the inbox."""
    with into.ledger.engine.connect() as connection:
        return list(connection.execute(select(INBOX).order_by(INBOX.c.id)).all())


def stopped(url: URL) -> URL:
    """A ledger of which reading stopped while several facts waited."""
    into = bank.intake(bank.create(url), batch=1, rows=1)

    def tell(_: object) -> None:
        into.settle()  # what is sent ahead may be written by now, or not
        if len(waits(into)) == HELD_UP:
            raise Stopped

    with pytest.raises(Stopped):
        bank.take_in(into, LINES, tell=tell)
    into.ledger.engine.dispose()
    return url


def write(into: Intake, *statements: Any) -> None:
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(statement)


def put(into: Intake, told: Told, at: int, lane: int | None = None, raw: bytes = b"") -> None:
    """It waits, as if somebody had told it; or ``raw`` in its place."""
    where = lane_of(told.to) if lane is None else lane
    write(into, insert(INBOX).values(lane=where, at=at, told=raw or codec.write(told)))


def taken(into: Intake, to: str) -> tuple[Told, int]:
    """What waits for an aggregate, and when it was told (µs UTC); taken away."""
    row = next(row for row in waits(into) if codec.read_told(row.told).to == to)
    write(into, delete(INBOX).where(INBOX.c.id == row.id))
    return codec.read_told(row.told), row.at
