"""Time in the synthetic bank: milliseconds of Shanghai wall clock since ordinal day 0, as one integer.

A date is its ordinal. Every instant is written with three decimals, so that written order is order in time.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

OPENS: Final = 8 * HOUR + 30 * MINUTE
CLOSES: Final = 17 * HOUR + 30 * MINUTE


@lru_cache(maxsize=2048)
def iso(day: int) -> str:
    """``YYYY-MM-DD``."""
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=2048)
def compact(day: int) -> str:
    """``YYYYMMDD``, as core banking writes it."""
    return date.fromordinal(day).strftime("%Y%m%d")


def written(at: int) -> str:
    """An instant in RFC 3339 at +08:00, with milliseconds."""
    day, rest = divmod(at, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return f"{iso(day)}T{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}+08:00"


def next_month(day: int, months: int = 1) -> int:
    """The first day of the n-th month after the one in which ``day`` lies."""
    of = date.fromordinal(day)
    index = of.year * 12 + of.month - 1 + months
    return date(index // 12, index % 12 + 1, 1).toordinal()


def month(day: int) -> str:
    """``YYYY-MM``."""
    return iso(day)[:7]


def day_of_month(day: int) -> int:
    """1 to 31."""
    return date.fromordinal(day).day
