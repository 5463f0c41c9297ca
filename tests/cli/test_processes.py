"""How many processes a command takes by itself."""

from __future__ import annotations

import os

import pytest

from tests.cli.run import Person
from warning.bootstrap import open_ledger
from warning.cli import processes


def test_a_small_ledger_is_looked_back_over_by_one_process(month: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here = open_ledger(str(month.here / "ledger.db"))
    try:
        assert processes.worthwhile(here) == 1
        monkeypatch.setattr(processes, "ALONE", 0)
        assert processes.worthwhile(here) == len(os.sched_getaffinity(0))
    finally:
        here.close()
