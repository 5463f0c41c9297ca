"""How a due is worked out, step by step."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

DUES: Final[Table] = {
    "due_none": Text("无固定截止时间，至预警关闭为止。", "There is no fixed due; it is open until the warning closes."),
    "due_start": Text("起点：{start}（{what}）。", "Start: {start} ({what})."),
    "start_discovery": Text("发现时刻", "the discovery"),
    "start_claimed": Text("记录所报的发现时刻", "the discovery, as the record says"),
    "start_claimed_date": Text(
        "记录所报的发现日期；只报日期的，自该日 0:00 起算，默认值，T1",
        "the date of discovery as the record says; a bare date counts from its 00:00, our default, T1",
    ),
    "start_occurred": Text(
        "未另报发现时间，以发生时间为发现时刻，W4", "no other discovery is given, so it is when it occurred, W4"
    ),
    "start_recorded": Text(
        "未另报发现时间，以记录时间为发现时刻，W4", "no other discovery is given, so it is the recording, W4"
    ),
    "start_band": Text("所达级别首日的零点，O4", "00:00 of the first day of the level reached, O4"),
    "start_count_on": Text(
        "撤销结清记录之日的零点，R104、R27", "00:00 of the day on which the clearing was retracted, R104, R27"
    ),
    "start_end_of_day": Text(
        "检查日 24:00；视为检查日当日发现，T2",
        "the end of the check day, which counts as discovered on that day, T2",
    ),
    "start_derived": Text(
        "来源级别、关联关系与余额均已录入的时刻，O6", "when source level, link and balance were all recorded, O6"
    ),
    "start_back": Text(
        "使借据恢复在册的记录录入的时刻，R88", "when what put the loan back on the books was recorded, R88"
    ),
    "start_back_arrears": Text(
        "使借据恢复在册的记录录入的时刻，R66、R88",
        "when what put the loan back on the books was recorded, R66, R88",
    ),
    "start_refinanced": Text(
        "取代原借据的新借据录入的时刻，R87", "when the loan that took the other's place was recorded, R87"
    ),
    "start_balance": Text("余额入账的时刻，W11", "when a balance was recorded, W11"),
    "start_new_book": Text("新规则手册生效的时刻，T5", "when the new rule book took force, T5"),
    "start_came_in": Text("该机构的贷款进入本预警的时刻，O9", "when a loan of the organisation came in, O9"),
    "start_report": Text("支行完整报告的收到时刻，D3", "when the sub-branch's complete report was received, D3"),
    "start_crossing": Text("金额升档的记录时刻，W7", "when the crossing into the higher tier was recorded, W7"),
    "start_breach": Text("支行逾期的时刻，D3", "when the sub-branch's report was breached, D3"),
    "start_raise": Text("预警产生的时刻", "when the warning was raised"),
    "start_red": Text("预警升级为红色的时刻", "when the warning rose to red"),
    "start_opening": Text("信号产生或升级的时刻，O9", "when the signal was raised or rose, O9"),
    "start_signal_raised": Text("信号产生的时刻", "when the signal was raised"),
    "start_window": Text("义务期间的起始时刻", "when the time for it began"),
    "start_assessment": Text("评估期首日 0:00，P3", "00:00 of the first day on which it may be assessed, P3"),
    "start_last_days": Text("当月最后 10 天首日 0:00，O3", "00:00 of the first of the month's last 10 days, O3"),
    "start_balance_here": Text("余额入账的时刻", "when a balance was recorded"),
    "start_loan_recorded": Text("借据录入的时刻", "when the loan was recorded"),
    "start_put_back": Text(
        "余额入账、借据恢复在册的时刻", "when a balance was recorded that puts a loan on the books again"
    ),
    "start_moved_here": Text("贷款移交本机构的时刻", "when a loan was moved here"),
    "start_extension": Text("展期录入的时刻", "when the extension was recorded"),
    "start_month": Text("当月首日 0:00", "00:00 of the first of the month"),
    "start_notice": Text("通知下发的时刻", "when the notice was issued"),
    "start_earlier_duty": Text("原义务的起点", "the start of the earlier duty"),
    "by_date": Text(
        "提示：记录 {id} 只报发现日期，起点为该日 0:00（默认值，T1）{facts}。",
        "Remark: record {id} gives only a date of discovery, and the start is its 00:00 (our default, T1){facts}.",
    ),
    "by_date_early": Text("，早于所载发生时间 {occurred}", ", before it occurred by the same record, {occurred}"),
    "by_date_recorded": Text(
        "；若自记录时间 {recorded} 起算，截止时间为 {due}", "; from the recording, {recorded}, it would be due {due}"
    ),
    "by_date_last": Text(
        "；记录没有载明时刻，若至该日 24:00 才发现，截止时间为 {due}",
        "; the record gives no hour: discovered as late as the end of that day, it would be due {due}",
    ),
    "by_date_decides": Text(
        "，是否逾期即取决于此：{at} 尚不为逾期", ", which decides whether it was late: at {at} it was not by that"
    ),
    "due_event_start": Text(
        "条款的 24 小时原文自“一旦发生”起算；自发现之时起算为默认值（D1）。",
        "The clause counts its 24 hours from the event; that they run from the discovery is our default (D1).",
    ),
    "due_other_start": Text(
        "条款原文自{said}起算；本项自{here}起算，为默认值（{ref}）。",
        "The clause counts from {said}; that this counts from {here} is our default ({ref}).",
    ),
    "said_report": Text("支行上报", "the sub-branch's report"),
    "said_discovery": Text("发现风险", "finding the risk"),
    "said_problem": Text("发现问题", "finding the problem"),
    "said_arrears": Text("发生欠息", "the arrears arising"),
    "here_crossing": Text("金额升档", "the crossing into a higher tier"),
    "here_breach": Text("支行逾期", "the sub-branch's breach"),
    "here_own_finding": Text("分行自行发现", "the branch's own finding"),
    "here_raise": Text("信号产生或升级", "the raise or rise of the signal"),
    "here_band": Text("达到该级别之日", "the day its level is reached"),
    "due_written_half": Text(
        "条款所称 24 小时，由首次报告（可先以电话报告）满足；本项是随后补报的书面材料，按 2 日的规则计算（默认值，D2；"
        "第十五条）。第十五条的补报限于紧急事件；没有记录载明本项情况紧急，此默认值宽于条款原文（24 小时内上报）。",
        "The 24 hours of the clause are met by the first notice, which may be given by telephone; this is the written "
        "report that follows, by the 2-day rule (our default, D2; article 15). Article 15 lets it follow in urgent "
        "cases; no record shows this one to be urgent, so the default is looser than the literal text (reported "
        "within 24 hours).",
    ),
    "due_hours": Text(
        "期限：{term}，按实际经过计算，止于 {due}（T1）。", "Term: {term}, elapsed exactly, which ends at {due} (T1)."
    ),
    "due_uncounted": Text(
        "期限：{term}；起始当日 {day}不计（T1）。", "Term: {term}; the start's date, {day}, is not counted (T1)."
    ),
    "due_nth": Text("第 {n} 日 {day}", "day {n} is {day}"),
    "due_counted": Text("{days}；至当日 24:00，即 {due}。", "{days}; the term ends with that day, at {due}."),
    "due_skipped": Text("非工作日不计：{days}。", "Not counted, as no working days: {days}."),
    "due_cap_applied": Text(
        "按此应为 {due}，但不得晚于到期日 {day}前第 {n} 日 24:00（{cap}，默认值，P4），故以后者为准。",
        "That would be {due}, but no later than the end of day {n} before maturity on {day} ({cap}, our default, "
        "P4), so that "
        "holds.",
    ),
    "due_cap_ahead": Text(
        "到期日 {day}前第 {n} 日 24:00 为 {cap}（默认值，P4），不早于 {due}，不影响结果。",
        "The end of day {n} before maturity on {day} is {cap} (our default, P4), which is not earlier than {due}: it "
        "changes "
        "nothing.",
    ),
    "due_cap_past": Text(
        "到期日 {day}前第 {n} 日 24:00 为 {cap}，起点不早于此，不再受其限制（P4）。",
        "The end of day {n} before maturity on {day} is {cap}; the clock starts no earlier, so it is no limit (P4).",
    ),
    "due_d25": Text(
        "金额档为“{tier}”，最迟于到期日 {day}前第 {n} 日上报（制度原文），至当日 24:00，即 {due}（P4）。",
        "With an amount {tier} it is due by day {n} before maturity on {day} (the policy's text), at its end, {due} "
        "(P4).",
    ),
    "due_forecast_month": Text(
        "“支行要在月内……上报”（制度原文）：最迟于作出预测的当月（所预测月份之前一个月）月末上报，即 {due}（O2）。",
        "'Within the month' (the policy's text): by the end of the month in which it is made, the one before the month "
        "forecast, at {due} (O2).",
    ),
    "due_class_month": Text(
        "分类已认定：最迟于认定当月的月末上报，即 {due}（默认值，O2）。",
        "The class has been set: by the end of the month in which it is set, at {due} (our default, O2).",
    ),
    "due_maturity": Text("借据 {loan_no} 的到期日 D 为 {day}。", "Loan {loan_no} matures on {day}; that is D."),
    "due_window": Text(
        "到期前第 {n} 天为 {day}，自该日 0:00 起可作评估（默认值，P2、P3）。",
        "{n} days before D is {day}: from its 00:00 the loan may be assessed (our default, P2, P3).",
    ),
    "due_check_day": Text(
        "检查日为到期前第 {n} 天（制度原文），即 {day}；评估至当日 24:00（{due}）截止（P1、P3）。",
        "The check day is {n} days before D (the policy's text): {day}; the assessment is due by its end, {due} (P1, "
        "P3).",
    ),
    "due_check_day_later": Text(
        "到期前第 {n} 天为 {day}；因发放或录入较晚，检查日为 {later}，至当日 24:00（{due}）截止（P1）。",
        "{n} days before D is {day}; as the drawdown or the recording is later, the check day is {later}, and the "
        "assessment is due by its end, {due} (P1).",
    ),
    "due_check_day_live": Text(
        "到期前第 {n} 天为 {day}；上线接管的贷款，检查日不早于上线日后第 {live} 个工作日、但不晚于到期日，故为 {later}"
        "（P1、T6）。",
        "{n} days before D is {day}; for a loan taken on at going live the check day is not before working day {live} "
        "after it, but not after D, hence {later} (P1, T6).",
    ),
    "live_days": Text(
        "上线日为 {live}，其后的工作日依次为：{days}（T6）。",
        "Going live on {live}; of the working days after it {days} (T6).",
    ),
    "due_month_end": Text("{month}末截止，即 {due}（{ref}）。", "It is due by the end of {month}, {due} ({ref})."),
    "due_successor": Text("截止时间由获批的延期确定（D8）。", "The due is the longer time that was approved (D8)."),
    "due_set_by_notice": Text(
        "整改通知所定期限为 {day}，至当日 24:00，即 {due}（O7）。",
        "The notice sets the date {day}; the term ends with that day, at {due} (O7).",
    ),
    "due_go_live": Text(
        "上线过渡期限：上线日为 {live}，其后的工作日依次为：{days}；不早于第 {n} 个工作日 24:00，故为 {due}（T6）。",
        "Going live on {live}; of the working days after it {days}; not before the end of working day {n}, "
        "hence {due} (T6).",
    ),
    "due_is": Text(
        "因此截止时间为 {due}：在此之前收到为按时，此刻及以后为逾期（T1）。",
        "So it is due {due}: received before that is in time, at that instant or later it is not (T1).",
    ),
    "due_on_working_day": Text(
        "{day}是工作日，按工作日顺延后不变。", "{day} is a working day: the working-day view is the same."
    ),
    "due_off_day": Text(
        "{day}不是工作日；按工作日顺延为 {due}（仅供参考），不作为截止依据（T3）。",
        "{day} is no working day; the working-day view is {due}, shown only: the calendar due is enforced (T3).",
    ),
    "calendar_provisional": Text(
        "{year} 年的放假安排尚未公布，暂按周一至周五为工作日。",
        "The calendar of {year} is not yet published: Monday to Friday are taken as working days.",
    ),
}
