"""A text of an answer in both languages."""

from __future__ import annotations

from msgspec import Struct


class Said(Struct, frozen=True):
    """The same words in both languages."""

    zh: str
    en: str


class NotReadLine(Struct, frozen=True, kw_only=True):
    """Rows of a lane that are archived, and were not looked at: ``place`` is where the archive would be."""

    lane: int
    first: int
    last: int
    place: str
