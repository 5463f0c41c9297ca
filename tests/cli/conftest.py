"""Someone at a terminal, and one demonstration bank for all who only look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import Person
from warning.bootstrap import EVENTS_FILE, new_bank, write_bank
from warning.demo import synthesise


@pytest.fixture
def person(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Person:
    """Someone at a terminal, in an empty directory."""
    return Person(capfd, monkeypatch, tmp_path)


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The events of the small demonstration bank; nobody writes there."""
    made = new_bank(2026, 600, 1)
    directory = tmp_path_factory.mktemp("bank")
    with (directory / EVENTS_FILE).open("wb") as events:
        for line in synthesise(made.seed, loans=made.loans, months=made.months):
            events.write(line + b"\n")
    write_bank(made, directory)
    return directory / EVENTS_FILE
