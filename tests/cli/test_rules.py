"""``warning rules``: a rule, all rules and a route, as a risk officer reads them."""

from __future__ import annotations

from shutil import copytree

import pytest

from tests.cli.events import lent
from tests.cli.run import Person
from warning.bootstrap import setting
from warning.cli.rule_pages import rule_lines
from warning.resources import rules_directory
from warning.rulebook import describe_book, describe_rule
from warning.wording import rulebook

UP = "from the sub-branch's report"
ELSE = "; after a crossing, the sub-branch's breach or the branch's own finding, from that instant (our default, D3)"


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        (
            "4",
            "报分行：书面预警报告，最迟于作出预测的当月（所预测月份的前一个月）月末 24:00（制度原文，O2）；此后才作出",
        ),
        ("5", "报分行：书面预警报告，最迟于认定当月月末 24:00（默认值，O2）"),
        ("1", "100 万元以下：书面预警报告，最迟于到期前第 25 日 24:00（制度原文）；此后才发现的，发现后 2 日"),
        ("1", "书面预警报告，发现后 2 日（制度原文）；发现于到期前第 25 日或之前的，均不晚于该日 24:00"),
        ("1", "发现后 24 小时（制度原文）；随后的书面预警报告，2 日（默认值，D2；先电话后书面，第十五条）；发现于"),
        ("2", "报分行：书面预警报告，欠息发生之日后 2 日（制度原文）；升级的，自达到该级别之日起算（默认值，O4）"),
        ("2", "支行上报后 2 日（制度原文）；金额升档、支行逾期未报、分行自行发现的，自其时起算（默认值，D3）"),
    ],
)
def test_a_report_s_clock_says_what_it_counts_from_and_what_limits_it(ref: str, said: str) -> None:
    (rule,) = describe_rule(setting().book, ref)
    assert said in "\n".join(rule_lines(rule, "zh"))


def test_no_rule_is_told_in_words_of_the_code() -> None:
    for rule in describe_book(setting().book):
        for lang in ("zh", "en"):
            text = "\n".join(rule_lines(rule, lang))
            assert "_" not in text, text
            assert ".yaml" not in text


def test_a_rule_is_explained_in_english() -> None:
    """Clause, figures, whose they are, clocks, and where it stands in the book."""
    (rule,) = describe_rule(setting().book, "18")
    assert list(rule_lines(rule, "en")) == [
        "18 · debt to assets (Financial, clause 11.1.6)",
        "  numerator total debt, denominator total assets",
        "  yellow: ≥ 70% (our default, rule 18 of the book)",
        "  orange: ≥ 80% (our default, rule 18 of the book)",
        "  red: ≥ 90% (of a published guideline, its title is not known; taking it is our choice)",
        "  to the branch: written report, 2 days from the discovery (the policy's text)",
        f"  to head office, CNY 1,000,000 up to 5,000,000: written report, 2 days {UP} (the policy's text){ELSE}",
        (
            f"  to head office, CNY 5,000,000 and above: first notice (phone or written), 24 hours {UP} (the policy's "
            "text); then the written report, 2 days (our default, D2; first by telephone, then in writing, article 15)"
            f"{ELSE}"
        ),
    ]


def test_a_rule_is_explained_in_chinese() -> None:
    """The same, by an officer's words."""
    (rule,) = describe_rule(setting().book, "24")
    assert list(rule_lines(rule, "zh"))[:4] == [
        "24 · 现金比率（财务，条款 11.1.6）",
        "  分子为货币资金及现金等价物，分母为流动负债",
        "  黄色：≤ 0.2（取自公开指引，其名称没有留存；系本系统选用）",
        "  橙色：≤ 0.1（默认值，规则手册第 24 号）",
    ]


@pytest.mark.parametrize(
    ("ref", "line"),
    [
        ("1", "yellow: no assessment by the end of the check day (our default, rule 1 of the book)"),
        ("2", "yellow: ≥ 1 days (our default, rule 2 of the book)"),
        ("15", "red: major litigation (the policy's text)"),
        ("3", "over 270 days is doubtful and over 360 days loss by the source; the level is red already"),
        ("20", "orange: < -1% (of a published guideline, its title is not known; taking it is our choice)"),
        ("38", "red: at once (our default, rule 38 of the book)"),
        ("43", "none: production resumed (our default, rule 43 of the book)"),
        (
            "53",
            "orange: connected group ≥ 20% (of a published guideline, its title is not known; taking it is our choice)",
        ),
        (
            "11.1.5",
            "the level of the source (over a group the policy's text, over a guarantee our default, O5 and article 3)",
        ),
        ("12.1.2.1", "red: lending beyond authority (our default, O7)"),
    ],
)
def test_every_sort_of_figure_is_shown(ref: str, line: str) -> None:
    """Bands, variants, a level alone, a note, a level taken from elsewhere."""
    (rule,) = describe_rule(setting().book, ref)
    assert f"  {line}" in list(rule_lines(rule, "en"))


def test_every_variant_of_the_book_has_words() -> None:
    """A word that only the book knows would be shown as it is written there."""
    variants = {line.variant for ref in map(str, range(1, 54)) for line in describe_rule(setting().book, ref)[0].levels}
    unsaid = {name for name in variants - {""} if rulebook.variant(name, "zh") == name}
    assert unsaid == set()
    assert rulebook.variant("unheard_of", "zh") == "unheard_of"


@pytest.mark.parametrize(("lang", "told"), [("zh", "个示例全部通过"), ("en", "examples hold")])
def test_check(person: Person, lang: str, told: str) -> None:
    shown = person.run("rules", "check", "--lang", lang)
    assert shown.code == 0
    assert told in shown.out


def changed(person: Person, file: str, *replaced: tuple[str, str]) -> str:
    """A copy of the rule book with texts of one file replaced."""
    copytree(rules_directory(), person.here / "own")
    path = person.here / "own" / file
    text = path.read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return "own"


def test_problems_are_told_in_chinese_unless_english_is_asked_for(person: Person) -> None:
    person.widen(200)
    own = changed(person, "financial.yaml", ('"<= 5 %"', '"<= 5"'))
    shown = person.run("rules", "check", "--frame", own)
    assert shown.code == 3
    assert "规则手册 own 有 1 处问题，不能使用：" in shown.err
    assert shown.out.startswith("financial.yaml:")
    assert "“<= 5”不是以 percent 计的界限；写法如 '>= 70 %'。" in shown.out
    assert (
        "'<= 5' is no bound in percent; write it like"
        in person.run("rules", "check", "--frame", own, "--lang", "en").out
    )
    assert "不是以 percent 计的界限" in person.run("rules", "show", "--frame", own).err


LONGER = (
    ('"11.1.5": {report: 2 days, figure: text}', '"11.1.5": {report: 4 days, figure: default}'),
    (
        '{start: "2026-11-04 00:00", report: "2026-11-06 24:00"}',
        '{start: "2026-11-04 00:00", report: "2026-11-08 24:00"}',
    ),
)


def test_a_departure_from_the_policy_s_text_is_told_and_exits_with_0(person: Person) -> None:
    own = changed(person, "deadlines.yaml", *LONGER)
    shown = person.run("rules", "check", "--frame", own)
    assert shown.code == 0
    assert "与制度原文不符 1 处（不影响使用）：" in shown.out
    assert "sub_branch_report.11.1.5.report：与制度原文不符：11.1.5 规定为 2 日，手册为 4 日；改动须先" in shown.out
    assert "departs from the policy's text: 11.1.5 says 2 days, the book 4 days" in (
        person.run("rules", "check", "--frame", own, "--lang", "en").out
    )
    assert "与制度原文不符" not in person.run("rules", "check").out


def test_show_has_a_row_for_every_rule(person: Person) -> None:
    person.widen(140)
    shown = person.run("rules", "show").out
    assert "规则手册（56 条规则）" in shown
    for text in ("资产负债率", "≥ 70%", "≥ 80%", "≥ 90%", "同来源", "越权或变相越权放贷"):
        assert text in shown, text
    english = person.run("rules", "show", "--lang", "en").out
    assert "debt to assets" in english
    assert not any("\u4e00" <= character <= "\u9fff" for character in english)


def test_explain_takes_a_number_or_a_clause(person: Person) -> None:
    assert "资产负债率" in person.run("rules", "explain", "18").out
    assert person.run("rules", "explain", "11.1.4", "--lang", "en").out.count("clause 11.1.4") == 7


def test_route_says_who_does_what_by_when(person: Person) -> None:
    person.widen(140)
    shown = person.run("rules", "route", "1001", "red", "5000000.00", "--at", "2026-11-03T09:00:00+08:00")
    assert shown.code == 0
    assert "江城城南支行（1001） · 红色 · 5,000,000.00 元（500 万元（含）以上）" in shown.out
    assert "2026-11-04 09:00" in shown.out
    assert "2026-11-05 24:00" in shown.out
    assert "自发现之时起 24 小时" in shown.out
    person.widen(600)
    undated = person.run("rules", "route", "1001", "yellow", "999999.99", "--lang", "en")
    told = " ".join(undated.out.split())
    assert "by the end of day 25 before maturity" in told
    assert "the one before the month forecast" in told
    assert "from the date the arrears arose" in told
    found = " ".join(person.run("rules", "route", "1001", "orange", "999999.99").out.split())
    assert "按通知限期；未定限期的，自下发之日起 30 日" in found
    assert "Due" not in undated.out


@pytest.mark.parametrize("given", ["5000000", "5000000.00", "5000000.0"])
def test_route_takes_an_amount_with_or_without_cents(person: Person, given: str) -> None:
    shown = person.run("rules", "route", "1001", "red", given)
    assert (shown.code, "5,000,000.00" in shown.out) == ((0, True) if given != "5000000.0" else (2, False))


def test_a_book_of_ones_own_is_used(person: Person) -> None:
    person.write("events.jsonl", lent())
    assert person.run("rules", "show", "--frame", "nowhere").code == 3
