"""The two READMEs say the same, and what they show is what is printed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.cli.run import Person

ROOT: Final = Path(__file__).parents[2]
TWINS: Final = ("README.md", "README.zh-CN.md")
BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TICKED: Final = re.compile(r"`([^`]+)`")
WIDTH: Final = 100


def text(name: str) -> str:
    """A README."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Its blocks of a language."""
    return [body for kind, body in BLOCK.findall(text(name)) if kind == language]


def commands(name: str) -> list[str]:
    """Its commands, without what is only for one language."""
    lines = [line.partition("#")[0].strip() for body in blocks(name, "sh") for line in body.splitlines()]
    return [line.replace(" --lang en", "") for line in lines if line]


def tables(name: str) -> list[list[str]]:
    """What stands in backticks in the first column of each row of its tables."""
    rows = [line for line in text(name).splitlines() if line.startswith("| ")]
    return [TICKED.findall(row.split(" | ")[0]) for row in rows]


def test_the_twins_have_the_same_sections_commands_and_tables() -> None:
    first, second = TWINS
    assert commands(first) == commands(second)
    assert len(commands(first)) > 6
    assert len({tuple(len(mark) for mark in re.findall(r"^(#+) ", text(name), re.MULTILINE)) for name in TWINS}) == 1
    assert tables(first) == tables(second)
    assert [kind for kind, _ in BLOCK.findall(text(first))] == [kind for kind, _ in BLOCK.findall(text(second))]
    assert set(re.findall(r"https?://\S+?(?=\))", text(first))) == set(re.findall(r"https?://\S+?(?=\))", text(second)))


def test_they_name_what_is_there() -> None:
    for name in TWINS:
        for path in re.findall(r"`((?:docs|tests|rules|schemas|warning|deploy)/[\w./-]*)`", text(name)):
            assert (ROOT / path).exists(), path
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = {word for name in TWINS for word in re.findall(r"(?:`|^)make ([a-z]+)", text(name), re.MULTILINE)}
    assert len(named) > 5
    assert named <= set(targets)


@pytest.mark.parametrize("name", TWINS)
def test_its_commands_run_and_print_what_it_shows(person: Person, name: str) -> None:
    shutil.copytree(ROOT / "docs", person.here / "docs")
    person.widen(WIDTH)
    pairs = [(kind, body) for kind, body in BLOCK.findall(text(name)) if kind in ("sh", "text")]
    said = ""
    for kind, body in pairs:
        if kind == "sh":
            said = ""
            for line in body.splitlines():
                if line.startswith("mkdir "):
                    (person.here / line.split()[1]).mkdir()
                if line.startswith(".venv/bin/warning "):
                    shown = person.run(*shlex.split(line)[1:])
                    refused = any(f" {word} " in line for word in ("decide", "ingest"))  # one of its five records
                    assert shown.code == (1 if refused else 0), (line, shown.err)
                    said += shown.out
        else:
            for line in body.splitlines():
                assert line.strip() in said, line


@pytest.mark.parametrize("name", TWINS)
def test_it_says_how_wide_its_excerpts_are(name: str) -> None:
    before = text(name).partition("```text")[0]
    assert f"`COLUMNS={WIDTH}`" in before, "said before the first of them"
