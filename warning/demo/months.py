"""Month-ends: forecasts of the borrowers that are watched, sign-offs, monthly updates (11.1.2, 11.2.2, O3)."""

from __future__ import annotations

from typing import Final

from warning.core.events import ClassificationForecast, ForecastSignedOff
from warning.demo.clock import DAY, month, next_month
from warning.demo.names import officer_no
from warning.demo.network import Unit
from warning.demo.people import MONITOR, PRESIDENT, update
from warning.demo.portfolio import customer_no
from warning.demo.signs import warned
from warning.demo.world import CREDIT_SYSTEM, PEOPLE, World, fact

LATEST: Final = 3
"""So many days after the month's end the latest sign-off comes."""
FORGOTTEN: Final = 3
"""So many borrowers are left out of the figures of the organisation that is not careful."""
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
    """Every sub-branch and branch will sign its forecast off; lax ones late, or never."""
    last = next_month(w.today) - 1
    for unit in w.network.units:
        lax = unit.branch in w.network.lax or "silent" in unit.managers[:2]
        if lax and w.chance(0.25):
            continue
        day = last + w.between(-1, 3) if lax and w.chance(0.5) else last - w.between(0, 3)
        w.signs_on.setdefault(day, []).append((unit, day * DAY + w.hours(8, 8.9)))


def sign_off(w: World) -> None:
    """Before anything else happens today: the sign-offs of today, with what is then on the books."""
    signing = w.signs_on.pop(w.today, ())
    if not signing:
        return
    on_books: dict[str, set[int]] = {}
    for borrower in range(w.book.borrowers):
        for loan in w.book.loans_of(borrower):
            unit = w.unit_of(loan)
            on_books.setdefault(unit.org_no, set()).add(borrower)
            on_books.setdefault(unit.branch, set()).add(borrower)
    for unit, at in signing:
        _sign(w, unit, at, sorted(on_books.get(unit.org_no, ())))


def _sign(w: World, unit: Unit, at: int, borrowers: list[int]) -> None:
    """The figures agree with the books, but for one organisation, which leaves some borrowers out."""
    silent = [one for one in borrowers if one in w.grades and w.temper(unit, one) == "silent"]
    missing = [customer_no(borrower) for borrower in silent[:20]]
    forgotten = FORGOTTEN if unit is w.network.units[0] else 0
    post = MONITOR if unit.direct else PRESIDENT
    data = {
        "org_no": unit.org_no,
        "post": post,
        "officer_no": officer_no(unit.org_no, post),
        "month": month(at // DAY - LATEST),  # of a day after the month's end, too
        "covered": max(0, len(borrowers) - len(missing) - forgotten),
        "missing": missing,
    }
    w.tell(ForecastSignedOff, at, data, PEOPLE)
