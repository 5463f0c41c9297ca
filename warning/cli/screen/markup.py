"""Text that stands in a page of HTML."""

from __future__ import annotations

from html import escape as _of_markup

from warning.visible import visible


def escape(text: str) -> str:
    """A text as a page shows it: none of it is markup, and nothing in it steers (``warning.visible``)."""
    return _of_markup(visible(text))
