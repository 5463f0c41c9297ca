"""The facts that stories tell, and who hears of them: each raises what the policy says, and its people react."""

from __future__ import annotations

from typing import Final

from warning.core.events import (
    ArrearsPosition,
    ClassificationSet,
    LoanPosition,
    LoanSettled,
    MajorEvent,
    SignalObserved,
)
from warning.core.scalars import write_fen
from warning.demo.clock import DAY, HOUR, MINUTE, compact, iso
from warning.demo.people import MILLION, RED, react
from warning.demo.portfolio import customer_no, loan_no
from warning.demo.world import CORE_BANKING, CREDIT_SYSTEM, MARKET, CaseDomain, World, fact

YELLOW: Final = 1
ORANGE: Final = 2

RATIOS: Final = {
    18: (7_200, 8_300, 9_200),
    22: (1_300, 3_400, 5_500),
    24: (1_700, 800, 800),
    25: (7_300, 8_700, 8_700),
    28: (2_400, 4_300, 4_300),
    29: (3_500, 6_600, 6_600),
    36: (5_500, 8_300, 8_300),
}
"""Signal number -> its ratio in basis points when the borrower is at yellow, at orange, at red (``signals.md``)."""
CALM: Final = {18: 5_500, 22: 300, 24: 4_500, 25: 4_800, 28: 500, 29: 800, 36: 900}
"""The same when it is well."""
COUNTS: Final = {21: (1, 2, 4), 23: (1, 2, 4), 32: (1, 2, 3), 34: (12, 35, 40), 42: (1, 2, 3)}
"""Signals that count days, months, quarters, notches."""


def warned(
    w: World,
    borrower: int,
    at: int,
    level: int,
    what: tuple[str, str],
    *,
    loan: int | None = None,
    urgent: bool = False,
    domain: CaseDomain = "business",
) -> None:
    """A signal is raised: every unit that owns it reacts, and what is linked hears of it (11.1.5).

    ``what`` is clause and subject; ``loan`` the one it is about, none for all of the borrower's.
    """
    units = [w.unit_of(loan)] if loan is not None else w.owners(borrower)
    case = w.case(borrower, domain)
    case.level = max(case.level, level)
    case.signals = [*case.signals, what]
    case.units = [*case.units, *(unit for unit in units if unit not in case.units)]
    for unit in units:
        react(w, case, unit, at, urgent=urgent)
    if domain == "business" and what[0] != "11.1.5":
        _spread(w, borrower, at, case.level)


def _spread(w: World, source: int, at: int, level: int) -> None:
    """One hop, to the members of the group and both ends of guarantees; each rise once."""
    members = w.groups[source][1] if source in w.groups else ()
    partners = (partner for _, partner in w.guarantees.get(source, ()))
    for member in dict.fromkeys((*members, *partners)):
        if member != source and level > w.told.get((member, source), 0) and w.book.exposure(member):
            w.told[member, source] = level
            warned(w, member, at + 5 * MINUTE, level, ("11.1.5", customer_no(source)))


def observe(w: World, borrower: int, at: int, number: int, level: int) -> str:
    """A figure of ``signals.md`` at a level (0: it is well), found by the account manager's check; the event's id."""
    unit = w.home(borrower)
    data = fact(borrower, number=number, discovered=iso(at // DAY), discovered_by=unit.org_no, recorded_by=unit.org_no,
                source="on_site_manager")  # fmt: skip
    if number in RATIOS:
        points = RATIOS[number][level - 1] if level else CALM[number]
        whole = (w.book.exposure(borrower) + MILLION) * 3
        data |= {
            "numerator": write_fen(whole * (points + w.between(-50, 50)) // 10_000),
            "denominator": write_fen(whole),
        }
    elif number in COUNTS:
        data["value"] = COUNTS[number][level - 1] if level else 0
    name = w.tell(SignalObserved, at, data, CREDIT_SYSTEM, at - 20 * MINUTE)
    if level:
        warned(w, borrower, at, level, ("11.1.6", str(number)))
    return name


def arrears(w: World, loan: int, at: int, interest: int, since: int) -> None:
    """The interest arrears of a loan in fen, 0 when cleared, since the date they arose; raises on their first day."""
    seq = w.arrears_seq[loan] = w.arrears_seq.get(loan, 0) + 1
    data: dict[str, object] = {
        "loan_no": loan_no(loan),
        "posting_seq": seq,
        "currency": "CNY",
        "interest_arrears_on_bs": write_fen(interest),
        "interest_arrears_off_bs": "0.00",
        "interest_arrears_since": compact(since) if interest else "99991231",
    }
    if not interest:
        del data["interest_arrears_since"]
    w.tell(ArrearsPosition, at, data, CORE_BANKING)
    if interest and at // DAY == since:
        subject = f"{loan_no(loan)}|{iso(since)}"
        warned(w, w.book.borrower[loan], at, YELLOW, ("11.1.3", subject), loan=loan)


def posted(w: World, loan: int, at: int, *, overdue: int = 0, since: int = 0, corrects: int = 0) -> None:
    """A position of a watched loan, with principal overdue in fen since a date where there is any."""
    seq = w.book.seq[loan] = w.book.seq[loan] + 1
    data: dict[str, object] = {
        "loan_no": loan_no(loan),
        "posting_seq": seq,
        "currency": "CNY",
        "outstanding_balance": write_fen(w.book.balance[loan]),
    }
    if overdue:
        data |= {"principal_arrears": write_fen(overdue), "principal_arrears_since": compact(since)}
    if corrects:
        data["corrects"] = corrects
    w.tell(LoanPosition, at, data, CORE_BANKING)


def overdue(w: World, loan: int, at: int) -> None:
    """Principal falls overdue today: orange (signal 3)."""
    posted(w, loan, at, overdue=w.book.balance[loan], since=at // DAY)
    warned(w, w.book.borrower[loan], at, ORANGE, ("11.1.6", f"3|{loan_no(loan)}"), loan=loan)


def settled(w: World, loan: int, at: int, how: str = "paid") -> None:
    """The loan is paid, or an off-balance item ends without a claim (W9)."""
    w.book.balance[loan] = 0
    posted(w, loan, at)
    w.tell(LoanSettled, at + 2 * MINUTE, {"loan_no": loan_no(loan), "how": how}, CORE_BANKING)
    w.ends(loan)


def major(
    w: World, borrower: int, at: int, kind: str, matter: str, description: str, *, known: int = 0, **found: str
) -> str:
    """A major event, red whatever else (11.1.4); without ``found`` the market watch finds it. The event's id.

    ``known``: the day since which somebody knew it, if before it was recorded; it struck in the afternoon before that.
    """
    occurred = (known - 1) * DAY + 15 * HOUR if known else at - HOUR // 2
    data = fact(borrower, kind=kind, matter=matter, description=description, **({"source": "other_media"} | found))
    name = w.tell(MajorEvent, at, data, MARKET if "discovered_by" not in found else CREDIT_SYSTEM, occurred)
    warned(w, borrower, at, RED, ("11.1.4", matter), urgent=True)
    return name


def classified(w: World, borrower: int, at: int, grade: str) -> None:
    """The borrower's class is set; special-mention 3 is yellow, the last three classes raise more (O1)."""
    data = fact(borrower, grade=grade, classified_on=iso(at // DAY))
    w.tell(ClassificationSet, at, data, CREDIT_SYSTEM)
    level = {"special_mention_3": YELLOW, "substandard": ORANGE, "doubtful": RED, "loss": RED}.get(grade, 0)
    if level:
        warned(w, borrower, at, level, ("11.1.2", "-"))
