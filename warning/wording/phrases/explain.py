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
    "subject": Text("对象", "Subject"),
    "subject_maturity": Text("借据与到期日", "Loan and maturity"),
    "subject_arrears": Text("借据与欠息起始日", "Loan and arrears since"),
    "subject_matter": Text("事项编号", "Matter"),
    "subject_source": Text("来源客户", "Source customer"),
    "subject_number": Text("信号编号、借据", "Signal number, loan"),
    "subject_finding": Text("认定编号", "Finding"),
    "group": Text("信号组", "Signal group"),
    "loans": Text("所涉借据", "Source loans"),
    "all_loans": Text("该借款人的全部贷款", "all loans of the borrower"),
    "tags": Text("标记", "Tags"),
    "paths": Text("传导路径", "Paths"),
    "source": Text("预警来源（第五条）", "Source (article 5)"),
    "belongs": Text("所属预警", "Warning"),
    "rests": Text("所依据信号", "Rests on signal"),
    "owner": Text("责任机构与岗位", "Owner"),
    "amount": Text("金额", "Amount"),
    "tier": Text("金额档", "Amount tier"),
    "raised": Text("产生时间", "Raised"),
    "closed": Text("关闭时间", "Closed"),
    "h_clause": Text("一、制度条款", "1. The policy"),
    "h_rule": Text("二、规则与比较的数值", "2. The rule, and the values compared"),
    "h_why_duty": Text("二、为何产生", "2. Why it was opened"),
    "h_events": Text("三、所依据的记录", "3. The records it rests on"),
    "h_due": Text("四、截止时间的推算", "4. How the due is worked out"),
    "h_levels": Text("四、级别变动情况", "4. The history of its level"),
    "h_duties": Text("五、由此产生的义务", "5. The duties it opened"),
    "h_life": Text("五、办理经过", "5. What became of it"),
    "h_signals": Text("一、构成预警的信号", "1. The signals it is made of"),
    "h_records": Text("二、所依据的记录", "2. The records it rests on"),
    "h_why_level": Text("三、级别及其依据", "3. The level, and why"),
    "h_amount": Text("四、金额与金额档", "4. Amount and tier"),
    "h_all_duties": Text("五、全部义务", "5. All its duties"),
    "h_next": Text("下一步可查看", "What to look at next"),
    "h_do": Text("办理方式", "How to do it"),
    "do_officer": Text("<工号>", "<STAFF_NO>"),
    "do_fields": Text(
        "须填的字段见 warning act {act} --help。", "warning act {act} --help says which fields it takes."
    ),
    "do_tracking": Text(
        "跟踪没有单独的办理：持续到预警关闭为止。工作记录用 warning act work 存档。",
        "Nothing ends it but the closing of the warning; warning act work keeps records of the work.",
    ),
    "do_assessment": Text(
        "还款能力评估由业务系统报送（{type}），不在此办理；也可用 warning ingest 读入该记录。",
        "Systems send the assessment ({type}); it is no act of a person here. warning ingest takes it from a file.",
    ),
    "clause_line": Text("{place}（{ref} {title}）", "{place} ({ref} {title})"),
    "article_line": Text("{place}（{title}）", "{place} ({title})"),
    "default_line": Text("{ref}：{text}", "{ref}: {text}"),
    "compared_line": Text("判断（{level}）：{reason}", "The judgement ({level}): {reason}"),
    "no_events": Text(
        "由时间推移本身触发，不依据单独的记录。", "Time alone brought it about; it rests on no single record."
    ),
    "only_told": Text(
        "由其他借款人的风险传来，本借款人没有单独的记录；来源的记录见该预警的信号。",
        "It came from another borrower's risk, and rests on no record of this one: the signals of the warning have "
        "the source's records.",
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
    "h_loans": Text("所涉借据（余额截至 {at}）：", "The source loans (balances at {at}):"),
    "h_balances": Text(
        "金额 {amount}的依据：截至 {at}，下列所涉借据余额之和（W6）。",
        "What the amount of {amount} rests on: the balances of these source loans at {at} (W6).",
    ),
    "h_silent": Text(
        "支行的下列义务逾期，本项义务因此产生（D3）：",
        "These duties of the sub-branch were breached, which opened it (D3):",
    ),
    "c_record": Text("余额记录", "Balance by record"),
    "posting": Text("记账序号 {seq} · {at}", "posting {seq} · {at}"),
    "c_posting": Text("记账序号", "Posting"),
    "c_sum": Text("合计", "Sum"),
    "c_breached": Text("逾期时间", "Breached"),
    "balance_absent": Text("（不在所给记录中）", "(not among the records given)"),
    "sum_not_shown": Text(
        "金额 {amount} 由当时的余额合计得出；逐笔记录不在所给文件中。",
        "The amount of {amount} is the sum of the balances then; their records are not in the file given.",
    ),
    "s_with_closed": Text("{name}（另已关闭 {n}）", "{name} ({n} closed)"),
    "amount_line": Text(
        "当前金额合计 {amount}，属“{tier}”；预警产生以来的最高金额档为“{highest}”，时限按最高金额档执行（W6、W7）。",
        "The amount is now {amount}, tier {tier}; the highest tier since the raise is {highest}, and clocks go by "
        "that (W6, W7).",
    ),
    "amount_closed": Text(
        "预警已关闭；其间最高金额档为“{highest}”（W7）。",
        "The warning is closed; its highest tier was {highest} (W7).",
    ),
    "met_by": Text("{how}，凭记录 {event}，{at} 收到。", "It was {how}, by record {event}, received {at}."),
    "waived_by": Text("{how}，凭记录 {event} 于 {at} 批准。", "It was {how}, approved by record {event} at {at}."),
    "moved_by": Text("{how}，凭记录 {event} 于 {at} 办理。", "It was {how}, by record {event} at {at}."),
    "refused_line": Text(
        "{at} 的“{what}”（记录 {event}）不予计入：{reason}{who}",
        "{at}, {what} (record {event}), did not count: {reason}{who}",
    ),
    "not_counted": Text("（不予计入，见第五部分）", " (did not count, see part 5)"),
    "acted_by": Text("（办理：{owner}，工号：{officer}）", " (by {owner}, officer {officer})"),
    "highest": Text("曾达到的最高级别", "Highest level"),
    "ended_by": Text("{how}，{at}。", "It was {how}, {at}."),
    "breached_line": Text("原因：{cause}；考评：{score}。", "Cause: {cause}; {score}."),
    "not_scored": Text("不计分", "not scored"),
    "still_owed": Text("截至 {at} 仍未办理，已逾期 {late}。", "Still not done at {at}; overdue by {late}."),
    "born_breached": Text(
        "一产生即为逾期：所依据的事实 {at} 才录入，截止时间 {due} 其时已过 {span}；迟录不推迟截止时间（W5）。",
        "Born breached: what it rests on was recorded only on {at}, when the due, {due}, was past by {span}; a due "
        "does "
        "not move for late recording (W5).",
    ),
    "owed_since_live": Text(
        "截止时间在系统上线（{live}）以前：上线后第 {n} 个工作日日终（{end}）以前录入的，不产生义务；"
        "所依据的事实此后才录入，故仍应办理，并记为逾期（T6）。",
        "The due was past before going live ({live}): what was recorded before the end of the working day number {n} "
        "after that ({end}) opens no duty; this was recorded later, and is owed and breached all the same (T6).",
    ),
    "breached_before_move": Text(
        "承接时即为逾期：原义务 {id}（{org}）已于 {at} 逾期，逾期记录留在原机构；本机构承接的同一义务也记为逾期，"
        "不计分（O9）。",
        "Taken over as breached: the duty {id} of {org} had been breached on {at}, which stays on its record; the same "
        "duty here is breached too, and not scored (O9).",
    ),
    "taken_line": Text(
        "原义务 {id} 于 {at} 在{org}产生；{since} 随贷款移交，由本机构承接（O9）。",
        "The duty {id} was opened at {org} on {at}; with the loan that moved it was taken over on {since} (O9).",
    ),
    "went_on": Text(
        "贷款移交后，同一义务由{org}承接（{id}，{at}）；现状：{state}；此处的逾期记录保留（O9）。",
        "As the loan moved, the same duty was taken over by {org} ({id}, {at}); that is now: {state}; the breach stays "
        "on this record (O9).",
    ),
    "moved_to": Text(
        "由{org}承接：义务 {id}（{at} 起），截止时间不变，现状：{state}（O9）。",
        "It was taken over by {org} as duty {id} on {at}, its due unchanged; that is: {state} (O9).",
    ),
    "approved_by_line": Text(
        "记录 {id} 载明该贷款由{level}审批，属条款所称“经总行或分行审批通过”，故由分行上报总行（O7）。",
        "By record {id} the loan was approved by the {level}, which is what the clause asks for: the branch reports it "
        "to head office (O7).",
    ),
    "approved_here_line": Text(
        "记录 {id} 载明该贷款由支行自行审批，不属条款所称“经总行或分行审批通过”，故不上报总行（O7）。",
        "By record {id} the sub-branch approved the loan itself, so the clause does not ask for a report to head "
        "office "
        "(O7).",
    ),
    "approved_unsaid_line": Text(
        "记录 {id} 未载明由谁审批，视为分行审批（默认值，R69），故由分行上报总行（O7）。",
        "Record {id} does not say who approved the loan; it is taken as approved by the branch (our default, R69), "
        "which reports it to head office (O7).",
    ),
    "persons_note": Text(
        "人员以代号（P-…）显示：台账的记录中不存工号与姓名，加 --persons 显示原值；按文件查看同一编号时，"
        "显示文件所载的原值。",
        "Persons are shown by tokens (P-…): the ledger keeps them apart from its records, --persons shows them; the "
        "same id explained from a file shows what the file says.",
    ),
    "still_time": Text("截至 {at} 尚未到期，还有 {left}。", "Not yet due at {at}; {left} are left."),
    "none": Text("无", "none"),
    "clock": Text("截至", "Decided up to"),
    "due": Text("截止时间", "Due"),
    "owners": Text("责任机构", "Organisations"),
    "domain_number": Text("{domain}（第 {n} 宗）", "{domain} (number {n})"),
    "quoted": Text("“{words}”", "“{words}”"),
    "defaults_line": Text(
        "制度未尽之处，按以下口径执行（均为默认值，非制度原文）：",
        "Where the policy is silent, these defaults hold (ours, not the policy's text):",
    ),
    "occurred_at": Text("发生于 {at}", "occurred {at}"),
    "source_signals": Text(
        "来源{source}的自身信号中，{at} 有效的及其当时级别（O5）：",
        "Of the source's own signals ({source}), those live at {at}, with their levels then (O5):",
    ),
    "source_signal": Text("{id} 条款 {clause}，{named}，{level}", "{id}, clause {clause}, {named}, {level}"),
    "rule_and_group": Text("信号 {number} · {group}", "signal {number} · {group}"),
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
        "第 {n} 次产生或升级（{level}）：义务的时限自 {start} 起算（{what}）。",
        "Opening {n} ({level}): the clocks of its duties start {start} ({what}).",
    ),
    "due_of": Text("{kind}（{clause}，{id}）的截止时间：", "When “{kind}” is due ({clause}, {id}):"),
    "source_filled": Text(
        "记录 {id} 由{org}录入，未载明来源；由本系统填列，为默认值",
        "record {id}, by {org}, names none; filled in by this system, our default",
    ),
    "source_unrecorded": Text(
        "记录 {id} 未载明来源与录入机构；由本系统填列，为默认值",
        "record {id} names none, nor who recorded it; filled in by this system, our default",
    ),
    "source_by_clock": Text(
        "由时点检查或关联传导得出，由本系统填列，为默认值",
        "a check of the clock or a link brought it about; filled in by this system, our default",
    ),
    "opened_line": Text("于 {at} 产生。", "Opened {at}."),
    "warning_line": Text("所属预警 {id}：{reason}", "It belongs to warning {id}: {reason}"),
    "signal_line": Text("所依据信号 {id}：{reason}", "It rests on signal {id}: {reason}"),
    "tier_line": Text(
        "时限按金额档“{tier}”执行：{at} 所涉借据余额合计 {amount}（W6、W7），构成见第三部分。",
        "Its clock goes by the tier {tier}: at {at} the source loans came to {amount} (W6, W7), made up as in part 3.",
    ),
    "tier_before": Text(
        "时限按金额档“{tier}”执行：该档于 {at} 达到，当时所涉借据余额合计 {amount}（W6），构成见第三部分；"
        "此后只升不降（W7）。",
        "Its clock goes by the tier {tier}: it was reached at {at}, when the source loans came to {amount} (W6), "
        "made up "
        "as in part 3, and never falls (W7).",
    ),
    "tier_original": Text(
        "原义务 {id}：{text}本项的截止时间由获批的延期确定，不再按金额档推算（D8）。",
        "Of the original duty {id}: {text} The due of this one is what the approval gave, and goes by no tier (D8).",
    ),
    "no_tier_line": Text(
        "本项时限不因金额而异：按金额分档的只有 11.1.1 与 12.1.1。",
        "This term does not go by the amount: only those of 11.1.1 and 12.1.1 do.",
    ),
    "tier_since": Text("自 {at} 起：{tier}。", "From {at}: {tier}."),
    "was_late": Text("逾期 {span}。", "Late by {span}."),
    "was_early": Text("提前 {span}。", "Early by {span}."),
}
