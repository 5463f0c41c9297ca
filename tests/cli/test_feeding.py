"""The page for who feeds the product: its lists are the program's, its commands run, its example is taken whole."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, Final, get_args

import pytest

from tests.cli.run import LIVE, Person
from tests.contracts.test_schema import fields_of, of_type, takes
from tests.deploy.asked import commands, loaded, wrong_with
from warning.contracts.checks import CARRIED
from warning.contracts.glossary import NOTES
from warning.contracts.topics import ROUTES
from warning.core.events.base import Grade
from warning.rulebook import load_frame

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "feeding.md").read_text("utf-8")
EXAMPLE: Final = ROOT / "docs" / "examples" / "every-type.jsonl"
NAME: Final = re.compile(r"`([^`]+)`")


def example() -> list[Any]:
    """The messages of the example."""
    return [json.loads(line) for line in EXAMPLE.read_text("utf-8").splitlines()]


def table(head: str) -> list[list[str]]:
    """The cells of each row of the first table whose head begins so."""
    lines = PAGE[PAGE.index(f"\n| {head}") + 1 :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]


def told() -> dict[str, tuple[str, str]]:
    """Topic and key of each type, as the page has them."""
    found: dict[str, tuple[str, str]] = {}
    for section in PAGE.split("\n### Topic ")[1:]:
        topic = NAME.findall(section)[0]
        for name, key in re.findall(r"^\| `([a-z_.0-9]+)` \| (\w+)", section.partition("\n## ")[0], re.MULTILINE):
            found[name] = topic, key
    return found


def test_each_type_stands_under_its_topic_with_its_key() -> None:
    assert told() == {name: (route.topic, route.key) for name, route in ROUTES.items()}


def test_the_example_has_every_type_and_is_valid() -> None:
    messages = example()
    assert {tree["type"] for tree in messages} == set(ROUTES)
    assert [tree["id"] for tree in messages if not takes(tree, of_type(tree))] == []
    assert [tree["recordedtime"] for tree in messages] == sorted(tree["recordedtime"] for tree in messages)


def test_the_example_is_taken_whole(person: Person) -> None:
    shown = person.run("decide", str(EXAMPLE), *LIVE, "--json")
    assert (shown.code, shown.err) == (0, "")
    lines = [json.loads(line) for line in shown.out.splitlines()]
    assert {line["object"] for line in lines} == {"signal", "warning", "duty"}, "no refusal, notice, record or held one"
    clauses = {line["clause"] for line in lines if line["object"] == "signal"}
    assert clauses == {"11.1.2", "11.1.3", "11.1.4", "11.1.5", "11.1.6", "12.1.2.1"}
    waived = [line for line in lines if line["object"] == "duty" and line["state"] == "waived"]
    assert [line["fulfilled_by"] for line in waived] == ["WF-9"], "the waiver names a duty that there is"
    assert [line["level"] for line in lines if line["object"] == "signal" and line["clause"] == "11.1.3"] == ["none"]


def test_its_commands_are_understood() -> None:
    asked = list(commands(PAGE))
    assert len(asked) > 10
    assert [wrong_with(words) for words in asked if wrong_with(words)] == []


def test_its_commands_on_the_example_run(person: Person) -> None:
    shutil.copytree(ROOT / "docs", person.here / "docs")
    ran = [
        words
        for words in commands(PAGE)
        if words[0] == "decide" or words[:2] in (["rules", "show"], ["rules", "explain"])
    ]
    assert len(ran) == 4
    assert [person.run(*words).code for words in ran] == [0, 0, 0, 0]


def test_its_posts_are_those_of_the_book() -> None:
    posts = loaded(ROOT / "rules" / "posts.yaml")["posts"]
    assert {NAME.findall(name)[0]: levels.split(", ") for name, levels in table("post |")} == {
        name: post["at"] for name, post in posts.items()
    }


def test_its_grades_are_those_of_the_contract() -> None:
    assert [name for row in table("`grade`") for name in NAME.findall(row[0])] == list(get_args(Grade))


def test_its_numbers_of_other_events_are_those_that_are_refused() -> None:
    rows = table("number | comes as")
    assert {int(number): NAME.findall(name)[0] for numbers, name in rows for number in numbers.split(", ")} == CARRIED


def test_its_variants_are_those_of_the_book() -> None:
    book = {
        number: {*rule.variants, *rule.variant_bands}
        for number, rule in load_frame().book.signals.items()
        if rule.kind != "by_event" and (rule.variants or rule.variant_bands)
    }
    assert len(book) == 16
    rows = table("number | `variant`")
    assert {int(number): set(NAME.findall(names)) for numbers, names in rows for number in numbers.split(", ")} == book


@pytest.mark.parametrize("name", sorted(NOTES))
def test_a_schema_says_what_leaving_a_field_out_means(name: str) -> None:
    assert fields_of("loan.position.v1")[name]["description"] == NOTES[name]


def test_both_readmes_name_the_page_and_the_example() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "`docs/feeding.md`" in text
        assert "`docs/examples/every-type.jsonl`" in text
