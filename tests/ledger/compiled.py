"""What SQLAlchemy compiles for one ledger in a SQLite file is used for all others of the process.

A process of the program opens one ledger and compiles each statement once; a process of the tests opens thousands, and
an engine knows only what it has compiled itself: that was as much work as running the statements. What is run is the
same, and every process that a test starts compiles for itself. PostgreSQL's engines are left alone: what they know of
their server is that server's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

from warning.ledger.sql import engine as engines

ROOM: Final = 4_096
"""Statements that are kept; the whole program has fewer."""


@contextmanager
def compiled_once() -> Iterator[None]:
    """As long as this lasts."""
    first = create_engine("sqlite://", query_cache_size=ROOM)
    first.connect().close()  # from then on it knows the library's version

    def made(url: URL, **how: Any) -> Engine:
        found = create_engine(url, **how)
        if found.dialect.name == "sqlite":
            found.dialect, found._compiled_cache = first.dialect, first._compiled_cache
        return found

    with patch.object(engines, "create_engine", made):
        yield
    first.dispose()
