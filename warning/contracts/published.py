"""What ``publish`` prints with ``--json``."""

from __future__ import annotations

from msgspec import Struct

from warning.contracts.said import Said


class LeftOutLine(Struct, frozen=True, kw_only=True):
    """A line whose message is above the contract's bound (``x-largest-bytes``) and was not sent."""

    line: int
    """From 1."""
    bytes: int
    said: Said


class PublishedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="published"):
    """``publish --json``: how many records were sent, to which topics, and what was left out (exit code 1)."""

    records: int
    topics: dict[str, int]
    """Of each, by its name at the brokers."""
    left_out: tuple[LeftOutLine, ...]
