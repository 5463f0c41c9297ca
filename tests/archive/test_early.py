"""A boundary in a month that is not over is refused, and named where the guard was away, also if the rows are gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from tests.archive import kept
from tests.archive.conftest import Grown
from warning.audit.archive.early import early
from warning.core.scalars import DAY, read_moment
from warning.ledger.sql import guards, schema
from warning.ledger.sql.engine import open_engine, snapshot

LAST: int = read_moment("2026-11-30T12:00:00+08:00")
"""Of November the rows are of a month that is not over then."""
FORGED = (
    "INSERT INTO archived (lane, seq, first, link, digest, place, at, by) SELECT lane, seq, 1, link, link, "
    "'/nowhere', 1, 'x' FROM journal WHERE lane = {lane} AND seq = {seq}"
)
GONE = (
    "DELETE FROM change WHERE lane = {lane} AND seq <= {seq}",
    "DELETE FROM journal WHERE lane = {lane} AND seq <= {seq}",
)
NO_GUARD = {
    "sqlite": ("DROP TRIGGER archived_is_over",),
    "postgresql": ("ALTER TABLE archived DISABLE TRIGGER USER",),
}


def do(engine: Engine, *statements: str) -> None:
    """As whoever opened it."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def owner(grew: Grown, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Who owns the tables, of a ledger whose clock stands in November."""
    sqlite = grew.program.get_backend_name() == "sqlite"
    engine = open_engine(grew.program if sqlite else request.getfixturevalue("postgres_database"))
    off = ("DROP TRIGGER ledger_stays",) if sqlite else ("ALTER TABLE ledger DISABLE TRIGGER USER",)
    do(engine, *off, f"UPDATE ledger SET clock_at = {LAST}")  # noqa: S608 - a number
    schema.upgrade(engine)
    if not sqlite:
        do(engine, "ALTER TABLE ledger ENABLE TRIGGER USER")
    yield engine
    engine.dispose()


def _span(engine: Engine) -> tuple[int, int, int]:
    """A lane with rows of November, its last row of October and its last of all before December."""
    november = read_moment("2026-11-01T00:00:00+08:00")
    query = text(
        "SELECT lane, max(CASE WHEN at < :november THEN seq END), max(seq) FROM journal WHERE at < :until "
        "GROUP BY lane HAVING max(at) >= :november AND min(at) < :november ORDER BY count(*) DESC"
    )
    with engine.connect() as connection:
        lane, before, last = connection.execute(query, {"november": november, "until": LAST}).first() or (0, 0, 0)
    assert 0 < before < last
    return lane, before, last


def _early(engine: Engine, clock: int = LAST) -> list[tuple[int, int]]:
    with snapshot(engine) as connection:
        return [(one.lane, one.seq) for one in early(connection, clock, live=False)]


def test_the_guard_refuses_what_is_of_this_month(grew: Grown, owner: Engine) -> None:
    lane, before, last = _span(owner)
    engine = open_engine(grew.archivist)
    with pytest.raises(DBAPIError, match="the month of these rows is not over"):
        do(engine, FORGED.format(lane=lane, seq=last))
    do(engine, FORGED.format(lane=lane, seq=before))
    engine.dispose()
    assert _early(owner) == []


@pytest.mark.parametrize("dropped", [False, True])
def test_one_that_was_made_all_the_same_is_named(owner: Engine, *, dropped: bool) -> None:
    lane, _, last = _span(owner)
    with owner.connect() as connection:
        end = connection.execute(text("SELECT seq FROM lane WHERE id = :lane"), {"lane": lane}).scalar_one()
    last = end if dropped else last
    gone = GONE if dropped else ()
    do(owner, *NO_GUARD[owner.dialect.name], *(one.format(lane=lane, seq=last) for one in (FORGED, *gone)))
    assert _early(owner) == [(lane, last)]
    assert _early(owner, LAST + 62 * DAY) == [], "the month is over then"


def test_what_is_archived_in_time_is_none(grew: Grown, owner: Engine, tmp_path: Path) -> None:
    ledger = kept.opened(grew.archivist)
    kept.dropped(ledger, tmp_path, kept.archived(ledger, tmp_path))
    ledger.close()
    assert _early(owner) == []
    archivist = open_engine(grew.archivist)
    with snapshot(archivist) as connection:
        assert list(early(connection, LAST, live=False, states=False)) == [], "who archives may not read states"
    archivist.dispose()


def test_on_a_live_ledger_a_month_that_was_open_when_it_was_made_counts(owner: Engine) -> None:
    """The clock of the one is that of the other: a boundary of long ago stays wrong once the month is over."""
    lane, _, last = _span(owner)
    do(owner, *NO_GUARD[owner.dialect.name], FORGED.format(lane=lane, seq=last))
    if owner.dialect.name == "postgresql":
        do(owner, "ALTER TABLE archived ENABLE TRIGGER USER")
    for made, expected in ((LAST, [(lane, last)]), (LAST + 62 * DAY, [])):
        _remade(owner, made)
        with snapshot(owner) as connection:
            found = [(one.lane, one.seq) for one in early(connection, LAST + 90 * DAY, live=True)]
        assert found == expected


def _remade(owner: Engine, at: int) -> None:
    off = "DROP TRIGGER IF EXISTS archived_no_update" if owner.dialect.name == "sqlite" else "SELECT 1"
    do(owner, off, f"UPDATE archived SET at = {at}")  # noqa: S608 - a number


def test_a_ledger_of_an_earlier_program_gets_the_guard(empty_url: URL) -> None:
    engine = open_engine(empty_url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", schema.MIGRATIONS)
        command.upgrade(config, "0007")
    with engine.connect() as connection:
        assert any(name.startswith("archived.") for name in guards.missing(connection))
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert (guards.missing(connection), schema.revision(connection)) == ((), schema.head())
    engine.dispose()
