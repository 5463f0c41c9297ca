"""What is said of the backtest attached to a change of the book: how much it is about, whether it comes out again."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

TESTED: Final[Table] = {
    "rc_t_window": Text(
        "{since} 起至 {until} 前，{days} 天：{share}。", "{since} to before {until}, {days} days: {share}."
    ),
    "rc_t_share": Text("台账 {days} 天的 {share}%，{rows}", "{share}% of the {days} days of the ledger, {rows}"),
    "rc_t_rows": Text(
        "流水 {rows} 行，占台账现有 {of} 行的 {share}%", "{rows} rows of the journal, {share}% of the {of} it has now"
    ),
    "rc_t_scope": Text(
        "主体 {aggregates} 个，可能受影响而重新判断的 {decided} 个。",
        "Of {aggregates} aggregates {decided} may be touched and were decided again.",
    ),
    "rc_t_changes": Text("{changes}。", "{changes}."),
    "rc_t_kind": Text("{kind}：{counts}", "{kind}: {counts}"),
    "rc_t_count": Text("{change} {n}", "{n} {change}"),
    "rc_t_none": Text("无变化", "none"),
    "rc_t_between": Text("；", "; "),
    "rc_t_short": Text(
        "注意：所附回测的期间只有 {days} 天，不足 {least} 天。",
        "Note: the backtest covers {days} days, fewer than {least}.",
    ),
    "rc_t_not_newest": Text(
        "注意：所附回测止于 {until}，未及 {clock} 之前最近的 {least} 天。",
        "Note: the backtest ends at {until}, and covers nothing of the last {least} days before {clock}.",
    ),
    "rc_t_not_comparable": Text(
        "注意：{lost} 个主体由其他版本的内核判断，回测中按无变化计。",
        "Note: {lost} aggregates were decided by another core, and count as unchanged in the backtest.",
    ),
    "rc_t_different": Text(
        "注意：回测时有 {n} 个主体按现行手册不能重现台账所载；请先查明（warning replay）。",
        "Note: as the backtest was made, {n} aggregates did not come out of the recorded book as they are on file; "
        "look into that first (warning replay).",
    ),
    "rc_t_unread": Text(
        "注意：所附报告由更早的程序写出，或不载明期间与数目，此处无从列示；用 warning rules report 写出后查看。",
        "Note: the report is by an earlier program, or says no window and figures of itself: nothing of it can be "
        "shown here. Write it out with warning rules report.",
    ),
    "rc_t_altered": Text(
        "注意：台账中的报告已不是提出时所附的那一份，不予列示。请运行 warning verify，并与备份核对。",
        "Note: the report in the ledger is not the one that was attached, and is not shown. Run warning verify, and "
        "compare with a copy.",
    ),
    "rc_t_again": Text(
        "按台账重新回测并逐项核对：warning rules retest {id}{options}",
        "To have it decided again from the ledger and compared: warning rules retest {id}{options}",
    ),
    "rc_r_again": Text(
        "规则变更 {id} 所附的回测报告（{name}），已就同一期间（{since} 起至 {until} 前，流水 {rows} 行）"
        "按台账重新回测：{verdict}",
        "The report attached to the change {id} ({name}), decided again from the ledger for the same window "
        "({since} to before {until}, {rows} rows of the journal): {verdict}",
    ),
    "rc_r_same": Text("逐项核对，相同。", "compared field by field, it is the same."),
    "rc_r_different": Text("不同，首处为 {field}。", "it is different, first in {field}."),
    "rc_r_partly": Text("可核对的部分相同。", "it is the same as far as it can be compared."),
    "rc_r_not_comparable": Text(
        "规则变更 {id} 所附的回测报告（{name}）由内核 {core} 作出，本程序为 {own}：不可比。",
        "The report attached to the change {id} ({name}) was made by core {core}, this is {own}: not comparable.",
    ),
    "rc_r_unread": Text(
        "规则变更 {id} 所附的报告（{name}）由更早的程序写出，或不载明期间与数目：不可比。",
        "The report attached to the change {id} ({name}) is by an earlier program, or says no window and figures of "
        "itself: not comparable.",
    ),
    "rc_r_attached": Text("所附报告", "In the report"),
    "rc_r_found": Text("重新回测", "Decided again"),
    "rc_r_rows": Text(
        "报告作出之后，又有记录以此期间内的时刻受理（或流水有变）：请以新的回测为准，并用 warning verify 核对流水。",
        "Since the report was made records were taken in with instants of this window (or the journal is another): go "
        "by a new backtest, and have warning verify look at the journal.",
    ),
    "rc_r_words": Text(
        "报告由程序 {theirs} 写出，本程序为 {own}：数目已核对，页面的文字未核对。",
        "Program {theirs} wrote it, this is {own}: its figures were compared, the words of the page were not.",
    ),
}
