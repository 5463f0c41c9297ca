"""What the fifth audit found: kept facts, releases that wait, why an organisation owes, loans that moved."""

from __future__ import annotations

import json

from tests.cli.events import lent, line, named, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown

FOUND = {"discovered": "2026-10-12T09:30:00+08:00", "discovered_by": "1001", "recorded_by": "1001"}
RATIO = line("o1", "signal.observed.v1", "2026-10-12T10:00:00+08:00", customer_no="C1", number=18, numerator="85.00",
             denominator="100.00", source="on_site_manager", **FOUND)  # fmt: skip
PAID = line("p1", "loan.settled.v1", "2026-10-22T09:00:00+08:00", loan_no="L1", how="paid")


def later(loan_no: str, at: str, org_no: str = "1001", balance: str = "1000000.00") -> str:
    """A loan lent on a later day."""
    text = lent(loan_no, balance).replace("2026-10-12T09:00:00", f"{at}T09:00:00")
    return text.replace('"org_no": "1001"', f'"org_no": "{org_no}"')


def test_what_was_kept_after_a_recovery_names_its_fact_its_source_and_its_ending(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), RATIO, PAID, later("L2", "2026-10-25"))
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    signal = next(row for row in rows["signal"] if row["status"] == "live")
    page = shown(person, path, signal, *words)
    assert flat("预警来源（第五条） 现场检查：客户经理间隔期检查 所属预警") in page
    warning = next(row for row in rows["warning"] if row["closed_at"] is None)
    duty = next(row for row in rows["duty"] if (row["clause"], row["signal_id"]) == ("11.1.6", signal["id"]))
    team = max((row for row in rows["duty"] if row["kind"] == "team"), key=lambda row: str(row["due"]))
    for row in (signal, warning, duty, team):
        page = shown(person, path, row, *words)
        for text in (
            "留存的事实（记录 o1）：",
            "85.00%",
            "80.00%",
            "o1 2026-10-12 10:00 预警信号观测",
            "2026-10-22 09:00 关闭（记录 p1）：",
            "p1 2026-10-22 09:00 贷款结清",
        ):
            assert flat(text) in page, text


def test_what_was_kept_for_want_of_a_balance_names_the_fact_and_why_its_clock_starts_later(person: Person) -> None:
    lawsuit = line("m1", "major_event.v1", "2026-10-12T10:00:00+08:00", customer_no="C1", kind="litigation", **FOUND)
    path = person.write("events.jsonl", named(), lawsuit, later("L1", "2026-10-25"))
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    (signal,) = rows["signal"]
    assert flat("（记录 m1 由江城城南支行（1001）录入，未载明来源；由本系统填列，为默认值）") in shown(
        person, path, signal, *words
    )
    notice = shown(person, path, report(rows["duty"], "11.1.4", "first_notice"), *words)
    for text in (
        "留存的事实（记录 m1）：",
        "m1 2026-10-12 10:00 重大事项",
        "事实已于 2026-10-12 09:30 发现（记录 m1），其时借款人在本行无余额",
        "本项自余额入账起算，为默认值（W11）。",
    ):
        assert flat(text) in notice, text
    assert flat("自发现之时起算为默认值") not in notice
    assert flat("was discovered at 2026-10-12 09:30 (record m1)") in shown(
        person, path, report(rows["duty"], "11.1.4", "first_notice"), *words, "--lang", "en"
    )


def acted(name: str, kind: str, at: str, post: str, officer: str, **content: object) -> str:
    """An act of sub-branch 1001 on the business warning of C1."""
    who = {"customer_no": "C1", "domain": "business", "org_no": "1001", "post": post, "officer_no": officer}
    return line(name, kind, f"2026-11-{at}:00+08:00", **who, **content)


PROPOSED = acted("q1", "release.proposed.v1", "04T09:00", "sub_branch_president", "A1", to_level="orange",
                 ground="mitigated", evidence="公告")  # fmt: skip
TOO_LOW = acted("q2", "proposal.approved.v1", "04T11:00", "account_manager", "A2", proposal_id="q1")
WAITS = (
    "待批：解除申请 q1（2026-11-04 09:00，江城城南支行（1001）提出，理由：风险已缓释，降为橙色）尚未审批；"
    "获批之前级别与义务不变（W8）。"
)


def test_a_release_that_waits_is_on_the_pages_and_a_refused_approval_names_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), PROPOSED, TOO_LOW)
    rows = ids(person, path)
    for row in (rows["signal"][0], rows["warning"][0]):
        page = shown(person, path, row)
        assert flat(WAITS) in page
        assert flat("q1 2026-11-04 09:00 申请解除信号") in page
        assert flat("（审批的申请：q1）”（记录 q2）不予计入") in page
    done = acted("q3", "proposal.approved.v1", "04T12:00", "sub_branch_president", "A2", proposal_id="q1")
    done = done.replace('"1001"', '"1000"').replace('"sub_branch_president"', '"branch_principal_leader"')
    path = person.write("events.jsonl", named(), lent(), sued(), PROPOSED, done)
    assert "待批" not in shown(person, path, ids(person, path)["warning"][0])


def test_a_ledger_shows_what_waits_for_approval_and_counts_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), PROPOSED)
    assert person.run("init").code == 0
    assert person.run("ingest", str(path)).code == 0
    (row,) = (json.loads(one) for one in person.run("alerts", "list", "--json").out.splitlines())
    assert flat(WAITS) in flat(person.run("alerts", "show", row["id"]).out)
    assert flat(WAITS) in flat(person.run("alerts", "explain", row["id"]).out)
    assert flat("待批申请 解除与豁免 1 项") in flat(person.run("status").out)
    assert json.loads(person.run("status", "--json").out)["approvals"] == 1
    waiver = acted("q4", "waiver.proposed.v1", "05T09:00", "sub_branch_president", "A1", reason="节假日",
                   duty_ids=[report(ids(person, path)["duty"], "11.2.2", "monthly_update")["id"]])  # fmt: skip
    more = person.write("more.jsonl", waiver)
    assert person.run("ingest", str(more)).code == 0
    assert json.loads(person.run("status", "--json").out)["approvals"] == 2
    duty = report(ids(person, path)["duty"], "11.2.2", "monthly_update")["id"]
    assert flat("待批：豁免申请 q4（2026-11-05 09:00，") in flat(person.run("alerts", "explain", str(duty)).out)


def test_a_report_names_the_loans_by_which_its_organisation_owes(person: Person) -> None:
    other = later("L2", "2026-10-12", "1002", "2000000.00")
    position = line("b1", "loan.position.v1", "2026-11-02T10:00:00+08:00", loan_no="L1", posting_seq=1, currency="CNY",
                    outstanding_balance="5500000.00", principal_overdue="0.00")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), other, position, sued())
    rows = ids(person, path)
    (here,) = [row for row in rows["duty"] if (row["kind"], row["org_no"]) == ("first_notice", "1001")]
    page = shown(person, path, here)
    for text in (
        "江城城南支行（1001）负有本项义务，是因为 2026-11-03 10:00 时下列所涉借据在该机构",
        "L1 江城城南支行（1001） d-L1（贷款发放） 5,500,000.00 元 b1（贷款余额入账） 2026-10-12 09:00 2026-11-02 10:00",
        "O9：",
    ):
        assert flat(text) in page, text
    assert "L2" not in page
    meeting = shown(person, path, report(rows["duty"], "12.3.1", "meeting"))
    assert flat("L1 江城城南支行（1001）") in meeting
    assert flat("L2 江城开发区支行（1002）") in meeting


def test_who_came_in_later_is_told_by_which_loan_and_signal_and_at_which_amount(person: Person) -> None:
    behind = line("a1", "interest_arrears.position.v1", "2026-10-20T10:00:00+08:00", loan_no="L1", posting_seq=1,
                  currency="CNY", interest_arrears_on_bs="9.00", interest_arrears_off_bs="0.00",
                  interest_arrears_since="2026-10-20")  # fmt: skip
    other = later("L2", "2026-10-12", "1002", "2000000.00")
    path = person.write("events.jsonl", named(), lent(), other, behind, sued())
    words = ("--until", "2026-11-10")
    rows = ids(person, path, *words)
    lawsuit = next(row for row in rows["signal"] if row["clause"] == "11.1.4")
    (team,) = [row for row in rows["duty"] if (row["kind"], row["org_no"]) == ("team", "1002")]
    page = shown(person, path, team, *words)
    for text in (
        "江城开发区支行（1002）后来涉及：其借据 L2 自 2026-11-03 10:00 起属于所涉借据（因信号",
        str(lawsuit["id"]),
        "金额 8,000,000.00 元的依据：截至 2026-11-03 10:00",
        "L2 江城开发区支行（1002） d-L2（贷款发放） 2,000,000.00 元",
    ):
        assert flat(text) in page, text
    (first,) = [row for row in rows["duty"] if (row["kind"], row["org_no"]) == ("team", "1001")]
    assert "后来涉及：" not in shown(person, path, first, *words)


def test_a_moved_loan_is_on_the_pages_of_its_signal_and_warning_with_the_due_of_what_is_owed(person: Person) -> None:
    moved = line("v1", "loan.moved.v1", "2026-11-03T15:00:00+08:00", loan_no="L1", org_no="1002")
    path = person.write("events.jsonl", named(), lent(), sued(), moved)
    words = ("--until", "2026-11-10")
    rows = ids(person, path, *words)
    told = (
        "借据 L1 于 2026-11-03 15:00 由江城城南支行（1001）移交江城开发区支行（1002）（记录 v1）：未完成的义务随之移交"
    )
    for row in (rows["signal"][0], rows["warning"][0]):
        page = shown(person, path, row, *words)
        for text in (told, "v1 2026-11-03 15:00 贷款移交", "d-L1 2026-10-12 09:00 贷款发放", "O9："):
            assert flat(text) in page, text
    notices = {
        row["state"]: row["id"] for row in rows["duty"] if row["kind"] == "first_notice" and row["clause"] == "11.1.4"
    }
    page = shown(person, path, rows["signal"][0], *words)
    assert flat(f"首次报告（电话或书面）（11.1.4，{notices['breached']}）的截止时间：") in page
    assert f"{notices['moved']}）的截止时间" not in page


def test_a_class_discovered_after_its_month_says_that_the_month_s_end_had_passed(person: Person) -> None:
    set_late = line("k1", "classification.set.v1", "2026-11-02T09:00:00+08:00", customer_no="C1", grade="substandard",
                    classified_on="2026-10-31")  # fmt: skip
    in_time = set_late.replace("2026-11-02T09", "2026-10-31T09")
    for event, past in ((set_late, True), (in_time, False)):
        path = person.write("events.jsonl", named(), lent(), event)
        rows = ids(person, path, "--until", "2026-11-05")
        for row in (rows["signal"][0], report(rows["duty"], "11.1.2")):
            page = shown(person, path, row, "--until", "2026-11-05")
            text = "认定当月的月末（2026-10-31 24:00）在发现之前已过：属发现过迟，改为发现后 2 日（默认值，O2）。"
            assert (flat(text) in page) == past
    guess = line("k2", "classification.forecast.v1", "2026-11-01T09:00:00+08:00", customer_no="C1", grade="loss",
                 month="2026-11", org_no="1001")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), guess)
    page = shown(person, path, report(ids(person, path)["duty"], "11.1.2"))
    assert flat("所预测月份之前一个月的月末（2026-10-31 24:00）在发现之前已过") in page


def test_a_meeting_held_while_red_says_which_test_it_passed(person: Person) -> None:
    there = [{"org_no": "1001", "post": "sub_branch_president"}, {"org_no": "1000", "post": "branch_principal_leader"}]
    held = acted("h1", "meeting.held.v1", "03T15:00", "branch_principal_leader", "B1", attendees=there)
    ratio = RATIO.replace("2026-10-12T", "2026-11-02T")
    path = person.write(
        "events.jsonl",
        named(),
        lent(),
        ratio,
        sued(),
        held.replace('"1001", "post": "branch', '"1000", "post": "branch'),
    )
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    first = min((row for row in rows["duty"] if row["kind"] == "meeting"), key=lambda row: str(row["start"]))
    second = max((row for row in rows["duty"] if row["kind"] == "meeting"), key=lambda row: str(row["start"]))
    assert (first["state"], second["state"]) == ("met", "met")
    page = shown(person, path, first, *words)
    for text in (
        "预警已于 2026-11-03 10:00 升为红色（记录 m1）：",
        "本次（记录 h1）有其亲自参加，故予计入（D5）。",
        "m1 2026-11-03 10:00 重大事项",
    ):
        assert flat(text) in page, text
    assert "升为红色（记录" not in shown(person, path, second, *words)


def test_a_breach_of_what_another_organisation_found_says_why_it_is_the_owner_s(person: Person) -> None:
    guess = line("k2", "classification.forecast.v1", "2026-10-31T23:00:00+08:00", customer_no="C1", grade="loss",
                 month="2026-11", org_no="1000")  # fmt: skip
    for event, other in ((guess, True), (guess.replace('"1000"', '"1001"'), False)):
        path = person.write("events.jsonl", named(), lent(), event)
        words = ("--until", "2026-11-05")
        page = shown(person, path, report(ids(person, path, *words)["duty"], "11.1.2"), *words)
        text = (
            "该事实由江城分行（1000）发现（记录 k2），本机构此前未发现；但于 2026-10-31 23:00 录入时，"
            "自起点至截止的 1 小时中尚余 1 小时，不少于一半，不属录入滞后，故仍为本机构原因（W5）。"
        )
        assert (flat(text) in page) == other
        assert ("W5：" in page) == other


def test_a_rectification_names_who_issues_the_notice(person: Person) -> None:
    finding = line("g1", "management.finding.v1", "2026-11-02T10:00:00+08:00", customer_no="C1",
                   kind="beyond_authority", finding_no="F1", loan_nos=["L1"], discovered_by="1001",
                   recorded_by="1001")  # fmt: skip
    who = {"domain": "management", "org_no": "1000", "post": "branch_monitor", "officer_no": "B1"}
    issued = line("n1", "notice.issued.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", kind="rectification", **who)
    path = person.write("events.jsonl", named(), lent(), finding, issued)
    duties = ids(person, path)["duty"]
    notice = shown(person, path, report(duties, "14.2", "rectification_notice"))
    assert flat("整改通知由江城分行（1000）下发：总行发现的由总行下发") in notice
    completion = shown(person, path, report(duties, "14.2", "completion"))
    assert flat("要求整改的通知由江城分行（1000）下发（记录 n1）。") in completion


def test_overdue_this_instant_is_written_without_a_blank_and_a_due_is_named_in_english(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    words = ("--events", str(path), "--until", "2026-11-04T10:00:00+08:00")
    rows = ids(person, path, *words[2:])
    team = report(rows["duty"], "11.2.1", "team")
    assert "仍未办理，已逾期不足 1 分钟。" in person.run("explain", str(team["id"]), *words).out
    page = person.run("explain", str(rows["signal"][0]["id"]), *words, "--lang", "en").out
    assert flat("When “first notice (phone or written)” is due (11.1.4,") in flat(page)
