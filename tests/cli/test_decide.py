"""``warning decide``: the tables, the lines of JSON, and what it exits with."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from rich.cells import cell_len

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import LIVE, Person
from warning.resources import schemas_directory


def test_a_file_with_nothing_refused_exits_with_0(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    shown = person.run("decide", str(path))
    assert shown.code == 0
    assert "有效预警（1 宗）" in shown.out
    assert "■ 红" in shown.out
    assert "某某食品有限公司" in shown.out
    assert "江城城南支行" in shown.out
    assert "≥500万" in shown.out
    assert "没有不予计入或另有说明的记录" in shown.out
    assert shown.err == ""


@pytest.mark.parametrize("kept", [False, True])
def test_a_borrower_keeps_its_new_name_when_the_old_one_is_sent_again(person: Person, *, kept: bool) -> None:
    """In a file, and in a ledger whose tables ``verify`` holds to its journal."""
    new = named(name="改名以后有限公司").replace('"r1"', '"r2"').replace("10-12T08", "10-13T08")
    path = person.write("events.jsonl", named(), lent(), new, sued(), named())
    if kept:
        person.run("init", *LIVE)
        person.run("ingest", str(path))
        assert person.run("verify").code == 0
        shown = person.run("alerts", "list")
    else:
        shown = person.run("decide", str(path))
    assert "改名以后有限公司" in shown.out
    assert "某某食品" not in shown.out


def test_the_next_thing_to_do_is_the_open_duty_that_is_due_first(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    shown = person.run("decide", str(path), "--lang", "en")
    row = shown.out.partition("Live warnings")[2].partition("No duty is overdue")[0]
    assert "first notice (phone or written)" in row or "form the risk-resolution team" in row
    assert "2026-11-04 10:00" in row
    reports = person.write("events.jsonl", named(), lent(), sued(), reported("2026-11-03T11:00:00+08:00"))
    assert "form the risk-resolution team" in person.run("decide", str(reports), "--lang", "en").out


def test_what_is_overdue_is_listed_apart(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    shown = person.run("decide", str(path), "--until", "2026-11-10")
    overdue = shown.out.partition("逾期未完成的义务")[2]
    assert "首次报告（电话或书面）" in overdue
    assert "迟报" in overdue
    assert "5 天" in overdue
    assert "截至 2026-11-10 00:00" in shown.out


def test_a_broken_record_is_told_with_line_field_value_reason_and_what_to_do(person: Person) -> None:
    broken = lent("L2").replace('"6000000.00"', '"6,000,000.00"')
    path = person.write("events.jsonl", named(), lent(), broken)
    shown = person.run("decide", str(path))
    assert shown.code == 1
    refused = shown.out.partition("不予计入或另有说明的记录（1 条）")[2]
    assert " 3 " in refused
    assert "data.outstanding_balance" in refused
    assert "6,000,000.00" in refused
    assert "1000000.00" in refused


def test_an_act_that_cannot_count_is_told_with_what_to_do(person: Person) -> None:
    person.widen(200)
    path = person.write("events.jsonl", lent(), sued(), reported("2026-11-03T11:00:00+08:00", {"cause": " "}))
    shown = person.run("decide", str(path), "--lang", "en")
    assert shown.code == 1
    told = " ".join(shown.out.split())
    assert "data.parts" in told
    assert "cause of the risk" in told
    assert "Complete the missing parts" in told
    refused = [row for row in rows(person.run("decide", str(path), "--json").out) if row["object"] == "refusal"]
    assert [row["field"] for row in refused] == ["data.parts.cause"]


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ("account_manager", "岗位“客户经理”无权办理“提交书面报告”；有权办理的岗位：支行行长、分管贷款副行长。"),
        ("branch_monitor", "江城城南支行（1001）没有“分行监测预警专人”这一岗位，“提交书面报告”不予计入；"),
    ],
)
def test_a_post_that_may_not_is_told_who_may(person: Person, post: str, said: str) -> None:
    person.widen(200)
    act = reported("2026-11-03T11:00:00+08:00").replace("sub_branch_president", post)
    told = "".join(person.run("decide", str(person.write("events.jsonl", lent(), sued(), act))).out.split())
    assert said in told
    assert "有权办理的岗位：支行行长、分管贷款副行长。" in told


def test_standard_input_is_read_for_a_dash(person: Person) -> None:
    given = f"{named()}\n{lent()}\n{sued()}\n".encode()
    shown = person.run("decide", "-", given=given)
    assert shown.code == 0
    assert "有效预警（1 宗）" in shown.out


def test_a_file_without_events_says_so_and_exits_with_3(person: Person) -> None:
    shown = person.run("decide", str(person.write("events.jsonl")))
    assert (shown.code, shown.out) == (3, "")


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_keep_within_the_terminal(person: Person, bank: Path, columns: int, lang: str) -> None:
    person.widen(columns)
    shown = person.run("decide", str(bank), *LIVE, "--lang", lang)
    widths = [cell_len(row.rstrip()) for row in shown.out.splitlines()]
    assert max(widths) <= columns
    assert max(widths) > columns * 3 // 4
    assert re.findall(r"[SWD]-[0-9a-f]{1,15}(?![0-9a-f])", shown.out) == [], "no id is broken"


def test_rows_limits_the_tables_and_says_how_many_more(person: Person, bank: Path) -> None:
    few, everything = (person.run("decide", str(bank), *LIVE, "--rows", n).out for n in ("3", "0"))
    assert few.count("W-") == 3
    assert "未列出" in few
    assert "未列出" not in everything
    assert everything.count("W-") > 3


def rows(text: str) -> list[dict[str, Any]]:
    """The lines of JSON."""
    return [json.loads(row) for row in text.splitlines()]


@pytest.mark.slow
def test_json_is_as_the_schema_says(person: Person, bank: Path) -> None:
    shown = person.run("decide", str(bank), *LIVE, "--until", "2026-11-01", "--json")
    assert shown.code == 1, "the demonstration has wrong lines on purpose"
    schema = json.loads((schemas_directory() / "verdicts.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    found = rows(shown.out)
    assert {row["object"] for row in found} == {"signal", "warning", "duty", "refusal", "record", "notice"}
    for row in found:
        # by its own kind: a `oneOf` would only say that none of them fits
        kind = Draft202012Validator({"$ref": f"#/$defs/{row['object']}", "$defs": schema["$defs"]})
        assert [error.message for error in kind.iter_errors(row)] == []
        assert validator.is_valid(row)


@pytest.mark.slow
def test_json_is_ordered_and_the_same_every_time(person: Person, bank: Path) -> None:
    first, second = (person.run("decide", str(bank), *LIVE, "--json").out for _ in range(2))
    assert first == second
    found = rows(first)
    kinds = [row["object"] for row in found]
    assert kinds == sorted(kinds, key=("signal", "warning", "duty", "refusal", "record", "notice").index)
    for kind in ("signal", "warning", "duty"):
        ids = [row["id"] for row in found if row["object"] == kind]
        assert ids == sorted(ids)
    refused = [row["line"] for row in found if row["object"] == "refusal"]
    assert refused == sorted(refused)
    assert str(bank) not in first


def test_json_says_why_in_both_languages(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    found = rows(person.run("decide", str(path), "--json").out)
    (signal,) = [row for row in found if row["object"] == "signal"]
    (because,) = signal["because"]
    assert (because["code"], because["clause"], because["events"]) == ("major_event", "11.1.4", ["m1"])
    assert "涉及重大诉讼" in because["zh"]
    assert "major litigation" in because["en"]
    assert signal["level"] == "red"
    assert signal["history"][0]["at"] == "2026-11-03T10:00:00+08:00"


def test_a_retracted_record_and_a_record_of_an_unknown_loan_are_told(person: Person) -> None:
    strange = line("p1", "loan.settled.v1", "2026-10-13T09:00:00+08:00", loan_no="L9")
    path = person.write("events.jsonl", lent(), strange)
    shown = person.run("decide", str(path), "--until", "2026-10-20")
    assert shown.code == 1
    assert "等待期满，所指借据仍未出现" in shown.out
    assert "data.loan_no" in shown.out


def test_a_figure_that_cannot_be_computed_is_shown_and_exits_with_0(person: Person) -> None:
    ratio = {"numerator": "95.00", "denominator": "0.00"}
    figure = line("o1", "signal.observed.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", number=18, **ratio)
    path = person.write("events.jsonl", named(), lent(), figure)
    shown = person.run("decide", str(path))
    assert shown.code == 0
    assert "无法计算" in shown.out
    assert '"outcome":"not_computable"' in person.run("decide", str(path), "--json").out
