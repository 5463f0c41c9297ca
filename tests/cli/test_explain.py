"""``warning explain``: an auditor who has never seen code finds clause, rule, values, records, and the due."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Self

import pytest

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import Person
from warning.cli.explain.duty import explain_duty
from warning.cli.explain.narrowed import without_idle
from warning.cli.explain.needed import Needed, Row, needed
from warning.cli.explain.page import Page
from warning.cli.explain.signal import explain_signal
from warning.cli.explain.warning import explain_warning
from warning.cli.reading import find_events
from warning.cli.running import situation
from warning.cli.screen.prose import Screen
from warning.cli.situation import Situation
from warning.core.rows import Duty, Signal, Warning
from warning.wording.text import Lang


def ids(person: Person, path: Path, *words: str) -> dict[str, list[dict[str, object]]]:
    """The rows of a file by kind."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in person.run("decide", str(path), *words, "--json").out.splitlines():
        one = json.loads(row)
        found.setdefault(one["object"], []).append(one)
    return found


def flat(text: str) -> str:
    """A text however it is broken into lines."""
    return re.sub(r"\s+", "", text)


def case(person: Person) -> Path:
    """A lawsuit, told of by telephone too late, reported late."""
    return person.write(
        "events.jsonl",
        named(),
        lent(),
        line(
            "m1",
            "major_event.v1",
            "2026-11-03T10:00:00+08:00",
            customer_no="C1",
            kind="litigation",
            discovered="2026-11-02T16:00:00+08:00",
            discovered_by="1001",
            recorded_by="1001",
            source="other_media",
        ),
        reported("2026-11-06T09:00:00+08:00"),
    )


def test_a_signal(person: Person) -> None:
    path = case(person)
    (signal,) = ids(person, path)["signal"]
    shown = person.run("explain", str(signal["id"]), "--events", str(path))
    assert shown.code == 0
    for text in (
        "第十一条（一）4（11.1.4 重大事项）",
        "一律视红色预警，在24小时内上报分行",
        "客户涉及重大诉讼",
        "判断（红色）：借款人发生重大事项：涉及重大诉讼",
        "m1",
        "2026-11-03 10:00",
        "发现时间：2026-11-02 16:00；",
        "其他渠道：媒体报道",
        "第 1 次产生或升级（红色）：义务的时限自 2026-11-02 16:00 起算",
        "6,000,000.00 元",
        "书面预警报告",
    ):
        assert flat(text) in flat(shown.out), text


def test_a_signal_in_english(person: Person) -> None:
    path = case(person)
    (signal,) = ids(person, path)["signal"]
    shown = person.run("explain", str(signal["id"]), "--events", str(path), "--lang", "en")
    text = " ".join(shown.out.split())
    assert "article 11 (1) 4 (11.1.4 major event)" in text
    assert "A major event has struck the borrower: major litigation" in text
    assert "the clocks of its duties start 2026-11-02 16:00" in text
    assert not re.search(r"条款|义务|记录", shown.out.replace("某某食品有限公司", ""))


def test_a_duty_with_the_arithmetic_of_its_due_and_its_life(person: Person) -> None:
    path = case(person)
    duties = ids(person, path)["duty"]
    report = next(row for row in duties if row["kind"] == "report" and row["clause"] == "11.1.4")
    shown = person.run("explain", str(report["id"]), "--events", str(path))
    for text in (
        "起点：2026-11-02 16:00（记录所报的发现时刻）",
        "期限：2 日（默认值，D2）；起始当日 2026-11-02（周一）不计（T1）",
        "第 1 日 2026-11-03（周二）、第 2 日 2026-11-04（周三）；至当日 24:00，即 2026-11-04 24:00",
        "因此截止时间为 2026-11-04 24:00",
        "2026-11-04（周三）是工作日，按工作日顺延后不变",
        "逾期后完成",
        "按迟报计分",
        "该逾期也记在上级岗位名下：江城分行（1000） · 分行监测预警专人",
        "凭记录 rep-2026-11-06，2026-11-06 09:00 收到",
        "逾期 1 天 9 小时",
    ):
        assert flat(text) in flat(shown.out), text


def test_the_branch_s_report_counts_from_the_breach_and_says_which(person: Person) -> None:
    path = case(person)
    duties = ids(person, path)["duty"]
    breach = next(row for row in duties if str(row["hangs_on"]).startswith("breach:") and row["kind"] == "report")
    shown = person.run("explain", str(breach["id"]), "--events", str(path))
    late = next(row for row in duties if row["kind"] == "first_notice" and row["clause"] == "11.1.4")
    assert "支行逾期的时刻" in shown.out
    assert str(late["id"]) in shown.out


def test_a_warning_with_its_signals_amount_and_duties(person: Person) -> None:
    path = case(person)
    found = ids(person, path)
    (warning,) = found["warning"]
    shown = person.run("explain", str(warning["id"])[:8], "--events", str(path))
    assert str(found["signal"][0]["id"]) in shown.out
    assert "当前金额合计 6,000,000.00 元，属“500 万元（含）以上”" in shown.out
    for duty in found["duty"]:
        if duty["number"]:
            assert str(duty["id"]) in shown.out


def test_an_overdue_duty_says_by_how_much(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    duties = ids(person, path, "--until", "2026-11-10")["duty"]
    notice = next(row for row in duties if row["kind"] == "first_notice" and row["clause"] == "11.1.4")
    shown = person.run("explain", str(notice["id"]), "--events", str(path), "--until", "2026-11-10")
    assert "截至 2026-11-10 00:00 仍未办理，已逾期 5 天 14 小时" in shown.out
    assert "未另报发现时间，以记录时间为发现时刻，W4" in shown.out
    assert f"--events {path} --until 2026-11-10" in shown.out, "the commands that lead on decide the same"


def test_what_spread_shows_its_source_and_its_link(person: Person) -> None:
    joined = [
        line(f"g{n}", "group.link.v1", f"2026-10-13T09:0{n}:00+08:00", customer_no=who, group_no="G7", change="made")
        for n, who in enumerate(("C1", "C2"))
    ]
    other = lent("L2", "900000.00").replace('"C1"', '"C2"')
    path = person.write("events.jsonl", named(), lent(), other, *joined, sued())
    derived = next(row for row in ids(person, path)["signal"] if row["clause"] == "11.1.5")
    shown = person.run("explain", str(derived["id"]), "--events", str(path))
    for text in ("集团 G7", "g0", "g1", "m1", "来源某某食品有限公司（C1）的自身信号", "红色"):
        assert flat(text) in flat(shown.out), text


def test_a_missing_assessment_shows_the_loan_s_terms(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(matures_on="2026-12-01", balance="500000.00"))
    (signal,) = ids(person, path, "--until", "2026-11-05")["signal"]
    shown = person.run("explain", str(signal["id"]), "--events", str(path), "--until", "2026-11-05")
    for text in ("2026-11-01（周日） 24:00", "d-L1", "到期日：2026-12-01", "检查日终无评估"):
        assert flat(text) in flat(shown.out), text
    duties = ids(person, path, "--until", "2026-11-05")["duty"]
    report = next(row for row in duties if row["kind"] == "report")
    told = person.run("explain", str(report["id"]), "--events", str(path), "--until", "2026-11-05").out
    for text in ("即 2026-11-06 24:00（P4）", "检查日 24:00；视为检查日当日发现"):
        assert flat(text) in flat(told), text


def test_a_duty_says_the_amount_its_clock_goes_by(person: Person) -> None:
    path = case(person)
    duties = ids(person, path)["duty"]
    duty = next(row for row in duties if row["kind"] == "report" and row["clause"] == "12.1.1")
    shown = flat(person.run("explain", str(duty["id"]), "--events", str(path)).out)
    for text in (
        "时限按金额档“500 万元（含）以上”执行：2026-11-03 16:00 所涉借据余额合计 6,000,000.00 元（W6、W7）",
        "金额 6,000,000.00 元的依据：截至 2026-11-03 16:00",
        "L1 6,000,000.00 元 d-L1（贷款发放）",
    ):
        assert flat(text) in shown, text


def test_a_term_that_does_not_go_by_the_amount_is_not_explained_by_it(person: Person) -> None:
    """Only those of 11.1.1 and 12.1.1 do (W7)."""
    path = case(person)
    for duty in ids(person, path)["duty"]:
        shown = flat(person.run("explain", str(duty["id"]), "--events", str(path)).out)
        by_amount = duty["clause"] == "12.1.1"
        assert ("时限按金额档" in shown) == by_amount, duty["clause"]
        assert by_amount or "金额档：" not in shown


def test_what_is_kept_after_recovery_shows_the_fact_and_its_rule(person: Person) -> None:
    settled = line("p1", "loan.settled.v1", "2026-11-20T09:00:00+08:00", customer_no="C1", loan_no="L1", how="paid")
    path = person.write("events.jsonl", named(), lent(), sued(), settled)
    found = ids(person, path)["signal"]
    kept = next(row for row in found if row["status"] == "kept")
    shown = person.run("explain", str(kept["id"]), "--events", str(path)).out
    assert "15 · 涉及重大诉讼" in shown
    assert "11 · 外部政策" not in shown, "only the rule that decided"
    assert "m1" in shown, "the record of the fact"


def test_a_class_set_and_then_forecast_shows_the_rule_of_each(person: Person) -> None:
    classed = line(
        "k1",
        "classification.set.v1",
        "2026-11-03T10:00:00+08:00",
        customer_no="C1",
        grade="special_mention_3",
        classified_on="2026-11-03",
    )
    worse = line(
        "k2",
        "classification.forecast.v1",
        "2026-11-25T10:00:00+08:00",
        customer_no="C1",
        grade="doubtful",
        month="2026-12",
        org_no="1001",
    )
    path = person.write("events.jsonl", named(), lent(), classed, worse)
    (signal,) = ids(person, path)["signal"]
    shown = flat(person.run("explain", str(signal["id"]), "--events", str(path)).out)
    for text in (
        "5 · 关注三级",
        "4 · 预计划入后三类",
        "判断（黄色）：2026 年 11 月五级分类已认定为“关注三级”（O1）",
        "判断（红色）：预测 2026 年 12 月五级分类为“可疑”",
    ):
        assert flat(text) in shown, text


def test_a_release_shows_the_proposal_and_the_approval(person: Person) -> None:
    proposed = line(
        "p1",
        "release.proposed.v1",
        "2026-11-20T09:00:00+08:00",
        customer_no="C1",
        domain="business",
        org_no="1001",
        post="sub_branch_president",
        officer_no="A1",
        to_level="closed",
        ground="resolved",
        evidence="调解书",
    )
    approved = line(
        "p2",
        "proposal.approved.v1",
        "2026-11-21T09:00:00+08:00",
        customer_no="C1",
        domain="business",
        org_no="1000",
        post="branch_principal_leader",
        officer_no="B1",
        proposal_id="p1",
    )
    path = person.write("events.jsonl", named(), lent(), sued(), proposed, approved)
    (signal,) = ids(person, path)["signal"]
    assert signal["status"] == "closed"
    shown = person.run("explain", str(signal["id"]), "--events", str(path)).out
    assert "申请解除信号" in shown
    assert "审批申请" in shown


def test_the_last_demo_is_what_is_explained(person: Person) -> None:
    made = person.run("demo", "--loans", "80")
    assert made.code == 0
    name = re.findall(r"warning explain (W-[0-9a-f]{16})", made.out)[0]
    shown = person.run("explain", name)
    assert shown.code == 0
    assert name in shown.out


def together(wanted: Iterable[Needed]) -> Needed:
    """What several explanations need, looked up at once."""
    every = list(wanted)
    return Needed(
        ids=frozenset(name for one in every for name in one.ids),
        links=frozenset(link for one in every for link in one.links),
        terms=frozenset(loan for one in every for loan in one.terms),
        balances=frozenset(loan for one in every for loan in one.balances),
        moves=frozenset(loan for one in every for loan in one.moves),
        work=frozenset(customer for one in every for customer in one.work),
    )


class Facts(NamedTuple):
    """Of a record, what says whether an explanation needs it."""

    name: str
    kind: str
    link: str
    loans: tuple[str | None, ...]
    customer: str | None

    @classmethod
    def of(cls, name: str, event: dict[str, Any]) -> Self:
        data = event["data"]
        group, contract = data.get("group_no"), data.get("guarantee_contract_no")
        link = f"group:{group}" if group else f"guarantee:{contract}"
        loans = (data.get("loan_no"), data.get("previous_loan_no"))
        return cls(name, event["type"], link, loans, data.get("customer_no"))


def shape(found: Situation, row: Row) -> tuple[object, ...]:
    """What rows that are explained alike have in common: all they are and went through, but not whose or how much."""
    said = ("kind", "clause", "domain", "level", "tier", "status", "state", "cause", "scored", "closed_by", "tags")
    went = [(change.effect.change, change.effect.why.code) for change in found.ledger.history[row.id]]
    return type(row), *(getattr(row, name, None) for name in said), *went


def explained(bank: Path, lang: Lang, most: int | None) -> tuple[int, int]:
    """Explain rows of a month, of each shape so many, and look at the pages; (how many of them, how many shapes)."""
    found = situation(bank, lang, beside=True)
    ledger = found.ledger
    by_shape: dict[tuple[object, ...], list[Row]] = {}
    every: list[Row] = [*ledger.signals.values(), *ledger.warnings.values(), *ledger.duties.values()]
    for each in every:
        by_shape.setdefault(shape(found, each), []).append(each)
    rows = [row for alike in by_shape.values() for row in alike[:most]]
    wanted = {row.id: needed(found, row, bare=False) for row in rows}
    events = find_events(bank, together(wanted.values()))
    facts: dict[str, list[Facts]] = {}
    for name, event in events.items():
        facts.setdefault(event["type"], []).append(Facts.of(name, event))
    for row in rows:
        asked = wanted[row.id]
        others = (each for kind in asked.kinds() for each in facts.get(kind, ()))
        names = asked.ids | {each.name for each in others if asked.includes(*each[1:])}
        mine = {name: event for name, event in events.items() if name in names}
        shown = io.StringIO()
        console = Screen(file=shown, width=120, height=50, highlight=False, markup=False, emoji=False)
        page = Page(found, without_idle(found, mine, row, wanted[row.id]), console)
        match row:
            case Signal():
                explain_signal(page, row, "")
            case Warning():
                explain_warning(page, row, "")
            case Duty():
                explain_duty(page, row, "")
        text = shown.getvalue()
        assert row.id in text
        assert "不在所给文件中" not in text
        assert "is not in the file given" not in text
        assert not re.search(r"[{}]", text), text
    return len(rows), len(by_shape)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_of_every_shape_of_a_month_can_be_explained(bank: Path, lang: Lang) -> None:
    rows, shapes = explained(bank, lang, 1)
    assert rows == shapes > 120


@pytest.mark.soak
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_of_a_month_can_be_explained(bank: Path, lang: Lang) -> None:
    assert explained(bank, lang, None)[0] > 1_000


def test_what_came_with_a_moved_loan_shows_where_it_came_from(person: Person) -> None:
    moved = line("v1", "loan.moved.v1", "2026-11-05T09:00:00+08:00", loan_no="L1", org_no="1002")
    path = person.write("events.jsonl", named(), lent(), sued(), moved)
    duties = ids(person, path)["duty"]
    late = next(row for row in duties if row["cause"] == "moved" and row["kind"] == "team")
    shown = person.run("explain", str(late["id"]), "--events", str(path)).out
    assert flat("贷款由江城城南支行（1001）移交江城开发区支行（1002），义务随之移交") in flat(shown)
    assert flat("原因：随贷款移交而来；考评：不计分") in flat(shown)
    assert "m1" in shown
    assert "v1" in shown
    assert "因此截止时间为 2026-11-04 10:00" in shown
    assert "不在所给文件中" not in shown
