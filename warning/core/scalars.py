"""The three scalars of the wire, each read strictly into an integer.

``Fen``     money, an integer of fen (1/100 CNY); on the wire a decimal string with two places.
``Day``     a Shanghai business date, as a proleptic ordinal; on the wire ``YYYY-MM-DD`` or ``YYYYMMDD``.
``Moment``  an instant, microseconds since 1970-01-01T00:00Z; on the wire RFC 3339 with a zone.

All arithmetic on time is done on integers: Shanghai is a fixed +08:00 here, because daylight saving ended in
1991 and no business date of a living loan lies before it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

SECOND: Final = 1_000_000
HOUR: Final = 3_600 * SECOND
DAY: Final = 24 * HOUR
SHANGHAI: Final = 8 * HOUR
EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)

MONEY: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,15})\.[0-9]{2}")
DATE: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


class Fen(int):
    """Money: an integer of fen."""

    __slots__ = ()


class Day(int):
    """A Shanghai business date: its proleptic Gregorian ordinal."""

    __slots__ = ()


class Moment(int):
    """An instant: microseconds since the epoch, UTC. A bare date is read as its 00:00 in Shanghai (T1)."""

    __slots__ = ()


DATES: Final = 4_096
"""So many dates are remembered with what was asked of them: the same few come again all the time."""

LONG_DATE: Final = len("2026-11-01")

OPEN_ENDED: Final = Day(date(9999, 12, 31).toordinal())
"""What bank feeds write as 99991231 for "none"."""


def read_fen(text: str) -> Fen:
    """Money from its strict decimal form.

    Raises:
        ValueError: not a plain decimal with exactly two places, or over 16 integer digits.
    """
    if not MONEY.fullmatch(text):
        raise ValueError("money is a decimal string with two places, such as '1000000.00'")
    return Fen(text[:-3] + text[-2:])


def write_fen(fen: int) -> str:
    """The wire form of money: the inverse of ``read_fen``."""
    sign, digits = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{digits // 100}.{digits % 100:02d}"


def read_day(text: str) -> Day:
    """A business date from ``YYYY-MM-DD`` or ``YYYYMMDD``; 9999-12-31 is ``OPEN_ENDED``.

    Raises:
        ValueError: another form, or no date of the calendar.
    """
    if (
        len(text) not in (len("20261101"), LONG_DATE)
        or not (found := DATE.fullmatch(text))
        or (len(text) == LONG_DATE) != ("-" in text)
    ):
        raise ValueError("a date is 'YYYY-MM-DD' or 'YYYYMMDD'")
    try:
        return Day(date(int(found[1]), int(found[2]), int(found[3])).toordinal())
    except ValueError:
        raise ValueError("no such date in the calendar") from None


@lru_cache(DATES)
def write_day(day: int) -> str:
    """``YYYY-MM-DD``."""
    return date.fromordinal(day).isoformat()


def read_moment(text: str) -> Moment:
    """An instant from RFC 3339 with a zone, at most microseconds; or a bare date, which is its 00:00 (T1).

    Raises:
        ValueError: no zone, another form, or no instant of the calendar.
    """
    if len(text) <= LONG_DATE:
        return Moment(midnight(read_day(text)))
    if not INSTANT.fullmatch(text):
        raise ValueError("an instant is RFC 3339 with a zone, such as '2026-11-01T09:00:00+08:00'")
    try:
        return Moment((datetime.fromisoformat(text) - EPOCH) // MICROSECOND)
    except (ValueError, OverflowError):
        raise ValueError("no such instant in the calendar") from None


def write_moment(at: int) -> str:
    """RFC 3339 at +08:00; microseconds only where there are any."""
    local = EPOCH + timedelta(microseconds=at + SHANGHAI)
    return local.replace(tzinfo=None).isoformat() + "+08:00"


def midnight(day: int) -> int:
    """The instant at which a Shanghai date begins."""
    return (day - EPOCH_DAY) * DAY - SHANGHAI


def day_of(at: int) -> int:
    """The Shanghai date on which an instant falls; a midnight belongs to the day it begins (T2)."""
    return (at + SHANGHAI) // DAY + EPOCH_DAY


def end_of(day: int) -> int:
    """The instant that ends a Shanghai date: the next midnight, exclusive (T1)."""
    return midnight(day + 1)


@lru_cache(DATES)
def month_of(day: int) -> tuple[int, int]:
    """Year and month of a date."""
    of = date.fromordinal(day)
    return of.year, of.month


@lru_cache(DATES)
def first_of_next_month(day: int) -> int:
    """The first day of the month after the one in which ``day`` lies."""
    year, month = month_of(day)
    return date(year + month // 12, month % 12 + 1, 1).toordinal()


def months_later(at: int, months: int) -> int:
    """The same time on the same day so many months on, or on that month's last day."""
    day = day_of(at)
    year, month = month_of(day)
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    first = date(year, month, 1).toordinal()
    target = min(first + date.fromordinal(day).day, first_of_next_month(first)) - 1
    return at + (target - day) * DAY


@lru_cache(DATES)
def first_of(month: str) -> int:
    """The first day of a month written ``YYYY-MM``."""
    return read_day(f"{month}-01")


@lru_cache(DATES)
def write_month(day: int) -> str:
    """``YYYY-MM``."""
    return write_day(day)[:7]
