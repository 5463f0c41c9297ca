"""What ``--help`` says of the commands on releases and waivers that wait."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

HELP_PROPOSALS: Final[Table] = {
    "proposals": Text("解除与豁免的申请", "Proposals: releases and waivers"),
    "proposals_list": Text(
        "列出待审批的解除与豁免申请：内容、理由、申请人、可审批的岗位与审批的命令",
        "List releases and waivers that wait: about what, why, by whom, who may approve, and the command to give",
    ),
    "proposals_all": Text("已审批、已撤回的也列出", "those approved or withdrawn, too"),
    "proposals_org": Text(
        "只列该机构及其下级机构提出的，或涉及其义务的",
        "proposed by this organisation or one below it, or about what they owe, only",
    ),
    "proposals_post": Text(
        "只列该岗位可审批的；与 --org 合用时，为该机构的该岗位",
        "only what this post may approve; with --org, that post of that organisation",
    ),
    "proposals_withdraw": Text(
        "撤回一项待审批的申请，只能由申请机构办理（判读 R77）",
        "Take a proposal back that waits; only the organisation that proposed it can (reading R77)",
    ),
    "proposal_id": Text("申请的编号（其记录的编号）", "the proposal's id (that of its record)"),
    "proposal_reason": Text("为何撤回；记入流水", "why; it goes into the journal"),
    "proposal_org": Text("撤回的机构号，须为申请机构", "number of the organisation, which is the one that proposed it"),
    "proposal_post": Text("办理岗位", "post that withdraws it"),
    "proposal_borrower": Text(
        "客户号；同一编号的申请有几个借款人时须给出",
        "number of the borrower; asked for where proposals of several have the id",
    ),
}
