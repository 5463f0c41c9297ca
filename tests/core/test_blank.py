"""What counts as blank: by Unicode's categories, and the few letters that are drawn as nothing (R59)."""

from __future__ import annotations

import sys
from unicodedata import category, unidata_version

import pytest

from warning.core.blank import blank

DRAWN_AS_NOTHING = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u2800\u3164\ufe00\ufe0f\uffa0\U000e0100\U000e01ef"


@pytest.mark.skipif(unidata_version != "14.0.0", reason="the table is written by the Unicode of Python 3.11")
def test_every_character_of_the_categories_is_blank() -> None:
    """And of what is drawn otherwise, only letters, marks and signs that are drawn as nothing."""
    seen = [character for character in map(chr, range(sys.maxunicode + 1)) if blank(character)]
    wanted = {
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs")
    }
    assert wanted <= set(seen)
    assert {category(character) for character in set(seen) - wanted} == {"Lo", "Mn", "So", "Cn"}
    assert len([one for one in set(seen) - wanted if category(one) != "Cn"]) == 16 + 240 + 12


@pytest.mark.parametrize("text", ["", " ", "\u3000\t\n", "\ufeff\u200b\u200d\u2060", "\x00\x1b", DRAWN_AS_NOTHING])
def test_text_that_shows_nothing_is_blank(text: str) -> None:
    assert blank(text)


@pytest.mark.parametrize("text", ["无", ".", "\u200b0\u200b", "\u3164a", "\ue000", "\U0002ebf0", "\u0301", "é", "—"])
def test_text_that_shows_something_is_not(text: str) -> None:
    """Rare characters of names are private or not yet assigned: they are text."""
    assert not blank(text)
