"""A small ledger, anchored while it grew, and a bundle of it; who changes something takes a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import Struct

from tests.audit.anchored import Shelf, bundled, small


class Kept(Struct, frozen=True):
    """A ledger on SQLite, its anchors, and it as a bundle."""

    ledger: Path
    shelf: Shelf
    bundle: Path


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    directory = tmp_path_factory.mktemp("audited")
    into, shelf = small(directory)
    into.ledger.close()
    return Kept(directory / "ledger.db", shelf, bundled(directory / "ledger.db", directory / "bundle", shelf))


@pytest.fixture
def kept(_kept: Kept, tmp_path: Path) -> Kept:
    """A copy of one's own."""
    shelf = Shelf()
    shelf.kept.update(_kept.shelf.kept)
    own = tmp_path / "kept"
    own.mkdir()
    shutil.copy(_kept.ledger, own / "ledger.db")
    shutil.copytree(_kept.bundle, own / "bundle")
    return Kept(own / "ledger.db", shelf, own / "bundle")
