"""Loads the whole program and its rule book, so that a process forked afterwards need not (``tests.forked``).

What is loaded here begins no thread and opens no connection. What a worker asks again and again while something is
away it asks sooner here, so that tests need not wait for it.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

import warning
from tests.ledger import bank
from warning.cli import session
from warning.rulebook.packed import load_packed, pack

LATER: Final = (
    *("alembic.command", "psycopg", "pytest", "sqlalchemy.dialects.postgresql.psycopg", "tests.archive.kept"),
    *("pydantic.type_adapter", "typer._adapters", "typer._click.decorators"),
)
"""What the program loads only once it is there, and tests beside it."""
NOT: Final = ("warning.__main__", "warning.ledger.sql.migrations")
"""What is no module to be loaded: it runs."""

for found in walk_packages(warning.__path__, "warning."):
    if not found.name.startswith(NOT):
        import_module(found.name)
for name in LATER:
    import_module(name)
import_module("warning.streams.outbox").LOST_S = 1.0  # type: ignore[attr-defined]
bank.frame()
load_packed(pack())
session._root()  # all commands and their options: that was most of the work of a command that does little
gc.freeze()
