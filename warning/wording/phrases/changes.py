"""What the commands about changes of the rule book say."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

CHANGES: Final[Table] = {
    "t_book_differences": Text("规则手册的不同之处（{n} 处）", "What the rule books say differently ({n})"),
    "books_alike": Text("两本手册的规则、日历、机构完全相同。", "Both books decide alike."),
    "rc_old": Text("原为", "before"),
    "rc_new": Text("改为", "now"),
    "rc_from_missing": Text("请用 --from 给出生效时刻。", "Give the instant it takes force with --from."),
    "rc_field_wrong": Text("有一项写法有误：{why}", "A field is not written as it must be: {why}"),
    "rc_report_large": Text(
        "{path} 超过 {n} MiB，不能附上；请附较小的报告。",
        "{path} is larger than {n} MiB and cannot be attached; attach a smaller report.",
    ),
    "rc_report_none": Text(
        "{path} 不是回测报告。请附 warning backtest 用 --html 或 --out 写出的文件。",
        "{path} is no report of a backtest. Attach a file that warning backtest has written with --html or --out.",
    ),
    "rc_report_ledger": Text(
        "{path} 是另一台账的回测报告（{name}，建于 {made}），不是 {place} 的。请在本台账上重新回测。",
        "{path} is the report of another ledger ({name}, made {made}), not of {place}. Run the backtest on this one.",
    ),
    "rc_report_book": Text(
        "{path} 回测的是另一本手册（{found}），不是所提出的（{frame}）。请用所提出的目录重新回测。",
        "{path} is of another rule book ({found}) than the one proposed ({frame}). Run the backtest with that one.",
    ),
    "rc_report_base": Text(
        "{path} 与 {before} 比较，而本次变更取代的是 {base}。请以该手册生效后的期间重新回测。",
        "{path} compares with {before}, and the change takes the place of {base}. Run the backtest over a time in "
        "which that one is in force.",
    ),
    "rc_report_not": Text("规则变更 {id} 未附回测报告。", "No report is attached to the change {id}."),
    "rc_report_changed": Text(
        "{place} 中规则变更 {id} 的回测报告已不是提出时的那一份：未写出。请运行 warning verify，并与备份核对。",
        "The report of the change {id} in {place} is not the one proposed: it is not written. Run warning verify, and "
        "compare with a copy.",
    ),
    "rc_report_written": Text(
        "已将规则变更 {id} 所附的回测报告（{name}）写入 {path}。",
        "The report attached to the change {id} ({name}) is written to {path}.",
    ),
    "rc_officer": Text(
        "工号“{value}”不能辨认：不得为空，也不得含有形近的他种文字。",
        "The staff number '{value}' is nobody's: it must not be blank, nor hold look-alike letters of another script.",
    ),
    "rc_approve": Text(
        "由另一人审批：warning rules approve {id} --org … --post … --officer …{options}",
        "Another person approves it: warning rules approve {id} --org … --post … --officer …{options}",
    ),
    "rc_unknown": Text("{place} 中没有规则变更 {id}。", "There is no change of rules {id} in {place}."),
    "rc_files_gone": Text(
        "{place} 中已没有规则变更 {id} 的文件，无法列出差异。请运行 warning verify，并与备份核对。",
        "The files of the change {id} are gone from {place}: what it changes cannot be told. Run warning verify, and "
        "compare with a copy.",
    ),
    "rc_none": Text("规则手册未曾提出变更。", "No change of the rule book was ever proposed."),
    "t_rules_changes": Text("规则手册的变更（{n} 项）", "Changes of the rule book ({n})"),
    "t_rules_refused": Text("未获接受的办理（{n} 次）", "What was tried and refused ({n})"),
    "rc_tried": Text("办理", "What"),
    "rc_who": Text("办理人", "By"),
    "rc_refused_not_read": Text(
        "已归档的流水未能读取，未列出未获接受的办理：{why}",
        "Rows that are archived were not read, and what was refused is not listed: {why}",
    ),
    "rc_title": Text("规则变更 {id}", "Change of rules {id}"),
    "rc_id": Text("编号", "Id"),
    "rc_status": Text("状态", "Status"),
    "rc_from": Text("生效时刻", "In force from"),
    "rc_books": Text("手册", "Book"),
    "rc_instead": Text("取代 {base}", "in place of {base}"),
    "rc_reason": Text("理由", "Reason"),
    "rc_proposed": Text("提出", "Proposed"),
    "rc_backtest": Text("回测报告", "Backtest"),
    "rc_untested_because": Text("未附，理由：{ground}", "none attached, on the ground: {ground}"),
    "rc_listed_untested": Text("未附回测：{ground}", "no backtest: {ground}"),
    "rc_backtest_or_ground": Text(
        "提出规则变更须附回测报告（--backtest 文件），由 warning backtest 以 --html 或 --out 写出；"
        "不附的，用 --without-backtest 写明理由，供审批人查看。二者取一。",
        "A change of the rule book goes with the report of a backtest (--backtest FILE, which warning backtest writes "
        "with --html or --out); or say with --without-backtest why there is none: who approves is shown it. The one or "
        "the other.",
    ),
    "rc_no_backtest": Text("未附", "none attached"),
    "rc_ended": Text("审批或撤回", "Approved or ended"),
    "rc_ended_reason": Text("撤回或不同意的理由", "Why it was ended"),
    "rc_decided_by": Text("所依据的规则手册", "The rule books it was decided by"),
    "rc_decided_line": Text(
        "{frame}（生效自 {since}）：{n} 次变动，{first} 至 {last}",
        "{frame} (in force from {since}): {n} changes, {first} to {last}",
    ),
    "rc_from_first": Text("台账建立", "the beginning"),
    "f_book_next": Text("待生效手册", "Rule book to come"),
    "status_book_next": Text("{frame}，自 {at} 起", "{frame}, from {at}"),
    "status_changes_waiting": Text("{n} 项变更待审批", "{n} changes wait for approval"),
    "book_not_approved": Text(
        "{place} 中的规则手册 {stored} 未经两人审批，或已审批的手册不在其中；不据此判定任何事项。"
        "请运行 warning verify 查明是哪一行，由台账各表的属主清除未经审批的行（或恢复缺失的手册）后再运行。",
        "Rule book {stored} in {place} was not approved by two people, or an approved one is not there: nothing is "
        "decided. Run warning verify, which names it; the owner of the ledger's tables takes away what nobody approved "
        "(or puts back what is missing), then run this again.",
    ),
}
