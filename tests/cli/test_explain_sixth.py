"""What the sixth audit found: what came in later, what was taken back or retracted, what a closing rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.events import lent, line, named, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown
from tests.cli.test_explain_audited import found
from tests.cli.test_explain_fifth import PAID, RATIO, later

EARLY = sued("2026-10-15T10:00:00+08:00")
UNTIL = ("--until", "2026-11-05")


def test_what_a_breach_opens_is_not_said_to_be_owed_by_one_that_came_in_later(person: Person) -> None:
    path, words = person.write("events.jsonl", named(), lent(balance="1600000.00"), RATIO), ("--until", "2026-11-05")
    duty = report(ids(person, path, *words)["duty"], "12.1.1")
    assert (str(duty["hangs_on"]).partition(":")[0], str(duty["start"])[11:16]) == ("breach", "00:00")
    assert flat("不因支行未报而停止计时") in shown(person, path, duty, *words)
    assert "后来涉及：其借据" not in shown(person, path, duty, *words)
    assert flat("came in later: its loans") not in shown(person, path, duty, *words, "--lang", "en")


def test_what_one_owes_that_came_in_later_says_so(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), RATIO, later("L2", "2026-10-25", "1002"))
    duties = ids(person, path)["duty"]
    (duty,) = (one for one in duties if (one["clause"], one["org_no"]) == ("11.1.6", "1002"))
    assert "后来涉及：其借据" in shown(person, path, duty)
    assert flat("came in later: its loans") in shown(person, path, duty, "--lang", "en")


def owed_again(**content: str) -> str:
    """A position with a balance of the loan that was settled."""
    at = "2026-10-25T10:00:00+08:00"
    money = {"currency": "CNY", "outstanding_balance": "1600000.00"}
    return line("b1", "loan.position.v1", at, loan_no="L1", posting_seq=1, **money, **content)


@pytest.mark.parametrize(
    ("content", "taken", "refs"),
    [({}, "贷款并未了结，自本条记录起恢复在册", "R88、R99"), ({"corrects": "p1"}, "系误记，已更正", "R88")],
)
def test_a_recovery_taken_back_says_that_there_was_a_balance_and_what_took_it_back(
    person: Person, content: dict[str, str], taken: str, refs: str
) -> None:
    path = person.write("events.jsonl", named(), lent(), EARLY, PAID, owed_again(**content))
    rows = ids(person, path, *UNTIL)
    signal = next(row for row in rows["signal"] if row["episode"] == 2)
    notice = next(row for row in rows["duty"] if (row["kind"], row["signal_id"]) == ("first_notice", signal["id"]))
    for row in (signal, notice):
        page = shown(person, path, row, *UNTIL)
        for text in (
            "留存的事实（记录 m1）",
            "其时有余额，其后信号",
            "于 2026-10-22 09:00 因贷款收回而关闭（记录 p1）",
            "该关闭并非最终收回：2026-10-25 10:00（记录 p1、b1）",
            taken,
            "b1 2026-10-25 10:00 贷款余额入账",
            "p1 2026-10-22 09:00 贷款结清",
            f"本项自使借据恢复在册的记录 b1 录入起算，为默认值（{refs}）",
        ):
            assert flat(text) in page, text
        assert "无余额；" not in page
        english = shown(person, path, row, *UNTIL, "--lang", "en")
        assert flat("when there was a balance, and signal") in english
        assert flat("the recording of b1, which put the loan back on the books, is our default") in english


def test_a_balance_after_a_recovery_says_that_there_was_one_before(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), RATIO, PAID, later("L2", "2026-10-25"))
    duties = ids(person, path, *UNTIL)["duty"]
    duty = max((one for one in duties if one["clause"] == "11.1.6"), key=lambda one: str(one["start"]))
    page = shown(person, path, duty, *UNTIL)
    assert flat("其时有余额，其后信号") in page
    assert flat("本项自余额入账起算，为默认值（W9、W11）") in page
    assert "恢复在册" not in page


def test_a_loan_refinanced_after_its_settlement_says_that_it_counts_from_the_new_one(person: Person) -> None:
    new = line("x1", "loan.refinanced.v1", "2026-10-25T10:00:00+08:00", customer_no="C1", loan_no="L2",
               previous_loan_no="L1", disbursement_type="refinanced", org_no="1001", currency="CNY",
               outstanding_balance="6000000.00", disbursed_on="2026-10-25", matures_on="2028-10-12")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), EARLY, PAID, new)
    duties = ids(person, path, *UNTIL)["duty"]
    duty = max((one for one in duties if one["clause"] == "11.1.4"), key=lambda one: str(one["start"]))
    page = shown(person, path, duty, *UNTIL)
    assert flat("本项自取代原借据的记录 x1 录入起算，为默认值（R87）") in page
    assert flat("R87：结清（或到期失效）之后又录入借新还旧") in page


def test_arrears_after_a_settlement_taken_back_count_from_what_took_it_back(person: Person) -> None:
    arrears = line("a1", "interest_arrears.position.v1", "2026-10-15T10:00:00+08:00", loan_no="L1", posting_seq=1,
                   currency="CNY", interest_arrears_on_bs="5000.00", interest_arrears_off_bs="0.00",
                   interest_arrears_since="2026-10-15")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), arrears, PAID, owed_again())
    rows = ids(person, path, *UNTIL)
    signal = next(row for row in rows["signal"] if row["episode"] == 2)
    duty = next(row for row in rows["duty"] if (row["clause"], row["signal_id"]) == ("11.1.3", signal["id"]))
    for row in (signal, duty):
        page = shown(person, path, row, *UNTIL)
        assert flat("（使借据恢复在册的记录录入的时刻，R66、R88）") in page
        assert flat("为默认值（R66、R88、R99）") in page
        assert flat("留存的事实（记录 a1）：借据 L1 自 2026-10-15（周四）起欠息") in page
        assert "以发生时间为发现时刻" not in page
        english = shown(person, path, row, *UNTIL, "--lang", "en")
        assert flat("when what put the loan back on the books was recorded, R66, R88") in english


def test_a_closing_rests_on_the_records_that_ended_its_loans_by_then(person: Person) -> None:
    bill = lent().replace('"loan_no"', '"product": "acceptance", "loan_no"')
    expired = PAID.replace('"paid"', '"expired"')
    advance = line("x1", "loan.refinanced.v1", "2026-10-25T10:00:00+08:00", customer_no="C1", loan_no="L2",
                   previous_loan_no="L1", disbursement_type="advance", org_no="1001", currency="CNY",
                   outstanding_balance="2900000.00", disbursed_on="2026-10-25", matures_on="2028-10-12")  # fmt: skip
    refused = line("p2", "loan.settled.v1", "2026-10-27T10:00:00+08:00", loan_no="L2", how="expired")
    paid = line("p3", "loan.settled.v1", "2026-10-28T10:00:00+08:00", loan_no="L2", how="paid")
    again = line("p4", "loan.settled.v1", "2026-10-29T10:00:00+08:00", loan_no="L2", how="paid")
    path = person.write("events.jsonl", named(), bill, EARLY, expired, advance, refused, paid, again)
    rows = ids(person, path, *UNTIL)
    person.run("init", "--live-from", "2026-10-01T00:00:00+08:00")
    person.run("ingest", str(path))
    for number, told in ((1, ["L1 到期失效（p1）。"]), (2, ["L1 到期失效（p1）。", "L2 还款（p3）。"])):
        signal = next(row for row in rows["signal"] if row["episode"] == number)
        ledger = flat(person.run("alerts", "explain", str(signal["id"])).out)
        for page in (shown(person, path, signal, *UNTIL), ledger):
            levels = page.partition("四、级别变动情况")[2].partition("五、")[0]
            said = [one.partition("表外业务比照")[0] for one in levels.split(flat("结清方式（按记录）："))[1:]]
            assert [one[: len(flat(text))] for one, text in zip(said, told, strict=True)] == list(map(flat, told))
            assert "p2" not in levels
            assert "p4" not in levels


@pytest.mark.parametrize("approved", [{"approved_by": "branch"}, {}])
def test_a_ledger_tells_whether_a_finding_says_who_approved_the_loan(person: Person, approved: dict[str, str]) -> None:
    finding = found("f1", "conditions_not_met", "2026-11-03T10:00:00+08:00", **approved)
    path = person.write("events.jsonl", named(), lent(), finding)
    rows = ids(person, path)
    person.run("init", "--live-from", "2026-10-01T00:00:00+08:00")
    person.run("ingest", str(path))
    for row in (rows["signal"][0], report(rows["duty"], "12.1.2.2")):
        english = shown(person, path, row, "--lang", "en")
        for page in (shown(person, path, row), flat(person.run("alerts", "explain", str(row["id"])).out)):
            assert ("原审批机构：" in page) == bool(approved)
            assert (flat("记录 f1 载明该贷款由分行审批") in page) == bool(approved)
            assert (flat("记录 f1 未载明由谁审批，视为分行审批") in page) != bool(approved)
        assert (flat("does not say who approved the loan") in english) != bool(approved)


def taken_back(name: str, at: str) -> str:
    """A record that retracts another."""
    what = {"customer_no": "C1", "retracts": name, "reason": "误记", "recorded_by": "1001"}
    return line(f"t-{name}", "event.retracted.v1", at, **what)


def on_both(person: Person, path: Path, row: dict[str, Any]) -> list[str]:
    """The Chinese page of a row, of a file until a day and of a ledger that went on as long."""
    if not (person.here / "ledger.db").exists():
        person.run("init", "--live-from", "2026-10-01T00:00:00+08:00")
        person.run("ingest", str(path))
    return [shown(person, path, row), flat(person.run("alerts", "explain", str(row["id"])).out)]


def test_a_missing_assessment_says_which_was_retracted_and_by_what(person: Person) -> None:
    made = line("as1", "loan.assessed.v1", "2026-10-20T10:00:00+08:00", loan_no="L1", result="on_time",
                made_on="2026-10-20", recorded_by="1001")  # fmt: skip
    last = later("L9", "2026-12-01")
    lost, kept = taken_back("as1", "2026-10-25T10:00:00+08:00"), taken_back("as0", "2026-10-25T10:00:00+08:00")
    path = person.write("events.jsonl", named(), lent(matures_on="2026-12-10"), made, lost, kept, last)
    rows = ids(person, path)
    (signal,) = rows["signal"]
    duty = report(rows["duty"], "11.1.1")
    for row in (signal, duty):
        for page in on_both(person, path, row):
            assert flat("评估 as1 已由记录 t-as1 于 2026-10-25 10:00 撤销，自此不符合要求（W12、R107）。") in page
            assert flat("还款能力评估（已由记录 t-as1 撤销）") in page
            assert flat("t-as1 2026-10-25 10:00 记录撤销") in page
            assert "t-as0" not in page
        english = shown(person, path, row, "--lang", "en")
        assert flat("Assessment as1 was retracted by t-as1 at 2026-10-25 10:00") in english


@pytest.mark.parametrize(("at", "never"), [("2026-10-20T20:00", True), ("2026-10-21T20:00", False)])
def test_an_end_of_a_link_retracted_before_its_midnight_is_said_never_to_have_come(
    person: Person, at: str, *, never: bool
) -> None:
    about = {"customer_no": "C1", "guarantor_no": "C2", "guarantee_contract_no": "B1"}
    made = line("g1", "guarantee.link.v1", "2026-10-15T10:00:00+08:00", change="made", **about)
    over = line("g2", "guarantee.link.v1", "2026-10-20T10:00:00+08:00", change="ended", **about)
    other = lent("L2").replace('"C1"', '"C2"')
    back = taken_back("g2", f"{at}:00+08:00")
    path = person.write("events.jsonl", named(), lent(), other, made, over, back, sued())
    (signal,) = (row for row in ids(person, path)["signal"] if row["clause"] == "11.1.5")
    for page in on_both(person, path, signal):
        assert flat("担保关系（已由记录 t-g2 撤销）") in page
        assert flat(f"t-g2 {at.replace('T', ' ')} 记录撤销") in page
        told = flat("此前已由记录 t-g2 于 2026-10-20 20:00 撤销：该关系从未终止（R103）。")
        assert (told in page) == never
    english = shown(person, path, signal, "--lang", "en")
    assert (flat("the link has never ended (R103)") in english) == never
    assert flat("(retracted by t-g2)") in english
