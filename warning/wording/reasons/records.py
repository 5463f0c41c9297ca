"""What came of a record that changed no row, or could not count: code -> what to say, and what to do about it."""

from __future__ import annotations

from typing import Final

from warning.wording.reasons.signals import Reasons
from warning.wording.text import Text

FILED: Final[Reasons] = {
    "applied": (Text("已录入，不引起预警变化。", "Applied; it changes no warning."),),
    "registered": (Text("借款人信息已登记。", "The borrower's particulars are registered."),),
    "receipt": (
        Text(
            "对报告 {report} 的签收存档，不影响时限。", "The receipt of report {report} is on file and moves no clock."
        ),
    ),
    "report": (
        Text(
            "{org_no:org}的报告存档，覆盖信号：{covers:covers}。",
            "The report of {org_no:org} is on file; it covers {covers:covers}.",
        ),
    ),
    "work": (Text("{org_no:org}的工作记录存档。", "The work record of {org_no:org} is on file."),),
    "passed_down": (
        Text("系统性、集团或行业风险提示已下发，存档。", "Systemic, group or industry risk was passed down; on file."),
    ),
    "notice_without_duty": (
        Text(
            "{org_no:org}的通知存档，不产生答复或整改义务。",
            "The notice of {org_no:org} is on file; it opens no duty.",
        ),
    ),
    "release_proposed": (
        Text(
            "已提出解除 {signals} 个信号（降至{to_level:level}，理由“{ground:ground}”），待另一人审批。",
            "Release of {signals} signals proposed (to {to_level:level}, ground {ground:ground}); it waits for "
            "another person's approval.",
        ),
    ),
    "release_approved": (Text("解除申请 {proposal} 已获批准。", "The release proposed as {proposal} was approved."),),
    "waiver_proposed": (
        Text("已提出豁免义务 {duties}，待另一人审批。", "A waiver of {duties} is proposed; it waits for approval."),
    ),
    "waiver_too_late": (
        Text(
            "豁免义务 {duty} 的批准不在该义务开始之后、截止之前，存档，不改变任何结果。",
            "The waiver of {duty} was not approved between its opening and its due; on file, it changes nothing.",
        ),
    ),
    "already_there": (Text("贷款本来就在{org_no:org}。", "The loan is already booked at {org_no:org}."),),
    "position_of_ended": (
        Text(
            "借据 {loan_no} 已结清或已核销，其后的余额记录存档，不改变余额。",
            "Loan {loan_no} is settled or written off; a later position is on file and changes no balance.",
        ),
    ),
    "settlement_taken_back": (
        Text(
            "借据 {loan_no} 的结清（{ended_by}）系误记，已更正：该借据自本条记录起恢复在册。",
            "Loan {loan_no} was settled by mistake ({ended_by}), which is corrected: from this record on it is on the "
            "books again.",
        ),
    ),
    "refinancing_taken_back": (
        Text(
            "借据 {loan_no} 的借新还旧（{ended_by}）系误记，已更正：该借据自本条记录起恢复在册，仍为所涉借据；"
            "取代过它的借据也仍列在内，直至其自身结清（R101）。",
            "Loan {loan_no} was refinanced by mistake ({ended_by}), which is corrected: from this record on it is on "
            "the books again, a source loan as before; the loan that had taken its place stays one until it is settled "
            "itself (R101).",
        ),
    ),
    "write_off_taken_back": (
        Text(
            "借据 {loan_no} 的核销（{ended_by}）系误记，已更正：该借据自本条记录起恢复在册，不再视为核销（R101）。",
            "Loan {loan_no} was written off by mistake ({ended_by}), which is corrected: from this record on it is on "
            "the books again, and not lost (R101).",
        ),
    ),
    "balance_after_end": (
        Text(
            "借据 {loan_no} 已于 {ended_at:at} 记录{ending:loan_end}（{ended_by}），而本条余额发生在其后、仍有余额："
            "贷款并未了结，自本条记录起恢复在册（R99）。",
            "Loan {loan_no} was {ending:loan_end} as recorded on {ended_at:at} ({ended_by}), and this balance is of "
            "later than that: it is owed still, and from this record on it is on the books again (R99).",
        ),
    ),
    "refinanced_in_part": (
        Text(
            "借新还旧：借据 {new} 的金额小于借据 {old} 的余额，只偿还其一部分；余下 {rest:money}仍在册，"
            "其检查、欠款与信号不变，借据 {new} 一并列为所涉借据（R100）。",
            "Refinanced: loan {new} gives less than is owed of loan {old}, and pays a part of it. The rest of "
            "{rest:money} stays on the books, with its check, its arrears and its signals; loan {new} joins the "
            "source loans (R100).",
        ),
    ),
    "loan_has_ended": (
        Text(
            "借据 {loan_no} 已于 {ended_at:at} 记录{ending:loan_end}（{ended_by}）：本条存档，不产生任何效果（R102）。",
            "Loan {loan_no} was {ending:loan_end} as recorded on {ended_at:at} ({ended_by}): this is on file and does "
            "nothing (R102).",
        ),
    ),
    "arrears_on_settled": (
        Text("借据 {loan_no} 已结清，其后的欠款记录存档。", "Loan {loan_no} is settled; later arrears are on file."),
    ),
    "arrears_count_on": (
        Text(
            "借据 {loan_no} 欠息的结清记录已撤销：自 {since:weekday}起的天数照旧计算，如同未曾结清（R104）。",
            "The record that cleared the interest in arrears of loan {loan_no} is retracted: days since "
            "{since:weekday} count on as if it had not been (R104).",
        ),
    ),
    "overdue_count_on": (
        Text(
            "借据 {loan_no} 本金逾期的结清记录已撤销：自 {since:weekday}起的天数照旧计算，如同未曾结清（R104）。",
            "The record that cleared the overdue principal of loan {loan_no} is retracted: days since "
            "{since:weekday} count on as if it had not been (R104).",
        ),
    ),
    "still_cleared": (
        Text(
            "借据 {loan_no} 的一条结清记录已撤销，但另有记录结清，不再计天；其间已到的级别照计（R104）。",
            "A record that cleared the arrears of loan {loan_no} is retracted; another one has cleared them since, "
            "so no days count now. A band reached in between is reached (R104).",
        ),
    ),
    "assessment_without_maturity": (
        Text("借据 {loan_no} 无到期日，评估存档。", "Loan {loan_no} has no maturity; the assessment is on file."),
    ),
    "fact_about_settled_loan": (
        Text("借据 {loan_no} 已结清，其后的事实存档。", "Loan {loan_no} is settled; a later fact about it is on file."),
    ),
    "not_computable": (Text("无法计算，不作为正常。", "Not computable, which is no pass."),),
    "same_maturity": (
        Text(
            "借据 {loan_no} 的到期日没有变化，展期记录存档。",
            "The maturity of loan {loan_no} does not change; the extension is on file.",
        ),
    ),
    "extension_of_settled": (
        Text("借据 {loan_no} 已结清，其后的展期存档。", "Loan {loan_no} is settled; a later extension is on file."),
    ),
    "retracted_before": (
        Text(
            "该事件在到达之前已被记录 {retraction} 撤回，不产生任何效果。",
            "The event was retracted by {retraction} before it came; it does nothing.",
        ),
        Text("该事件在到达之前已被撤回，不产生任何效果。", "The event was retracted before it came; it does nothing."),
    ),
    "link_stands": (
        Text("关联关系 {path:paths} 已经存在，存档。", "The link {path:paths} stands already; on file."),
        Text("关联关系已经存在，存档。", "The link stands already; on file."),
    ),
    "link_made": (Text("关联关系已建立：{path:paths}。", "Link made: {path:paths}."),),
    "link_ended": (
        Text(
            "关联关系终止：{path:paths}，自当日 24:00 生效。",
            "Link ended: {path:paths}, with effect from the day's end.",
        ),
    ),
    "link_made_again": (
        Text(
            "关联关系 {path:paths} 的终止已撤销：该关系自本条记录起重新建立，其间发生的也自此传及（R103）。",
            "The end of the link {path:paths} is retracted: it is made anew from this record on, and carries from then "
            "what came in between too (R103).",
        ),
    ),
    "link_never_ended": (
        Text(
            "关联关系 {path:paths} 的终止在生效之前已撤销：该关系从未终止（R103）。",
            "The end of the link {path:paths} is retracted before it took effect: the link has never ended (R103).",
        ),
    ),
    "link_not_standing": (
        Text(
            "要终止的关联关系 {path:paths} 并不存在，存档。", "The link to end, {path:paths}, does not stand; on file."
        ),
        Text("要终止的关联关系并不存在，存档。", "The link to end does not stand; on file."),
    ),
    "member_joined": (Text("集团新增成员。", "A member joined the group."),),
    "member_ending": (Text("集团成员退出，自当日 24:00 生效。", "A member leaves the group at the end of the day."),),
    "member_stays": (
        Text(
            "集团成员的退出在生效之前已撤销，仍为成员。",
            "The leaving of a member is retracted before it took effect: it has never left.",
        ),
    ),
    "not_a_member": (
        Text("消息来源不是集团成员，不予转告。", "The source is no member of the group; nothing is passed on."),
    ),
    "concealment": (Text("隐瞒不报的认定已存档。", "The finding of concealment is on file."),),
    "observed_in_bounds": (
        Text(
            "预警信号第 {number} 号“{number:rule}”在正常范围内。", "Signal {number}, {number:rule}, is within bounds."
        ),
    ),
    "retracted": (Text("所指记录已撤销。", "The record named is retracted."),),
    "retraction_without_ground": (
        Text(
            "没有信号或关联关系以要撤销的记录为依据，存档；该编号的事实以后到达时不产生效果。"
            "展期以新的展期更正；报告等行为已经发生，不能撤销。",
            "No signal or link rests on the record to retract; on file. A fact of that id that comes later does "
            "nothing. An extension is corrected by a new one; an act that was done is not retracted.",
        ),
    ),
    "proposal_withdrawn": (
        Text("申请 {proposal} 已由申请机构撤回，不再待批。", "The proposal {proposal} is withdrawn by its proposer."),
    ),
    "activation": (
        Text("规则手册 {frame:short} 生效。", "The rule book {frame:short} took force."),
        Text("新规则手册生效。", "A new rule book took force."),
    ),
    "numerator_missing": (
        Text(
            "第 {number} 号“{number:rule}”无法计算：缺少分子。",
            "Signal {number}, {number:rule}: not computable, no numerator.",
        ),
    ),
    "denominator_missing": (
        Text(
            "第 {number} 号“{number:rule}”无法计算：缺少分母。",
            "Signal {number}, {number:rule}: not computable, no denominator.",
        ),
    ),
    "denominator_not_positive": (
        Text(
            "第 {number} 号“{number:rule}”无法计算：分母 {denominator:money} 不是正数。",
            "Signal {number}, {number:rule}: not computable, the denominator {denominator:money} is not positive.",
        ),
    ),
    "value_missing": (
        Text(
            "第 {number} 号“{number:rule}”无法判断：缺少数值。",
            "Signal {number}, {number:rule}: not computable, no value.",
        ),
    ),
    "variant_missing": (
        Text(
            "第 {number} 号“{number:rule}”无法判断：未说明种类。",
            "Signal {number}, {number:rule}: not computable, no variant.",
        ),
    ),
    "variant_unknown": (
        Text(
            "第 {number} 号“{number:rule}”无法判断：规则手册没有种类“{variant}”。",
            "Signal {number}, {number:rule}: not computable, the book knows no variant '{variant}'.",
        ),
    ),
    "decided_by_event": (
        Text(
            "第 {number} 号“{number:rule}”由专门的业务记录判定，不接受直接观测，存档。",
            "Signal {number}, {number:rule}, is decided by an event of its own; an observation of it is on file only.",
        ),
    ),
}

PASSED: Final[Reasons] = {
    "duplicate": (Text("重复发送的同一记录，不再计入。", "The same record again; it counts once."),),
    "stale": (
        Text(
            "借据 {loan_no} 的记账序号 {seq} 早于已入账的 {last}，不改变余额。",
            "Posting {seq} of loan {loan_no} is older than {last}, already taken in; it changes nothing.",
        ),
    ),
}

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
