"""Why an act or a record does not count: code -> what to say, and what to do about it."""

from __future__ import annotations

from typing import Final

from warning.wording.reasons.signals import Reasons
from warning.wording.text import Text

REFUSED: Final[Reasons] = {
    "conflict": (
        Text(
            "借据 {loan_no} 的记账序号 {seq} 已有内容不同的记录。",
            "Posting {seq} of loan {loan_no} is on record with other contents.",
        ),
        Text(
            "同一来源的同一记录编号已有内容不同的记录。",
            "The same event id of the same source is on record with other contents.",
        ),
    ),
    "loan_known": (
        Text(
            "借据 {loan_no} 已在册，不能再次发放或接管。",
            "Loan {loan_no} is on the books already; it cannot enter again.",
        ),
    ),
    "not_off_balance": (
        Text(
            "借据 {loan_no} 不是表外业务，不会到期失效、解除或由客户备付（how={how}）；该结清不予计入。",
            "Loan {loan_no} is no off-balance item: it does not expire, is not released and not funded (how={how}); "
            "it is not settled by this.",
        ),
    ),
    "previous_loan_of_another": (
        Text(
            "被取代的借据 {loan_no} 属于另一借款人；借新还旧只能取代本借款人的借据，该借据不予登记。",
            "The loan to be replaced, {loan_no}, is another borrower's. A refinancing takes the place of a loan of the "
            "same borrower; the new loan is not taken in.",
        ),
    ),
    "org_unknown": (
        Text(
            "机构 {org_no} 不在机构表中，或不能经办此业务。",
            "Organisation {org_no} is not in the organisation file, or cannot do this.",
        ),
        Text("机构不在机构表中。", "The organisation is not in the organisation file."),
    ),
    "loan_of_another": (
        Text("借据属于另一借款人，与记录所称不符。", "The loan belongs to another borrower than the record says."),
    ),
    "loan_unknown": (
        Text("等待期满，所指借据仍未出现。", "The time to wait is over, and the loan named has not appeared."),
    ),
    "post_may_not": (
        Text(
            "岗位“{post:post}”无权办理“{act:event}”；有权办理的岗位：{may:posts}。",
            "The post {post:post} may not do this: {act:event}. Those that may: {may:posts}.",
        ),
    ),
    "post_not_at_level": (
        Text(
            "{org_no:org}没有“{post:post}”这一岗位，“{act:event}”不予计入；有权办理的岗位：{may:posts}。",
            "{org_no:org} has no {post:post}, so this does not count: {act:event}. Posts that may: {may:posts}.",
        ),
    ),
    "org_may_not": (
        Text(
            "申请由{proposer:org}提出，只能由该机构或其上级审批；{org_no:org}的审批不予计入。",
            "{proposer:org} proposed it, so that organisation or one above it approves; an approval of {org_no:org} "
            "does not count.",
        ),
        Text(
            "{org_no:org}既非责任机构，也非其上级，不能提出申请；可以提出的机构：{owners:orgs}，或其上级。",
            "{org_no:org} is no owning organisation and not above one, so it cannot propose this. Those that can: "
            "{owners:orgs}, or one above.",
        ),
    ),
    "report_incomplete": (
        Text(
            "报告缺少第十六条要求的内容：{missing:parts}。",
            "The report lacks parts that article 16 asks for: {missing:parts}.",
        ),
    ),
    "team_leader": (
        Text(
            "小组由“{led_by:post}”牵头，不予计入；须由支行行长或分管贷款的副行长牵头。",
            "A team led by {led_by:post} does not count; its leader is the president or vice-president for lending.",
        ),
    ),
    "president_absent": (
        Text(
            "汇报会没有所属支行行长参加汇报，不予计入。",
            "No president of an owning sub-branch attended; the meeting does not count.",
        ),
    ),
    "leader_absent": (
        Text(
            "红色预警的汇报会，分行主要领导没有亲自参加，不予计入。",
            "While red, a meeting without the branch's principal leader in person does not count.",
        ),
    ),
    "completion_past": (
        Text(
            "整改期限 {complete_by} 在通知登记之前已过，通知不予计入。",
            "The completion date {complete_by} had passed when the notice was recorded; the notice does not count.",
        ),
    ),
    "not_longer": (
        Text(
            "新期限并不晚于义务 {duty} 的原期限，不予计入。",
            "The new due of the duty {duty} is not later than its due; it does not count.",
        ),
    ),
    "not_a_superior": (Text("隐瞒不报须由上级机构认定。", "Concealment is found by a superior organisation only."),),
    "not_the_superior": (
        Text(
            "{org_no:org}不是报告机构的上级，其签收不予计入。",
            "{org_no:org} is not the superior of the reporting organisation; its receipt does not count.",
        ),
    ),
    "signal_unknown": (Text("信号 {signal} 不存在或已关闭。", "The signal {signal} does not exist, or is closed."),),
    "nothing_to_release": (Text("没有可解除的信号。", "There is no signal to release."),),
    "proposal_unknown": (Text("没有编号为 {proposal} 的待批申请。", "No proposal {proposal} waits for approval."),),
    "retracts_settlement": (
        Text(
            "所指记录是借据 {loan_no} 的{ending:loan_end}记录，不能以撤销更正。",
            "By the record named the loan {loan_no} was {ending:loan_end}; it is not taken back by a retraction.",
        ),
    ),
    "not_the_proposer": (
        Text(
            "申请 {proposal} 只能由申请机构{org_no:org}撤回。",
            "The proposal {proposal} is withdrawn by {org_no:org} only, which made it.",
        ),
    ),
    "tracking_not_waived": (
        Text(
            "义务 {duty} 是对方案落实情况的跟踪，预警关闭之前不予豁免。",
            "The duty {duty} is the tracking of measures: it is not waived while the warning is open.",
        ),
    ),
    "duty_not_owed": (
        Text(
            "该借款人没有待办的义务 {duty}：编号有误，或者该义务已经完成、豁免或移交。",
            "The borrower owes no duty {duty}: there is none of that id, or it has been met, waived or moved.",
        ),
    ),
    "waiver_past_due": (
        Text(
            "义务 {duty} 的截止时间 {due:due} 已到：豁免须在截止之前经另一人批准，现已来不及。",
            "The duty {duty} was due {due:due}: a waiver is approved by another person before the due, for which it is "
            "too late.",
        ),
    ),
    "proposal_waits": (
        Text(
            "该借款人已有编号为 {proposal} 的申请待批，审批时无从区分。",
            "A proposal {proposal} of this borrower waits already: an approval could not tell them apart.",
        ),
    ),
    "figures_missing": (
        Text(
            "第 {number} 号“{number:rule}”没有给出判断所需的任何数值：{needed:figures}（{number:measure}）。",
            "Signal {number}, {number:rule}, is observed without any of the figures it needs: {needed:figures} "
            "({number:measure}).",
        ),
    ),
    "same_person": (Text("审批人与申请人为同一人。", "The approver is the person who proposed it."),),
    "signal_rose": (
        Text(
            "提出申请之后，信号 {signal} 又有升级或再次产生，整个申请不予批准。",
            "Signal {signal} rose after the proposal; the proposal is refused as a whole.",
        ),
    ),
}
