"""What all tests share: how hard hypothesis looks, and databases.

``fast`` (the default) and ``full`` (``make test``) look at the same examples in every run, so that a red CI is red at
home too; ``sim`` looks at new ones: ``pytest --hypothesis-profile=sim --hypothesis-seed=N``.

Databases: ``postgres_url`` is the server, ``postgres_empty`` a new database on it, ``postgres_database`` one with the
ledger's tables, ``postgres_application`` the same as the program logs in. A test that takes ``empty_url`` or
``database_url`` runs twice: on SQLite and on PostgreSQL. ``postgres_server`` is a server a test may stop. A test that
needs PostgreSQL is marked ``postgresql`` for its fixtures.

Kafka: ``kafka_servers`` is the broker all tests share, ``topics_prefix`` what a test's own topics begin with; a test
that needs them is marked ``kafka``.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.engine import URL, make_url

from tests import kafka, postgresql
from tests.ledger.compiled import compiled_once
from tests.ledger.made import made_once
from tests.ledger.stores import Stores, with_tables
from tests.rulebook.once import read_once
from warning.ledger.sql import roles, schema
from warning.ledger.sql.engine import open_engine

settings.register_profile("fast", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=300, deadline=None, derandomize=True)
settings.register_profile("sim", max_examples=3_000, deadline=None, print_blob=True)
settings.load_profile("fast")

SERVERS = frozenset(("postgres_url", "postgres_server"))
"""The fixtures all others of PostgreSQL rest on."""
BROKERS = frozenset(("kafka_servers", "secured"))
"""The fixtures all others of Kafka rest on."""
LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Brokers of a test live for seconds: without the second compiler one starts with half the work."""
BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # a worker of pytest-xdist has one
        os.environ.setdefault("JDK_JAVA_OPTIONS", LIGHT)
        postgresql.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgresql.end()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing that is collected goes before the run ends: looking for garbage in it was a third of the work."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)  # before ``-m`` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not SERVERS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.postgresql)
        if not BROKERS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.kafka)


@pytest.fixture(scope="session", autouse=True)
def empty_ledgers_made_once() -> Iterator[None]:
    """SQLite's; ``made.BY_MIGRATIONS`` is what makes one."""
    with made_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_and_books_read_once() -> Iterator[None]:
    """SQLite's statements, and the book that comes with the program; ``once.BY_READING`` is what reads one."""
    with compiled_once(), read_once():
        yield


@pytest.fixture(scope="session")
def postgres_url() -> URL:
    """The server's own database, as someone who may make databases and roles."""
    try:
        return postgresql.shared()
    except postgresql.NoServer as why:
        pytest.fail(str(why), pytrace=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgresql.Server]:
    """A server that no other worker uses: a test may stop and restart it, and leaves it running."""
    server = postgresql.Server(f"worker-{os.environ.get('PYTEST_XDIST_WORKER', 'only')}")
    try:
        server.start()
    except postgresql.NoServer as why:
        pytest.fail(str(why), pytrace=False)
    yield server
    server.stop()


@pytest.fixture
def postgres_empty(postgres_url: URL) -> Iterator[URL]:
    """An empty database, as its owner."""
    with postgresql.database(postgres_url) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: URL) -> Iterator[URL]:
    """A database with the ledger's tables, as its owner."""
    with postgresql.database(postgres_url, like=postgresql.template(postgres_url)) as url:
        yield url


@pytest.fixture
def postgres_application(postgres_database: URL) -> URL:
    """The same database, as the program logs in."""
    owner = open_engine(postgres_database)
    schema.upgrade(owner)
    url = roles.application_url(owner)
    owner.dispose()
    return url


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """An empty database of each kind, as its owner."""
    if request.param == "postgresql":
        url: URL = request.getfixturevalue("postgres_empty")
        return url
    return make_url(f"sqlite:///{(tmp_path / 'ledger.db').as_posix()}")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """A database of each kind with the ledger's tables, as the program uses it."""
    if request.param == "postgresql":
        url: URL = request.getfixturevalue("postgres_application")
        return url
    return with_tables(make_url(f"sqlite:///{(tmp_path / 'ledger.db').as_posix()}"))


@pytest.fixture
def stores(request: pytest.FixtureRequest, database_url: URL) -> Stores:
    """As many empty databases as a test likes, of each kind; on PostgreSQL one at a time."""
    sqlite = database_url.get_backend_name() == "sqlite"
    return Stores(database_url, None if sqlite else request.getfixturevalue("postgres_database"))


@pytest.fixture(scope="session")
def kafka_servers() -> str:
    """``host:port,…`` of the broker of this run."""
    try:
        return kafka.shared()
    except kafka.NoBroker as why:
        pytest.fail(str(why), pytrace=False)


@pytest.fixture
def topics_prefix(kafka_servers: str) -> Iterator[str]:
    """What a test's own topics begin with; they are gone at its end."""
    with kafka.prefix(kafka_servers) as prefix:
        yield prefix
