"""``--json`` of every command: each line as its schema says."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest
from jsonschema_rs import Draft202012Validator, Registry

from tests.cli.run import Person
from warning.contracts.answers import answers_schema
from warning.resources import rules_directory, schemas_directory

EXAMPLE: Final = Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl"
ASKED: Final = ("--events", str(EXAMPLE), "--until", "2026-11-06T09:00:00+08:00")


def validator() -> Draft202012Validator:
    """Of the lines of all commands but ``decide``; it refers to that of ``decide``."""
    names = ("answers.schema.json", "verdicts.schema.json")
    found = {name: json.loads((schemas_directory() / name).read_text(encoding="utf-8")) for name in names}
    registry = Registry(list(found.items()))
    return Draft202012Validator({"$ref": "answers.schema.json"}, registry=registry)


def lines(person: Person, *words: str, code: int = 0) -> list[dict[str, Any]]:
    """What a command prints, each line held against the schema."""
    shown = person.run(*words, "--json")
    assert shown.code == code, shown.err
    found = [json.loads(line) for line in shown.out.splitlines()]
    valid = validator()
    for line in found:
        assert valid.is_valid(line), line
    return found


@pytest.mark.parametrize(
    ("words", "kind", "n"),
    [
        (("rules", "check"), "book", 1),
        (("rules", "show"), "rule", 56),
        (("rules", "explain", "11.1.4"), "rule", 7),
        (("rules", "route", "1001", "red", "5000000.00", "--at", "2026-11-03T09:00:00+08:00"), "route", 30),
        (("demo", "--loans", "60"), "summary", 1),
    ],
)
def test_every_line_is_as_its_schema_says(person: Person, words: tuple[str, ...], kind: str, n: int) -> None:
    assert [line["object"] for line in lines(person, *words)] == [kind] * n


def test_a_broken_book_is_told_a_problem_a_line(person: Person) -> None:
    for path in rules_directory().rglob("*.yaml"):
        copy = person.here / "rules" / path.relative_to(rules_directory())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace(">= 31", ">= 0"), encoding="utf-8")
    found = lines(person, "rules", "check", "--frame", "rules", code=3)
    assert {(line["object"], line["file"]) for line in found} == {("problem", "payment.yaml")}
    assert {"没有朝恶化方向" in line["what"]["zh"] for line in found if line["code"] == "bands_not_ascending"} == {True}
    assert all(line["right"]["en"] for line in found)


def test_a_departure_is_told_a_line_each(person: Person) -> None:
    """Machine readable: clause, what the text says, what the book says."""
    copytree(rules_directory(), person.here / "rules")
    path = person.here / "rules" / "posts.yaml"
    text = path.read_text(encoding="utf-8").replace("\npresident: sub_branch_president", "\npresident: account_manager")
    path.write_text(text, encoding="utf-8")
    book, departure = lines(person, "rules", "check", "--frame", "rules")
    assert (book["object"], book["departures"], departure["object"]) == ("book", 1, "departure")
    assert departure["values"] == {"clause": "12.3.1", "said": "sub_branch_president", "found": "account_manager"}
    assert "12.3.1 规定为 支行行长，手册为 客户经理" in departure["what"]["zh"]


def test_an_explanation_holds_row_clauses_records_and_arithmetic(person: Person) -> None:
    (duty,) = lines(person, "explain", "D-620b", *ASKED)
    assert duty["row"]["because"][1]["code"] == "breached"
    assert [clause["ref"] for clause in duty["clauses"]] == [
        "11.1.4",
        "11.1.4.5",
        "16",
        "15",
        "D2",
        "D1",
        "D9",
        "14.1",
        "18",
        "D11",
        "D10",
        "O9",
        "D3",
        "T1",
    ]
    assert "一律视红色预警" in duty["clauses"][0]["words"]["zh"]
    assert [record["id"] for record in duty["records"]] == ["E2", "E3", "E5"], "the loan by which it owes, too"
    assert "officer_no" not in duty["records"][2]["data"], "natural persons are not named"
    assert "24 hours (the policy's text), elapsed exactly, which ends at 2026-11-03 16:00" in duty["due"][2]["en"]
    (warning,) = lines(person, "explain", "W-", *ASKED)
    assert {clause["ref"] for clause in warning["clauses"]} == {"11.1.4", "W2"}
    (signal,) = lines(person, "explain", "S-", *ASKED)
    assert signal["due"] == []


def test_a_line_with_a_field_too_many_is_refused_by_the_schema(person: Person) -> None:
    (book,) = lines(person, "rules", "check")
    assert not validator().is_valid(book | {"more": 1})
    assert not validator().is_valid({key: value for key, value in book.items() if key != "frame"})
    assert {each["$ref"].rpartition("/")[2] for each in answers_schema()["oneOf"]} <= set(answers_schema()["$defs"])
