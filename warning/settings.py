"""What the environment says, and its only reader."""

from __future__ import annotations

import os
from typing import Final

LEDGER: Final = "WARNING_LEDGER"
"""The ledger that commands work on where none is named: a file of SQLite, or the URL of a PostgreSQL database."""
DEFAULT_LEDGER: Final = "ledger.db"
"""In the directory a command is given in."""

KAFKA: Final = "WARNING_KAFKA"
"""The brokers where none are named: ``host:port,…``."""
DEFAULT_KAFKA: Final = "127.0.0.1:9092"

KAFKA_PREFIX: Final = "WARNING_KAFKA_PREFIX"
"""What the names of topics and groups begin with on the brokers; nothing by default."""

LANGUAGE: Final = "WARNING_LANG"
"""The language of commands where none is asked for: ``zh`` or ``en``."""


def ledger() -> str:
    """The ledger where a command names none."""
    return os.environ.get(LEDGER) or DEFAULT_LEDGER


def language() -> str:
    """What commands speak where they are not told; empty where nothing is said."""
    return os.environ.get(LANGUAGE, "")


def kafka() -> str:
    """The brokers where a command names none."""
    return os.environ.get(KAFKA) or DEFAULT_KAFKA


def kafka_prefix() -> str:
    """What the names of topics and groups begin with."""
    return os.environ.get(KAFKA_PREFIX, "")
