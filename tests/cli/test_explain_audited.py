"""What an auditor with the policy in hand found missing: amounts by record, whose a figure is, why it is so late."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.kept import told
from tests.cli.run import LIVE, Person
from tests.cli.test_explain import case, flat, ids
from tests.cli.test_explain_asked import released, report, shown

HEAD_OFFICE = {"discovered_by": "9999", "recorded_by": "9999", "discovered": "2026-11-03"}


def found(name: str, kind: str, at: str, **more: Any) -> str:
    """A management finding of the sub-branch."""
    who = {"finding_no": "F1", "discovered": at[:10], "discovered_by": "1001", "recorded_by": "1001"}
    return line(name, "management.finding.v1", at, customer_no="C1", kind=kind, loan_nos=["L1"], **{**who, **more})


def test_every_balance_of_a_tier_is_a_record_and_they_come_to_the_amount(person: Person) -> None:
    """The last position before, not the one after; a posting is named."""
    posted = [
        line(f"p{n}", "loan.position.v1", f"2026-{at}T09:00:00+08:00", loan_no="L1", posting_seq=n, currency="CNY",
             outstanding_balance=balance)
        for n, at, balance in ((1, "10-20", "5800000.00"), (2, "11-10", "100.00"))
    ]  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), posted[0], sued(), posted[1])
    rows = ids(person, path)
    (warning,) = rows["warning"]
    said = shown(person, path, warning)
    for text in (
        "金额 5,800,000.00 元的依据：截至 2026-11-03 10:00，下列所涉借据余额之和（W6）",
        "L1 5,800,000.00 元 p1（贷款余额入账） 1 2026-10-20 09:00",
        "当前金额合计 100.00 元",
        "100.00 元 p2（贷款余额入账） 记账序号 2 · 2026-11-10 09:00",
    ):
        assert flat(text) in said, text
    by_breach = next(row for row in rows["duty"] if str(row["hangs_on"]).startswith("breach:"))
    page = shown(person, path, by_breach)
    assert flat("L1 5,800,000.00 元 p1（贷款余额入账） 1") in page
    assert "p2" not in page, "it came later"


def test_a_tier_that_the_amount_has_since_left_shows_when_it_was_reached(person: Person) -> None:
    """W7: it never falls."""
    paid = line("p1", "loan.position.v1", "2026-11-03T11:00:00+08:00", loan_no="L1", posting_seq=1, currency="CNY",
                outstanding_balance="500000.00")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), sued(), paid, reported("2026-11-03T12:00:00+08:00"))
    page = shown(person, path, report(ids(person, path)["duty"], "12.1.1", "first_notice"))
    for text in (
        "该档于 2026-11-03 10:00 达到，当时所涉借据余额合计 6,000,000.00 元（W6），构成见第三部分；此后只升不降（W7）",
        "金额 6,000,000.00 元的依据：截至 2026-11-03 10:00",
        "L1 6,000,000.00 元 d-L1（贷款发放）",
    ):
        assert flat(text) in page, text


def test_what_was_written_off_counts_with_the_balance_on_record(person: Person) -> None:
    """W6: a position of nil after the write-off changes nothing."""
    off = line("w1", "loan.written_off.v1", "2026-10-20T09:00:00+08:00", customer_no="C1", loan_no="L1")
    nil = line("p1", "loan.position.v1", "2026-10-21T09:00:00+08:00", loan_no="L1", posting_seq=1, currency="CNY",
               outstanding_balance="0.00")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), off, nil, sued(), reported("2026-11-03T12:00:00+08:00"))
    rows = ids(person, path)
    for row in (rows["warning"][0], report(rows["duty"], "12.1.1")):
        assert flat("L1 6,000,000.00 元 d-L1（贷款发放）") in shown(person, path, row)


def test_a_balance_of_a_loan_refinanced_since_is_that_of_the_loan_then(person: Person) -> None:
    anew = line("n1", "loan.refinanced.v1", "2026-11-10T09:00:00+08:00", customer_no="C1", loan_no="L2",
                previous_loan_no="L1", disbursement_type="refinanced", org_no="1001", currency="CNY",
                outstanding_balance="5000000.00", disbursed_on="2026-11-10", matures_on="2027-11-10")  # fmt: skip
    behind = line("a1", "interest_arrears.position.v1", "2026-11-03T09:00:00+08:00", loan_no="L1", posting_seq=1,
                  currency="CNY", interest_arrears_on_bs="9.00", interest_arrears_off_bs="0.00",
                  interest_arrears_since="2026-11-03")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), behind, anew)
    (warning,) = ids(person, path)["warning"]
    said = shown(person, path, warning)
    assert flat("L1 6,000,000.00 元 d-L1（贷款发放） —") in said
    assert flat("n1（借新还旧）") in said, "what stands now"


def test_a_12_1_1_by_breach_names_the_breached_duty_and_leads_to_it(person: Person) -> None:
    path = case(person)
    duties = ids(person, path)["duty"]
    late = report(duties, "11.1.4", "first_notice")
    for row in duties:
        if str(row["hangs_on"]).startswith("breach:"):
            page = person.run("explain", str(row["id"]), "--events", str(path)).out
            assert "支行的下列义务逾期，本项义务因此产生（D3）：" in page
            assert flat("首次报告（电话或书面） 11.1.4 江城城南支行 2026-11-03 16:00 2026-11-03 16:00") in flat(
                page.replace(str(late["id"]), "").replace("支行行长", "")
            )
            assert f"warning explain {late['id']}" in page
            assert "不依据单独的记录" not in page


@pytest.mark.parametrize(
    ("clause", "kind", "said"),
    [
        ("11.1.4", "first_notice", "条款的 24 小时原文自“一旦发生”起算；自发现之时起算为默认值（D1）。"),
        ("11.1.4", "first_notice", "期限：24 小时（制度原文），"),
        ("11.1.4", "report", "期限：2 日（默认值，D2）；"),
        ("11.2.1", "team", "期限：24 小时（默认值，D4），"),
        ("12.3.1", "meeting", "期限：24 小时（默认值，D5），"),
    ],
)
def test_a_term_says_whose_it_is(person: Person, clause: str, kind: str, said: str) -> None:
    path = case(person)
    assert flat(said) in shown(person, path, report(ids(person, path)["duty"], clause, kind))


def test_a_warning_s_signals_say_their_groups_which_may_make_its_level(person: Person) -> None:
    """W2: two own yellow signals of different groups are orange."""
    path = case(person)
    (warning,) = ids(person, path)["warning"]
    page = shown(person, path, warning)
    assert flat("11.1.4 重大事项") in page
    assert "重大事项（重大事项）" not in page, "the title is the group's name"


def test_a_start_that_the_clause_does_not_have_is_said_to_be_ours(person: Person) -> None:
    """12.1.1 counts from the sub-branch's report, 11.1.3 from the arrears arising."""
    behind = line("a1", "interest_arrears.position.v1", "2026-11-03T09:00:00+08:00", loan_no="L1", posting_seq=1,
                  currency="CNY", interest_arrears_on_bs="9.00", interest_arrears_off_bs="0.00",
                  interest_arrears_since="2026-10-20")  # fmt: skip
    own = {"discovered": "2026-11-03", "discovered_by": "1000", "recorded_by": "1000", "kind": "litigation"}
    event = line("m1", "major_event.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", **own)
    overdue = line("o1", "loan.position.v1", "2026-11-03T09:30:00+08:00", loan_no="L1", posting_seq=1, currency="CNY",
                   outstanding_balance="6000000.00", principal_arrears="1.00",
                   principal_arrears_since="2026-11-03")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), behind, overdue, event)
    duties = ids(person, path, "--until", "2026-11-25")["duty"]
    texts = {
        "breach": "条款原文自支行上报起算；本项自支行逾期起算，为默认值（D3）。",
        "finding": "条款原文自支行上报起算；本项自分行自行发现起算，为默认值（D3）。",
        "11.1.6": "条款原文自发现问题起算；本项自达到该级别之日起算，为默认值（O4、R9）。",
        "11.1.3": "条款原文自发生欠息起算；本项自达到该级别之日起算，为默认值（O4）。",
    }
    seen = set()
    for row in duties:
        key = row["clause"] if row["clause"] in texts else str(row["hangs_on"]).partition(":")[0]
        later = row["clause"] != "11.1.3" or str(row["start"]) > "2026-11-01"
        page = shown(person, path, row, "--until", "2026-11-25")
        assert ("条款原文自" in page) == (key in texts and later), row
        assert key not in texts or not later or flat(texts[key]) in page
        seen |= {key} if later else set()
    assert set(texts) <= seen


@pytest.mark.parametrize(
    ("approved", "said"),
    [
        (
            {"approved_by": "head_office"},
            "记录 f1 载明该贷款由总行审批，属条款所称“经总行或分行审批通过”，故由分行上报总行",
        ),
        (
            {"approved_by": "sub_branch"},
            "记录 f1 载明该贷款由支行自行审批，不属条款所称“经总行或分行审批通过”，故不上报",
        ),
        ({}, "记录 f1 未载明由谁审批，视为分行审批（默认值，R69），故由分行上报总行（O7）"),
    ],
)
def test_who_approved_the_loan_decides_the_route_and_is_said(
    person: Person, approved: dict[str, str], said: str
) -> None:
    finding = found("f1", "conditions_not_met", "2026-11-03T10:00:00+08:00", **approved)
    path = person.write("events.jsonl", named(), lent(), finding)
    rows = ids(person, path)
    assert flat(said) in shown(person, path, rows["signal"][0])
    up = [row for row in rows["duty"] if row["clause"] == "12.1.2.2"]
    assert bool(up) == ("不上报" not in said)
    assert all(flat(said) in shown(person, path, row) for row in up)
    assert flat(said) not in shown(person, path, report(rows["duty"], "11.2")), "to the branch it goes in any case"


def test_a_higher_approver_recorded_later_is_said_with_its_record(person: Person) -> None:
    """R96: what is owed now goes by the later record; the change is in the signal's history."""
    found_first = found("f1", "conditions_not_met", "2026-11-03T10:00:00+08:00", approved_by="sub_branch")
    again = found("f2", "conditions_not_met", "2026-11-04T10:00:00+08:00", approved_by="head_office")
    path = person.write("events.jsonl", named(), lent(), found_first, again)
    page = shown(person, path, ids(person, path)["signal"][0])
    assert flat("后来的记录载明该贷款由总行审批") in page
    assert flat("f2 载明") in page
    assert flat("不上报总行") not in page


def test_a_check_day_moved_by_going_live_is_worked_out_on_signal_and_report(person: Person) -> None:
    taken = lent(matures_on="2026-10-26", balance="1500000.00").replace("loan.disbursed", "loan.taken_on")
    taken = taken.replace("2026-10-12T09", "2026-10-02T09").replace('"2026-10-12"', '"2026-01-10"')
    path = person.write("events.jsonl", taken.replace('"currency"', '"product": "loan", "currency"'))
    words = (*LIVE, "--until", "2026-10-15")
    rows = ids(person, path, *words)
    (signal,) = rows["signal"]
    for row in (signal, report(rows["duty"], "11.1.1")):
        page = shown(person, path, row, *words)
        for text in (
            "T6：系统上线",
            "上线日为 2026-10-01（周四），其后的工作日依次为：第 1 日 2026-10-08（周四）",
            "第 5 日 2026-10-13（周二）（T6）",
            "到期前第 30 天为 2026-09-26（周六）",
            "故为 2026-10-13（周二）（P1、T6）",
        ):
            assert flat(text) in page, text
    assert flat("前第 25 日 24:00 为 2026-10-01 24:00，起点不早于此，不再受其限制（P4）") in page


@pytest.mark.parametrize(
    ("discovered", "said"),
    [
        ("2026-11-03", ""),
        ("2026-11-02", "所报发现时间（2026-11-02）早于发生时间（2026-11-03）"),
        ("2026-11-05", ""),
        ("2026-11-06", "的事项发生 3 天后才被发现"),
    ],
)
def test_a_bare_date_of_discovery_is_held_against_the_date_alone(person: Person, discovered: str, said: str) -> None:
    fact = {"customer_no": "C1", "kind": "litigation", "discovered": discovered}
    event = line("m1", "major_event.v1", "2026-11-10T10:00:00+08:00", "2026-11-03T08:00:00+08:00", **fact)
    path = person.write("events.jsonl", named(), lent(), event)
    page = shown(person, path, ids(person, path)["signal"][0])
    assert ("请核实" in page) == bool(said)
    assert flat(said) in page


def test_a_duty_born_breached_says_so(person: Person) -> None:
    fact = {"customer_no": "C1", "kind": "litigation", "discovered": "2026-11-02", "discovered_by": "1001"}
    event = line("m1", "major_event.v1", "2026-11-06T10:00:00+08:00", "2026-11-02T08:00:00+08:00", **fact)
    path = person.write("events.jsonl", named(), lent(), event)
    page = shown(person, path, report(ids(person, path)["duty"], "11.1.4", "first_notice"))
    for text in (
        "一产生即为逾期：所依据的事实 2026-11-06 10:00 才录入，截止时间 2026-11-02 24:00 其时已过 3 天 10 小时",
        "W5：迟录不推迟截止时间，义务可能一产生即为逾期",
    ):
        assert flat(text) in page, text
    assert "一产生即为逾期：" not in shown(person, path, report(ids(person, path)["duty"], "11.2.1", "team"))


def test_a_duty_breached_before_its_loan_moved_says_so_at_both_ends(person: Person) -> None:
    moved = line("v1", "loan.moved.v1", "2026-11-05T09:00:00+08:00", loan_no="L1", org_no="1002")
    path = person.write("events.jsonl", named(), lent(), sued(), moved)
    teams = {row["org_no"]: row for row in ids(person, path)["duty"] if row["kind"] == "team"}
    old, new = teams["1001"], teams["1002"]
    for row, texts in (
        (
            new,
            (
                f"原义务 {old['id']} 于 2026-11-03 10:00 在江城城南支行（1001）产生；2026-11-05 09:00 随贷款移交",
                f"承接时即为逾期：原义务 {old['id']}（江城城南支行（1001））已于 2026-11-04 10:00 逾期",
            ),
        ),
        (old, (f"贷款移交后，同一义务由江城开发区支行（1002）承接（{new['id']}，2026-11-05 09:00）",)),
    ):
        page = shown(person, path, row)
        assert "O9：" in page
        for text in texts:
            assert flat(text) in page, text


@pytest.mark.parametrize(("ground", "cited"), [("resolved", ["W8："]), ("mistaken", ["W8：", "W12："])])
def test_a_closing_quotes_what_decides_it(person: Person, ground: str, cited: list[str]) -> None:
    both = [text.replace('"resolved"', f'"{ground}"') for text in released("B1")]
    path = person.write("events.jsonl", named(), lent(), sued(), *both)
    rows = ids(person, path)
    for row in (*rows["signal"], *rows["warning"]):
        page = shown(person, path, row)
        assert [ref for ref in ("W8：", "W9：", "W12：") if ref in page] == cited
        assert "—已关闭" in page
        assert "·无" not in page


def test_a_recovery_quotes_what_decides_it(person: Person) -> None:
    settled = line("p1", "loan.settled.v1", "2026-11-20T09:00:00+08:00", customer_no="C1", loan_no="L1", how="paid")
    path = person.write("events.jsonl", named(), lent(), sued(), settled)
    rows = ids(person, path)
    for row in (*rows["warning"], rows["signal"][0]):
        assert "W9：" in shown(person, path, row)


def test_a_refused_approval_is_on_the_signal_s_page(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), *released("A1"))
    page = shown(person, path, ids(person, path)["signal"][0])
    assert flat("的“审批申请（审批的申请：p1）”（记录 p2）不予计入：审批人与申请人为同一人") in page


def test_head_office_has_no_superior(person: Person) -> None:
    event = line(
        "m1", "major_event.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", kind="litigation", **HEAD_OFFICE
    )
    path = person.write("events.jsonl", named(), lent(), event)
    words = ("--until", "2026-11-10")
    duties = ids(person, path, *words)["duty"]
    notice = shown(person, path, report(duties, "13.1", "notice"), *words)
    assert "总行没有上级：该逾期只在总行可查（D9）；本系统尚不发送通知" in notice
    below = shown(person, path, report(duties, "11.1.4", "first_notice"), *words)
    assert flat("该逾期也记在上级岗位名下：江城分行（1000） · 分行监测预警专人（D9）") in below
    assert "上报上级" not in notice + below, "a breach is shown, and reported to nobody"


def test_a_ledger_s_page_says_that_persons_are_tokens_and_a_file_s_whose_a_loan_is(person: Person) -> None:
    moved = line("v1", "loan.moved.v1", "2026-11-03T11:00:00+08:00", loan_no="L1", org_no="1002")
    path = person.write("events.jsonl", named(), lent(), sued(), reported("2026-11-03T10:30:00+08:00"), moved)
    person.run("init")
    person.run("ingest", str(path))
    (duty,) = (row for row in told(person, "duties", "list", "--state", "moved") if row["kind"] == "team")
    kept, filed = (
        person.run("alerts", "explain", duty["id"]).out,
        person.run("explain", duty["id"], "--events", str(path)).out,
    )
    for page in (kept, filed):
        assert flat("客户号：某某食品有限公司（C1）；借据号：L1；机构：江城开发区支行（1002）") in flat(page)
    (late,) = (row for row in told(person, "duties", "list", "--state", "met") if row["kind"] == "first_notice")
    note = "人员以代号（P-…）显示"
    assert note in person.run("alerts", "explain", late["id"]).out
    assert note not in person.run("alerts", "explain", late["id"], "--persons").out
    assert note not in person.run("explain", late["id"], "--events", str(path)).out


def test_a_completion_lists_its_finding(person: Person) -> None:
    finding = found("f1", "beyond_authority", "2026-11-03T10:00:00+08:00")
    who = {"customer_no": "C1", "domain": "management", "org_no": "1000", "post": "branch_monitor", "officer_no": "B1"}
    notice = line("n1", "notice.issued.v1", "2026-11-04T10:00:00+08:00", kind="rectification", **who)
    path = person.write("events.jsonl", named(), lent(), finding, notice)
    page = shown(person, path, report(ids(person, path)["duty"], "14.2", "completion"))
    assert flat("f1 2026-11-03 10:00 管理风险发现") in page


def test_a_met_duty_does_not_list_what_was_incomplete_later(person: Person) -> None:
    good, lame = reported("2026-11-03T12:00:00+08:00"), reported("2026-11-05T12:00:00+08:00", {"cause": ""})
    path = person.write("events.jsonl", named(), lent(), sued(), good, lame)
    page = shown(person, path, report(ids(person, path)["duty"], "11.1.4"))
    assert "rep-2026-11-03" in page
    assert "rep-2026-11-05" not in page


def test_every_default_named_on_a_duty_s_page_has_its_text_there(person: Person) -> None:
    path = case(person)
    for row in ids(person, path)["duty"]:
        page = person.run("explain", str(row["id"]), "--events", str(path)).out
        before, _, after = page.partition("二、为何产生")
        cited = set(
            re.findall(r"(?<![0-9A-Za-z-])[WTPOD][0-9]{1,2}(?![0-9a-f-])", re.sub(r"\b[SWD]-[0-9a-f]{16}", "", after))
        )
        assert {ref for ref in cited if f"{ref}：" not in before} == set(), row["kind"]


@pytest.mark.parametrize(
    ("rows", "which", "said"),
    [
        (
            "class",
            ("11.1.2", "report"),
            "O2：预测的报告，截止于所预测月份之前一个月的月末；认定的，截止于认定当月的月末",
        ),
        ("class", ("11.1.2", "report"), "分类已认定：最迟于认定当月的月末上报，即 2026-11-30 24:00（默认值，O2）"),
        ("class", ("11.1.2", "report"), "发放、还款、欠息、评估、分类认定与预测以发生时间为发现时间"),
        ("head", ("13.1", "notice"), "预警信息通知书：总行发现的每次产生或升级一份"),
    ],
)
def test_a_default_says_what_it_is_cited_for(person: Person, rows: str, which: tuple[str, str], said: str) -> None:
    classed = line("k1", "classification.set.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", grade="substandard",
                   classified_on="2026-11-03")  # fmt: skip
    head = line("m1", "major_event.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", kind="litigation", **HEAD_OFFICE)
    path = person.write("events.jsonl", named(), lent(), {"class": classed, "head": head}[rows])
    assert flat(said) in shown(person, path, report(ids(person, path)["duty"], *which))


def test_small_things_are_written_as_they_should_be(person: Person) -> None:
    path = case(person)
    duties = ids(person, path)["duty"]
    team = person.run("explain", str(report(duties, "11.2.1", "team")["id"]), "--events", str(path)).out
    assert "立即组成‘预警风险化解小组’，" in flat(team), "quotation marks within a quotation"
    update = person.run("explain", str(report(duties, "11.2.2", "monthly_update")["id"]), "--events", str(path)).out
    assert "2026 年 11 月末截止，即 2026-11-30 24:00（D6）" in update
    for row in duties:
        page = person.run("explain", str(row["id"]), "--events", str(path)).out
        assert not re.search(r"[0-9]T[0-9]{2}:[0-9]{2}", page.replace(str(path), "")), "no raw instants"
        assert not re.search("[，。；：、（）] [\u4e00-\u9fff0-9]", page), "no spaces after full-width marks"
