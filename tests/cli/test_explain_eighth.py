"""What the seventh auditor found: dates taken off, bands past, terms not begun, advances, late comers, waivers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown
from tests.cli.test_explain_fifth import acted
from tests.cli.test_explain_seventh import ARREARS, LATE, balance, of_loan

Rows = dict[str, list[dict[str, Any]]]


def owing(name: str, at: str, seq: int, since: str, **content: object) -> str:
    """A position of interest in arrears."""
    return line(name, "interest_arrears.position.v1", f"{at}:00+08:00", loan_no="L1", posting_seq=seq, currency="CNY",
                interest_arrears_on_bs="100.00", interest_arrears_off_bs="0.00", interest_arrears_since=since,
                **content)  # fmt: skip


def retracted(name: str, at: str, what: str) -> str:
    """A retraction."""
    return line(name, "event.retracted.v1", f"{at}:00+08:00", customer_no="C1", retracts=what, reason="误记")


def says(person: Person, path: Path, row: dict[str, Any], words: tuple[str, ...], *texts: str) -> str:
    """A row's page, on which these sentences are."""
    page = shown(person, path, row, *words)
    for text in texts:
        assert flat(text) in page, text
    return page


def test_a_date_that_was_retracted_counts_no_more(person: Person) -> None:
    first, second = owing("p1", "2026-11-20T10:00", 1, "2026-10-12"), owing("p2", "2026-11-21T11:00", 2, "2026-11-12")
    path = person.write("events.jsonl", named(), lent(), first, second, retracted("x1", "2026-11-22T11:00", "p1"))
    words = ("--until", "2027-01-15")
    signal = ids(person, path, *words)["signal"][0]
    assert signal["level"] == "orange", "day 91 of the date retracted was 2027-01-10"
    page = says(person, path, signal, words, "2026-10-12（p1，已由记录 x1 于 2026-11-22 11:00 撤销）、2026-11-12（p2）",
                "尚未达到的级别自其余记录所载的最早日期 2026-11-12 起计（R65）",
                "再高一级为红色，第 91 天为 2027-02-10。",
                "R65：")  # fmt: skip
    assert flat("最早日期 2026-10-12") not in page
    english = shown(person, path, signal, *words, "--lang", "en")
    assert flat("earliest date of those that are left, 2026-11-12 (R65)") in english
    assert flat("The next level above is red: day 91 is 2027-02-10.") in english


def test_arrears_of_which_no_record_is_left_stand_still(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), owing("p1", "2026-11-20T10:00", 1, "2026-11-12"),
                        retracted("x1", "2026-11-22T11:00", "p1"))  # fmt: skip
    words = ("--until", "2027-01-15")
    says(person, path, ids(person, path, *words)["signal"][0], words, "载明起始日的记录均已撤销：2026-11-12（p1，",
         "自此停止计数，不再由此达到更高级别（R27、R65）")  # fmt: skip


def test_an_earlier_date_moves_the_levels_ahead_and_leaves_the_rest(person: Person) -> None:
    first, second = owing("p1", "2026-11-20T10:00", 1, "2026-10-12"), owing("p2", "2026-11-20T11:00", 2, "2026-10-05")
    path = person.write("events.jsonl", named(), lent(), first, second)
    words = ("--until", "2026-12-15")
    page = says(person, path, ids(person, path, *words)["signal"][0], words,
                "尚未达到的级别自记录在案的最早日期 2026-10-05 起计；信号的编号、已达到的级别与"
                "已定的截止时间不变（O4、R9）。",
                "再高一级为红色，第 91 天为 2027-01-03。")  # fmt: skip
    assert flat("2026-10-05 为准") not in page
    assert "停止计数（O4）" not in page
    paid = line("s1", "loan.settled.v1", "2026-12-01T10:00:00+08:00", loan_no="L1", how="paid")
    path = person.write("events.jsonl", named(), lent(), first, second, paid)
    page = says(person, path, ids(person, path, *words)["signal"][0], words, "其后该段已停止计数（O4）。")
    assert "再高一级" not in page


def test_a_band_already_past_starts_with_the_day_of_its_recording(person: Person) -> None:
    first, second = owing("p1", "2026-11-02T10:00", 1, "2026-11-02"), owing("p2", "2026-11-10T11:00", 2, "2026-10-05")
    path = person.write("events.jsonl", named(), lent(), first, second)
    words = ("--until", "2026-11-15")
    rows = ids(person, path, *words)
    duty = next(row for row in rows["duty"] if row["clause"] == "11.1.3" and str(row["start"]) > "2026-11-09")
    for row in (rows["signal"][0], duty):
        says(person, path, row, words,
             "2026-11-10 00:00（该级别首日其时已过，自所依据记录录入当日的零点起算，O4、R27）",
             "第 31 天 2026-11-04 在记录 p2 录入（2026-11-10 11:00）之前已过：该记录所载起始日早于此前所计的日期（O4）",
             "条款原文自发生欠息起算；本项自录入当日起算，为默认值（O4、R27）。", "R27：")  # fmt: skip
    assert flat("2026-11-10 00:00（所达级别首日的零点") not in shown(person, path, duty, *words)


def test_a_count_that_goes_on_after_a_settlement_taken_back_says_why_its_band_is_past(person: Person) -> None:
    paid, back = (
        of_loan("s1", "settled", "05T10:00", how="paid"),
        balance("b1", "06T09:00", 1, "6000000.00", corrects="s1"),
    )
    path = person.write("events.jsonl", named(), lent(), owing("p1", "2026-11-02T10:00", 1, "2026-11-02"), paid, back,
                        owing("p2", "2026-12-10T11:00", 2, "2026-11-02"))  # fmt: skip
    words = ("--until", "2026-12-12")
    signal = next(row for row in ids(person, path, *words)["signal"] if row["status"] == "live")
    says(person, path, signal, words, "第 31 天 2026-12-02 在记录 p2 录入（2026-12-10 11:00）之前已过：此前计数已停止，"
         "该记录使其按原起始日续计（R9），该级别自录入当日达到（R27）。")  # fmt: skip


def test_a_band_that_time_reaches_starts_with_its_day(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), owing("p1", "2026-11-02T10:00", 1, "2026-11-02"))
    words = ("--until", "2026-12-05")
    page = says(person, path, ids(person, path, *words)["signal"][0], words,
                "义务的时限自 2026-12-02 00:00 起算（所达级别首日的零点，O4）")  # fmt: skip
    assert "（发现时刻）" not in page


def test_a_branch_that_books_the_loan_itself_owes_a_crossing_without_a_report(person: Person) -> None:
    loan = lent("L1", "2500000.00").replace('"1001"', '"1000"')
    path = person.write("events.jsonl", named(), loan, owing("p1", "2026-11-02T10:00", 1, "2026-11-02"),
                        balance("b1", "03T10:00", 1, "5000000.00"))  # fmt: skip
    words = ("--until", "2026-11-10")
    crossed = [row for row in ids(person, path, *words)["duty"] if str(row["hangs_on"]).startswith("crossing:")]
    assert len(crossed) == 2
    for row in crossed:
        page = says(person, path, row, words, "金额档升至“500 万元（含）以上”，分行应按新的金额档在",
                    "江城分行（1000）自身经办借据 L1：金额升档即产生本项义务，不以支行报告在案为前提",
                    "R34：")  # fmt: skip
        assert "已有报告在案" not in page


def found(name: str, at: str, loans: list[str], by: str, org: str) -> str:
    """A finding: conditions not met at drawdown."""
    return line(name, "management.finding.v1", f"2026-11-{at}:00+08:00", customer_no="C1", kind="conditions_not_met",
                finding_no="F1", loan_nos=loans, approved_by=by, discovered=f"2026-11-{at}:00+08:00", discovered_by=org,
                recorded_by=org)  # fmt: skip


def test_what_one_owes_that_comes_into_a_finding_later_starts_as_it_comes_in(person: Person) -> None:
    other = lent("L2").replace('"1001"', '"2001"')
    path = person.write("events.jsonl", named(), lent(), other, found("f1", "02T10:00", ["L1"], "sub_branch", "1001"),
                        found("f2", "04T10:00", ["L1", "L2"], "branch", "1000"))  # fmt: skip
    words = ("--until", "2026-11-20")
    duties = [row for row in ids(person, path, *words)["duty"] if row["clause"] in ("11.2", "12.1.2.2", "14.2")]
    came = [row for row in duties if row["org_no"] in ("2000", "2001")]
    assert {row["kind"] for row in came} == {"report", "rectification_notice"}
    for row in came:
        page = says(person, path, row, words, "起点：2026-11-04 10:00（该机构的贷款进入本预警的时刻，O9）。",
                    "后来涉及：其借据 L2 自 2026-11-04 10:00 起属于所涉借据")  # fmt: skip
        assert "（信号产生的时刻）" not in page
    up = next(row for row in duties if (row["org_no"], row["clause"]) == ("1000", "12.1.2.2"))
    says(person, path, up, words, "起点：2026-11-04 10:00（记录所报的发现时刻）。")


def test_a_fact_recorded_before_the_clock_leaves_all_of_it(person: Person) -> None:
    forecast = line("f1", "classification.forecast.v1", "2026-11-10T10:00:00+08:00", customer_no="C1", org_no="1001",
                    month="2026-12", grade="substandard")  # fmt: skip
    path = person.write("events.jsonl", named(), lent("L1", "1000000.00"), forecast)
    words = ("--until", "2026-12-20")
    up = next(row for row in ids(person, path, *words)["duty"] if str(row["hangs_on"]).startswith("breach:"))
    assert up["state"] == "breached"
    page = says(person, path, up, words, "但该记录于 2026-11-10 10:00 录入，早于本项的起点 2026-12-01 00:00，"
                "自起点至截止的 3 天全部可用，不属录入滞后")  # fmt: skip
    assert "天中尚余" not in page
    assert flat("all of the 3 d from start to due were left") in shown(person, path, up, *words, "--lang", "en")


def test_a_duty_by_one_born_breached_counts_from_the_recording(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), owing("p1", "2026-11-20T10:00", 1, "2026-11-12"))
    words = ("--until", "2026-11-21")
    rows = ids(person, path, *words)
    below = report(rows["duty"], "11.1.3")
    up = [row for row in rows["duty"] if str(row["hangs_on"]).startswith("breach:")]
    assert up
    for row in (rows["signal"][0], *up):
        says(person, path, row, words, "起点：2026-11-20 10:00（支行义务产生的时刻：该义务一产生即为逾期，D3）。",
             f"支行的义务 {below['id']} 截止于 2026-11-14 24:00，"
             "2026-11-20 10:00 才因录入而产生，其时截止时间已过")  # fmt: skip
    english = shown(person, path, up[0], *words, "--lang", "en")
    assert flat("and this counts from there and not from that due (D3, W5)") in english


def assessed(name: str, at: str, result: str) -> str:
    """An assessment by the sub-branch, on the day of its recording."""
    return line(name, "loan.assessed.v1", f"{at}:00+08:00", loan_no="L1", result=result, made_on=at[:10],
                discovered_by="1001", recorded_by="1001")  # fmt: skip


def test_an_advance_is_not_called_a_refinancing(person: Person) -> None:
    for product, kind, told in (("acceptance", "advance", "垫款：表外业务 L1 由本行垫付，借据 L2 取代之"),
                                ("loan", "refinanced", "借新还旧：借据 L2 取代借据 L1")):  # fmt: skip
        loan = lent("L1", "1600000.00", "2026-11-20").replace('"loan_no"', f'"product": "{product}", "loan_no"')
        new = of_loan("x1", "refinanced", "10T10:00", "L2", customer_no="C1", previous_loan_no="L1", org_no="1001",
                      disbursement_type=kind, currency="CNY", outstanding_balance="1600000.00",
                      disbursed_on="2026-11-10", matures_on="2028-11-02")  # fmt: skip
        path = person.write("events.jsonl", named(), loan, assessed("a1", "2026-10-20T10:00", "cannot"), new)
        signal = ids(person, path)["signal"][0]
        page = says(person, path, signal, (), told)
        assert ("借新还旧：" in page) == (product == "loan")
        assert ("Refinanced:" in shown(person, path, signal, "--lang", "en")) == (product == "loan")


def test_a_late_discovery_says_after_which_day(person: Person) -> None:
    loan = lent("L1", "1600000.00", "2026-12-20")
    path = person.write("events.jsonl", named(), loan, assessed("a1", "2026-11-24T10:00", "partial"))
    words = ("--until", "2026-11-26")
    says(person, path, ids(person, path, *words)["signal"][0], words,
         "“发现过迟”：第 2 次产生或升级所依据的事实发现于 2026-11-24 10:00，晚于检查日 2026-11-20（周五）"
         "与到期前第 30 天 2026-11-20（周五）两者中较晚者的 24:00", "（100 万元（含）以上第 30 天，以下第 25 天，P4）",
         "“检查日终无评估”由第 1 次产生或升级而来")  # fmt: skip
    path = person.write("events.jsonl", named(), loan, assessed("a1", "2026-11-18T10:00", "partial"))
    assert "“发现过迟”：" not in shown(person, path, ids(person, path, *words)["signal"][0], *words)


def received(name: str, at: str, **content: object) -> str:
    """A paper report, acknowledged by the branch."""
    said = acted(name, "report.received.v1", at, "branch_monitor", "B1", reporting_org_no="1001", **content)
    return said.replace('"org_no": "1001"', '"org_no": "1000"', 1)


def test_a_paper_report_handed_over_in_time_is_late_by_its_recording_and_one_lacking_is_shown(person: Person) -> None:
    lacking = received("i1", "03T20:00", parts_present=False)
    paper = received("i2", "05T09:00", happened="2026-11-03T23:00:00+08:00")
    path = person.write("events.jsonl", named(), lent(), sued(), lacking, paper)
    words = ("--until", "2026-11-10")
    duty = report(ids(person, path, *words)["duty"], "11.1.4", "first_notice")
    assert duty["state"] == "met_late"
    says(person, path, duty, words, "i1 2026-11-03 20:00 签收报告（不予计入，见第五部分）",
         "2026-11-03 20:00 的“签收报告”（记录 i1）不予计入", "T4：办理事项以记录时间为准。",
         "记录 i2 所报办理时间 2026-11-03 23:00 在截止之前，但 2026-11-05 09:00 才录入；"
         "是否按时，以录入时间为准，故为逾期（T4）。")  # fmt: skip


def test_what_was_done_where_the_loan_went_is_not_still_undone(person: Person) -> None:
    moved = of_loan("v1", "moved", "05T09:00", org_no="2001")
    there = reported("2026-11-06T09:00:00+08:00").replace('"org_no": "1001"', '"org_no": "2001"')
    words = ("--until", "2026-11-10")
    path = person.write("events.jsonl", named(), lent(), sued(), moved, there)
    duties = [
        row for row in ids(person, path, *words)["duty"] if (row["clause"], row["kind"]) == ("11.1.4", "first_notice")
    ]
    old = next(row for row in duties if row["org_no"] == "1001")
    page = says(person, path, old, words, "现状：逾期后完成；此处的逾期记录保留（O9）。",
                "该义务已由海州港口支行（2001）于 2026-11-06 09:00 办理")  # fmt: skip
    assert "仍未办理" not in page
    path = person.write("events.jsonl", named(), lent(), sued(), moved)
    says(person, path, old, words, "现状：逾期未完成；此处的逾期记录保留（O9）。", "仍未办理，已逾期")


def test_a_waiver_past_the_due_waits_no_more_and_its_refused_approval_is_shown(person: Person) -> None:
    team = report(ids(person, person.write("events.jsonl", named(), lent(), sued()))["duty"], "11.2.1", "team")
    asked = acted(
        "w1", "waiver.proposed.v1", "03T12:00", "sub_branch_president", "A1", duty_ids=[team["id"]], reason="停业"
    )
    refused = acted("w2", "proposal.approved.v1", "03T13:00", "account_manager", "A2", proposal_id="w1")
    path = person.write("events.jsonl", named(), lent(), sued(), asked, refused)
    waits = "待批：豁免申请 w1（2026-11-03 12:00，江城城南支行（1001）提出）尚未审批；获批之前义务不变（D8）。"
    says(person, path, team, ("--until", "2026-11-03T20:00:00+08:00"), waits,
         "2026-11-03 13:00 的“审批申请（审批的申请：w1）”（记录 w2）不予计入")  # fmt: skip
    late = ("--until", "2026-11-10")
    for row in (team, ids(person, path, *late)["warning"][0]):
        page = says(
            person, path, row, late, f"未在义务 {team['id']} 的截止时间 2026-11-04 10:00 之前获批，已不能豁免该项"
        )
        assert "尚未审批" not in page


def test_a_check_day_before_the_due_of_its_assessment_is_explained(person: Person) -> None:
    taken = line("t1", "loan.taken_on.v1", "2026-10-01T09:00:00+08:00", customer_no="C1", loan_no="L1", org_no="1001",
                 currency="CNY", outstanding_balance="2500000.00", disbursed_on="2025-10-12",
                 matures_on="2026-10-12")  # fmt: skip
    words = ("--live-from", "2026-10-01T00:00:00+08:00", "--until", "2026-10-15")
    path = person.write("events.jsonl", named().replace("10-12T08", "09-30T08"), taken)
    rows = ids(person, path, *words)
    duty, signal = report(rows["duty"], "11.1.1", "assessment"), rows["signal"][0]
    page = says(person, path, signal, words, f"检查日终尚未完成的到期前还款能力评估：{duty['id']}",
                "其截止时间为 2026-10-13 24:00（上线过渡期限，T6），晚于检查日终 2026-10-12 24:00")  # fmt: skip
    assert "未按时完成的到期前" not in page
    says(person, path, duty, words, f"检查日终（2026-10-12 24:00）没有符合要求的评估，由此产生信号 {signal['id']}；"
         "本项的截止时间 2026-10-13 24:00 为上线过渡期限，晚于检查日终（P1、T6）。")  # fmt: skip


def test_an_assessment_read_late_is_not_called_one_not_done_in_time(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent("L1", "1600000.00", "2026-12-20"), ARREARS, LATE)
    words = ("--until", "2026-12-02")
    rows = ids(person, path, *words)
    signal = next(row for row in rows["signal"] if row["clause"] == "11.1.1")
    duty = report(rows["duty"], "11.1.1", "assessment")
    page = says(person, path, signal, words,
                f"检查时未见的到期前还款能力评估：{duty['id']}（江城城南支行（1001），已按时完成）",
                "使其完成的记录 as1 在检查之前已经收到，检查之后才读入（T2、R48）。")  # fmt: skip
    assert "未按时完成的到期前" not in page
    page = says(person, path, duty, words,
                f"使本项完成的记录 as1 在检查之前已经收到，检查时尚未读入，由此产生信号 {signal['id']}（T2、R48）。",
                "R48：")  # fmt: skip
    assert "没有符合要求的评估，由此产生" not in page, "there was one"


def test_the_sum_before_a_loan_was_added_to_a_finding_is_without_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent("L1", "400000.00"), lent("L2"),
                        found("f1", "02T10:00", ["L1"], "sub_branch", "1001"),
                        found("f2", "04T10:00", ["L1", "L2"], "branch", "1000"))  # fmt: skip
    words = ("--until", "2026-11-20")
    rows = ids(person, path, *words)
    says(person, path, rows["warning"][0], words, "此前合计 400,000.00 元，其时合计 6,400,000.00 元（W6）。")
    team = report(rows["duty"], "11.2.1", "team")
    page = says(person, path, team, words, "金额 400,000.00 元的依据")
    assert "L2" not in page, "it was named two days later"
