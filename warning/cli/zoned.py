"""Instants and dates as people write them on the command line, in the one form that is read: RFC 3339 with a zone."""

from __future__ import annotations

import re
from typing import Final

from warning.core.scalars import end_of, read_day, write_moment

LOCAL: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,6})?)?", re.ASCII)
"""An instant without a zone, as lists print it."""
CHINESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日 ?(?:(\d{1,2})[:：时](?:(\d{2})分?)?)?", re.ASCII)
MIDNIGHTS: Final = ("24:00", "24:00:00")
"""The end of a day, as a due is printed (T1)."""


def zoned(text: str) -> str:
    """An instant without a zone is one of Shanghai; a date is a date, and what is neither is as it was given."""
    chinese = CHINESE.fullmatch(text)
    if chinese is not None:
        year, month, day, hour, minute = chinese.groups()
        text = f"{year}-{month:0>2}-{day:0>2}" + (f" {hour:0>2}:{minute or '00'}" if hour else "")
    found = LOCAL.fullmatch(text)
    if found is None:
        return text
    date, clock, rest = found[1], found[2], found[3] or ""
    return ends(date) if f"{clock}{rest}" in MIDNIGHTS else f"{date}T{clock}{rest or ':00'}+08:00"


def ends(text: str) -> str:
    """The same where a date means that it ends: the next midnight (T1)."""
    given = zoned(text)
    try:
        return write_moment(end_of(read_day(given)))
    except (ValueError, OverflowError):
        return given
