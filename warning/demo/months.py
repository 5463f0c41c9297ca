"""Month-ends: forecasts of the borrowers that are watched, sign-offs, monthly updates (11.1.2, 11.2.2, O3)."""

from __future__ import annotations

from typing import Final

from warning.core.events import ClassificationForecast, ForecastSignedOff
from warning.demo.clock import DAY, month, next_month
from warning.demo.names import officer_no
from warning.demo.people import MONITOR, PRESIDENT, update
from warning.demo.portfolio import customer_no
from warning.demo.signs import warned
from warning.demo.world import CREDIT_SYSTEM, PEOPLE, World, fact

LEVELS: Final = {"substandard": 2, "doubtful": 3, "loss": 3}


def month_end(w: World) -> None:
    """Six days before a month ends: everything that the month's end asks for is planned."""
    for key in sorted(w.cases):
        update(w, w.cases[key])
    for borrower in sorted(w.grades):
        _forecast(w, borrower, w.grades[borrower])
    _sign_offs(w)


def _forecast(w: World, borrower: int, grade: str) -> None:
    """The sub-branch's, and for the last three classes the branch's a day later."""
    if not w.book.exposure(borrower):
        return
    unit = w.home(borrower)
    at = w.today_at(9, 17) + w.between(0, 3) * DAY
    data = fact(borrower, grade=grade, month=month(next_month(w.today)), org_no=unit.org_no)
    w.tell(ClassificationForecast, at, data, CREDIT_SYSTEM)
    if grade in LEVELS:
        warned(w, borrower, at, LEVELS[grade], ("11.1.2", "-"))
        if not unit.direct:
            w.tell(ClassificationForecast, at + DAY, data | {"org_no": unit.branch}, CREDIT_SYSTEM)


def _sign_offs(w: World) -> None:
    """Every sub-branch and branch signs its forecast off; lax ones late, or never."""
    last = next_month(w.today) - 1
    covered = dict.fromkeys((unit.org_no for unit in w.network.units), 0)
    missing: dict[str, list[str]] = {}
    for borrower in range(w.book.borrowers):
        unit = w.home(borrower)
        covered[unit.org_no] += 1
        if not unit.direct:
            covered[unit.branch] += 1
        if borrower in w.grades and w.temper(unit, borrower) == "silent":
            missing.setdefault(unit.org_no, []).append(customer_no(borrower))
    for unit in w.network.units:
        lax = unit.branch in w.network.lax or "silent" in unit.managers[:2]
        if lax and w.chance(0.25):
            continue
        day = last + w.between(-1, 3) if lax and w.chance(0.5) else last - w.between(0, 3)
        post = MONITOR if unit.direct else PRESIDENT
        data = {
            "org_no": unit.org_no,
            "post": post,
            "officer_no": officer_no(unit.org_no, post),
            "month": month(last),
            "covered": covered[unit.org_no],
            "missing": missing.get(unit.org_no, [])[:20],
        }
        w.tell(ForecastSignedOff, day * DAY + w.hours(9, 18), data, PEOPLE)
