"""Acts that met nothing, ids that two sources use, observations without figures: what a person is told of them."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import Person
from tests.cli.test_notices import objects

AT: Final = "2026-11-03T11:00:00+08:00"
PRESIDENT: Final = {"post": "sub_branch_president", "officer_no": "1001-SBP01"}
OTHER_LOAN: Final = lent("L2").replace('"customer_no": "C1"', '"customer_no": "C2"')


def phoned(customer_no: str = "C1", org_no: str = "1001", domain: str = "business") -> str:
    """A first notice by telephone."""
    said: dict[str, Any] = {"customer_no": customer_no, "org_no": org_no, "domain": domain, **PRESIDENT}
    return line("ph1", "phone.notice.v1", AT, **said)


@pytest.mark.parametrize(
    ("act", "zh", "en"),
    [
        (
            phoned("C2"),
            "C2没有有效的业务风险预警，记录存档，未完成任何义务。请核对客户号。",
            "Check the customer number.",
        ),
        (phoned(domain="management"), "没有有效的管理风险预警，有效的是业务风险预警", "Check the domain."),
        (
            phoned(org_no="1002"),
            "也没有完成过；承办该义务的是江城城南支行（1001）。记录存档。请核对机构号。",
            "who owes it is Jiangcheng Chengnan Sub-branch (1001). On file;",
        ),
    ],
)
def test_an_act_that_meets_nothing_is_told_and_not_refused(person: Person, act: str, zh: str, en: str) -> None:
    person.widen(260)
    person.write("events.jsonl", named(), lent(), OTHER_LOAN, sued(), act)
    shown = person.run("decide", "events.jsonl")
    assert (shown.code, shown.err) == (0, "")
    assert zh in "".join(shown.out.partition("存档、未完成任何义务的记录（1 条）")[2].split())
    assert en in " ".join(person.run("decide", "events.jsonl", "--lang", "en").out.split())
    (notice,) = objects(person.run("decide", "events.jsonl", "--json").out, "notice")
    assert (notice["code"], notice["line"], notice["event_id"], notice["count"]) == ("met_nothing", 5, "ph1", 1)
    assert zh in str(notice["zh"])
    assert en in str(notice["en"])


def test_an_act_that_meets_something_or_is_only_for_the_file_is_not_told(person: Person) -> None:
    work = line(
        "w1", "work.recorded.v1", AT, customer_no="C1", org_no="1001", domain="business", record="…", **PRESIDENT
    )
    person.write(
        "events.jsonl", named(), lent(), sued(), phoned(), reported(AT), work, reported("2026-11-04T09:00:00+08:00")
    )
    assert objects(person.run("decide", "events.jsonl", "--json").out, "notice") == []
    assert "未完成任何义务" not in person.run("decide", "events.jsonl").out


def test_a_report_of_an_organisation_without_signals_is_told(person: Person) -> None:
    person.write("events.jsonl", named(), lent(), sued(), reported(AT).replace('"1001"', '"1002"'))
    assert [row["line"] for row in objects(person.run("decide", "events.jsonl", "--json").out, "notice")] == [4]


def test_a_sign_off_before_its_days_says_from_when_it_counts(person: Person) -> None:
    said = {"org_no": "1001", "month": "2026-11", "covered": 1, "missing": [], **PRESIDENT}
    person.write("events.jsonl", named(), lent(), line("so1", "forecast.signed_off.v1", AT, **said))
    (notice,) = objects(person.run("decide", "events.jsonl", "--json").out, "notice")
    assert "2026 年 11 月末分类预测自 2026-11-21 00:00 起方可签认" in str(notice["zh"])
    assert "请核对机构号" not in str(notice["zh"])
    assert "can be signed off from 2026-11-21 00:00 (O3, R26)" in str(notice["en"])


def test_a_sign_off_of_a_month_in_which_nothing_was_owed_is_told(person: Person) -> None:
    said = {"org_no": "1001", "month": "2026-09", "covered": 1, "missing": [], **PRESIDENT}
    person.write("events.jsonl", named(), lent(), line("so1", "forecast.signed_off.v1", AT, **said))
    (notice,) = objects(person.run("decide", "events.jsonl", "--json").out, "notice")
    assert "没有待签认的 2026 年 9 月末分类预测" in str(notice["zh"])


@pytest.mark.parametrize(("covered", "zh", "en"), [(3, "多 1 户", "1 too many"), (0, "少 2 户", "2 are not accounted")])
def test_a_sign_off_whose_figures_are_not_the_books_is_met_and_told(
    person: Person, covered: int, zh: str, en: str
) -> None:
    """R108: they are the word of who signs."""
    person.widen(260)
    at = "2026-11-25T11:00:00+08:00"
    said = {"org_no": "1001", "month": "2026-11", "covered": covered, "missing": [], **PRESIDENT}
    person.write("events.jsonl", named(), lent(), OTHER_LOAN, line("so1", "forecast.signed_off.v1", at, **said))
    told = person.run("decide", "events.jsonl", "--json").out
    (notice,) = objects(told, "notice")
    assert (notice["code"], notice["line"], notice["event_id"]) == ("figures_apart", 4, "so1")
    assert zh in str(notice["zh"])
    assert en in str(notice["en"])
    assert [row["state"] for row in objects(told, "duty") if row["fulfilled_by"] == "so1"] == ["met"]
    shown = person.run("decide", "events.jsonl")
    assert (shown.code, shown.err) == (0, "")
    table = shown.out.partition("户数与在册不符的月末预测签认（1 条，照所签计入）")[2]
    assert "".join(zh.split()) in "".join(table.split())


def test_a_sign_off_whose_figures_are_the_books_is_not_told(person: Person) -> None:
    at = "2026-11-25T11:00:00+08:00"
    said = {"org_no": "1001", "month": "2026-11", "covered": 1, "missing": ["C2"], **PRESIDENT}
    person.write("events.jsonl", named(), lent(), OTHER_LOAN, line("so1", "forecast.signed_off.v1", at, **said))
    assert objects(person.run("decide", "events.jsonl", "--json").out, "notice") == []


def test_acts_beyond_those_listed_are_counted(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warning.intake.idle.LISTED", 2)
    person.write("events.jsonl", named(), lent(), *(phoned().replace("ph1", f"ph{n}") for n in range(5)))
    found = objects(person.run("decide", "events.jsonl", "--json").out, "notice")
    assert [(row["code"], row["count"]) for row in found] == [
        ("met_nothing", 1),
        ("met_nothing", 1),
        ("met_nothing_more", 3),
    ]
    assert "另有 3 条" in person.run("decide", "events.jsonl").err
    assert "……另有 1 条未列出" in person.run("decide", "events.jsonl", "--rows", "1").out


@pytest.mark.parametrize(
    ("figures", "number", "field", "zh"),
    [
        (
            {},
            18,
            "data.numerator",
            "第 18 号“资产负债率”没有给出判断所需的任何数值：分子、分母（分子为负债总额，分母为",
        ),
        ({"value": 95}, 18, "data.numerator", "没有给出判断所需的任何数值：分子、分母"),
        ({}, 33, "data.value", "没有给出判断所需的任何数值：数值（"),
        ({}, 43, "data.variant", "没有给出判断所需的任何数值：种类（"),
        ({}, 53, "data.variant", "没有给出判断所需的任何数值：种类、分子、分母（"),
    ],
)
def test_an_observation_without_its_figures_is_refused(
    person: Person, figures: dict[str, Any], number: int, field: str, zh: str
) -> None:
    """R58: which figures a number needs is told, with the field to fill."""
    seen = line("o1", "signal.observed.v1", AT, customer_no="C1", number=number, **figures)
    person.write("events.jsonl", named(), lent(), seen)
    shown = person.run("decide", "events.jsonl", "--json")
    (refused,) = objects(shown.out, "refusal")
    assert (shown.code, refused["outcome"], refused["field"]) == (1, "quarantined", field)
    because: Any = refused["because"]
    assert because[0]["code"] == "figures_missing"
    assert zh in because[0]["zh"]
    assert "补齐数值" in person.run("decide", "events.jsonl").out.replace("\n", "")


@pytest.mark.parametrize(
    ("figures", "number"),
    [({"numerator": "9.00"}, 18), ({"denominator": "9.00"}, 18), ({"numerator": "9.00"}, 53), ({"variant": "x"}, 43)],
)
def test_one_that_gives_some_of_them_stays_not_computable(person: Person, figures: dict[str, Any], number: int) -> None:
    seen = line("o1", "signal.observed.v1", AT, customer_no="C1", number=number, **figures)
    person.write("events.jsonl", named(), lent(), seen)
    shown = person.run("decide", "events.jsonl", "--json")
    assert (shown.code, [row["outcome"] for row in objects(shown.out, "refusal")]) == (0, ["not_computable"])


def test_an_explanation_shows_the_borrower_s_own_record_of_an_id(person: Person) -> None:
    """Another source used the id for another borrower, earlier in the file (R55)."""
    other = json.loads(sued("2026-11-03T09:00:00+08:00"))
    other |= {"source": "/crm", "data": other["data"] | {"customer_no": "C2", "description": "另一户的事项"}}
    person.write("events.jsonl", named(), lent(), OTHER_LOAN, json.dumps(other, ensure_ascii=False), sued())
    found = [json.loads(row) for row in person.run("decide", "events.jsonl", "--json").out.splitlines()]
    signals = {row["customer_no"]: row["id"] for row in found if row["object"] == "signal"}
    assert sorted(signals) == ["C1", "C2"]
    own = person.run("explain", signals["C1"], "--events", "events.jsonl").out
    assert "标的六千万元" in own
    assert "另一户的事项" not in own
    assert "另一户的事项" in person.run("explain", signals["C2"], "--events", "events.jsonl").out


def test_a_post_that_may_not_act_is_told_those_that_may(person: Person) -> None:
    wrong = phoned().replace("sub_branch_president", "account_manager")
    person.write("events.jsonl", named(), lent(), sued(), wrong)
    told = re.sub(r"\s", "", person.run("decide", "events.jsonl", "--json").out)
    assert "有权办理的岗位：支行行长、分管贷款副行长。" in told
