"""What a page says of what was decided on: releases and findings that changed nothing, who is held to have known."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

JUDGED: Final[Table] = {
    "rescored_concealed": Text(
        "上级认定隐瞒（{org}自 {since} 起已知情，记录 {id}）：逾期报告改按隐瞒不报计分（D10）。",
        "A superior found a concealment ({org} had known since {since}, record {id}): the late report is scored as "
        "concealed (D10).",
    ),
    "rescored_kept": Text(
        "上级认定隐瞒（{org}自 {since} 起已知情，记录 {id}）；{because}，计分不变（D10）。",
        "A superior found a concealment ({org} had known since {since}, record {id}); {because}, so the score stands "
        "(D10).",
    ),
    "kept_by_owner": Text("因该事实由本机构首先录入", "the organisation itself was the first to record the fact"),
    "kept_by_none": Text(
        "因该事实不是由上级或系统首先录入", "the fact was not first recorded by a superior or a system"
    ),
    "kept_known_later": Text(
        "因认定的知情时间不早于该事实的录入", "by the finding it was known no earlier than it was recorded"
    ),
    "kept_elsewhere": Text("因本项不由该事实产生", "this was not opened by that fact"),
    "kept_unscored": Text("因本项的逾期不计分", "its breach is not scored"),
    "release_fell": Text(
        "申请 {id}（{proposed}，{org}提出，理由：{ground}，{to}）已于 {at} 整个不予批准（记录 {by}，W8），须重新提出；"
        "级别与义务不变。",
        "The release proposed as {id} ({proposed}, by {org}; ground: {ground}; {to}) was refused as a whole at {at} "
        "(record {by}, W8) and has to be proposed anew; level and duties stand.",
    ),
    "release_idle": Text(
        "申请 {id}（{proposed}，{org}提出，理由：{ground}）于 {at} 获批（记录 {by}）：批准降为{level}；信号已是{then}，"
        "无变化（R13）。",
        "The release proposed as {id} ({proposed}, by {org}; ground: {ground}) was approved at {at} (record {by}), to "
        "{level}: the signal was at {then} already, and nothing changed (R13).",
    ),
    "release_made": Text(
        "解除申请 {id}（{proposed}，{org}提出，理由：{ground}）由{owner}于 {at} 审批（记录 {by}）："
        "信号 {ids} {to}（W8）。",
        "The release proposed as {id} ({proposed}, by {org}; ground: {ground}) was approved at {at} by {owner} "
        "(record {by}): signal {ids} {to} (W8).",
    ),
    "made_closed": Text("关闭", "closed"),
    "release_withdrawn": Text(
        "申请 {id}（{proposed}，{org}提出，理由：{ground}，{to}）由提出机构于 {at} 撤回（记录 {by}），未经审批，"
        "级别与义务不变（R77）。",
        "The release proposed as {id} ({proposed}, by {org}; ground: {ground}; {to}) was withdrawn at {at} by the "
        "organisation that proposed it (record {by}), before it was approved: level and duties stand (R77).",
    ),
    "waived_too_late": Text(
        "豁免申请 {id}（{proposed}，{org}提出）由{approver}另一人于 {at} 批准（记录 {by}），其时已过截止时间："
        "{duties}未予豁免；该批准只存档，不改变结果（D8）。",
        "The waiver proposed as {id} ({proposed}, by {org}) was approved by another person, of {approver}, at {at} "
        "(record {by}), when the due had passed. Not waived: {duties}. The approval is on file and changes nothing "
        "(D8).",
    ),
    "waived_no_more": Text(
        "豁免申请 {id}（{proposed}，{org}提出）由{approver}另一人于 {at} 批准（记录 {by}），其时已无可豁免：{duties}；"
        "该批准只存档，不改变结果（D8）。",
        "The waiver proposed as {id} ({proposed}, by {org}) was approved by another person, of {approver}, at {at} "
        "(record {by}), when there was nothing left to waive: {duties}. The approval is on file and changes nothing "
        "(D8).",
    ),
    "waived_not_yet": Text(
        "豁免申请 {id}（{proposed}，{org}提出）由{approver}另一人于 {at} 批准（记录 {by}），其时尚无可豁免：{duties}；"
        "该批准只存档，不改变结果（D8、T4）。",
        "The waiver proposed as {id} ({proposed}, by {org}) was approved by another person, of {approver}, at {at} "
        "(record {by}), before there was anything to waive: {duties}. The approval is on file and changes nothing "
        "(D8, T4).",
    ),
    "waiver_withdrawn": Text(
        "豁免申请 {id}（{proposed}，{org}提出）由提出机构于 {at} 撤回（记录 {by}），未经审批："
        "{duties}不变（D8、R77）。",
        "The waiver proposed as {id} ({proposed}, by {org}) was withdrawn at {at} by the organisation that proposed it "
        "(record {by}), before it was approved. Unchanged: {duties} (D8, R77).",
    ),
    "waiver_of": Text("义务 {id}", "duty {id}"),
    "waiver_of_due": Text("义务 {id}（截止时间 {due}）", "duty {id} (due {due})"),
    "waiver_of_done": Text("义务 {id}（{at} {state}）", "duty {id} ({state}, {at})"),
    "waiver_of_later": Text("义务 {id}（{at} 产生）", "duty {id} (opened {at})"),
    "due_forecast_far": Text(
        "“支行要在月内……上报”（制度原文）：所预测的是 {month}，其前一个月的月末为 {later}；录入当月的月末早于此，"
        "故以录入当月的月末 {due} 为准（默认值，R93）。",
        "'Within the month' (the policy's text): {month} is forecast, and the month before it ends at {later}; the "
        "month of the recording ends before that, so its end decides, {due} (our default, R93).",
    ),
    "here_came_in": Text(
        "该机构的贷款进入本预警", "the instant at which a loan of the organisation came into the warning"
    ),
    "not_excused_moved": Text(
        "本项于 {since} 随贷款移交由本机构承接，其时距截止尚余 {had}；自起点 {start} 至截止共 {whole}，移交之前"
        "由{old}负有。义务与截止时间随贷款移交，不变；承接后逾期的，由承接机构记录并计分（O9）。"
        "所依据的事实于 {at} 录入（记录 {id}），不属录入滞后（W5）。",
        "It was taken over with the loan at {since}, with {had} left to its due; of the {whole} from its start, "
        "{start}, {old} owed it until then. It moves with its due unchanged, and what is breached after the move is "
        "on the record and the score of who took it over (O9). The fact was recorded at {at} (record {id}): no late "
        "recording excuses it (W5).",
    ),
    "finder_unnamed": Text(
        "记录 {id} 未载明发现机构，按“本行系统发现”处理（默认值，R1）：没有记录表明本机构此前知情，"
        "也没有记录表明其不知情。",
        "Record {id} does not say who discovered the fact, which is taken as discovered by a system of the bank (our "
        "default, R1): no record says that the owner had known before, and none that it had not.",
    ),
    "phone_idle": Text(
        "{org}的电话报告 {id}（{at}）未完成本项：本项的时限不是 24 小时，只能以书面报告完成，电话报告不起作用（D2）。"
        "该记录存档。",
        "The telephone notice {id} of {org} ({at}) does not meet this: it has no clock of 24 hours, is met by a "
        "written report alone, and a telephone notice changes nothing (D2). It is on file.",
    ),
    "doubted_after_warning": Text(
        "本项于 {breached} 逾期，在该记录读入（{at}）之后：读入时撤回的只是此前的逾期，本项照常计分（R63）。",
        "It was breached at {breached}, after that record was read ({at}): what the reading takes back are the "
        "breaches up to then, and this one is scored as ever (R63).",
    ),
    "lag_of_warning": Text(
        "检查时未见的记录其实此前已经收到（系统处理滞后）：信号存疑；化解小组、汇报会、按月动态所依据的信号都由此类检查产生的，"
        "该记录读入时已有的逾期不计分（T2、R63）。",
        "The check ran without a record that had already been received (processing lag): the signal is disputed. Of "
        "team, meeting and monthly update, where all the signals they rest on were raised by such checks, what was "
        "breached as that record was read is not scored (T2, R63).",
    ),
    "silent_withdrawn": Text(
        "支行的义务 {id} 于 {breached} 逾期，该逾期已因记录 {ids} 于 {at} 撤回，不计分（R48）；报告未因此视为已经办理，"
        "本项此前已由该逾期产生，不随之取消。",
        "The sub-branch's duty {id} was breached at {breached}; that breach was withdrawn at {at} by record {ids} and "
        "is not scored (R48). The report is not taken as made by that, and this duty, opened by that breach before, "
        "goes on standing.",
    ),
    "refinanced_then": Text(
        "借据 {old} 于 {at} 由借据 {new} 取代（记录 {id}）：其时原借据余额 {owed}（{by}），"
        "新借据 {given}；{rest}（W9、R100）。",
        "Loan {old} was replaced by {new} at {at} (record {id}): {owed} were owed of the old one then ({by}), and the "
        "new one gives {given}; {rest} (W9, R100).",
    ),
    "refinanced_covers": Text("足额取代", "it takes its place in full"),
    "refinanced_rest": Text("未足额，余下部分仍在册", "that is less, and the rest stays on the books"),
    "refinanced_advance": Text("垫款视为全额取代", "an advance covers always"),
}
