"""What an explanation says of dates and instants: which date counts, what a clock starts with, what came too late."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

DATED: Final[Table] = {
    "arrears_dates": Text(
        "借据 {loan_no} 的{kind}，各记录所载起始日不一：{dates}。尚未达到的级别自记录在案的最早日期 {first} 起计；"
        "信号的编号、已达到的级别与已定的截止时间不变（O4、R9）。{ahead}",
        "The records date the {kind} of loan {loan_no} differently: {dates}. The levels still ahead count from the "
        "earliest date on record, {first}; the identity of the signal, what it has reached and the dues already fixed "
        "stand (O4, R9).{ahead}",
    ),
    "arrears_date_off": Text(
        "借据 {loan_no} 的{kind}，各记录所载起始日不一：{dates}。已撤销的记录，其日期不再作数：尚未达到的级别自其余"
        "记录所载的最早日期 {first} 起计（R65）；信号的编号、已达到的级别与已定的截止时间不变（O4、W12）。{ahead}",
        "The records date the {kind} of loan {loan_no} differently: {dates}. The date of a record retracted no longer "
        "counts: the levels still ahead count from the earliest date of those that are left, {first} (R65); the "
        "identity of the signal, what it has reached and the dues already fixed stand (O4, W12).{ahead}",
    ),
    "arrears_none_left": Text(
        "借据 {loan_no} 的{kind}，载明起始日的记录均已撤销：{dates}。自此停止计数，不再由此达到更高级别（R27、R65）；"
        "已达到的级别不变（W12）。",
        "Every record that dates the {kind} of loan {loan_no} is retracted: {dates}. The count stands still from then "
        "on and reaches no further level (R27, R65); what was reached stands (W12).",
    ),
    "date_off": Text("{day}（{id}，已由记录 {by} 于 {at} 撤销）", "{day} ({id}, retracted by record {by} at {at})"),
    "band_ahead": Text("再高一级为{level}，第 {n} 天为 {day}。", " The next level above is {level}: day {n} is {day}."),
    "band_stopped": Text("其后该段已停止计数（O4）。", " The count has stopped since (O4)."),
    "start_band_past": Text(
        "该级别首日其时已过，自所依据记录录入当日的零点起算，O4、R27",
        "00:00 of the day on which its record was recorded, as the level's first day was past, O4, R27",
    ),
    "here_band_past": Text("录入当日", "the day of the recording"),
    "band_past": Text(
        "第 {n} 天 {reached} 在记录 {id} 录入（{at}）之前已过：{because}，该级别自录入当日达到（R27）。",
        "Day {n}, {reached}, was past when record {id} was recorded ({at}): {because}, so the level is reached on the "
        "day of the recording (R27).",
    ),
    "band_past_anew": Text(
        "此前计数已停止，该记录使其按原起始日续计（R9）",
        "the count had stopped before, and this record lets it go on from its first date (R9)",
    ),
    "band_past_earlier": Text(
        "该记录所载起始日早于此前所计的日期（O4）", "its date is earlier than the one counted from before (O4)"
    ),
    "start_breach_born": Text(
        "支行义务产生的时刻：该义务一产生即为逾期，D3",
        "when the sub-branch's duty was opened, which was born breached, D3",
    ),
    "born_late": Text(
        "支行的义务 {id} 截止于 {due}，{at} 才因录入而产生，其时截止时间已过：一产生即为逾期，故逾期时刻为其产生的"
        "时刻，本项自此起算，而非自该截止时间起算（D3、W5）。",
        "The sub-branch's duty {id} was due {due}, and opened only by the recording at {at}, when that was past: it "
        "was born breached, at the instant it was opened, and this counts from there and not from that due (D3, W5).",
    ),
    "advanced": Text(
        "垫款：表外业务 {old} 由本行垫付，借据 {new} 取代之，信号随之转到借据 {new}（W9）。",
        "Advance: the bank paid on the off-balance item {old}; loan {new} takes its place, and the signal goes with it "
        "(W9).",
    ),
    "not_excused_before": Text(
        "该事实由{org}发现（记录 {id}），本机构此前未发现；但该记录于 {at} 录入，早于本项的起点 {start}，自起点至截止的"
        " {whole}全部可用，不属录入滞后，故仍为本机构原因（W5）。",
        "The fact was discovered by {org} (record {id}), and not by the owner before; but it was recorded at {at}, "
        "before this clock started, at {start}: all of the {whole} from start to due were left. No late recording "
        "excuses it, and the cause is the owner's (W5).",
    ),
    "own_crossing": Text(
        "{org}自身经办借据 {loans}：金额升档即产生本项义务，不以支行报告在案为前提（O9、R34）。",
        "{org} books {loans} itself, so the crossing opens this whether or not a sub-branch's report is on record (O9, "
        "R34).",
    ),
    "found_past": Text(
        "“发现过迟”：第 {n} 次产生或升级所依据的事实发现于 {found}，晚于检查日 {check}与到期前第 {days} 天 {limit}"
        "两者中较晚者的 24:00；金额档为“{tier}”，故按第 {days} 天（100 万元（含）以上第 {above} 天，"
        "以下第 {below} 天，P4）。",
        "'Discovered late': what opening {n} rests on was discovered at {found}, after the end of the later of the "
        "check day, {check}, and day {days} before maturity, {limit}; it is day {days} as the amount is {tier} (day "
        "{above} from 1,000,000 on, day {below} below, P4).",
    ),
    "found_past_no_check": Text(
        "“发现过迟”：第 {n} 次产生或升级所依据的事实发现于 {found}，晚于到期前第 {days} 天 {limit}的 24:00；金额档为"
        "“{tier}”，故按第 {days} 天（100 万元（含）以上第 {above} 天，以下第 {below} 天，P4）。",
        "'Discovered late': what opening {n} rests on was discovered at {found}, after the end of day {days} before "
        "maturity, {limit}; it is day {days} as the amount is {tier} (day {above} from 1,000,000 on, day {below} "
        "below, P4).",
    ),
    "missing_apart": Text(
        "“检查日终无评估”由第 {n} 次产生或升级而来：终无评估的视为检查日当日发现，这一次不作“发现过迟”（P4）。",
        "'No assessment by the end of the check day' comes from opening {n}: a missing assessment counts as found on "
        "the check day, and is not discovered late (P4).",
    ),
    "done_said": Text(
        "记录 {id} 所报办理时间为 {happened}；是否按时，以录入时间 {at} 为准（T4）。",
        "Record {id} says that it was done at {happened}; whether it was in time goes by the recording, {at} (T4).",
    ),
    "done_said_late": Text(
        "记录 {id} 所报办理时间 {happened} 在截止之前，但 {at} 才录入；是否按时，以录入时间为准，故为逾期（T4）。",
        "Record {id} says that it was done at {happened}, before the due, and was recorded only at {at}; whether it "
        "was in time goes by the recording, so it was late (T4).",
    ),
    "went_on_done": Text(
        "该义务已由{org}于 {done} 办理（{id}，记录 {by}）；截至 {at}，本机构此项仍记为逾期未完成（O9）。",
        "It was done by {org} at {done} ({id}, record {by}); at {at} the breach here still stands as not met (O9).",
    ),
    "waiver_too_late": Text(
        "豁免申请 {id}（{at}，{org}提出）未在义务 {duty} 的截止时间 {due} 之前获批，已不能豁免该项；此后即使批准，"
        "也只存档，不改变结果（D8）。",
        "The waiver proposed as {id} ({at}, by {org}) was not approved before {due}, when the duty {duty} was due, and "
        "can no longer waive it; a later approval is kept on file and changes nothing (D8).",
    ),
    "absent_duty_unread": Text(
        "检查时未见的到期前还款能力评估：{id}（{org}，{state}）：使其完成的记录 {by} 在检查之前已经"
        "收到，检查之后才读入（T2、R48）。",
        "The assessment that the check did not see: {id} ({org}, {state}): the record {by}, which met it, had been "
        "received before the check and was read after it (T2, R48).",
    ),
    "absent_duty_ahead": Text(
        "检查日终尚未完成的到期前还款能力评估：{id}（{org}，{state}）。其截止时间为 {due}（上线过渡期限，T6），晚于"
        "检查日终 {check}：检查日不晚于到期日，故信号在评估逾期之前已经产生（P1、T6）。",
        "The assessment that was not there by the end of the check day: {id} ({org}, {state}). It is due {due} (set by "
        "going live, T6), after the end of the check day, {check}: the check day is not after the maturity, so the "
        "signal was raised before the assessment was overdue (P1, T6).",
    ),
    "raised_unread": Text(
        "使本项完成的记录 {by} 在检查之前已经收到，检查时尚未读入，由此产生信号 {id}（T2、R48）。",
        "The record {by}, which met this, had been received before the check and was not read by then, which raised "
        "signal {id} (T2, R48).",
    ),
    "raised_before_due": Text(
        "检查日终（{check}）没有符合要求的评估，由此产生信号 {id}；本项的截止时间 {due} 为上线过渡期限，晚于检查日终"
        "（P1、T6）。",
        "That there was no assessment by the end of the check day ({check}) raised signal {id}; this is due later, "
        "{due}, as going live sets it (P1, T6).",
    ),
}
