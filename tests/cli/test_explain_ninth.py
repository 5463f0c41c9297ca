"""What the seventh audit found: what came after, both persons of an approval, months, sources, wordings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.run import Person
from tests.cli.tabled import events
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import shown

LENT = """
2026-10-10 08:00  register  C1 明州某纺织有限公司
2026-10-10 08:10  disburse  L1 of C1 at A1 2,500,000.00 matures 2028-11-02
"""
LINKED = """
2026-10-10 08:00  register  C1 明州某纺织有限公司
2026-10-10 08:01  register  C2 鄞县某建材有限公司
2026-10-10 08:10  disburse  L1 of C1 at A1 1,500,000.00 matures 2028-11-02
2026-10-10 08:11  disburse  L2 of C2 at A2 900,000.00 matures 2028-11-02
2026-10-10 08:20  link      C1 into J1
2026-10-10 08:21  link      C2 into J1
2026-10-11 10:00  arrears   L1 1,000.00 since 2026-10-11
2026-10-15 10:00  unlink    C2 from J1 as u1
2026-10-15 15:00  major     C1 litigation matter K1 discovered 2026-10-15 14:00 by A1 recorded-by A1 as m1
2026-10-16 09:00  retract   m1 of C1 as t1
"""
CLOSED = "release C1 by A1 to closed ground"
Rows = dict[str, list[dict[str, Any]]]


class Case:
    """A few events, decided up to an instant."""

    def __init__(self, person: Person, text: str, until: str) -> None:
        self.person, self.until = person, ("--until", f"{until}T12:00:00+08:00")
        self.path: Path = person.write("events.jsonl", *events(text))
        self.rows: Rows = ids(person, self.path, *self.until)

    def one(self, rows: str, /, **values: object) -> dict[str, Any]:
        """The one row of a kind with these values."""
        (found,) = (row for row in self.rows[rows] if all(row[name] == value for name, value in values.items()))
        return found

    def page(self, row: dict[str, Any], *words: str) -> str:
        """A row explained, without any space."""
        return shown(self.person, self.path, row, *self.until, *words)

    def in_ledger(self, row: dict[str, Any]) -> str:
        """The same of a ledger."""
        assert self.person.run("init").code == 0
        assert self.person.run("ingest", str(self.path)).code == 0
        return flat(self.person.run("alerts", "explain", str(row["id"])).out)


def test_a_finding_of_concealment_stands_on_the_pages_with_why_it_changes_no_score(person: Person) -> None:
    text = (
        LENT
        + """
2026-10-20 10:00  major     C1 structure_or_leader matter E1 discovered 2026-10-20 09:00 by A recorded-by A as m1
2026-10-20 11:00  phone     C1 by A1
2026-10-20 12:00  report    C1 by A1
2026-10-25 10:00  concealment X1 C1 fact m1 by A1 since 2026-10-12 09:00 recorded-by H0 as x1
"""
    )
    case = Case(person, text, "2026-11-02")
    found = (
        "总行（9999）认定隐瞒不报（记录 x1，2026-10-25 10:00）：江城城南支行（1001）自 2026-10-12 09:00 起已知悉记录 m1"
    )
    met = "在截止前已完成，没有逾期：只有逾期的报告才按隐瞒不报计分，故该认定不改变其计分（D10）。"
    other = "由江城分行（1000）负责，不是江城城南支行（1001）的报告，故该认定不改变其计分（D10）。"
    own = case.one("duty", kind="report", clause="11.1.4")
    up = next(row for row in case.rows["duty"] if row["clause"] == "12.1.1" and row["signal_id"])
    signal, warning = case.rows["signal"][0], case.rows["warning"][0]
    for row, said in ((signal, (met, other)), (own, (met,)), (up, (other,)), (warning, ())):
        page = case.page(row)
        for one in (found, "x1 2026-10-25 10:00 管理风险发现", *said):
            assert flat(one) in page, one
    assert flat("only a report that is breached is scored as concealed") in case.page(own, "--lang", "en")
    assert flat(found) in case.in_ledger(signal)


def test_a_report_scored_by_a_finding_of_concealment_names_it_and_one_recorded_by_its_owner_is_late(
    person: Person,
) -> None:
    late = "2026-10-25 10:00  concealment X1 C1 fact p1 by A1 since 2026-10-12 15:00 recorded-by A as x1"
    case = Case(person, f"{LENT}2026-10-20 10:00 arrears L1 900.00 since 2026-10-12 as p1\n{late}", "2026-11-02")
    page = case.page(case.one("duty", kind="report", clause="11.1.3"))
    assert flat("已经逾期，按隐瞒不报计分（D10）") in page
    text = f"{LENT}2026-10-20 10:00 major C1 litigation discovered 2026-10-13 by A1 recorded-by A1 as p1\n{late}"
    case = Case(person, text, "2026-11-02")
    page = case.page(case.one("duty", kind="report", clause="11.1.4"))
    assert flat("记录 p1 不是由江城城南支行（1001）的上级或系统首先录入的，不构成隐瞒，按迟报计分（D10）") in page


def test_a_derived_warning_lists_its_links_and_the_records_of_its_source(person: Person) -> None:
    case = Case(person, LINKED, "2026-11-02")
    warning = case.one("warning", customer_no="C2")
    for page in (case.page(warning), case.in_ledger(warning)):
        for text in (
            "来源明州某纺织有限公司（C1）的自身信号中，2026-10-15 15:00 有效的及其当时级别（O5）：",
            "2026-10-10 08:20 集团成员关系",
            "2026-10-10 08:21 集团成员关系",
            "2026-10-11 10:00 欠息余额入账",
            "2026-10-15 15:00 重大事项",
        ):
            assert flat(text) in page, text
        assert "本借款人没有单独的记录" not in page


def test_a_longer_time_names_its_proposal_its_due_and_the_duty_that_goes_on(person: Person) -> None:
    text = f"{LENT}2026-10-12 10:00 arrears L1 1,000.00 since 2026-10-12"
    before = Case(person, text, "2026-11-02")
    duty = before.one("duty", kind="meeting", clause="12.3.1")
    acts = events("""
2026-10-13 10:00  waive     C1 by A duties meeting/12.3.1/A until 2026-10-20 18:00 as w1
2026-10-13 15:00  approve   C1 by H0 of w1 post head_office_risk_officer as v1
""")
    waived = json.loads(acts[0])
    waived["data"] = {name: one for name, one in waived["data"].items() if name != "waives"}
    waived["data"]["duty_ids"] = [duty["id"]]
    before.path = person.write("events.jsonl", *events(text), json.dumps(waived), acts[1])
    before.rows = ids(person, before.path, *before.until)
    later = next(row for row in before.rows["duty"] if row["kind"] == "meeting" and row["id"] != duty["id"])
    for row in (duty, later):
        for said in (
            "w1 2026-10-13 10:00 申请豁免义务",
            "新的截止时间：2026-10-20 18:00",
            "v1 2026-10-13 15:00 审批申请",
        ):
            assert flat(said) in before.page(row), said
    assert flat(f"这是延期：由义务 {later['id']} 承接，新的截止时间为 2026-10-20 18:00") in before.page(duty)
    page = before.page(duty)
    assert page.index(flat("已豁免，凭记录")) < page.index(flat("这是延期")), "of what was just said"
    assert "这是延期" not in before.page(later)


def test_what_a_release_as_mistaken_frees_or_leaves_names_both_persons_and_the_closing(person: Person) -> None:
    text = f"""{LENT}
2026-11-03 10:00  arrears   L1 1,000.00 since 2026-11-03
2026-11-04 10:00  major     C1 litigation matter K1 discovered 2026-11-04 09:00 by A1 recorded-by A1 as m1
2026-11-04 12:00  retract   m1 of C1 as t1
2026-11-05 10:00  {CLOSED} mistaken signals 11.1.4/K1 as rel1
2026-11-05 11:00  approve   C1 by A of rel1 as v1
"""
    case = Case(person, text, "2026-12-20")
    freed = case.one("duty", kind="report", clause="11.1.4")
    update = next(row for row in case.rows["duty"] if row["kind"] == "monthly_update" and row["state"] == "open")
    for row in (freed, update):
        page = case.page(row)
        assert flat("rel1 2026-11-05 10:00 申请解除信号") in page
        assert (
            flat("已于 2026-11-05 11:00 关闭（记录 rel1、v1）：经另一人审批解除并关闭，理由为“依据有误”（W8）") in page
        )
        assert flat("须经双人审批、以“依据有误”为由解除") not in page
    assert flat("须经双人审批、以“依据有误”为由解除") in case.page(case.one("signal", clause="11.1.4"))


def test_an_update_given_late_says_which_month_it_counts_for_on_both_pages(person: Person) -> None:
    text = f"""{LENT}
2026-10-12 10:00  arrears   L1 100.00 since 2026-10-12
2026-11-28 09:00  update    C1 by A1 as u1
"""
    case = Case(person, text, "2026-12-05")
    first, second = sorted((row for row in case.rows["duty"] if row["kind"] == "monthly_update"), key=_due)[:2]
    page = case.page(first)
    assert flat("其时最早未报的是 2026 年 10 月：逾期补报的计入最早未报的月份，故计入本项（D6）") in page
    for page in (case.page(second), case.in_ledger(second)):
        assert flat("u1 2026-11-28 09:00 按月动态报告") in page
        assert flat(f"计入当时最早未报的 2026 年 10 月（义务 {first['id']}），不计入 2026 年 11 月") in page
        assert flat("逾期补报的，计入最早未报的月份。") in page
    timely = Case(person, text.replace("11-28", "10-28"), "2026-12-05")
    first, second = sorted((row for row in timely.rows["duty"] if row["kind"] == "monthly_update"), key=_due)[:2]
    assert "最早未报的是" not in timely.page(first)
    assert flat("计入当时最早未报的") not in timely.page(second)


def _due(row: dict[str, Any]) -> str:
    return str(row["due"])


def test_a_meeting_on_loans_booked_at_the_branch_says_why_it_needs_no_president(person: Person) -> None:
    text = f"{LENT}2026-10-12 10:00 arrears L1 100.00 since 2026-10-12\n2026-10-13 10:00 settle L1 how paid"
    said = flat("由江城分行（1000）直接经办，没有负有本预警义务的支行，故汇报会不要求支行行长参加（O9）")
    case = Case(person, text.replace("at A1", "at A"), "2026-11-15")
    meeting = case.one("duty", kind="meeting")
    assert said in case.page(meeting)
    assert flat("责任机构 江城分行（1000） 产生时间") in case.page(case.rows["warning"][0])
    below = Case(person, text, "2026-11-15")
    assert "不要求支行行长参加（O9）。" not in below.page(below.one("duty", kind="meeting"))


def test_a_closing_that_was_not_the_end_says_so_and_its_record_is_marked(person: Person) -> None:
    text = f"""{LENT}
2026-10-12 10:00  arrears   L1 1,000.00 since 2026-10-12
2026-10-15 10:00  settle    L1 how paid as s1
2026-10-18 10:00  position  L1 2,500,000.00 corrects s1 as b1
"""
    case = Case(person, text, "2026-10-25")
    first, second = (case.one("signal", episode=n) for n in (1, 2))
    warning = case.one("warning", number=1)
    for page in (case.page(first), case.page(warning), case.in_ledger(first)):
        for said in (
            "s1 2026-10-15 10:00 贷款结清（已由记录 b1 更正）",
            "b1 2026-10-18 10:00 贷款余额入账",
            "该关闭并非最终收回：2026-10-18 10:00（记录 s1、b1）",
            f"其后另成第 2 期信号 {second['id']}：2026-10-18 10:00 产生，黄色（记录 b1；R88）。",
            "R88：",
        ):
            assert flat(said) in page, said
    assert flat("其后另成第") not in case.page(second)
    before = Case(person, text.rpartition("2026-10-18")[0], "2026-10-25")
    assert "更正）" not in before.page(before.rows["signal"][0])


def test_a_recovery_followed_by_a_refinancing_or_a_new_loan_says_what_followed(person: Person) -> None:
    refinanced = f"""{LENT}
2026-10-12 10:00  arrears   L1 1,000.00 since 2026-10-12
2026-10-13 10:00  settle    L1 how paid
2026-10-14 10:00  refinance L1 by L2 of C1 at A1 2,500,000.00 matures 2029-11-02 as x1
"""
    lent = f"""{LENT}
2026-10-12 10:00  major     C1 litigation matter K1 discovered 2026-10-12 09:00 by A1 recorded-by A1
2026-10-13 10:00  settle    L1 how paid
2026-10-14 10:00  disburse  L2 of C1 at A2 6,000,000.00 matures 2028-10-02 as x1
"""
    for text, refs, level in ((refinanced, "R87", "黄色"), (lent, "W9、W11", "红色")):
        case = Case(person, text, "2026-11-05")
        page, later = case.page(case.one("signal", episode=1)), case.one("signal", episode=2)
        said = f"其后另成第 2 期信号 {later['id']}：2026-10-14 10:00 产生，{level}（记录 x1；{refs}）。"
        assert flat(said) in page
        assert flat("x1 2026-10-14 10:00") in page
    case = Case(person, lent.rpartition("2026-10-14")[0], "2026-11-05")
    assert flat("截至 2026-11-05 12:00 尚未再次形成信号") in case.page(case.one("signal", episode=1))


def test_an_episode_after_a_release_names_the_former_its_release_and_the_later_fact(person: Person) -> None:
    text = f"""{LENT}
2026-10-12 10:00  arrears   L1 1,000.00 since 2026-10-12
2026-10-13 10:00  {CLOSED} resolved as r1
2026-10-14 10:00  approve   C1 by A of r1 as v1
"""
    case = Case(person, text, "2026-11-20")
    former, again = (case.one("signal", episode=n) for n in (1, 2))
    for page in (case.page(again), case.page(case.one("warning", number=2))):
        for said in (
            f"前一期信号 {former['id']} 于 2026-10-14 10:00 关闭（记录 r1、v1）：",
            "其后的新事实（欠款达到第 31 天）另成本期信号（W8）。",
            "r1 2026-10-13 10:00 申请解除信号",
            "v1 2026-10-14 10:00 审批申请",
        ):
            assert flat(said) in page, said
    assert flat(f"其后另成第 2 期信号 {again['id']}") in case.page(former)
    assert flat("a later fact (day 31 of the arrears) raised this episode (W8)") in case.page(again, "--lang", "en")


def test_what_ends_or_changes_at_the_source_is_said_to_leave_what_was_derived(person: Person) -> None:
    case = Case(person, LINKED, "2026-11-02")
    signal = case.one("signal", customer_no="C2")
    source = case.one("signal", customer_no="C1", clause="11.1.4")
    for page in (case.page(signal), case.in_ledger(signal)):
        for said in (
            "集团 J1 于 2026-10-15 10:00 终止（记录 u1）：终止自录入当日 24:00（2026-10-15 24:00）起才生效，",
            "2026-10-15 15:00 的产生或升级在此之前，仍经该关系传及（O5）。",
            f"来源的信号 {source['id']} 其后于 2026-10-16 09:00 存疑（记录 m1、t1）：不改变已传导的信号（O5、W12）。",
            "关联终止自录入当日 24:00 起生效。",
        ):
            assert flat(said) in page, said
    before = Case(person, LINKED.partition("2026-10-15 15")[0], "2026-11-02")
    page = before.page(before.one("signal", customer_no="C2"))
    assert flat("集团 J1 于 2026-10-15 10:00 终止（记录 u1）：不改变此前已传导的信号（O5）。") in page


def test_later_assessments_extensions_and_a_balance_of_nil_say_why_the_signal_stands(person: Person) -> None:
    text = """
2026-10-01 08:10  disburse  L1 of C1 at A1 900,000.00 matures 2026-12-10
2026-11-12 10:00  assess    L1 on_time made 2026-11-12 as a2
2026-11-16 10:00  extend    L1 until 2027-03-10 as x1
2026-11-18 10:00  position  L1 0.00 as b1
"""
    case = Case(person, text, "2026-12-20")
    page = case.page(case.one("signal", clause="11.1.1"))
    for said in (
        "其后的评估 a2（2026-11-12 10:00，能按时足额归还）好于信号当时的级别（黄色）：已形成的信号不因此降级或关闭，",
        "可作为申请解除的依据（P2、W8）",
        "借据 L1 其后展期至 2027-03-10（记录 x1，2026-11-16 10:00）：新到期日另行检查；",
        "就原到期日 2026-12-10 已形成的信号不因此改变（P1）",
        "借据 L1 的余额已为零（记录 b1，2026-11-18 10:00），但没有贷款结清的记录：余额归零不等于收回，",
    ):
        assert flat(said) in page, said
    settled = Case(person, f"{text}2026-11-19 10:00 settle L1 how paid", "2026-12-20")
    assert "余额归零不等于收回" not in settled.page(settled.one("signal", clause="11.1.1"))


def test_later_figures_classes_and_forecasts_stand_on_the_page_with_their_level(person: Person) -> None:
    text = f"""{LENT}
2026-10-12 10:00  observe   C1 34 value 12 discovered 2026-10-12 by A1 recorded-by A1
2026-10-14 10:00  observe   C1 34 value 0 discovered 2026-10-14 by A1 recorded-by A1 as o2
2026-10-15 12:00  observe   C1 34 value 40 discovered 2026-10-15 by A1 recorded-by A1 as o3
2026-10-16 10:00  {CLOSED} resolved signals 11.1.6/34 as r1
2026-10-17 10:00  approve   C1 by A of r1
2026-10-20 10:00  observe   C1 34 value 41 discovered 2026-10-20 by A1 recorded-by A1 as o4
2026-11-02 11:00  classify  C1 doubtful on 2026-11-01
2026-11-03 11:00  classify  C1 special_mention_3 on 2026-11-03 as g2
2026-11-04 10:00  major     C1 litigation matter K1 discovered 2026-11-04 by A1 recorded-by A1 as m1
2026-11-05 10:00  major     C1 litigation matter K1 discovered 2026-11-05 by A recorded-by A as m2
"""
    case = Case(person, text, "2026-12-15")
    figure, graded = case.one("signal", clause="11.1.6"), case.one("signal", clause="11.1.2")
    matter = case.one("signal", clause="11.1.4")
    for row, said in (
        (figure, "其后的记录 o2（2026-10-14 10:00）按规则不构成预警信号：已形成的信号不因此降级或关闭"),
        (figure, "信号于 2026-10-17 10:00 解除后的记录 o4（2026-10-20 10:00）按规则为橙色，不重于此前在案的最后一项"),
        (graded, "其后的记录 g2（2026-11-03 11:00）按规则为黄色，不高于信号当时的红色：级别不变"),
        (matter, "其后的记录 m2（2026-11-05 10:00）按规则为红色，不高于信号当时的红色：级别不变"),
    ):
        assert flat(said) in case.page(row), said
    assert flat("o2 2026-10-14 10:00 预警信号观测") in case.page(figure)
    assert flat("其后的记录 o3") not in case.page(figure)
    assert flat("其后的记录 g2") in case.in_ledger(graded)


def test_later_facts_of_one_level_stand_in_one_line(person: Person) -> None:
    text = f"""{LENT}
2026-11-02 11:00  classify  C1 doubtful on 2026-11-01
2026-11-03 11:00  classify  C1 special_mention_3 on 2026-11-03 as g2
2026-11-04 11:00  classify  C1 pass on 2026-11-04 as g3
2026-11-05 11:00  classify  C1 special_mention_3 on 2026-11-05 as g4
2026-11-06 11:00  classify  C1 substandard on 2026-11-06 as g5
"""
    case = Case(person, text, "2026-12-15")
    row = case.one("signal", clause="11.1.2")
    page = case.page(row)
    for said in (
        "其后的记录 g2（2026-11-03 11:00）、g4（2026-11-05 11:00）按规则为黄色，不高于信号当时的红色：级别不变；",
        "其后的记录 g3（2026-11-04 11:00）按规则不构成预警信号：",
        "其后的记录 g5（2026-11-06 11:00）按规则为橙色，不高于信号当时的红色",
    ):
        assert flat(said) in page, said
    assert page.index("其后的记录g2") < page.index("其后的记录g3") < page.index("其后的记录g5"), "as they came"
    english = "By the rule yellow, no higher than the signal was then (red): the later record g2 (2026-11-03 11:00), g4"
    assert flat(english) in case.page(row, "--lang", "en")


def test_a_red_warning_below_a_million_says_why_nothing_goes_to_head_office(person: Person) -> None:
    text = LENT.replace("2,500,000.00", "598,800.00")
    sued = "2026-10-12 10:00 major C1 litigation matter K1 discovered 2026-10-12 09:00 by A1 recorded-by A1"
    case = Case(person, f"{text}{sued}", "2026-10-15")
    page = case.page(case.rows["warning"][0])
    assert flat("金额自产生以来未达 100 万元：级别与金额相互独立，是否上报总行由金额决定，故没有上报总行的义务") in page
    assert flat("W10：级别与金额相互独立") in page
    above = Case(person, f"{LENT}{sued}", "2026-10-15")
    assert "W10" not in above.page(above.rows["warning"][0])


def test_an_assessment_that_is_no_longer_owed_says_which_ending_it_was(person: Person) -> None:
    text = "2026-10-01 08:10  disburse  L1 of C1 at A1 900,000.00 matures 2026-12-10\n"
    for verb, said in (
        ("position L1 0.00", "余额归零（记录 x1）"),
        ("settle L1 how paid", "贷款结清（记录 x1）"),
        ("extend L1 until 2027-03-10", "贷款展期（记录 x1）"),
        ("write-off L1", "贷款核销（记录 x1）"),
        ("refinance L1 by L2 of C1 at A1 900,000.00 matures 2029-11-02", "借新还旧（L2）（记录 x1）"),
    ):
        case = Case(person, f"{text}2026-10-20 10:00 {verb} as x1", "2026-10-25")
        duty = next(row for row in case.rows["duty"] if row["kind"] == "assessment" and row["state"] == "met")
        page = case.page(duty)
        assert flat(f"终结的原因：{said}") in page, verb
        assert page.index(flat("终结，凭记录 x1")) < page.index("终结的原因"), verb


def test_small_wordings_say_which_it_is(person: Person) -> None:
    rising = Case(person, f"{LENT}2026-10-12 10:00 arrears L1 1,000.00 since 2026-10-12", "2026-11-20")
    page = rising.page(rising.rows["signal"][0])
    assert flat("第 2 次产生或升级（橙色）：义务的时限自 2026-11-11 00:00 起算（所达级别首日的零点，O4）") in page
    sued = "2026-10-12 10:00 major C1 litigation discovered 2026-10-12 by A1 recorded-by A1 as m1\n"
    doubted = Case(person, f"{LENT}{sued}2026-10-13 10:00 retract m1 of C1", "2026-10-20")
    signal = doubted.rows["signal"][0]
    page = doubted.page(signal)
    assert flat("状态 有效、存疑（依据已撤销，W12） 信号组") in page
    assert flat("事项编号 m1（记录未写事项编号，取记录编号）") in page
    assert flat("收自：文件 events.jsonl 第 4 行") in doubted.in_ledger(signal)
    found = f"{LENT}2026-10-12 10:00 finding F1 beyond_authority C1 loans L1 by H0 recorded-by H0\n"
    noticed = "2026-10-12 18:00 notice warning C1 by H0 management\n2026-10-13 18:00 answer warning C1 by A1 management"
    answered = Case(person, f"{found}{noticed}", "2026-10-20")
    duty = next(row for row in answered.rows["duty"] if (row["kind"], row["org_no"]) == ("answer", "1001"))
    page = answered.page(duty)
    assert flat("2026-10-13 18:00 答复预警信息通知书") in page
    assert "答复或完成整改" not in page
