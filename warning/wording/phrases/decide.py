"""The tables and counts of ``warning decide``."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

DECIDE: Final[Table] = {
    "t_warnings": Text("有效预警（{n} 宗）", "Live warnings ({n})"),
    "t_overdue": Text("逾期未完成的义务（{n} 项）", "Overdue duties ({n})"),
    "t_refusals": Text("不予计入或另有说明的记录（{n} 条）", "Records refused or remarked on ({n})"),
    "t_put_back": Text("恢复在册的借据（{n} 笔次）", "Loans on the books again ({n})"),
    "d_was_ended": Text("借据 · 原已了结", "Loan · had ended"),
    "put_back_ended": Text("{ending}（{id}）{at}", "{ending} ({id}) {at}"),
    "d_put_back_at": Text("恢复在册", "Again since"),
    "more": Text(
        "……另有 {n} 条未列出；用 --rows 0 全部列出，或用 --json。", "… and {n} more: --rows 0 lists all, or use --json."
    ),
    "no_warnings": Text("没有有效预警。", "There is no live warning."),
    "no_overdue": Text("没有逾期未完成的义务。", "No duty is overdue."),
    "no_refusals": Text("没有不予计入或另有说明的记录。", "No record was refused or remarked on."),
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
    "nothing_owed": Text("无待办义务，跟踪中", "nothing owed; tracked"),
    "nothing_of_theirs": Text("自身无待办义务", "nothing owed here"),
    "others_owe": Text("他方：{who}，{due}", "elsewhere: {who}, {due}"),
    "others_owe_first": Text("他方更早：{who}，{due}", "earlier elsewhere: {who}, {due}"),
    "counts": Text(
        "读入 {lines} 条：{applied}，重复 {duplicate}，过时 {stale}，等待借据 {held}，隔离 {quarantined}。信号 "
        "{signals}，预警 {warnings}（有效 {live}：红 {red}，橙 {orange}，黄 {yellow}），义务 {duties}（待办 {open}，"
        "逾期 {overdue}）。",
        "{lines} records: {applied}, {duplicate} duplicate, {stale} stale, {held} held, {quarantined} "
        "quarantined. {signals} signals, {warnings} warnings ({live} live: {red} red, {orange} orange, {yellow} "
        "yellow), {duties} duties ({open} open, {overdue} overdue).",
    ),
    "taken_n": Text("受理 {n}", "{n} taken"),
    "taken_refused": Text("受理 {n}（其中不予计入 {refused}）", "{n} taken ({refused} of them refused)"),
    "n_out_of_order": Text(
        "有 {n} 条记录的 recordedtime 早于其前一条，首条在第 {line} 行；请按 recordedtime 排序后重新判断。",
        "{n} records are out of order of recordedtime, the first is line {line}; sort the file.",
    ),
    "n_clock_jump": Text(
        "第 {line} 行（{id}）的 recordedtime 是 {at}，距前一条（{before}）超过 366 天，时钟随之跳到该时刻；请核对。",
        "Line {line} ({id}) has the recordedtime {at}, more than 366 days after the record before it ({before}); the "
        "clock jumps there. Check it.",
    ),
    "n_one_a_line": Text(
        "文件像是排版成多行的 JSON：每行应写一条完整的事件。",
        "The file looks like JSON laid out over many lines: write one event a line.",
    ),
    "n_not_live": Text(
        "有 {n} 条上线接管的贷款（首条在第 {line} 行），但没有给出 --live-from；上线前的逾期会按迟报计。",
        "{n} loans are taken on at go-live (the first in line {line}), but --live-from is not given: what was due "
        "before it counts as late.",
    ),
    "n_unlisted": Text("另有 {n} 条此类记录只计数，不列出。", "{n} more such records are counted, not listed."),
    "n_met_nothing_more": Text(
        "另有 {n} 条未完成任何义务或户数不符的记录只计数，不列出。",
        "{n} more acts that met nothing, or whose figures are not those of the books, are counted, not listed.",
    ),
    "t_met_nothing": Text("存档、未完成任何义务的记录（{n} 条）", "Acts on file that met nothing ({n})"),
    "t_figures_apart": Text(
        "户数与在册不符的月末预测签认（{n} 条，照所签计入）",
        "Sign-offs whose figures are not those of the books ({n}; taken as signed)",
    ),
    "t_held": Text("等待借据的记录（{n} 条）", "Records held until their loan appears ({n})"),
    "d_loan": Text("借据", "Loan"),
    "d_held_until": Text("等待至", "Held until"),
    "beside_taken": Text("按 {path} 判断，取其中的 {what}。", "Decided as {path} says, which gives {what}."),
    "clock_at": Text("截至 {at}。", "As of {at}."),
    "overdue_too": Text("已逾期，另有 {n} 项", "overdue, {n} more"),
    "reading": Text("已读入 {n} 条……", "{n} records read …"),
}
