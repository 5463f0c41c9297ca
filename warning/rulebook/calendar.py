"""``calendar/``: public holidays and make-up working days, a file a year, from the State Council's notice (T3)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from warning.core.frame import Calendar
from warning.core.scalars import Day, write_day
from warning.rulebook import shape
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Place, Table, read_tree
from warning.rulebook.wording import YearText

WORK_WEEK = (1, 2, 3, 4, 5)
"""Monday to Friday, as the ordinal of a date modulo 7."""


class Years(Struct, frozen=True):
    """The calendar that decides, and the notices it comes from."""

    calendar: Calendar
    texts: tuple[YearText, ...]


class _Days:
    """Days off and make-up days as they are collected, with where each stands."""

    def __init__(self) -> None:
        self.off: dict[int, Place] = {}
        self.work: dict[int, Place] = {}


def read_calendar(desk: Desk, root: Path) -> Years:
    """All years there are; what is wrong is noted. A year without a notice is provisional: Monday to Friday."""
    days, texts = _Days(), []
    names = sorted(path.name for path in (root / "calendar").glob("*.yaml"))
    if not names:
        desk.say(Place("calendar", 1, ""), "file_missing")
    for name in names:
        text = _year(desk, root, f"calendar/{name}", days)
        texts += [text] if text is not None else []
    for day in sorted(set(days.off) & set(days.work)):
        first = days.off[day]
        desk.say(days.work[day], "day_both", day=write_day(day), file=first.file, line=first.line)
    calendar = Calendar(
        holidays=frozenset(day for day in days.off if day % 7 in WORK_WEEK),
        workdays=frozenset(days.work),
        published_years=frozenset(text.year for text in texts if text.published),
    )
    return Years(calendar, tuple(texts))


def _year(desk: Desk, root: Path, name: str, days: _Days) -> YearText | None:
    tree = read_tree(desk, root, name)
    head = None if tree is None else shape.table(desk, tree, ("year", "published", "holidays"), ("notice",))
    if head is None:
        return None
    year = field(head, "year", lambda at: shape.whole(desk, at, 2000, 2100))
    published = field(head, "published", lambda at: shape.flag(desk, at))
    if year is not None and name != f"calendar/{year}.yaml":
        desk.say(head.entries["year"].place, "year_wrong", year=year, file=name)
    notice = _notice(desk, head) if "notice" in head.entries else None
    if published and "notice" not in head.entries:
        desk.say(head.place, "notice_missing")
    holidays = shape.listing(desk, head.entries["holidays"]) if "holidays" in head.entries else ()
    if published is False and holidays:
        desk.say(head.entries["holidays"].place, "year_provisional")
    if year is None or published is None:
        return None
    for node in holidays:
        row = shape.table(desk, node, ("name", "off", "days", "work"))
        if row is not None and {"off", "days", "work"} <= set(row.entries):
            _holiday(desk, row, year, days)
    number, title, issued_on = notice or ("", "", None)
    return YearText(year, published, number, title, issued_on)


def _notice(desk: Desk, head: Table) -> tuple[str, str, Day | None] | None:
    row = shape.table(desk, head.entries["notice"], ("number", "title", "issued_on"))
    if row is None:
        return None
    number = field(row, "number", lambda at: shape.text(desk, at))
    title = field(row, "title", lambda at: shape.text(desk, at))
    issued_on = field(row, "issued_on", lambda at: shape.day(desk, at))
    return number or "", title or "", None if issued_on is None else Day(issued_on)


def _holiday(desk: Desk, row: Table, year: int, days: _Days) -> None:
    """Days off from the first to the last, as many as the notice counts; and its make-up days, on weekends."""
    field(row, "name", lambda at: shape.wording(desk, at))
    off = row.entries["off"]
    ends = [day for item in shape.listing(desk, off) if (day := shape.day(desk, item)) is not None]
    told = field(row, "days", lambda at: shape.whole(desk, at, 1, 31))
    if len(ends) != len(("first", "last")) or ends[0] > ends[1]:
        desk.say(off.place, "days_off_wrong")
        return
    if told is not None and told != ends[1] - ends[0] + 1:
        desk.say(row.entries["days"].place, "days_off_wrong", told=told, counted=ends[1] - ends[0] + 1)
    for day in range(ends[0], ends[1] + 1):
        _add(desk, off.place, day, year, days.off)
    for node in shape.listing(desk, row.entries["work"]):
        made_up = shape.day(desk, node)
        if made_up is not None and made_up % 7 in WORK_WEEK:
            desk.say(node.place, "workday_wrong", day=write_day(made_up))
        elif made_up is not None:
            _add(desk, node.place, made_up, year, days.work)


def _add(desk: Desk, place: Place, day: int, year: int, into: dict[int, Place]) -> None:
    if date.fromordinal(day).year != year:
        desk.say(place, "year_wrong", day=write_day(day), year=year)
    elif day in into:
        desk.say(place, "day_twice", day=write_day(day), file=into[day].file, line=into[day].line)
    else:
        into[day] = place
