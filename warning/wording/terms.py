"""Names of the words the engine decides in: levels, kinds of duties, states, causes, tags, grades, posts.

A table's key is the word as the core writes it. What a bank may rename in its rule book (posts, organisations, rules)
is looked up there first; the posts here are what is said where no book is at hand.
"""

from __future__ import annotations

from typing import Final

from warning.wording.text import Text

Table = dict[str, Text]

LEVELS: Final[Table] = {
    "none": Text("无", "none"),
    "yellow": Text("黄色", "yellow"),
    "orange": Text("橙色", "orange"),
    "red": Text("红色", "red"),
    "closed": Text("关闭", "closed"),
}
LOWERINGS: Final[Table] = {
    "none": Text("解除并关闭", "released and closed"),
    "yellow": Text("降级为黄色", "lowered to yellow"),
    "orange": Text("降级为橙色", "lowered to orange"),
}
"""What two people have done to a signal (W8)."""
LOAN_ENDINGS: Final[Table] = {
    "settled": Text("结清", "settled"),
    "refinanced": Text("借新还旧", "refinanced"),
    "written_off": Text("核销", "written off"),
}
"""What ended a loan, or took it for lost (W9)."""
LEVEL_MARKS: Final[dict[str, Text]] = {
    "none": Text("— 已关闭", "— closed"),
    "yellow": Text("● 黄", "● yellow"),
    "orange": Text("▲ 橙", "▲ orange"),
    "red": Text("■ 红", "■ red"),
}
"""A level by symbol and word, so that it never rests on colour alone."""

DOMAINS: Final[Table] = {
    "business": Text("业务风险", "business risk"),
    "management": Text("管理风险", "management risk"),
}
DOMAINS_SHORT: Final[Table] = {
    "business": Text("业务", "business"),
    "management": Text("管理", "management"),
}
STATUSES: Final[Table] = {
    "live": Text("有效", "live"),
    "kept": Text("留存（尚无余额，未形成预警）", "kept (no balance yet, so no warning)"),
    "closed": Text("已关闭", "closed"),
}
CLOSED_BY: Final[Table] = {
    "recovery": Text("贷款收回而关闭", "closed by recovery"),
    "release": Text("经双人审批解除", "released with two-person approval"),
}
DUTY_KINDS: Final[Table] = {
    "assessment": Text("到期前还款能力评估", "assessment before maturity"),
    "first_notice": Text("首次报告（电话或书面）", "first notice (phone or written)"),
    "report": Text("书面预警报告", "written report"),
    "team": Text("组成预警风险化解小组", "form the risk-resolution team"),
    "monthly_update": Text("按月书面上报动态", "monthly written update"),
    "meeting": Text("召开风险化解方案汇报会", "meeting on the resolution plan"),
    "tracking": Text("逐笔跟踪直至收回或化解", "track each loan until resolved"),
    "rectification_notice": Text("下发整改通知", "issue the rectification notice"),
    "completion": Text("完成整改", "complete the rectification"),
    "notice": Text("下发预警信息通知书", "issue the warning notice"),
    "answer": Text("答复预警信息通知书", "answer the warning notice"),
    "forecast_sign_off": Text("月末分类预测签认", "sign off the month-end forecast"),
}
DUTY_STATES: Final[Table] = {
    "open": Text("待办", "open"),
    "met": Text("已按时完成", "met in time"),
    "met_late": Text("逾期后完成", "met late"),
    "breached": Text("逾期未完成", "overdue"),
    "waived": Text("已豁免", "waived"),
    "moved": Text("随贷款移交新机构", "moved with the loan"),
}
ENDED: Final = Text("终结", "ended")
"""Of a duty that ended with its warning or its loan (D7, P3)."""
DUTY_CHANGES: Final[Table] = {
    "opened": Text("产生", "opened"),
    "met": Text("按时完成", "met in time"),
    "met_late": Text("逾期后完成", "met late"),
    "breached": Text("逾期", "breached"),
    "waived": Text("豁免", "waived"),
    "moved": Text("移交", "moved"),
    "moved_in": Text("承接", "taken over"),
    "withdrawn": Text("撤回逾期记录", "breach withdrawn"),
    "rescored": Text("核定计分", "score decided again"),
}
SIGNAL_CHANGES: Final[Table] = {
    "raised": Text("产生", "raised"),
    "rose": Text("升级", "rose"),
    "kept": Text("留存", "kept"),
    "waiting": Text("升级待余额", "rise waits for a balance"),
    "lowered": Text("经审批降级", "lowered"),
    "closed": Text("关闭", "closed"),
    "forgotten": Text("留存期满", "forgotten"),
    "disputed": Text("存疑", "disputed"),
    "loans": Text("借据变更", "loans changed"),
    "paths": Text("传导路径增加", "path added"),
    "approval": Text("审批机构补充", "approval added"),
    "tagged": Text("加注标记", "tagged"),
}
WARNING_CHANGES: Final[Table] = {
    "raised": Text("产生", "raised"),
    "rose": Text("升级", "rose"),
    "lowered": Text("经审批降级", "lowered"),
    "crossed": Text("金额升档", "amount tier rose"),
    "closed": Text("关闭", "closed"),
}
WARNING_HISTORY: Final[Table] = {**WARNING_CHANGES, "disputed": Text("信号存疑", "signal disputed")}
"""What the history of a warning tells: its changes, and those of its signals that no change of its own tells."""
CAUSES: Final[Table] = {
    "own": Text("本机构原因", "the organisation's own"),
    "feed": Text(
        "信息传递或录入滞后（记录时已不足一半时限，且没有记录表明本机构此前知情）",
        "late feed (less than half the time was left when it was recorded, and no record says that the owner knew)",
    ),
    "moved": Text("随贷款移交而来", "it came with a moved loan"),
    "pipeline_lag": Text("系统处理滞后", "our own processing lag"),
}
CAUSES_SHORT: Final[Table] = {
    "": Text("", ""),
    "own": Text("本机构", "own"),
    "feed": Text("信息滞后", "late feed"),
    "moved": Text("随贷款移交", "moved loan"),
    "pipeline_lag": Text("系统滞后", "processing lag"),
}
SCORES: Final[Table] = {
    "late": Text("按迟报计分", "scored as late"),
    "late_act": Text("按逾期办理计分", "scored as late"),
    "concealed": Text("按隐瞒不报计分", "scored as concealed"),
}
"""A report is late (迟报); any other duty is done late: ``score_of``."""
SCORES_SHORT: Final[Table] = {
    "": Text("不计分", "not scored"),
    "late": Text("迟报", "late"),
    "late_act": Text("逾期办理", "late"),
    "concealed": Text("隐瞒不报", "concealed"),
}


def score_of(scored: str, kind: str) -> str:
    """The key of a score's name: only a report is a late report."""
    return "late_act" if scored == "late" and kind not in ("report", "first_notice") else scored


TAGS: Final[Table] = {
    "assessment_missing": Text("检查日终无评估", "no assessment by the end of the check day"),
    "late_discovery": Text("发现过迟", "discovered late"),
    "forecast_missed": Text("未曾预测到", "forecast missed"),
    "late_recording": Text("录入晚于发现日", "recorded on a later date than discovered"),
    "pipeline_lag": Text("系统处理滞后", "processing lag"),
    "go_live": Text("上线过渡期限", "due set by going live"),
    "late_processing": Text("按时收到、处理滞后", "received in time, processed late"),
}
_TAGGED_BY: Final = {
    "assessment_missing": "P4",
    "forecast_missed": "O1",
    "late_recording": "W5",
    "pipeline_lag": "T2",
    "go_live": "T6",
    "late_processing": "T2",
}


def tagged_by(tag: str, clause: str) -> str:
    """The default that sets a tag on a row of a clause."""
    return _TAGGED_BY.get(tag) or ("O2" if clause == "11.1.2" else "P4")


SOURCES: Final[Table] = {
    "on_site_manager": Text("现场检查：客户经理间隔期检查", "on site: the account manager's interval check"),
    "on_site_inspector": Text("现场检查：贷款检查人员", "on site: a loan inspector"),
    "on_site_superior": Text("现场检查：上级行检查", "on site: a superior's check"),
    "off_site_monitoring": Text("非现场检查：贷款管理系统监测", "off site: monitoring by the loan system"),
    "off_site_notice": Text("非现场检查：上级行预警、检查、整改通知", "off site: a notice from above"),
    "other_media": Text("其他渠道：媒体报道", "other: the media"),
    "other_audit": Text("其他渠道：审计报告", "other: an audit report"),
    "other": Text("其他渠道", "other"),
}
GROUPS: Final[Table] = {
    "payment": Text("偿付", "payment"),
    "major": Text("重大事项", "major event"),
    "financial": Text("财务", "financial"),
    "conduct": Text("行为", "conduct"),
    "business": Text("经营", "business"),
    "security": Text("担保", "security"),
    "concentration": Text("集中度", "concentration"),
    "contagion": Text("关联风险传导", "contagion"),
    "management": Text("管理风险", "management"),
}
GRADES: Final[Table] = {
    "pass": Text("正常", "pass"),
    "special_mention_1": Text("关注一级", "special mention 1"),
    "special_mention_2": Text("关注二级", "special mention 2"),
    "special_mention_3": Text("关注三级", "special mention 3"),
    "substandard": Text("次级", "substandard"),
    "doubtful": Text("可疑", "doubtful"),
    "loss": Text("损失", "loss"),
}
RESULTS: Final[Table] = {
    "on_time": Text("能按时足额归还", "will be repaid on time"),
    "unsure": Text("不能确定按时收回", "cannot be confirmed as on time"),
    "partial": Text("只能部分收回", "only part can be recovered"),
    "cannot": Text("不能收回", "cannot be recovered"),
}
EVENT_KINDS: Final[Table] = {
    "external_policy": Text("外部政策发生不利变动", "adverse external policy"),
    "structure_or_leader": Text("组织结构、股权或主要领导人变动", "change of structure, equity or principal leader"),
    "guarantees_over_line": Text("对外担保超过警戒线", "guarantees given exceed the alert line"),
    "income_and_expenditure": Text("财务收支能力重大变化", "major change in income and expenditure"),
    "litigation": Text("涉及重大诉讼", "major litigation"),
    "cross_default": Text("在其他银行交叉违约", "cross-default at another bank"),
    "other_danger": Text("其他危及贷款安全因素", "other danger to the loan"),
    "beyond_authority": Text("越权或变相越权放贷", "lending beyond authority"),
    "breach_of_rules": Text("违规放贷", "lending in breach of rules"),
    "conditions_not_met": Text("放款时未落实贷款条件或管理要求", "conditions not met at drawdown"),
    "concealment": Text("隐瞒不报", "concealment"),
}
GROUNDS: Final[Table] = {
    "resolved": Text("风险已化解", "resolved"),
    "mitigated": Text("风险已缓释", "mitigated"),
    "mistaken": Text("依据有误", "mistaken"),
}
ORG_LEVELS: Final[Table] = {
    "sub_branch": Text("支行", "sub-branch"),
    "branch": Text("分行", "branch"),
    "head_office": Text("总行", "head office"),
}
TIERS: Final[Table] = {
    "0": Text("100 万元以下", "below CNY 1,000,000"),
    "1": Text("100 万元（含）至 500 万元", "CNY 1,000,000 up to 5,000,000"),
    "2": Text("500 万元（含）以上", "CNY 5,000,000 and above"),
}
TIERS_SHORT: Final[Table] = {
    "0": Text("<100万", "< 1M"),
    "1": Text("≥100万", "≥ 1M"),
    "2": Text("≥500万", "≥ 5M"),
}
POSTS: Final[Table] = {
    "account_manager": Text("客户经理", "account manager"),
    "vice_president_lending": Text("分管贷款副行长", "vice-president for lending"),
    "sub_branch_president": Text("支行行长", "sub-branch president"),
    "branch_monitor": Text("分行监测预警专人", "branch monitor"),
    "branch_principal_leader": Text("分行主要领导", "branch principal leader"),
    "head_office_risk_officer": Text("总行风险预警岗", "head-office risk officer"),
    "inspector": Text("贷款检查人员", "inspector"),
    "credit_approval": Text("授信评审部门", "credit-approval department"),
    "head_office_leader": Text("总行行领导", "head-office leader"),
}
REPORT_PARTS: Final[Table] = {
    "basics": Text("企业基本状况", "the borrower's basics"),
    "finances": Text("财务状况", "finances"),
    "cash_flow": Text("现金流量情况", "cash flow"),
    "credit_facilities": Text("授信状况", "credit facilities"),
    "related_credit": Text("关联企业在我行贷款情况", "credit of related enterprises here"),
    "due_diligence": Text("尽职调查、审查、审批及资金流向", "due diligence, review, approval and use of funds"),
    "cause": Text("风险原因", "cause of the risk"),
    "measures": Text("拟采取的措施", "measures intended"),
    "other": Text("其他需要说明的情况", "other matters"),
    "paper": Text("纸质报告的必备部分", "the parts of the paper report"),
}
VARIANTS: Final[Table] = {
    "half_stop": Text("半停产", "half-stop of production"),
    "stop": Text("停产", "stop of production"),
    "resumed": Text("恢复生产", "production resumed"),
    "title_dispute": Text("权属争议", "title dispute"),
    "unauthorised_disposal": Text("擅自处分", "unauthorised disposal"),
    "settled": Text("争议已解决", "resolved"),
    "single": Text("单一客户", "single borrower"),
    "group": Text("关联集团", "connected group"),
    "absent": Text("不存在（或已消除）", "absent, or no longer so"),
}
OPS: Final[Table] = {
    "ge": Text("不低于", "at least"),
    "gt": Text("高于", "above"),
    "le": Text("不高于", "at most"),
    "lt": Text("低于", "below"),
}
UNITS: Final[Table] = {
    "days": Text("天", "days"),
    "months": Text("个月", "months"),
    "quarters": Text("个季度", "quarters"),
    "periods": Text("期", "periods"),
    "notches": Text("级", "notches"),
    "percent": Text("%", "%"),
    "points": Text("个百分点", "points"),
    "ratio": Text("", ""),
}
PATHS: Final[Table] = {
    "group": Text("集团", "group"),
    "guarantee": Text("担保合同", "guarantee contract"),
}
CONTAGION_FACTS: Final[Table] = {
    "level": Text("来源级别", "the source's level"),
    "link": Text("关联关系", "the link"),
    "balance": Text("本借款人的余额", "this borrower's balance"),
}
"""What must be on record before a warning spreads (O6)."""
MADE_BY: Final[Table] = {
    "highest": Text("取有效信号中的最高级别", "the highest of its live signals"),
    "together": Text("不同信号组的自身黄色信号并存", "own yellow signals of different signal groups are live together"),
}
"""How a warning comes by its level (W2)."""
SYSTEM: Final = Text("银行系统", "a system of the bank")
OUTCOMES: Final[Table] = {
    "quarantined": Text("隔离待改", "quarantined"),
    "refused": Text("不予计入", "refused"),
    "not_computable": Text("无法计算", "not computable"),
    "without_effect": Text("不产生效果", "without effect"),
    "taken_back": Text("恢复在册", "on the books again"),
}
QUARANTINE_STATES: Final[Table] = {
    "open": Text("待处理", "open"),
    "proposed": Text("更正待批", "correction waits"),
    "corrected": Text("已更正", "corrected"),
    "retried": Text("已重新受理", "taken again"),
    "dismissal": Text("不再处理，待批", "to be dismissed"),
    "dismissed": Text("不再处理", "dismissed"),
    "noted": Text("仅记录", "noted"),
    "erased": Text("其中的人已删除", "an erased person was taken out"),
}
CHANGE_STATUSES: Final[Table] = {
    "waiting": Text("待审批", "waits for approval"),
    "overtaken": Text("所依据的手册已被取代", "the book it started from is replaced"),
    "approved": Text("已审批", "approved"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "turned_down": Text("未获同意", "turned down"),
}
"""What became of a change of the rule book."""
TOLD: Final[Table] = {
    "owes": Text("承办", "owes it"),
    "escalated": Text("逾期应上报", "its breach"),
}
"""How somebody came to be told of a duty."""
