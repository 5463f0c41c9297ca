"""Headings and sentences of the command line: key -> text. ``say`` writes one."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Lang, Text

DUES: Final[Table] = {
    "due_none": Text("无固定截止时间，至预警关闭为止。", "There is no fixed due; it is open until the warning closes."),
    "due_start": Text("起点：{start}（{what}）。", "Start: {start} ({what})."),
    "start_discovery": Text("发现时刻", "the discovery"),
    "start_claimed": Text("记录所报的发现时刻", "the discovery, as the record says"),
    "start_claimed_date": Text(
        "记录所报的发现日期；只报日期的，自该日零点起算，T1",
        "the date of discovery as the record says; a bare date counts from its 00:00, T1",
    ),
    "start_occurred": Text(
        "未另报发现时间，以发生时间为发现时刻，W4", "no other discovery is given, so it is when it occurred, W4"
    ),
    "start_recorded": Text(
        "未另报发现时间，以记录时间为发现时刻，W4", "no other discovery is given, so it is the recording, W4"
    ),
    "start_band": Text("所达级别首日的零点，O4", "00:00 of the first day of the level reached, O4"),
    "start_end_of_day": Text(
        "检查日终了的时刻；视为检查日当日发现，T2",
        "the end of the check day, which counts as discovered on that day, T2",
    ),
    "start_derived": Text(
        "来源级别、关联关系与余额均已入账的时刻，O6", "when source level, link and balance were all recorded, O6"
    ),
    "start_balance": Text("余额入账的时刻，W11", "when a balance was recorded, W11"),
    "start_new_book": Text("新规则手册生效的时刻，T5", "when the new rule book took force, T5"),
    "start_came_in": Text("该机构的贷款进入本预警的时刻，O9", "when a loan of the organisation came in, O9"),
    "start_report": Text("支行完整报告的收到时刻", "when the sub-branch's complete report was received"),
    "start_crossing": Text("金额升档的记录时刻", "when the crossing into the higher tier was recorded"),
    "start_breach": Text("支行逾期的时刻", "when the sub-branch's report was breached"),
    "start_raise": Text(
        "预警产生、升级或机构进入的时刻", "when the warning was raised or rose, or the organisation came in"
    ),
    "start_window": Text("义务期间的起始时刻", "when the time for it began"),
    "start_month": Text("预警产生的时刻或当月首日零点", "when the warning was raised, or the month began"),
    "start_notice": Text("通知下发的时刻", "when the notice was issued"),
    "start_earlier_duty": Text("原义务的起点", "the start of the earlier duty"),
    "due_hours": Text(
        "期限：{term}，按实际经过计算，止于 {due}。", "Term: {term}, elapsed exactly, which ends at {due}."
    ),
    "due_uncounted": Text(
        "期限：{term}；起始当日 {day}不计。", "Term: {term}; the start's date, {day}, is not counted."
    ),
    "due_nth": Text("第 {n} 日 {day}", "day {n} is {day}"),
    "due_counted": Text("{days}；至该日终了，即 {due}。", "{days}; the term ends with that day, at {due}."),
    "due_skipped": Text("非工作日不计：{days}。", "Not counted, as no working days: {days}."),
    "due_cap_applied": Text(
        "按此应为 {due}，但不得晚于到期日 {day} 前第 {n} 日终了（{cap}，P4），故以后者为准。",
        "That would be {due}, but no later than the end of day {n} before maturity on {day} ({cap}, P4), so that "
        "holds.",
    ),
    "due_cap_ahead": Text(
        "到期日 {day} 前第 {n} 日终了为 {cap}（P4），不早于 {due}，不影响结果。",
        "The end of day {n} before maturity on {day} is {cap} (P4), which is not earlier than {due}: it changes "
        "nothing.",
    ),
    "due_d25": Text(
        "金额档次为“{tier}”，最迟于到期日 {day} 前第 {n} 日终了上报，即 {due}（P4）。",
        "With an amount {tier} it is due by the end of day {n} before maturity on {day}, at {due} (P4).",
    ),
    "due_forecast_month": Text(
        "最迟于所预测月份之前一个月（认定的为当月）的月末上报，即 {due}（O2）。",
        "It is due by the end of the month before the one forecast (of the month itself where the class is set), at "
        "{due} (O2).",
    ),
    "due_maturity": Text("贷款到期日 D 为 {day}。", "The loan matures on {day}; that is D."),
    "due_check_day": Text(
        "检查日为到期前第 {n} 天，即 {day}；评估至该日终了（{due}）截止（P1）。",
        "The check day is {n} days before D: {day}; the assessment is due by its end, {due} (P1).",
    ),
    "due_check_day_later": Text(
        "到期前第 {n} 天为 {day}；因发放、入账或上线较晚，检查日为 {later}，至该日终了（{due}）截止（P1、T6）。",
        "{n} days before D is {day}; as the drawdown, the recording or the going live is later, the check day is "
        "{later}, and the assessment is due by its end, {due} (P1, T6).",
    ),
    "due_month_end": Text("{month} 月末终了截止。", "It is due by the end of {month}."),
    "due_successor": Text("截止时间由获批的延期确定（D8）。", "The due is the longer time that was approved (D8)."),
    "due_set_by_notice": Text(
        "整改通知所定期限为 {day}，至该日终了，即 {due}（O7）。",
        "The notice sets the date {day}; the term ends with that day, at {due} (O7).",
    ),
    "due_go_live": Text(
        "系统上线过渡：不早于上线日后第 {n} 个工作日终了，故定为 {due}（T6）。",
        "Going live: not before the end of working day {n} after live_from's date, hence {due} (T6).",
    ),
    "due_is": Text(
        "因此截止时间为 {due}：在此之前收到为按时，此刻及以后为逾期（T1）。",
        "So it is due {due}: received before that is in time, at that instant or later it is not (T1).",
    ),
    "due_on_working_day": Text(
        "{day}是工作日，工作日口径相同。", "{day} is a working day: the working-day view is the same."
    ),
    "due_off_day": Text(
        "{day}不是工作日；工作日口径为 {due}，仅供参考，不作为截止依据（T3）。",
        "{day} is no working day; the working-day view is {due}, shown only: the calendar due is enforced (T3).",
    ),
    "calendar_provisional": Text(
        "{year} 年的放假安排尚未公布，暂按周一至周五为工作日。",
        "The calendar of {year} is not yet published: Monday to Friday are taken as working days.",
    ),
}
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
    "opening_at": Text(
        "第 {n} 次产生或升级（{level}）：义务的时限自 {start} 起算。",
        "Opening {n} ({level}): the clocks of its duties start {start}.",
    ),
    "opened_line": Text("于 {at} 产生。", "Opened {at}."),
    "signal_line": Text("所依据信号 {id}：{reason}", "It rests on signal {id}: {reason}"),
    "tier_since": Text("自 {at} 起：{tier}。", "From {at}: {tier}."),
    "was_late": Text("逾期 {span}。", "Late by {span}."),
    "was_early": Text("提前 {span}。", "Early by {span}."),
}
DECIDE: Final[Table] = {
    "t_warnings": Text("有效预警（{n} 宗）", "Live warnings ({n})"),
    "t_overdue": Text("逾期未完成的义务（{n} 项）", "Overdue duties ({n})"),
    "t_refusals": Text("未予受理的记录（{n} 条）", "Records refused ({n})"),
    "more": Text(
        "……另有 {n} 条未列出；用 --rows 0 全部列出，或用 --json。", "… and {n} more: --rows 0 lists all, or use --json."
    ),
    "no_warnings": Text("没有有效预警。", "There is no live warning."),
    "no_overdue": Text("没有逾期未完成的义务。", "No duty is overdue."),
    "no_refusals": Text("没有未予受理的记录。", "No record was refused."),
    "d_level": Text("级别", "Level"),
    "d_borrower": Text("借款人", "Borrower"),
    "d_orgs": Text("责任机构", "Organisations"),
    "d_tier": Text("金额档", "Tier"),
    "d_next": Text("下一步", "What to do next"),
    "d_due": Text("截止时间", "Due"),
    "d_duty": Text("义务", "Duty"),
    "d_owner": Text("责任机构 · 岗位", "Owner"),
    "d_late_by": Text("已逾期", "Late by"),
    "d_cause": Text("计分", "Scored"),
    "d_line": Text("行", "Line"),
    "d_record": Text("记录", "Record"),
    "d_field": Text("字段 · 值", "Field · value"),
    "d_reason": Text("原因", "Reason"),
    "nothing_open": Text("无待办；以下 {n} 项逾期未完成", "nothing open; {n} overdue below"),
    "nothing_owed": Text("无待办义务，跟踪中", "nothing owed; tracked"),
    "counts": Text(
        "读入 {lines} 条：计入 {applied}，重复 {duplicate}，过时 {stale}，等待借据 {held}，隔离 {quarantined}。信号 "
        "{signals}，预警 {warnings}（有效 {live}：红 {red}，橙 {orange}，黄 {yellow}），义务 {duties}（待办 {open}，"
        "逾期 {overdue}）。",
        "{lines} records: {applied} applied, {duplicate} duplicate, {stale} stale, {held} held, {quarantined} "
        "quarantined. {signals} signals, {warnings} warnings ({live} live: {red} red, {orange} orange, {yellow} "
        "yellow), {duties} duties ({open} open, {overdue} overdue).",
    ),
    "clock_at": Text("截至 {at}。", "As of {at}."),
    "overdue_too": Text("另有 {n} 项逾期", "{n} overdue too"),
    "reading": Text("已读入 {n} 条……", "{n} records read …"),
}
RULES: Final[Table] = {
    "rules_title": Text("规则手册（{n} 条规则）", "The rule book ({n} rules)"),
    "rules_next": Text(
        "用 warning rules explain 号 查看一条规则的全部内容。", "warning rules explain NO says all of a rule."
    ),
    "r_ref": Text("号", "No"),
    "r_name": Text("信号", "Signal"),
    "r_to": Text("报送", "To"),
    "r_term": Text("时限", "Term"),
    "r_from": Text("{when}起 {term}", "{when}, {term}"),
    "route_title": Text("{org} · {level} · {amount}（{tier}）", "{org} · {level} · {amount} ({tier})"),
    "rule_head": Text("{name}（{group}，条款 {clause}）", "{name} ({group}, clause {clause})"),
    "rule_of_source": Text("级别同来源（制度原文）", "the level of the source (the policy's text)"),
    "rule_as_source": Text("同来源", "as the source"),
    "rule_at_once": Text("一经发生", "at once"),
    "rule_level": Text("{level}：{when}（{whose}）", "{level}: {when} ({whose})"),
    "rule_tier": Text("，金额 {tier}", ", {tier}"),
    "rule_clock": Text("{to}：{kind}，{term}（{whose}）", "{to}: {kind}, {term} ({whose})"),
    "rule_clock_too": Text("；{kind}，{term}（默认值，D2）", "; {kind}, {term} (our default, D2)"),
    "rule_place": Text("出处：{file} 第 {line} 行，判断方式 {kind}", "in {file}, line {line}, decided as {kind}"),
}
DEMO: Final[Table] = {
    "demo_title": Text("演示银行风险预警小结（截至 {at}）", "The demonstration bank: early warnings as of {at}"),
    "s_levels": Text("有效预警", "Live warnings"),
    "s_domain": Text("领域", "Domain"),
    "s_branches": Text("按分行", "By branch"),
    "s_branch": Text("分行", "Branch"),
    "s_weeks": Text("每周新增", "Raised in the week of"),
    "s_week": Text("周一", "Monday"),
    "s_urgent": Text("最急的预警", "The most urgent"),
    "s_due_first": Text("最先到期的义务", "What is due first"),
    "s_overdue": Text("已逾期", "overdue"),
    "s_punctual": Text("按时率最低的 {n} 个机构（计分义务）", "The {n} least punctual organisations (scored duties)"),
    "s_org": Text("机构", "Organisation"),
    "s_rate": Text("按时率", "On time"),
    "s_on_time": Text("按时", "In time"),
    "s_late": Text("迟", "Late"),
    "s_concealed": Text("隐瞒", "Concealed"),
    "s_not_scored": Text("不计分", "Not scored"),
    "s_refused": Text(
        "未予受理：{what}（用 warning decide 查看每条原因）。",
        "Not taken: {what} (warning decide says why, one by one).",
    ),
    "lead_warning": Text("最急的预警", "the most urgent warning"),
    "lead_duty": Text("其最先到期的义务，含截止时间的推算", "its first duty, with the arithmetic of its due"),
    "lead_concealed": Text("被认定隐瞒不报的一项义务", "a report scored as concealed"),
    "lead_spread": Text("由关联方传入的一个信号", "a signal that came over a link"),
    "lead_missing": Text("检查日终无评估而形成的信号", "a signal because no assessment was made"),
    "lead_decide": Text("全部预警、逾期与未予受理的记录", "all warnings, what is overdue, what was refused"),
    "demo_written": Text("演示数据：{path}（{n} 条记录）", "The demonstration bank: {path} ({n} records)"),
    "demo_next": Text("接下来可以看", "What to look at next"),
}
ERRORS: Final[Table] = {
    "file_missing": Text("没有文件 {path}。请核对路径。", "There is no file {path}. Check the path."),
    "file_is_directory": Text(
        "{path} 是目录，不是文件。请给出其中的事件文件。", "{path} is a directory. Name the events file in it."
    ),
    "file_unreadable": Text(
        "无法读取 {path}：{why}。请核对文件及其权限。",
        "{path} cannot be read: {why}. Check the file and who may read it.",
    ),
    "no_demo": Text(
        "没有文件 {path}。先运行 warning demo，或用 --events 指明事件文件。",
        "There is no file {path}. Run warning demo first, or name a file with --events.",
    ),
    "instant_wrong": Text(
        "{option} 的值“{value}”不是时刻：{why}。例如 2026-11-30T00:00:00+08:00 或 2026-11-30。",
        "{option}: '{value}' is no instant: {why}. For example 2026-11-30T00:00:00+08:00, or 2026-11-30.",
    ),
    "until_early": Text(
        "--until {value} 早于文件末条记录 {last}，时钟不会倒转；已判断至 {last}。",
        "--until {value} is before the file's last record, {last}; the clock does not go back and stands at {last}.",
    ),
    "id_unknown": Text(
        "没有编号以“{id}”开头的信号、预警或义务（{path}）。用 warning decide 查看全部编号。",
        "No signal, warning or duty starts with '{id}' in {path}. warning decide shows all ids.",
    ),
    "id_ambiguous": Text(
        "编号“{id}”不唯一，请多写几位：{candidates}。", "'{id}' is not unique; write more of it: {candidates}."
    ),
    "book_broken": Text(
        "规则手册 {path} 有 {n} 处问题，不能使用：", "The rule book {path} has {n} problems and cannot be used:"
    ),
    "book_good": Text(
        "{name} {version}：{rules} 条规则，{examples} 个示例全部通过。指纹 {frame}。",
        "{name} {version}: {rules} rules, all {examples} examples hold. Fingerprint {frame}.",
    ),
    "write_failed": Text(
        "无法写入 {path}：{why}。用 --out 指定一个可写的目录。",
        "{path} cannot be written: {why}. Name a directory that can be written with --out.",
    ),
    "file_empty": Text(
        "{path} 里没有记录。每行应为一条 JSON 事件（CloudEvents）。",
        "{path} holds no record. Each line should be one event in JSON (CloudEvents).",
    ),
    "usage_help": Text("用 {command} --help 查看用法。", "{command} --help says how it is used."),
    "interrupted": Text("已中断。", "Interrupted."),
    "level_unknown": Text(
        "级别“{value}”不认识，可用 yellow、orange、red。", "'{value}' is no level: yellow, orange or red."
    ),
    "amount_wrong": Text(
        "金额“{value}”的写法不对，例如 1000000.00。", "'{value}' is no amount. Write it like 1000000.00."
    ),
    "org_absent": Text(
        "机构表中没有机构 {value}；已有：{known}。", "There is no organisation {value}; known are {known}."
    ),
    "rule_absent": Text(
        "规则手册中没有规则“{value}”；可用信号号 1 至 53，或条款号如 11.1.3。",
        "The book has no rule '{value}'. Name a signal, 1 to 53, or a clause such as 11.1.3.",
    ),
    "stdin_explain": Text(
        "explain 需要反复读取文件，不能读标准输入。",
        "explain reads the file more than once: it cannot take standard input.",
    ),
}
USAGES: Final[Table] = {
    "Missing argument": Text("缺少参数 {what}。", "{detail}"),
    "No such option": Text("没有选项 {what}。", "{detail}"),
    "No such command": Text("没有命令 {what}。", "{detail}"),
    "Invalid value for": Text("{what} 的值不对（{detail}）。", "{detail}"),
    "requires an argument": Text("选项 {what} 需要一个值。", "{detail}"),
    "does not take a value": Text("选项 {what} 不带值。", "{detail}"),
    "Got unexpected extra": Text("多出参数 {what}。", "{detail}"),
}
"""What stands in a message of the command line's library -> what it means."""
ERRNOS: Final[Table] = {
    "ENOENT": Text("没有这个文件或目录", "no such file or directory"),
    "ENOTDIR": Text("路径中有一段不是目录", "part of the path is no directory"),
    "EISDIR": Text("是目录，不是文件", "it is a directory"),
    "EEXIST": Text("已有同名文件，不是目录", "a file of that name is there, and no directory"),
    "EACCES": Text("没有权限", "permission denied"),
    "EPERM": Text("没有权限", "permission denied"),
    "EROFS": Text("所在文件系统只读", "the file system is read-only"),
    "ENOSPC": Text("磁盘空间已满", "no space is left on the disk"),
    "EIO": Text("磁盘读写出错", "the disk failed"),
    "ENAMETOOLONG": Text("名称过长", "the name is too long"),
}
"""Why the machine refuses to read or write."""
PHRASES: Final[Table] = {**DUES, **EXPLAIN, **DECIDE, **RULES, **DEMO, **ERRORS}


def say(key: str, lang: Lang, **values: object) -> str:
    """A phrase, with its values.

    Raises:
        KeyError: no such phrase, or a value it asks for was not given.
    """
    return PHRASES[key].say(lang).format(**values)
