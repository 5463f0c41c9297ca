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
DIFFERENCES: Final[Table] = {
    "gap": Text("此处缺少流水", "a row of the journal is missing here"),
    "link": Text("流水或其链接被改动", "the row or its link was changed"),
    "lane": Text("流水的末尾与登记不符", "the journal does not end as is on record"),
    "payload": Text("流水内容无法读出", "the row's content cannot be read"),
    "frame": Text(
        "所依据的规则手册不在台账中，或当时并未生效",
        "the rule book it was decided by is not in the ledger, or was not in force at that instant",
    ),
    "book": Text("规则手册未经两人审批，或与所审批的不符", "the rule book is not what two people approved"),
    "altered": Text("规则手册的文件被改动", "the files of the rule book were altered"),
    "proposal": Text(
        "提案所存的文件或回测报告与流水所记的不符，或已不在",
        "the files or the backtest kept of a proposal are not those its row names, or are gone",
    ),
    "person": Text("人员代号与所存的值和盐不符", "the person's token is not that of the value and salt on file"),
    "nobody": Text("人员代号无对应的值，也无删除记录", "acts name a person whose value is gone, with no erasure"),
    "erasure": Text("删除申请与流水所记的不符", "the request to erase is not what the journal has of it"),
    "guard": Text("护卫触发器不在、被换或被停用", "a guard of the tables is gone, another one, or switched off"),
    "loan": Text("贷款所属的借款人与流水不符", "whose the loan is, is not what the journal says"),
    "borrower": Text("借款人的名称与流水不符", "the borrower's name is not what the journal says"),
    "source": Text("读取位置或计数与由它而来的记录不符", "its position or its counts are not those of its records"),
    "quarantine": Text("原文被改动，或处理结果与流水不符", "the original was altered, or its outcome is another"),
    "ledger": Text("台账本身的登记被改动", "what the ledger says of itself was altered"),
    "outage": Text("所登记的停机时段不可能存在", "the ledger cannot have been down as is on record"),
    "activation": Text(
        "规则手册生效时，该借款人未按其重新判断，或多判断了一次",
        "the borrower was not judged by a rule book as it took force, or was once too often",
    ),
    "undecided": Text("本程序无法据此作出判断", "the program cannot decide it"),
    "core": Text("由另一版本的程序判断，不能比较", "decided by another version of the program: not comparable"),
    "effects": Text("重新判断的结果与当时不同", "decided again, the outcome is another"),
    "unlike": Text("所存的判断结果与流水所记的摘要不符", "the effects on file are not those the row has the digest of"),
    "archive_missing": Text("归档文件不在", "a file of the archive is missing"),
    "archive_file": Text("归档文件不是当时归档的内容", "a file of the archive is not what was archived"),
    "archive_proof": Text("归档的锚点证明不成立", "the proof of an anchor in the archive does not hold"),
    "archive_order": Text("归档界限不连续", "the boundaries of archives do not follow each other"),
    "archive_open": Text("所称归档的流水属尚未结束的月份", "said to be archived, though the month is not over: gone"),
    "change": Text("变动记录与判断不符", "the changes on file are not those decided"),
    "number": Text("流水的编号有误", "the row is numbered wrongly"),
    "state": Text("状态与流水不符", "the state is not what the journal comes to"),
    "row": Text("信号、预警或义务与流水不符", "a signal, warning or duty is not what the journal comes to"),
    "order": Text("早于同一对象的上一条流水", "it is earlier than the row before of the same aggregate"),
    "file": Text("文件缺失、损坏或不在清单中", "a file is missing, damaged, or not in the manifest"),
    "cut": Text("锚点之前的流水被截去", "rows that were anchored are cut off"),
    "rewritten": Text("锚点之前的流水被改写", "rows that were anchored are rewritten"),
    "anchor_form": Text("不是锚点，或不是其应有的写法", "it is no anchor, or not written as one"),
    "anchor_key": Text("锚点不是由所给公钥签署的", "the anchor is signed with a key that was not given"),
    "anchor_signature": Text("锚点与其签名不符", "the anchor is not what was signed"),
    "anchor_root": Text("锚点的根与其各路不符", "the anchor's root is not that of its lanes"),
    "anchor_missing": Text("缺少锚点", "an anchor is missing"),
    "anchor_chain": Text("锚点与前一个锚点衔接不上", "the anchor does not follow the one before it"),
    "anchor_order": Text("锚点的次序有误", "the anchor is out of order"),
    "anchor_ledger": Text("锚点属于另一个台账", "the anchor is another ledger's"),
    "anchor_none": Text("没有锚点", "it holds no anchor"),
    "replaced": Text("台账已被删除或换成另一个", "the ledger was removed, or another one was put in its place"),
    "anchor_differs": Text("同一编号的锚点在各处不同", "places have different anchors under one number"),
}
"""Where a ledger is not what its journal says."""
DIVERGENCES: Final[Table] = {
    "rewritten": Text("流水已不是此前证明过的流水", "the journal is not the one that was proven before"),
    "archive": Text("归档文件不在或不是当时归档的内容", "a file of the archive is missing or not what was archived"),
}
"""What a replay may find beside these."""
TOLD: Final[Table] = {
    "owes": Text("承办", "owes it"),
    "escalated": Text("逾期应上报", "its breach"),
}
"""How somebody came to be told of a duty."""
