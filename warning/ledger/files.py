"""The files of a ledger on SQLite. Loads no database, so that commands which need none can ask."""

from __future__ import annotations

from pathlib import Path
from typing import Final

GATE: Final = "-gate"
"""What commands knock at (``ledger.sql.gate``)."""
ENDINGS: Final = ("", "-wal", "-shm", GATE)
"""What the names of a ledger's files end with, its own first."""


def files_of(ledger: Path) -> list[Path]:
    """A ledger's file and those beside it, whether they are there or not."""
    return [ledger.with_name(ledger.name + ending) for ending in ENDINGS]
