"""The fixed cast: what every run shows whatever its size, so that each type of event and each refusal is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from warning.core.events import (
    EventRetracted,
    GroupLink,
    GuaranteeLink,
    LoanAssessed,
    LoanMoved,
    LoanPosition,
    LoanWrittenOff,
    ManagementFinding,
    PhoneNotice,
    ProposalApproved,
    ReleaseProposed,
    WaiverProposed,
)
from warning.core.rows import row_id
from warning.core.scalars import write_fen
from warning.demo.clock import DAY, HOUR, MINUTE, iso, month, written
from warning.demo.maturities import disburse, extend
from warning.demo.names import officer_no
from warning.demo.people import LEADER, MONITOR, PRESIDENT, act
from warning.demo.portfolio import customer_no, loan_no
from warning.demo.signs import arrears, major, overdue, posted
from warning.demo.stories import DISTRESSED, FAILING, decline, finding, news, refinance, spell, superior, systemic
from warning.demo.world import CORE_BANKING, CREDIT_SYSTEM, Story, World, fact

Part = Callable[[World, int], Story]


def mistaken(w: World, borrower: int) -> Story:
    """A lawsuit of a company of a similar name: retracted, a duty waived, released as mistaken by two people (W12)."""
    at = w.today_at(9, 12)
    name = major(w, borrower, at, "litigation", f"X{borrower}", "疑似被诉")
    case, unit = w.case(borrower, "business"), w.home(borrower)
    yield 1
    w.tell(
        EventRetracted, w.today_at(9, 10), fact(borrower, retracts=name, reason="同名企业,非本行客户"), CREDIT_SYSTEM
    )
    _waive(w, borrower)
    org, post = unit.org_no, PRESIDENT if not unit.direct else MONITOR
    evidence = "法院查询回执"
    at = w.today_at(11, 12)
    proposal = act(w, ReleaseProposed, at, case, org, post, to_level="closed", ground="mistaken", evidence=evidence)
    hasty = {"officer_no": officer_no(org, post), "proposal_id": proposal}
    act(w, ProposalApproved, at + HOUR, case, unit.branch, LEADER, **hasty)  # the same person: refused
    act(w, ProposalApproved, at + 4 * HOUR, case, unit.branch, LEADER, proposal_id=proposal)
    w.close(case)


def _waive(w: World, borrower: int) -> None:
    """The monthly update of a warning that rests on a mistake is waived before it is due (D8)."""
    case, unit = w.case(borrower, "business"), w.home(borrower)
    hangs_on = f"warning:business:{case.number}:{month(w.today)}"
    duty = row_id("D", "monthly_update", "11.2.2", customer_no(borrower), hangs_on, unit.org_no)
    org, post = unit.org_no, PRESIDENT if not unit.direct else MONITOR
    name = act(w, WaiverProposed, w.today_at(10, 11), case, org, post, duty_ids=[duty], reason="预警依据有误,待解除")
    act(w, ProposalApproved, w.today_at(14, 15), case, unit.branch, LEADER, proposal_id=name)


def concealed(w: World, borrower: int) -> Story:
    """What inspectors bring to light though the sub-branch had known: concealed, not merely late (D10)."""
    head, unit = w.network.head_office, w.home(borrower)
    found = {"discovered_by": unit.org_no, "recorded_by": head, "source": "other_audit"}
    known = w.today - 6
    major(
        w,
        borrower,
        w.today_at(9, 12),
        "guarantees_over_line",
        f"G{borrower}",
        "对外担保未报",
        known=known,
        discovered=iso(known),
        **found,
    )
    found = {"discovered": iso(w.today), "discovered_by": head, "recorded_by": head, "source": "other_audit"}
    since = w.today - 3
    name = major(
        w, borrower, w.today_at(13, 15), "litigation", f"K{borrower}", "诉讼标的六千万元", known=since, **found
    )
    yield 5
    data = fact(
        borrower,
        kind="concealment",
        finding_no=f"K{w.today}-{borrower}",
        fact_id=name,
        concealed_by=unit.org_no,
        concealed_since=iso(since),
        recorded_by=head,
        discovered_by=head,
        discovered=iso(w.today),
    )
    w.tell(ManagementFinding, w.today_at(13, 16), data, CREDIT_SYSTEM)


def moved(w: World, borrower: int) -> Story:
    """A loan with arrears moves to another sub-branch; later its interest is paid (O9)."""
    loan = w.loan(borrower)
    if loan is None:
        return
    w.watch(borrower)
    since, interest = w.today, w.book.balance[loan] // 250
    arrears(w, loan, w.today_at(1, 5), interest, since)
    yield 1
    unit = (w.book.unit[loan] + 1) % max(1, w.network.sub_branches)
    data = {"loan_no": loan_no(loan), "org_no": w.network.units[unit].org_no}
    w.tell(LoanMoved, w.today_at(17, 18), data, CORE_BANKING)
    w.book.unit[loan] = unit
    yield 6
    arrears(w, loan, w.today_at(10, 15), 0, since)
    w.unwatch(borrower)


def written_off(w: World, borrower: int) -> Story:
    """An old bad loan, overdue long before go-live, is written off; its balance keeps counting (W6)."""
    loan = w.loan(borrower)
    if loan is None:
        return
    w.watch(borrower)
    w.grades[borrower] = "loss"
    posted(w, loan, w.today_at(6, 8), overdue=w.book.balance[loan], since=w.today - 300)
    overdue(w, loan, w.today_at(9, 10))
    yield 12
    w.tell(LoanWrittenOff, w.today_at(15, 17), {"loan_no": loan_no(loan)}, CORE_BANKING)


def prolonged(w: World, borrower: int) -> Story:
    """A loan is extended; another is refinanced by a new one."""
    loan = w.loan(borrower)
    if loan is not None and w.book.matures[loan] < w.today + 2_000:
        extend(w, loan, 180)
        yield 3
        w.book.state[refinance(w, loan)] = 1


def links(w: World, borrower: int) -> Story:
    """Links are ended and made again after go-live."""
    for partner_no, partner in w.guarantees.get(borrower, ())[:1]:
        contract = fact(borrower, guarantor_no=customer_no(partner), guarantee_contract_no=partner_no, change="ended")
        w.tell(GuaranteeLink, w.today_at(10, 11), contract, CREDIT_SYSTEM)
    w.tell(GroupLink, w.today_at(11, 12), fact(borrower, group_no="J9999", change="made"), CREDIT_SYSTEM)
    yield 2
    w.tell(GroupLink, w.today_at(11, 12), fact(borrower, group_no="J9999", change="ended"), CREDIT_SYSTEM)
    contract = fact(borrower, guarantor_no=f"Z{borrower:06d}", guarantee_contract_no=f"BZ-X{borrower}", change="made")
    w.tell(GuaranteeLink, w.today_at(13, 14), contract, CREDIT_SYSTEM)
    contract = contract | {"change": "ended"}
    w.tell(GuaranteeLink, w.today_at(16, 17), contract, CREDIT_SYSTEM)


def disturbed(w: World, borrower: int) -> Story:
    """Between machines: a duplicate, a stale posting, a correction, a loan nobody knows, one too early."""
    loan = w.loan(borrower)
    if loan is None:
        return
    w.watch(borrower)
    for hour in (1, 2, 3):
        posted(w, loan, w.today_at(hour, hour + 1))
    yield 1
    seq, at = w.book.seq[loan] + 1, w.today_at(10, 11)
    w.book.seq[loan] = seq
    balance = write_fen(w.book.balance[loan])
    data = {"loan_no": loan_no(loan), "posting_seq": seq, "currency": "CNY", "outstanding_balance": balance}
    w.tell(LoanPosition, at, data, CORE_BANKING, times=2)  # delivered twice, byte for byte
    w.tell(LoanPosition, at + HOUR, data | {"posting_seq": 1}, CORE_BANKING)  # stale
    posted(w, loan, at + 2 * HOUR, corrects=seq)
    w.tell(LoanPosition, at, data | {"loan_no": "L9999999", "posting_seq": 1}, CORE_BANKING)  # nobody's
    ahead = disburse(w, borrower)  # its first position comes before the loan itself: held, then applied
    early = {"loan_no": loan_no(ahead), "result": "on_time", "made_on": iso(w.today)}
    w.tell(LoanAssessed, w.today_at(8, 8.5), early, CREDIT_SYSTEM)
    stranger = {"customer_no": customer_no(borrower + 1 if borrower + 1 < w.book.borrowers else 0)}
    w.tell(LoanAssessed, at + 3 * HOUR, stranger | early | {"loan_no": loan_no(loan)}, CREDIT_SYSTEM)
    w.unwatch(borrower)


def trespass(w: World, borrower: int) -> Story:
    """Acts that cannot count: a post that may not approve, an organisation nobody knows."""
    at = w.today_at(9, 11)
    major(w, borrower, at, "structure_or_leader", f"T{borrower}", "法定代表人变更")
    case, unit = w.case(borrower, "business"), w.home(borrower)
    name = act(w, ReleaseProposed, at + HOUR, case, unit.org_no, PRESIDENT, to_level="orange", ground="mitigated",
               evidence="股权变更公告")  # fmt: skip
    act(w, ProposalApproved, at + 2 * HOUR, case, unit.org_no, "account_manager", proposal_id=name)
    act(w, PhoneNotice, at + 3 * HOUR, case, "X999", PRESIDENT)
    yield 0


BAD: Final = (
    '{"specversion":"1.0","id":"bad-%d","source":"/core-banking","type":"loan.position.v1","time":"%s",'
    '"recordedtime":"%s","data":{"loan_no":"L0000001","posting_seq":900001,"currency":"CNY",'
    '"outstanding_balance":"1000000.00"}}'
)
SPOILED: Final = (
    ('"1000000.00"', '"1,000,000.00"'),
    ('"1000000.00"', "1000000.00"),
    ('"1000000.00"', '"100万"'),
    ('"1000000.00"', '"1000000.001"'),
    ('"CNY"', '"USD"'),
    ("900001", "true"),
    ('"loan_no":"L0000001",', ""),
    ("loan.position.v1", "loan.positoin.v1"),
    ('"posting_seq"', '"remark":"x","posting_seq"'),
    ("}}", "}"),
    ('"specversion":"1.0"', '"specversion":"0.3"'),
)
"""(what is right, what stands there instead): money with commas, as a number, in words, in thirds of a fen; …"""


def spoil(w: World) -> None:
    """A handful of lines that nobody can take, spread over the days after go-live."""
    for number, (right, wrong) in enumerate(SPOILED):
        at = (w.start + 1 + number * 2) * DAY + 14 * HOUR + number * MINUTE
        when = written(at)
        w.post(at, (BAD % (number, when, when)).replace(right, wrong, 1).encode())


def parts() -> tuple[tuple[int, Part], ...]:
    """(days after go-live, story): each has a borrower of its own."""
    return (
        (1, lambda w, b: decline(w, b, FAILING)),
        (2, lambda w, b: decline(w, b, DISTRESSED)),
        (3, written_off),
        (4, spell),
        (5, moved),
        (6, disturbed),
        (8, prolonged),
        (8, mistaken),
        (9, concealed),
        (9, trespass),
        (10, superior),
        (10, links),
        (11, lambda w, b: finding(w, b, "beyond_authority")),
        (12, lambda w, b: finding(w, b, "conditions_not_met")),
        (13, systemic),
        (13, news),
        (14, decline),
    )
