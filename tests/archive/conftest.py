"""Ledgers of two months, on both databases, and who may archive them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import Struct
from sqlalchemy.engine import URL, make_url

from tests.archive.kept import archivist
from tests.audit.anchored import Shelf, grown


class Grown(Struct, frozen=True):
    """A ledger: as the program opens it, as the archivist does, and its anchors."""

    program: URL
    archivist: URL
    shelf: Shelf


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Shelf]:
    """One on SQLite; nobody writes there."""
    path, shelf = tmp_path_factory.mktemp("grown") / "ledger.db", Shelf()
    grown(make_url(f"sqlite:///{path}"), shelf).ledger.close()
    return path, shelf


@pytest.fixture
def grew(request: pytest.FixtureRequest, database_url: URL, tmp_path: Path, once: tuple[Path, Shelf]) -> Grown:
    """One of one's own, of each kind of database; on SQLite a copy of what was made once."""
    shelf = Shelf()
    if database_url.get_backend_name() == "sqlite":
        shutil.copy(once[0], str(database_url.database))
        shelf.kept.update(once[1].kept)
        return Grown(database_url, database_url, shelf)
    grown(database_url, shelf).ledger.close()
    return Grown(database_url, archivist(request.getfixturevalue("postgres_database"), tmp_path), shelf)
