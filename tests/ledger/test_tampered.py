"""The invariant "tamper": whatever is done to journal, changes, states or rows people see, verification names it.

``TAMPERED`` says how many mutations (1,000; ``make test`` makes 160, of every kind, ``make histories`` all).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from tests.ledger import bank
from tests.ledger.tamper import Tamperer, named, places
from warning.ledger import verify as verification
from warning.ledger.journal import link
from warning.ledger.lanes import lane_of
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import CHANGE, JOURNAL
from warning.ledger.verify import Counted, Difference, Verified, verify

MUTATIONS = int(os.environ.get("TAMPERED", "1000"))
PARTS = 4
FRAMES = {bank.frame().id: bank.frame()}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlLedger]:
    """A small ledger, whole; its writes need not last."""
    made = bank.create(make_url(f"sqlite:///{tmp_path_factory.mktemp('tampered')}/ledger.db"))
    bank.complete(bank.intake(made), bank.short(4))
    made.engine.dispose()

    @event.listens_for(made.engine, "connect")
    def _fast(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    assert verify(made, FRAMES).differences == ()
    yield made
    made.engine.dispose()


def _rows(tamperer: Tamperer, lane: int) -> int:
    return sum(row["lane"] == lane for row in tamperer.rows[JOURNAL.name])


def firsts(where: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Of each lane the first; behind a row that was put elsewhere the next is not linked to it."""
    return {(lane, min(row for other, row in where if other == lane)) for lane, _ in where if lane >= 0}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(PARTS))
def test_every_mutation_is_found_and_the_first_row_named(ledger: SqlLedger, seed: int) -> None:
    tamperer = Tamperer(ledger.engine, seed)
    for _ in range(MUTATIONS // PARTS):
        mutation = tamperer.next()
        with tamperer.made(mutation):
            found = verify(ledger, FRAMES).differences
        told = f"{mutation.table.name} {mutation.what}: {mutation.before[:2]} {mutation.after[:2]}"
        assert found, told
        where, right = places(mutation, found), named(mutation, tamperer.rows)
        if mutation.table is CHANGE:  # of the row it is of now or was before, or of the one whose changes lack it
            right |= {(row["lane"], row["seq"]) for row in (*mutation.before, *mutation.after)}
            right |= {(lane, _rows(tamperer, lane)) for lane, _ in right}
        assert {lane for lane, _ in where} == {lane for lane, _ in right}, told
        assert where <= right if mutation.table is not JOURNAL else right <= where, told
        assert firsts(where) <= right, told
    assert verify(ledger, FRAMES).differences == ()


EDITS = {
    "link": "UPDATE journal SET link = zeroblob(32) WHERE key = 'b:G0' AND key_seq = 2",
    "gap": "DELETE FROM journal WHERE key = 'b:G0' AND key_seq = 2",
    "change": "UPDATE change SET at = at + 1 WHERE n = 0 AND event_id = 'sued-G0'",
    "lane": "UPDATE lane SET head = zeroblob(32) WHERE seq > 0",
    "state": "UPDATE aggregate SET next_due = next_due + 1 WHERE key = 'b:G0'",
    "row": "UPDATE duty SET state = 'met' WHERE state = 'breached'",
}


@pytest.fixture
def copied(ledger: SqlLedger, tmp_path: Path) -> Iterator[SqlLedger]:
    """A copy of it, without triggers."""
    with closing(sqlite3.connect(str(ledger.engine.url.database))) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    copy = SqlLedger.open(open_engine(str(tmp_path / "copy.db")))
    Tamperer(copy.engine, 0)
    yield copy
    copy.engine.dispose()


def _edited(ledger: SqlLedger, edit: str) -> tuple[Difference, ...]:
    return _after(ledger, edit).differences


def _after(ledger: SqlLedger, edit: str) -> Verified:
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        assert connection.execute(text(edit)).rowcount > 0
    return verify(ledger, FRAMES)


def test_one_broken_row_hides_no_other_of_its_lane(copied: SqlLedger) -> None:
    """CX98 and the branch 2001 share one."""
    assert lane_of("b:CX98") == lane_of("o:2001")
    _after(copied, "UPDATE aggregate SET next_due = next_due + 1 WHERE key = 'b:CX98'")
    alone = _after(copied, "UPDATE duty SET state = 'waived' WHERE customer_no = 'CX98'")
    assert {one.code for one in alone.differences} == {"state", "row"}
    assert alone.uncompared == Counted()
    found = _after(copied, "UPDATE journal SET origin = 'elsewhere' WHERE key = 'o:2001' AND key_seq = 2")
    assert [one.key for one in found.differences if one.code == "link"] == ["o:2001"]
    assert {one for one in found.differences if one.code != "link"} == set(alone.differences)
    assert found.found == len(found.differences) == alone.found + 1
    assert (found.uncompared.rows, found.uncompared.aggregates) == (4, 1)
    assert found.uncompared.seen > 0
    assert (found.rows, found.aggregates, found.seen) == (alone.rows, alone.aggregates, alone.seen)


def test_a_digest_of_a_payload_that_is_too_short_is_no_crash(copied: SqlLedger) -> None:
    found = _edited(copied, "UPDATE journal SET payload_digest = x'00', link = x'00' WHERE event_id = 'sued-G0'")
    assert {one.code for one in found} == {"link"}


@pytest.mark.parametrize("code", EDITS)
def test_each_kind_of_difference_has_its_code(copied: SqlLedger, code: str) -> None:
    assert {one.code for one in _edited(copied, EDITS[code])} == {code}


LOOKS = {
    "link": ("_Lane", "chained"),
    "change": ("_Lane", "_told"),
    "state": ("", "_stands"),
    "row": ("", "_people_see"),
}


@pytest.mark.parametrize("code", LOOKS)
def test_without_its_look_a_difference_is_not_found(
    copied: SqlLedger, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else the tests above could not fail.
    owner, name = LOOKS[code]
    blind: dict[str, Any] = {
        "_told": lambda *_: True,
        "chained": _counted,
        "_stands": lambda *_: True,
        "_people_see": lambda *_: (0, 0),
    }
    monkeypatch.setattr(getattr(verification, owner) if owner else verification, name, blind[name])
    assert _edited(copied, EDITS[code]) == ()


def _counted(self: Any, row: Any) -> str:
    """Goes on with the row, whatever its link."""
    self.rows, self.head = row.seq, link(self.head, row)
    return ""


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
