"""Names of event types and of their fields, and how an event is told in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from warning.core.blank import blank
from warning.core.scalars import LONG_DATE, read_day, read_moment, write_day
from warning.wording import moments, terms
from warning.wording.names import Names
from warning.wording.terms import Table
from warning.wording.text import Lang, Text

EVENT_TYPES: Final[Table] = {
    "rules.change_proposed.v1": Text("提出规则变更", "change of rules proposed"),
    "rules.change_approved.v1": Text("审批规则变更", "change of rules approved"),
    "rules.change_withdrawn.v1": Text("撤回或不同意规则变更", "change of rules withdrawn or turned down"),
    "loan.disbursed.v1": Text("贷款发放", "loan disbursed"),
    "loan.taken_on.v1": Text("上线接管贷款", "loan taken on at go-live"),
    "loan.refinanced.v1": Text("借新还旧或垫款", "loan refinanced, or an advance"),
    "loan.position.v1": Text("贷款余额入账", "loan position"),
    "loan.extended.v1": Text("贷款展期", "loan extended"),
    "loan.settled.v1": Text("贷款结清", "loan settled"),
    "loan.written_off.v1": Text("贷款核销", "loan written off"),
    "loan.moved.v1": Text("贷款移交机构", "loan moved"),
    "loan.assessed.v1": Text("还款能力评估", "repayment-capacity assessment"),
    "interest_arrears.position.v1": Text("欠息余额入账", "interest arrears position"),
    "borrower.registered.v1": Text("借款人登记", "borrower registered"),
    "group.link.v1": Text("集团成员关系", "group membership"),
    "guarantee.link.v1": Text("担保关系", "guarantee"),
    "major_event.v1": Text("重大事项", "major event"),
    "classification.set.v1": Text("五级分类认定", "classification set"),
    "classification.forecast.v1": Text("月末分类预测", "month-end class forecast"),
    "signal.observed.v1": Text("预警信号观测", "signal observed"),
    "management.finding.v1": Text("管理风险发现", "management finding"),
    "event.retracted.v1": Text("记录撤销", "record retracted"),
    "report.submitted.v1": Text("提交书面报告", "written report submitted"),
    "report.received.v1": Text("签收报告", "report received"),
    "phone.notice.v1": Text("电话首次报告", "telephone notice"),
    "team.formed.v1": Text("组成化解小组", "resolution team formed"),
    "work.recorded.v1": Text("工作记录", "work recorded"),
    "monthly.update.v1": Text("按月动态报告", "monthly update"),
    "meeting.held.v1": Text("召开汇报会", "meeting held"),
    "notice.issued.v1": Text("下发通知", "notice issued"),
    "notice.answered.v1": Text("答复或完成整改", "notice answered"),
    "release.proposed.v1": Text("申请解除信号", "release proposed"),
    "waiver.proposed.v1": Text("申请豁免义务", "waiver proposed"),
    "proposal.approved.v1": Text("审批申请", "proposal approved"),
    "forecast.signed_off.v1": Text("签认月末预测", "forecast signed off"),
    "release.approved": Text("审批解除", "approve a release"),
    "waiver.approved": Text("审批豁免", "approve a waiver"),
}
FIELDS: Final[Table] = {
    "customer_no": Text("客户号", "customer"),
    "loan_no": Text("借据号", "loan"),
    "product": Text("业务品种", "product"),
    "org_no": Text("机构", "organisation"),
    "outstanding_balance": Text("贷款余额", "balance"),
    "notional": Text("表外名义金额", "off-balance notional"),
    "disbursed_on": Text("发放日", "disbursed on"),
    "matures_on": Text("到期日", "matures on"),
    "extended_until": Text("展期至", "extended until"),
    "previous_loan_no": Text("被取代借据", "replaces loan"),
    "principal_arrears": Text("欠本金额", "principal in arrears"),
    "principal_arrears_since": Text("欠本起始日", "principal in arrears since"),
    "interest_arrears_on_bs": Text("表内欠息", "on-balance interest arrears"),
    "interest_arrears_off_bs": Text("表外欠息", "off-balance interest arrears"),
    "interest_arrears_since": Text("欠息起始日", "interest in arrears since"),
    "posting_seq": Text("记账序号", "posting"),
    "corrects": Text("更正的记录或记账序号", "corrects record or posting"),
    "result": Text("评估结论", "result"),
    "made_on": Text("评估日", "made on"),
    "grade": Text("分类", "class"),
    "month": Text("月份", "month"),
    "classified_on": Text("认定日", "classified on"),
    "kind": Text("种类", "kind"),
    "matter": Text("事项编号", "matter"),
    "description": Text("情况说明", "description"),
    "number": Text("信号", "signal"),
    "value": Text("数值", "value"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
    "variant": Text("种类", "variant"),
    "finding_no": Text("认定编号", "finding"),
    "loan_nos": Text("所涉借据", "loans"),
    "approved_by": Text("原审批机构", "loan approved by"),
    "group_no": Text("集团", "group"),
    "guarantor_no": Text("担保人", "guarantor"),
    "guarantee_contract_no": Text("担保合同", "guarantee contract"),
    "change": Text("变动", "change"),
    "retracts": Text("撤销的记录", "retracts"),
    "reason": Text("理由", "reason"),
    "post": Text("岗位", "post"),
    "officer_no": Text("工号", "officer"),
    "attendees": Text("参加人员", "attendees"),
    "resolution": Text("决议", "resolution"),
    "record": Text("工作内容", "work"),
    "situation": Text("动态情况", "situation"),
    "happened": Text("办理时间", "said to have happened"),
    "led_by": Text("牵头岗位", "led by"),
    "ground": Text("理由", "ground"),
    "to_level": Text("调整为", "to level"),
    "covers": Text("拟解除的信号", "signals covered"),
    "evidence": Text("依据", "evidence"),
    "proposal_id": Text("申请编号", "proposal"),
    "duty_ids": Text("义务编号", "duties"),
    "longer_due": Text("新的截止时间", "new due"),
    "complete_by": Text("限期", "complete by"),
    "discovered": Text("发现时间", "discovered"),
    "discovered_by": Text("发现机构", "discovered by"),
    "recorded_by": Text("录入机构", "recorded by"),
    "source": Text("信息来源", "source"),
    "how": Text("结清方式", "how"),
    "covered": Text("覆盖户数", "covered"),
    "missing": Text("未预测的客户", "borrowers not covered"),
    "concealed_by": Text("隐瞒不报的机构", "concealed by"),
    "concealed_since": Text("知情时间", "known since"),
    "fact_id": Text("所涉记录", "fact"),
    "report_id": Text("报告编号", "report"),
    "reporting_org_no": Text("报告机构", "reporting organisation"),
    "parts": Text("第十六条所列内容", "parts of article 16"),
}
"""In the order in which they are told; what is not named here is left out of the one line."""

UNTOLD: Final[Table] = {
    "domain": Text("领域", "domain"),
    "members": Text("成员工号", "staff numbers of its members"),
    "record": Text("工作记录", "record of the work"),
    "situation": Text("本月情况", "the situation this month"),
    "content": Text("内容", "its content"),
    "signals": Text("拟解除的信号，不列即为该领域全部有效信号", "the signals; without it all live ones of the domain"),
    "new_due": Text("新的截止时间，不给出即为豁免", "a later due; without it the duty is waived"),
    "parts_present": Text("书面报告内容是否齐全", "whether the parts of the paper report are all there"),
}
"""Fields of acts that the one line leaves out."""

_CHANGES: Final[Table] = {"made": Text("建立", "made"), "ended": Text("终止", "ended")}
_NOTICES: Final[Table] = {
    "warning": Text("预警信息通知书", "warning notice"),
    "rectification": Text("整改通知", "rectification notice"),
    "systemic": Text("系统性风险提示", "systemic risk"),
}
_HOW: Final[Table] = {
    "paid": Text("还款", "paid"),
    "expired": Text("到期失效", "expired"),
    "released": Text("解除", "released"),
    "funded": Text("客户备付", "funded by the customer"),
}
_PRODUCTS: Final[Table] = {
    "loan": Text("贷款", "loan"),
    "acceptance": Text("银行承兑汇票", "acceptance"),
    "letter_of_credit": Text("信用证", "letter of credit"),
    "guarantee": Text("保函", "guarantee"),
    "commitment": Text("贷款承诺", "commitment"),
}
_WORDS: Final[dict[str, Table]] = {
    "result": terms.RESULTS,
    "grade": terms.GRADES,
    "kind": {**terms.EVENT_KINDS, **_NOTICES},
    "variant": terms.VARIANTS,
    "ground": terms.GROUNDS,
    "to_level": terms.LEVELS,
    "approved_by": terms.ORG_LEVELS,
    "source": terms.SOURCES,
    "change": _CHANGES,
    "how": _HOW,
    "product": _PRODUCTS,
}
_IN_PERSON, _NOT_IN_PERSON = Text("亲自参加", "in person"), Text("未亲自参加", "not in person")
_ORGS: Final = ("org_no", "discovered_by", "recorded_by", "concealed_by", "reporting_org_no")
_MONEY: Final = (
    "notional",
    "outstanding_balance",
    "principal_arrears",
    "interest_arrears_on_bs",
    "interest_arrears_off_bs",
    "numerator",
    "denominator",
)
POST_FIELDS: Final = ("post", "led_by")
_BORROWERS: Final = ("customer_no", "guarantor_no", "missing")
_DAYS: Final = (
    "disbursed_on",
    "matures_on",
    "extended_until",
    "principal_arrears_since",
    "interest_arrears_since",
    "made_on",
    "classified_on",
    "complete_by",
)
_INSTANTS: Final = ("discovered", "happened", "concealed_since", "longer_due")
_LONG: Final = 60
_NO_DAY: Final = "99991231"
_HAS, _LACKS = Text("九项有 {n} 项", "{n} of the nine"), Text("缺", "lacking")
_ESSENCE: Final = ("cause", "measures")
"""The parts whose words are told, where they are short."""


def event_type(name: str, lang: Lang) -> str:
    """What a type of event is called."""
    known = EVENT_TYPES.get(name)
    return name if known is None else known.say(lang)


def field_name(name: str, lang: Lang) -> str:
    """What a field is called."""
    label = terms.REPORT_PARTS.get(name) or FIELDS.get(name) or UNTOLD[name]
    return label.say(lang)


def values_named(field: str) -> Table:
    """The names of the values of a field; of a post's those of the rule book that comes along."""
    return terms.POSTS if field in POST_FIELDS else _WORDS.get(field, {})


def value_name(field: str, value: str, lang: Lang) -> str:
    """What a value of a field is called; the value itself where it has no name."""
    known = _WORDS.get(field, {}).get(value)
    return value if known is None else known.say(lang)


def told(content: Mapping[str, Any], names: Names, lang: Lang) -> str:
    """What the ``data`` of a wire event said, in one line: label and value of each field that has a name."""
    colon = "：" if lang == "zh" else ": "
    told = [
        f"{label.say(lang)}{colon}{_value(field, content[field], names, lang)}"
        for field, label in FIELDS.items()
        if field in content and content[field] not in (None, "", []) and not _is_no_day(field, content[field])
    ]
    return ("；" if lang == "zh" else "; ").join(told)


def _value(field: str, value: object, names: Names, lang: Lang) -> str:
    if isinstance(value, list):
        gap = "、" if lang == "zh" else ", "
        return gap.join(_item(field, item, names, lang) for item in value)
    if isinstance(value, Mapping):
        return _parts(value, lang)
    text = str(value)
    named = value_name(field, text, lang)
    if named != text:
        return named
    write = _WRITERS.get(field)
    if write is not None:
        return write(text, names, lang)
    return text if len(text) <= _LONG or field == "covers" else f"{text[:_LONG]}…"


def _is_no_day(field: str, value: object) -> bool:
    """Whether it is the date by which core banking says that nothing is in arrears."""
    return field.endswith("_since") and str(value).replace("-", "") == _NO_DAY


def _item(field: str, item: object, names: Names, lang: Lang) -> str:
    """One of several: an attendee, a borrower, or what it is."""
    if isinstance(item, Mapping):
        return _attendee(item, names, lang)
    return names.borrower(str(item), lang) if field in _BORROWERS else str(item)


def _parts(parts: Mapping[str, Any], lang: Lang) -> str:
    """Which of the nine parts of article 16 a report has and lacks, and what it says of cause and measures."""
    gap, colon, then = ("、", "：", "；") if lang == "zh" else (", ", ": ", "; ")
    nine = {name: label.say(lang) for name, label in terms.REPORT_PARTS.items() if name != "paper"}
    lacking = [name for name in nine if blank(str(parts.get(name) or ""))]
    has = gap.join(label for name, label in nine.items() if name not in lacking)
    said = [_HAS.say(lang).format(n=len(nine) - len(lacking)) + (colon + has if has else "")]
    said += [_LACKS.say(lang) + colon + gap.join(nine[name] for name in lacking)] if lacking else []
    told = {name: str(parts[name]) for name in _ESSENCE if name not in lacking}
    said += [f"{nine[name]}{colon}“{text}”" for name, text in told.items() if len(text) <= _LONG]
    return then.join(said)


def _attendee(who: Mapping[str, Any], names: Names, lang: Lang) -> str:
    """Organisation, post, and whether in person, which is so where nothing else is said."""
    here = _IN_PERSON if who.get("in_person", True) else _NOT_IN_PERSON
    mark = f"（{here.zh}）" if lang == "zh" else f" ({here.en})"
    return f"{names.owner(str(who.get('org_no', '')), str(who.get('post', '')), lang)}{mark}"


def _day(text: str, _names: Names, _lang: Lang) -> str:
    """``20261103`` and ``2026-11-03`` alike."""
    try:
        return write_day(read_day(text))
    except ValueError:
        return text


def _instant(text: str, _names: Names, _lang: Lang) -> str:
    """An instant as everywhere on a page; a bare date stays one (T1)."""
    try:
        return text if len(text) <= LONG_DATE else moments.instant(read_moment(text))
    except ValueError:
        return text


def _rule(text: str, names: Names, lang: Lang) -> str:
    return f"{text} {names.rules[text].name.say(lang)}" if text in names.rules else text


_WRITERS: Final[dict[str, Callable[[str, Names, Lang], str]]] = {
    **dict.fromkeys(_ORGS, lambda text, names, lang: names.org(text, lang)),
    **dict.fromkeys(POST_FIELDS, lambda text, names, lang: names.post(text, lang)),
    **dict.fromkeys(_BORROWERS, lambda text, names, lang: names.borrower(text, lang)),
    **dict.fromkeys(_MONEY, lambda text, _names, lang: moments.money(text, lang)),
    **dict.fromkeys(_DAYS, _day),
    **dict.fromkeys(_INSTANTS, _instant),
    "number": _rule,
}
