"""``warning status``: how a ledger stands, and whether every record is accounted for."""

from __future__ import annotations

import sqlite3

import pytest

from tests.cli.events import lent, line, named
from tests.cli.kept import told
from tests.cli.run import LIVE, Person
from warning.bootstrap import now
from warning.core.scalars import read_moment
from warning.intake.ingest import Intake


def test_a_month_is_said_in_figures_that_agree_with_each_other(month: Person) -> None:
    (found,) = told(month, "status")
    assert found["conserved"]
    assert found["clock"] == "2026-11-01T00:00:00+08:00"
    (source,) = found["sources"]
    assert (source["lines"], source["records"], source["finished"]) == (1773, 1773, True)
    warnings = told(month, "alerts", "list", "--all")
    assert found["warnings"] == len(warnings)
    live = [row["level"] for row in warnings if row["closed_at"] is None]
    assert found["live"] == {level: live.count(level) for level in ("yellow", "orange", "red")}
    assert found["overdue"] == len(told(month, "duties", "list", "--overdue"))
    assert found["open"] == len(told(month, "duties", "list", "--state", "open"))
    assert found["quarantine_open"] == found["total"]["quarantined"] > 0
    assert found["next_due"] > found["clock"]


def test_the_screen_says_it_in_both_languages(month: Person) -> None:
    shown = month.run("status")
    assert (shown.code, "相符" in shown.out, "file:events.jsonl" in shown.out) == (0, True, True)
    shown = month.run("status", "--lang", "en")
    assert "quarantined: it holds" in " ".join(shown.out.split())


def test_what_is_held_counts_until_its_loan_appears(person: Person) -> None:
    person.run("init")
    assert told(person, "status")[0]["clock"] is None
    early = line(
        "p1",
        "loan.position.v1",
        "2026-10-12T08:30:00+08:00",
        loan_no="L1",
        posting_seq=1,
        currency="CNY",
        outstanding_balance="6000000.00",
    )
    person.write("early.jsonl", named(), early)
    person.run("ingest", "early.jsonl")
    (found,) = told(person, "status")
    assert (found["held"], found["total"]["held"], found["conserved"]) == (1, 1, True)
    person.write("late.jsonl", lent())
    person.run("ingest", "late.jsonl")
    (found,) = told(person, "status")
    assert (found["held"], found["total"]["applied"], found["conserved"]) == (0, 3, True)


def test_a_record_that_is_not_accounted_for_is_told(month: Person) -> None:
    with sqlite3.connect("ledger.db") as database:
        database.execute("UPDATE source SET applied = applied - 1")
    assert told(month, "status")[0]["conserved"] is False
    assert "off by -1" in " ".join(month.run("status", "--lang", "en").out.split())


def test_the_partitions_of_a_topic_are_one_line_of_the_screen(month: Person) -> None:
    """A worker's ledger has 32 of them; another topic of that name, made anew, is told apart."""
    topics = ("11111111-0000-0000-0000-000000000000", "22222222-0000-0000-0000-000000000000")
    with sqlite3.connect("ledger.db") as database:
        for number, topic in enumerate(topics * 8):
            database.execute(
                "INSERT INTO source SELECT ?, 'kafka', 0, 11, 0, x'', 0, 1, 10, 10, 0, 0, 0, 0, 0",
                (f"kafka:repayment:{number}:{topic}",),
            )
    lines = " ".join(month.run("status", "--lang", "en").out.split("\n"))
    assert lines.count("8 partitions of a topic") == lines.count(" 80 ") // 3 == 2
    assert len(told(month, "status")[0]["sources"]) == 17


def test_a_file_that_nobody_reads_on_in_is_told(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("init", "--clock", "live", *LIVE)
    path, began = person.write("events.jsonl", named(), lent()), now()
    finish, ingest = Intake.finish, Intake.ingest

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Intake, "finish", interrupted)
    assert person.run("ingest", path.name).code == 130
    monkeypatch.setattr(Intake, "finish", finish)
    assert "读入中" in person.run("status").out
    (source,) = told(person, "status")[0]["sources"]
    assert not source["finished"]
    assert read_moment(source["read_at"]) >= began
    with sqlite3.connect("ledger.db") as database:
        database.execute("UPDATE source SET read_at = read_at - 3600000000")
    shown = person.run("status").out
    assert "读入中" not in shown
    assert "events.jsonl：如无人正在读入，用 warning ingest 接着读" in " ".join(shown.split())
    monkeypatch.setattr(Intake, "ingest", interrupted)
    assert person.run("ingest", path.name).code == 130
    assert "读入中" in person.run("status").out, "who goes on with it says so before anything is committed"
    monkeypatch.setattr(Intake, "ingest", ingest)
    assert person.run("ingest", path.name).code == 0
    assert "未读完" not in person.run("status").out


def test_an_event_driven_ledger_does_not_know_who_reads(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("init")
    path = person.write("events.jsonl", named(), lent())

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Intake, "finish", interrupted)
    assert person.run("ingest", path.name).code == 130
    shown = person.run("status").out
    assert ("读入中" in shown, "未读完" in shown) == (True, False)
    assert told(person, "status")[0]["sources"][0]["read_at"] is None
