"""Files and functions stay short, and the first line too many is rejected."""

from __future__ import annotations

import pytest

from tests.architecture.sizes import too_long
from tests.architecture.source import module_of, modules


def test_files_and_functions_are_short() -> None:
    assert too_long(modules("warning", "tests", "deploy")) == []


def _function(lines: int, word: str = "def") -> str:
    return f"{word} act():\n" + "    act()\n" * (lines - 1)


@pytest.mark.parametrize("word", ["def", "async def"])
def test_a_function_of_71_lines_is_rejected(word: str) -> None:
    assert too_long([module_of("warning/a.py", _function(70, word))]) == []
    assert too_long([module_of("warning/a.py", _function(71, word))]) == [
        "warning/a.py:1: 71 lines in 'act', at most 70"
    ]


def test_a_method_counts_as_a_function() -> None:
    inside = "".join(f"    {line}\n" for line in _function(71).splitlines())
    assert too_long([module_of("warning/a.py", f"class A:\n{inside}")]) == [
        "warning/a.py:2: 71 lines in 'act', at most 70"
    ]


def test_a_file_of_401_lines_is_rejected() -> None:
    assert too_long([module_of("warning/a.py", "A = 1\n" * 400)]) == []
    assert too_long([module_of("warning/a.py", "A = 1\n" * 401)]) == [
        "warning/a.py:1: 401 lines in a file, at most 400"
    ]
