"""Stories of borrowers: healthy, stressed, distressed, in default or recovered; only the story knows the stage."""

from __future__ import annotations

from typing import Final

from warning.core.events import (
    LoanRefinanced,
    LoanWrittenOff,
    ManagementFinding,
    NoticeAnswered,
    NoticeIssued,
    SignalObserved,
)
from warning.core.scalars import write_fen
from warning.demo.clock import DAY, HOUR, iso
from warning.demo.people import MONITOR, PRESIDENT, RISK_OFFICER, act, release
from warning.demo.portfolio import LOAN, loan_no
from warning.demo.signs import (
    CALM,
    arrears,
    classified,
    major,
    observe,
    overdue,
    posted,
    settled,
    warned,
)
from warning.demo.world import CORE_BANKING, CREDIT_SYSTEM, MARKET, Case, Story, World, fact

STRESSED, DISTRESSED, FAILING = 0, 1, 2
"""Where a decline begins."""
FIGURES: Final = (18, 22, 24, 25, 28, 29, 36)
NEWS: Final = (
    ("litigation", "被供应商起诉,标的较大,账户部分冻结"),
    ("structure_or_leader", "控股股东转让全部股权"),
    ("cross_default", "他行贷款逾期,列入关注"),
    ("guarantees_over_line", "对外担保余额超过净资产"),
    ("external_policy", "所在行业限产限排"),
    ("income_and_expenditure", "主要订单取消,收入骤降"),
    ("other_danger", "厂房火灾,生产中断"),
)


def case_of(w: World, borrower: int) -> Case | None:
    """The open business case, if there is one."""
    return w.cases.get((borrower, "business"))


def spell(w: World, borrower: int) -> Story:
    """Interest arrears arise, persist for some days, clear; a month later, if all is well, they are released."""
    loan = w.loan(borrower)
    if loan is None or w.book.product[loan] != LOAN:
        return
    w.watch(borrower)
    since, interest = w.today, _interest(w, loan)
    arrears(w, loan, w.today_at(1, 5), interest, since)
    for _ in range(w.between(0, 3)):
        yield w.between(2, 6)
        interest += interest // 20
        arrears(w, loan, w.today_at(1, 5), interest, since)
    yield w.between(1, 5)
    arrears(w, loan, w.today_at(9, 17), 0, since)
    w.unwatch(borrower)
    yield w.between(4, 18)
    case = case_of(w, borrower)
    if case is not None and w.is_well(borrower) and w.chance(0.6):
        release(w, case, w.today_at(9, 15), "resolved")


def _interest(w: World, loan: int) -> int:
    """A month's interest in fen, at some four percent a year."""
    return w.book.balance[loan] // 300 + 1


def decline(w: World, borrower: int, stage: int = STRESSED) -> Story:
    """The hidden state machine: worse figures, late statements, arrears, overdue, litigation, downgrade, an end."""
    w.watch(borrower)
    w.grades[borrower] = "special_mention_1"
    since = 0
    loan = w.loan(borrower)
    if stage <= STRESSED:
        yield from _stressed(w, borrower)
        if w.chance(0.2):
            yield from recover(w, borrower)
            return
    if stage <= DISTRESSED and loan is not None and w.book.state[loan]:
        since = w.today
        yield from _distressed(w, borrower, loan)
        if w.chance(0.25):
            arrears(w, loan, w.today_at(9, 16), 0, since)
            yield from recover(w, borrower)
            return
    yield from _failing(w, borrower)
    yield from _ends(w, borrower)


def _stressed(w: World, borrower: int) -> Story:
    """Financial figures worsen, then the statements come late."""
    observe(w, borrower, w.today_at(9, 17), FIGURES[w.between(0, 7)], 1)
    yield w.between(3, 8)
    if w.chance(0.6):
        observe(w, borrower, w.today_at(9, 17), FIGURES[w.between(0, 7)], 1)
        yield w.between(1, 5)
    observe(w, borrower, w.today_at(9, 17), 34, 1)
    yield w.between(2, 7)


def _distressed(w: World, borrower: int, loan: int) -> Story:
    """Interest arrears that persist, special-mention 3, wages unpaid."""
    since, interest = w.today, _interest(w, loan)
    arrears(w, loan, w.today_at(1, 5), interest, since)
    yield w.between(2, 6)
    observe(w, borrower, w.today_at(9, 17), FIGURES[w.between(0, 7)], 2)
    w.grades[borrower] = "special_mention_3"
    classified(w, borrower, w.today_at(17, 19), "special_mention_3")
    yield w.between(2, 6)
    arrears(w, loan, w.today_at(1, 5), interest + interest // 6, since)
    if w.chance(0.5):
        observe(w, borrower, w.today_at(9, 17), 32, 1)
    yield w.between(1, 5)


def _failing(w: World, borrower: int) -> Story:
    """Principal overdue, then a lawsuit, a downgrade, a class among the last three."""
    w.grades[borrower] = "substandard"
    loan = w.loan(borrower)
    if loan is not None:
        overdue(w, loan, w.today_at(1, 5))
    yield w.between(2, 6)
    kind, description = NEWS[w.between(0, 3)]
    major(w, borrower, w.today_at(8, 20), kind, f"M{borrower}-{w.today}", description)
    yield w.between(2, 6)
    observe(w, borrower, w.today_at(9, 17), 42, w.between(2, 4))
    yield w.between(2, 9)
    if w.chance(0.6):
        w.grades[borrower] = "doubtful" if w.chance(0.3) else "substandard"
        classified(w, borrower, w.today_at(17, 19), w.grades[borrower])
    yield w.between(4, 15)


def _ends(w: World, borrower: int) -> Story:
    """Paid by sale of collateral, refinanced, written off; or it drags on."""
    draw = w.rng.random()
    for loan in list(w.book.loans_of(borrower)):
        if draw < 0.4:
            settled(w, loan, w.today_at(9, 16))
        elif draw < 0.55 and w.book.product[loan] == LOAN:
            refinance(w, loan)
        elif draw < 0.75:
            w.tell(LoanWrittenOff, w.today_at(17, 19), {"loan_no": loan_no(loan)}, CORE_BANKING)
    case = case_of(w, borrower)
    if draw < 0.4 and case is not None:
        w.close(case)
    yield 30
    if draw >= 0.75:
        for loan in w.book.loans_of(borrower):
            posted(w, loan, w.today_at(1, 5), overdue=w.book.balance[loan], since=w.today - 40)


def refinance(w: World, loan: int, kind: str = "refinanced") -> int:
    """A new loan takes the old one's place; its number (W9)."""
    book = w.book
    borrower, unit = book.borrower[loan], book.unit[loan]
    new = book.add(borrower, unit, LOAN, book.balance[loan], w.today, w.today + 365)
    book.later.setdefault(borrower, []).append(new)
    book.state[new] = book.state[loan]
    data = fact(
        borrower,
        loan_no=loan_no(new),
        previous_loan_no=loan_no(loan),
        disbursement_type=kind,
        org_no=w.network.units[unit].org_no,
        currency="CNY",
        outstanding_balance=write_fen(book.balance[loan]),
        disbursed_on=iso(w.today),
        matures_on=iso(w.today + 365),
    )
    w.tell(LoanRefinanced, w.today_at(9, 17), data, CORE_BANKING)
    w.ends(loan)
    return new


def recover(w: World, borrower: int) -> Story:
    """The figures are normal again; two people release the warning, or lower it first."""
    yield w.between(2, 8)
    case = case_of(w, borrower)
    for subject in dict.fromkeys(subject for clause, subject in case.signals if clause == "11.1.6") if case else ():
        if subject.isdigit() and int(subject) in CALM:
            observe(w, borrower, w.today_at(9, 14), int(subject), 0)
    w.unwatch(borrower)
    yield w.between(2, 9)
    if case is not None and case_of(w, borrower) is case:
        if w.chance(0.2):
            release(w, case, w.today_at(9, 11), "mitigated", to_level="yellow")
            yield w.between(5, 20)
        release(w, case, w.today_at(9, 15), "resolved")


def news(w: World, borrower: int) -> Story:
    """One bad piece of news about a borrower that was well: adverse media, or a major event."""
    if w.chance(0.7):
        at = w.today_at(8, 21)
        w.tell(SignalObserved, at, fact(borrower, number=47, source="other_media"), MARKET, at - HOUR)
        warned(w, borrower, at, 1, ("11.1.6", "47"))
    else:
        kind, description = NEWS[w.between(0, len(NEWS))]
        unit = w.home(borrower)
        at = w.today_at(9, 18)
        late = 0 if w.temper(unit, borrower) == "diligent" else w.between(0, 4)
        found = {"discovered": iso(at // DAY - late), "discovered_by": unit.org_no, "recorded_by": unit.org_no}
        known = at // DAY - late if late else 0
        matter = f"M{borrower}-{w.today}"
        major(w, borrower, at, kind, matter, description, known=known, source="on_site_manager", **found)
    yield w.between(20, 40)
    case = case_of(w, borrower)
    if case is not None and w.is_well(borrower) and w.chance(0.5):
        release(w, case, w.today_at(9, 15), "mitigated")


def superior(w: World, borrower: int) -> Story:
    """Head office finds a risk off site: it issues a warning notice, and the units below answer (13.1)."""
    head, at = w.network.head_office, w.today_at(9, 16)
    found = {"discovered": iso(at // DAY), "discovered_by": head, "recorded_by": head, "source": "off_site_monitoring"}
    major(w, borrower, at, "cross_default", f"H{borrower}-{w.today}", "人行征信显示他行不良", known=0, **found)
    case = w.case(borrower, "business")
    when = at + w.hours(1, 10)
    act(w, NoticeIssued, when, case, head, RISK_OFFICER, kind="warning", content="立即核实并上报处置方案")
    for unit in w.owners(borrower):
        if not unit.direct and w.temper(unit, borrower) != "silent":
            answer = w.waking(when + w.hours(8, 60))
            act(
                w,
                NoticeAnswered,
                answer,
                case,
                unit.org_no,
                PRESIDENT,
                kind="warning",
                content="已核实,处置方案随报告上报",
            )
        if unit.branch not in w.network.lax or w.chance(0.5):
            act(w, NoticeAnswered, w.waking(when + w.hours(20, 66)), case, unit.branch, MONITOR, kind="warning")
    yield 0


def finding(w: World, borrower: int, kind: str = "") -> Story:
    """An inspector finds the bank's own breach: rectification notice, completion, release (O7)."""
    kind = kind or ("beyond_authority", "breach_of_rules", "conditions_not_met", "conditions_not_met")[w.between(0, 4)]
    unit, at, loan = w.home(borrower), w.today_at(9, 17), w.loan(borrower)
    if loan is None:
        return
    number = f"G{w.today}-{borrower}"
    data = fact(
        borrower,
        kind=kind,
        finding_no=number,
        loan_nos=[loan_no(loan)],
        approved_by="branch",
        recorded_by=unit.org_no,
        discovered_by=unit.org_no,
        discovered=iso(at // DAY),
        source="on_site_inspector",
    )
    w.tell(ManagementFinding, at, data, CREDIT_SYSTEM)
    red = kind != "conditions_not_met"
    clause = "12.1.2.1" if red else "12.1.2.2"
    warned(w, borrower, at, 3 if red else 2, (clause, number), loan=loan, urgent=red, domain="management")
    case, branch = w.case(borrower, "management"), w.unit_of(loan).branch
    when = w.waking(at + w.hours(10, 60))
    act(w, NoticeIssued, when, case, branch, MONITOR, kind="rectification", complete_by=iso(w.today + 14))
    yield w.between(7, 18)
    if not w.home(borrower).direct:
        at = w.today_at(9, 17)
        act(w, NoticeAnswered, at, case, unit.org_no, PRESIDENT, kind="rectification", content="前提条件已补齐")
    yield w.between(2, 6)
    release(w, case, w.today_at(9, 15), "resolved")


def systemic(w: World, borrower: int) -> Story:
    """Head office passes an industry's risk down (13.4)."""
    case = Case(borrower, "business", 1)
    head = w.network.head_office
    act(w, NoticeIssued, w.today_at(10, 12), case, head, RISK_OFFICER, kind="systemic", content="化纤行业限产,逐户排查")
    yield 0


def routine(w: World, borrower: int) -> Story:
    """An interval check that finds nothing."""
    number = FIGURES[w.between(0, 7)]
    observe(w, borrower, w.today_at(9, 17), number, 0)
    yield 0
