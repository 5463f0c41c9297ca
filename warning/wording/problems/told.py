"""What an entry of the catalogue of problems is."""

from __future__ import annotations

from string import Formatter
from typing import Final

from msgspec import Struct

from warning.wording.text import Text


class Told(Struct, frozen=True):
    """A problem in words: what is so, and what would be right."""

    what: Text
    right: Text

    def names(self) -> set[str]:
        """The values it asks for."""
        return {
            name
            for text in (self.what.zh, self.what.en, self.right.zh, self.right.en)
            for _, name, _, _ in Formatter().parse(text)
            if name
        }


Problems = dict[str, tuple[Told, ...]]
"""Code -> the ways to say it: the one is taken whose values are those that came with it."""
NOT_KNOWN: Final = (
    Told(Text("无法识别“{word}”", "'{word}' is not known"), Text("可用的是：{known}", "known are {known}")),
)
