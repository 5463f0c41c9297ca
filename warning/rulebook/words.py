"""The words in which rules and routes are shown to people, in Chinese and English. None decides anything."""

from __future__ import annotations

from typing import Final

from warning.core.frame import LEVELS, Band, Term
from warning.rulebook.wording import Language, Wording

LEVEL_WORDS: Final = dict(
    zip(
        LEVELS,
        (Wording("不预警", "none"), Wording("黄色", "yellow"), Wording("橙色", "orange"), Wording("红色", "red")),
        strict=True,
    )
)
FIGURE_WORDS: Final = {
    "text": Wording("制度原文", "the policy's text"),
    "source": Wording("公开指引", "a published source"),
    "default": Wording("默认值", "our default"),
}
UNIT_WORDS: Final = {
    "percent": Wording("%", "%"),
    "points": Wording("个百分点", "points"),
    "ratio": Wording("", ""),
    "days": Wording("天", "days"),
    "months": Wording("个月", "months"),
    "quarters": Wording("个季度", "quarters"),
    "periods": Wording("期", "periods"),
    "notches": Wording("档", "notches"),
    "hours": Wording("小时", "hours"),
    "working_days": Wording("个工作日", "working days"),
}
OP_WORDS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
DUTY_WORDS: Final = {
    "assessment": Wording("到期前评估", "assessment before maturity"),
    "first_notice": Wording("首次通知", "first notice"),
    "report": Wording("书面报告", "written report"),
    "team": Wording("组成风险化解小组", "form the risk-resolution team"),
    "monthly_update": Wording("按月书面更新", "monthly written update"),
    "meeting": Wording("风险化解方案汇报会", "meeting on the resolution plan"),
    "tracking": Wording("逐笔跟踪", "track each loan"),
    "rectification_notice": Wording("下发整改通知", "rectification notice"),
    "completion": Wording("完成整改", "complete the rectification"),
    "notice": Wording("下发预警信息通知书", "warning notice"),
    "answer": Wording("答复通知书", "answer to the notice"),
    "forecast_sign_off": Wording("月末分类预测确认", "sign off the month-end forecast"),
}
START_WORDS: Final = {
    "discovery": Wording("自发现", "from the discovery"),
    "raise": Wording("自预警产生", "from the raise"),
    "sub_branch_report": Wording("自支行上报", "from the sub-branch's report"),
    "maturity": Wording("到期前 {days} 天日终前", "by the end of D-{days}"),
    "month_end": Wording("月末前", "by the end of the month"),
    "head_office_discovery": Wording("总行发现时，自总行发现", "if head office finds it, from its discovery"),
    "notice": Wording("自通知书下发", "from the notice"),
    "rectification_notice": Wording("自整改通知下发，或按其所定日期", "from the notice, or by the date it sets"),
    "until_closed": Wording("至预警解除", "until the warning closes"),
}
DOMAIN_WORDS: Final = {"business": Wording("业务风险", "business"), "management": Wording("管理风险", "management")}
CENT: Final = 100
BASIS_POINTS: Final = 10_000


def term_words(term: Term, language: Language) -> str:
    """``24 小时``, ``3 working days``."""
    return f"{term.n} {UNIT_WORDS[term.unit].in_(language)}"


def bound_words(band: Band, unit: str, language: Language) -> str:
    """``≥ 70 %``, ``≤ 0.2``, ``> 90 天``."""
    op = OP_WORDS[band.op]
    if unit == "ratio":
        return f"{op} {_decimal(band.bound, BASIS_POINTS)}"
    figure = _decimal(band.bound, CENT) if unit in ("percent", "points") else str(band.bound)
    return f"{op} {figure} {UNIT_WORDS[unit].in_(language)}"


def _decimal(bound: int, of: int) -> str:
    """An exact decimal of a whole number of hundredths or basis points, without trailing zeros."""
    sign, digits = ("-", -bound) if bound < 0 else ("", bound)
    tail = f"{digits % of:0{len(str(of)) - 1}d}".rstrip("0")
    return f"{sign}{digits // of}.{tail}" if tail else f"{sign}{digits // of}"
