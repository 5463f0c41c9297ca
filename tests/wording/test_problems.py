"""Everything that can be wrong with a rule book can be said, in both languages; no text is for anything else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.wording.sites import ROOT, Module
from warning.wording.problems import PROBLEMS, TABLES, THINGS, figure, line, told
from warning.wording.problems.told import Told

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
CHOICE: Final = frozenset({"word", "known"})
"""What ``shape.choice`` gives, whatever its code."""
SCALAR: Final = frozenset({"word"})
"""What a reader of money or dates gives."""
ASCENDING: Final = (frozenset({"levels"}), frozenset[str](), frozenset({"bound"}))
"""What ``shape.ascending`` gives, one way or another."""


def said() -> Iterator[tuple[str, frozenset[str]]]:
    """(code, names of the values) of every place that finds a problem."""
    for path in sorted((ROOT / "warning/rulebook").glob("*.py")):
        for call in Module(path).calls:
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name == "say" and words:
                given = frozenset(keyword.arg or "**" for keyword in call.keywords)
                yield from ((words[0], each) for each in (ASCENDING if "**" in given else (given,)))
            elif name == "choice":
                yield (words or ["word_unknown"])[-1], CHOICE
            elif name == "_scalar":
                yield words[0], SCALAR


def ways() -> list[tuple[str, Told]]:
    """Every text of the catalogue."""
    return [(code, way) for code, some in PROBLEMS.items() for way in some]


def test_every_problem_has_a_text_that_asks_for_its_values() -> None:
    found = set(said())
    assert len(found) > 70
    assert {("key_twice", frozenset({"word", "line"})), ("post_unknown", CHOICE), ("date_wrong", SCALAR)} <= found
    texts = {(code, frozenset(way.names())) for code, way in ways()}
    assert found - texts == set()
    assert texts - found == set(), "no text is for a problem that nobody finds"


def test_no_two_tables_word_the_same_problem() -> None:
    assert sum(map(len, TABLES)) == len(PROBLEMS)


@pytest.mark.parametrize(("code", "way"), ways(), ids=lambda one: one if isinstance(one, str) else "")
def test_both_languages_ask_for_the_same_values(code: str, way: Told) -> None:
    for text in (way.what, way.right):
        assert set(re.findall(r"\{[^}]*\}", text.zh)) == set(re.findall(r"\{[^}]*\}", text.en)), code
        assert text.en
        assert not CHINESE.search(text.en)
    assert CHINESE.search(way.what.zh + way.right.zh)


def test_a_problem_nobody_worded_is_found() -> None:
    with pytest.raises(LookupError, match="no text of 'unheard_of'"):
        told("unheard_of", {}, "zh")
    with pytest.raises(LookupError, match=r"asks for \['line'\]"):
        told("key_twice", {"line": "3"}, "en")


def test_a_line_is_written_as_its_language_writes() -> None:
    values = {"kind": "single", "wanted": "list"}
    assert line("book.yaml:3: name", "shape_wrong", values, "zh") == "book.yaml:3: name：此处是单个值；应为列表。"
    assert line("book.yaml:3: name", "shape_wrong", values, "en") == (
        "book.yaml:3: name: this is a single value; a list is expected."
    )


def test_figures_of_a_book_are_said_in_words() -> None:
    assert figure("24 hours", "zh") == "24 小时"
    assert figure("sub_branch_president, branch_monitor", "zh") == "支行行长、分行监测预警专人"
    assert figure("1000000.00, 3 working days", "en") == "1000000.00, 3 working days"
    assert THINGS["nothing"].zh == "不触发"
