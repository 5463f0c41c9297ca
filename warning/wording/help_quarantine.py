"""What ``--help`` says of the commands on what could not be taken."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

HELP_QUARANTINE: Final[Table] = {
    "quarantine": Text("隔离待改的记录", "Records in quarantine"),
    "quarantine_list": Text("列出待处理的记录及其原因", "List what waits for a correction, and why"),
    "quarantine_all": Text("已处理的与仅记录的也列出", "those settled and those only noted, too"),
    "q_borrower": Text(
        "只列该客户号的：记录写明的，或由其借据得知的",
        "of this borrower (number) only: as the record says, or as its loan is known",
    ),
    "quarantine_show": Text("一条记录的原文、原因与处理情况", "The original of one, why, and what became of it"),
    "quarantine_correct": Text("提出更正，待另一人批准", "Propose a correction, which another person has to approve"),
    "quarantine_approve": Text(
        "批准所提出的更正或不再处理；原文均保留", "Approve a correction or a dismissal; the original is kept"
    ),
    "quarantine_dismiss": Text("提出不再处理，待另一人批准", "Propose to dismiss what nobody will send again"),
    "q_ground": Text("为何不再处理；记入流水", "why; it goes into the journal"),
    "q_dismissals": Text("不再处理：所给编号，或全部待批的", "a dismissal: of the number given, or all that wait"),
    "q_seen": Text(
        "所看过的提议的识别码（quarantine show 所示）；提议被代替过的必须给出",
        "which proposal you have looked at (quarantine show says it); asked for where one has replaced another",
    ),
    "quarantine_retry": Text(
        "把原文按现状重新受理（例如借据此后已录入）",
        "Take the original again as it is, for example now that its loan is known",
    ),
    "q_replace": Text(
        "代替他人已提出、尚待批准的", "In place of what another person has proposed and waits for approval"
    ),
    "q_retry_all": Text("全部待处理的记录", "all that wait"),
    "q_retry_reason": Text(
        "因此原因被隔离的记录（quarantine list --json 的 code，如 loan_unknown）",
        "those quarantined for this reason (code in quarantine list --json, such as loan_unknown)",
    ),
    "q_number": Text("隔离编号", "its number in the quarantine"),
    "correction": Text(
        "更正后的完整记录（一条 JSON），- 为标准输入", "the whole corrected message in JSON; - is standard input"
    ),
    "held": Text("等待借据的记录", "Records that wait for their loan"),
    "held_list": Text("列出等待借据的记录", "List the records that wait for their loan"),
}
