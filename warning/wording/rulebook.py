"""The words of a rule book's figures: whose they are, from when a clock runs, what a bound is."""

from __future__ import annotations

from typing import Final

from warning.core.frame import Band
from warning.wording.terms import EVENT_KINDS, GRADES, RESULTS, UNITS, VARIANTS, Table
from warning.wording.text import Lang, Text

FIGURES: Final[Table] = {
    "text": Text("制度原文", "the policy's text"),
    "source": Text(
        "取自公开指引，其名称没有留存；系本系统选用",
        "of a published guideline, its title is not known; taking it is our choice",
    ),
    "default": Text("默认值", "our default"),
}
"""Whose a figure is."""
REPORTED_TO: Final[Table] = {
    "branch": Text("报分行", "to the branch"),
    "head_office": Text("报总行", "to head office"),
}
STARTS: Final[Table] = {
    "discovery": Text("自发现之时起 {term}", "from the discovery, {term}"),
    "discovery_capped": Text(
        "自发现之时起 {term}；发现于到期前第 {days} 日或之前的，不晚于该日 24:00",
        "from the discovery, {term}; discovered by day {days} before maturity, no later than its end",
    ),
    "arrears": Text(
        "自欠息发生之日（升级的，达到该级别之日）起 {term}",
        "from the date the arrears arose (for a rise, the day its level is reached), {term}",
    ),
    "raise": Text("自预警产生之时起 {term}", "from the raise, {term}"),
    "sub_branch_report": Text(
        "自支行上报之时起 {term}；金额升档、支行逾期未报、分行自行发现的，自其时起 {term}",
        "from the sub-branch's report, {term}; also from a crossing into a higher tier, from the sub-branch's breach, "
        "or from the branch's own finding",
    ),
    "maturity": Text(
        "贷款到期前第 {days} 日 24:00 前；此后才发现的，自发现之时起 {term}",
        "by the end of day {days} before maturity; discovered later, {term} from the discovery",
    ),
    "forecast_month": Text(
        "作出预测的当月（所预测月份的前一个月）月末 24:00 前；此后才作出的，自发现之时起 {term}",
        "by the end of the month in which the forecast is made, the one before the month forecast; made later, {term} "
        "from the discovery",
    ),
    "month_end": Text("月末 24:00 前", "by the end of the month"),
    "head_office_discovery": Text(
        "总行自行发现的，自其发现之时起 {term}", "if head office finds it, from its discovery, {term}"
    ),
    "notice": Text("自通知书下发之时起 {term}", "from the notice, {term}"),
    "rectification_notice": Text(
        "按通知限期；未定限期的，自下发之日起 {term}", "by the date the notice sets; if it sets none, {term} from it"
    ),
    "until_closed": Text("至预警关闭", "until the warning closes"),
}
"""From what instant a clock runs, and what it is limited by."""
DEFAULT_BY: Final = Text("默认值，{cites}", "our default, {cites}")
DEFAULT_OF_RULE: Final = Text("默认值，规则手册第 {ref} 号", "our default, rule {ref} of the book")
"""A default with the id that sets it, or the rule of the book that holds it."""
BY_LINK: Final = Text(
    "经集团：制度原文；经担保：默认值，O5、第三条",
    "over a group the policy's text, over a guarantee our default, O5 and article 3",
)
"""Whose level and term of what has spread are: article 3 names guarantors, 11.1.5 groups only."""
COUNTED: Final[Table] = {
    "discovery": Text("发现后 {term}", "{term} from the discovery"),
    "capped": Text("发现后 {term}", "{term} from the discovery"),
    "spread": Text("发现后 {term}", "{term} from the discovery"),
    "event": Text("发现后 {term}", "{term} from the discovery"),
    "arrears": Text("欠息发生之日后 {term}", "{term} from the date the arrears arose"),
    "overdue": Text("达到该级别之日后 {term}", "{term} from the day the level is reached"),
    "sub_branch_report": Text("支行上报后 {term}", "{term} from the sub-branch's report"),
    "maturity": Text("最迟于到期前第 {days} 日 24:00", "by the end of day {days} before maturity"),
    "forecast_month": Text(
        "最迟于作出预测的当月（所预测月份的前一个月）月末 24:00",
        "by the end of the month in which the forecast is made, the one before the month forecast",
    ),
    "month_set": Text("最迟于认定当月月末 24:00", "by the end of the month in which the class is set"),
}
"""A report's time in a rule's description."""
LIMITS: Final[Table] = {
    "arrears": Text(
        "；升级的，自达到该级别之日起算（默认值，O4）",
        "; for a rise, from the day its level is reached (our default, O4)",
    ),
    "sub_branch_report": Text(
        "；金额升档、支行逾期未报、分行自行发现的，自其时起算（默认值，D3）",
        "; after a crossing, the sub-branch's breach or the branch's own finding, from that instant (our default, D3)",
    ),
    "capped": Text(
        "；发现于到期前第 {days} 日或之前的，均不晚于该日 24:00（默认值，P4）",
        "; discovered by day {days} before maturity, never later than its end (our default, P4)",
    ),
    "maturity": Text(
        "；此后才发现的，发现后 {term}（默认值，P4）", "; discovered later, {term} from the discovery (our default, P4)"
    ),
    "forecast_month": Text(
        "；此后才作出的，发现后 {term}（默认值，O2）", "; made later, {term} from the discovery (our default, O2)"
    ),
    "month_set": Text(
        "；此后才发现的，发现后 {term}（默认值，O2）", "; discovered later, {term} from the discovery (our default, O2)"
    ),
}
"""What holds beside it."""
WHOSE: Final[Table] = {
    "event": Text(
        "24 小时为制度原文，原文自“一旦发生”起算；自发现起算为默认值，D1",
        "the 24 hours are the policy's text, which counts from the event; from the discovery is our default, D1",
    ),
    "overdue": Text(
        "2 日为制度原文，原文自“发现问题”起算；自达到该级别之日起算为默认值，O4、R9",
        "the 2 days are the policy's text, which counts from finding the problem; from the day the level is reached "
        "is our default, O4, R9",
    ),
    "spread": BY_LINK,
    "maturity": FIGURES["text"],
    "forecast_month": Text("制度原文，O2", "the policy's text, O2"),
    "month_set": Text("默认值，O2", "our default, O2"),
}
"""Whose a limit is, where the clock beside it is not."""
SIGNS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
MISSING: Final = Text("检查日终无评估", "no assessment by the end of the check day")
CENT: Final = 100
BASIS_POINTS: Final = 10_000


def whose(figure: str, cites: str, ref: str, lang: Lang) -> str:
    """Whose a figure is; a default with the id that sets it, or the number of the rule that holds it."""
    if figure == "default" and cites:
        return DEFAULT_BY.say(lang).format(cites=cites)
    if figure == "default" and ref.isdigit():
        return DEFAULT_OF_RULE.say(lang).format(ref=ref)
    return FIGURES[figure].say(lang)


def variant(name: str, lang: Lang) -> str:
    """What a rule tells apart: a kind of observation, an assessment's result, a class, a kind of event."""
    tables = (VARIANTS, RESULTS, GRADES, EVENT_KINDS, {"missing": MISSING})
    found = next((table[name] for table in tables if name in table), None)
    return name if found is None else found.say(lang)


def condition(name: str, band: Band | None, unit: str, lang: Lang) -> str:
    """What reaches a level: a variant, a bound, or both; empty where it is reached at once."""
    said = (variant(name, lang) if name else "", bound(band, unit, lang) if band else "")
    return " ".join(word for word in said if word)


def bound(band: Band, unit: str, lang: Lang) -> str:
    """``≥ 70%``, ``≤ 0.2``, ``> 90 天``."""
    if unit == "ratio":
        return f"{SIGNS[band.op]} {_decimal(band.bound, BASIS_POINTS)}"
    figure = _decimal(band.bound, CENT) if unit in ("percent", "points") else str(band.bound)
    gap = "" if unit == "percent" else " "
    return f"{SIGNS[band.op]} {figure}{gap}{UNITS[unit].say(lang)}"


def _decimal(value: int, of: int) -> str:
    """An exact decimal of a whole number of hundredths or basis points, without trailing zeros."""
    sign, digits = ("-", -value) if value < 0 else ("", value)
    tail = f"{digits % of:0{len(str(of)) - 1}d}".rstrip("0")
    return f"{sign}{digits // of}.{tail}" if tail else f"{sign}{digits // of}"
