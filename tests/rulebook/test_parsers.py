"""A book is the same, and what is wrong with it, whichever of PyYAML's two parsers is there."""

from __future__ import annotations

import pytest
import yaml

from tests.architecture.source import ROOT
from warning.rulebook.source import Desk, Tree, parse_tree

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
