"""What an explanation says of why an organisation owes, and since when: kept facts, loans that came in or moved."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

OWED: Final[Table] = {
    "kept_fact": Text("留存的事实（记录 {ids}）：{reason}", "The fact that was kept (record {ids}): {reason}"),
    "kept_ended": Text(
        "前一次信号 {id} 于 {at} 关闭（记录 {ids}）：{reason}",
        "The episode before, {id}, was closed at {at} (record {ids}): {reason}",
    ),
    "kept_back": Text(
        "该关闭并非最终收回：{at}（记录 {ids}）{reason}",
        "That closing was no recovery in the end, as of {at} (record {ids}): {reason}",
    ),
    "waits_release": Text(
        "待批：解除申请 {id}（{at}，{org}提出，理由：{ground}，{to}）尚未审批；获批之前级别与义务不变（W8）。",
        "Waiting for approval: the release proposed as {id} ({at}, by {org}; ground: {ground}; {to}). Until it "
        "is approved, level and duties stand (W8).",
    ),
    "release_overtaken": Text(
        "已被升级取代：解除申请 {id}（{at}，{org}提出，理由：{ground}，{to}）提出之后，信号 {ids} 又已触发或升级；"
        "此时审批将整个不予批准（W8），须撤回（warning proposals withdraw {id}）后重新提出；级别与义务不变。",
        "Overtaken by a rise: since the release was proposed as {id} ({at}, by {org}; ground: {ground}; {to}), signal "
        "{ids} was raised anew or rose. An approval would be refused as a whole (W8): take it back (warning "
        "proposals withdraw {id}) and propose anew; level and duties stand.",
    ),
    "waits_waiver": Text(
        "待批：豁免申请 {id}（{at}，{org}提出）尚未审批；获批之前义务不变（D8）。",
        "Waiting for approval: the waiver proposed as {id} ({at}, by {org}). Until it is approved, the duty "
        "stands (D8).",
    ),
    "waits_lowered": Text("降为{level}", "to {level}"),
    "waits_closed": Text("予以关闭", "to be closed"),
    "of_proposal": Text("{what}（审批的申请：{id}）", "{what} (of proposal {id})"),
    "came_in": Text(
        "{org}后来涉及：其借据 {loans} 自 {at} 起属于所涉借据（因信号 {ids}），该机构自此负有义务（O9）。",
        "{org} came in later: its loans {loans} are source loans since {at} (by signal {ids}), and it owes from then "
        "on (O9).",
    ),
    "h_owned": Text(
        "{org}负有本项义务，是因为 {at} 时下列所涉借据在该机构（分行含所辖支行，O9）：",
        "{org} owes this because at {at} these source loans were booked there (of a branch also "
        "at its sub-branches, O9):",
    ),
    "c_booked": Text("所在机构的依据", "Booked there by"),
    "loan_moved": Text(
        "借据 {loan_no} 于 {at} 由{before}移交{after}（记录 {id}）：未完成的义务随之移交，截止时间不变；已逾期的，"
        "逾期记录留在原机构（O9）。",
        "Loan {loan_no} moved from {before} to {after} on {at} (record {id}): open duties move with it, their due "
        "unchanged; what was breached stays on the old one's record (O9).",
    ),
    "due_set_past": Text(
        "认定当月的月末（{due}）在发现之前已过：属发现过迟，改为发现后 2 日（默认值，O2）。",
        "The end of the month in which it was set, {due}, had passed when it was discovered: a late discovery, due 2 "
        "days after it (our default, O2).",
    ),
    "due_month_past": Text(
        "所预测月份之前一个月的月末（{due}）在发现之前已过：属发现过迟，改为发现后 2 日（默认值，O2）。",
        "The end of the month before the one forecast, {due}, had passed when it was discovered: a late discovery, due "
        "2 days after it (our default, O2).",
    ),
    "red_test": Text(
        "汇报会召开之前，预警已于 {at} 升为红色（记录 {ids}）：{reason}红色期间，分行主要领导未亲自参加的汇报会"
        "不予计入；本次（记录 {id}）有其亲自参加，故予计入（D5）。",
        "Before the meeting the warning had become red, at {at} (record {ids}): {reason} While it is red a meeting "
        "without the branch's principal leader in person counts for nothing; at this one (record {id}) the leader was "
        "present, so it counts (D5).",
    ),
    "not_excused": Text(
        "该事实由{org}发现（记录 {id}），本机构此前未发现；但于 {at} 录入时，自起点至截止的 {whole}中尚余 {left}，"
        "不少于一半，不属录入滞后，故仍为本机构原因（W5）。",
        "The fact was discovered by {org} (record {id}), and not by the owner before; but as it was recorded, at {at}, "
        "{left} of the {whole} from start to due were left, not less than half: no late recording excuses it, and the "
        "cause is the owner's (W5).",
    ),
    "issued_by": Text(
        "整改通知由{org}下发：总行发现的由总行下发，其余由借据所在支行的上级分行下发（O7）。",
        "The rectification notice is issued by {org}: by head office what it found, else by the branch above the loan "
        "(O7).",
    ),
    "was_issued_by": Text(
        "要求整改的通知由{org}下发（记录 {id}）。", "The rectification notice was issued by {org} (record {id})."
    ),
    "just_owed": Text("截至 {at} 仍未办理，已逾期{late}。", "Still not done at {at}; overdue by {late}."),
    "kept_start": Text(
        "事实已于 {found} 发现（记录 {id}），{had}；条款原文自发生或发现起算，本项自{here}起算，为默认值（{refs}）。",
        "The fact was discovered at {found} (record {id}), when {had}; the clause counts from the event or its "
        "discovery, and that this counts from {here} is our default ({refs}).",
    ),
    "kept_nil": Text("其时借款人在本行无余额", "the borrower had no balance here"),
    "kept_nil_loans": Text("其时所涉借据无余额", "the loan concerned had no balance"),
    "kept_had": Text("其时有余额", "there was a balance"),
    "kept_closed": Text(
        "，其后信号 {id} 于 {at} 因贷款收回而关闭（记录 {ids}）",
        ", and signal {id} was closed by recovery later, at {at} (record {ids})",
    ),
    "kept_from_balance": Text("余额入账", "the recording of a balance"),
    "kept_from_back": Text(
        "使借据恢复在册的记录 {id} 录入", "the recording of {id}, which put the loan back on the books,"
    ),
    "kept_from_refinancing": Text(
        "取代原借据的记录 {id} 录入", "the recording of {id}, by which another loan took the place of the first,"
    ),
}
