"""The scalars of the wire, as a message may write them: stricter than the core, and quick.

The core's ``read_*`` say what a scalar is; this adds the bounds of the contract (no negative zero, instants of living
memory, no bare date for a stamp) and caches of what recurs in a stream: dates, times of day, zones.
"""

from __future__ import annotations

import re
from typing import Final

from warning.contracts.problems import Fault
from warning.core.scalars import (
    DATE,
    DAY,
    EPOCH_DAY,
    HOUR,
    OPEN_ENDED,
    SECOND,
    Day,
    Fen,
    Moment,
    midnight,
    read_day,
    read_moment,
)

MONEY: Final = re.compile(r"(?:-(?!0\.00))?(?:0|[1-9][0-9]{0,15})\.[0-9]{2}")
"""Two places, no leading zeros, no plus, no minus zero, at most 16 digits before the point."""
_is_money: Final = MONEY.fullmatch
ZONE: Final = re.compile(r".*(?:Z|[+-][0-9]{2}:?[0-9]{2})")
EARLIEST: Final = midnight(read_day("1992-01-01"))
"""Shanghai's daylight saving ended in 1991: a fixed +08:00 holds from here on."""
LATEST: Final = midnight(read_day("2200-01-01"))
DATE_LENGTH: Final = 10
"""Characters of the longest date."""
FIRST_DAY, NO_DAY = read_day("1900-01-01"), read_day("2200-01-01")
"""Business dates lie from the first to before the second; 99991231 is none."""
CACHED: Final = 16_384
"""Entries a cache may have: dates, hours of dates, and tails of instants (fraction and zone)."""
TAIL: Final = re.compile(r"\.([0-9]{1,6})(Z|[+-][0-9]{2}:[0-9]{2})")
"""A fraction of a second and its zone."""
SHORT: Final = len("2026-11-01T09:00:00.123+08:00")
"""Characters of the longest instant whose tail is remembered: microseconds do not recur."""

_DATES: dict[str, Day] = {}
_HOURS: dict[str, int] = {}
"""``2026-11-01T09`` and when it begins, were it UTC."""
_TAILS: dict[str, int] = {}
_CLOCK: Final = {f":{at // 60:02d}:{at % 60:02d}": at * SECOND for at in range(3_600)}
"""Minutes and seconds."""


def fen(text: object) -> Fen:
    """Money, strictly.

    Raises:
        Fault: ``money_not_text``, ``money_form``.
    """
    if type(text) is not str:
        raise Fault("money_not_text")
    if not MONEY.fullmatch(text):
        raise Fault("money_form")
    return Fen(text.replace(".", ""))


def day(text: object) -> Day:
    """A business date.

    Raises:
        Fault: ``date_not_text``, ``date_form``, ``date_unknown``, ``date_range``.
    """
    if type(text) is not str:
        raise Fault("date_not_text")
    found = _DATES.get(text)
    return found if found is not None else _new_day(text)


def _new_day(text: str) -> Day:
    try:
        found = read_day(text)
    except ValueError as reason:
        raise Fault("date_unknown" if "calendar" in str(reason) else "date_form") from None
    if not FIRST_DAY <= found < NO_DAY and found != OPEN_ENDED:
        raise Fault("date_range")
    if len(_DATES) < CACHED:
        _DATES[text] = found
    return found


def stamp(text: object) -> int:
    """An instant with time and zone, in microseconds; no bare date.

    Raises:
        Fault: ``instant_not_text``, ``instant_zone``, ``instant_form``, ``instant_unknown``, ``instant_range``.
    """
    try:
        if len(text) <= SHORT:  # type: ignore[arg-type]
            return _HOURS[text[:13]] + _CLOCK[text[13:19]] + _TAILS[text[19:]]  # type: ignore[index]
        return _HOURS[text[:13]] + _CLOCK[text[13:19]] + _new_tail(text[19:])  # type: ignore[index]
    except (KeyError, TypeError):
        return _new_stamp(text)


def stamps(one: str, other: str) -> tuple[int, int]:
    """Two instants of one message; as ``stamp``. A system that records at once says the same twice."""
    try:
        if len(one) <= SHORT >= len(other):
            first = _HOURS[one[:13]] + _CLOCK[one[13:19]] + _TAILS[one[19:]]
            if one == other:
                return first, first
            return first, _HOURS[other[:13]] + _CLOCK[other[13:19]] + _TAILS[other[19:]]
    except KeyError:
        pass
    return stamp(one), stamp(other)


def _new_stamp(text: object) -> int:
    if type(text) is not str:
        raise Fault("instant_not_text")
    if len(text) <= DATE_LENGTH:
        raise Fault("instant_form")
    try:
        at = read_moment(text)
    except ValueError as reason:
        raise Fault(_why(text, str(reason))) from None
    if not EARLIEST <= at < LATEST:
        _out_of_range()
    _remember(text)
    return int(at)


def _new_tail(text: str) -> int:
    """What a fraction and a zone that is known are worth.

    Raises:
        KeyError: anything else.
    """
    found = TAIL.fullmatch(text)
    if found is None:
        raise KeyError
    return _TAILS[found[2]] + int(found[1].ljust(6, "0"))


def _why(text: str, reason: str) -> str:
    if "calendar" in reason:
        return "instant_unknown"
    return "instant_form" if ZONE.fullmatch(text) else "instant_zone"


def _remember(text: str) -> None:
    """Split an instant known to be good into its hour and what follows the seconds, each worth its microseconds.

    A date near the ends of the range is left out: no zone can then move what the parts add up to out of it.
    """
    tail = text[19:]
    begins = (read_day(text[:10]) - EPOCH_DAY) * DAY
    if not EARLIEST + 2 * DAY < begins < LATEST - 2 * DAY or len(_HOURS) >= CACHED or len(_TAILS) >= CACHED:
        return
    fraction, zone = (tail[:-1], "Z") if tail.endswith("Z") else (tail[:-6], tail[-6:])
    _HOURS[text[:13]] = begins + int(text[11:13]) * HOUR
    _TAILS[zone] = -_offset(zone)
    if len(text) <= SHORT:
        _TAILS[tail] = int(fraction[1:].ljust(6, "0")) - _offset(zone)


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return (-minutes if zone[0] == "-" else minutes) * 60 * SECOND


def _out_of_range() -> int:
    raise Fault("instant_range")


def moment(text: object) -> Moment:
    """A claimed instant: as ``stamp``, or a bare date, which is its 00:00 in Shanghai (T1).

    Raises:
        Fault: as ``stamp`` and ``day``.
    """
    if type(text) is str and len(text) <= DATE_LENGTH and DATE.fullmatch(text):
        at = midnight(day(text))
        return Moment(at) if EARLIEST <= at < LATEST else Moment(_out_of_range())
    return Moment(stamp(text))


def read(kind: type, text: object) -> Fen | Day | Moment:
    """What msgspec calls for a field of a scalar's type.

    Raises:
        ValueError: the code of the fault; msgspec adds the path.
    """
    if kind is Fen and type(text) is str and _is_money(text):
        return Fen(text.replace(".", ""))
    try:
        if kind is Fen:
            return fen(text)
        return day(text) if kind is Day else moment(text)
    except Fault as fault:
        raise ValueError(fault.code) from None
