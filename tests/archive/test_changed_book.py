"""A ledger whose rule book was changed, archived with the rows that approved it: read from there, or not judged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import structs
from sqlalchemy import URL, select

from tests.archive import kept
from tests.rule_changes.changed import FORCE, frame_of
from tests.rule_changes.test_force import BOOK, few, life
from warning.audit.dossier import Gathered, gather
from warning.audit.replay import replay
from warning.core.changes import RULES_KEY
from warning.ledger.lanes import lane_of
from warning.ledger.sql.books import approved_frames
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.tables import JOURNAL
from warning.ledger.verify import verify

CONTROL = lane_of(RULES_KEY)


@pytest.fixture
def archive(request: pytest.FixtureRequest, database_url: URL, tmp_path: Path) -> Path:
    """Where October and November are, as the ledger has them no longer."""
    life(database_url, few()).ledger.close()
    postgresql = database_url.get_backend_name() == "postgresql"
    who = kept.archivist(request.getfixturevalue("postgres_database"), tmp_path) if postgresql else database_url
    directory = tmp_path / "archive"
    before = _dossier(database_url)
    ledger = kept.opened(who)
    kept.dropped(ledger, directory, kept.archived(ledger, directory, kept.NOVEMBER))
    with ledger.engine.connect() as connection:
        query = select(JOURNAL.c.seq).where(JOURNAL.c.key == RULES_KEY)
        assert connection.execute(query).all() == [], "what approved the book is in the archive alone"
    ledger.close()
    assert len(before.items) > 3
    assert structs.asdict(_dossier(database_url)) == structs.asdict(before), "a dossier reads the same"
    return directory


def _dossier(url: URL) -> Gathered:
    ledger = kept.opened(url)
    with snapshot(ledger.engine) as connection:
        found = gather(connection, "G1", 1 << 62)
    ledger.close()
    return found


@pytest.mark.usefixtures("archive")
def test_with_the_archive_all_is_as_it_was(database_url: URL) -> None:
    ledger = kept.opened(database_url)
    frames = approved_frames(ledger)
    assert [(at, frame.id) for at, frame in frames.later] == [(FORCE, frame_of(BOOK).id)]
    assert (verify(ledger, frames).differences, replay(ledger.engine, frames).divergences) == ((), ())
    report = kept.looked(database_url)
    assert (report.findings, report.not_read) == ((), ())
    ledger.close()


def test_without_it_nothing_is_said_of_the_book(database_url: URL, archive: Path) -> None:
    shutil.rmtree(archive)
    ledger = kept.opened(database_url)
    frames = approved_frames(ledger)
    assert [at for at, _ in frames.later] == [FORCE], "by what the control lane has left behind"
    assert verify(ledger, frames).differences == ()
    assert {one.boundary.lane for one in verify(ledger, frames).not_read} >= {CONTROL}
    found = replay(ledger.engine, frames)
    assert found.divergences == ()
    report = kept.looked(database_url)
    assert report.findings == ()
    assert CONTROL in {one.lane for one in report.not_read}
    ledger.close()


def test_a_book_in_force_twice_is_archived_once(tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "ledger.db"))
    into = life(url, few())
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.exec_driver_sql("INSERT INTO frame SELECT id, in_force_at + 1000000, recorded_at, files FROM frame")
    into.ledger.close()
    ledger = kept.opened(url)
    pieces = kept.archived(ledger, tmp_path / "archive")
    assert pieces
    assert all(sum("frames/" in file.path for file in piece.files) == len(piece.frames) for piece in pieces)
    ledger.close()
