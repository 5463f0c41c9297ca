"""The calendar: public holidays and make-up working days of the State Council's notices (T3)."""

from __future__ import annotations

from datetime import date

import pytest

from warning.core.frame import Calendar, Frame, Term
from warning.core.scalars import read_day, read_moment, write_moment
from warning.rulebook import load_book, load_frame

FRAME: Frame = load_frame()
CALENDAR: Calendar = FRAME.calendar
OFF = {
    2025: "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06"
    " 10-07",
}
"""Days off that fall on Monday to Friday, as an independent public package has them."""
WORK = {2025: "01-26 02-08 04-27 09-28 10-11", 2026: "01-04 02-14 02-28 05-09 09-20 10-10"}
WORKING_DAYS = {2025: 248, 2026: 248}


def days(year: int, text: str) -> set[int]:
    """Ordinals."""
    return {date.fromisoformat(f"{year}-{day}").toordinal() for day in text.split()}


@pytest.mark.parametrize("year", [2025, 2026])
def test_days_off_and_make_up_days(year: int) -> None:
    """Each day of the two years that is not simply Monday to Friday."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    assert {day for day in CALENDAR.holidays if first <= day <= last} == days(year, OFF[year])
    assert {day for day in CALENDAR.workdays if first <= day <= last} == days(year, WORK[year])
    assert sum(CALENDAR.is_working(day) for day in range(first, last + 1)) == WORKING_DAYS[year]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-03", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # a Saturday made up
        ("2026-10-11", False),
        ("2026-09-20", True),  # a Sunday made up
        ("2026-02-14", True),  # a Saturday made up
        ("2026-02-15", False),
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-11-24", True),
        ("2026-11-28", False),
    ],
)
def test_national_day_and_spring_festival_2026(day: str, *, working: bool) -> None:
    """Holidays, the days about them, and the weekends made up for them."""
    assert CALENDAR.is_working(read_day(day)) is working


def test_working_day_terms_step_over_the_holiday() -> None:
    """Three working days from 30 September 2026 are 8, 9 and the make-up Saturday 10 October."""
    due = FRAME.due(read_moment("2026-09-30T10:00:00+08:00"), Term(3, "working_days"))
    assert write_moment(due) == "2026-10-11T00:00:00+08:00"
    shown = FRAME.due_working(read_moment("2026-10-04T00:00:00+08:00"))
    assert write_moment(shown) == "2026-10-09T00:00:00+08:00"


def test_2027_is_provisional() -> None:
    """No notice is on record: Monday to Friday, and said so."""
    assert CALENDAR.published_years == {2025, 2026}
    new_year = read_day("2027-01-01")
    assert CALENDAR.is_working(new_year)
    assert not CALENDAR.is_working(read_day("2027-01-02"))
    assert [(year.year, year.published) for year in load_book().years] == [(2025, True), (2026, True), (2027, False)]


def test_each_published_year_says_which_notice_it_comes_from() -> None:
    """Number, title and date of the State Council's notice."""
    notices = {year.year: (year.notice, year.issued_on) for year in load_book().years if year.published}
    assert notices == {
        2025: ("国办发明电〔2024〕12号", read_day("2024-11-12")),
        2026: ("国办发明电〔2025〕7号", read_day("2025-11-04")),
    }
    assert [year.title for year in load_book().years] == [
        "国务院办公厅关于2025年部分节假日安排的通知",
        "国务院办公厅关于2026年部分节假日安排的通知",
        "",
    ]
