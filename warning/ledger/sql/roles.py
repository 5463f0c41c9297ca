"""Who may do what in a PostgreSQL database.

Three roles: the *owner* of the database, who makes and upgrades tables; ``<database>_app``, which nobody logs in as,
with what the program needs and no more; ``<database>_run``, the login of that role, which the program uses. Journal and
changes can be read and added to, never changed or removed, by anyone but the owner; the *archivist*
(``deploy/postgresql/archivist.sql``) may drop what is archived, and a trigger lets nothing else be dropped by anyone.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

READ: Final = ("SELECT",)
ADD: Final = ("SELECT", "INSERT")
CHANGE: Final = ("SELECT", "INSERT", "UPDATE")
TAKE: Final = ("SELECT", "INSERT", "DELETE")
ALL: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")

MAY: Final[dict[str, tuple[str, ...]]] = {
    "alembic_version": READ,
    "ledger": ADD,
    "outage": ADD,
    "frame": ADD,
    "proposed_book": ADD,
    "activated": CHANGE,
    "lane": CHANGE,
    "journal": ADD,
    "aggregate": CHANGE,
    "loan": ADD,
    "borrower": CHANGE,
    "signal": CHANGE,
    "warning": CHANGE,
    "duty": CHANGE,
    "change": ADD,
    "archived": READ,
    "inbox": TAKE,
    "outbox": ALL,
    "held": TAKE,
    "quarantine": ADD,
    "private": TAKE,
    "erasure": CHANGE,
    "redacted": ADD,
    "source": CHANGE,
}
"""What the application's role may do with each table as a whole. Nobody but the owner may empty one (TRUNCATE)."""
MAY_CHANGE: Final[dict[str, tuple[str, ...]]] = {
    "ledger": ("clock_at", "alive_at"),
    "quarantine": ("status", "refusal", "raw", "correction", "corrected_by", "approved_by", "settled_at"),
}
"""Tables of which it may change some columns alone; of the quarantine's, a trigger says when (an erasure)."""
ANCHOR_READS_TOO: Final = ("archived",)
"""Tables of a later version than some logins of ``deploy/postgresql/anchor.sql``: an upgrade gives it to them."""
SERIALS: Final = ("inbox_id_seq", "quarantine_id_seq", "erasure_id_seq")
LONGEST: Final = 63
"""PostgreSQL cuts longer names, silently."""
PASSWORD_BYTES: Final = 24


class LongName(Exception):
    """The database's name is too long for roles to be named after it."""


class MayNotMakeRoles(Exception):
    """The owner may not make roles: someone who may has to, with ``statement``."""

    def __init__(self, role: str, statement: str) -> None:
        super().__init__(f"{role}: this login may not make roles; let an administrator run: {statement}")
        self.statement = statement


def grant(connection: Connection) -> None:
    """Give the application's role of a database exactly what it may; the role is made if it is not there.

    A login for anchors that is there gets what tables of a later version need.

    Raises:
        LongName: no role can be named after the database.
        MayNotMakeRoles: the role is not there, and this login may not make it.
    """
    database = _database(connection)
    role = _quoted(connection, _role(connection, f"{database}_app", "NOLOGIN"))
    _do(connection, f"GRANT CONNECT ON DATABASE {_quoted(connection, database)} TO {role}")
    _do(connection, f"GRANT USAGE ON SCHEMA public TO {role}")
    _do(connection, f"GRANT USAGE ON SEQUENCE {', '.join(SERIALS)} TO {role}")
    for table, allowed in MAY.items():
        _do(connection, f"REVOKE ALL ON {_quoted(connection, table)} FROM {role}")
        _do(connection, f"GRANT {', '.join(allowed)} ON {_quoted(connection, table)} TO {role}")
    for table, columns in MAY_CHANGE.items():
        _do(connection, f"GRANT UPDATE ({', '.join(columns)}) ON {_quoted(connection, table)} TO {role}")
    anchor = f"{database}_anchor"
    if _asked(connection, "SELECT 1 FROM pg_roles WHERE rolname = :name", name=anchor):
        _do(connection, f"GRANT SELECT ON {', '.join(ANCHOR_READS_TOO)} TO {_quoted(connection, anchor)}")


def application_url(owner: Engine, password: str | None = None) -> URL:
    """A login of the application's role, made if it is not there, with a new password: what the program runs as.

    ``owner`` is an engine of the owner, on a database that ``schema.create`` made. Without ``password`` one is made
    up; it is in the URL and nowhere else. PostgreSQL is sent a verifier of it, so that no log has it.

    Raises:
        LongName: no role can be named after the database.
        MayNotMakeRoles: the login is not there, and the owner may not make it.
    """
    chosen = password or secrets.token_urlsafe(PASSWORD_BYTES)
    with owner.connect() as connection, connection.begin():
        database = _database(connection)
        login = _role(connection, f"{database}_run", "LOGIN")
        quoted = _quoted(connection, login)
        _do(connection, f"ALTER ROLE {quoted} PASSWORD '{_verifier(connection, login, chosen)}'")
        _do(connection, f"GRANT {_quoted(connection, f'{database}_app')} TO {quoted}")
    return owner.url.set(username=login, password=chosen)


def _role(connection: Connection, name: str, kind: str) -> str:
    if len(name.encode()) > LONGEST:
        raise LongName(f"{name}: longer than the {LONGEST} bytes PostgreSQL allows; give the database a shorter name")
    if _asked(connection, "SELECT 1 FROM pg_roles WHERE rolname = :name", name=name):
        return name
    statement = f"CREATE ROLE {_quoted(connection, name)} {kind}"
    if not _asked(connection, "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"):
        raise MayNotMakeRoles(name, statement)
    _do(connection, statement)
    return name


def _database(connection: Connection) -> str:
    return str(_asked(connection, "SELECT current_database()"))


def _asked(connection: Connection, question: str, **values: object) -> object:
    return connection.execute(text(question), values).scalar()


def _do(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _verifier(connection: Connection, login: str, password: str) -> str:
    driver: Any = connection.connection.driver_connection
    verifier: bytes = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return verifier.decode()
