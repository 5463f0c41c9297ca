"""What is said of releases and waivers that wait for another person, and of those that were decided (W8, D8)."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

PROPOSALS: Final[Table] = {
    "t_proposals": Text("待审批的申请（{n} 项）", "Proposals that wait for approval ({n})"),
    "t_proposals_ended": Text("已了结的申请（{n} 项）", "Proposals that were decided ({n})"),
    "no_proposals": Text("没有待审批的申请。", "No proposal waits for approval."),
    "no_proposals_ended": Text("没有已了结的申请。", "No proposal was decided."),
    "proposals_not_read": Text(
        "申请的记录已归档、未能读取：理由与已了结的申请不能列出。{why}",
        "Records of proposals are archived and were not read: reasons, and what was decided, are missing. {why}",
    ),
    "pp_release": Text("解除信号", "release"),
    "pp_waiver": Text("豁免义务", "waiver"),
    "pp_extension": Text("义务延期", "longer time"),
    "pp_waits": Text("{state}，已等 {waited}", "{state}, for {waited} so far"),
    "pp_approved": Text("{at} 获批（记录 {by}）", "approved at {at} (record {by})"),
    "pp_approved_idle": Text(
        "{at} 获批（记录 {by}），未改变什么", "approved at {at} (record {by}); it changed nothing"
    ),
    "pp_withdrawn": Text("{at} 撤回（记录 {by}）", "withdrawn at {at} (record {by})"),
    "pp_duty": Text("义务", "Duty"),
    "pp_due": Text("截止 {due}（{state}）", "due {due} ({state})"),
    "pp_closed": Text("关闭", "closed"),
    "pp_waived": Text("豁免", "waived"),
    "pp_reason": Text("理由", "Reason"),
    "pp_unread": Text("已归档，未能读取", "archived, and not read"),
    "pp_cut": Text("{text}……（共 {n} 字，--json 为全文）", "{text} … ({n} signs; --json has them all)"),
    "pp_by": Text("{who}，{at}", "{who}, {at}"),
    "pp_may": Text("可审批", "May approve"),
    "pp_other": Text("{who}（须为另一人）", "{who} (another person)"),
    "pp_approver": Text("审批", "Approved by"),
    "pp_withdrawer": Text("撤回", "Withdrawn by"),
    "pp_not_taken_back": Text(
        "申请 {id} 未撤回，仍待审批：撤回记录 {by} 未被受理。{why}",
        "Proposal {id} was not taken back and still waits: the record {by} was not taken. {why}",
    ),
    "pp_taken_back": Text(
        "申请 {id} 已撤回，不再待批（记录 {by}，{at}）。级别与义务不变。",
        "Proposal {id} is withdrawn and waits no more (record {by}, {at}). Level and duties stand.",
    ),
    "pp_not_the_proposer": Text(
        "申请 {id} 是{org}提出的，只能由该机构撤回（判读 R77）。未作记录：若照此受理，会进入隔离待改。"
        "上级不同意的，不予批准即可。",
        "Proposal {id} was made by {org}, and only that organisation takes it back (reading R77). Nothing was "
        "recorded: taken in, this would go into quarantine. A superior who does not agree does not approve it.",
    ),
    "pp_no_reason": Text("须写明撤回的理由（--reason）。", "Say why it is taken back (--reason)."),
    "act_withdraw": Text(
        "撤回申请不在 act 之中：用 warning proposals withdraw 编号 --org 机构 --post 岗位 --reason 理由。",
        "No act withdraws a proposal: warning proposals withdraw ID --org ORG --post POST --reason TEXT does.",
    ),
    "pp_absent": Text(
        "没有编号为 {id} 的待审批申请。用 warning proposals list{options} 查看；--all 也列出已了结的。",
        "No proposal {id} waits. warning proposals list{options} shows those that do, with --all those decided, too.",
    ),
    "pp_gone": Text("申请 {id} 已不再待批，无可撤回。{told}", "Proposal {id} waits no more: nothing was done. {told}"),
    "pp_several": Text(
        "待审批的申请中，编号 {id} 不止一项，分属客户号 {known}：用 --borrower 写明。",
        "More than one proposal {id} waits, of borrowers {known}: say which with --borrower.",
    ),
    "do_post": Text("<岗位>", "<POST>"),
    "act_approves": Text("所审批的申请 {id}（{what}）：", "The proposal {id} ({what}):"),
}
