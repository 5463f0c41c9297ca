"""Runs the command line in this process, as a person would: words in, output and exit code out."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from warning.cli import main

COLUMNS: Final = 120
LIVE: Final = ("--live-from", "2026-10-01T00:00:00+08:00")


class Shown(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


class Person:
    """Someone at a terminal of a given width, in a directory of their own."""

    def __init__(self, capfd: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch, here: Path) -> None:
        self._capfd = capfd
        self._patch = patch
        self.here = here
        patch.chdir(here)
        self.widen(COLUMNS)

    def widen(self, columns: int) -> None:
        """Have a terminal so wide."""
        self._patch.setenv("COLUMNS", str(columns))

    def move(self, name: str) -> None:
        """Change to a directory below."""
        self._patch.chdir(self.here / name)

    def run(self, *words: str, given: bytes | None = None) -> Shown:
        """``warning WORDS``, with ``given`` on standard input."""
        if given is not None:
            self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        self._capfd.readouterr()
        code = 0
        try:
            main(list(words))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        sys.stdout.flush()
        shown = self._capfd.readouterr()
        return Shown(code, shown.out, shown.err)

    def again(self, kept: Path, make: Callable[[], None]) -> Person:
        """Have here what ``make`` leaves here: it is called the first time, and all others get a copy of that."""
        if kept.exists():
            shutil.copytree(kept, self.here, dirs_exist_ok=True)
        else:
            make()
            shutil.copytree(self.here, kept)
        return self

    def write(self, name: str, *lines: str) -> Path:
        """A file of these lines."""
        path = self.here / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path
