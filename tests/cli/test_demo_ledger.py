"""``warning demo`` fills a ledger: it says what deciding its file says, also where it was killed on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.kept import kept, looking, told
from tests.cli.run import Person
from warning.cli.answers import summary
from warning.cli.running import situation
from warning.contracts.answers import written
from warning.demo.summary import summarise
from warning.intake.pace import FIRST
from warning.ledger.sql.sources import sources
from warning.ledger.sql.tables import LANE

PLACE = "demo-bank/ledger.db"


def heads(place: str = PLACE) -> list[tuple[int, bytes]]:
    """The end of each lane's chain."""
    with looking(place) as connection:
        return [(row.seq, row.head) for row in connection.execute(select(LANE).order_by(LANE.c.id))]


def test_the_summary_is_that_of_the_file_decided_in_memory(person: Person) -> None:
    (told_by_ledger,) = told(person, "demo", "--loans", "300")
    path = Path("demo-bank/events.jsonl")
    found = situation(path, "zh", beside=True)
    names = found.setting.names.borrowers
    ended = {duty.id for duty in found.verdicts.duties if found.is_ended(duty)}
    assert ended
    counted = summarise(found.verdicts, found.setting.frame, lambda number: names.get(number, number), ended)
    lines = path.read_bytes().count(b"\n")
    assert told_by_ledger == json.loads(written(summary(counted, path.as_posix(), lines)))


@pytest.mark.slow
def test_a_demo_that_was_killed_on_the_way_ends_with_the_same_ledger(person: Person) -> None:
    person.run("demo", "--loans", "300")
    whole, rows = heads(), kept(PLACE)
    shown = person.run("demo", "--loans", "300", "--kill", "--lang", "en")
    assert shown.code == 0
    assert "was killed on the way (signal 9)" in shown.err.replace("\n", " ")
    assert heads() == whole
    assert kept(PLACE) == rows


@pytest.mark.slow
def test_what_the_killed_process_had_not_committed_is_lost(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes on after it here: the ledger stands where the last commit left it."""
    monkeypatch.setattr("warning.cli.ledger.filling.take", lambda *_, **__: None)
    monkeypatch.setattr("warning.cli.ledger.filling.advance", lambda *_: None)
    person.run("demo", "--kill")
    with looking(PLACE) as connection:
        (at,) = sources(connection)
    assert 0 < at.records <= FIRST
    assert not at.finished


def test_explain_answers_from_the_ledger_of_the_demo(person: Person) -> None:
    person.run("demo", "--loans", "60")
    name = told(person, "alerts", "list", "--ledger", PLACE)[0]["id"]
    events = person.here / "demo-bank" / "events.jsonl"
    events.write_text("", encoding="utf-8")  # it is not read again
    assert person.run("explain", name).code == 0
    assert person.run("explain", name, "--until", "2026-11-01").code == 3, "another run has to be decided"
