"""A text in Chinese and English: what every entry of the catalogue is."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Lang = Literal["zh", "en"]


class Text(Struct, frozen=True):
    """The same thing said in both languages; Chinese is the policy's own and the default."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en
