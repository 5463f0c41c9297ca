"""The tables of a database, as this program needs them: made, brought up to date, checked.

Whoever makes or upgrades a ledger on PostgreSQL is the *owner* of its database (``CREATEROLE`` is needed for the first
time). The program itself runs as a login of the *application's role*, which can add to the journal and never change
it: ``roles.application_url`` makes that login.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, inspect, select, text

from warning.ledger.sql import guards, roles
from warning.ledger.sql.tables import METADATA

MIGRATIONS: Final = "warning.ledger.sql:migrations"
REVISION: Final = re.compile(r"r([0-9]{4})_[a-z_]+\.py")
"""The file of a revision begins with its number."""
UPGRADE_LOCK: Final = 0x77_61_72_6E
"""PostgreSQL's advisory lock of those who change tables: one at a time in a database."""


class WrongSchema(Exception):
    """The tables are not those of this program. ``found`` and ``needed`` are numbers of revisions."""

    def __init__(self, what: str, found: str | None, needed: str) -> None:
        super().__init__(what)
        self.found = found
        self.needed = needed


class NoSchema(WrongSchema):
    """The database has no tables of a ledger."""

    def __init__(self, needed: str) -> None:
        super().__init__("the database holds no ledger; make one in it", None, needed)


class OlderSchema(WrongSchema):
    """The database was made by an earlier program."""

    def __init__(self, found: str, needed: str) -> None:
        super().__init__(f"tables of revision {found}; this program needs {needed}: upgrade them", found, needed)


class NewerSchema(WrongSchema):
    """The database was made or upgraded by a later program."""

    def __init__(self, found: str, needed: str) -> None:
        what = f"tables of revision {found}; this program knows up to {needed}: run the program that upgraded them"
        super().__init__(what, found, needed)


class ForeignTables(WrongSchema):
    """The database has tables with our names that no ledger made."""

    def __init__(self, names: list[str], needed: str) -> None:
        super().__init__(f"tables of something else are in the way: {', '.join(names)}", None, needed)
        self.names = names


def create(engine: Engine) -> None:
    """Make the tables in an empty database; where they are there already, nothing happens.

    Raises:
        OlderSchema: they are those of an earlier program, which ``upgrade`` would change.
        NewerSchema: they are those of a later program.
        ForeignTables: tables with our names are there, but no ledger.
    """
    with _changing(engine) as connection:
        found = revision(connection)
        if found is not None:
            _compare(found)
            return
        if names := sorted(set(METADATA.tables) & set(inspect(connection).get_table_names())):
            raise ForeignTables(names, head())
        _run(connection)


class Upgraded(NamedTuple):
    """Revisions before and after, and the guards that were made: not there before, switched off, or other ones."""

    found: str
    needed: str
    guards: tuple[str, ...]


def upgrade(engine: Engine) -> Upgraded:
    """Bring the tables up to date, with what the application's role may do and the guards, those taken away included.

    Raises:
        NoSchema: there are none.
        NewerSchema: they are those of a later program.
    """
    with _changing(engine) as connection:
        found = revision(connection)
        if found is None:
            raise NoSchema(head())
        if found > head():
            raise NewerSchema(found, head())
        return Upgraded(found, head(), _run(connection))


def check(engine: Engine) -> None:
    """Pass if the tables are those this program needs.

    Raises:
        NoSchema: there are none.
        OlderSchema: they are those of an earlier program.
        NewerSchema: they are those of a later program.
    """
    with engine.connect() as connection:
        found = revision(connection)
    if found is None:
        raise NoSchema(head())
    _compare(found)


def head() -> str:
    """The number of the newest revision this program knows."""
    names = (path.name for path in files("warning.ledger.sql.migrations.versions").iterdir())
    newest = max((found[1] for name in names if (found := REVISION.fullmatch(name))), default=None)
    if newest is None:
        raise LookupError(f"{MIGRATIONS}: no revisions; install the package again")
    return newest


def revision(connection: Connection) -> str | None:
    """The revision of the tables of a database; nothing if it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(select(text("version_num")).select_from(text("alembic_version"))).scalar()
    return found


def _compare(found: str) -> None:
    # Numbers of four digits: their order is that of the text.
    if found < head():
        raise OlderSchema(found, head())
    if found > head():
        raise NewerSchema(found, head())


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        yield connection


def _run(connection: Connection) -> tuple[str, ...]:
    """Bring the tables to the newest revision; the guards that were made."""
    from alembic import command  # noqa: PLC0415 - slow to load, and needed once in a ledger's life
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", MIGRATIONS)
    command.upgrade(config, "head")
    made = guards.put(connection)
    if connection.dialect.name == "postgresql":
        roles.grant(connection)
    return made
