"""Time as clauses.md has it: integers of microseconds UTC, Shanghai dates as ordinals, half-open dues (T1-T3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_SHIFT = 8 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ZERO = date(1970, 1, 1).toordinal()
NEVER = date(9999, 12, 31).toordinal()
"""A maturity of 9999-12-31: none."""


def midnight(day: int) -> int:
    """00:00 in Shanghai of a date."""
    return (day - _ZERO) * DAY - _SHIFT


def day_of(at: int) -> int:
    """The Shanghai date of an instant; a midnight belongs to the day it begins (T2)."""
    return (at + _SHIFT) // DAY + _ZERO


def end_of(day: int) -> int:
    """The midnight that ends a date (T1)."""
    return midnight(day + 1)


def read_date(text: str) -> int:
    """A date, with dashes or without."""
    plain = text.replace("-", "")
    return date(int(plain[:4]), int(plain[4:6]), int(plain[6:8])).toordinal()


def read_instant(text: str) -> int:
    """An instant with a zone; a bare date is its 00:00 (T1)."""
    if len(text) <= 10:
        return midnight(read_date(text))
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)


def write_date(day: int) -> str:
    """``YYYY-MM-DD``."""
    return date.fromordinal(day).isoformat()


def month_of(day: int) -> str:
    """``YYYY-MM``."""
    return write_date(day)[:7]


def first_of(month: str) -> int:
    """The first day of ``YYYY-MM``."""
    return date(int(month[:4]), int(month[5:7]), 1).toordinal()


def next_month(day: int) -> int:
    """The first day of the month after that of ``day``."""
    of = date.fromordinal(day)
    return date(of.year + of.month // 12, of.month % 12 + 1, 1).toordinal()


def last_of_month(day: int) -> int:
    """The last day of the month of ``day``."""
    return next_month(day) - 1


def after_months(at: int, months: int) -> int:
    """The same time of day so many months on; a day the month lacks is its last (W9)."""
    of = date.fromordinal(day_of(at))
    total = of.year * 12 + of.month - 1 + months
    first = date(total // 12, total % 12 + 1, 1).toordinal()
    day = min(first + of.day - 1, last_of_month(first))
    return midnight(day) + (at - midnight(day_of(at)))


@dataclass
class WorkingDays:
    """Monday to Friday, less the days off, plus the make-up days."""

    holidays: set[int] = field(default_factory=set)
    workdays: set[int] = field(default_factory=set)

    def works(self, day: int) -> bool:
        """Whether the bank works on a date (T3)."""
        if day in self.workdays:
            return True
        return date.fromordinal(day).weekday() < 5 and day not in self.holidays

    def nth_after(self, day: int, n: int) -> int:
        """The n-th working day after a date, which is not counted."""
        while n:
            day += 1
            n -= self.works(day)
        return day

    def shown(self, due: int) -> int:
        """``due_working`` (T3): the due, or the end of the first working day after its date."""
        day = day_of(due) - 1 if due == midnight(day_of(due)) else day_of(due)
        return due if self.works(day) else end_of(self.nth_after(day, 1))
