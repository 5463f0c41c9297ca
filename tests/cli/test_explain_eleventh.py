"""What the ninth audit found: decisions told as what follows from them, and what was done to no effect."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.cli.events import line
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import shown

UNTIL: Final = "2026-11-21T12:00:00+08:00"
A1: Final = {"discovered_by": "1001", "recorded_by": "1001"}
MANAGER: Final = {"org_no": "1001", "post": "account_manager", "officer_no": "1001-A1"}
MONITOR: Final = {"org_no": "1000", "post": "branch_monitor", "officer_no": "1000-M1"}
OF_C1: Final = {"customer_no": "C1", "domain": "business"}
LAWSUIT: Final = {"customer_no": "C1", "kind": "litigation"}


def at(written: str) -> str:
    """``11-03 10:00`` of 2026, as a record says it."""
    day, time = written.split()
    return f"2026-{day}T{time}:00+08:00"


def event(name: str, kind: str, when: str, /, **content: Any) -> str:
    """One record."""
    return line(name, kind, at(when), **content)


def lent(name: str, money: str, org_no: str = "1001", when: str = "10-08 09:00", matures: str = "20281106") -> str:
    """A loan of C1."""
    terms = {"outstanding_balance": money, "disbursed_on": "20261008", "matures_on": matures, "currency": "CNY"}
    return event(f"d-{name}", "loan.disbursed.v1", when, customer_no="C1", loan_no=name, org_no=org_no, **terms)


def figure(name: str, when: str, numerator: str) -> str:
    """Liabilities of 100 in assets."""
    figures = {"number": 18, "numerator": numerator, "denominator": "100.00"}
    return event(name, "signal.observed.v1", when, customer_no="C1", **figures, **A1)


def arrears(when: str = "11-03 03:00") -> str:
    """Interest that is not paid."""
    sums = {
        "interest_arrears_on_bs": "5000.00",
        "interest_arrears_off_bs": "0.00",
        "interest_arrears_since": "20261103",
    }
    return event("i1", "interest_arrears.position.v1", when, loan_no="L1", posting_seq=1, currency="CNY", **sums)


def release(name: str, when: str, to_level: str, ground: str, **named: Any) -> str:
    """A release proposed by the manager."""
    said = {"to_level": to_level, "ground": ground, "evidence": "e", **named}
    return event(name, "release.proposed.v1", when, **MANAGER, **OF_C1, **said)


def approved(name: str, when: str, proposal: str, **by: str) -> str:
    """Its approval by the branch."""
    return event(name, "proposal.approved.v1", when, **{**MONITOR, **by}, **OF_C1, proposal_id=proposal)


class Told:
    """Some records, decided up to an instant."""

    def __init__(self, person: Person, *records: str, until: str = UNTIL) -> None:
        self.person, self.words = person, ("--until", until)
        self.path = person.write("events.jsonl", *records)
        self.rows = ids(person, self.path, *self.words)

    def page(self, rows: str, /, lang: str = "zh", **values: object) -> str:
        """The one row of a kind with these values, explained, without any space."""
        (found,) = (row for row in self.rows[rows] if all(row[name] == value for name, value in values.items()))
        return shown(self.person, self.path, found, *self.words, "--lang", lang)


def found_out(fact: str, since: str) -> str:
    """A concealment, found by the branch."""
    who = {"concealed_by": "1001", "concealed_since": since, "discovered_by": "1000", "recorded_by": "1000"}
    facts = {"customer_no": "C1", "kind": "concealment", "finding_no": "H1", "fact_id": fact}
    return event("c1", "management.finding.v1", "11-20 10:00", **facts, **who)


def test_a_finding_of_concealment_that_changes_no_score_does_not_say_it_did(person: Person) -> None:
    own = event("m1", "major_event.v1", "10-31 23:30", **LAWSUIT, **A1)
    told = Told(person, lent("L1", "5000000.00"), own, found_out("m1", "2026-10-25"))
    page = told.page("duty", kind="first_notice", clause="11.1.4")
    assert flat("核定计分") in page
    assert flat("自 2026-10-25 00:00 起已知情，记录 c1）；因该事实由本机构首先录入，计分不变（D10）。") in page
    assert "改按隐瞒不报计分" not in page
    english = told.page("duty", "en", kind="first_notice", clause="11.1.4")
    assert flat("the organisation itself was the first to record the fact, so the score stands (D10)") in english


def test_one_that_does_change_it_says_so(person: Person) -> None:
    above = event("m1", "major_event.v1", "11-02 10:00", **LAWSUIT, discovered_by="1000", recorded_by="1000")
    told = Told(person, lent("L1", "5000000.00"), above, found_out("m1", "2026-10-25"))
    assert flat("：逾期报告改按隐瞒不报计分（D10）。") in told.page("duty", kind="first_notice", clause="11.1.4")


def test_a_release_refused_as_a_whole_is_not_called_pending(person: Person) -> None:
    proposed = release("r1", "11-05 10:00", "closed", "resolved")
    risen = figure("o2", "11-05 14:00", "85.00")
    told = Told(
        person,
        lent("L1", "2500000.00"),
        figure("o1", "11-02 10:00", "72.00"),
        proposed,
        risen,
        approved("a1", "11-06 09:00", "r1"),
    )
    for page in (told.page("signal"), told.page("warning")):
        assert flat("已于 2026-11-06 09:00 整个不予批准（记录 a1，W8），须重新提出") in page
        assert "待批" not in page
        assert "尚未审批" not in page


def test_one_that_nobody_has_decided_on_is(person: Person) -> None:
    proposed = release("r1", "11-05 10:00", "closed", "resolved")
    told = Told(person, lent("L1", "2500000.00"), figure("o1", "11-02 10:00", "72.00"), proposed)
    assert flat("待批：解除申请 r1") in told.page("signal")


@pytest.mark.parametrize(("month", "far"), [("2027-02", True), ("2026-12", False)])
def test_the_report_of_a_forecast_for_a_far_month_is_due_by_the_month_of_the_recording(
    person: Person, month: str, *, far: bool
) -> None:
    made = event(
        "f1", "classification.forecast.v1", "11-10 09:00", customer_no="C1", grade="loss", month=month, org_no="1001"
    )
    told = Told(person, lent("L1", "3000000.00"), made)
    page, english = (told.page("duty", lang, kind="report", clause="11.1.2") for lang in ("zh", "en"))
    assert (flat("录入当月的月末早于此，故以录入当月的月末 2026-11-30 24:00 为准（默认值，R93）") in page) is far
    assert (flat("the month of the recording ends before that, so its end decides") in english) is far
    assert (flat("所预测的是 2027 年 2 月，其前一个月的月末为 2027-01-31 24:00") in page) is far
    assert ("（所预测月份之前一个月）" in page) is not far
    assert ("R93：" in page) is far, "the reading it goes by is quoted"


def unread(person: Person, *later: str) -> Told:
    """An assessment made in time, and read after the check, when the sub-branch's report was breached."""
    position = event(
        "p1", "loan.position.v1", "11-09 18:00", loan_no="L1", posting_seq=1, currency="CNY",
        outstanding_balance="1500000.00",
    )  # fmt: skip
    late = event("s1", "loan.assessed.v1", "11-05 09:00", loan_no="L1", result="on_time", made_on="20261105", **A1)
    return Told(person, lent("L1", "1500000.00", matures="20261205"), position, late, *later)


def test_what_a_warning_asks_for_after_a_disputed_check_cites_the_reading_that_governs_it(person: Person) -> None:
    told = unread(person)
    meeting, team = told.page("duty", kind="meeting"), told.page("duty", kind="team")
    assert flat("在该记录读入（2026-11-09 18:00）之后：读入时撤回的只是此前的逾期，本项照常计分（R63）") in meeting
    assert flat("此后才逾期的，照常计分") in meeting, "the reading it goes by says so"
    for page in (meeting, team):
        assert "R63：" in page
        assert "R48" not in page, "that is about reports"
    assert flat("该记录读入时已有的逾期不计分（T2、R63）") in team
    assert flat("原因：系统处理滞后；考评：不计分") in team


def test_a_report_to_head_office_by_a_breach_withdrawn_since_says_so(person: Person) -> None:
    page = unread(person).page("duty", clause="12.1.1")
    assert flat("于 2026-11-08 00:00 逾期，该逾期已因记录 s1 于 2026-11-09 18:00 撤回，不计分（R48）") in page


def test_a_branch_that_comes_in_later_counts_from_there(person: Person) -> None:
    sued = event("m1", "major_event.v1", "11-02 10:00", **LAWSUIT, **A1)
    more = lent("L2", "4100000.00", "2001", "11-09 09:00"), lent("L3", "50000.00", "3000", "11-10 09:00")
    told = Told(person, lent("L1", "900000.00"), sued, *more)
    page = told.page("duty", org_no="3000", clause="12.1.1", kind="report")
    assert flat("起点：2026-11-10 09:00（该机构的贷款进入本预警的时刻，O9）") in page
    assert flat("本项自该机构的贷款进入本预警起算，为默认值（O9）") in page
    assert "信号产生或升级的时刻" not in page


def test_a_branch_that_books_a_loan_from_the_raise_on_counts_from_that(person: Person) -> None:
    sued = event("m1", "major_event.v1", "11-02 10:00", **LAWSUIT, **A1)
    page = Told(person, lent("L1", "6000000.00", "3000"), sued).page("duty", clause="12.1.1", kind="report")
    assert flat("起点：2026-11-02 10:00（信号产生或升级的时刻，O9）") in page


def test_a_duty_taken_over_with_a_loan_does_not_say_that_all_its_time_was_left(person: Person) -> None:
    sued = event("m1", "major_event.v1", "11-03 10:00", **LAWSUIT, **A1)
    moved = event("v1", "loan.moved.v1", "11-04 12:00", loan_no="L1", org_no="2001")
    told = Told(person, lent("L1", "6000000.00"), lent("L2", "500000.00", "1002"), sued, moved)
    page = told.page("duty", org_no="2000", kind="first_notice")
    assert "全部可用" not in page
    assert flat("本机构自 2026-11-04 12:00 贷款移交起负有本项，其时距截止尚余 22 小时") in page
    assert flat("移交之前只由江城分行（1000）负有，移交之后两家各负一项") in page, "it keeps L2 (O9)"
    assert flat("移交后逾期的，各机构的逾期各自记录并计分（O9）") in page


def refinanced(**said: Any) -> str:
    """Loan L2 in the place of L1."""
    terms = {"disbursed_on": "20261115", "matures_on": "20271115", "currency": "CNY", "org_no": "1001"}
    who = {"customer_no": "C1", "loan_no": "L2", "previous_loan_no": "L1"}
    return event("x1", "loan.refinanced.v1", "11-15 10:00", **who, **terms, **said)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ({"outstanding_balance": "1900000.00"}, "足额取代"),
        ({"outstanding_balance": "1500000.00"}, "未足额，余下部分仍在册"),
        ({"outstanding_balance": "1500000.00", "disbursement_type": "advance"}, "垫款视为全额取代"),
    ],
)
def test_after_a_refinancing_the_old_loan_s_maturity_and_last_balance_stand_on_the_pages(
    person: Person, said: dict[str, Any], rest: str
) -> None:
    off = {"product": "guarantee"} if "disbursement_type" in said else {}
    terms = {"outstanding_balance": "2000000.00", "disbursed_on": "20261008", "matures_on": "20261201"}
    who = {"customer_no": "C1", "loan_no": "L1", "org_no": "1001", "currency": "CNY"}
    first = event("d-L1", "loan.disbursed.v1", "10-08 09:00", **who, **terms, **off)
    bad = event("s1", "loan.assessed.v1", "10-20 10:00", loan_no="L1", result="cannot", made_on="20261020", **A1)
    paid = {"loan_no": "L1", "posting_seq": 1, "currency": "CNY", "outstanding_balance": "1900000.00"}
    position = event("p1", "loan.position.v1", "11-05 11:00", **paid)
    told = Told(person, first, bad, position, refinanced(**said))
    pages = [
        told.page("signal"),
        told.page("warning"),
        told.page("duty", clause="11.1.1", kind="report", org_no="1001"),
    ]
    for page in pages:
        assert flat("到期日：2026-12-01") in page
        assert flat("p1 2026-11-05 11:00") in page
        assert (
            flat("借据 L1 于 2026-11-15 10:00 由借据 L2 取代（记录 x1）：其时原借据余额 1,900,000.00 元（p1）") in page
        )
        assert flat(f"{rest}（W9、R100）") in page


def test_that_nobody_of_the_owner_had_known_is_no_fact_where_no_record_names_a_finder(person: Person) -> None:
    told_late = line(
        "m1", "major_event.v1", at("11-05 10:00"), at("11-01 10:00"), **LAWSUIT, discovered=at("11-02 16:00")
    )
    page = Told(person, lent("L1", "6000000.00"), told_late).page("duty", clause="11.1.4", kind="first_notice")
    assert "本机构此前不知情" not in page
    assert flat("记录 m1 未载明发现机构，按“本行系统发现”处理（默认值，R1）") in page
    assert "R1：" in page
    named = line(
        "m1", "major_event.v1", at("11-05 10:00"), at("11-01 10:00"), **LAWSUIT, discovered=at("11-02 16:00"),
        discovered_by="1000",
    )  # fmt: skip
    other = Told(person, lent("L1", "6000000.00"), named).page("duty", clause="11.1.4", kind="first_notice")
    assert "未载明发现机构" not in other


def test_a_telephone_notice_for_a_report_without_24_hours_is_on_its_page_with_why_it_meets_nothing(
    person: Person,
) -> None:
    president = {"org_no": "1001", "post": "sub_branch_president", "officer_no": "1001-P1"}
    call = event("t1", "phone.notice.v1", "11-03 11:00", **president, **OF_C1)
    told = Told(person, lent("L1", "1000000.00"), arrears(), call)
    page = told.page("duty", clause="11.1.3")
    assert flat("电话报告 t1（2026-11-03 11:00）未完成本项：本项的时限不是 24 小时，只能以书面报告完成") in page
    assert flat("t1 2026-11-03 11:00") in page, "among the records"
    run = flat(person.run("decide", str(told.path), "--until", UNTIL).out)
    assert flat("没有以 24 小时计的首次报告") in run
    assert "请核对机构号" not in run
    other = event("t1", "phone.notice.v1", "11-03 11:00", **{**president, "org_no": "1002"}, **OF_C1)
    wrong = Told(person, lent("L1", "1000000.00"), arrears(), other)
    assert "nor another organisation. On file" in person.run("decide", str(wrong.path), "--until", UNTIL, "--json").out


def test_a_release_that_changed_nothing_and_one_withdrawn_stand_on_the_pages(person: Person) -> None:
    back = event(
        "w1", "event.retracted.v1", "11-06 08:00", customer_no="C1", retracts="r1", reason="e", recorded_by="1001"
    )
    other = release("r3", "11-08 10:00", "yellow", "mitigated", signals=[{"clause": "11.1.6", "subject": "18"}])
    told = Told(
        person,
        lent("L1", "5000000.00"),
        arrears(),
        figure("o1", "11-04 10:00", "72.00"),
        release("r1", "11-05 10:00", "closed", "resolved"),
        back,
        release("r2", "11-07 10:00", "orange", "mitigated"),
        approved("a2", "11-07 11:00", "r2"),
        other,
        approved("a3", "11-08 11:00", "r3", officer_no="1001-A1"),
    )
    page, whole = told.page("signal", clause="11.1.3"), told.page("warning")
    for said in (page, whole):
        assert flat("于 2026-11-07 11:00 获批（记录 a2）：批准降为橙色；信号已是黄色，无变化（R13）") in said
        assert flat("由提出机构于 2026-11-06 08:00 撤回（记录 w1），未经审批，级别与义务不变（R77）") in said
        assert flat("a2 2026-11-07 11:00") in said
        assert "R13：" in said
        assert "R77：" in said
    assert "a3" not in page, "it was refused for a proposal that names another signal"
    assert "a3" in told.page("signal", clause="11.1.6")
