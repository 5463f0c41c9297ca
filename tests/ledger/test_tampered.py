"""The invariant "tamper": whatever is done to journal, changes, states or rows people see, verification names it.

``TAMPERED`` says how many mutations (1,000).
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
from warning.core.rows import BookRow
from warning.ledger import verify as verification
from warning.ledger.journal import link
from warning.ledger.sql.codec import row_of
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.flush import columns
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.verify import Difference, verify

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
        assert places(mutation, found) == named(mutation, tamperer.rows), told
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
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        assert connection.execute(text(edit)).rowcount > 0
    return verify(ledger, FRAMES).differences


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
        "_told": _heard,
        "chained": _counted,
        "_stands": lambda *_: True,
        "_people_see": lambda *_: (),
    }
    monkeypatch.setattr(getattr(verification, owner) if owner else verification, name, blind[name])
    assert _edited(copied, EDITS[code]) == ()


def _counted(self: Any, row: Any) -> str:
    """Goes on with the row, whatever its link."""
    self.rows, self.head = row.seq, link(self.head, row)
    return ""


def _heard(self: Any, _row: Any, effects: Any) -> bool:
    """Passes over as many changes as there are effects that make one, and remembers what they show."""
    for effect in effects:
        shown = row_of(effect)
        if shown is not None:
            assert not isinstance(shown, BookRow)
            self._shown[shown.id] = verification._digest(columns(shown))
            next(self._changes)
    return True


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
