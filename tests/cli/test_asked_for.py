"""What is asked for is done or refused; nothing of it is dropped without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from tests.cli.kept import told
from tests.cli.run import Person
from tests.rulebook.broken import broken_copy
from warning.contracts.answers import answers_schema
from warning.core.scalars import read_moment
from warning.wording import moments

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl")


def test_a_state_that_is_not_overdue_contradicts_overdue(month: Person) -> None:
    shown = month.run("duties", "list", "--state", "met", "--overdue", "--lang", "en")
    assert (shown.code, shown.out) == (2, "")
    assert "--state met something else" in shown.err
    breached = told(month, "duties", "list", "--state", "breached", "--overdue")
    assert (
        breached == told(month, "duties", "list", "--overdue") == told(month, "duties", "list", "--state", "breached")
    )


def test_decide_and_tick_refuse_to_turn_the_clock_back(person: Person) -> None:
    decided = person.run("decide", EXAMPLE, "--until", "2026-11-01", "--lang", "en")
    person.run("init")
    person.run("ingest", EXAMPLE)
    ticked = person.run("tick", "--until", "2026-11-01", "--lang", "en")
    assert (decided.code, ticked.code) == (2, 2)
    assert (decided.out, ticked.out) == ("", "")
    for shown in (decided, ticked):
        assert "the clock does not go back" in shown.err or "which does not go back" in shown.err


CHECK = 'check_days: {value: 30, unit: days, cites: "11.1.1", figure: text'


def departing(tmp_path: Path) -> str:
    """A book in which a term of the policy's text is longer, and an example of it fails."""
    root, _ = broken_copy(tmp_path, "deadlines.yaml", "tier: 1, report: 2 days", "tier: 1, report: 3 days")
    return str(root)


def test_a_departure_is_told_before_the_examples_it_breaks(person: Person) -> None:
    shown = person.run("rules", "check", "--frame", departing(person.here), "--lang", "en")
    assert shown.code == 3
    first = shown.out.index("departs from the policy's text")
    assert "1 departure from the policy's text" in shown.out
    assert first < shown.out.index("example")
    objects = [json.loads(line)["object"] for line in jsoned(person, "rules", "check", "--frame", "rules")]
    assert objects[0] == "departure"
    assert "problem" in objects


def jsoned(person: Person, *words: str) -> list[str]:
    return person.run(*words, "--json").out.splitlines()


def test_init_tells_where_its_book_departs(person: Person) -> None:
    root, _ = broken_copy(person.here, "book.yaml", CHECK, CHECK.replace("30", "31"))
    shown = person.run("init", "--frame", str(root), "--lang", "en")
    assert shown.code == 0
    assert "departs from the policy's text: 11.1.1 says 30, the book 31" in " ".join(shown.err.split())


@pytest.mark.parametrize(("file", "old"), [("book.yaml", CHECK), ("major.yaml", "figure: text")])
def test_a_figure_of_the_text_that_is_marked_as_another_s_is_told(person: Person, file: str, old: str) -> None:
    root, _ = broken_copy(person.here, file, old, old.replace("text", "default"))
    shown = person.run("rules", "check", "--frame", str(root), "--lang", "en")
    assert shown.code == 0
    assert "and is not marked 'figure: text'; mark it 'text'." in shown.out


def test_explain_asks_the_ledger_it_is_told(month: Person) -> None:
    duty = str(told(month, "duties", "list", "--overdue")[0]["id"])
    asked = month.run("explain", duty, "--ledger", "ledger.db")
    assert asked.code == 0
    assert asked.out == month.run("alerts", "explain", duty, "--ledger", "ledger.db").out
    both = month.run("explain", duty, "--ledger", "ledger.db", "--until", "2027-01-01", "--lang", "en")
    assert (both.code, both.out) == (2, "")
    assert "--ledger does not go with --events" in both.err


def test_a_plain_validator_needs_no_other_file(month: Person) -> None:
    plain = Draft202012Validator(answers_schema())
    duty = str(told(month, "duties", "list")[0]["id"])
    line = json.loads(month.run("alerts", "explain", duty, "--json").out)
    plain.validate(line)
    assert not plain.is_valid(line | {"row": {}})


ADDRESSES = (
    ("no/such/directory/ledger.db", ("init",), "cannot be opened"),
    ("postgresql://x@127.0.0.1:1/y", ("status",), "no database runs there"),
)


@pytest.mark.parametrize(("place", "words", "why"), ADDRESSES, ids=str)
def test_a_wrong_address_is_not_to_be_tried_again(person: Person, place: str, words: tuple[str, ...], why: str) -> None:
    shown = person.run(*words, "--ledger", place, "--lang", "en")
    assert shown.code == 3
    said = " ".join(shown.err.split())
    assert why in said
    assert "Check its place" in said
    assert "run the command again" not in said


def test_head_office_is_known_and_books_no_loan(person: Person) -> None:
    shown = person.run("rules", "route", "9999", "red", "1000000", "--lang", "en")
    assert (shown.code, shown.out) == (4, "")
    assert "is head office: it books no loan" in " ".join(shown.err.split())


def test_a_clock_is_shown_to_the_second() -> None:
    assert moments.clock(int(read_moment("2026-11-03T09:00:07.250000+08:00"))) == "2026-11-03 09:00:07"
    assert moments.clock(int(read_moment("2026-11-03T09:00:00.250000+08:00"))) == "2026-11-03 09:00"
