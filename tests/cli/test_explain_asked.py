"""What an auditor asks of an explanation: why 2 days, which amount, whether it ended or was done, what to verify."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids


def shown(person: Person, path: Path, row: dict[str, Any], *words: str) -> str:
    """A row explained, however it is broken into lines."""
    return flat(person.run("explain", str(row["id"]), "--events", str(path), *words).out)


def report(rows: list[dict[str, Any]], clause: str, kind: str = "report") -> dict[str, Any]:
    """The one duty of a kind and clause."""
    (found,) = (row for row in rows if (row["kind"], row["clause"]) == (kind, clause))
    return found


def test_the_written_half_of_a_24_hour_clock_says_why_it_has_2_days(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    duties = ids(person, path)["duty"]
    said = shown(person, path, report(duties, "11.1.4"))
    for text in ("D2：24 小时时限分为两项", "第十五条", "本项是随后补报的书面材料，按 2 日的规则计算（默认值，D2"):
        assert flat(text) in said, text
    assert "本项是随后补报" not in shown(person, path, report(duties, "11.1.4", "first_notice"))


def test_the_amount_is_that_of_the_day_the_duty_was_opened(person: Person) -> None:
    more = lent("L2", "5000000.00").replace("2026-10-12T09:00:00", "2026-11-05T09:00:00")
    path = person.write(
        "events.jsonl", named(), lent(balance="1000000.00"), sued(), reported("2026-11-04T09:00:00+08:00"), more
    )
    duties = ids(person, path)["duty"]
    crossed = next(row for row in duties if str(row["hangs_on"]).startswith("crossing:"))
    by_crossing = shown(person, path, crossed)
    for text in (
        "时限按金额档“500 万元（含）以上”执行：2026-11-05 09:00 所涉借据余额合计 6,000,000.00 元（W6、W7）",
        "L1 1,000,000.00 元 d-L1（贷款发放） — 2026-10-12 09:00",
        "L2 5,000,000.00 元 d-L2（贷款发放） — 2026-11-05 09:00",
        "合计 6,000,000.00 元",
    ):
        assert flat(text) in by_crossing, text
    (warning,) = ids(person, path)["warning"]
    assert flat("合计达到 6,000,000.00 元（L2 5,000,000.00 元、L1 1,000,000.00 元）") in shown(person, path, warning)
    by_report = next(row for row in duties if str(row["hangs_on"]).startswith("report:"))
    told = shown(person, path, by_report)
    assert flat("2026-11-04 09:00 所涉借据余额合计 1,000,000.00 元") in told
    assert "d-L2" not in told, "recorded later"


@pytest.mark.parametrize(
    ("matures_on", "check_day", "due"),
    [("2026-10-12", "2026-10-12（周一）", "2026-10-14"), ("2026-11-10", "2026-10-14（周三）", "2026-10-14")],
)
def test_a_check_day_moved_by_going_live_counts_the_working_days(
    person: Person, matures_on: str, check_day: str, due: str
) -> None:
    taken = json.loads(lent(matures_on=matures_on).replace("2026-10-12T09", "2026-10-08T09"))
    taken |= {"type": "loan.taken_on.v1"}
    taken["data"] |= {"disbursed_on": "2026-01-10", "product": "loan"}
    path = person.write("events.jsonl", json.dumps(taken, ensure_ascii=False))
    words = ("--live-from", "2026-10-08", "--until", "2026-10-09")
    duty = report(ids(person, path, *words)["duty"], "11.1.1", "assessment")
    said = shown(person, path, duty, *words)
    for text in (
        f"不早于上线日后第 5 个工作日、但不晚于到期日，故为 {check_day}（P1、T6）",
        "上线日为 2026-10-08（周四），其后的工作日依次为：第 1 日 2026-10-09（周五）",
        f"不早于第 5 个工作日 24:00，故为 {due} 24:00（T6）",
        f"因此截止时间为 {due} 24:00",
        "借据 L1 于",
    ):
        assert flat(text) in said, text


@pytest.mark.parametrize(
    ("discovered", "said"),
    [
        ("2026-11-03T07:00:00+08:00", "所报发现时间（2026-11-03 07:00）早于发生时间（2026-11-03 08:00）"),
        ("2026-11-09T09:00:00+08:00", "记录 m1 的事项发生 6 天后才被发现"),
        ("2026-11-04T09:00:00+08:00", ""),
    ],
)
def test_a_strange_discovery_is_to_be_verified(person: Person, discovered: str, said: str) -> None:
    fact = {"customer_no": "C1", "kind": "litigation", "discovered": discovered}
    event = line("m1", "major_event.v1", "2026-11-10T10:00:00+08:00", "2026-11-03T08:00:00+08:00", **fact)
    path = person.write("events.jsonl", named(), lent(), event)
    (signal,) = ids(person, path)["signal"]
    text = shown(person, path, signal)
    assert ("请核实" in text) == bool(said)
    assert flat(said) in text


def test_what_spread_over_a_guarantee_cites_article_3(person: Person) -> None:
    guarantee = line(
        "g1",
        "guarantee.link.v1",
        "2026-10-13T09:00:00+08:00",
        customer_no="C1",
        guarantor_no="C2",
        guarantee_contract_no="BZ1",
        change="made",
    )
    other = lent("L2", "900000.00").replace('"C1"', '"C2"')
    path = person.write("events.jsonl", named(), lent(), other, guarantee, sued())
    found = ids(person, path)
    derived = next(row for row in found["signal"] if row["clause"] == "11.1.5")
    said = shown(person, path, derived)
    assert flat("涉及关联企业或担保企业预警、贷款企业财务指标") in said
    assert flat("属默认值（O5）") in said
    told = shown(person, path, report(found["duty"], "11.1.5"))
    for text in ("第三条", "g1", "m1", "担保合同：BZ1"):
        assert text in told, text


def test_what_a_closing_ended_was_not_done_in_time(person: Person) -> None:
    settled = line("p1", "loan.settled.v1", "2026-11-20T09:00:00+08:00", customer_no="C1", loan_no="L1", how="paid")
    path = person.write("events.jsonl", named(), lent(), sued(), settled)
    update = report(ids(person, path)["duty"], "11.2.2", "monthly_update")
    assert update["state"] == "met", "the decision is as it was"
    said = shown(person, path, update)
    assert "终结" in said
    assert flat("D7：跟踪至预警关闭") in said
    assert "按时完成" not in said


def test_only_a_report_is_a_late_report(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    words = ("--until", "2026-11-10")
    duties = ids(person, path, *words)["duty"]
    assert "考评：按迟报计分" in shown(person, path, report(duties, "11.1.4"), *words)
    team = shown(person, path, report(duties, "11.2.1", "team"), *words)
    assert "考评：按逾期办理计分" in team
    assert "迟报计分" not in team
    listed = person.run("decide", str(path), *words).out
    assert "逾期办理" in listed
    assert "迟报" in listed


def test_what_is_due_this_instant_is_overdue_in_the_same_words(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    words = ("--until", "2026-11-04T10:00:00+08:00")
    team = report(ids(person, path, *words)["duty"], "11.2.1", "team")
    assert flat("截至 2026-11-04 10:00 仍未办理，已逾期 不足 1 分钟。") in shown(person, path, team, *words)
    listed = person.run("decide", str(path), *words).out
    assert "已逾期" in listed
    assert "不足 1 分钟" in listed


def test_the_start_of_a_clock_is_one_instant_not_alternatives(person: Person) -> None:
    at = "2026-11-0{}T10:00:00+08:00"
    ratio = {"customer_no": "C1", "number": 18, "numerator": "71.00", "denominator": "100.00"}
    yellow = line("o1", "signal.observed.v1", at.format(3), **ratio)
    path = person.write("events.jsonl", named(), lent(), yellow, sued(at.format(5)))
    words = ("--until", "2026-12-02")
    duties = ids(person, path, *words)["duty"]
    first, second = sorted((row for row in duties if row["kind"] == "meeting"), key=lambda row: str(row["hangs_on"]))
    assert "（预警产生的时刻）" in shown(person, path, first, *words)
    assert "（预警升级为红色的时刻）" in shown(person, path, second, *words)
    updates = sorted((row for row in duties if row["kind"] == "monthly_update"), key=lambda row: str(row["hangs_on"]))
    assert "（预警产生的时刻）" in shown(person, path, updates[0], *words)
    assert "（当月首日0:00）" in shown(person, path, updates[1], *words)


def test_what_comes_next_is_what_is_due_first_as_in_the_demo(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    table = person.run("decide", str(path), "--until", "2026-11-10").out.partition("逾期未完成的义务")[0]
    assert "2026-11-04 10:00" in table
    assert "已逾期" in table
    assert "2026-11-30" not in table


def acted(name: str, kind: str, at: str, org_no: str, post: str, officer: str, **content: Any) -> str:
    """An act on the borrower's business warning."""
    who = {"customer_no": "C1", "domain": "business", "org_no": org_no, "post": post, "officer_no": officer}
    return line(name, kind, at, **who, **content)


def released(approver: str, name: str = "p2") -> list[str]:
    """A release, proposed and approved."""
    ground = {"to_level": "closed", "ground": "resolved", "evidence": "调解书"}
    return [
        acted("p1", "release.proposed.v1", "2026-11-20T09:00:00+08:00", "1001", "sub_branch_president", "A1", **ground),
        acted(name, "proposal.approved.v1", "2026-11-21T09:00:00+08:00", "1000", "branch_principal_leader", approver,
              proposal_id="p1"),
    ]  # fmt: skip


def test_a_closed_warning_shows_its_highest_level_and_both_who_released_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), *released("B1"))
    (warning,) = ids(person, path)["warning"]
    said = shown(person, path, warning)
    for text in (
        "曾达到的最高级别 红色",
        "申请解除信号",
        "审批申请",
        "工号：A1",
        "工号：B1",
        "极可能出现风险贷款",
    ):
        assert flat(text) in said, text


def test_what_did_not_count_is_told_in_the_course_of_events(person: Person) -> None:
    meeting = acted(
        "k1",
        "meeting.held.v1",
        "2026-11-03T15:00:00+08:00",
        "1000",
        "branch_principal_leader",
        "B1",
        attendees=[
            {"org_no": "1001", "post": "sub_branch_president"},
            {"org_no": "1000", "post": "branch_principal_leader", "in_person": False},
        ],
    )
    lame = reported("2026-11-04T09:00:00+08:00", {"cause": ""})
    path = person.write("events.jsonl", named(), lent(), sued(), meeting, lame, *released("A1"))
    found = ids(person, path)
    said = shown(person, path, report(found["duty"], "12.3.1", "meeting"))
    assert flat("的“召开汇报会”（记录 k1）不予计入：红色预警的汇报会，分行主要领导没有亲自参加") in said
    assert flat("（记录 rep-2026-11-04）不予计入：报告缺少") in shown(person, path, report(found["duty"], "11.1.4"))
    assert "rep-2026-11-04" not in shown(person, path, report(found["duty"], "11.2.1", "team"))
    assert flat("（记录 p2）不予计入：审批人与申请人为同一人") in shown(person, path, found["warning"][0])


def test_who_attended_and_what_a_report_covered_is_told(person: Person) -> None:
    there = [{"org_no": "1001", "post": "sub_branch_president"}, {"org_no": "1000", "post": "branch_principal_leader"}]
    at = "2026-11-03T15:00:00+08:00"
    meeting = acted("k1", "meeting.held.v1", at, "1000", "branch_principal_leader", "B1", attendees=there)
    path = person.write("events.jsonl", named(), lent(), sued(), reported("2026-11-03T12:00:00+08:00"), meeting)
    found = ids(person, path)
    said = shown(person, path, report(found["duty"], "12.3.1", "meeting"))
    for text in ("江城城南支行 · 支行行长（亲自参加）", "江城分行 · 分行主要领导（亲自参加）", "工号：B1"):
        assert flat(text) in said, text
    covered = flat(f"报告涵盖的有效信号：{found['signal'][0]['id']}")
    assert covered in shown(person, path, report(found["duty"], "11.1.4"))


def test_what_stood_by_a_breach_that_was_none_says_so(person: Person) -> None:
    """R47: the report had been received in time, and was read after the breach."""
    later = line("r2", "borrower.registered.v1", "2026-11-06T09:00:00+08:00", customer_no="C1", borrower_name="某某")
    path = person.write("events.jsonl", lent(), sued(), later, reported("2026-11-04T09:00:00+08:00"))
    waived = [row for row in ids(person, path)["duty"] if row["state"] == "waived" and row["kind"] == "report"]
    (said,) = [shown(person, path, row) for row in waived]
    assert "其逾期记录撤回；本项义务因该逾期而产生，不再成立，予以免除" in said
    assert "已豁免，凭记录rep-2026-11-04，2026-11-0409:00收到" in said
    assert "批准" not in said.split("予以免除")[1]
