"""The migrated tables are those of ``tables.py``; a database of another version is told apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Column, Engine, Index, MetaData, String, Table, inspect, text
from sqlalchemy.engine import URL, make_url

from tests.ledger.catalogue import catalogue
from tests.ledger.made import BY_MIGRATIONS, made_once
from warning.ledger.sql import schema
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import METADATA


@pytest.fixture(autouse=True)
def by_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a person's ledger is made."""
    monkeypatch.setattr(schema, "_run", BY_MIGRATIONS)


@pytest.fixture
def empty(empty_url: URL) -> Iterator[Engine]:
    engine = open_engine(empty_url)
    yield engine
    engine.dispose()


def _differences(engine: Engine, metadata: MetaData) -> list[Any]:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))


def _copy() -> MetaData:
    copied = MetaData()
    for table in METADATA.sorted_tables:
        table.to_metadata(copied)
    return copied


def test_migrated_tables_are_those_of_the_metadata(empty: Engine) -> None:
    schema.create(empty)
    assert _differences(empty, METADATA) == []


def _more_column(metadata: MetaData) -> None:
    metadata.tables["journal"].append_column(Column("more", BigInteger))


def _more_index(metadata: MetaData) -> None:
    Index("journal_at", metadata.tables["journal"].c.at)


def _other_type(metadata: MetaData) -> None:
    metadata.tables["duty"].c.due.type = String()


def _more_table(metadata: MetaData) -> None:
    Table("more", metadata, Column("id", BigInteger, primary_key=True))


def test_what_other_tests_get_is_what_the_migrations_make(tmp_path: Path) -> None:
    """``made_once``: tables, indexes, triggers, and the rows they begin with."""
    made = []
    for name in ("migrated", "first", "again"):
        engine = open_engine(make_url(f"sqlite:///{tmp_path / name}"))
        with nullcontext() if name == "migrated" else made_once():
            schema.create(engine)
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            things = driver.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
            ).fetchall()
            made.append((things, list(driver.iterdump())))
        engine.dispose()
    assert made[0] == made[1] == made[2]
    assert {thing[0] for thing in made[0][0]} == {"table", "index", "trigger"}


def test_a_planted_difference_is_noticed(empty: Engine) -> None:
    schema.create(empty)
    assert _differences(empty, _copy()) == []
    for plant in (_more_column, _more_index, _other_type, _more_table):
        planted = _copy()
        plant(planted)
        assert len(_differences(empty, planted)) == 1, plant


def _made(engine: Engine, metadata: MetaData) -> list[str]:
    """What the database holds when the tables are made from the metadata alone."""
    with engine.begin() as connection:
        metadata.create_all(connection)
    held = catalogue(engine)
    with engine.begin() as connection:
        metadata.drop_all(connection)
    return held


def test_they_are_the_same_to_the_last_word(empty: Engine) -> None:
    # alembic compares neither primary keys, checks, collations, partial indexes nor WITHOUT ROWID.
    expected = _made(empty, METADATA)
    assert len(expected) > len(METADATA.tables)
    schema.create(empty)
    assert catalogue(empty) == expected


def _other_collation(metadata: MetaData) -> None:
    metadata.tables["journal"].c.key.type = String(collation="NOCASE").with_variant(String(), "postgresql")


def _whole_index(metadata: MetaData) -> None:
    table = metadata.tables["aggregate"]
    due = next(index for index in table.indexes if index.name == "aggregate_due")
    table.indexes.remove(due)
    Index("aggregate_due", table.c.lane, table.c.next_due, table.c.key)


def _no_check(metadata: MetaData) -> None:
    table = metadata.tables["ledger"]
    table.constraints.remove(next(check for check in table.constraints if check.name == "ledger_clock"))


def test_what_alembic_does_not_compare_is_noticed(empty: Engine) -> None:
    whole = _made(empty, _copy())
    for plant in (_other_collation, _whole_index, _no_check):
        planted = _copy()
        plant(planted)
        assert _made(empty, planted) != whole, plant


def test_a_new_database_passes_and_making_it_again_changes_nothing(empty: Engine) -> None:
    schema.create(empty)
    schema.check(empty)
    with empty.begin() as connection:
        connection.execute(text("INSERT INTO loan VALUES ('L1', 'b:1')"))
    held = catalogue(empty)
    schema.create(empty)
    schema.upgrade(empty)
    assert catalogue(empty) == held
    with empty.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM loan")).scalar() == 1


def test_no_tables_are_told(empty: Engine) -> None:
    for ask in (schema.check, schema.upgrade):
        with pytest.raises(schema.NoSchema, match="holds no ledger") as caught:
            ask(empty)
        assert (caught.value.found, caught.value.needed) == (None, schema.head())


def _renumber(engine: Engine, number: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": number})


def test_an_older_database_is_told(empty: Engine) -> None:
    schema.create(empty)
    _renumber(empty, "0000")
    for ask in (schema.check, schema.create):
        with pytest.raises(schema.OlderSchema, match=f"revision 0000; this program needs {schema.head()}: upgrade"):
            ask(empty)


def test_a_newer_database_is_told_and_left_alone(empty: Engine) -> None:
    schema.create(empty)
    _renumber(empty, "9999")
    for ask in (schema.check, schema.create, schema.upgrade):
        with pytest.raises(schema.NewerSchema, match=f"revision 9999; this program knows up to {schema.head()}"):
            ask(empty)


def test_tables_of_something_else_are_told(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE journal (id INTEGER)"))
    with pytest.raises(schema.ForeignTables, match="journal"):
        schema.create(empty)
    assert inspect(empty).get_table_names() == ["journal"]


def test_tables_are_made_all_or_none(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE VIEW quarantine AS SELECT 1 AS id"))
    with pytest.raises(Exception, match="quarantine"):
        schema.create(empty)
    assert inspect(empty).get_table_names() == []


def test_revisions_are_numbered_so_that_their_order_is_that_of_text() -> None:
    versions = Path(schema.__file__).parent / "migrations" / "versions"
    numbers = [path.name.partition("_")[0] for path in sorted(versions.glob("r*.py"))]
    assert numbers == [f"r{number:04}" for number in range(1, len(numbers) + 1)]
    assert numbers[-1] == f"r{schema.head()}"
