"""Ledgers of two months, on both databases, and who may archive them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import Struct
from sqlalchemy.engine import URL

from tests.archive.kept import archivist
from tests.audit.anchored import Shelf, grown


class Grown(Struct, frozen=True):
    """A ledger: as the program opens it, as the archivist does, and its anchors."""

    program: URL
    archivist: URL
    shelf: Shelf


@pytest.fixture
def grew(request: pytest.FixtureRequest, database_url: URL, tmp_path: Path) -> Grown:
    """One of one's own, of each kind of database."""
    shelf = Shelf()
    grown(database_url, shelf).ledger.close()
    if database_url.get_backend_name() == "sqlite":
        return Grown(database_url, database_url, shelf)
    return Grown(database_url, archivist(request.getfixturevalue("postgres_database"), tmp_path), shelf)
