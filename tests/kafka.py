"""Kafka for the tests: one broker for all workers of a run, and topics of its own for each test.

The broker is the one of ``WARNING_TEST_KAFKA`` (``host:port,…``), or one that ``deploy/kafka.py`` starts in the run's
scratch directory, once a test asks for it; it ends with the run (``tests.postgresql``).
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.architecture.source import ROOT
from tests.postgresql import SCRATCH

GIVEN: Final = "WARNING_TEST_KAFKA"
SCRIPT: Final = ROOT / "deploy" / "kafka.py"


class NoBroker(Exception):
    """There is no Kafka for the tests, and what to do about it."""


class Cluster:
    """Brokers of this run, in a directory of their own below the scratch directory; started when asked for."""

    def __init__(self, name: str, brokers: int = 1, *, secure: bool = False) -> None:
        self._directory = Path(os.environ[SCRATCH]) / name
        self._brokers, self._secure = brokers, secure

    @property
    def secrets(self) -> Path:
        """Where clients of secured brokers find ``ca.pem`` and the ``password`` of the user ``warning``."""
        return self._directory / "secrets"

    def start(self) -> str:
        """Start what does not run; ``host:port,…``.

        Raises:
            NoBroker: it cannot be started; says why.
        """
        secure = ["--secure"] if self._secure else []
        return script("start", "--brokers", str(self._brokers), *secure, self._directory)

    def stop(self, *, broker: int | None = None, kill: bool = False) -> None:
        """Stop all, or one; what they hold stays."""
        one = [] if broker is None else ["--broker", str(broker)]
        script("stop", *one, *(["--kill"] if kill else []), self._directory)


def script(command: str, *words: str | Path) -> str:
    """What ``deploy/kafka.py`` answers."""
    done = subprocess.run([sys.executable, SCRIPT, command, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoBroker(done.stderr.strip())
    return done.stdout.strip()


def shared() -> str:
    """The broker that all tests of this run share, and that none may stop.

    Raises:
        NoBroker: it cannot be started; says why.
    """
    return os.environ.get(GIVEN) or Cluster("kafka").start()


@contextmanager
def prefix(servers: str) -> Iterator[str]:
    """What the names of a test's topics and groups begin with; the topics are deleted at the end."""
    from kafka.admin import KafkaAdminClient

    begins = f"t{secrets.token_hex(4)}."
    yield begins
    admin = KafkaAdminClient(bootstrap_servers=servers)
    left = [name for name in admin.list_topics() if name.startswith(begins)]
    if left:
        admin.delete_topics(left)
    admin.close()
