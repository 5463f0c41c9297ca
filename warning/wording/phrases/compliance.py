"""``warning compliance``: figures of a period, and the duties behind them."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

COMPLIANCE: Final[Table] = {
    "t_compliance": Text("履职统计：{period} 到期的义务", "Compliance: duties due {period}"),
    "cp_between": Text("{since} 至 {until}", "from {since} to {until}"),
    "cp_from": Text("{since} 起", "from {since} on"),
    "cp_up_to": Text("{until} 及以前", "up to {until}"),
    "cp_rate": Text("按时率", "On time"),
    "cp_due": Text("应办", "Due"),
    "cp_on_time": Text("按时", "In time"),
    "cp_late": Text("逾期", "Late"),
    "cp_concealed": Text("隐瞒", "Concealed"),
    "cp_not_scored": Text("不计分", "Not scored"),
    "cp_longest": Text("最长逾期", "Longest delay"),
    "cp_org": Text("机构", "Organisation"),
    "cp_post": Text("机构、岗位", "Organisation, post"),
    "cp_person": Text("经办人", "Person"),
    "cp_kind": Text("义务", "Duty"),
    "cp_owed": Text("未办 {n}", "owed {n}"),
    "cp_with_below": Text("{org}及下级", "{org} and below"),
    "cp_itself": Text("{org}本级", "{org} itself"),
    "cp_nobody": Text("（无经办人）", "(nobody on record)"),
    "cp_none": Text("{period} 没有到期的义务。", "No duty was due {period}."),
    "cp_total": Text(
        "应办 {due} ＝ 按时 {on_time} ＋ 逾期 {late}（仍未办 {late_owed}）＋ 隐瞒不报 {concealed}"
        "（仍未办 {concealed_owed}）＋ 不计分 {not_scored}（信息滞后 {feed}、随贷款移交 {moved}、系统滞后 {lag}）。",
        "{due} due = {on_time} in time + {late} late ({late_owed} still owed) + {concealed} concealed "
        "({concealed_owed} still owed) + {not_scored} not scored ({feed} late feed, {moved} moved with a loan, {lag} "
        "processing lag).",
    ),
    "cp_beside": Text(
        "不在应办之内：不再应办 {fell_away}（随预警或贷款终结 {ended}、豁免或撤销 {waived}、"
        "移交其他机构 {handed_over}），期内尚未到期 {open}。",
        "Not among them: {fell_away} no longer owed ({ended} ended with the warning or loan, {waived} waived or "
        "withdrawn, {handed_over} handed over with a loan), {open} due in the period and not yet.",
    ),
    "cp_means": Text(
        "按时率＝按时÷（按时＋逾期＋隐瞒不报）。按截止时刻归入期间，24:00 到期的归当日；逾期后补办的仍计为逾期。",
        "On time is the share in time of all in time, late or concealed. A duty belongs to the period in which it was "
        "due (24:00 to the day it ends); one done late stays late.",
    ),
    "cp_persons_mean": Text(
        "经办人：其办理满足了所在机构义务的人；无人办理、由系统记录（如评估）或由其他机构代录的，列在机构与岗位名下。",
        "A person is whose act met a duty of that person's own organisation; what nobody did, what a system recorded "
        "(such as assessments) or another organisation entered stands by organisation and post.",
    ),
    "cp_unread": Text(
        "{n} 项的办结情况在归档中，未能读取，不在应办之内：{why}",
        "How {n} duties ended lies in an archive and was not read; they are not among them: {why}",
    ),
    "cp_unread_persons": Text(
        "部分办结情况在归档中，未能读取，其经办人不明：{why}",
        "Some endings lie in an archive and were not read, so who acted is not known: {why}",
    ),
    "cp_trace": Text("逐项核对", "To check them one by one"),
    "cp_lists_due": Text("应办", "due"),
    "cp_lists_on_time": Text("按时", "in time"),
    "cp_lists_late": Text("逾期", "late"),
    "cp_lists_late_owed": Text("逾期仍未办", "late and still owed"),
    "cp_lists_concealed": Text("隐瞒不报", "concealed"),
    "cp_lists_not_scored": Text("不计分", "not scored"),
    "cp_lists_fell_away": Text("不再应办", "no longer owed"),
    "cp_lists_open": Text("尚未到期", "not due yet"),
    "cp_lists_not_read": Text("未能读取", "not read"),
    "t_cp_listed": Text("{period} 到期的义务，{figure}：{n} 项", "Duties due {period}, {figure}: {n}"),
    "cp_none_listed": Text("{period} 到期的义务，{figure}：没有。", "Duties due {period}, {figure}: none."),
    "cp_day_wrong": Text(
        "{option} '{value}' 不是日期，应写成 2026-10-01", "{option} '{value}' is no date such as 2026-10-01"
    ),
    "cp_period_wrong": Text("--since {since} 晚于 --until {until}", "--since {since} is later than --until {until}"),
    "cp_own_alone": Text("--own 须与 --org 合用", "--own goes with --org"),
    "cp_person_absent": Text("台账 {place} 中没有经办人 '{value}'", "the ledger {place} has no person '{value}'"),
}
