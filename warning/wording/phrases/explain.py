"""What an explanation is made of: headings, facts, and what became of a duty."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

EXPLAIN: Final[Table] = {
    "signal": Text("信号", "Signal"),
    "warning": Text("预警", "Warning"),
    "duty": Text("义务", "Duty"),
    "borrower": Text("借款人", "Borrower"),
    "status": Text("状态", "Status"),
    "level": Text("级别", "Level"),
    "domain": Text("领域", "Domain"),
    "subject": Text("信号主体", "Subject"),
    "group": Text("信号组", "Signal group"),
    "loans": Text("所涉借据", "Source loans"),
    "all_loans": Text("该借款人的全部贷款", "all loans of the borrower"),
    "tags": Text("标记", "Tags"),
    "disputed": Text("存疑（依据已撤销或系统滞后，W12、T2）", "disputed (a ground was retracted, or our lag; W12, T2)"),
    "paths": Text("传染路径", "Paths"),
    "belongs": Text("所属预警", "Warning"),
    "rests": Text("所依据信号", "Rests on signal"),
    "owner": Text("责任机构与岗位", "Owner"),
    "amount": Text("金额", "Amount"),
    "tier": Text("金额档次", "Amount tier"),
    "raised": Text("产生时间", "Raised"),
    "closed": Text("关闭时间", "Closed"),
    "h_clause": Text("一、制度条款", "1. The policy"),
    "h_rule": Text("二、规则与比较的数值", "2. The rule, and the values compared"),
    "h_why_duty": Text("二、为何产生", "2. Why it was opened"),
    "h_events": Text("三、所依据的记录", "3. The records it rests on"),
    "h_due": Text("四、截止时间的推算", "4. How the due is worked out"),
    "h_levels": Text("四、级别沿革", "4. The history of its level"),
    "h_duties": Text("五、由此产生的义务", "5. The duties it opened"),
    "h_life": Text("五、办理经过", "5. What became of it"),
    "h_signals": Text("一、构成预警的信号", "1. The signals it is made of"),
    "h_records": Text("二、所依据的记录", "2. The records it rests on"),
    "h_why_level": Text("三、级别及其依据", "3. The level, and why"),
    "h_amount": Text("四、金额与档次", "4. Amount and tier"),
    "h_all_duties": Text("五、全部义务", "5. All its duties"),
    "h_next": Text("下一步可查看", "What to look at next"),
    "clause_line": Text("{place}（{ref} {title}）", "{place} ({ref} {title})"),
    "default_line": Text("{ref}：{text}", "{ref}: {text}"),
    "compared_line": Text("判断（{level}）：{reason}", "The judgement ({level}): {reason}"),
    "no_events": Text(
        "由时间推移本身触发，不依据单独的记录。", "Time alone brought it about; it rests on no single record."
    ),
    "event_absent": Text("（记录 {id} 不在所给文件中）", "(record {id} is not in the file given)"),
    "c_when": Text("记录时间", "Recorded"),
    "c_id": Text("编号", "Id"),
    "c_said": Text("内容", "What it said"),
    "c_change": Text("变化", "Change"),
    "c_level": Text("级别", "Level"),
    "c_why": Text("依据", "Why"),
    "c_kind": Text("义务", "Duty"),
    "c_owner": Text("责任机构 · 岗位", "Owner"),
    "c_due": Text("截止时间", "Due"),
    "c_state": Text("状态", "State"),
    "c_clause": Text("条款", "Clause"),
    "c_loan": Text("借据", "Loan"),
    "c_org": Text("机构", "Organisation"),
    "c_balance": Text("余额", "Balance"),
    "c_matures": Text("到期日", "Matures"),
    "h_loans": Text("所涉借据：", "The source loans:"),
    "s_with_closed": Text("{name}（另已关闭 {n}）", "{name} ({n} closed)"),
    "amount_line": Text(
        "当前金额合计 {amount}，属“{tier}”；预警产生以来的最高档次为“{highest}”，时限按最高档次执行（W6、W7）。",
        "The amount is now {amount}, tier {tier}; the highest tier since the raise is {highest}, and clocks go by "
        "that (W6, W7).",
    ),
    "amount_closed": Text(
        "预警已关闭；其间最高金额档次为“{highest}”（W7）。",
        "The warning is closed; its highest tier was {highest} (W7).",
    ),
    "met_by": Text("{how}，凭记录 {event}，{at} 收到。", "It was {how}, by record {event}, received {at}."),
    "ended_by": Text("{how}，{at}。", "It was {how}, {at}."),
    "breached_line": Text("原因：{cause}；考评：{score}。", "Cause: {cause}; {score}."),
    "not_scored": Text("不计分", "not scored"),
    "escalated_line": Text("已上呈：{owner}（D9）。", "Escalated to {owner} (D9)."),
    "still_owed": Text("截至 {at} 仍未办理，已逾期 {late}。", "Still not done at {at}, late by {late}."),
    "still_time": Text("截至 {at} 尚未到期，还有 {left}。", "Not yet due at {at}; {left} are left."),
    "none": Text("无", "none"),
    "clock": Text("判断至", "Decided up to"),
    "due": Text("截止时间", "Due"),
    "owners": Text("责任机构", "Organisations"),
    "domain_number": Text("{domain}（第 {n} 宗）", "{domain} (number {n})"),
    "quoted": Text("“{words}”", "“{words}”"),
    "defaults_line": Text("制度未尽之处，按以下口径执行：", "Where the policy is silent, these defaults hold:"),
    "occurred_at": Text("发生于 {at}", "occurred {at}"),
    "source_signals": Text("来源{source}的自身信号：", "The source's own signals ({source}):"),
    "source_signal": Text("{id} 条款 {clause}，最高级别{level}", "{id}, clause {clause}, {level} at the highest"),
    "by_guarantee": Text(
        "经担保关系传导：第三条列有“涉及关联企业或担保企业预警”，但级别与 2 日时限的原文（第十一条（一）5）只针对"
        "集团关联企业；对担保关系按同一级别、同一时限执行，属默认值（O5）。",
        "It came over a guarantee: article 3 names guarantors, but the level and the 2 days are the text's for related "
        "enterprises of a group only (article 11 (1) 5); for guarantees they are our default (O5).",
    ),
    "found_early": Text(
        "请核实：记录 {id} 所报发现时间（{found}）早于发生时间（{occurred}）。",
        "To be verified: record {id} says it was discovered ({found}) before it occurred ({occurred}).",
    ),
    "found_late": Text(
        "请核实：记录 {id} 的事项发生 {gap}后才被发现。",
        "To be verified: what record {id} tells of was discovered {gap} after it occurred.",
    ),
    "opening_at": Text(
        "第 {n} 次产生或升级（{level}）：义务的时限自 {start} 起算。",
        "Opening {n} ({level}): the clocks of its duties start {start}.",
    ),
    "opened_line": Text("于 {at} 产生。", "Opened {at}."),
    "signal_line": Text("所依据信号 {id}：{reason}", "It rests on signal {id}: {reason}"),
    "tier_line": Text(
        "本项义务产生时（{at}）所涉贷款金额合计 {amount}；时限按“{tier}”一档执行，自 {since} 起（W6、W7）。",
        "As this duty was opened ({at}) the amount was {amount}; its clock goes by the tier {tier}, since {since} "
        "(W6, W7).",
    ),
    "tier_since": Text("自 {at} 起：{tier}。", "From {at}: {tier}."),
    "was_late": Text("逾期 {span}。", "Late by {span}."),
    "was_early": Text("提前 {span}。", "Early by {span}."),
}
