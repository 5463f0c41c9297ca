"""What became of an act about a change of the rule book: code -> what to say."""

from __future__ import annotations

from typing import Final

from warning.wording.reasons.signals import Reasons
from warning.wording.text import Text

RULES: Final[Reasons] = {
    "rules_change_proposed": (
        Text(
            "规则手册 {frame} 的变更已提出，拟于 {in_force_at:at} 生效，须由另一人审批；"
            "回测报告：{backtest:backtest}。",
            "The change to rule book {frame}, to take force at {in_force_at:at}, is proposed; another person is to "
            "approve it. Backtest: {backtest:backtest}.",
        ),
    ),
    "rules_change_approved": (
        Text(
            "变更 {proposal} 已审批：规则手册 {frame} 自 {in_force_at:at} 起生效。",
            "Change {proposal} is approved: rule book {frame} is in force from {in_force_at:at}.",
        ),
    ),
    "rules_change_withdrawn": (Text("变更 {proposal} 已撤回。", "Change {proposal} is withdrawn."),),
    "rules_change_turned_down": (Text("变更 {proposal} 未获同意。", "Change {proposal} is turned down."),),
    "base_replaced": (
        Text(
            "变更所依据的规则手册 {base} 已被 {last} 取代（或将被其取代），不予计入；请对照现行手册重新提出。",
            "Rule book {base}, which the change started from, has been replaced by {last}, or will be; it does not "
            "count. Propose it anew against that book.",
        ),
    ),
    "in_force_too_early": (
        Text(
            "生效时刻 {in_force_at:at} 距登记时刻 {recorded:at} 不足 {minutes} 分钟，不予计入；"
            "请以更晚的生效时刻重新提出。",
            "{in_force_at:at} is less than {minutes} minutes after the recording at {recorded:at}; it does not count. "
            "Propose it anew with a later instant.",
        ),
    ),
    "in_force_before_last": (
        Text(
            "生效时刻 {in_force_at:at} 不晚于上一手册的生效时刻 {since:at}，不予计入。",
            "{in_force_at:at} is not later than {since:at}, when the book before takes force; it does not count.",
        ),
    ),
    "book_unchanged": (
        Text(
            "所提手册与 {frame} 的规则、日历、机构完全相同，没有变更。",
            "The proposed book decides exactly as {frame} does: there is no change.",
        ),
    ),
    "change_unknown": (
        Text("没有编号为 {proposal} 的规则变更。", "There is no change of rules with the id {proposal}."),
    ),
    "change_ended": (
        Text(
            "变更 {proposal} 已有结果（{status:change_status}），不予计入。",
            "Change {proposal} has ended already ({status:change_status}); this does not count.",
        ),
    ),
}
