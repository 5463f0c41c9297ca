"""What a mutation is, and how its text is found and changed."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class NoMatchError(LookupError):
    """The text to be changed is not there, or not only once: the list must be mended."""


class Mutation(Struct, frozen=True):
    """One thing broken once. ``after``: the text is the first one behind this, which stands only once itself."""

    file: str
    old: str
    new: str
    why: str
    after: str = ""

    @property
    def name(self) -> str:
        """For a report: where, and from what to what."""
        return f"{self.file}: {self.after.strip() + ' … ' if self.after else ''}{self.old} -> {self.new}"

    def applied(self, text: str) -> str:
        """The file's text, broken.

        Raises:
            NoMatchError: the exact text is not there once.
        """
        if self.old == self.new:
            raise NoMatchError(f"{self.name}: changes nothing")
        begin = self._begin(text)
        at = text.find(self.old, begin)
        if at < 0 or (not self.after and text.count(self.old) != 1):
            raise NoMatchError(f"{self.name}: found {text.count(self.old)} times")
        return text[:at] + self.new + text[at + len(self.old) :]

    def _begin(self, text: str) -> int:
        if not self.after:
            return 0
        if text.count(self.after) != 1:
            raise NoMatchError(f"{self.name}: the place is found {text.count(self.after)} times")
        return text.index(self.after) + len(self.after)

    def check(self, root: Path) -> str:
        """Why it cannot be applied in a tree; empty where it can."""
        try:
            text = self.applied((root / self.file).read_text(encoding="utf-8"))
            if self.file.endswith(".py"):
                compile(text, self.file, "exec")
        except (NoMatchError, OSError) as wrong:
            return str(wrong)
        except SyntaxError as wrong:
            return f"{self.name}: no Python: {wrong}"
        return ""


def listed(file: str, *changes: tuple[str, str, str] | tuple[str, str, str, str]) -> tuple[Mutation, ...]:
    """Mutations of one file: (old, new, why) or (old, new, why, after)."""
    return tuple(Mutation(file, *change) for change in changes)
