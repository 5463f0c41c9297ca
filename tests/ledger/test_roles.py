"""Owner and program are two logins, made without a superuser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from tests import postgresql
from warning.ledger.sql import roles, schema
from warning.ledger.sql.engine import open_engine

PASSWORD = "p@ss w%rd/:'\"?"  # noqa: S105 - all that a URL or a statement could trip over


@pytest.fixture
def owner_url(postgres_url: URL) -> Iterator[URL]:
    """A database whose owner may make roles, and is no superuser."""
    with postgresql.database(postgres_url) as url:
        name = f"{url.database}_owner"
        administrator = open_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
        with administrator.connect() as connection:
            connection.exec_driver_sql(f"CREATE ROLE \"{name}\" LOGIN CREATEROLE PASSWORD 'owner'")
            connection.exec_driver_sql(f'ALTER DATABASE "{url.database}" OWNER TO "{name}"')
        yield url.set(username=name, password="owner")  # noqa: S106
        administrator.dispose()


def _who(url: URL) -> str:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return str(connection.execute(text("SELECT current_user")).scalar())
    finally:
        engine.dispose()


def test_an_owner_who_is_no_superuser_makes_tables_and_the_programs_login(owner_url: URL) -> None:
    owner = open_engine(owner_url)
    schema.create(owner)
    url = roles.application_url(owner)
    owner.dispose()
    assert (url.host, url.port, url.database) == (owner_url.host, owner_url.port, owner_url.database)
    assert _who(url) == f"{owner_url.database}_run"
    program = open_engine(url)
    schema.check(program)
    program.dispose()


def test_a_second_time_gives_a_new_password(owner_url: URL) -> None:
    owner = open_engine(owner_url)
    schema.create(owner)
    first = roles.application_url(owner)
    second = roles.application_url(owner, PASSWORD)
    owner.dispose()
    assert second.password == PASSWORD
    assert _who(second) == first.username
    with pytest.raises(OperationalError, match="password authentication failed"):
        _who(first)


def test_an_owner_who_may_make_no_roles_is_told_what_to_ask_for(owner_url: URL, postgres_url: URL) -> None:
    administrator = open_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.exec_driver_sql(f'ALTER ROLE "{owner_url.username}" NOCREATEROLE')
    owner = open_engine(owner_url)
    with pytest.raises(roles.MayNotMakeRoles, match="administrator run: CREATE ROLE") as caught:
        schema.create(owner)
    with owner.connect() as connection:
        assert schema.revision(connection) is None
    with administrator.connect() as connection:
        connection.exec_driver_sql(caught.value.statement)
    schema.create(owner)
    owner.dispose()
    administrator.dispose()


def test_a_name_too_long_for_roles_is_told(postgres_url: URL) -> None:
    with postgresql.database(postgres_url, length=roles.LONGEST - len("_app") + 1) as url:
        engine = open_engine(url)
        with pytest.raises(roles.LongName, match="shorter name"):
            schema.create(engine)
        engine.dispose()


def test_a_password_is_in_no_statement(postgres_database: URL) -> None:
    owner = open_engine(postgres_database)
    schema.upgrade(owner)
    said: list[str] = []

    @event.listens_for(owner, "before_cursor_execute")
    def _note(_c: object, _cursor: object, statement: str, parameters: object, _x: object, _many: object) -> None:
        said.append(f"{statement} {parameters}")

    url = roles.application_url(owner)
    owner.dispose()
    assert any("PASSWORD 'SCRAM-SHA-256$" in statement for statement in said)
    assert not any(str(url.password) in statement for statement in said)
