"""What an explanation remarks on: which default decided, what was on file, what hangs together."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

REMARKS: Final[Table] = {
    "source_combined": Text(
        "来源{source}当时没有橙色的自身信号：其橙色由不同信号组的黄色信号并存得出（{ids}），为默认值（W2）。",
        "The source {source} then had no orange signal of its own: it was orange by yellow signals of different groups "
        "({ids}), which is our default (W2).",
    ),
    "class_set_due": Text(
        "条款原文的“月内上报”只就预测而言；分类已认定的，最迟于认定当月月末 24:00 上报，为默认值（O2）。",
        "The clause's 'within the month' is said of forecasts only; that a class set is reported by the end of the "
        "month in which it is set is our default (O2).",
    ),
    "forecast_missed_line": Text(
        "“未曾预测到”：{since}，没有把该借款人该月预测为后三类的记录；此前所作的预测不在案（O1）。",
        "'Forecast missed': {since} there is no forecast on file of this borrower into the last three classes for that "
        "month; what was forecast before is not on file (O1).",
    ),
    "matter_is_id": Text(
        "{ids} 的事项编号就是未写事项编号的记录 {id} 的编号，因此两者是同一事项、一个信号；若只是碰巧相同，请用不同"
        "的事项编号再发一次（本系统的解读，W1）。",
        "{ids} gives as its matter the id of record {id}, which names none: so they are one matter and one signal. If "
        "they are the same by chance only, send it again with another matter (our reading of W1).",
    ),
    "kind_interest": Text("欠息", "interest in arrears"),
    "kind_principal": Text("本金逾期", "principal overdue"),
    "arrears_anew": Text(
        "借据 {loan_no} 的{kind}此前已结清（记录 {id}，{at}）；其后在较晚日期 {since} 再次发生（记录 {later}），"
        "自第 1 天起另成一个新信号（O4、R9）。",
        "The {kind} of loan {loan_no} had been cleared (record {id}, {at}); arisen again on a later date, {since} "
        "(record {later}), it is a new signal from day 1 (O4, R9).",
    ),
    "overdue_anew": Text(
        "借据 {loan_no} 的{kind}此前已结清（记录 {id}，{at}）；其后在较晚日期 {since} 再次发生（记录 {later}），"
        "重新自第 1 天起计，仍属同一信号（O4、R9）。",
        "The {kind} of loan {loan_no} had been cleared (record {id}, {at}); arisen again on a later date, {since} "
        "(record {later}), it counts from day 1 anew, in the same signal (O4, R9).",
    ),
    "arrears_not_cleared": Text(
        "借据 {loan_no} 的{kind}曾结清（记录 {id}，{at}），其后在较晚日期 {since} 再次发生（记录 {later}）；"
        "该结清记录已由记录 {by}（{by_at}）撤销：自 {first} 起的天数照旧计算，如同未曾结清（R104）。"
        "{since} 起的另一信号照旧存续，但不再计天。",
        "The {kind} of loan {loan_no} had been cleared (record {id}, {at}), and arose again on a later date, {since} "
        "(record {later}). Record {by} ({by_at}) retracts that clearing: the days count on from {first} as if it had "
        "not been (R104). The other signal, since {since}, stands, and counts no further.",
    ),
    "overdue_not_cleared": Text(
        "借据 {loan_no} 的{kind}曾结清（记录 {id}，{at}），其后在较晚日期 {since} 再次发生（记录 {later}）；"
        "该结清记录已由记录 {by}（{by_at}）撤销：如同未曾结清，自 {first} 起连续计天（R104），仍属同一信号。",
        "The {kind} of loan {loan_no} had been cleared (record {id}, {at}), and arose again on a later date, {since} "
        "(record {later}). Record {by} ({by_at}) retracts that clearing: as if it had not been, the days go on from "
        "{first} (R104), in the same signal.",
    ),
    "arrears_go_on": Text(
        "借据 {loan_no} 的{kind}曾结清（记录 {id}，{at}）；记录 {later} 所载起始日 {since} 不晚于原起始日，"
        "视为同一段的延续（R9）。",
        "The {kind} of loan {loan_no} had been cleared (record {id}, {at}); the date of record {later}, {since}, is "
        "not later than the first, so it is the same spell going on (R9).",
    ),
    "arrears_before_loan": Text(
        "记录 {id} 所载起始日 {since} 早于借据发放日 {disbursed}（记录 {opening}），请核实。",
        "The date of record {id}, {since}, is before the loan was disbursed, {disbursed} (record {opening}): please "
        "check.",
    ),
    "whole_before_maturity": Text(
        "记录 {id} 载明借据 {loan_no} 自 {since} 起全部本金逾期，而该借据 {matures} 才到期（尚有 {n} 天）；"
        "除非已宣布提前到期，请核实。",
        "By record {id} all the principal of loan {loan_no} is overdue since {since}, {n} days before it matures "
        "({matures}): unless it was called in early, please check.",
    ),
    "written_off": Text("已核销", "written off"),
    "written_off_line": Text(
        "借据 {loan_no} 已核销（记录 {id}，{at}）：核销的余额仍计入金额（W6）。",
        "Loan {loan_no} is written off (record {id}, {at}): a written-off balance keeps counting in the amount (W6).",
    ),
    "was_retracted": Text("（已由记录 {id} 撤销）", " (retracted by {id})"),
    "posting_corrected": Text(
        "借据 {loan_no} 的记账序号 {seq}（记录 {id}）已由记账序号 {later}（记录 {by}，{at}）更正：更正自其录入起生效，"
        "此前由被更正的记录产生的信号、金额档与义务不因此取消（R12）。",
        "Posting {seq} of loan {loan_no} (record {id}) was corrected by posting {later} (record {by}, {at}): that "
        "counts from its recording on, and takes back no signal, tier or duty that had come of the posting (R12).",
    ),
    "assessment_retracted_line": Text(
        "评估 {id} 已由记录 {by} 于 {at} 撤销，自此不符合要求（W12、R107）。",
        "Assessment {id} was retracted by {by} at {at}: from then on it does not count (W12, R107).",
    ),
    "end_retracted_line": Text(
        "{link} 的终止（记录 {id}）自当日 24:00 起方才生效，此前已由记录 {by} 于 {at} 撤销：该关系从未终止（R103）。",
        "The end of {link} (record {id}) would have counted from the end of its day; it was retracted before, by {by} "
        "at {at}: the link has never ended (R103).",
    ),
    "ended_how": Text("结清方式（按记录）：{listed}。", "By the records: {listed}."),
    "ended_off_balance": Text(
        "表外业务比照贷款执行（第十七条）；解除、到期失效或由客户备付，即为结清（W9）。",
        "Off-balance business follows loans (article 17); released, expired or funded by the customer is settled (W9).",
    ),
    "off_balance": Text("表外业务", "off-balance item"),
    "notional": Text("表外名义金额", "off-balance notional"),
    "closed_off_balance": Text("表外业务结清而关闭", "closed as the off-balance item was settled"),
    "covers_all": Text("申请时该领域全部有效信号", "all signals of the domain that are live at the proposal"),
    "since_live": Text("自上线（{at}）以来", "since going live ({at})"),
    "on_file": Text("自有记录以来", "since records began"),
    "c_counted": Text("因信号", "By signal"),
    "counted_by": Text("因信号 {ids}", "by signal {ids}"),
    "tier_step": Text(
        "自 {at} 起：{tier}；此前合计 {before}，其时合计 {after}（W6）。",
        "From {at}: {tier}; the sum was {before} just before, and {after} then (W6).",
    ),
    "tier_by_sum": Text(
        "仅就信号 {id} 所涉借据，余额为 {alone}，属“{lower}”；金额按各有效信号所涉借据合计是默认值（W6），"
        "由此才属“{tier}”。",
        "The loans of signal {id} alone come to {alone}, which is {lower}; that the amount is the sum over the loans "
        "of all live signals is our default (W6), and only that makes it {tier}.",
    ),
    "tier_by_sums": Text(
        "任一信号所涉借据单独合计最多 {alone}，属“{lower}”；金额按各有效信号所涉借据合计是默认值（W6），"
        "由此才属“{tier}”。",
        "The loans of any one signal come to {alone} at most, which is {lower}; that the amount is the sum over the "
        "loans of all live signals is our default (W6), and only that makes it {tier}.",
    ),
    "our_translation": Text(
        "英文引文为本系统译文，以中文原文为准。",
        "Quotations are our translation of the Chinese text, which alone is binding.",
    ),
    "absent_duty": Text(
        "未按时完成的到期前还款能力评估：{id}（{org}，{state}）。",
        "The assessment that was not there in time: {id} ({org}, {state}).",
    ),
    "raised_by_absence": Text(
        "检查日终没有符合要求的评估，由此产生信号 {id}。",
        "That there was no assessment by the end of the check day raised signal {id}.",
    ),
    "duty_named": Text("{kind}（{clause}，{id}）", "{kind} ({clause}, {id})"),
    "met_too": Text("同一记录 {id} 还完成了：{listed}。", "The same record, {id}, also met: {listed}."),
    "report_met": Text(
        "该报告（记录 {id}）完成了支行的：{listed}。", "That report (record {id}) met, of the sub-branch: {listed}."
    ),
    "report_opened": Text(
        "该报告使分行产生上报总行的义务：{listed}（12.1.1，D3）。",
        "The report opened the branch's report to head office: {listed} (12.1.1, D3).",
    ),
    "report_unless": Text(
        "该报告没有再使分行产生上报总行的义务：就同一次产生或升级，分行已有因支行逾期而产生的义务 {listed}"
        "（D3 的例外）。",
        "The report opened no further report to head office: of the same raise or rise, one stood already by the "
        "sub-branch's breach, {listed} (which is the 'unless' of D3).",
    ),
    "opened_by_report": Text(
        "完成上列义务的报告又使分行产生下列上报总行的义务（12.1.1，D3）：",
        "The reports that met these opened these duties of the branch to head office (12.1.1, D3):",
    ),
    "hang_on_warning": Text(
        "另有 {n} 项义务属于所属预警 {id}（化解小组、汇报会、按月动态、跟踪、其他信号的报告等），见该预警。",
        "Another {n} hang on the warning {id} (team, meeting, monthly update, tracking, reports of other signals), see "
        "there.",
    ),
    "received_from": Text("收自：{source}", "received from: {source}"),
    "counted_first": Text("义务产生时有余额的 {n} 户：{who}。", "With a balance when the duty was opened, {n}: {who}."),
    "counted_came": Text("其间新增 {n} 户：{who}。", "Come between, {n}: {who}."),
    "counted_went": Text("其间减少 {n} 户：{who}。", "Gone between, {n}: {who}."),
    "counted_more_named": Text("{listed}等，另有 {more} 户", "{listed} and {more} more"),
    "counted_same": Text(
        "有余额的借款人：{since} 义务产生时 {before} 户，{at} 签认时 {after} 户，两者一致。",
        "Borrowers with a balance: {before} when the duty was opened ({since}), {after} when it was signed off ({at}): "
        "the same.",
    ),
    "counted_fewer": Text(
        "有余额的借款人：{since} 义务产生时 {before} 户，{at} 签认时 {after} 户；相差的 {apart} 户为其间净减少"
        "（结清、移交等多于新增），签认与签认时的户数核对（O3）。",
        "Borrowers with a balance: {before} when the duty was opened ({since}), {after} when it was signed off ({at}); "
        "the {apart} between are the net decrease in that time (settled or moved away, less those new); the sign-off "
        "is held against the later figure (O3).",
    ),
    "counted_more": Text(
        "有余额的借款人：{since} 义务产生时 {before} 户，{at} 签认时 {after} 户；相差的 {apart} 户为其间净增加"
        "（新增多于结清、移交等），签认与签认时的户数核对（O3）。",
        "Borrowers with a balance: {before} when the duty was opened ({since}), {after} when it was signed off ({at}); "
        "the {apart} between are the net increase in that time (those new, less settled or moved away); the sign-off "
        "is held against the later figure (O3).",
    ),
}
