"""A live ledger with many loans, of which much is due at once a good year later."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import URL

from tests.bench.lines import taken_on
from tests.ledger import bank

LOANS: Final = 320
"""Of as many borrowers, some five a lane."""


def loans(url: URL) -> None:
    """A live ledger of them; on SQLite a copied file."""
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).write_bytes(_file())
    else:
        _take_in(url)


@cache
def _file() -> bytes:
    with TemporaryDirectory() as made:
        path = Path(made) / "ledger.db"
        _take_in(URL.create("sqlite", database=str(path)))
        return path.read_bytes()


def _take_in(url: URL) -> None:
    into = bank.intake(bank.create(url, clock="live"))
    bank.take_in(into, list(taken_on(LOANS)))
    into.ledger.close()
