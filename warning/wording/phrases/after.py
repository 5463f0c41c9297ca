"""What an explanation says of what came after: later facts, the next episode, findings, how a duty was done with."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

AFTER: Final[Table] = {
    "of_signal": Text("信号 {id}：{text}", "Signal {id}: {text}"),
    "released_before": Text(
        "前一期信号 {id} 于 {at} 关闭（记录 {by}）：{reason}审批时已在案的事实不再形成信号；其后的新事实（{fact}）"
        "另成本期信号（W8）。",
        "The episode before, {id}, was closed at {at} (record {by}): {reason} What was on record then raises it no "
        "more; a later fact ({fact}) raised this episode (W8).",
    ),
    "again_band": Text("欠款达到第 {n} 天", "day {n} of the arrears"),
    "again_record": Text("记录 {ids}", "record {ids}"),
    "again_judged": Text("见第二部分的判断", "as judged in part 2"),
    "followed": Text(
        "其后另成第 {n} 期信号 {id}：{at} 产生，{level}（{fact}；{refs}）。",
        "Episode {n} followed as signal {id}: raised {at}, {level} ({fact}; {refs}).",
    ),
    "followed_kept": Text(
        "其后留存为第 {n} 期 {id}，截至 {until} 尚未再次形成信号：{reason}",
        "It is kept as episode {n}, {id}, which up to {until} has raised no signal: {reason}",
    ),
    "was_corrected": Text("（已由记录 {id} 更正）", " (corrected by {id})"),
    "concealed_found": Text(
        "{by}认定隐瞒不报（记录 {id}，{at}）：{org}自 {since} 起已知悉记录 {fact} 所载事实。",
        "{by} found a concealment (record {id}, {at}): {org} had known of what record {fact} tells since {since}.",
    ),
    "concealed_scored": Text(
        "{duty}已经逾期，按隐瞒不报计分（D10）。", "{duty} was breached, and is scored as concealed (D10)."
    ),
    "concealed_in_time": Text(
        "{duty}在截止前已完成，没有逾期：只有逾期的报告才按隐瞒不报计分，故该认定不改变其计分（D10）。",
        "{duty} was met before its due: only a report that is breached is scored as concealed, so the finding changes "
        "no score of it (D10).",
    ),
    "concealed_open": Text(
        "{duty}尚未到期：届时逾期的，才按隐瞒不报计分（D10）。",
        "{duty} is not due yet: only if it is breached is it scored as concealed (D10).",
    ),
    "concealed_waived": Text(
        "{duty}已豁免，没有逾期，故该认定不改变其计分（D10）。",
        "{duty} was waived and never breached, so the finding changes no score of it (D10).",
    ),
    "concealed_unscored": Text(
        "{duty}的逾期不计分，该认定不改变这一点（D10）。",
        "The breach of {duty} is not scored, which the finding does not change (D10).",
    ),
    "concealed_elsewhere": Text(
        "{duty}不是由记录 {fact} 产生的，故该认定不改变其计分（D10）。",
        "{duty} was not opened by record {fact}, so the finding changes no score of it (D10).",
    ),
    "concealed_later": Text(
        "{duty}：认定的知情时间不早于记录 {fact} 的录入，不构成隐瞒，按迟报计分（D10）。",
        "{duty}: by the finding it was known no earlier than record {fact} was recorded, which conceals nothing: "
        "scored as late (D10).",
    ),
    "concealed_own": Text(
        "{duty}：记录 {fact} 不是由{org}的上级或系统首先录入的，不构成隐瞒，按迟报计分（D10）。",
        "{duty}: record {fact} was not first recorded by a superior of {org} or a system, which conceals nothing: "
        "scored as late (D10).",
    ),
    "concealed_other": Text(
        "{duty}由{org}负责，不是{owner}的报告，故该认定不改变其计分（D10）。",
        "{duty} is owed by {org}, not a report of {owner}, so the finding changes no score of it (D10).",
    ),
    "later_lower": Text(
        "其后的记录 {ids}按规则为{level}，不高于信号当时的{then}：级别不变；降级或关闭只能因贷款收回，"
        "或经双人审批（W8）。",
        "By the rule {level}, no higher than the signal was then ({then}): the later record {ids}. Its level stands; "
        "down or closed it goes only by recovery or a two-person release (W8).",
    ),
    "later_none": Text(
        "其后的记录 {ids}按规则不构成预警信号：已形成的信号不因此降级或关闭，降级或关闭只能因贷款收回，"
        "或经双人审批（W8）。",
        "By the rule no signal: the later record {ids}. What was raised stands; down or closed it goes only by "
        "recovery or a two-person release (W8).",
    ),
    "later_closed": Text(
        "信号于 {then} 解除后的记录 {ids}按规则为{level}，不重于此前在案的最后一项，不是新的事实，不另成信号（W8）。",
        "By the rule {level}, no worse than the last one on record before the release at {then}: record {ids}, after "
        "it. That is no later fact, and raises nothing (W8).",
    ),
    "later_assessed": Text(
        "其后的评估 {id}（{at}，{result}）好于信号当时的级别（{then}）：已形成的信号不因此降级或关闭，"
        "可作为申请解除的依据（P2、W8）。",
        "The later assessment {id} ({at}: {result}) is better than the signal was then ({then}); it lowers or closes "
        "nothing that was raised, and is evidence for a release (P2, W8).",
    ),
    "later_assessed_same": Text(
        "其后的评估 {id}（{at}，{result}）不好于信号当时的级别（{then}）：级别不变（P2、W8）。",
        "The later assessment {id} ({at}: {result}) is no better than the signal was then ({then}): its level stands "
        "(P2, W8).",
    ),
    "later_assessed_past": Text(
        "其后的评估 {id}（{at}，{result}）重于信号当时的级别（{then}），但评估日在到期日 {own} 之后，不使信号升级："
        "级别不变（P2、W8）。",
        "The later assessment {id} ({at}: {result}) is worse than the signal was then ({then}), but was made after the "
        "maturity of {own}, which raises nothing: its level stands (P2, W8).",
    ),
    "assessed_other": Text(
        "其后的评估 {id}（{at}，{result}）在借据 {loan_no} 展期之后收到，所评估的是到期日 {about}，不是本信号的"
        "到期日 {own}（P1），{raised}；本信号的级别不因此改变（P1）。",
        "The later assessment {id} ({at}: {result}) came after the extension of loan {loan_no}, and is about its "
        "maturity of {about}, not about {own}, which this signal is about (P1); {raised}; the level of this one "
        "stands (P1).",
    ),
    "assessed_other_better": Text(
        "其后的评估 {id}（{at}，{result}）在借据 {loan_no} 展期之后收到，所评估的是到期日 {about}，不是本信号的"
        "到期日 {own}（P1），{raised}；本信号不因此降级或关闭，以其申请解除"
        "本信号的，所评估的是另一到期日，能否采信由审批人判断（W8）。",
        "The later assessment {id} ({at}: {result}) came after the extension of loan {loan_no}, and is about its "
        "maturity of {about}, not about {own}, which this signal is about (P1); {raised}; it lowers or closes nothing "
        "here. As evidence for a release of this one it is about another maturity, and whether that is accepted is "
        "for the approver (W8).",
    ),
    "assessed_raised": Text("由其产生或升级的是信号 {ids}", "the signal it raised is {ids}"),
    "assessed_raised_none": Text("没有由其产生或升级的信号", "it raised no signal"),
    "assessed_signal": Text("{id}（{level}）", "{id} ({level})"),
    "later_extended": Text(
        "借据 {loan_no} 其后展期至 {to}（记录 {id}，{at}）：新到期日另行检查；就原到期日 {matures_on} 已形成的信号"
        "不因此改变（P1）。",
        "Loan {loan_no} was extended to {to} later (record {id}, {at}): the new maturity is checked anew; the signal "
        "on the old one, {matures_on}, stands (P1).",
    ),
    "later_nil": Text(
        "借据 {loan_no} 的余额已为零（记录 {id}，{at}），但没有贷款结清的记录：余额归零不等于收回，信号不因此关闭"
        "（W9）。",
        "The balance of loan {loan_no} is nil (record {id}, {at}), and no record settles it: that is no recovery, and "
        "closes nothing (W9).",
    ),
    "link_end_day": Text(
        "{link} 于 {at} 终止（记录 {id}）：终止自录入当日 24:00（{midnight}）起才生效，{rises} 的产生或升级在此之前，"
        "仍经该关系传及（O5）。",
        "{link} was ended at {at} (record {id}): an end counts from the end of the day of its recording, {midnight}, "
        "and the raise or rise at {rises} came before that, so it still went over it (O5).",
    ),
    "link_end_after": Text(
        "{link} 于 {at} 终止（记录 {id}）：不改变此前已传导的信号（O5）。",
        "{link} was ended at {at} (record {id}): that changes nothing on what was derived before (O5).",
    ),
    "source_later": Text(
        "来源的信号 {id} 其后于 {at} {change}（记录 {ids}）：不改变已传导的信号（{refs}）。",
        "The source's signal {id} was later {change} at {at} (record {ids}): that changes nothing on what was derived "
        "({refs}).",
    ),
    "update_of": Text(
        "记录 {id} 于 {at} 录入，其时最早未报的是 {month}：逾期补报的计入最早未报的月份，故计入本项（D6）。",
        "Record {id} was recorded at {at}, when the oldest month owed was {month}: a late update counts for the "
        "oldest open month, and so for this duty (D6).",
    ),
    "update_elsewhere": Text(
        "{at} 的按月动态报告（记录 {id}）计入当时最早未报的 {month}（义务 {duty}），不计入 {own}："
        "一份报告只计一个月（D6）。",
        "The monthly update given at {at} (record {id}) counted for the oldest open month then, {month} (duty "
        "{duty}), and not for {own}: one update counts for one month (D6).",
    ),
    "no_president": Text(
        "所涉借据 {loans} 由{org}直接经办，没有负有本预警义务的支行，故汇报会不要求支行行长参加（O9）。",
        "The loans {loans} are booked at {org} itself: no sub-branch owes anything here, and the meeting needs no "
        "sub-branch president (O9).",
    ),
    "waived_longer": Text(
        "这是延期：由义务 {id} 承接，新的截止时间为 {due}，现状：{state}（D8）。",
        "That gave it a longer time: duty {id} takes its place, due {due}; that is: {state} (D8).",
    ),
    "ended_which": Text("终结的原因：{how}（记录 {id}）。", "What ended it: {how} (record {id})."),
    "ended_settled": Text("贷款结清", "the loan was settled"),
    "ended_extended": Text("贷款展期", "the loan was extended"),
    "ended_written_off": Text("贷款核销", "the loan was written off"),
    "ended_at_nil": Text("余额归零", "its balance was nil"),
    "doubted_then": Text(
        "所依据信号 {id} 自 {at} 起存疑：所依据的记录已被撤销（记录 {ids}，W12）。",
        "The signal {id}, on which it rests, was disputed from {at} on: a record it rests on was retracted (record "
        "{ids}; W12).",
    ),
    "doubted_until": Text(
        "该信号 {id} 已于 {at} 关闭（记录 {ids}）：{reason}",
        "That signal, {id}, was closed at {at} (record {ids}): {reason}",
    ),
    "red_below": Text(
        "级别达到过红色，而金额自产生以来未达 100 万元：级别与金额相互独立，是否上报总行由"
        "金额决定，故没有上报总行的义务（12.1.1）；总行可查得该预警（W10），本系统尚不发送通知。",
        "It has been red while its amount never reached 1,000,000: level and amount are independent, and the amount "
        "decides what goes to head office, so none of 12.1.1 is owed; head office can look it up (W10), this system "
        "sends no notices yet.",
    ),
    "disputed_ground": Text("存疑（依据已撤销，W12）", "disputed (a ground was retracted; W12)"),
    "disputed_lag": Text("存疑（系统滞后，T2）", "disputed (our lag; T2)"),
    "from_file": Text("文件 {name} 第 {line} 行", "line {line} of file {name}"),
    "matter_of_record": Text("记录未写事项编号，取记录编号", "the record names no matter: its own id"),
    "answered_notice": Text("答复预警信息通知书", "warning notice answered"),
    "rectified": Text("完成整改", "rectification completed"),
}
