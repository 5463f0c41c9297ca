"""A broken copy of the rule book: one text replaced in one file, and where a reader must be sent."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from msgspec import Struct

from warning.cli.running import in_words
from warning.rulebook import Checked, check, default_directory
from warning.wording.text import Lang


class Break(Struct, frozen=True):
    """Replace ``old`` by ``new`` in ``file``; the problem is told ``below`` lines under where ``old`` begins.

    ``at`` names another place (``file:line``) where the problem shows elsewhere.
    """

    code: str
    file: str
    old: str
    new: str
    path: str
    message: str
    below: int = 0
    at: str = ""

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.code}:{self.file}:{self.path}"


def broken_copy(tmp: Path, file: str, old: str, new: str) -> tuple[Path, int]:
    """A copy with the first ``old`` of a file replaced, and the line on which it began."""
    root = tmp / "rules"
    copytree(default_directory(), root)
    path = root / file
    text = path.read_text(encoding="utf-8")
    at = text.find(old)
    assert at >= 0, f"{file} has no {old!r}"
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return root, text.count("\n", 0, at) + 1


def told(checked: Checked, lang: Lang = "en") -> list[str]:
    """The problems as lines."""
    return [in_words(problem, lang) for problem in checked.problems]


def checked_break(tmp: Path, case: Break) -> tuple[Checked, str]:
    """What a check says of a broken copy, and the line that it must say."""
    root, line = broken_copy(tmp, case.file, case.old, case.new)
    place = case.at or f"{case.file}:{line + case.below}"
    return check(root), f"{place}: {case.path}: {case.message}." if case.path else f"{place}: {case.message}."
