"""Many refused records are listed by ``ingest``, ``tick`` and ``quarantine list`` without having them all in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.cli.events import named
from tests.cli.kept import told
from tests.cli.run import Person
from warning.cli.ledger import quarantine, refusals
from warning.ledger.sql import counts

MANY = 95
PAGE = 10


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The statements that read the quarantine."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM quarantine" in statement:
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


class Pending:
    """Rows that were read of the database and not written yet: how many, and how many there were at most."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.read = self.written = self.most = 0
        patch.setattr(counts, "STREAMED", PAGE)
        patch.setattr(quarantine, "AT_ONCE", PAGE)
        self._count(patch, counts, "_listed", "read")
        self._count(patch, refusals, "refusal_json", "written")
        self._count(patch, quarantine, "_line", "written")

    def _count(self, patch: pytest.MonkeyPatch, where: Any, name: str, what: str) -> None:
        real = getattr(where, name)

        def counted(*given: Any) -> Any:
            setattr(self, what, getattr(self, what) + 1)
            self.most = max(self.most, self.read - self.written)
            return real(*given)

        patch.setattr(where, name, counted)


@pytest.fixture
def broken(person: Person) -> Path:
    """A file of many lines that cannot be read."""
    person.run("init")
    return person.write("events.jsonl", named(), *(f"broken {n}" for n in range(MANY)))


def test_ingest_writes_refusals_as_they_are_read_and_leaves_their_originals(
    person: Person, broken: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    pending = Pending(monkeypatch)
    *refused, done = told(person, "ingest", broken.name, code=1)
    assert ([one["line"] for one in refused], done["run"]["quarantined"]) == (list(range(2, MANY + 2)), MANY)
    assert (pending.read, pending.most <= PAGE) == (MANY, True)
    assert asked
    assert not [statement for statement in asked if "raw" in statement]


@pytest.mark.parametrize(("rows", "shown"), [("3", 3), ("0", MANY)])
def test_ingest_reads_no_more_refusals_than_it_shows(
    person: Person, broken: Path, monkeypatch: pytest.MonkeyPatch, rows: str, shown: int
) -> None:
    pending = Pending(monkeypatch)
    said = person.run("ingest", broken.name, "--rows", rows, "--lang", "en")
    assert (said.code, pending.read) == (1, shown)
    assert f"Records refused or remarked on ({MANY})" in said.out
    assert (f"{MANY - shown} more" in said.out) is (shown < MANY)


def test_a_quarantine_is_written_as_it_is_read(
    person: Person, broken: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    person.run("ingest", broken.name)
    asked.clear()
    pending = Pending(monkeypatch)
    listed = told(person, "quarantine", "list")
    assert [one["number"] for one in listed] == list(range(1, MANY + 1))
    assert (pending.read, pending.most <= PAGE) == (MANY, True)
    person.run("quarantine", "list", "--rows", "3")
    assert pending.read == MANY + 3
    assert person.run("quarantine", "list", "--rows", "0").code == 0
    assert max(one.count("?") for one in asked) <= PAGE + 2, "no statement grows with the quarantine"
    assert not [one for one in asked if "raw" in one.replace("substr(quarantine.raw", "")], "their beginnings alone"


def test_what_was_settled_is_listed_with_all_alone(
    person: Person, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.run("ingest", broken.name)
    person.run("quarantine", "dismiss", "2", "--officer", "A-1", "--ground", "a test")
    person.run("quarantine", "approve", "2", "--officer", "A-2", "--dismissals")
    monkeypatch.setattr(counts, "STREAMED", PAGE)
    assert [one["number"] for one in told(person, "quarantine", "list")] == [1, *range(3, MANY + 1)]
    every = [json.loads(line) for line in person.run("quarantine", "list", "--all", "--json").out.splitlines()]
    assert ([one["number"] for one in every], every[1]["status"]) == (list(range(1, MANY + 1)), "dismissed")
