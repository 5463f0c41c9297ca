"""What to do about a record that was refused, or told for its loan has ended, by the code of the reason."""

from __future__ import annotations

from typing import Final

from warning.wording.text import Text

ADVICE: Final[dict[str, Text]] = {
    "conflict": Text(
        "核对源系统；更正须用新的编号（或序号）重发。",
        "Check the source; send the correction with a new id or sequence.",
    ),
    "loan_known": Text("如属余额变化，改发余额记录。", "If the balance changed, send a position instead."),
    "not_off_balance": Text(
        "贷款已还清的，以 how=paid 及新的编号重发；业务品种有误的，先核对源系统。",
        "If the loan was paid, send it as how=paid with a new id; if the product is wrong, check the source first.",
    ),
    "previous_loan_of_another": Text(
        "核对被取代的借据号与客户号，以新的编号重发；确由另一借款人借款偿还的，改发放款记录，并另发原借据的结清记录。",
        "Check both numbers and send it again with a new id. If another borrower's loan paid it, send this one as "
        "disbursed, and that one as settled.",
    ),
    "org_unknown": Text(
        "更正机构号，或在机构表中登记该机构。", "Correct the number, or add the organisation to the book."
    ),
    "loan_of_another": Text("核对借据号与客户号。", "Check the loan and customer numbers."),
    "loan_unknown": Text(
        "补发该借据的发放或接管记录，再重发本条。", "Send that loan's opening, then this record again."
    ),
    "post_may_not": Text("由有权岗位办理。", "Have it done by a post that may."),
    "post_not_at_level": Text(
        "核对机构与岗位，由本机构有权的岗位办理。", "Check organisation and post; have it done by a post that may."
    ),
    "org_may_not": Text("由有权的机构办理。", "Have it done by an organisation that may."),
    "report_incomplete": Text("补齐所缺内容后重新提交。", "Complete the missing parts and submit again."),
    "team_leader": Text(
        "改由支行行长或分管副行长牵头并重新登记。", "Name a leader who counts and record the team again."
    ),
    "president_absent": Text("由支行行长到会汇报，重新召开并登记。", "Hold it again with the sub-branch president."),
    "leader_absent": Text(
        "由分行主要领导亲自参加，重新召开并登记。", "Hold it again with the principal leader in person."
    ),
    "completion_past": Text(
        "给出尚未过去的整改期限，重新发出通知。", "Issue it again with a date that is still ahead."
    ),
    "not_longer": Text("给出更晚的期限，重新申请。", "Propose again with a later due."),
    "not_a_superior": Text("由分行或总行登记该认定。", "Have the branch or head office record the finding."),
    "not_the_superior": Text("由报告机构的直接上级签收。", "Have the direct superior of the organisation record it."),
    "signal_unknown": Text("核对条款与信号编号、借据后重新申请。", "Check clause and subject, then propose again."),
    "nothing_to_release": Text("无需处理。", "Nothing needs to be done."),
    "proposal_unknown": Text("核对申请编号。", "Check the proposal's id."),
    "retracts_settlement": Text(
        "补发该借据的余额记录，以 corrects 指明该记录。",
        "Send a position of that loan whose `corrects` names that record.",
    ),
    "not_the_proposer": Text("由申请机构撤回，或不予批准。", "Have its proposer withdraw it, or do not approve it."),
    "tracking_not_waived": Text(
        "不列该义务重新申请；跟踪随预警解除或收回而结束。",
        "Propose again without it; tracking ends with the warning, by release or recovery.",
    ),
    "duty_not_owed": Text(
        "核对义务编号与借款人；只列待办的义务，重新申请。",
        "Check the duty's id and the borrower; propose again with duties that are owed.",
    ),
    "waiver_past_due": Text(
        "不列该义务重新申请；逾期的义务照常办理，记为逾期完成。",
        "Propose again without it; what is overdue is to be done all the same, and counts as late.",
    ),
    "proposal_waits": Text("以新的编号重新提出申请。", "Propose again with a new id."),
    "figures_missing": Text("补齐数值后以新的编号重新报送。", "Give the figures and send it again with a new id."),
    "same_person": Text("由另一人审批。", "Have another person approve it."),
    "loan_has_ended": Text(
        "贷款其实并未了结的，补发其余额记录，以 corrects 指明使其了结的记录。",
        "If it has not ended, send a position of it whose `corrects` names what ended it.",
    ),
    "balance_after_end": Text(
        "贷款确已了结的，核对余额的来源，以新的编号重发结清记录。",
        "If it has ended all the same, check where the balance comes from, and send its settlement with a new id.",
    ),
    "signal_rose": Text("按最新情况重新提出申请。", "Propose again, in the light of what came since."),
}
OTHER_ADVICE: Final = Text(
    "按提示更正后，以新的编号重新报送。", "Correct the field and send the record again with a new id."
)
