"""What came of a record that changed no row: code -> what to say, and what to do about it."""

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
    "erased": (
        Text("{token} 的值与盐已删除，理由：{ground}", "Value and salt of {token} are erased, on the ground: {ground}"),
    ),
    "dismissed": (
        Text(
            "隔离编号 {number} 的记录不再处理，理由：{ground}",
            "Number {number} of the quarantine is dismissed, on the ground: {ground}",
        ),
    ),
    "same_person_dismisses": (Text("不再处理须由另一人批准。", "A dismissal has to be approved by another person."),),
    "same_person_erases": (Text("删除须由另一人批准。", "An erasure has to be approved by another person."),),
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
