"""PostgreSQL for the tests: one server for all workers of a run, and a database of its own for each test.

The server is the one of ``WARNING_TEST_POSTGRESQL`` (the URL of a login that may make databases and roles), or one that
``deploy/postgresql.py`` starts in a scratch directory, once a test asks for it. It ends with the run; one whose run was
killed ends with the next run.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, text
from sqlalchemy.engine import URL, make_url

from tests.architecture.source import ROOT
from warning.ledger.sql import schema
from warning.ledger.sql.engine import open_engine

GIVEN: Final = "WARNING_TEST_POSTGRESQL"
SCRATCH: Final = "WARNING_TEST_SCRATCH"
"""The scratch directory of a run, told by the first process of it to its workers."""
SCRIPT: Final = ROOT / "deploy" / "postgresql.py"
KAFKA: Final = ROOT / "deploy" / "kafka.py"
PREFIX: Final = "loan-warning-tests-"
SHARED: Final = "postgresql"


class NoServer(Exception):
    """There is no PostgreSQL for the tests, and what to do about it."""


def begin() -> None:
    """Name the scratch directory of this run, in the run's first process."""
    _end_left_over()
    os.environ[SCRATCH] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    Path(os.environ[SCRATCH]).chmod(0o755)  # the server's user has its directory below


def end() -> None:
    """End what this run started, in the run's first process."""
    scratch = _scratch()
    if (made := scratch / "given").exists():
        _drop_all(made.read_text())
    _remove(scratch)
    del os.environ[SCRATCH]


class Server:
    """A server of this run, in a directory of its own below the scratch directory; started when it is asked for."""

    def __init__(self, name: str, *, secure: bool = False) -> None:
        self._directory = Path(os.environ[SCRATCH]) / name
        self._secure = ["--secure"] if secure else []

    def start(self) -> URL:
        """Start it, if it does not run; its own database, as a login that may make databases and roles.

        Raises:
            NoServer: it cannot be started; says why.
        """
        return make_url(_script("start", *self._secure, self._directory))

    def restart(self, *, immediate: bool = False) -> None:
        """Stop and start it on the same port; ``immediate``: as if its machine had failed."""
        _script("restart", *(["--immediate"] if immediate else []), self._directory)

    def stop(self) -> None:
        """Stop it; what it holds stays."""
        _script("stop", self._directory)


def shared() -> URL:
    """The server that all tests of this run share, and that none may stop.

    Raises:
        NoServer: it cannot be started; says why.
    """
    given = os.environ.get(GIVEN)
    return make_url(given) if given else Server(SHARED).start()


def template(server: URL) -> str:
    """The name of the database of this run that holds the tables, and nothing in them."""
    name = f"{_prefix()}template"
    with _alone():
        marker = _scratch() / "template"
        if not marker.exists():
            _drop(server, name)  # half made, if making it failed
            _make(server, name)
            engine = open_engine(server.set(database=name))
            schema.create(engine)
            engine.dispose()
            marker.touch()
    return name


@contextmanager
def database(server: URL, *, like: str | None = None, length: int = 0) -> Iterator[URL]:
    """A database of its own, empty or ``like`` another, its name at least so long; dropped at the end, roles too."""
    name = f"{_prefix()}{secrets.token_hex(4)}".ljust(length, "x")
    _make(server, name, like)
    try:
        yield server.set(database=name)
    finally:
        _drop(server, name)


def _script(command: str, *words: str | Path) -> str:
    done = subprocess.run([sys.executable, SCRIPT, command, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoServer(done.stderr.strip())
    return done.stdout.strip()


def _scratch() -> Path:
    return Path(os.environ[SCRATCH])


def _prefix() -> str:
    """What the names of this run's databases and roles begin with, so that two runs can share a server."""
    return f"warning_{_scratch().name.removeprefix(PREFIX).replace('-', '_').lower()}_"


@contextmanager
def _alone() -> Iterator[None]:
    with (_scratch() / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _administrator(server: URL) -> Engine:
    return open_engine(server).execution_options(isolation_level="AUTOCOMMIT")


def _make(server: URL, name: str, like: str | None = None) -> None:
    if given := os.environ.get(GIVEN):
        (_scratch() / "given").write_text(given)
    _do(server, f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like}"' if like else ""))


def _drop(server: URL, name: str) -> None:
    roles = (f'DROP ROLE IF EXISTS "{name}{kind}"' for kind in ("_app", "_run", "_owner", "_anchor"))
    _do(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', *roles)


def _drop_all(given: str) -> None:
    """Leave a server that is not ours as it was."""
    server = make_url(given)
    engine = _administrator(server)
    with engine.connect() as connection:
        query = text("SELECT datname FROM pg_database WHERE starts_with(datname, :prefix)")
        names = list(connection.execute(query, {"prefix": _prefix()}).scalars())
    engine.dispose()
    for name in names:
        _drop(server, name)


def _do(server: URL, *statements: str) -> None:
    engine = _administrator(server)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _end_left_over() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        run = left.name.removeprefix(PREFIX).partition("-")[0]
        if run.isdigit() and not _lives(int(run)) and left.stat().st_uid == os.geteuid():
            with suppress(NoServer):  # another run is about to do the same
                _remove(left)


def _remove(scratch: Path) -> None:
    for data in scratch.glob("*/data"):
        _script("stop", data.parent)
    for nodes in scratch.glob("*/nodes"):  # brokers of ``tests.kafka``
        subprocess.run([sys.executable, KAFKA, "stop", nodes.parent], check=False)
    shutil.rmtree(scratch, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
