"""``deploy/postgresql/roles.sql`` and ``deploy/init.sh``: from an empty server to a ledger that a worker may use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ProgrammingError

from tests import postgresql
from tests.deploy.asked import DEPLOY
from warning import settings
from warning.ledger.sql.engine import open_engine

ROLES = DEPLOY / "postgresql" / "roles.sql"
SECRETS = {"owner": "o'w\"n", "run": "r\\u%n"}


@pytest.fixture
def made(postgres_url: URL, tmp_path: Path) -> Iterator[URL]:
    """A database that the script made, as its owner; gone at the end, roles too."""
    name = f"{postgresql._prefix()}{os.urandom(4).hex()}"
    files = {}
    for who, secret in SECRETS.items():
        file = tmp_path / who
        file.write_text(f"{secret}\n", "utf-8")
        files[f"{who.upper()}_PASSWORD_FILE"] = str(file)
    words = ["psql", "--no-psqlrc", "--quiet", "--set", f"database={name}", "--file", str(ROLES)]
    place = postgres_url.render_as_string(hide_password=False)
    done = subprocess.run([*words, place], env={**os.environ, **files}, capture_output=True, text=True, check=False)
    try:
        assert (done.returncode, done.stderr) == (0, "")
        yield postgres_url.set(database=name, username=f"{name}_owner", password=SECRETS["owner"])
    finally:
        postgresql._drop(postgres_url, name)


def _init(owner: URL, servers: str, prefix: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    named = {settings.LEDGER: owner.render_as_string(hide_password=False), settings.KAFKA: servers}
    environment = {**os.environ, "PATH": path, settings.KAFKA_PREFIX: prefix, settings.LANGUAGE: "en", **named}
    script: list[str | Path] = [DEPLOY / "init.sh", "--name", "bank"]
    return subprocess.run(script, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_ledger_is_made_once_and_its_program_may_not_change_the_journal(
    made: URL, kafka_servers: str, topics_prefix: str
) -> None:
    first = _init(made, kafka_servers, topics_prefix)
    assert first.returncode == 0, first.stderr
    assert "There is no ledger" not in first.stdout + first.stderr, "that is why it was run"
    again = _init(made, kafka_servers, topics_prefix)
    assert (again.returncode, "bank" in again.stdout) == (0, False), "there is one: nothing is made"
    engine = open_engine(made.set(username=f"{made.database}_run", password=SECRETS["run"]))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT clock FROM ledger")).scalar_one() == "live"
        for forbidden in ("DELETE FROM journal", "UPDATE change SET at = 0", "CREATE TABLE mine (x int)"):
            with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
                connection.execute(text(forbidden))
    engine.dispose()


def test_who_has_no_role_of_the_database_may_not_come_in(made: URL, postgres_url: URL) -> None:
    engine = open_engine(postgres_url)
    with engine.connect() as connection:
        may = "SELECT has_database_privilege('public', :name, 'CONNECT')"
        assert connection.execute(text(may), {"name": made.database}).scalar_one() is False
    engine.dispose()
