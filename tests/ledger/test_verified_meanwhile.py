"""A ledger is verified as it is at one instant: what is committed meanwhile is no difference."""

from __future__ import annotations

from sqlalchemy.engine import URL

from tests.ledger import bank
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.verify import verify

FRAMES = {bank.frame().id: bank.frame()}


def test_what_is_taken_while_it_is_verified_is_no_difference(database_url: URL) -> None:
    lines = bank.short()
    into = bank.intake(bank.create(database_url))
    bank.take_part(into, lines, len(lines) // 2)
    looked_at = SqlLedger.open(open_engine(database_url))
    before = verify(looked_at, FRAMES)

    def meanwhile(lane: int) -> None:
        if lane == 0:
            bank.complete(into, lines)

    found = verify(looked_at, FRAMES, meanwhile)
    assert (found.differences, found.rows, found.heads) == ((), before.rows, before.heads)
    assert verify(looked_at, FRAMES).rows > before.rows
    into.ledger.close()
    looked_at.close()
