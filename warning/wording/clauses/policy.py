"""The policy's own words, clause by clause, with an English translation. The ids are those of ``clauses.md``.

The Chinese is quoted from 公司客户贷款风险预警制度; the scan's 臵 reads 置. Nothing here decides anything.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.wording.text import Text


class Clause(Struct, frozen=True):
    """A clause: where it stands, what it is about, and its words."""

    place: Text
    title: Text
    words: Text
    remark: Text | None = None
    """What a page adds, in our words."""


CLAUSES: Final[dict[str, Clause]] = {
    "3": Clause(
        Text("第三条", "article 3"),
        Text("业务风险预警", "business-risk warnings"),
        Text(
            "业务风险预警具体包括贷款到期前30天预计不能按时归还预警、贷款按五级分类口径拟划分为后三类不良贷款预警、"
            "贷款欠息预警、贷款企业发生重大事项预警、涉及关联企业或担保企业预警、"
            "贷款企业财务指标异常变化影响贷款安全预警等。",
            "Business-risk warnings are those of a loan not expected to be repaid on time 30 days before maturity, of "
            "an expected classification into the last three classes, of interest in arrears, of a major event, of a "
            "related enterprise or guarantor, of an abnormal change of financial indicators, and so on.",
        ),
    ),
    "5": Clause(
        Text("第五条", "article 5"),
        Text("预警信息来源", "sources of information"),
        Text(
            "（一）通过现场检查获得信息：客户经理按间隔期要求实地进行贷后检查，"
            "对发现的问题提出预警信息；贷款检查人员对客户经理提交的贷后检查报告，经分析或对贷款企业进行实地检查后，"
            "对发现的问题及时提出预警信息；上级行检查中发现问题提出预警信息等。（二）通过非现场检查获得信息："
            "以贷款管理系统数据为基础，进行监测分析，揭示贷款的潜在风险；"
            "根据总行或分行下发的预警、检查、整改通知，查实贷款风险。"
            "（三）通过其他方面获得信息：通过相关媒体报道、审计报告以及其他渠道获得信息。",
            "(1) On site: the account manager's interval check; the loan inspector's analysis "
            "of its report or own inspection; a check by a superior bank. (2) Off site: monitoring and analysis of "
            "the loan system's data; a warning, inspection or rectification notice of head office or the branch. (3) "
            "Otherwise: the media, audit reports and other channels.",
        ),
    ),
    "6": Clause(
        Text("第六条", "article 6"),
        Text("预警级别", "the levels"),
        Text(
            "风险预警根据风险程度，建立分级预警机制。具体划分为：轻度风险预警（黄色预警）、中度风险预警（橙色预警）和"
            "高度风险预警（红色预警）。",
            "Warnings are graded by the degree of risk: light (yellow), medium (orange) and high (red).",
        ),
    ),
    "7": Clause(
        Text("第七条", "article 7"),
        Text("黄色预警", "yellow"),
        Text(
            "轻度风险预警（黄色预警）是指存在危及贷款安全各类因素，有可能出现风险贷款。",
            "Light (yellow): there are factors that endanger the loan; a loan at risk is possible.",
        ),
    ),
    "8": Clause(
        Text("第八条", "article 8"),
        Text("橙色预警", "orange"),
        Text(
            "中度风险预警（橙色预警）是指存在危及贷款安全各类因素较为严重，可能出现风险贷款。",
            "Medium (orange): the factors that endanger the loan are rather serious; a loan at risk may arise.",
        ),
    ),
    "9": Clause(
        Text("第九条", "article 9"),
        Text("红色预警", "red"),
        Text(
            "高度风险预警（红色预警）是指存在危及贷款安全各类因素严重，极可能出现风险贷款。",
            "High (red): the factors that endanger the loan are serious; a loan at risk is most likely.",
        ),
    ),
    "11.1.1": Clause(
        Text("第十一条（一）1", "article 11 (1) 1"),
        Text("贷款到期前 30 天预计不能按时归还", "not expected to be repaid on time, 30 days before maturity"),
        Text(
            "贷款到期前30天预计不能按时归还的业务风险预警信息：客户经理对30天后到期的贷款进行还款能力检查，"
            "认为不能收回的或不能确定按时收回，风险预警金额在100万元以下的，"
            "支行应至少在贷款到期前25天将信息按预警级别上报分行。风险预警贷款金额超过100万元（含），"
            "支行应在贷款到期前30天或发现风险2日内按预警级别上报分行。风险预警贷款金额超过500万元（含），"
            "支行应在贷款到期前30天或发现风险24小时内按预警级别上报分行。",
            "A loan that 30 days before maturity is not expected to be repaid on time: the account manager checks the "
            "repayment capacity of loans that mature in 30 days. Where it is judged that a loan cannot be recovered, "
            "or cannot be confirmed as recovered on time, then below CNY 1,000,000 the sub-branch reports to the "
            "branch, by level, at least 25 days before maturity; from 1,000,000 (included), 30 days before maturity "
            "or within 2 days of finding the risk; from 5,000,000 (included), 30 days before maturity or within 24 "
            "hours of finding it.",
        ),
    ),
    "11.1.2": Clause(
        Text("第十一条（一）2", "article 11 (1) 2"),
        Text("五级分类拟划分为后三类", "expected to be classified into the last three classes"),
        Text(
            "贷款按五级分类口径拟划分为后三类不良贷款业务风险预警信息：支行要对关注类贷款，"
            "尤其是关注三级贷款（特别关注）做到实时监控，充分观察其迁徙变化。"
            "支行与分行每月末要逐户对下月的分类结果进行预测，预计下月将有贷款列入后三类的，"
            "支行要在月内将信息按预警级别上报分行。",
            "A loan expected to be classified into the last three classes: sub-branches watch special-mention loans, "
            "above all grade 3, in real time. At each month-end the sub-branch and the branch forecast the next "
            "month's class of every borrower; where a loan is expected in the last three classes, the sub-branch "
            "reports to the branch, by level, within the month.",
        ),
    ),
    "11.1.3": Clause(
        Text("第十一条（一）3", "article 11 (1) 3"),
        Text("贷款欠息", "interest in arrears"),
        Text(
            "贷款欠息业务风险预警信息：贷款发生欠息，反映企业现金流量出现明显问题，支付能力不足，危及贷款安全，"
            "支行应在发生欠息后2日内将信息按预警级别上报分行。",
            "Interest in arrears: arrears of interest show a marked problem of cash flow and a want of ability to "
            "pay, which endangers the loan. The sub-branch reports to the branch, by level, within 2 days of the "
            "arrears arising.",
        ),
    ),
    "11.1.4": Clause(
        Text("第十一条（一）4", "article 11 (1) 4"),
        Text("重大事项", "major event"),
        Text(
            "重大事项预警：贷款客户一旦发生重大变化或突发事件，一律视红色预警，在24小时内上报分行。",
            "Major events: once a major change or a sudden event strikes a borrower, it is always a red warning, "
            "reported to the branch within 24 hours.",
        ),
    ),
    "11.1.5": Clause(
        Text("第十一条（一）5", "article 11 (1) 5"),
        Text("集团关联企业", "related enterprises of a group"),
        Text(
            "集团关联企业风险预警信息：集团关联企业中有一户企业发生风险预警的，其在我行有贷款关系的关联企业，"
            "均按预警级别列入业务风险预警信息上报范围。上报时间为发现问题后的2日内。",
            "Related enterprises of a group: when one member of a group is warned, every related enterprise with "
            "credit at this bank is reported at that level. The report is due within 2 days of finding the problem.",
        ),
    ),
    "11.1.6": Clause(
        Text("第十一条（一）6", "article 11 (1) 6"),
        Text("财务或经营异常变化", "abnormal change in finances or operations"),
        Text(
            "企业财务指标异常变化影响贷款安全的业务风险预警信息：经间隔期检查和报表分析后，发现贷款企业财务状况、"
            "经营状况等发生重大、异常变化的，按预警级别列入企业风险预警信息上报范围。上报时间为发现问题后的2日内。"
            "（企业财务风险预警及非财务风险预警信号见附件）",
            "Abnormal change of financial indicators that affects a loan's safety: where the interval check and the "
            "analysis of statements find a material or abnormal change in the borrower's finances or operations, it "
            "is reported by level. The report is due within 2 days of finding the problem. (For the signals of "
            "financial and non-financial risk see the annex.)",
        ),
        Text(
            "条款所称附件没有随制度交付：信号及其界限由本系统选定，均可由本行改定；其中少数界限取自公开指引，出处没有留存。",
            "The annex was not handed over: the signals and their bounds are ours, for the bank to change; a few "
            "bounds are those of published guidelines, of which no title was kept.",
        ),
    ),
    "11.2": Clause(
        Text("第十一条（二）", "article 11 (2)"),
        Text("一律书面上报分行", "always reported to the branch in writing"),
        Text(
            "上述业务风险预警和管理风险预警所涉及的贷款，不论金额大小，均须书面上报分行。",
            "Every loan under a business or management warning, whatever its amount, is reported to the branch in "
            "writing.",
        ),
    ),
    "11.2.1": Clause(
        Text("第十一条（二）1", "article 11 (2) 1"),
        Text("预警风险化解小组", "the risk-resolution team"),
        Text(
            "支行要根据业务风险和管理风险预警信息，立即组成“预警风险化解小组”，由支行行长或分管贷款的行长牵头，"
            "相关人员参与组成，积极采取措施，化解贷款风险。",
            "On a business or management warning the sub-branch at once forms a risk-resolution team, led by its "
            "president or the president in charge of lending, to act and to resolve the loan's risk.",
        ),
    ),
    "11.2.2": Clause(
        Text("第十一条（二）2", "article 11 (2) 2"),
        Text("书面记录与按月上报", "written records and monthly updates"),
        Text(
            "对每一笔风险贷款所做的工作均要形成书面记录，按月书面上报动态变化情况。",
            "All work on every risk loan is recorded in writing, and the situation is reported in writing each month.",
        ),
    ),
    "12.1.1": Clause(
        Text("第十二条（一）1", "article 12 (1) 1"),
        Text("分行将业务风险上报总行", "the branch reports a business risk to head office"),
        Text(
            "接到支行上报的风险预警信息后，风险预警贷款金额超过100万元（含），"
            "分行应在支行上报预警2日内按预警级别上报总行。风险预警贷款金额超过500万元（含），"
            "分行应在支行上报预警24小时内按预警级别上报总行。",
            "Having received a sub-branch's warning, the branch reports to head office, by level, within 2 days of "
            "that report for amounts from CNY 1,000,000 (included), within 24 hours from 5,000,000 (included).",
        ),
    ),
    "12.1.2.1": Clause(
        Text("第十二条（一）2（1）", "article 12 (1) 2 (1)"),
        Text("越权、变相越权、违规放贷", "lending beyond authority or in breach of rules"),
        Text(
            "越权、变相越权、违规放贷预警上报：贷后检查中发现有越权、变相越权及违规放贷的，要及时将信息上报总行。"
            "此类预警上报时间为发现问题后24小时内上报总行。",
            "Lending beyond authority, openly or in disguise, or in breach of rules, found in post-loan checks, is "
            "reported to head office within 24 hours of finding the problem.",
        ),
    ),
    "12.1.2.2": Clause(
        Text("第十二条（一）2（2）", "article 12 (1) 2 (2)"),
        Text("发放时未落实贷款条件", "conditions not met at drawdown"),
        Text(
            "贷款发放后未落实有关前提条件预警上报：贷后检查发现经总行或分行审批通过的贷款业务，"
            "其贷款发放时未全部落实贷款条件或管理要求的，应作为管理风险预警信息上报总行。上报时间为发现问题后的2日内。",
            "Where post-loan checks find that a loan approved by head office or the branch was drawn without all its "
            "conditions or management requirements met, it is reported to head office as a management warning within "
            "2 days of finding the problem.",
        ),
    ),
    "12.2": Clause(
        Text("第十二条（二）", "article 12 (2)"),
        Text("书面上报总行", "head office is told in writing"),
        Text(
            "对发生100万元（含）以上贷款客户风险预警信息，要书面上报总行。",
            "Warnings of customers with loans of CNY 1,000,000 (included) and above are reported to head office in "
            "writing.",
        ),
    ),
    "12.3.1": Clause(
        Text("第十二条（三）1", "article 12 (3) 1"),
        Text("风险化解方案汇报会", "the meeting on the resolution plan"),
        Text(
            "分行要根据预警信息，及时召开由相关部门参加的风险化解方案汇报会，并由支行行长向分行汇报，"
            "研究化解贷款风险的措施和处置办法。红色预警分行主要领导要亲自参与。",
            "The branch promptly holds a meeting of the departments concerned on the resolution plan, where the "
            "sub-branch president reports. For a red warning the branch's principal leader takes part in person.",
        ),
    ),
    "12.3.2": Clause(
        Text("第十二条（三）2", "article 12 (3) 2"),
        Text("逐笔跟踪", "tracking each loan"),
        Text(
            "按照确定的措施与目标，对每一笔风险贷款进行跟踪，直至收回或化解风险。",
            "By the measures and targets agreed, every risk loan is tracked until it is recovered or its risk "
            "resolved.",
        ),
    ),
    "13.1": Clause(
        Text("第十三条（一）", "article 13 (1)"),
        Text("总行预警信息通知书", "head office's warning notice"),
        Text(
            "总行通过各种渠道发现风险预警信息的，按预警级别下发预警信息通知书。",
            "Where head office finds a risk by any channel, it issues a warning notice by level.",
        ),
    ),
    "13.4": Clause(
        Text("第十三条（四）", "article 13 (4)"),
        Text("系统性风险提示", "systemic risk is passed down"),
        Text(
            "及时将系统风险、集团关联风险、行业风险等信息下发有关行。",
            "Systemic, group and industry risk is passed down in time to the banks concerned.",
        ),
    ),
    "14.1": Clause(
        Text("第十四条（一）", "article 14 (1)"),
        Text("支行级预警工作职责", "duties at the sub-branch"),
        Text(
            "对于发生的预警贷款要及时采取处置措施，由支行行长具体负责，分管副行长、客户经理负责落实相关工作。",
            "Measures on a warned loan are taken in time; the sub-branch president is responsible, the vice-president "
            "in charge and the account manager carry out.",
        ),
    ),
    "14.2.1": Clause(
        Text("第十四条（二）1", "article 14 (2) 1"),
        Text("落实专人", "named staff at the branch"),
        Text(
            "落实专人负责监测、预警。各分行对信息的分析和报送要落实专人。",
            "Named staff are responsible for monitoring and warning. Each branch names staff for the analysis and the "
            "reporting of information.",
        ),
    ),
    "14.2": Clause(
        Text("第十四条（二）4", "article 14 (2) 4"),
        Text("分行整改通知", "the branch's rectification notice"),
        Text(
            "对发生的管理类风险预警，应及时下发整改通知，并督促整改措施的落实。",
            "For a management warning the rectification notice is issued in time, and its measures are seen through.",
        ),
    ),
    "14.3": Clause(
        Text("第十四条（三）3", "article 14 (3) 3"),
        Text("总行整改通知", "head office's rectification notice"),
        Text(
            "对发生的管理类风险预警，应及时下发整改通知，并督促整改措施的落实。",
            "For a management warning the rectification notice is issued in time, and its measures are seen through.",
        ),
    ),
    "15": Clause(
        Text("第十五条", "article 15"),
        Text("报告方式", "the form of reports"),
        Text(
            "如遇紧急事件，可先通过电话报告初步掌握的情况，再补报书面材料。",
            "In an urgent case, what is known is first reported by telephone, and the written report follows.",
        ),
    ),
    "16": Clause(
        Text("第十六条", "article 16"),
        Text("报告内容", "what a report contains"),
        Text(
            "预警信息报告内容主要包括企业基本状况，财务状况，现金流量情况，授信状况，关联企业在我行贷款业务情况，"
            "贷款尽职调查、尽职审查、审批及贷款发放后的资金流向等情况，贷款发生风险的原因，拟采取的措施，"
            "其他需要说明的情况等。",
            "A report contains the borrower's basics, finances, cash flow, credit facilities, the credit of related "
            "enterprises here, due diligence, review, approval and use of funds after drawdown, the cause of the "
            "risk, the measures intended, and other matters.",
        ),
    ),
    "17": Clause(
        Text("第十七条", "article 17"),
        Text("表外业务", "off-balance business"),
        Text(
            "表外信贷业务风险预警比照上述贷款风险预警执行。",
            "Risk warnings of off-balance credit business follow those of loans above.",
        ),
    ),
    "18": Clause(
        Text("第十八条", "article 18"),
        Text("考评与处罚", "assessment and punishment"),
        Text(
            "贷款风险预警工作列入分行贷后管理工作考评范围。对因隐瞒不报、延时缓报而贻误处置时机，"
            "造成损失或其他严重后果的，总行将从严处罚。",
            "Warning work is part of the assessment of the branches' post-loan management. Where concealment or delay "
            "lets the time to act pass and causes loss or other grave consequences, head office punishes severely.",
        ),
    ),
}
"""By id, without the items of a list."""


def _item(n: int, title: Text, words: Text) -> Clause:
    """One of the seven kinds of major events that 11.1.4 lists."""
    return Clause(Text(f"第十一条（一）4（{n}）", f"article 11 (1) 4 ({n})"), title, words)


MAJOR_ITEMS: Final[dict[str, Clause]] = {
    f"11.1.4.{n}": _item(n, Text("重大事项之一", "one of the major events"), words)
    for n, words in enumerate(
        (
            Text("外部政策不利于贷款客户的变动", "A change of external policy to the borrower's disadvantage"),
            Text(
                "客户组织结构、股权或主要领导人发生变动",
                "A change of the borrower's structure, equity or principal leader",
            ),
            Text(
                "客户的担保超过所设定的担保警戒线",
                "Guarantees given by the borrower exceed the alert line set for them",
            ),
            Text("客户财务收支能力发生重大变化", "A major change of the borrower's income and expenditure"),
            Text("客户涉及重大诉讼", "The borrower is involved in major litigation"),
            Text("客户在其他银行交叉违约的历史记录", "A record of cross-default at another bank"),
            Text("其他危及贷款安全因素", "Other factors that endanger the loan"),
        ),
        1,
    )
}
"""The items of 11.1.4, in the policy's order."""
POLICY: Final[dict[str, Clause]] = CLAUSES | MAJOR_ITEMS
"""By id."""
