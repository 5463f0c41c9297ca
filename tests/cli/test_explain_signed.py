"""What a page must say before an auditor signs: which default decided, what a report held, what hangs together."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.events import lent, line, named
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown
from tests.cli.test_explain_audited import found
from warning.wording.clauses import OURS, READINGS

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
            "只报发现日期，起点为该日 0:00（默认值，T1），早于所载发生时间 2026-11-03 08:00。",
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
