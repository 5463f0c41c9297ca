"""What a page must say before an auditor signs: which default decided, what a report held, what hangs together."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import LIVE, Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown
from tests.cli.test_explain_audited import found
from warning.wording import records
from warning.wording.clauses import OURS, READINGS
from warning.wording.names import Names

SUED = {"customer_no": "C1", "kind": "litigation", "discovered": "2026-11-03"}


@pytest.mark.parametrize(
    ("occurred", "recorded", "called", "said"),
    [
        (
            "2026-11-03T08:00:00+08:00",
            "2026-11-03T10:00:00+08:00",
            "2026-11-04T09:00:00+08:00",
            "早于所载发生时间 2026-11-03 08:00；若自记录时间 2026-11-03 10:00 起算，截止时间为 2026-11-04 10:00，是否",
        ),
        (
            "2026-11-02T08:00:00+08:00",
            "2026-11-03T10:00:00+08:00",
            "2026-11-04T09:00:00+08:00",
            "起点为该日 0:00（默认值，T1）；若自记录时间 2026-11-03 10:00 起算，截止时间为 2026-11-04 10:00，是否逾期",
        ),
        (
            "2026-11-03T08:00:00+08:00",
            "2026-11-05T10:00:00+08:00",
            "2026-11-05T11:00:00+08:00",
            "只报发现日期，起点为该日 0:00（默认值，T1），早于所载发生时间 2026-11-03 08:00；",
        ),
        ("2026-11-02T08:00:00+08:00", "2026-11-03T10:00:00+08:00", "2026-11-03T11:00:00+08:00", ""),
    ],
)
def test_a_start_from_a_bare_date_is_a_default_and_says_what_it_does(
    person: Person, occurred: str, recorded: str, called: str, said: str
) -> None:
    """T1: 24 hours from 00:00 of a day of which the record says no hour."""
    call = line("t1", "phone.notice.v1", called, customer_no="C1", domain="business", org_no="1001",
                post="sub_branch_president", officer_no="P1")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), line("m1", "major_event.v1", recorded, occurred, **SUED), call)
    page = shown(person, path, report(ids(person, path)["duty"], "11.1.4", "first_notice"))
    assert flat("只报日期的，自该日 0:00 起算，默认值，T1") in page
    assert flat("只报日期的发现，自该日 0:00 起算。") in page, "the sentence of T1"
    assert flat(said) in page
    assert ("提示：" in page) == bool(said)
    written = shown(person, path, report(ids(person, path)["duty"], "11.1.4"))
    assert "提示：" not in written, "days are the same from any hour"


def test_an_approver_that_nobody_named_is_a_default_that_can_be_looked_up(person: Person) -> None:
    finding = found("f1", "conditions_not_met", "2026-11-03T10:00:00+08:00")
    path = person.write("events.jsonl", named(), lent(), finding)
    rows = ids(person, path)
    said = flat("未载明由谁审批，视为分行审批（默认值，R69），故由分行上报总行（O7）。")
    for row in (rows["signal"][0], report(rows["duty"], "12.1.2.2")):
        page = shown(person, path, row)
        assert said in page
        assert flat("R69：记录未载明贷款由谁审批的，视为经分行审批") in page
    assert "审批，" not in shown(person, path, report(rows["duty"], "11.2")).partition("二、")[2]
    named_so = found("f1", "conditions_not_met", "2026-11-03T10:00:00+08:00", approved_by="head_office")
    path = person.write("events.jsonl", named(), lent(), named_so)
    assert "R69" not in shown(person, path, report(ids(person, path)["duty"], "12.1.2.2"))


def test_every_reading_that_a_page_names_has_its_text_there(person: Person) -> None:
    overdue = line("o1", "loan.position.v1", "2026-11-03T09:30:00+08:00", loan_no="L1", posting_seq=1, currency="CNY",
                   outstanding_balance="6000000.00", principal_arrears="1.00",
                   principal_arrears_since="2026-11-03")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), overdue)
    duty = report(ids(person, path)["duty"], "11.1.6")
    for lang, mark in (("zh", "："), ("en", ":")):
        page: str = person.run("explain", str(duty["id"]), "--events", str(path), "--lang", lang).out
        cited: set[str] = set(re.findall(r"(?<![0-9A-Za-z-])R[0-9]+(?![0-9a-f-])", page))
        assert cited == {"R9"}
        assert f"R9{mark}" in page
    told: Any = {ref for text in OURS.values() for ref in re.findall(r"\bR[0-9]+", text.zh + text.en)}
    assert told <= set(READINGS)


def test_a_report_shows_its_nine_parts_and_the_article_that_asks_for_them(person: Person) -> None:
    lame = reported("2026-11-03T11:00:00+08:00", {"finances": " "})
    good = reported("2026-11-04T09:00:00+08:00", {"cause": "下游回款放缓", "measures": "压降授信"})
    path = person.write("events.jsonl", named(), lent(), sued(), lame, good)
    duties = ids(person, path)["duty"]
    page = shown(person, path, report(duties, "11.1.4"))
    for text in (
        "第十六条所列内容：九项有 9 项：企业基本状况、财务状况、现金流量情况、",
        "风险原因：“下游回款放缓”；拟采取的措施：“压降授信”",
        "第十六条（报告内容）",
        "“预警信息报告内容主要包括企业基本状况",
        "第十一条（二）（11.2 一律书面上报分行）",
        "第十五条的补报限于紧急事件；没有记录载明本项情况紧急，此默认值宽于条款原文",
        "不予计入：报告缺少第十六条要求的内容：财务状况",
    ):
        assert flat(text) in page, text
    first = shown(person, path, report(duties, "11.1.4", "first_notice"))
    assert "（报告内容）" in first, "a report met it"
    assert "11.2一律书面" not in first
    up = shown(person, path, next(row for row in duties if str(row["hangs_on"]).startswith("report:")))
    assert "（报告内容）" not in up, "none was given yet"
    for row in duties:
        if row["clause"] == "12.1.1":
            assert (flat("第十二条（二）（12.2 书面上报总行）") in shown(person, path, row)) == (
                row["kind"] == "report"
            )


def test_the_parts_a_report_lacks_are_named() -> None:
    content = {"parts": {"basics": "见附件", "cause": "欠款", "other": "\u3164"}}
    told = records.told(content, Names(), "en")
    assert told.startswith("parts of article 16: 2 of the nine: the borrower's basics, cause of the risk; lacking: fin")
    assert told.endswith("measures intended, other matters; cause of the risk: “欠款”")


def test_what_was_refused_before_a_duty_was_there_is_no_attempt_at_it(person: Person) -> None:
    lame = reported("2026-11-03T11:00:00+08:00", {"finances": ""})
    again = line(
        "m2", "major_event.v1", "2026-11-05T10:00:00+08:00", customer_no="C1", kind="external_policy", matter="M2"
    )
    later = reported("2026-11-06T11:00:00+08:00", {"cause": ""})
    path = person.write("events.jsonl", named(), lent(), sued(), lame, again, later)
    written = [row for row in ids(person, path)["duty"] if (row["clause"], row["kind"]) == ("11.1.4", "report")]
    first, second = sorted(written, key=lambda row: str(row["start"]))
    for row, refused in ((first, ["rep-2026-11-03", "rep-2026-11-06"]), (second, ["rep-2026-11-06"])):
        page = shown(person, path, row)
        assert re.findall(r"（记录(rep-[0-9-]+)）不予计入", page) == refused


def test_a_source_that_is_orange_by_two_yellow_ones_says_so(person: Person) -> None:
    link = line("g1", "guarantee.link.v1", "2026-10-13T09:00:00+08:00", customer_no="C1", guarantor_no="C2",
                guarantee_contract_no="BZ1", change="made")  # fmt: skip
    other = lent("L2", "900000.00").replace('"C1"', '"C2"')
    short = line("s1", "signal.observed.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", number=34, value=12)
    loan = line("s2", "signal.observed.v1", "2026-11-04T10:00:00+08:00", customer_no="C1", number=29,
                numerator="35.00", denominator="100.00")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), other, link, short, loan)
    rows = ids(person, path)
    derived = next(row for row in rows["signal"] if row["clause"] == "11.1.5")
    own = sorted(str(row["id"]) for row in rows["signal"] if row["clause"] == "11.1.6")
    owed = sorted((row for row in rows["duty"] if row["clause"] == "11.1.5"), key=lambda row: str(row["start"]))
    for row, expected in ((derived, True), (owed[0], False), (owed[1], True)):
        page = shown(person, path, row)
        assert ("其橙色由不同信号组的黄色信号并存得出" in page) == expected
        assert ("W2：" in page) == expected
        assert all(name in page for name in own) or not expected


def test_a_class_that_was_set_says_whose_its_deadline_is_and_what_missed_means(person: Person) -> None:
    classed = line("k1", "classification.set.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", grade="substandard",
                   classified_on="2026-11-03")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), classed)
    for words, since in ((LIVE, "自上线（2026-10-01 00:00）以来"), ((), "自有记录以来")):
        page = shown(person, path, ids(person, path, *words)["signal"][0], *words)
        assert flat("最迟于认定当月月末 24:00 上报，为默认值（O2）") in page
        assert flat(f"“未曾预测到”：{since}，没有把该借款人该月预测为后三类的记录") in page
    guess = line("k0", "classification.forecast.v1", "2026-10-30T10:00:00+08:00", customer_no="C1", grade="doubtful",
                 month="2026-11", org_no="1001")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), guess)
    page = shown(person, path, ids(person, path)["signal"][0])
    assert "“未曾预测到”：" not in page
    assert "为默认值（O2）" not in page


def test_both_figures_of_a_sign_off_are_dated_and_the_difference_is_explained(person: Person) -> None:
    other = lent("L2").replace('"C1"', '"C2"')
    paid = line("p1", "loan.settled.v1", "2026-10-25T09:00:00+08:00", customer_no="C2", loan_no="L2", how="paid")
    signed = line("f1", "forecast.signed_off.v1", "2026-10-30T09:00:00+08:00", org_no="1001", month="2026-10",
                  post="sub_branch_president", officer_no="P1", covered=1, missing=[])  # fmt: skip
    for events, said in (
        ((paid, signed), "2026-10-22 00:00 义务产生时 2 户，2026-10-30 09:00 签认时 1 户；相差的 1 户为其间净减少"),
        ((signed,), "2026-10-22 00:00 义务产生时 2 户，2026-10-30 09:00 签认时 2 户，两者一致"),
    ):
        path = person.write("events.jsonl", named(), lent(), other, *events)
        rows = [one for one in ids(person, path, "--until", "2026-11-02")["duty"] if one["kind"] == "forecast_sign_off"]
        row = next(one for one in rows if one["org_no"] == "1001" and str(one["hangs_on"]).endswith("10"))
        assert flat(said) in shown(person, path, row, "--until", "2026-11-02")


def test_a_balance_says_by_which_signal_it_counts_and_a_tier_by_the_sum_that_it_is_ours(person: Person) -> None:
    """W6: two loans in arrears of 600,000 each are a case of 1,200,000."""
    behind = [
        line(f"a{n}", "interest_arrears.position.v1", f"2026-11-0{n + 2}T09:00:00+08:00", loan_no=f"L{n}",
             posting_seq=1, currency="CNY", interest_arrears_on_bs="9.00", interest_arrears_off_bs="0.00",
             interest_arrears_since=f"2026-11-0{n + 2}")
        for n in (1, 2)
    ]  # fmt: skip
    both = (lent(balance="600000.00"), lent("L2", "600000.00"))
    path = person.write("events.jsonl", named(), *both, *behind, reported("2026-11-04T10:00:00+08:00"))
    rows = ids(person, path)
    one, two = (str(row["id"]) for row in sorted(rows["signal"], key=lambda row: str(row["subject"])))
    (warning,) = rows["warning"]
    page = shown(person, path, warning)
    for text in (
        "自 2026-11-03 09:00 起：100 万元以下；此前合计 0.00 元，其时合计 600,000.00 元（W6）。",
        "自 2026-11-04 09:00 起：100 万元（含）至 500 万元；此前合计 600,000.00 元，其时合计 1,200,000.00 元（W6）。",
        f"L1 600,000.00 元 d-L1（贷款发放） — 2026-10-12 09:00 {one}",
        f"L2 600,000.00 元 d-L2（贷款发放） — 2026-10-12 09:00 {two} 合计",
        f"因信号 {two}",
    ):
        assert flat(text) in page, text
    up = shown(person, path, report(rows["duty"], "12.1.1"))
    assert (
        flat("任一信号所涉借据单独合计最多 600,000.00 元，属“100 万元以下”；金额按各有效信号所涉借据合计是默认值") in up
    )
    large = person.write("events.jsonl", named(), lent(), sued(), reported("2026-11-03T11:00:00+08:00"))
    assert "单独合计最多" not in shown(person, large, report(ids(person, large)["duty"], "12.1.1"))


def test_an_english_page_says_once_that_quotations_are_translated(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    (warning,) = ids(person, path)["warning"]
    note = flat("Quotations are our translation of the Chinese text, which alone is binding.")
    assert shown(person, path, warning, "--lang", "en").count(note) == 1
    assert "译文" not in shown(person, path, warning)


def test_an_assessment_and_the_signal_its_absence_raised_name_each_other(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(matures_on="2026-11-20"), lent("L2", matures_on="2026-11-25"))
    rows = ids(person, path, "--until", "2026-10-23")
    (signal,) = rows["signal"]
    owed = {str(row["hangs_on"]).split(":")[1]: row for row in rows["duty"] if row["kind"] == "assessment"}
    page = shown(person, path, owed["L1"], "--until", "2026-10-23")
    assert flat(f"检查日终没有符合要求的评估，由此产生信号 {signal['id']}。") in page
    assert flat(f"explain {signal['id']}") in page
    assert "由此产生信号" not in shown(person, path, owed["L2"], "--until", "2026-10-23")
    told = shown(person, path, signal, "--until", "2026-10-23")
    said = f"未按时完成的到期前还款能力评估：{owed['L1']['id']}（江城城南支行（1001），逾期未完成）。"
    assert flat(said) in told
    assert str(owed["L2"]["id"]) not in told


def test_a_signal_says_what_else_hangs_on_its_warning_and_what_its_report_opened(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), reported("2026-11-03T12:00:00+08:00"))
    rows = ids(person, path)
    (signal,), (warning,) = rows["signal"], rows["warning"]
    page = shown(person, path, signal)
    up = [str(row["id"]) for row in rows["duty"] if row["clause"] == "12.1.1"]
    assert len(up) == 2
    assert all(name in page.partition("又使分行产生下列上报总行的义务")[2] for name in up)
    others = [row for row in rows["duty"] if row["clause"] not in ("11.1.4", "12.1.1") and row["customer_no"] == "C1"]
    assert flat(f"另有 {len(others)} 项义务属于所属预警 {warning['id']}") in page
    silent = person.write("events.jsonl", named(), lent(), sued())
    assert "又使分行产生" not in shown(person, silent, ids(person, silent)["signal"][0])


def test_a_moved_duty_lists_where_its_loan_was_before(person: Person) -> None:
    moved = line("v1", "loan.moved.v1", "2026-11-05T09:00:00+08:00", loan_no="L1", org_no="1002")
    path = person.write("events.jsonl", named(), lent(), lent("L2", "900000.00"), sued(), moved)
    teams = {row["org_no"]: row for row in ids(person, path)["duty"] if row["kind"] == "team"}
    page = shown(person, path, teams["1002"])
    assert flat("d-L1 2026-10-12 09:00 贷款发放") in page
    assert flat("借据号：L1；机构：江城城南支行（1001）") in page
    assert "d-L2" not in page.partition("的依据：截至")[0], "it stayed; of the amount it is a part"
    still = person.write("events.jsonl", named(), lent(), sued())
    row = next(row for row in ids(person, still)["duty"] if row["kind"] == "team")
    assert "d-L1" not in shown(person, still, row).partition("负有本项义务")[0]


def test_a_retraction_says_who_sent_it_and_is_listed_by_what_rests_on_the_record(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    update = report(ids(person, path)["duty"], "11.2.2", "monthly_update")
    who = {"customer_no": "C1", "domain": "business", "org_no": "1001"}
    back = line("x1", "event.retracted.v1", "2026-11-04T09:00:00+08:00", customer_no="C1", retracts="m1", reason="同名")
    asked = line("q1", "waiver.proposed.v1", "2026-11-04T10:00:00+08:00", **who, post="sub_branch_president",
                 officer_no="A1", duty_ids=[update["id"]], reason="依据有误")  # fmt: skip
    granted = line("q2", "proposal.approved.v1", "2026-11-04T11:00:00+08:00", **{**who, "org_no": "1000"},
                   post="branch_principal_leader", officer_no="B1", proposal_id="q1")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), sued(), back, asked, granted)
    rows = ids(person, path)
    waived = next(row for row in rows["duty"] if row["id"] == update["id"])
    assert waived["state"] == "waived"
    for row in (waived, rows["signal"][0], report(rows["duty"], "11.2.1", "team")):
        page = shown(person, path, row)
        assert "记录撤销" in page
        assert flat("撤销的记录：m1；理由：同名；收自：/test") in page
