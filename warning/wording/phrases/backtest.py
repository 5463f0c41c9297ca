"""``warning backtest``: what is printed, and its page."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

BACKTEST: Final[Table] = {
    "backtesting": Text("已判断 {done}/{of} 个主体……", "{done} of {of} aggregates are decided …"),
    "bt_title": Text("规则回测", "Backtest of a rule book"),
    "bt_head": Text(
        "{place}，{since} 起至 {until} 前：以规则手册“{after}”（{after_id}）代替“{before}”（{before_id}）。",
        "{place}, from {since} to before {until}: rule book '{after}' ({after_id}) in place of '{before}' "
        "({before_id}).",
    ),
    "bt_head_same": Text(
        "{place}，{since} 起至 {until} 前：规则手册“{after}”，以 {after_id} 代替 {before_id}。",
        "{place}, from {since} to before {until}: rule book '{after}', {after_id} in place of {before_id}.",
    ),
    "bt_scope": Text(
        "台账有主体 {aggregates} 个；{decided} 个可能受影响，已按两套手册重新判断；"
        "其余 {skipped} 个不可能受影响，未重新判断。",
        "Of {aggregates} aggregates {decided} may be touched and were decided again under both books; the other "
        "{skipped} cannot be, and were left out.",
    ),
    "bt_same_book": Text(
        "两套手册没有任何数值不同：一切与记录相同。", "The books differ in no figure: all is as it was recorded."
    ),
    "bt_no_change": Text("此期间没有任何变化。", "Nothing changes in this time."),
    "bt_before_window": Text(
        "另有 {n} 项在此期间之前即已不同，未列出。", "{n} more differ already before this time, and are not listed."
    ),
    "bt_different": Text(
        "{n} 个主体按记录的手册不能重现台账所载（如 {keys}）：其前后对比均以重新判断为准，请先运行 warning replay。",
        "{n} aggregates do not come out of the recorded book as they are on file (such as {keys}): both sides are as "
        "decided again. Run warning replay first.",
    ),
    "bt_lost": Text(
        "{n} 个主体有流水由另一核心判断：不能比较，视同未变（本程序的核心是 {core}）。",
        "{n} aggregates have rows that another core has decided: not comparable, taken as unchanged (this is {core}).",
    ),
    "bt_means": Text(
        "意指：若该手册自被代替者生效之日起即已施行。事实与人的办理均照记录；新增义务当时无人被要求办理：到期未办"
        "（或其后才有记录可抵）记为“无人被要求”；新手册提出要求之前已经办理（或豁免）、其后未按期再办的，记为“要求前已办”；"
        "均不算逾期。",
        "It means: as if this book had been in force since the one whose place it takes. Facts and what people did are "
        "as recorded. Nobody was asked to do what is new: past its due it reads 'nobody was asked', never overdue, "
        "also where something on record would have met it later. What was done or waived before this book asks for it, "
        "and not done again by its due, reads 'answered before it was asked', and is not overdue either.",
    ),
    "bt_more": Text("另有 {n} 项，见 --html、--out 或 --json。", "{n} more: see --html, --out or --json."),
    "bt_written": Text("已写入 {path}。", "Written to {path}."),
    "bt_few": Text("数目少于 {n}，仅供参考。", "Fewer than {n} cases: of little weight."),
    "bt_window_wrong": Text(
        "--since（{since}）必须早于 --until（{until}）。", "--since ({since}) must be earlier than --until ({until})."
    ),
    "bt_archived": Text(
        "{place} 的部分流水已归档删去，回测须读取全部流水：请在删去之前的副本上回测。",
        "Rows of {place} were archived and dropped, and a backtest reads all of them: run it on a copy from before.",
    ),
    "bt_beyond": Text(
        "--until（{value}）晚于台账的时钟 {clock}：其后尚无记录。",
        "--until ({value}) is later than the ledger's clock, {clock}: nothing is recorded after it.",
    ),
    "bt_t_figures": Text("不同的数值（{n} 处）", "Figures that differ ({n})"),
    "bt_t_changes": Text("变化", "What changes"),
    "bt_t_differences": Text("逐项变化（{n} 项）", "Each change ({n})"),
    "bt_t_orgs": Text("各机构的义务", "Duties by organisation"),
    "bt_t_weeks": Text("每周产生的义务", "Duties opened, by week"),
    "bt_t_outcomes": Text("预警是否及时（业务风险）", "Whether warnings came in time (business risk)"),
    "bt_outcomes": Text(
        "此期间首次出现不良结果的客户 {n} 户：逾期 90 天以上 {overdue}，分类列入后三类 {classified}，"
        "核销 {written_off}。",
        "Borrowers that first turned out badly in this time: {n} ({overdue} overdue for more than 90 days, "
        "{classified} in the last three classes, {written_off} written off).",
    ),
    "bt_outcomes_none": Text(
        "此期间没有不良结果的记录，无从比较及时性。",
        "No bad outcome is recorded in this time: how early warnings come cannot be compared.",
    ),
    "bt_outcomes_mean": Text(
        "捕捉：结果出现至少一天前已有该级别的预警。提前天数：自首次达到该级别至结果。"
        "误报：此期间首次达到该级别、其后满 {days} 天而无不良结果。"
        "方括号内为 95% 区间（比例：Wilson；中位数：次序统计量）。",
        "Caught: warned at that level at least a day before the outcome. Days ahead: from first reaching the level to "
        "the outcome. False alarm: first at the level in this time, and no bad outcome within {days} days. In brackets "
        "are intervals of 95 % (shares: Wilson; medians: order statistics).",
    ),
    "bt_figure": Text("数值", "Figure"),
    "bt_before": Text("原手册", "Before"),
    "bt_after": Text("新手册", "After"),
    "bt_touched": Text("可能影响", "May touch"),
    "bt_signals": Text("信号", "Signals"),
    "bt_warnings": Text("预警", "Warnings"),
    "bt_duties": Text("义务", "Duties"),
    "bt_kind": Text("种类", "Kind"),
    "bt_change": Text("变化", "Change"),
    "bt_at": Text("时刻", "At"),
    "bt_borrower": Text("客户", "Borrower"),
    "bt_what": Text("事项", "What"),
    "bt_causes": Text("起因", "By"),
    "bt_org": Text("机构", "Organisation"),
    "bt_opened": Text("产生", "Opened"),
    "bt_breached": Text("逾期", "Overdue"),
    "bt_unasked": Text("无人被要求", "Nobody asked"),
    "bt_answered": Text("要求前已办", "Answered before it was asked"),
    "bt_level": Text("级别", "Level"),
    "bt_at_most": Text("{level}", "{level}"),
    "bt_at_least": Text("{level}及以上", "{level} or worse"),
    "bt_caught": Text("捕捉", "Caught"),
    "bt_lead": Text("提前天数（中位数）", "Days ahead (median)"),
    "bt_false": Text("误报", "False alarms"),
    "bt_to": Text("{before} → {after}", "{before} → {after}"),
    "bt_share": Text("{n}/{of} = {share}% [{low}%，{high}%]", "{n}/{of} = {share}% [{low}%, {high}%]"),
    "bt_share_none": Text("无从判断（0 例）", "cannot be said (0 cases)"),
    "bt_median": Text("{median} [{low}，{high}]", "{median} [{low}, {high}]"),
    "bt_median_bare": Text("{median}（例数太少，无区间）", "{median} (too few for an interval)"),
    "bt_chart_weeks": Text(
        "每周产生的义务数：原手册与新手册并列", "Duties opened each week, side by side: before and after"
    ),
    "bt_chart_leads": Text("提前天数的分布：原手册与新手册并列", "How many days ahead, side by side: before and after"),
    "bt_chart_orgs": Text(
        "各机构产生的义务数：原手册与新手册并列", "Duties by organisation, side by side: before and after"
    ),
    "bt_days": Text("{low}–{high} 天", "{low}–{high} d"),
    "bt_days_on": Text("{low} 天以上", "{low} d or more"),
    "bt_uncovered": Text(
        "记录等待其借据的时限（held_hours）由接收环节使用，不在回测之内。",
        "How long a record waits for its loan (held_hours) is used at intake and is no part of a backtest.",
    ),
}
BACKTEST_CHANGES: Final[Table] = {
    "new": Text("新增", "new"),
    "gone": Text("消失", "gone"),
    "earlier": Text("提前", "earlier"),
    "later": Text("推后", "later"),
    "level": Text("级别不同", "other level"),
    "due": Text("期限不同", "other due"),
    "state": Text("结果不同", "other end"),
}
"""How a row differs under another rule book."""
