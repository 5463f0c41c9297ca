"""The words of a rule book's figures: whose they are, from when a clock runs, what a bound is."""

from __future__ import annotations

from typing import Final

from warning.core.frame import Band
from warning.wording.terms import EVENT_KINDS, GRADES, RESULTS, UNITS, VARIANTS, Table
from warning.wording.text import Lang, Text

FIGURES: Final[Table] = {
    "text": Text("制度原文", "the policy's text"),
    "source": Text("公开指引", "a published source"),
    "default": Text("默认值", "our default"),
}
"""Whose a figure is."""
REPORTED_TO: Final[Table] = {
    "branch": Text("报分行", "to the branch"),
    "head_office": Text("报总行", "to head office"),
}
STARTS: Final[Table] = {
    "discovery": Text("自发现之时", "from the discovery"),
    "raise": Text("自预警产生之时", "from the raise"),
    "sub_branch_report": Text("自支行上报之时", "from the sub-branch's report"),
    "maturity": Text("贷款到期前第 {days} 日终了前", "by the end of day {days} before maturity"),
    "month_end": Text("月末前", "by the end of the month"),
    "head_office_discovery": Text("总行自行发现的，自其发现之时", "if head office finds it, from its discovery"),
    "notice": Text("自通知书下发之时", "from the notice"),
    "rectification_notice": Text("自整改通知下发之时，或按其限期", "from the notice, or by the date it sets"),
    "until_closed": Text("至预警关闭", "until the warning closes"),
}
"""From what instant a clock runs."""
SIGNS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
MISSING: Final = Text("检查日终无评估", "no assessment by the end of the check day")
CENT: Final = 100
BASIS_POINTS: Final = 10_000


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
