r"""Text of strangers as it is shown: a name may not recolour a level, hide a row or turn a line around.

Whoever sends a record chooses its names. What steers a terminal or the direction of writing is shown as ``\u202e``;
all that is merely a sign, Chinese and combining ones as well, stays as it is. Within JSON the escape means the same.
"""

from __future__ import annotations

import re
from typing import Final

STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls (C0 but newline and tab, DEL, C1), separators of lines and paragraphs, and what sets a direction."""
BREAKING: Final = re.compile(f"{STEERING.pattern[:-1]}\t\n]")
"""The same, and what begins a new line or column: within a name it would make up a line of ours."""


def visible(text: str) -> str:
    """A text with an escape for each sign that steers; newlines and tabs, by which we lay out, stay."""
    return STEERING.sub(_escape, text)


def on_a_line(text: str) -> str:
    """What stands within a line, a name above all: newlines and tabs are escaped as well."""
    return BREAKING.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
