"""What the eighth audit found: nothing is sent, whose posts are, whole quotations, article 18, what is later."""

from __future__ import annotations

from tests.cli.run import Person
from tests.cli.test_explain import flat
from tests.cli.test_explain_ninth import LENT, LINKED, Case

ARREARS = f"{LENT}2026-10-12 10:00  arrears   L1 1,000.00 since 2026-10-12\n"


def test_no_page_says_that_a_superior_was_told(person: Person) -> None:
    case = Case(person, f"{ARREARS}2026-10-30 10:00  position  L1 2,500,000.00", "2026-11-02")
    own, up = case.one("duty", kind="report", clause="11.1.3"), case.one("duty", kind="report", clause="12.1.1")
    page = case.page(own)
    assert flat("该逾期也记在上级岗位名下：江城分行（1000） · 分行监测预警专人（D9）。") in page
    assert flat("上级可查；本系统尚不发送通知，没有送达上级的记录。") in page
    assert flat("This system sends no notices yet, and there is no record of any delivery.") in case.page(
        own, "--lang", "en"
    )
    by_breach = case.page(up)
    assert flat("分行视为自其时起知悉，为默认值（D3），本系统没有通知过分行；") in by_breach
    for text in (page, by_breach):
        assert "提示" not in text
    assert flat("上级可查（warning duties list --overdue --org 1000）") in case.in_ledger(own)
    listed = person.run("duties", "list", "--overdue", "--org", "1000", "--json").out
    assert str(own["id"]) in listed


def test_a_red_warning_below_a_million_can_be_looked_up_and_is_not_sent(person: Person) -> None:
    text = """
2026-10-10 08:10  disburse  L1 of C1 at A1 900,000.00 matures 2028-11-02
2026-10-20 10:00  major     C1 litigation matter E1 discovered 2026-10-20 09:00 by A1 recorded-by A1
"""
    page = Case(person, text, "2026-10-25")
    said = page.page(page.rows["warning"][0])
    assert flat("总行可查得该预警（W10），本系统尚不发送通知。") in said
    assert "监测页面" not in said
    assert "重大事项（重大事项）" not in said, "said once"


def test_every_post_says_whether_it_is_the_policy_s_or_ours(person: Person) -> None:
    text = f"{LENT}2026-10-12 10:00  observe   C1 34 value 12 discovered 2026-10-12 by A1 recorded-by A1"
    case = Case(person, text, "2026-10-14")
    for kind, clause, said in (
        ("meeting", "12.3.1", "岗位“分行主要领导”为默认值（D11，规则手册）：条款只要求红色预警由分行主要领导亲自参与"),
        ("tracking", "12.3.2", "岗位“分行主要领导”为默认值（D11，规则手册）：条款没有指明由何岗位负责。"),
        ("team", "11.2.1", "牵头人为条款原文“支行行长或分管贷款的行长”（11.2.1）；义务记在“支行行长”名下，为默认值"),
        ("monthly_update", "11.2.2", "第十四条（一）（14.1 支行级预警工作职责）"),
        ("report", "11.1.6", "岗位“支行行长”为默认值（D11，规则手册）：条款只说到支行"),
    ):
        page = case.page(case.one("duty", kind=kind, clause=clause))
        assert flat(said) in page, said
        assert flat("D11：义务属于机构与岗位") in page
    red = Case(person, f"{LENT}2026-10-12 10:00  major C1 litigation discovered 2026-10-12 by A1", "2026-10-14")
    meeting = red.page(red.one("duty", kind="meeting"))
    assert flat("红色预警由分行主要领导亲自参与，为条款原文（12.3.1）") in meeting
    owed = Case(person, ARREARS, "2026-10-20")
    monitor = owed.page(owed.one("duty", kind="report", clause="12.1.1"))
    assert flat("制度要求分行“对信息的分析和报送要落实专人”（第十四条（二）1）") in monitor
    assert flat("“落实专人负责监测、预警。各分行对信息的分析和报送要落实专人。”") in monitor
    early = "2026-10-10 08:10  disburse  L1 of C1 at A1 900,000.00 matures 2026-12-10"
    checked = Case(person, early, "2026-11-09")
    assert flat("岗位：条款原文即为“客户经理”（11.1.1）") in checked.page(checked.one("duty", kind="assessment"))


def test_11_1_6_is_quoted_to_its_end_and_says_that_the_annex_is_not_there(person: Person) -> None:
    text = f"{LENT}2026-10-12 10:00  observe   C1 34 value 12 discovered 2026-10-12 by A1 recorded-by A1"
    case = Case(person, text, "2026-10-14")
    for row in (case.rows["signal"][0], case.rows["warning"][0], case.one("duty", clause="11.1.6")):
        page = case.page(row)
        assert flat("上报时间为发现问题后的2日内。（企业财务风险预警及非财务风险预警信号见附件）”") in page
        assert flat("条款所称附件没有随制度交付：信号及其界限由本系统选定") in page
    assert flat("The annex was not handed over") in case.page(case.rows["signal"][0], "--lang", "en")


def test_a_score_rests_on_article_18(person: Person) -> None:
    case = Case(person, ARREARS, "2026-11-02")
    page = case.page(case.one("duty", kind="report", clause="11.1.3"))
    assert flat("第十八条（考评与处罚）“贷款风险预警工作列入分行贷后管理工作考评范围。") in page
    assert flat("以及如何认定隐瞒不报、延时缓报，为默认值（D10）") in page
    assert "D10：" in page
    before = Case(person, ARREARS, "2026-10-13")
    assert "第十八条" not in before.page(before.one("duty", kind="report", clause="11.1.3"))


def test_only_a_better_assessment_is_evidence_for_a_release(person: Person) -> None:
    text = """
2026-10-01 08:10  disburse  L1 of C1 at A1 900,000.00 matures 2026-12-10
2026-11-12 10:00  assess    L1 unsure made 2026-11-12 as a2
2026-11-13 10:00  assess    L1 on_time made 2026-11-13 as a3
2026-11-16 10:00  extend    L1 until 2027-03-10 as x1
"""
    case = Case(person, text, "2026-12-20")
    signal = case.one("signal", clause="11.1.1")
    page = case.page(signal)
    same = "其后的评估 a2（2026-11-12 10:00，不能确定按时收回）不好于信号当时的级别（黄色）：级别不变（P2、W8）。"
    better = (
        "其后的评估 a3（2026-11-13 10:00，能按时足额归还）好于信号当时的级别（黄色）：已形成的信号不因此降级或关闭，"
    )
    for said in (same, better, "借据 L1 其后展期至 2027-03-10（记录 x1"):
        assert flat(said) in page, said
    assert page.count("可作为申请解除的依据") == 1
    compact = case.path.read_text(encoding="utf-8").replace(
        '"extended_until": "2027-03-10"', '"extended_until": "20270310"'
    )
    assert "20270310" in compact
    case.path.write_text(compact, encoding="utf-8")
    assert flat("其后展期至 2027-03-10（记录 x1") in case.page(signal)


def test_orange_by_two_yellow_signals_names_their_numbers_and_groups(person: Person) -> None:
    text = (
        LINKED.partition("2026-10-11 10")[0]
        + """
2026-10-12 10:00  observe   C1 34 value 12 discovered 2026-10-12 by A1 recorded-by A1
2026-10-14 10:00  observe   C1 47 discovered 2026-10-14 by A1 recorded-by A1
"""
    )
    case = Case(person, text, "2026-10-16")
    derived = case.one("signal", clause="11.1.5", customer_no="C2")
    page = case.page(derived)
    one, two = (case.one("signal", clause="11.1.6", subject=subject)["id"] for subject in ("34", "47"))
    for said in (
        f"{one} 条款 11.1.6，信号 34 · 行为，黄色",
        f"{two} 条款 11.1.6，信号 47 · 经营，黄色",
        f"{one}（信号 34 · 行为）",
        f"{two}（信号 47 · 经营）",
    ):
        assert flat(said) in page, said


def test_records_after_a_duty_was_met_stand_apart(person: Person) -> None:
    text = (
        LINKED.partition("2026-10-15 10")[0]
        + """
2026-10-12 09:00  report    C2 by A2 as p1
2026-10-15 15:00  major     C1 litigation matter K1 discovered 2026-10-15 14:00 by A1 recorded-by A1 as m1
"""
    )
    case = Case(person, text, "2026-10-20")
    first = min(
        (row for row in case.rows["duty"] if row["clause"] == "11.1.5" and row["kind"] == "report"),
        key=lambda row: str(row["due"]),
    )
    page = case.page(first)
    assert page.index("p12026-10-12") < page.index("其后的相关记录：") < page.index("m12026-10-15")
    open_yet = Case(person, text.replace("2026-10-12 09:00  report    C2 by A2 as p1\n", ""), "2026-10-20")
    assert "其后的相关记录" not in open_yet.page(open_yet.one("duty", id=first["id"]))


def test_a_source_that_no_record_names_says_who_recorded_it(person: Person) -> None:
    text = """
2026-10-01 08:10  disburse  L1 of C1 at A1 900,000.00 matures 2026-12-10
2026-11-02 10:00  assess    L1 unsure made 2026-11-02 recorded-by A1 as a1
"""
    case = Case(person, text, "2026-11-05")
    page = case.page(case.one("signal", clause="11.1.1"))
    assert flat("记录 a1 由江城城南支行（1001）录入，未载明来源；由本系统填列，为默认值") in page


def test_what_is_issued_is_not_received_and_dues_in_tables_are_exact(person: Person) -> None:
    text = f"""{LENT}
2026-10-20 10:00:30  major   C1 litigation matter E1 discovered 2026-10-20 09:00:30 by H0 recorded-by H0
2026-10-20 11:00  notice    warning C1 by H0 as n1
"""
    case = Case(person, text, "2026-10-25")
    page = case.page(case.one("duty", kind="notice"))
    assert flat("凭记录 n1 下发，2026-10-20 11:00 录入") in page
    assert flat("n1，2026-10-20 11:00 收到") not in page
    assert flat("2026-10-21 09:00:30") in case.page(case.rows["warning"][0])
