"""A worker may be told to end before it has begun to read."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from warning.cli.stop import OK, end_when_told

TOLD = """
import builtins, os, signal, sys
real = builtins.__import__
def load(name, *rest):
    if name.startswith("warning.cli.streams") and "working" in (rest[2] or ()):
        os.kill(os.getpid(), signal.SIGTERM)
    return real(name, *rest)
builtins.__import__ = load
from warning.cli import main
main(sys.argv[1:])
"""


def test_a_worker_told_to_end_while_it_is_loaded_is_done() -> None:
    run = subprocess.run([sys.executable, "-c", TOLD, "worker"], check=False, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def test_what_was_told_is_known_where_the_end_was_not_heard() -> None:
    """As in a finalizer, which swallows what is raised within it."""
    former = signal.getsignal(signal.SIGTERM)
    try:
        told = end_when_told()
        assert not told()
        with pytest.raises(SystemExit) as ended:
            signal.raise_signal(signal.SIGTERM)
        assert ended.value.code == OK
        assert told()
    finally:
        signal.signal(signal.SIGTERM, former)
