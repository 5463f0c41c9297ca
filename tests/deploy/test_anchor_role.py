"""``deploy/postgresql/anchor.sql``: a login that can anchor a ledger and read nothing of what is in it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ProgrammingError

from tests.audit.anchored import Shelf, anchorer, grown
from tests.deploy.asked import DEPLOY
from warning.audit.verifier.databases import Boundary, Failed
from warning.cli.audit.stores import read_only
from warning.ledger.sql import schema
from warning.ledger.sql.engine import open_engine

LOGIN = "o'w\"n"


def test_a_login_that_reads_the_ends_of_lanes_is_enough_to_anchor(
    postgres_application: URL, postgres_database: URL, tmp_path: Path
) -> None:
    shelf = Shelf()
    into = grown(postgres_application, shelf)
    (tmp_path / "password").write_text(f"{LOGIN}\n", "utf-8")
    words = ["psql", "--no-psqlrc", "--quiet", "--file", str(DEPLOY / "postgresql" / "anchor.sql")]
    place = postgres_database.render_as_string(hide_password=False)
    named = {**os.environ, "ANCHOR_PASSWORD_FILE": str(tmp_path / "password")}
    done = subprocess.run([*words, place], env=named, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    login = postgres_database.set(username=f"{postgres_database.database}_anchor", password=LOGIN)
    source = read_only(login.render_as_string(hide_password=False))
    process = anchorer(source, shelf)
    made = process.make()
    assert (made.anchor.number, made.new) == (5, 0)
    _hang_up(postgres_database, str(login.username))
    with pytest.raises(Failed):
        process.make()
    assert process.make().anchor.number == 6, "a connection that was lost is made anew"
    source.close()
    _do(postgres_database, f'REVOKE SELECT ON archived FROM "{login.username}"')  # noqa: S608 - ours
    with pytest.raises(Failed, match="permission denied"):
        _boundaries(login)
    _upgraded(postgres_database)
    assert _boundaries(login) == [], "one of a former version gets what it needs"
    engine = open_engine(login)
    for forbidden in ("SELECT payload FROM journal", "SELECT * FROM signal", "UPDATE lane SET seq = 0"):
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(forbidden))
    engine.dispose()
    into.ledger.close()


def _do(administrator: URL, statement: str) -> None:
    engine = open_engine(administrator)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _upgraded(owner: URL) -> None:
    engine = open_engine(owner)
    schema.upgrade(engine)
    engine.dispose()


def _boundaries(login: URL) -> list[Boundary]:
    source = read_only(login.render_as_string(hide_password=False))
    try:
        return source.boundaries(0)
    finally:
        source.close()


def _hang_up(administrator: URL, login: str) -> None:
    """End the sessions of a login, as a server that is restarted does."""
    engine = open_engine(administrator)
    with engine.begin() as connection:
        ended = text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = :login")
        assert connection.execute(ended, {"login": login}).scalars().all() == [True]
    engine.dispose()
