"""Text that shows nothing: spaces, control characters, and what else a reader cannot see (16)."""

from __future__ import annotations

import re
from typing import Final

SPACES: Final = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Unicode's general categories Zs, Zl, Zp."""
CONTROLS: Final = r"\u0000-\u001f\u007f-\u009f"
"""Cc."""
FORMATS: Final = (
    r"\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    r"\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0001\U000e0020-\U000e007f"
)
"""Cf: zero-width spaces and joiners, marks of direction, the byte order mark."""
LONE: Final = r"\ud800-\udfff"
"""Cs."""
FILLERS: Final = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000"
    r"\U000e0002-\U000e001f\U000e0080-\U000e0fff"
)
"""Letters, marks and signs that are drawn as nothing: fillers of Hangul and Khmer, selectors of a variant, an empty
Braille cell; with those set aside to be so."""
UNSEEN: Final = re.compile(f"[{SPACES}{CONTROLS}{FORMATS}{LONE}{FILLERS}]*")
"""Written out, not asked of the machine's Unicode: the same text is blank for every Python that decides it. Private
and unassigned characters are no blanks (Cn, Co): rare characters of names are written with them."""


def blank(text: str) -> bool:
    """Whether nobody could read anything in a text."""
    return UNSEEN.fullmatch(text) is not None
