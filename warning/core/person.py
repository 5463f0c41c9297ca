"""Who somebody is: one person does not pass for two by how a staff number is written (W8, D8, R60)."""

from __future__ import annotations

import re
from typing import Final

from warning.core.blank import CONTROLS, FILLERS, FORMATS, LONE, SPACES

WIDE: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""The full width of ``!`` to ``~``."""
UNSEEN: Final = re.compile(f"[{SPACES}{CONTROLS}{FORMATS}{LONE}{FILLERS}]+")
IDEOGRAPHS: Final = (
    r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27-\ufa29"
    r"\U00020000-\U0002f7ff\U0002fa20-\U0003fffd"
)
"""Characters of Chinese names. Those of compatibility, which look like them, are other ones: they are left out."""
PRIVATE: Final = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""Rare characters of names are written with them."""
WRITTEN: Final = re.compile(rf"[!-~\u00b7{IDEOGRAPHS}{PRIVATE}]*")
"""Written out, not asked of the machine's Unicode: for every Python it is the same person."""


def person(text: str) -> str:
    """A staff number as everybody writes it: half width, capitals, without what nobody sees."""
    return UNSEEN.sub("", text).translate(WIDE).upper()


def same_person(one: str, other: str) -> bool:
    """Whether two staff numbers are one person's."""
    return person(one) == person(other)


def readable(text: str) -> bool:
    """Whether it holds nothing but what staff numbers are written with: no letter that looks like another script's."""
    return WRITTEN.fullmatch(UNSEEN.sub("", text).translate(WIDE)) is not None
