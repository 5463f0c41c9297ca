"""The scalars of a table: dates, instants in Shanghai and money, as a person writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME: Final = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?")
MONEY: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})*|\d+)\.\d{2}")
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - Shanghai wall time, shifted by hand below
SHANGHAI: Final = timedelta(hours=8)
MICROSECOND: Final = timedelta(microseconds=1)


def is_date(word: str) -> bool:
    """Whether the word is written as a date."""
    return DATE.fullmatch(word) is not None


def is_time(word: str) -> bool:
    """Whether the word is written as a time of day."""
    return TIME.fullmatch(word) is not None


def wall(day: str, time: str = "00:00") -> datetime:
    """A Shanghai wall time; ``24:00`` is the midnight that ends the date (T1).

    Raises:
        ValueError: no such date or time of day.
    """
    found = TIME.fullmatch(time)
    if found is None or not is_date(day):
        raise ValueError(f"'{day} {time}' is not 'YYYY-MM-DD HH:MM'")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and time != "24:00"):
        raise ValueError(f"'{time}' is no time of day")
    span = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int((found[4] or "0").ljust(6, "0")))
    return datetime.combine(date.fromisoformat(day), datetime.min.time()) + span


def micros(at: datetime) -> int:
    """Microseconds since the epoch, UTC, of a Shanghai wall time."""
    return (at - EPOCH - SHANGHAI) // MICROSECOND


def rfc3339(at: datetime) -> str:
    """The wire form of an instant."""
    return at.isoformat() + "+08:00"


def show(at: int | None) -> str:
    """An instant as the tables write it: seconds only where there are any, a midnight as the day it begins."""
    if at is None:
        return "-"
    text = (EPOCH + SHANGHAI + timedelta(microseconds=at)).isoformat(" ")
    return text.removesuffix(":00") if text.count(":") == 2 else text


def money(word: str) -> str:
    """The wire form of an amount written with thousands separators.

    Raises:
        ValueError: not an amount with two places.
    """
    if not MONEY.fullmatch(word):
        raise ValueError(f"'{word}' is not an amount such as 1,000,000.00")
    return word.replace(",", "")
