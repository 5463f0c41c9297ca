"""What the thirteenth audit found missing on pages: what two people decided to no effect, corrections, early acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pytest

from tests.cli.run import Person
from tests.cli.test_explain import flat
from tests.cli.test_explain_eleventh import A1, LAWSUIT, OF_C1, Told, approved, arrears, event, lent
from tests.cli.test_explain_thirteenth import reported, told_twice

PRESIDENT: Final = {"org_no": "1001", "post": "sub_branch_president", "officer_no": "1001-P1"}
SUED: Final = (lent("L1", "900000.00"), event("m1", "major_event.v1", "11-03 10:00", **LAWSUIT, **A1))


def waiver(name: str, when: str, duties: Sequence[str], **more: Any) -> str:
    """A waiver proposed by the sub-branch."""
    said = {"duty_ids": list(duties), "reason": "e", **more}
    return event(name, "waiver.proposed.v1", when, **PRESIDENT, **OF_C1, **said)


def owed(person: Person, *kinds: str) -> list[str]:
    """The ids of the lawsuit's duties of some kinds: a first notice and a team by 11-04 10:00, a report by 11-05."""
    rows = {row["kind"]: str(row["id"]) for row in Told(person, *SUED).rows["duty"]}
    return [rows[kind] for kind in kinds]


def test_a_waiver_approved_after_the_due_is_on_the_pages_of_duty_and_warning(person: Person) -> None:
    (team,) = owed(person, "team")
    told = Told(person, *SUED, waiver("w1", "11-03 15:00", [team]), approved("a1", "11-06 09:00", "w1"))
    for rows in ("duty", "warning"):
        which = {"id": team} if rows == "duty" else {}
        page, english = (told.page(rows, lang, **which) for lang in ("zh", "en"))
        assert flat("豁免申请 w1（2026-11-03 15:00，江城城南支行（1001）提出）由江城分行（1000）另一人于") in page
        assert flat("2026-11-06 09:00 批准（记录 a1），其时已过截止时间") in page
        assert flat(f"义务 {team}（截止时间 2026-11-04 10:00）未予豁免；该批准只存档，不改变结果（D8）") in page
        assert flat("w1 2026-11-03 15:00 申请豁免义务") in page, "listed"
        assert flat("a1 2026-11-06 09:00 审批申请") in page, "listed"
        assert flat("D8：义务以按时完成") in page
        assert flat("at 2026-11-06 09:00 (record a1), when the due had passed") in english
        assert flat(f"Not waived: duty {team} (due 2026-11-04 10:00). The approval is on file") in english
    assert flat("截至 2026-11-21 12:00 仍未办理") in told.page("duty", id=team)
    assert flat("豁免申请") not in told.page("duty", kind="meeting"), "of another duty"


def test_of_several_duties_those_are_named_for_which_it_came_too_late(person: Person) -> None:
    team, report = owed(person, "team", "report")
    told = Told(person, *SUED, waiver("w1", "11-03 15:00", [team, report]), approved("a1", "11-04 12:00", "w1"))
    late = flat(f"其时已过截止时间：义务 {team}（截止时间 2026-11-04 10:00）未予豁免")
    assert late in told.page("warning")
    assert late in told.page("duty", id=team)
    waived = told.page("duty", id=report)
    assert flat("已豁免，凭记录 a1") in waived
    assert "只存档" not in waived


def test_one_approved_in_time_and_read_after_the_breach_has_waived(person: Person) -> None:
    (report,) = owed(person, "report")
    later = event("v1", "loan.position.v1", "11-08 09:00", loan_no="L1", posting_seq=1, currency="CNY",
                  outstanding_balance="900000.00")  # fmt: skip
    asked, granted = waiver("w1", "11-03 15:00", [report]), approved("a1", "11-04 12:00", "w1")
    told = Told(person, *SUED, asked, later, granted)
    page = told.page("duty", id=report)
    assert flat("已豁免，凭记录 a1") in page
    assert "只存档" not in page
    assert "只存档" not in told.page("warning")


def test_one_of_a_duty_that_was_met_before_the_approval(person: Person) -> None:
    (report,) = owed(person, "report")
    done = reported("r1", "11-03 16:00", "1001")
    told = Told(person, *SUED, waiver("w1", "11-03 15:00", [report]), done, approved("a1", "11-04 12:00", "w1"))
    for rows in ("duty", "warning"):
        which = {"id": report} if rows == "duty" else {}
        page, english = (told.page(rows, lang, **which) for lang in ("zh", "en"))
        assert flat(f"其时已无可豁免：义务 {report}（2026-11-03 16:00 已按时完成）；该批准只存档") in page
        assert flat(f"nothing left to waive: duty {report} (met in time, 2026-11-03 16:00)") in english
        assert flat("D8：") in page


def test_one_approved_before_the_duty_was_there(person: Person) -> None:
    (report,) = owed(person, "report")
    asked, granted = waiver("w1", "11-03 08:00", [report]), approved("a1", "11-03 09:00", "w1")
    told = Told(person, *SUED, asked, granted)
    for rows in ("duty", "warning"):
        which = {"id": report} if rows == "duty" else {}
        page, english = (told.page(rows, lang, **which) for lang in ("zh", "en"))
        assert (
            flat(f"其时尚无可豁免：义务 {report}（2026-11-03 10:00 产生）；该批准只存档，不改变结果（D8、T4）") in page
        )
        assert flat(f"before there was anything to waive: duty {report} (opened 2026-11-03 10:00)") in english


def test_one_withdrawn_before_it_was_approved(person: Person) -> None:
    team, report = owed(person, "team", "report")
    back = {"customer_no": "C1", "retracts": "w1", "reason": "e", "recorded_by": "1001"}
    told = Told(
        person,
        *SUED,
        waiver("w1", "11-03 15:00", [team, report]),
        event("x1", "event.retracted.v1", "11-03 16:00", **back),
        approved("a1", "11-03 17:00", "w1"),
    )
    for rows in ("duty", "warning"):
        which = {"id": team} if rows == "duty" else {}
        page, english = (told.page(rows, lang, **which) for lang in ("zh", "en"))
        assert flat("由提出机构于 2026-11-03 16:00 撤回（记录 x1），未经审批：义务") in page
        assert flat("不变（D8、R77）") in page
        assert "R77：" in page
        assert flat("x1 2026-11-03 16:00 记录撤销") in page, "listed"
        assert flat("was withdrawn at 2026-11-03 16:00 by the organisation that proposed it (record x1)") in english
        assert "只存档" not in page, "the approval of what waits no more is refused"
    assert flat("（记录 a1）不予计入") in told.page("duty", id=team)


def test_one_that_waits_is_told_as_ever(person: Person) -> None:
    (report,) = owed(person, "report")
    told = Told(person, *SUED, waiver("w1", "11-03 15:00", [report]), until="2026-11-04T12:00:00+08:00")
    page = told.page("duty", id=report)
    assert flat("待批：豁免申请 w1") in page
    assert "只存档" not in page


def test_a_retraction_from_before_the_proposal_withdraws_nothing(person: Person) -> None:
    (report,) = owed(person, "report")
    back = {"customer_no": "C1", "retracts": "w1", "reason": "e", "recorded_by": "1001"}
    ahead = event("x1", "event.retracted.v1", "11-03 14:00", **back)
    page = Told(person, *SUED, ahead, waiver("w1", "11-03 15:00", [report])).page("duty", id=report)
    assert flat("已不能豁免该项") in page
    assert "撤回" not in page


def posted(name: str, when: str, seq: int, money: str, **more: Any) -> str:
    """A balance of L1."""
    said = {"posting_seq": seq, "outstanding_balance": money, "currency": "CNY", **more}
    return event(name, "loan.position.v1", when, customer_no="C1", loan_no="L1", **said)


CORRECTED: Final = flat("借据 L1 的记账序号 1（记录 v1）已由记账序号 2（记录 v2，2026-11-03 16:00）更正")
"""What a page says of it."""


@pytest.mark.parametrize("named", [1, "v1"])
def test_a_posting_that_crossed_a_tier_and_was_corrected_says_so(person: Person, named: int | str) -> None:
    """The tier stands, for it never falls; what corrects the posting is on each page that shows it."""
    wrong, right = (
        posted("v1", "11-03 15:00", 1, "6000000.00"),
        posted("v2", "11-03 16:00", 2, "900000.00", corrects=named),
    )
    told = Told(person, *SUED, reported("r1", "11-03 12:00", "1001"), wrong, right)
    rows = [("duty", {"kind": "report", "clause": "12.1.1"}), ("warning", {})]
    for row, which in rows:
        page, english = (told.page(row, lang, **which) for lang in ("zh", "en"))
        assert CORRECTED in page
        assert flat("金额档与义务不因此取消（R12）") in page
        assert flat("v1 2026-11-03 15:00 贷款余额入账（已由记录 v2 更正）") in page
        assert flat("v2 2026-11-03 16:00 贷款余额入账") in page
        assert flat("R12：余额记录指明更正此前某笔的，只是下一笔") in page
        assert (
            flat("Posting 1 of loan L1 (record v1) was corrected by posting 2 (record v2, 2026-11-03 16:00)") in english
        )
        assert flat("loan position (corrected by v2)") in english
    assert "更正" not in told.page("duty", kind="team"), "it shows no such posting"


def test_of_a_report_on_the_tier_reached_before_the_posting_is_listed_with_its_correction(person: Person) -> None:
    """That posting is no reason of this duty, and its balance makes the tier the clock goes by."""
    told = Told(
        person,
        *SUED,
        posted("v1", "11-03 15:00", 1, "6000000.00"),
        posted("v2", "11-03 16:00", 2, "900000.00", corrects=1),
        reported("r1", "11-03 18:00", "1001"),
    )
    page = told.page("duty", kind="report", clause="12.1.1")
    assert CORRECTED in page
    assert flat("贷款余额入账（已由记录 v2 更正）") in page


def test_a_correction_that_was_corrected_in_its_turn(person: Person) -> None:
    told = Told(
        person,
        *SUED,
        reported("r1", "11-03 12:00", "1001"),
        posted("v1", "11-03 15:00", 1, "6000000.00"),
        posted("v2", "11-03 16:00", 2, "900000.00", corrects=1),
        posted("v3", "11-03 17:00", 3, "910000.00", corrects="v2"),
        posted("v4", "11-03 18:00", 4, "920000.00"),
    )
    page = told.page("duty", kind="report", clause="12.1.1")
    assert CORRECTED in page
    assert flat("记账序号 2（记录 v2）已由记账序号 3（记录 v3，2026-11-03 17:00）更正") in page
    assert "v4" not in page, "the next one corrects nothing"


def test_a_posting_that_comes_out_of_turn_corrects_nothing(person: Person) -> None:
    told = Told(
        person,
        *SUED,
        reported("r1", "11-03 12:00", "1001"),
        posted("v1", "11-03 15:00", 1, "6000000.00"),
        posted("v3", "11-03 15:30", 3, "6100000.00"),
        posted("v2", "11-03 16:00", 2, "900000.00", corrects=1),
    )
    assert "更正" not in told.page("duty", kind="report", clause="12.1.1")
    assert "更正" not in told.page("warning")


@pytest.mark.parametrize("row", ["duty", "signal", "warning"])
def test_arrears_that_were_posted_by_mistake(person: Person, row: str) -> None:
    none = {"interest_arrears_on_bs": "0.00", "interest_arrears_off_bs": "0.00", "currency": "CNY"}
    right = event("i2", "interest_arrears.position.v1", "11-03 16:00", loan_no="L1", posting_seq=2, corrects=1, **none)
    told = Told(person, lent("L1", "900000.00"), arrears(), right)
    which = {"kind": "report"} if row == "duty" else {}
    page = told.page(row, **which)
    assert flat("借据 L1 的记账序号 1（记录 i1）已由记账序号 2（记录 i2，2026-11-03 16:00）更正") in page
    assert flat("欠息余额入账（已由记录 i2 更正）") in page
    assert "R12：" in page


def test_one_of_another_kind_or_loan_with_that_number_is_not_meant(person: Person) -> None:
    other = event("v2", "loan.position.v1", "11-03 16:00", customer_no="C1", loan_no="L2", posting_seq=2,
                  currency="CNY", outstanding_balance="800000.00", corrects=1)  # fmt: skip
    told = Told(person, lent("L1", "900000.00"), lent("L2", "900000.00"), arrears(), other)
    assert "已由记录" not in told.page("duty", kind="report")


def signed(name: str, when: str, covered: int = 1, *missing: str, **more: Any) -> str:
    """A sign-off of November by the sub-branch."""
    said = {"month": "2026-11", "covered": covered, "missing": list(missing)}
    return event(name, "forecast.signed_off.v1", when, **{**PRESIDENT, **more}, **said)


ONE_LOAN: Final = lent("L1", "900000.00")
DECEMBER: Final = "2026-12-03T09:00:00+08:00"


def test_a_sign_off_before_its_time_is_on_the_page_of_the_duty_that_a_later_one_met(person: Person) -> None:
    told = Told(person, ONE_LOAN, signed("f1", "11-20 23:59", 3, "C1"), signed("f2", "11-25 10:00"), until=DECEMBER)
    page, english = (told.page("duty", lang, hangs_on="month:2026-11", org_no="1001") for lang in ("zh", "en"))
    assert flat("2026-11-20 23:59 的签认（记录 f1：覆盖 3 户，列明未覆盖 1 户）在当月最后 10 天首日 0:00") in page
    assert flat("（2026-11-21 00:00）之前，只存档，不完成本项（R26）") in page
    assert flat("f1 2026-11-20 23:59 签认月末预测") in page, "listed"
    assert flat("R26：签认自当月最后 10 天首日 0:00 起才计入") in page
    assert flat("已按时完成，凭记录 f2") in page
    assert flat("(record f1: 3 covered, 1 listed as missing) came before 00:00 of the first of") in english
    assert flat("it is on file, and does not meet this (R26)") in english
    assert flat("记录 f1") not in told.page("duty", hangs_on="month:2026-11", org_no="1000"), "of another"


def test_it_is_there_also_where_none_met_the_duty(person: Person) -> None:
    page = Told(person, ONE_LOAN, signed("f1", "11-15 10:00"), until=DECEMBER).page(
        "duty", hangs_on="month:2026-11", org_no="1001"
    )
    assert flat("之前，只存档，不完成本项（R26）") in page
    assert "仍未办理" in page


def test_one_of_another_month_is_not(person: Person) -> None:
    october = signed("f1", "11-15 10:00").replace('"2026-11"', '"2026-10"')
    page = Told(person, ONE_LOAN, october, until=DECEMBER).page("duty", hangs_on="month:2026-11", org_no="1001")
    assert "只存档" not in page


def test_one_given_again_and_one_from_before_there_was_a_balance(person: Person) -> None:
    lent_later = lent("L1", "900000.00", when="11-24 09:00")
    told = Told(
        person,
        signed("f1", "11-22 10:00", 0),
        lent_later,
        signed("f2", "11-25 10:00"),
        signed("f3", "11-26 10:00"),
        until=DECEMBER,
    )
    page, english = (told.page("duty", lang, hangs_on="month:2026-11", org_no="1001") for lang in ("zh", "en"))
    assert flat("本项自 2026-11-24 09:00 起才产生：只存档，不完成本项（O3、T4）") in page
    assert flat("（记录 f3：覆盖 1 户，列明未覆盖 0 户）：本项已由记录 f2 于 2026-11-25 10:00 完成") in page
    assert flat("this was opened only 2026-11-24 09:00") in english
    assert flat("record f2 had met this at 2026-11-25 10:00, so this one is on file") in english
    assert flat("其后的相关记录：") in page
    assert "R26" not in page


def test_one_refused_is_told_as_such(person: Person) -> None:
    wrong = signed("f1", "11-25 10:00", post="account_manager")
    page = Told(person, ONE_LOAN, wrong, until=DECEMBER).page("duty", hangs_on="month:2026-11", org_no="1001")
    assert flat("的“签认月末预测”（记录 f1）不予计入") in page
    assert flat("签认月末预测（不予计入，见第五部分）") in page
    assert "只存档" not in page


def assessed() -> str:
    """A bad assessment of a loan due in December (11.1.1)."""
    said = {"loan_no": "L1", "result": "cannot", "made_on": "2026-11-03"}
    return event("s1", "loan.assessed.v1", "11-03 10:00", **said, **A1)


def test_the_page_of_a_signal_lists_what_crossed_and_what_corrects_it(person: Person) -> None:
    told = Told(
        person,
        lent("L1", "900000.00", matures="20261215"),
        assessed(),
        posted("v1", "11-03 15:00", 1, "6000000.00"),
        posted("v2", "11-03 16:00", 2, "900000.00", corrects=1),
    )
    page = told.page("signal")
    assert CORRECTED in page
    assert flat("v1 2026-11-03 15:00 贷款余额入账（已由记录 v2 更正）") in page
    assert flat("v2 2026-11-03 16:00 贷款余额入账") in page


@pytest.mark.parametrize("kind", ["first_notice", "report"])
def test_the_tier_of_what_was_given_a_longer_time_is_that_of_the_original_duty(person: Person, kind: str) -> None:
    base = (lent("L1", "6000000.00", matures="20261215"), assessed())
    rows = Told(person, *base).rows["duty"]
    first = next(str(row["id"]) for row in rows if (row["kind"], row["clause"]) == (kind, "11.1.1"))
    longer, again = "2026-11-25T12:00:00+08:00", "2026-11-27T12:00:00+08:00"
    once = (*base, waiver("w1", "11-03 12:00", [first], new_due=longer), approved("a1", "11-03 13:00", "w1"))
    rows = Told(person, *once).rows["duty"]
    second = next(str(row["id"]) for row in rows if str(row["hangs_on"]).endswith(":after:a1"))
    asked = waiver("w2", "11-04 12:00", [second], new_due=again)
    told = Told(person, *once, asked, approved("a2", "11-04 13:00", "w2"))
    third = next(row for row in told.rows["duty"] if str(row["hangs_on"]).endswith(":after:a2"))
    for name in (second, str(third["id"])):
        page, english = (told.page("duty", lang, id=name) for lang in ("zh", "en"))
        tier = "时限按金额档“500 万元（含）以上”执行：2026-11-03 10:00 所涉借据余额合计 6,000,000.00 元（W6、W7）"
        assert flat(f"原义务 {first}：{tier}") in page
        assert flat("本项的截止时间由获批的延期确定，不再按金额档推算（D8）") in page
        assert flat("金额 6,000,000.00 元的依据：截至 2026-11-03 10:00") in page
        assert flat("0.00 元 由当时") not in page
        assert flat(f"Of the original duty {first}: Its clock goes by the tier CNY 5,000,000 and above") in english
    own = told.page("duty", id=first)
    assert flat(tier) in own
    assert flat("原义务") not in own


def test_the_page_of_a_warning_says_what_stands_beside_a_retracted_ground(person: Person) -> None:
    told = told_twice(person, released=False)
    page, english = (told.page("warning", lang) for lang in ("zh", "en"))
    assert flat("另有记录 m2（2026-11-03 11:00）未被撤销，按规则为红色") in page
    assert flat("m2 2026-11-03 11:00 重大事项") in page, "listed"
    assert "R98：" in page
    assert flat("even a release as mistaken waives no duty that rests on it (R98)") in english
    assert "R98" not in told_twice(person, released=False, twice=False).page("warning")


def test_a_ledger_tells_the_same(person: Person) -> None:
    (report,) = owed(person, "report")
    told = Told(
        person,
        *SUED,
        waiver("w1", "11-03 11:00", [report]),
        reported("r1", "11-03 12:00", "1001"),
        posted("v1", "11-03 15:00", 1, "6000000.00"),
        posted("v2", "11-03 16:00", 2, "900000.00", corrects=1),
        approved("a1", "11-06 09:00", "w1"),
        signed("f1", "11-15 10:00"),
        signed("f2", "11-25 10:00"),
        until=DECEMBER,
    )
    assert person.run("init").code == 0
    assert person.run("ingest", str(told.path)).code == 0
    duties = {(row["kind"], row["clause"], row["hangs_on"], row["org_no"]): str(row["id"]) for row in told.rows["duty"]}
    sign_off = duties["forecast_sign_off", "11.1.2", "month:2026-11", "1001"]
    crossed = duties["report", "12.1.1", "crossing:business:1:2", "1000"]
    pages = [flat(person.run("alerts", "explain", name).out) for name in (report, sign_off, crossed)]
    for page, said in zip(pages, ("（记录 a1），其时已过截止时间", "不完成本项（R26）", CORRECTED), strict=True):
        assert flat(said) in page


def test_that_record_is_listed_also_where_it_is_a_finding(person: Person) -> None:
    what: dict[str, Any] = {"customer_no": "C1", "kind": "breach_of_rules", "finding_no": "F1", "loan_nos": ["L1"]}
    above = {"discovered_by": "1000", "recorded_by": "1000"}
    told = Told(
        person,
        ONE_LOAN,
        event("f1", "management.finding.v1", "11-03 10:00", **what, **A1),
        event("f2", "management.finding.v1", "11-03 11:00", **what, **above),
        event("x1", "event.retracted.v1", "11-03 15:00", customer_no="C1", retracts="f1", reason="e"),
    )
    page = told.page("warning")
    assert flat("另有记录 f2（2026-11-03 11:00）未被撤销") in page
    assert flat("f2 2026-11-03 11:00 管理风险发现") in page
