"""A ledger made once, and copies of it for those who alter it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from tests import postgresql
from tests.conftest import BOTH
from tests.ledger import bank
from tests.ledger.altered import BY_NAME, GUARDED, Do, found, made, number_of
from warning.intake import corrections
from warning.intake.ingest import Intake
from warning.ledger.sql import roles, schema
from warning.ledger.sql.engine import open_engine


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> URL:
    """It on SQLite, made once; nobody changes it."""
    return made(make_url(f"sqlite:///{tmp_path_factory.mktemp('beside')}/ledger.db"))


@pytest.fixture(scope="session")
def database(postgres_url: URL) -> Iterator[URL]:
    """It on PostgreSQL, as the program's own login."""
    with postgresql.database(postgres_url, like=postgresql.template(postgres_url)) as url:
        owner = open_engine(url)
        schema.upgrade(owner)
        program = roles.application_url(owner)
        owner.dispose()
        yield made(program)


@pytest.fixture
def owner_url(postgres_url: URL, database: URL) -> Iterator[URL]:
    """A copy of that as its owner; the login of the one is that of the other."""
    with postgresql.database(postgres_url, like=database.database) as url:
        yield url


@pytest.fixture(params=BOTH)
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """A copy of it, as the program's own login."""
    if request.param == "postgresql":
        program: URL = request.getfixturevalue("database")
        return program.set(database=request.getfixturevalue("owner_url").database)
    made: URL = request.getfixturevalue("file")
    shutil.copy(str(made.database), tmp_path / "ledger.db")
    return made.set(database=str(tmp_path / "ledger.db"))


@pytest.fixture
def into(copied: URL) -> Iterator[Intake]:
    """That, at work."""
    intake = bank.reopened(copied)
    yield intake
    intake.ledger.engine.dispose()


@pytest.fixture(params=BOTH)
def refusing(request: pytest.FixtureRequest) -> Iterator[Intake]:
    """It itself, where all that is tried is refused."""
    intake = bank.reopened(request.getfixturevalue("database" if request.param == "postgresql" else "file"))
    yield intake
    intake.ledger.engine.dispose()


@pytest.fixture
def do(into: Intake, request: pytest.FixtureRequest) -> Iterator[Do]:
    """Does something to it as who may take the guards away: the owner of the tables, or who has the file."""
    sqlite = into.ledger.engine.dialect.name == "sqlite"
    engine = into.ledger.engine if sqlite else open_engine(request.getfixturevalue("owner_url"))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in GUARDED:
            if not sqlite:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                continue
            query = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
            for name in connection.execute(query, {"table": table}).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")

    def done(statement: str, **values: object) -> None:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            assert connection.execute(text(statement), values).rowcount > 0

    yield done
    engine.dispose()


@pytest.fixture
def corrected(into: Intake) -> tuple[Intake, str]:
    """With a row that one person corrected and another approved."""
    number = int(number_of(into, BY_NAME))
    at = into.ledger.clock()
    right = bank.owing("right", "2026-12-01T00:00:00.000+08:00", "LG0", "1.00")
    corrections.propose(into, number, right, "1000-A")
    assert found(into) == []
    corrections.approve(into, number, "1000-B", at)
    assert found(into) == []
    return into, str(number)
