"""Only what is archived can be dropped: by the archivist, on PostgreSQL by nobody else; a boundary must be true."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from tests.archive import kept
from tests.archive.conftest import Grown
from tests.audit.anchored import Shelf, grown
from warning.ledger.sql.engine import open_engine

DELETES = ("DELETE FROM journal WHERE lane = :lane", 'DELETE FROM "change" WHERE lane = :lane')
SET = (
    "INSERT INTO archived (lane, seq, first, link, digest, place, at, by) SELECT lane, {seq}, {first}, {link}, link, "
    "'x', 1, 'x' FROM journal WHERE lane = :lane AND seq = 1"
)


def _refused(url: URL, statement: str, match: str, lane: int) -> None:
    engine = open_engine(url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match=match):
        connection.execute(text(statement), {"lane": lane})
    engine.dispose()


def _busy(url: URL) -> int:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text('SELECT lane FROM "change" GROUP BY lane ORDER BY count(*) DESC')).scalar()
    engine.dispose()
    assert isinstance(found, int)
    return found


def test_what_is_not_archived_cannot_be_dropped(grew: Grown, tmp_path: Path) -> None:
    lane = _busy(grew.program)
    for statement in DELETES:
        _refused(grew.archivist, statement, "dropped", lane)
    ledger = kept.opened(grew.archivist)
    directory = tmp_path / "archive"
    kept.dropped(ledger, directory, kept.archived(ledger, directory))
    ledger.close()
    for statement in DELETES:
        _refused(grew.archivist, statement, "dropped", lane)


@pytest.mark.parametrize(
    ("seq", "first", "link"),
    [("1", "1", "payload_digest"), ("2", "1", "link"), ("1", "2", "link"), ("999", "1", "link")],
)
def test_a_boundary_must_be_a_row_of_the_journal(grew: Grown, seq: str, first: str, link: str) -> None:
    lane = _busy(grew.program)
    _refused(grew.archivist, SET.format(seq=seq, first=first, link=link), "a boundary follows the one before", lane)


def test_a_digest_is_whole(grew: Grown) -> None:
    statement = SET.replace("{link}, link,", "{link}, substr(link, 1, 31),")
    _refused(
        grew.archivist, statement.format(seq=1, first=1, link="link"), "a digest has 32 bytes", _busy(grew.program)
    )


@pytest.mark.postgresql
def test_the_server_says_who_and_when_and_no_table_is_put_before_the_ledgers(
    postgres_application: URL, postgres_database: URL, tmp_path: Path
) -> None:
    grown(postgres_application, Shelf()).ledger.close()
    login, lane = kept.archivist(postgres_database, tmp_path), _busy(postgres_application)
    engine = open_engine(login)
    with engine.begin() as connection:
        connection.execute(text(SET.format(seq="seq", first=1, link="link")), {"lane": lane})
        found = connection.execute(text("SELECT by, at FROM archived")).one()
    assert (found.by, found.at > 1) == (login.username, True)
    _refused(login, "CREATE TEMP TABLE archived AS SELECT * FROM public.archived WHERE lane = :lane", "denied", lane)
    engine.dispose()
    owner = open_engine(postgres_database)
    with owner.begin() as connection:
        connection.exec_driver_sql(f'GRANT TEMPORARY ON DATABASE "{postgres_database.database}" TO PUBLIC')
    owner.dispose()
    engine = open_engine(login)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE archived AS SELECT * FROM public.archived")
        connection.exec_driver_sql("UPDATE pg_temp.archived SET seq = 999999")
        with pytest.raises(DBAPIError, match="only what is archived is dropped"):
            connection.execute(text("DELETE FROM journal WHERE lane = :lane"), {"lane": lane})
    engine.dispose()


def test_nobody_but_the_archivist(
    postgres_application: URL, postgres_database: URL, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.node.add_marker(pytest.mark.postgresql)
    login = kept.archivist(postgres_database, tmp_path)
    for statement in DELETES:
        _refused(postgres_application, statement, "permission denied", 1)
    _refused(postgres_application, SET.format(seq=1, first=1, link="link"), "permission denied", 1)
    for statement in (
        "UPDATE journal SET at = 0 WHERE lane = :lane",
        'UPDATE "change" SET at = 0 WHERE lane = :lane',
        "UPDATE archived SET seq = 0 WHERE lane = :lane",
        "DELETE FROM archived WHERE lane = :lane",
        "UPDATE lane SET seq = 0 WHERE id = :lane",
        "DELETE FROM signal WHERE level = :lane",
        "SELECT value FROM private WHERE length(value) = :lane",
        "SELECT raw FROM quarantine WHERE id = :lane",
    ):
        _refused(login, statement, "permission denied", 1)
