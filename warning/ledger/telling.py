"""Standing facts as rows of their hearers: what such a row is called, and whose word it is."""

from __future__ import annotations

from typing import Final

from warning.core.events import Told

TOLD: Final = "told"
"""The kind of the rows, and where they come from (``origin``)."""


def name_of(told: Told) -> str:
    """The event id of the row that takes it."""
    return f"told:{told.origin}:{told.path}:{told.version}"


def teller_of(told: Told) -> str:
    """The aggregate that decided to tell it: the borrower it is about, or the group that passes that on."""
    kind, _, name = told.path.partition(":")
    return f"g:{name}" if kind == "group" and told.to.startswith("b:") else f"b:{told.origin}"
