"""A text of an answer in both languages."""

from __future__ import annotations

from msgspec import Struct


class Said(Struct, frozen=True):
    """The same words in both languages."""

    zh: str
    en: str
