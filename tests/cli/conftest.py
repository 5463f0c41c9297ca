"""Someone at a terminal, and one demonstration bank for all who only look at it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.cli.run import Person
from warning.bootstrap import EVENTS_FILE, make_ledger, new_bank, write_bank
from warning.cli.ledger.ingesting import take
from warning.cli.ledger.ticking import advance
from warning.core.scalars import read_moment
from warning.demo import synthesise

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "events.jsonl"


@pytest.fixture
def person(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Person:
    """Someone at a terminal, in an empty directory."""
    return Person(capfd, monkeypatch, tmp_path)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what many tests begin with is kept (``Person.again``)."""
    return tmp_path_factory.mktemp("shelf")


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


@pytest.fixture(scope="session")
def kept_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the golden month in it; nobody writes there."""
    path = tmp_path_factory.mktemp("month") / "ledger.db"
    made = make_ledger(str(path), live_from=int(read_moment("2026-10-01")))
    take(made, GOLDEN, "zh")
    advance(made, int(read_moment("2026-11-01")), "zh")
    made.close()
    return path


@pytest.fixture
def month(person: Person, kept_month: Path) -> Person:
    """Someone with the golden month in a ledger of their own."""
    shutil.copy(kept_month, person.here / "ledger.db")
    return person
