"""Why a duty was opened, met, breached, waived or moved: code -> what to say."""

from __future__ import annotations

from typing import Final

from warning.wording.reasons.signals import Reasons
from warning.wording.text import Text

OPENED: Final[Reasons] = {
    "report_due": (
        Text(
            "支行应就该信号上报分行，时限为 {n:term}（金额档：{tier:tier}）。",
            "The sub-branch must report the signal to its branch within {n:term} (amount tier: {tier:tier}).",
        ),
        Text(
            "支行应就该信号上报分行，最迟于 {due:due}（金额档：{tier:tier}）。",
            "The sub-branch must report the signal to its branch by {due:due} (amount tier: {tier:tier}).",
        ),
        Text(
            "支行应就该信号上报分行，时限为 {n:term}。",
            "The sub-branch must report the signal to its branch within {n:term}.",
        ),
        Text(
            "支行应就该信号上报分行，最迟于 {due:due}。",
            "The sub-branch must report the signal to its branch by {due:due}.",
        ),
        Text("支行应就该信号上报分行。", "The sub-branch must report the signal to its branch."),
    ),
    "report_at_crossing": (
        Text(
            "金额档升至“{tier:tier}”：借据 {loan_no}（{matures_on:weekday}到期）的信号须按新的金额档再次上报分行，"
            "时限为 {n:term}，自升档原因记录之时起算，此前已报的不免除（W7）。",
            "The amount has crossed into {tier:tier}: the signal on loan {loan_no}, due {matures_on:weekday}, is "
            "reported to the branch again at the new tier, within {n:term} of the recording of what raised the amount, "
            "even if it was reported before (W7).",
        ),
        Text(
            "金额档升至“{tier:tier}”：借据 {loan_no}（{matures_on:weekday}到期）的信号须再次上报分行，"
            "最迟于 {due:due}（W7）。",
            "The amount has crossed into {tier:tier}: the signal on loan {loan_no}, due {matures_on:weekday}, is "
            "reported to the branch again, by {due:due} (W7).",
        ),
    ),
    "finding_report": (
        Text(
            "分行应将该管理风险上报总行，不论金额，时限为 {n:term}。",
            "The branch must report the management risk to head office, whatever the amount, within {n:term}.",
        ),
        Text(
            "分行应将该管理风险上报总行，不论金额。",
            "The branch must report the management risk to head office, whatever the amount.",
        ),
    ),
    "head_office_by_report": (
        Text(
            "支行的完整报告已到分行，金额属“{tier:tier}”，分行应在 {n:term}内上报总行。",
            "A complete report of a sub-branch has reached the branch, and the amount is {tier:tier}: the branch must "
            "report to head office within {n:term}.",
        ),
    ),
    "head_office_by_breach": (
        Text(
            "支行逾期未报（义务 {duty}）；分行视为自其时起知悉，为默认值（D3），本系统没有通知过分行；"
            "金额属“{tier:tier}”，分行应自支行逾期之时起在 {n:term}内上报总行，不因支行未报而停止计时。",
            "The sub-branch failed to report in time (duty {duty}). That the branch knows of it from then on is our "
            "default (D3): this system has not told it. The amount is {tier:tier}: the branch must report to head "
            "office within {n:term} of that breach. Silence stops no clock.",
        ),
    ),
    "crossing": (
        Text(
            "金额档升至“{tier:tier}”，分行应按新的金额档在 {n:term}内上报总行。",
            "The amount has crossed into {tier:tier}: the branch must report to head office at the new tier, within "
            "{n:term}.",
        ),
    ),
    "found_by_branch": (
        Text(
            "分行自行发现，金额属“{tier:tier}”，应自发现之时起在 {n:term}内上报总行。",
            "The branch found it itself, and the amount is {tier:tier}: it must report to head office within {n:term} "
            "of its discovery.",
        ),
    ),
    "booked_at_branch": (
        Text(
            "贷款由分行直接经办，无支行上报环节；金额属“{tier:tier}”，分行应在 {n:term}内上报总行。",
            "The loan is booked at the branch itself, so no sub-branch reports; the amount is {tier:tier}: the branch "
            "must report to head office within {n:term}.",
        ),
    ),
    "assessment": (
        Text(
            "借据 {loan_no} 于 {matures_on:weekday}到期，检查日为 {check_at:ended}，客户经理应完成到期前还款能力评估。",
            "Loan {loan_no} matures on {matures_on:weekday}, and its check day is {check_at:ended}: the account "
            "manager owes the assessment before maturity.",
        ),
    ),
    "assessment_retracted": (
        Text(
            "完成本义务的评估已撤销，没有其他有效评估在案；截止时间未到，借据 {loan_no} 的评估须重新完成（R107）。",
            "The assessment that met this duty is retracted, and no other one that counts is on record: before its "
            "due, the assessment of loan {loan_no} is owed again (R107).",
        ),
    ),
    "team": (
        Text(
            "预警产生后，支行应在 {n:term}内组成预警风险化解小组，由支行行长或分管贷款的副行长牵头。",
            "Once the warning is raised, the sub-branch must form the risk-resolution team within {n:term}, led by "
            "its president or vice-president for lending.",
        ),
    ),
    "meeting": (
        Text(
            "分行应在 {n:term}内召开风险化解方案汇报会，由支行行长汇报。",
            "The branch must hold the meeting on the resolution plan within {n:term}; the sub-branch president "
            "reports.",
        ),
    ),
    "meeting_red": (
        Text(
            "红色预警：分行应在 {n:term}内召开风险化解方案汇报会，分行主要领导须亲自参加。",
            "Red: the branch must hold the meeting within {n:term}, its principal leader present in person.",
        ),
    ),
    "monthly_update": (
        Text(
            "预警有效期间，支行应书面上报 {month:month}的动态变化情况，月末截止。",
            "While the warning is live the sub-branch owes a written update for {month:month}, due at the month's end.",
        ),
    ),
    "tracking": (
        Text(
            "分行应逐笔跟踪所涉贷款，直至收回或化解风险；无固定截止时间。",
            "The branch tracks every source loan until it is recovered or the risk resolved; there is no fixed due.",
        ),
    ),
    "rectification_notice": (
        Text(
            "应在 {n:term}内下发整改通知。",
            "The rectification notice must be issued within {n:term}.",
        ),
        Text(
            "已下发整改通知，原定截止时间为 {due:due}。", "The rectification notice was issued; it was due {due:due}."
        ),
        Text(
            "收到整改通知，当时没有对应的待办义务，存档备查。",
            "A rectification notice came when none was owed; on file.",
        ),
    ),
    "completion": (
        Text(
            "整改通知未定期限，应在收到后 {n:term}内完成整改，即 {due:due} 前。",
            "The rectification notice sets no date: the rectification must be complete within {n:term}, by {due:due}.",
        ),
        Text(
            "整改通知限期 {complete_by:weekday}，应于当日 24:00（{due:due}）前完成整改。",
            "The rectification notice sets the date {complete_by:weekday}: the rectification must be complete by its "
            "end, {due:due}.",
        ),
    ),
    "notice": (
        Text(
            "总行自行发现风险，应自发现之时起在 {n:term}内下发预警信息通知书。",
            "Head office found the risk itself: its warning notice is due within {n:term} of the discovery.",
        ),
        Text(
            "已下发预警信息通知书，原定截止时间为 {due:due}。", "The warning notice was issued; it was due {due:due}."
        ),
        Text(
            "收到预警信息通知书，当时没有对应的待办义务，存档备查。",
            "A warning notice came when none was owed; on file.",
        ),
    ),
    "answer": (
        Text(
            "收到总行预警信息通知书后，应在 {n:term}内答复。",
            "Head office's warning notice must be answered within {n:term}.",
        ),
    ),
    "sign_off": (
        Text(
            "{month:month}末应逐户预测下月分类并签认，当时有余额的借款人共 {borrowers} 户。",
            "At the end of {month:month} next month's classes are forecast for every borrower and signed off; "
            "{borrowers} "
            "borrowers had a balance.",
        ),
    ),
    "go_live": (
        Text(
            "系统上线时信号仍有效，而报告在上线之前已到期，故应于 {due:due} 前补报。",
            "The signal is live as the ledger goes live, and its report had fallen due before: it is owed by "
            "{due:due}.",
        ),
    ),
    "successor": (
        Text(
            "原义务 {former}（截止 {old:due}）经另一人批准豁免并延期，由本项义务承接，新的截止时间为 {due:due}。",
            "The earlier duty {former}, due {old:due}, was waived and given more time with another person's approval; "
            "this one succeeds it, due {due:due}.",
        ),
    ),
}

ENDED: Final[Reasons] = {
    "reported": (
        Text(
            "完整的书面报告已收到（该项义务截止于 {due:due}）；报告涵盖的有效信号：{covers:covers}。",
            "A complete written report was received (this duty was due {due:due}); live signals it covers: "
            "{covers:covers}.",
        ),
    ),
    "phoned": (
        Text("已作电话首次报告（该项义务截止于 {due:due}）。", "First notice was given by telephone (due {due:due})."),
        Text(
            "收到电话首次报告，当时没有待办的首次报告义务，存档备查。",
            "A telephone notice came when none was owed; on file.",
        ),
    ),
    "team_formed": (
        Text("已组成预警风险化解小组（截止于 {due:due}）。", "The risk-resolution team was formed (due {due:due})."),
        Text("组成小组的记录存档，当时没有对应的待办义务。", "The team's record is on file; none was owed."),
    ),
    "updated": (
        Text("已书面上报动态（截止于 {due:due}）。", "The monthly update was given (due {due:due})."),
        Text("动态报告存档，当时没有对应的待办义务。", "The update is on file; none was owed."),
    ),
    "met_meeting": (
        Text("汇报会已召开（截止于 {due:due}）。", "The meeting was held (due {due:due})."),
        Text("会议记录存档，当时没有对应的待办义务。", "The meeting's record is on file; none was owed."),
    ),
    "answer_given": (
        Text("已答复（截止于 {due:due}）。", "The answer was given (due {due:due})."),
        Text("答复存档，当时没有对应的待办义务。", "The answer is on file; none was owed."),
    ),
    "completion_given": (
        Text("整改已完成（截止于 {due:due}）。", "The rectification is complete (due {due:due})."),
        Text("整改完成情况存档，当时没有对应的待办义务。", "The completion is on file; none was owed."),
    ),
    "assessed": (
        Text("已于 {made_on:weekday}完成还款能力评估。", "The assessment was made on {made_on:weekday}."),
        Text(
            "借据 {loan_no} 的评估结论为“{result:result}”，早于评估期，存档备查。",
            "Loan {loan_no} was assessed as: {result:result}; too early to count for the check, on file.",
        ),
    ),
    "assessment_ended": (
        Text(
            "借据在截止前已结清、展期、借新还旧、核销或余额归零，评估义务就此终结，视同完成。",
            "Before the due the loan was settled, extended, refinanced, written off or at a balance of nil: the "
            "assessment is no longer owed and counts as met.",
        ),
    ),
    "met_by_closing": (Text("预警已关闭，本项义务随之完成。", "The warning has closed, which meets this duty."),),
    "signed_off": (
        Text(
            "{month:month}末分类预测已签认：覆盖 {covered} 户，列明未覆盖 {missing} 户，在册有余额 {borrowers} 户"
            "——与在册不符，少 {short} 户（O3）。",
            "The forecast at the end of {month:month} was signed off: {covered} borrowers covered, {missing} listed as "
            "missing, {borrowers} with a balance on record: the figures do not agree, {short} are "
            "not accounted for (O3).",
        ),
        Text(
            "{month:month}末分类预测已签认：覆盖 {covered} 户，列明未覆盖 {missing} 户，在册有余额 {borrowers} 户"
            "——与在册不符，多 {over} 户（O3）。",
            "The forecast at the end of {month:month} was signed off: {covered} borrowers covered, {missing} listed as "
            "missing, {borrowers} with a balance on record: the figures do not agree, {over} too "
            "many (O3).",
        ),
        Text(
            "{month:month}末分类预测已签认：覆盖 {covered} 户，列明未覆盖 {missing} 户，在册有余额 {borrowers} 户"
            "，与在册相符。",
            "The forecast at the end of {month:month} was signed off: {covered} borrowers covered, {missing} listed as "
            "missing, {borrowers} with a balance on record; the figures agree.",
        ),
    ),
    "breached": (
        Text(
            "截至 {due:due} 未完成，记为逾期。{org_no:org}自 {since:at} 起已知情，而该事实于 {recorded:at} "
            "才由{recorded_by:recorder}首先记录：按隐瞒不报计分（D10）。",
            "Not met by {due:due}: breached. {org_no:org} had known since {since:at}, and "
            "the fact was first recorded on {recorded:at} by {recorded_by:recorder}: scored as concealed (D10).",
        ),
        Text(
            "截至 {due:due} 未完成，记为逾期。产生之时（{recorded:at}）截止时间已过 {after:span}（W5）。",
            "Not met by {due:due}: breached. When it was recorded ({recorded:at}) the due was past by {after:span} "
            "(W5).",
        ),
        Text(
            "截至 {due:due} 未完成，记为逾期。记录时（{recorded:at}）全部时限 {clock:span}，只剩 "
            "{left:span}，不足一半，且没有记录表明本机构此前知情：属信息传递或录入滞后，不计分（W5）。",
            "Not met by {due:due}: breached. When it was recorded ({recorded:at}), "
            "{left:span} of its clock of {clock:span} were left, less than half, and no record says that "
            "anybody of the organisation had known: a late feed, not scored (W5).",
        ),
        Text(
            "截至 {due:due} 未完成，记为逾期。",
            "Not met by {due:due}: breached.",
        ),
    ),
    "concealment_found": (
        Text(
            "上级认定：{org_no:org}自 {since:at} 起已知情而未报；逾期的报告按该认定重新核定计分（D10）。",
            "A superior found that {org_no:org} had known of it since {since:at}: how its late reports are scored is "
            "decided again by that (D10).",
        ),
    ),
    "waived": (Text("在截止前经另一人批准豁免。", "Waived with the approval of another person, before it was due."),),
    "breach_withdrawn": (
        Text(
            "支行的报告或豁免（义务 {duty}）其实在截止前已经收到，其逾期记录撤回；本项义务因该逾期而产生，不再成立，"
            "予以免除。",
            "The sub-branch's report (duty {duty}), or its waiver, had in fact been received before its due, and its "
            "breach is withdrawn: this duty stood by that breach, and is waived.",
        ),
    ),
    "not_owed": (
        Text(
            "结清或解除的记录早在 {ended:at} 已经收到（系统处理滞后）：此后月份的情况更新不再需要，也不计分。",
            "What settled or released it had been received at {ended:at} already (processing lag): no update of a "
            "later month is owed, and none is scored.",
        ),
    ),
    "waived_mistaken": (
        Text(
            "所依据的信号均因“依据有误”解除，本项义务尚未到期，予以免除。",
            "Every signal it rests on was released as mistaken before this duty was due: it is waived.",
        ),
    ),
    "moved": (
        Text(
            "贷款由{old:org}移交{new:org}，义务随之移交，截止时间不变。",
            "The loan moved from {old:org} to {new:org}; the duty goes with it, its due unchanged.",
        ),
    ),
}
