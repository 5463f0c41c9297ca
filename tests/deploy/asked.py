"""What the files of deploy/ ask of the program: settings by name, commands with their options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

import typer
import yaml

from tests.architecture.source import ROOT
from warning import settings
from warning.cli.app import APP

DEPLOY: Final = ROOT / "deploy"
SETTING: Final = re.compile(r"\bWARNING_[A-Z_]+\b")
COMMAND: Final = re.compile(r"(?:^[ ]*|`|\|\| |&& |\$\(|<\()(?:\.venv/bin/)?warning( [^`#|;&)\n]+)", re.MULTILINE)
"""A command line, in a script or between backticks."""


def loaded(path: Path) -> Any:
    """A file of YAML, to do with as one likes."""
    return deepcopy(_read(path))


@cache
def _read(path: Path) -> Any:
    """The same, for all who ask."""
    return yaml.safe_load(path.read_text("utf-8"))


def known_settings() -> set[str]:
    """The names the program reads from its environment."""
    return {value for name, value in vars(settings).items() if name.isupper() and str(value).startswith("WARNING_")}


def named_settings(text: str) -> set[str]:
    """The names a text sets or speaks of."""
    return set(SETTING.findall(text))


def commands(text: str) -> Iterator[list[str]]:
    """The words after ``warning`` of each command a text gives; what a shell fills in counts as one word."""
    plain = re.sub(r"^ *#.*$", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    for found in COMMAND.finditer(plain):
        words = shlex.split(found[1].replace("…", "1"))
        if words and not words[0].startswith("$"):
            yield words


@cache
def program() -> Any:
    """The command line."""
    return typer.main.get_command(APP)


def wrong_with(words: list[str]) -> str:
    """What the command line says against these words; empty: it understands them. Nothing is run."""
    command: Any = program()
    context: Any = None
    left = ["warning", *words]
    try:
        while True:
            name, rest = left[0], left[1:]
            context = command.make_context(name, list(rest), parent=context)
            if not hasattr(command, "commands"):
                return ""
            left = [*context._protected_args, *context.args]
            _, command, _ = command.resolve_command(context, left)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, it is said
        return f"warning {' '.join(words)}: {type(wrong).__name__}: {wrong}"
