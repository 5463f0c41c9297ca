"""One empty database after the other, cheaply: a copied file, emptied tables."""

from __future__ import annotations

import shutil
from itertools import count

from sqlalchemy import URL, text

from warning.ledger.sql import tables
from warning.ledger.sql.engine import open_engine


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
