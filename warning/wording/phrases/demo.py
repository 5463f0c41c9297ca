"""The summary of ``warning demo``."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

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
    "s_late": Text("逾期", "Late"),
    "s_concealed": Text("隐瞒不报", "Concealed"),
    "s_not_scored": Text("不计分", "Not scored"),
    "s_refused": Text(
        "未计入的记录：{what}（用 warning decide 查看每条原因）。",
        "Not counted: {what} (warning decide says why, one by one).",
    ),
    "lead_warning": Text("最急的预警", "the most urgent warning"),
    "lead_duty": Text("其最先到期的义务，含截止时间的推算", "its first duty, with the arithmetic of its due"),
    "lead_concealed": Text("被认定隐瞒不报的一项义务", "a report scored as concealed"),
    "lead_spread": Text("由关联方传导的一个信号", "a signal that came over a link"),
    "lead_missing": Text("检查日终无评估而形成的信号", "a signal because no assessment was made"),
    "lead_decide": Text("全部预警、逾期与不予计入的记录", "all warnings, what is overdue, what was refused"),
    "lead_alerts": Text("有效预警清单", "all live warnings"),
    "lead_overdue": Text("逾期未完成的义务", "all overdue duties"),
    "lead_compliance": Text("履职统计：按时、逾期、隐瞒不报", "who was punctual, late, or kept silent"),
    "demo_killed": Text(
        "读入进程在途中被强行终止（信号 {signal}）：已提交 {n} 条，未提交的一批作废。现在接着读……",
        "The process that took the records in was killed on the way (signal {signal}): {n} records are committed, the "
        "batch under way is lost. Going on …",
    ),
    "demo_written": Text("演示数据：{path}（{n} 条记录）", "The demonstration bank: {path} ({n} records)"),
    "demo_next": Text("接下来可以看", "What to look at next"),
}
