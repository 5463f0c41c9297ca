"""Journal and changes are only added to: on SQLite for anyone, on PostgreSQL for whom the program logs in as."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, Table, insert, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, ProgrammingError

from warning.ledger.sql import roles, schema
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import CHANGE, JOURNAL, METADATA

APPEND_ONLY = ("journal", "change")
VALUES: dict[type, object] = {int: 1, str: "k", bytes: b"b", bool: False}


def _row(table: Table) -> dict[str, object]:
    return {column.name: VALUES[column.type.python_type] for column in table.columns}


@pytest.fixture
def program(database_url: URL) -> Iterator[Engine]:
    """The program's engine, on a database with one row of each."""
    engine = open_engine(database_url)
    with engine.begin() as connection:
        _add(connection)
    yield engine
    engine.dispose()


def _add(connection: Connection) -> None:
    for table in (JOURNAL, CHANGE):
        connection.execute(insert(table), _row(table))


def _rows(engine: Engine) -> list[int | None]:
    with engine.connect() as connection:
        return [connection.execute(text(f"SELECT sum(seq) FROM {table}")).scalar() for table in APPEND_ONLY]  # noqa: S608


def test_rows_are_added(program: Engine) -> None:
    assert _rows(program) == [1, 1]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET seq = 2", "DELETE FROM {}", "DELETE FROM {} WHERE seq = 1"])
def test_rows_are_not_changed_or_removed(program: Engine, table: str, change: str) -> None:
    refusal = f"{table}: rows are only added" if program.dialect.name == "sqlite" else "permission denied"
    with pytest.raises(DBAPIError, match=refusal), program.begin() as connection:
        connection.exec_driver_sql(change.format(table))
    assert _rows(program) == [1, 1]


def test_a_row_is_not_replaced_on_sqlite(tmp_path: object) -> None:
    engine = open_engine(make_url(f"sqlite:///{tmp_path}/ledger.db"))
    schema.create(engine)
    with engine.begin() as connection:
        _add(connection)
    for table in (JOURNAL, CHANGE):
        replaced = insert(table).prefix_with("OR REPLACE").values({**_row(table), "event_id": "other"})
        with pytest.raises(DBAPIError, match=f"{table.name}: rows are only added"), engine.begin() as connection:
            connection.execute(replaced)
    engine.dispose()


def test_the_program_empties_drops_and_alters_no_table(postgres_application: URL) -> None:
    changes = ("TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} ADD COLUMN more INTEGER", "CREATE INDEX ON {} ((1))")
    engine = open_engine(postgres_application)
    for change in (change.format(f'"{table}"') for table in METADATA.tables for change in changes):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), engine.begin() as connection:
            connection.exec_driver_sql(change)
    engine.dispose()


def test_the_program_is_no_more_than_its_role(postgres_application: URL, postgres_url: URL) -> None:
    engine = open_engine(postgres_application)
    schema.check(engine)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM pg_roles WHERE rolname = current_user")).one()
        assert not any((row.rolsuper, row.rolcreaterole, row.rolcreatedb, row.rolbypassrls, row.rolreplication))
        owned = connection.execute(text("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"))
        assert owned.scalar() == 0
    for change in ("CREATE TABLE more (id INTEGER)", f'SET ROLE "{postgres_url.username}"'):
        with pytest.raises(ProgrammingError, match="permission denied"), engine.begin() as connection:
            connection.exec_driver_sql(change)
    engine.dispose()


def _privileges(engine: Engine) -> dict[str, set[str]]:
    query = "SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = :role"
    with engine.connect() as connection:
        database = connection.execute(text("SELECT current_database()")).scalar()
        found = connection.execute(text(query), {"role": f"{database}_app"}).all()
    return {name: {row.privilege_type for row in found if row.table_name == name} for name, _ in found}


def _columns(engine: Engine) -> dict[str, set[str]]:
    """By table, the columns that may be changed where the table as a whole may not."""
    query = (
        "SELECT table_name, column_name FROM information_schema.column_privileges "
        "WHERE grantee = :role AND privilege_type = 'UPDATE'"
    )
    whole = {table for table, allowed in roles.MAY.items() if "UPDATE" in allowed}
    with engine.connect() as connection:
        database = connection.execute(text("SELECT current_database()")).scalar()
        found = connection.execute(text(query), {"role": f"{database}_app"}).all()
    return {
        name: {row.column_name for row in found if row.table_name == name} for name, _ in found if name not in whole
    }


def test_the_role_may_what_the_table_of_privileges_says_and_an_upgrade_mends_it(postgres_database: URL) -> None:
    owner = open_engine(postgres_database)
    schema.upgrade(owner)
    expected = {table: set(allowed) for table, allowed in roles.MAY.items()}
    assert set(expected) == {*METADATA.tables, "alembic_version"}
    assert _privileges(owner) == expected
    assert _columns(owner) == {table: set(columns) for table, columns in roles.MAY_CHANGE.items()}
    with owner.begin() as connection:
        database = connection.execute(text("SELECT current_database()")).scalar()
        connection.exec_driver_sql(f'GRANT ALL ON journal TO "{database}_app"')
        connection.exec_driver_sql(f'REVOKE INSERT ON lane FROM "{database}_app"')
        connection.exec_driver_sql(f'GRANT UPDATE (name) ON ledger TO "{database}_app"')
    assert _privileges(owner) != expected
    schema.upgrade(owner)
    assert _privileges(owner) == expected
    assert _columns(owner) == {table: set(columns) for table, columns in roles.MAY_CHANGE.items()}
    owner.dispose()
