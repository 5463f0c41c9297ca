"""What the environment says, and its only reader."""

from __future__ import annotations

import os
from typing import Final

LEDGER: Final = "WARNING_LEDGER"
"""The ledger that commands work on where none is named: a file of SQLite, or the URL of a PostgreSQL database."""
DEFAULT_LEDGER: Final = "ledger.db"
"""In the directory a command is given in."""

LANGUAGE: Final = "WARNING_LANG"
"""The language of commands where none is asked for: ``zh`` or ``en``."""


def ledger() -> str:
    """The ledger where a command names none."""
    return os.environ.get(LEDGER) or DEFAULT_LEDGER


def language() -> str:
    """What commands speak where they are not told; empty where nothing is said."""
    return os.environ.get(LANGUAGE, "")
