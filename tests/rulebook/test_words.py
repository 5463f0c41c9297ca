"""What ``rules show``, ``explain`` and ``route`` tell: rules described, and whom a warning concerns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rulebook.broken import broken_copy
from warning.cli.rule_pages import rule_lines
from warning.core.frame import ORANGE, RED, YELLOW
from warning.core.scalars import read_moment, write_moment
from warning.rulebook import (
    Route,
    RuleBook,
    UnknownRule,
    Unroutable,
    describe_book,
    describe_rule,
    load_book,
    route,
)

BOOK: RuleBook = load_book()
MILLION = 100_000_000
"""1,000,000.00 in fen."""


def kinds(way: Route, clause: str) -> list[tuple[str, str, str, str]]:
    """(domain, kind, organisation, term) of a route's lines under a clause."""
    return [
        (line.domain[0], line.kind, line.org_no, f"{line.term.n} {line.term.unit}" if line.term else line.start)
        for line in way.lines
        if line.clause == clause
    ]


def test_a_clause_gives_all_its_rules() -> None:
    """11.1.4 has seven rows; one that is unknown says what is known."""
    assert [rule.ref for rule in describe_rule(BOOK, "11.1.4")] == [str(number) for number in range(11, 18)]
    with pytest.raises(UnknownRule, match=r"no rule '54'; known are 1, 2, 3"):
        describe_rule(BOOK, "54")


def test_all_rules_have_words_in_both_languages() -> None:
    """53 rows and three clauses; Chinese words are Chinese, English words are not."""
    rules = describe_book(BOOK)
    assert len(rules) == 56
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for rule in rules:
        for wording in filter(None, (rule.name, rule.measure, rule.note, rule.group)):
            assert chinese.search(wording.zh), rule.ref
            assert not chinese.search(wording.en), rule.ref


def test_below_a_million_nothing_goes_to_head_office() -> None:
    """999,999.99: the sub-branch reports, by D-25 where it is 11.1.1; the branch owes no 12.1.1."""
    way = route(BOOK, "1001", YELLOW, MILLION - 1)
    assert way.tier == 0
    assert kinds(way, "12.1.1") == []
    assert kinds(way, "11.1.1") == [("b", "report", "1001", "maturity")]
    assert kinds(way, "11.1.2") == [("b", "report", "1001", "forecast_month")]
    assert kinds(way, "11.1.3") == [("b", "report", "1001", "2 days")]
    assert kinds(way, "11.1.4") == []
    assert kinds(way, "12.3.1") == [("b", "meeting", "1000", "3 working_days")]
    assert {line.domain for line in way.lines} == {"business"}


def test_exactly_a_million_belongs_to_the_higher_tier() -> None:
    """1,000,000.00 and 4,999,999.99: two days to the branch and two days to head office."""
    for amount in (MILLION, 5 * MILLION - 1):
        way = route(BOOK, "1001", YELLOW, amount)
        assert way.tier == 1
        assert kinds(way, "11.1.1") == [("b", "report", "1001", "2 days")]
        assert kinds(way, "12.1.1") == [("b", "report", "1000", "2 days")]


def test_from_five_million_there_is_a_first_notice() -> None:
    """5,000,000.00: 24 hours by notice, the written report by the 2-day rule (D2)."""
    way = route(BOOK, "1001", RED, 5 * MILLION)
    assert kinds(way, "11.1.1") == [("b", "first_notice", "1001", "24 hours"), ("b", "report", "1001", "2 days")]
    assert kinds(way, "12.1.1") == [("b", "first_notice", "1000", "24 hours"), ("b", "report", "1000", "2 days")]
    assert kinds(way, "11.1.4") == [("b", "first_notice", "1001", "24 hours"), ("b", "report", "1001", "2 days")]
    assert kinds(way, "12.3.1") == [("b", "meeting", "1000", "24 hours"), ("m", "meeting", "1000", "24 hours")]


def test_findings_go_by_their_level() -> None:
    """O7: red is beyond authority or in breach of rules, orange conditions not met; yellow is none."""
    red, orange = route(BOOK, "1001", RED, 0), route(BOOK, "1001", ORANGE, 0)
    assert kinds(red, "11.2") == [("m", "first_notice", "1001", "24 hours"), ("m", "report", "1001", "2 days")]
    assert kinds(red, "12.1.2.1") == [("m", "first_notice", "1000", "24 hours"), ("m", "report", "1000", "2 days")]
    assert kinds(red, "12.1.2.2") == []
    assert kinds(orange, "11.2") == [("m", "report", "1001", "2 days")]
    assert kinds(orange, "12.1.2.2") == [("m", "report", "1000", "2 days")]
    assert kinds(orange, "14.2") == [
        ("m", "rectification_notice", "1000", "3 working_days"),
        ("m", "completion", "1001", "30 days"),
    ]
    assert kinds(orange, "13.1")[:3] == [
        ("b", "notice", "9999", "24 hours"),
        ("b", "answer", "1001", "3 days"),
        ("b", "answer", "1000", "3 days"),
    ]


def test_a_loan_booked_at_a_branch_has_no_sub_branchs_duty() -> None:
    """O9: the branch owes meeting, tracking and, from the raise, its 12.1.1."""
    way = route(BOOK, "2000", ORANGE, MILLION)
    assert {line.org_no for line in way.lines} == {"2000", "9999"}
    assert not {"team", "monthly_update"} & {line.kind for line in way.lines}
    assert [(line.start, line.cites) for line in way.lines if line.clause == "12.1.1"] == [("raise", "O9")]


def test_dues_are_given_for_an_instant() -> None:
    """From 30 September 2026, 10:00: the update is for the month after, working days step over the holiday."""
    at = read_moment("2026-09-30T10:00:00+08:00")
    way = route(BOOK, "1001", ORANGE, MILLION, at=at)
    dues = {(line.clause, line.kind): write_moment(line.due) for line in way.lines if line.due is not None}
    assert dues["11.1.2", "report"] == "2026-10-01T00:00:00+08:00"
    assert {line.clause: line.start for line in way.lines}["11.1.3"] == "arrears"
    assert dues["11.1.3", "report"] == "2026-10-03T00:00:00+08:00"
    assert dues["11.2.1", "team"] == "2026-10-01T10:00:00+08:00"
    assert dues["11.2.2", "monthly_update"] == "2026-11-01T00:00:00+08:00"
    assert dues["12.3.1", "meeting"] == "2026-10-11T00:00:00+08:00"
    assert ("12.3.2", "tracking") not in dues
    report = next(line for line in way.lines if line.clause == "11.1.3")
    assert write_moment(report.due_working or 0) == "2026-10-09T00:00:00+08:00"
    day_before = route(BOOK, "1001", ORANGE, MILLION, at=read_moment("2026-09-29T10:00:00+08:00"))
    update = next(line for line in day_before.lines if line.kind == "monthly_update")
    assert write_moment(update.due or 0) == "2026-10-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("org_no", "level", "amount", "reason"),
    [
        ("4000", YELLOW, 0, "no organisation '4000'; known are 9999, 1000"),
        ("9999", YELLOW, 0, "9999 is head office: no loan is booked there"),
        ("1001", 0, 0, "no level 0; known are 1 yellow, 2 orange, 3 red"),
        ("1001", 4, 0, "no level 4; known are 1 yellow, 2 orange, 3 red"),
        ("1001", YELLOW, -1, "an amount is not negative"),
    ],
)
def test_what_cannot_be_routed_says_why(org_no: str, level: int, amount: int, reason: str) -> None:
    """The reason names what is known."""
    with pytest.raises(Unroutable) as refused:
        route(BOOK, org_no, level, amount)
    assert refused.value.reason.startswith(reason)


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("2", "黄色：≥ 1 天（默认值，规则手册第 2 号）"),
        ("2", "欠息发生之日后 2 日（制度原文）；升级的，自达到该级别之日起算（默认值，O4）"),
        ("2", "支行上报后 2 日（制度原文）；金额升档、支行逾期未报、分行自行发现的，自其时起算（默认值，D3）"),
        ("15", "红色：涉及重大诉讼（制度原文）"),
        ("15", "发现后 24 小时（24 小时为制度原文，原文自“一旦发生”起算；自发现起算为默认值，D1）"),
        ("12.1.2.1", "红色：违规放贷（默认值，O7）"),
        ("12.1.2.1", "报分行：首次报告（电话或书面），发现后 24 小时（默认值，O7）"),
        ("12.1.2.1", "报总行：首次报告（电话或书面），发现后 24 小时（制度原文）"),
        ("11.1.5", "（经集团：制度原文；经担保：默认值，O5、第三条）"),
        ("18", "（取自公开指引，其名称没有留存；系本系统选用）"),
    ],
)
def test_every_figure_says_whose_it_is(ref: str, said: str) -> None:
    """The policy's text, a published source, or a default with the id or the rule that sets it."""
    lines = [line for rule in describe_rule(BOOK, ref) for line in rule_lines(rule, "zh")]
    assert any(said in line for line in lines), lines


def test_no_default_goes_without_what_sets_it() -> None:
    """In the lines of all rules."""
    lines = [line for rule in describe_book(BOOK) for line in rule_lines(rule, "zh")]
    assert sum("默认值，" in line for line in lines) > 100
    assert [line for line in lines if "默认值）" in line] == []


def test_a_book_that_says_its_24_hours_are_ours_is_believed(tmp_path: Path) -> None:
    """The mark of the figure decides, not the clause."""
    was = '"11.1.4": {first_notice: 24 hours, report: 2 days, figure: '
    root, _ = broken_copy(tmp_path, "deadlines.yaml", was + "text", was + "default")
    (rule,) = describe_rule(load_book(root), "15")
    assert not any("24 小时为制度原文" in line for line in rule_lines(rule, "zh"))
