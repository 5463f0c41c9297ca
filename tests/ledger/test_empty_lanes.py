"""Verification reads no lane that has nothing; whatever is put into one, it is read and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from sqlalchemy.engine import make_url

from tests.ledger import bank
from tests.ledger.tamper import Tamperer
from warning.ledger.lanes import LANES
from warning.ledger.sql.history import empty_lanes
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import ARCHIVED
from warning.ledger.verify import verify

FRAMES = {bank.frame().id: bank.frame()}
PUT = {
    "end": ("UPDATE lane SET seq = 1 WHERE id = :lane", "lane"),
    "head": ("UPDATE lane SET head = zeroblob(31) WHERE id = :lane", "lane"),
    "gone": ("DELETE FROM lane WHERE id = :lane", "lane"),
    "row": ("UPDATE journal SET lane = :lane WHERE key = 'b:G0' AND key_seq = 2", "gap"),
    "change": ("UPDATE change SET lane = :lane WHERE n = 0 AND event_id = 'sued-G0'", "change"),
    "aggregate": ("UPDATE aggregate SET lane = :lane WHERE key = 'b:G0'", "state"),
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqlLedger]:
    """A small ledger, without triggers."""
    made = bank.create(make_url(f"sqlite:///{tmp_path / 'ledger.db'}"))
    bank.complete(bank.intake(made), bank.short(4))
    Tamperer(made.engine, 0)
    yield made
    made.engine.dispose()


def empty(ledger: SqlLedger) -> frozenset[int]:
    with ledger.engine.connect() as connection:
        return empty_lanes(connection)


@pytest.mark.parametrize("what", PUT)
def test_what_is_put_into_an_empty_lane_is_named(ledger: SqlLedger, what: str) -> None:
    lane = min(empty(ledger))
    statement, code = PUT[what]
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        assert connection.execute(text(statement), {"lane": lane}).rowcount > 0
    assert lane not in empty(ledger)
    assert code in {one.code for one in verify(ledger, FRAMES).differences if one.lane == lane}


def test_a_lane_of_which_all_is_archived_is_not_empty(ledger: SqlLedger) -> None:
    """What was archived is to be read, or said not to be here."""
    lane = min(empty(ledger))
    row = {
        "lane": lane,
        "seq": 3,
        "first": 1,
        "link": bytes(32),
        "digest": bytes(32),
        "place": "elsewhere",
        "at": 1,
        "by": "b:G0",
    }
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(ARCHIVED.insert(), row)
    assert [unread.boundary.lane for unread in verify(ledger, FRAMES).not_read] == [lane]


def test_every_lane_is_told_of_and_has_its_head(database_url: URL) -> None:
    made = bank.create(database_url)
    assert len(empty(made)) >= LANES - 1, "but for the control lane"
    heard: list[int] = []
    found = verify(made, FRAMES, heard.append)
    assert (heard, len(found.heads), found.differences) == (list(range(LANES)), LANES, ())
    bank.complete(bank.intake(made), bank.short(4))
    found = verify(made, FRAMES)
    assert 40 < len(empty(made)) < 60
    assert (len(found.heads), found.differences) == (LANES, ())
    made.engine.dispose()
