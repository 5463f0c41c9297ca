"""Instants, dates, money and terms as people read them: Shanghai time, CNY."""

from __future__ import annotations

from datetime import date
from typing import Final

from warning.core.scalars import (
    DAY,
    HOUR,
    OPEN_ENDED,
    SECOND,
    day_of,
    midnight,
    read_day,
    read_moment,
    write_day,
    write_fen,
    write_moment,
)
from warning.wording.text import Lang

MINUTE: Final = HOUR // 60
SPANS: Final = {"d": {"zh": "天", "en": "d"}, "h": {"zh": "小时", "en": "h"}, "min": {"zh": "分钟", "en": "min"}}
WEEKDAYS: Final = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def instant(at: int) -> str:
    """``2026-11-03 09:00``, exactly: seconds only where there are any, milliseconds with three places."""
    text = write_moment(at).removesuffix("+08:00").replace("T", " ")
    return text.removesuffix("000") if "." in text else text.removesuffix(":00")


def wire(text: object) -> str:
    """An instant as a record has it, as people read it; as it is where it is none."""
    try:
        return instant(read_moment(str(text))) if text else ""
    except ValueError:
        return str(text)


def date_of(text: object) -> str:
    """``2026-11-03`` of ``20261103``: a date as a record has it; as it is where it is none."""
    try:
        return write_day(read_day(str(text)))
    except ValueError:
        return str(text)


def day(at: int) -> str:
    """``2026-11-03``: the Shanghai date of an instant."""
    return write_day(day_of(at))


def clock(at: int) -> str:
    """How far a clock has come: to the second, for people."""
    return instant(at - at % SECOND)


def deadline(at: int) -> str:
    """A due, exactly: a midnight is the end of the day before, ``2026-11-02 24:00`` (T1)."""
    return f"{write_day(day_of(at) - 1)} 24:00" if at == midnight(day_of(at)) else instant(at)


def brief(at: int) -> str:
    """A due to the minute, for lists; cut, so that what is shown is never later than what holds."""
    return deadline(at) if at == midnight(day_of(at)) else write_moment(at)[:16].replace("T", " ")


def weekday(ordinal: int, lang: Lang) -> str:
    """``2026-11-03(周二)`` or ``2026-11-03 (Tue)``."""
    name = WEEKDAYS[lang][date.fromordinal(ordinal).weekday()]
    return f"{write_day(ordinal)}（周{name}）" if lang == "zh" else f"{write_day(ordinal)} ({name})"


def maturity(ordinal: int, lang: Lang) -> str:
    """A maturity; ``无`` or ``none`` for one that never comes."""
    return write_day(ordinal) if ordinal != OPEN_ENDED else {"zh": "无", "en": "none"}[lang]


def month(text: str, lang: Lang) -> str:
    """``2026 年 10 月`` of ``2026-10``; the same in English."""
    year, _, number = text.partition("-")
    return f"{year} 年 {int(number)} 月" if lang == "zh" and number.isdigit() else text


def money(fen: int | str, lang: Lang) -> str:
    """``1,000,000.00 元`` or ``CNY 1,000,000.00``. Takes fen, or the decimal string of the wire."""
    text = write_fen(fen) if isinstance(fen, int) else fen
    sign, whole = ("-", text[1:]) if text.startswith("-") else ("", text)
    head, _, tail = whole.partition(".")
    grouped = f"{sign}{int(head):,}.{tail}"
    return f"{grouped} 元" if lang == "zh" else f"CNY {grouped}"


def span(microseconds: int, lang: Lang) -> str:
    """``3 天 4 小时``; minutes where it is less than an hour."""
    days, rest = divmod(max(0, microseconds), DAY)
    hours, minutes = rest // HOUR, rest % HOUR // MINUTE
    parts = ((days, "d"), (hours, "h")) if days else ((hours, "h"), (minutes, "min")) if hours else ((minutes, "min"),)
    return " ".join(f"{n} {SPANS[unit][lang]}" for n, unit in parts if n or len(parts) == 1)


def whole_days(microseconds: int, lang: Lang) -> str:
    """``3 天``; hours and minutes where it is less than a day."""
    return span(microseconds // DAY * DAY or microseconds, lang)


def overdue(microseconds: int, lang: Lang, *, whole: bool = False) -> str:
    """How long something has been overdue; it is so from its due on, in the first minute, too (T1)."""
    if microseconds < MINUTE:
        return {"zh": "不足 1 分钟", "en": "less than 1 min"}[lang]
    return whole_days(microseconds, lang) if whole else span(microseconds, lang)


def term(n: int, unit: str, lang: Lang) -> str:
    """``24 小时``, ``2 日``, ``3 个工作日``; ``24 hours``, ``2 days``, ``3 working days``."""
    if lang == "zh":
        return f"{n} {({'hours': '小时', 'days': '日', 'working_days': '个工作日'})[unit]}"
    word = {"hours": "hour", "days": "day", "working_days": "working day"}[unit]
    return f"{n} {word}{'' if n == 1 else 's'}"
