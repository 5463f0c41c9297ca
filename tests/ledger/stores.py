"""One empty database after the other, cheaply: a copied file, emptied tables."""

from __future__ import annotations

import shutil
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, text

from warning.ledger.sql import schema, tables
from warning.ledger.sql.engine import open_engine


def with_tables(url: URL) -> URL:
    """A database; a file that was not there has the ledger's tables afterwards, as ``schema`` makes them."""
    if url.get_backend_name() == "sqlite" and not (path := Path(str(url.database))).exists():
        path.write_bytes(_file())
    return url


@cache
def _file() -> bytes:
    """Making tables takes as long as filling them with a small bank: it is done once."""
    with TemporaryDirectory() as made:
        path = Path(made) / "ledger.db"
        engine = open_engine(str(path))
        schema.create(engine)
        engine.dispose()
        return path.read_bytes()


class Stores:
    """Gives the URL of a database with the ledger's tables and nothing in them, again and again."""

    def __init__(self, url: URL, owner: URL | None) -> None:
        """A database with the tables, never used; on PostgreSQL, who may empty it."""
        self._url, self._owner, self._number = url, owner, count()

    def empty(self) -> URL:
        """On PostgreSQL what was there is gone."""
        if self._owner is None:
            url = self._url.set(database=f"{self._url.database}-{next(self._number)}")
            shutil.copy(str(self._url.database), str(url.database))
            return url
        owner = open_engine(self._owner)
        with owner.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(tables.METADATA.tables)}"))
        owner.dispose()
        return self._url
