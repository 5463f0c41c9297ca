"""What a command loads: nothing slow that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EVENTS = Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl"
LOADED = """
import sys
from warning.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(*words: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", LOADED, *words], check=False, capture_output=True, text=True)
    return set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words", [("--help",), ("rules", "check"), ("decide", str(EVENTS)), ("duties", "list", "--help")], ids=" ".join
)
def test_what_needs_no_database_loads_none(words: tuple[str, ...]) -> None:
    assert not {"sqlalchemy", "alembic", "psycopg", "warning.demo"} & loaded(*words)


def test_a_ledger_that_is_only_looked_at_loads_what_changes_its_tables_never(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    assert "alembic" in loaded("init", "--ledger", place)
    found = loaded("status", "--ledger", place)
    assert "sqlalchemy" in found
    assert not {"alembic", "psycopg", "warning.demo"} & found


INTERRUPTED = """
import builtins, os, signal, sys
real = builtins.__import__
def load(name, *rest):
    if name.startswith("rich") and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        os.kill(os.getpid(), signal.SIGINT)
    return real(name, *rest)
builtins.__import__ = load
from warning.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(("words", "said"), [((), "已中断。"), (("--lang", "en"), "Interrupted.")])
def test_an_interruption_while_it_is_being_loaded_is_told_in_a_line(words: tuple[str, ...], said: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "rules", "show", *words], check=False, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout, run.stderr.strip()) == (130, "", said)


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
