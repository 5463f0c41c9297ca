"""What the environment says, and its only reader."""

from __future__ import annotations

import os
import stat
from pathlib import Path
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

KAFKA_SECURITY: Final = "WARNING_KAFKA_SECURITY"
"""How brokers are spoken to: PLAINTEXT (the default), SSL, SASL_PLAINTEXT, SASL_SSL."""
KAFKA_CA_FILE: Final = "WARNING_KAFKA_CA_FILE"
"""PEM: who signs the brokers' certificates; by default whom this machine trusts."""
KAFKA_CERT_FILE: Final = "WARNING_KAFKA_CERT_FILE"
KAFKA_KEY_FILE: Final = "WARNING_KAFKA_KEY_FILE"
"""PEM: our own certificate, and its key, where brokers ask for one."""
KAFKA_SASL: Final = "WARNING_KAFKA_SASL"
"""PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 (the default)."""
KAFKA_USER: Final = "WARNING_KAFKA_USER"
KAFKA_PASSWORD_FILE: Final = "WARNING_KAFKA_PASSWORD_FILE"  # noqa: S105 - the name of a setting
"""The file with the user's password; there is no other way to give it."""

LEDGER_PASSWORD_FILE: Final = "WARNING_LEDGER_PASSWORD_FILE"  # noqa: S105 - the same
"""The file with the password for PostgreSQL, where the ledger's URL has none."""

ANCHOR_TOKEN_FILE: Final = "WARNING_ANCHOR_TOKEN_FILE"  # noqa: S105 - the same
"""The file with what says to an address that takes anchors that we may (``Authorization: Bearer``)."""

ARCHIVE: Final = "WARNING_ARCHIVE"
"""The directory of what was archived, where it is not where the ledger says."""

WEB_HOST: Final = "WARNING_WEB_HOST"
WEB_PORT: Final = "WARNING_WEB_PORT"
"""Where a worker answers how it is; by default on the loopback address, at a port that is free."""

LOG: Final = "WARNING_LOG"
"""What a worker's log looks like: ``text`` (the default) or ``json``."""

LANGUAGE: Final = "WARNING_LANG"
"""The language of commands where none is asked for: ``zh`` or ``en``."""


def ledger() -> str:
    """The ledger where a command names none."""
    return os.environ.get(LEDGER) or DEFAULT_LEDGER


def archive() -> Path | None:
    """Where archives are; None: where the ledger says."""
    found = os.environ.get(ARCHIVE)
    return Path(found) if found else None


def language() -> str:
    """What commands speak where they are not told; empty where nothing is said."""
    return os.environ.get(LANGUAGE, "")


def kafka() -> str:
    """The brokers where a command names none."""
    return os.environ.get(KAFKA) or DEFAULT_KAFKA


def kafka_prefix() -> str:
    """What the names of topics and groups begin with."""
    return os.environ.get(KAFKA_PREFIX, "")


class Unusable(Exception):
    """A file that a setting names cannot be used.

    ``why``: ``absent``, ``empty``, ``unreadable``, or as whoever uses it says.
    """

    def __init__(self, setting: str, path: str, why: str) -> None:
        super().__init__(f"{setting}: {path}: {why}")
        self.setting, self.path, self.why = setting, path, why


def given(setting: str) -> str:
    """What a setting says; empty where nothing."""
    return os.environ.get(setting, "")


def secret(setting: str) -> str:
    """What stands in the file that a setting names, without the end of its line.

    Raises:
        Unusable: there is no such file, it cannot be read, or nothing is in it.
    """
    path = given(setting)
    try:
        found = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except FileNotFoundError:
        raise Unusable(setting, path, "absent") from None
    except (OSError, UnicodeDecodeError):
        raise Unusable(setting, path, "unreadable") from None
    if not found:
        raise Unusable(setting, path, "empty")
    return found


def exposed(*settings: str) -> list[str]:
    """Those files with a secret in them, as settings name them, that everybody on the machine may read."""
    paths = map(given, settings)
    return [path for path in paths if path and _readable_by_all(Path(path))]


def _readable_by_all(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False
