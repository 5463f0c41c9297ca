"""What looks wrong with a file, and the records that changed nothing, are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from tests.cli.events import lent, line, named, sued
from tests.cli.run import Person
from warning.resources import schemas_directory

LATE = sued("2029-11-03T10:00:00+08:00")


def objects(text: str, kind: str) -> list[dict[str, object]]:
    schema = json.loads((schemas_directory() / "verdicts.schema.json").read_text(encoding="utf-8"))
    made = [json.loads(each) for each in text.splitlines()]
    for each in made:
        Draft202012Validator(schema).validate(each)
    return [each for each in made if each["object"] == kind]


@pytest.mark.parametrize(
    ("lines", "code", "where", "told"),
    [
        ((named(), sued(), lent()), "out_of_order", 3, "1 record is out of order of recordedtime, the first is"),
        ((named(), lent(), LATE), "clock_jump", 3, "more than 366 days after"),
    ],
)
def test_order_and_jumps_are_told(person: Person, lines: tuple[str, ...], code: str, where: int, told: str) -> None:
    person.write("events.jsonl", *lines)
    assert told in " ".join(person.run("decide", "events.jsonl", "--lang", "en").err.split())
    notices = objects(person.run("decide", "events.jsonl", "--json").out, "notice")
    assert [(notice["code"], notice["line"], notice["count"]) for notice in notices] == [(code, where, 1)]


def test_until_far_after_the_last_record_is_refused(person: Person) -> None:
    person.write("events.jsonl", named(), lent(), sued())
    shown = person.run("decide", "events.jsonl", "--until", "9999-12-31")
    assert (shown.code, shown.out) == (2, "")
    assert "2026-11-03 10:00" in shown.err


def test_held_and_duplicate_records_are_found(person: Person) -> None:
    ended = line("s1", "loan.settled.v1", "2026-11-03T11:00:00+08:00", customer_no="C1", loan_no="L9")
    person.write("events.jsonl", named(), lent(), lent(), sued(), ended)
    records = objects(person.run("decide", "events.jsonl", "--json").out, "record")
    assert [(row["line"], row["event_id"], row["outcome"]) for row in records] == [
        (3, "d-L1", "duplicate"),
        (5, "s1", "held"),
    ]
    shown = person.run("decide", "events.jsonl").out.partition("等待借据的记录（1 条）")[2]
    assert "L9" in shown
    assert "2026-11-04 11:00" in shown


def test_a_file_of_something_else_stops(person: Person) -> None:
    person.write("events.jsonl", *["a,b,c"] * 1_500)
    shown = person.run("decide", "events.jsonl")
    assert (shown.code, shown.out) == (3, "")
    assert "1,000" in shown.err


def test_refusals_beyond_those_kept_are_counted(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warning.ledger.memory.LISTED", 3)
    person.write("events.jsonl", named(), *["{}"] * 5)
    out = person.run("decide", "events.jsonl", "--json").out
    assert len(objects(out, "refusal")) == 3
    assert [notice["count"] for notice in objects(out, "notice")] == [2]


def test_a_pretty_printed_file_is_told_once(person: Person) -> None:
    person.write("events.jsonl", *json.dumps(json.loads(lent()), indent=2).splitlines())
    assert person.run("decide", "events.jsonl").err.count("每行应写一条完整的事件") == 1


def test_a_mark_at_the_start_of_the_file_is_skipped(person: Person) -> None:
    (person.here / "events.jsonl").write_bytes(b"\xef\xbb\xbf" + f"{named()}\n{lent()}\n".encode())
    assert person.run("decide", "events.jsonl").code == 0


def test_decide_takes_what_the_demonstration_bank_says(person: Person, bank: Path) -> None:
    shown = person.run("decide", str(bank), "--json")
    assert "--live-from 2026-10-01T00:00:00+08:00" in " ".join(shown.err.split())
    options = ("--live-from", "2026-10-01T00:00:00+08:00", "--until", "2026-11-01T00:00:00+08:00")
    told = person.run("decide", str(bank), "--json", *options)
    assert (told.out, told.err) == (shown.out, "")


def test_loans_taken_on_without_going_live_are_told(person: Person, bank: Path) -> None:
    copy = person.here / "other.jsonl"
    copy.write_bytes(bank.read_bytes())
    assert "--live-from" in person.run("decide", "other.jsonl").err


AHEAD = line("far", "borrower.registered.v1", "2029-11-03T10:00:00+08:00", customer_no="C2", borrower_name="后来")


def test_a_ledgers_clock_is_not_let_jump_and_what_is_before_it_stands(person: Person) -> None:
    """It does not go back: everything owed in between would be overdue for good."""
    person.run("init")
    person.write("first.jsonl", named(), lent(), sued())
    person.run("ingest", "first.jsonl")
    owed = person.run("duties", "list", "--json").out
    person.write("second.jsonl", AHEAD)
    shown = person.run("ingest", "second.jsonl", "--lang", "en")
    said = " ".join(shown.err.split())
    assert shown.code == 3
    assert "Line 1 (far) has the recordedtime 2029-11-03 10:00, more than 366 days after what is before it" in said
    assert person.run("duties", "list", "--json").out == owed
    assert said.endswith("warning ingest second.jsonl --allow-jump --ledger ledger.db --lang en")
    assert person.run("ingest", "second.jsonl", "--allow-jump").code == 0
    assert "2029-11-03 10:00" in person.run("status", "--lang", "en").out


def test_a_file_stops_before_a_jump_and_goes_on_once_it_is_meant(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warning.intake.pace.FIRST", 2)
    person.run("init")
    person.write("events.jsonl", named(), lent(), sued(), AHEAD)
    assert person.run("ingest", "events.jsonl").code == 3
    assert len(objects(person.run("duties", "list", "--json").out, "duty")) > 3, "what came before it is taken"
    shown = person.run("ingest", "events.jsonl", "--allow-jump", "--lang", "en")
    assert (shown.code, "1 record was read (up to line 4)" in shown.out) == (0, True)


def test_a_live_ledgers_clock_is_nobodys_to_move(person: Person) -> None:
    person.run("init", "--clock", "live", "--live-from", "2026-10-01T00:00:00+08:00")
    person.write(
        "events.jsonl",
        line("old", "borrower.registered.v1", "2020-01-01T00:00:00+08:00", customer_no="C2", borrower_name="早"),
        named(),
    )
    assert person.run("ingest", "events.jsonl").code == 0


def test_a_file_that_begins_behind_the_clock_is_told_once(person: Person) -> None:
    person.run("init")
    person.write("first.jsonl", named(), lent(), sued())
    person.run("ingest", "first.jsonl")
    person.write("second.jsonl", lent("L2"), lent("L3"))
    told = "The first record of second.jsonl (2026-10-12 09:00) lies behind the ledger's clock, 2026-11-03 10:00"
    said = " ".join(person.run("ingest", "second.jsonl", "--lang", "en").err.split())
    assert said.count(told) == 1
    person.write("third.jsonl", sued("2026-11-03T10:00:00+08:00").replace("m1", "m2"))
    assert "lies behind" not in person.run("ingest", "third.jsonl", "--lang", "en").err
