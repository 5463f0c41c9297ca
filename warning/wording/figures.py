"""Figures of a rule book in words: what one is called, and what it says, from its built-in values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from warning.core.frame import LEVELS as NUMBERED
from warning.core.frame import Band
from warning.wording import moments
from warning.wording.names import Names, series
from warning.wording.records import event_type
from warning.wording.rulebook import bound, condition, variant
from warning.wording.terms import DUTY_KINDS, LEVELS, POSTS, Table
from warning.wording.text import Lang, Text

FIELDS: Final[Table] = {
    "tiers": Text("金额分档", "tiers of amount"),
    "signals": Text("信号 {key}", "signal {key}"),
    "groups": Text("{key} 所属信号组", "signal group of {key}"),
    "assessment_levels": Text("评估结果“{key}”的级别", "level of the assessment '{key}'"),
    "forecast_levels": Text("预测为“{key}”的级别", "level of a forecast of '{key}'"),
    "set_levels": Text("分类为“{key}”的级别", "level of the class '{key}'"),
    "arrears_bands": Text("欠息天数的级别", "levels by days of interest arrears"),
    "overdue_bands": Text("本金逾期天数的级别", "levels by days of principal overdue"),
    "major_level": Text("重大事项的级别", "level of a major event"),
    "finding_levels": Text("检查发现“{key}”的级别", "level of the finding '{key}'"),
    "check_days": Text("到期前评估的检查日", "check day before maturity"),
    "report_by_days": Text("到期前的上报日", "report day before maturity"),
    "assessment_window_days": Text("评估期的开始", "beginning of the time for assessment"),
    "recovery_memory_months": Text("收回后事实的留存", "memory of a fact after recovery"),
    "sign_off_days": Text("月末预测签认期", "time for the month-end sign-off"),
    "go_live_working_days": Text("上线宽限", "grace at going live"),
    "maturity_clocks": Text("支行上报时限：11.1.1", "sub-branch's report of 11.1.1"),
    "report_clocks": Text("支行上报时限：{key}", "sub-branch's report of {key}"),
    "head_office_clocks": Text("分行上报时限：12.1.1", "branch's report of 12.1.1"),
    "finding_clocks": Text("分行上报时限：{key}", "branch's report of {key}"),
    "team": Text("组成化解小组的时限", "term of the team"),
    "meeting": Text("汇报会的时限", "term of the meeting"),
    "meeting_red": Text("红色预警汇报会的时限", "term of the meeting while red"),
    "rectification_notice": Text("下发整改通知的时限", "term of the rectification notice"),
    "completion": Text("完成整改的时限", "term of the rectification"),
    "notice": Text("下发预警信息通知书的时限", "term of the warning notice"),
    "answer": Text("答复预警信息通知书的时限", "term of its answer"),
    "posts": Text("“{key}”的责任岗位", "post that owes '{key}'"),
    "posts_at": Text("设有岗位“{key}”的机构层级", "levels that have the post '{key}'"),
    "may": Text("可办理“{key}”的岗位", "posts that may do '{key}'"),
    "team_leaders": Text("可任小组组长的岗位", "posts that may lead the team"),
    "principal_leader": Text("须亲自到会的岗位", "post that must attend in person"),
    "president": Text("在会上汇报的岗位", "post that reports to the meeting"),
    "held_hours": Text("记录等待借据的时限", "wait of a record for its loan"),
    "change_notice_minutes": Text("规则变更审批至生效的间隔", "time from a change's approval to its force"),
    "calendar": Text("工作日历", "calendar"),
    "organisation": Text("机构", "organisation"),
    "live_from": Text("上线时刻", "instant of going live"),
}
"""What a figure is called: field of the book, or part of the frame -> text."""
COUNTS: Final[Table] = {
    "check_days": Text("到期前 {n} 日", "{n} days before maturity"),
    "report_by_days": Text("到期前 {n} 日", "{n} days before maturity"),
    "assessment_window_days": Text("到期前 {n} 日", "{n} days before maturity"),
    "recovery_memory_months": Text("{n} 个月", "{n} months"),
    "sign_off_days": Text("月末前 {n} 日", "the last {n} days"),
    "go_live_working_days": Text("{n} 个工作日", "{n} working days"),
    "held_hours": Text("{n} 小时", "{n} hours"),
    "change_notice_minutes": Text("{n} 分钟", "{n} minutes"),
}
FROM_DAY: Final = Text("第 {n} 日起{level}", "{level} from day {n}")
FROM_AMOUNT: Final = Text("自 {amount}", "from {amount}")
FIRST_AND_WRITTEN: Final = Text("首次 {first}，书面 {report}", "first notice {first}, written {report}")
OTHER: Final = Text("（另一套）", "(another one)")
NONE: Final = Text("无", "none")
REACHES: Final = Text("{when}：{level}", "{when}: {level}")
AT_ONCE: Final = Text("一经发现", "at once")


def figure(name: str, names: Names, lang: Lang) -> str:
    """What a figure (``signals.18``) is called."""
    field, _, key = name.partition(".")
    said = FIELDS[field].say(lang).format(key=_key(field, key, names, lang))
    rule = names.rules.get(key) if field == "signals" else None
    return said if rule is None else f"{said} {rule.name.say(lang)}"


def _key(field: str, key: str, names: Names, lang: Lang) -> str:
    if field in ("assessment_levels", "forecast_levels", "set_levels", "finding_levels"):
        return variant(key, lang)
    if field == "posts":
        return DUTY_KINDS[key].say(lang) if key in DUTY_KINDS else key
    if field == "posts_at":
        return names.post(key, lang)
    return event_type(key, lang) if field == "may" and key.endswith(".v1") else key


def value(name: str, said: Any, names: Names, lang: Lang) -> str:  # noqa: ANN401 - any figure
    """What a figure says, from its built-in values."""
    field, _, key = name.partition(".")
    if said is None:
        return (OTHER if field in ("calendar", "organisation", "live_from") else NONE).say(lang)
    if field.endswith("_levels") or field == "major_level":
        return LEVELS[NUMBERED[said]].say(lang)
    if field in COUNTS:
        return COUNTS[field].say(lang).format(n=said)
    write = WRITERS.get(field)
    if write is not None:
        return write(said, lang)
    if field == "signals":
        return _rule(said, names.rules[key].unit if key in names.rules else "", lang)
    return _posts(said, names, lang)


def _bands(bands: list[list[int]], lang: Lang) -> str:
    return series((FROM_DAY.say(lang).format(n=n, level=LEVELS[NUMBERED[level]].say(lang)) for n, level in bands), lang)


def _tiers(bounds: list[int], lang: Lang) -> str:
    return series((FROM_AMOUNT.say(lang).format(amount=moments.money(fen, lang)) for fen in bounds), lang)


def _term(term: Mapping[str, Any], lang: Lang) -> str:
    return moments.term(term["n"], term["unit"], lang)


def _clock(clock: Mapping[str, Any], lang: Lang) -> str:
    report, first = _term(clock["report"], lang), clock["first_notice"]
    return report if first is None else FIRST_AND_WRITTEN.say(lang).format(first=_term(first, lang), report=report)


def _clocks(clocks: list[Mapping[str, Any]], lang: Lang) -> str:
    return (" / ").join(_clock(clock, lang) for clock in clocks)


WRITERS: Final[dict[str, Callable[[Any, Lang], str]]] = {
    "arrears_bands": _bands,
    "overdue_bands": _bands,
    "tiers": _tiers,
    "maturity_clocks": _clocks,
    "head_office_clocks": _clocks,
    "report_clocks": _clock,
    "finding_clocks": _clock,
    **dict.fromkeys(
        ("team", "meeting", "meeting_red", "rectification_notice", "completion", "notice", "answer"), _term
    ),
}


def _rule(rule: Mapping[str, Any], unit: str, lang: Lang) -> str:
    """All that reaches a level."""
    found = [(bound(_band(band), unit, lang), band["level"]) for band in rule["bands"]]
    found += [(variant(name, lang), level) for name, level in rule["variants"].items()]
    for name, bands in rule["variant_bands"].items():
        found += [(condition(name, _band(band), unit, lang), band["level"]) for band in bands]
    if rule["level"]:
        found.append((AT_ONCE.say(lang), rule["level"]))
    return series(
        (REACHES.say(lang).format(when=when, level=LEVELS[NUMBERED[level]].say(lang)) for when, level in found), lang
    )


def _band(band: Mapping[str, Any]) -> Band:
    return Band(band["level"], band["op"], band["bound"])


def _posts(said: Any, names: Names, lang: Lang) -> str:  # noqa: ANN401 - a post, posts, or by level
    if isinstance(said, str):
        return names.post(said, lang) if said in names.posts or said in POSTS else said
    if isinstance(said, list | tuple):
        return series((_posts(one, names, lang) for one in said), lang)
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
