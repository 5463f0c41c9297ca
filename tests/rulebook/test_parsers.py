"""A book is the same, and what is wrong with it, whichever of PyYAML's two parsers is there."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.architecture.source import ROOT
from warning.rulebook.source import AGAIN, DEEPEST, LONGEST, Desk, Leaf, Listing, Table, Tree, parse_tree

FILES = sorted((ROOT / "rules").rglob("*.yaml"))
BROKEN = (
    "a: [\n",
    'a: "1\nb: 2\n',
    "a: b: c\n",
    "a: 1\n  b: 2\n",
    "\ta: 1\n",
    "a: {b\nc: 1",
    "- a\nb: 1",
    "a: @x",
    "a: \0",
)


def of(text: str, name: str) -> tuple[Tree | None, list[str]]:
    """Its tree, and its problems; ``name`` keeps what was parsed by one parser from being taken for the other's."""
    desk = Desk()
    return parse_tree(desk, name, text), [str(problem).replace(name, "file") for problem in desk.problems]


@pytest.mark.parametrize("text", [*(path.read_text("utf-8") for path in FILES), *BROKEN])
def test_both_parsers_find_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, problems = of(text, "in C")
    monkeypatch.delattr(yaml, "CSafeLoader")
    slowly, same = of(text, "in Python")
    assert repr(tree).replace("in C", "") == repr(slowly).replace("in Python", "")
    assert problems == same
    assert (tree is None) == bool(problems)


@pytest.mark.parametrize("opens", ["[", "{a: ", "- ", "? "])
def test_what_lies_too_deep_is_found_by_both_at_its_line_and_what_lies_just_above_is_read(
    opens: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes = {"[": "]", "{a: ": "}"}.get(opens, "")
    just, deep = (f"# first\n{opens * n}x{closes * n}\n" for n in (DEEPEST, DEEPEST + 1))
    assert [of(text, "in C")[1] for text in (just, deep)] == [
        ["file:2: key_not_text"] * (DEEPEST - 1) if opens == "? " else [],
        [f"file:2: nested_deep (deepest={DEEPEST})"],
    ]
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert of(deep, "in Python")[1] == [f"file:2: nested_deep (deepest={DEEPEST})"]


def test_a_long_text_is_not_read_again_by_the_slow_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its error is said in the words of the one in C."""
    used, parse = list[object](), yaml.parse

    def noted(text: str, **named: Any) -> Any:
        used.append(named["Loader"])
        return parse(text, **named)

    monkeypatch.setattr(yaml, "parse", noted)
    for size, both in ((AGAIN - 10, [yaml.CSafeLoader, yaml.SafeLoader]), (AGAIN + 10, [yaml.CSafeLoader])):
        used.clear()
        _, problems = of(f"# {'x' * size}\na: [\n", f"long {size}")
        assert [problem.split(": ")[1].split(" ")[0] for problem in problems] == ["not_yaml"]
        assert used == both


def test_no_path_is_longer_than_the_longest() -> None:
    """Long keys within each other, and many values in the last, would fill the memory."""
    key = "k" * (LONGEST // 3)
    tree, _ = of(f'{{"{key}": ' * 5 + "[a, b]" + "}" * 5, "long keys")
    while isinstance(tree, Table):
        (tree,) = tree.entries.values()
        assert len(tree.place.path) <= LONGEST
    assert isinstance(tree, Listing)
    assert [item.text for item in tree.items if isinstance(item, Leaf)] == ["a", "b"]
    assert {len(item.place.path) for item in tree.items} == {2 * len(key) + 1 + len("[0]")}
