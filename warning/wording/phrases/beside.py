"""What an explanation says of a signal that is disputed, of a loan put back, and of records that changed nothing."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

BESIDE: Final[Table] = {
    "unmoved": Text(
        "记录 {id}（{at}）按规则为{level}，高于经审批降至的级别，但并不重于此前在案的事实（{before}）：降级之后，"
        "只有比此前事实更严重的，才使信号再次升级，故级别不变（W8）。",
        "Record {id} ({at}) is {level} by the rule, above the level that the approval gave, and yet no worse than the "
        "fact on record before it ({before}): after a lowering only a worse one lets the signal rise again, so the "
        "level stands (W8).",
    ),
    "signed_apart": Text(
        "签认的户数以签认人所述为准：照所签计入，视为完成；与在册不符的，在此及判断结果中提示（R108）。",
        "The figures of a sign-off are the word of who signs: taken as said, and the duty is met; that they are not "
        "those of the books is remarked on here and with the act (R108).",
    ),
    "on_record": Text("在案的报告：{listed}（W7、R34）。", "The reports on record: {listed} (W7, R34)."),
    "owed_again": Text("重新待办", "owed again"),
    "refinancing": Text("借新还旧", "loan refinanced"),
    "advance": Text("垫款", "advance on an off-balance item"),
    "signed_for_put_back": Text(
        "当月最后 10 天内，{who}的借据 {loan_no} 由记录 {id}（{at}）恢复在册：此前已{ending}（记录 {ended}）；"
        "本机构自此有有余额的借款人，签认义务由此产生（O3、{ref}）。",
        "Within the last 10 days of the month the loan {loan_no} of {who} was put on the books again by record {id} "
        "({at}), having been {ending} (record {ended}): from then on there is a borrower with a balance here, and the "
        "sign-off is owed (O3, {ref}).",
    ),
    "signed_early": Text(
        "{at} 的签认（记录 {id}：覆盖 {covered} 户，列明未覆盖 {missing} 户）在当月最后 {n} 天首日 0:00（{since}）"
        "之前，只存档，不完成本项（R26）。",
        "The sign-off of {at} (record {id}: {covered} covered, {missing} listed as missing) came before 00:00 of "
        "the first of the month's last {n} days ({since}): it is on file, and does not meet this (R26).",
    ),
    "signed_unowed": Text(
        "{at} 的签认（记录 {id}：覆盖 {covered} 户，列明未覆盖 {missing} 户）时，该机构没有有余额的借款人，"
        "本项自 {since} 起才产生：只存档，不完成本项（O3、T4）。",
        "At the sign-off of {at} (record {id}: {covered} covered, {missing} listed as missing) no borrower had a "
        "balance there, and this was opened only {since}: it is on file, and does not meet this (O3, T4).",
    ),
    "signed_again": Text(
        "{at} 的签认（记录 {id}：覆盖 {covered} 户，列明未覆盖 {missing} 户）：本项已由记录 {by} 于 {done} 完成，"
        "此次只存档，不改变结果（O3）。",
        "The sign-off of {at} (record {id}: {covered} covered, {missing} listed as missing): record {by} had met this "
        "at {done}, so this one is on file and changes nothing (O3).",
    ),
    "signed_for_record": Text(
        "当月最后 10 天内，{who}由记录 {id}（{at}）在本机构有了余额，签认义务由此产生（O3）。",
        "Within the last 10 days of the month {who} had a balance here by record {id} ({at}), and so the sign-off is "
        "owed (O3).",
    ),
    "settled_after_loss": Text(
        "借据 {loan_no} 已于 {lost_at} 核销（记录 {lost}），其后于 {at} 结清（记录 {id}）：核销之后收到的款项不算收回，"
        "信号不因此关闭（W9、R92）。",
        "Loan {loan_no} was written off at {lost_at} (record {lost}) and settled after that, at {at} (record {id}): "
        "what comes in after a write-off is no recovery, so the signal stays live (W9, R92).",
    ),
    "doubted": Text(
        "所依据信号 {id} 自 {at} 起存疑（记录 {ids}）：{reason}",
        "The signal {id}, on which it rests, is disputed since {at} (record {ids}): {reason}",
    ),
    "doubted_after": Text(
        "本项于 {breached} 逾期，在该记录读入（{at}）之后，故照常计分（R48）。",
        "It was breached at {breached}, after that record was read ({at}), so the breach is scored as ever (R48).",
    ),
    "doubted_by_breach": Text(
        "使本项产生的支行逾期（{listed}）发生在该记录读入（{at}）之后，没有撤回，本项因此成立（R48、D3）。",
        "The breach of the sub-branch by which it stands ({listed}) came after that record was read ({at}) and is not "
        "withdrawn, so it stands (R48, D3).",
    ),
    "doubted_held": Text(
        "该记录读入时，预警另有信号 {ids}，并非只依据此类检查，故本项此前的逾期不撤回，照常计分（R63）。",
        "As that record was read the warning had the signal {ids} too, and did not rest on such checks alone: the "
        "breach before it is not withdrawn, and is scored as ever (R63).",
    ),
    "owed_beside": Text(
        "借据移交后，{own}仍有所涉借据，本项义务仍由其负有；{org}自 {at} 起另负同样的义务（{id}，现状：{state}），"
        "截止时间相同，两家各负一项（O9）。",
        "As the loan moved, {own} kept a source loan, so this duty stayed its own; {org} owes the same beside it since "
        "{at} ({id}, that is: {state}), with the same due: both owe, each its own (O9).",
    ),
    "came_beside": Text(
        "贷款由{old}移交{new}；{old}仍有所涉借据，其义务保留，{new}另负同样的义务，截止时间相同。",
        "The loan moved from {old} to {new}; {old} keeps a source loan, so its duty stays, and {new} gets the same, "
        "with the same due.",
    ),
    "kept_loan": Text("{loan_no}（记录 {id}）", "{loan_no} (record {id})"),
    "kept_loans": Text(
        "移交之时{org}仍有所涉借据 {loans}，故其自身的义务仍由其负有（O9）。",
        "At the move {org} kept {loans}, and so goes on owing its own (O9).",
    ),
    "taken_beside": Text(
        "同一义务 {id} 于 {at} 在{org}产生；{since} 贷款移交，该机构仍有所涉借据，其义务保留，本机构自此另负一项，"
        "两家各负一项（O9）。",
        "The same duty, {id}, was opened at {org} on {at}; as the loan moved on {since}, that organisation kept a "
        "source loan, so its duty stayed and this one came beside it: both owe, each its own (O9).",
    ),
    "loan_moved_beside": Text(
        "借据 {loan_no} 于 {at} 由{before}移交{after}（记录 {id}）：{old}仍有所涉借据，其义务保留；"
        "{new}另负同样的义务，截止时间相同，两家各负一项（O9）。",
        "Loan {loan_no} moved from {before} to {after} on {at} (record {id}): {old} keeps a source loan, so its duties "
        "stay; {new} gets the same, with the same due: both owe, each its own (O9).",
    ),
    "not_excused_beside": Text(
        "本机构自 {since} 贷款移交起负有本项，其时距截止尚余 {had}；自起点 {start} 至截止共 {whole}，移交之前只由"
        "{old}负有，移交之后两家各负一项。截止时间与原机构相同；移交后逾期的，各机构的逾期各自记录并计分（O9）。"
        "所依据的事实于 {at} 录入（记录 {id}），不属录入滞后（W5）。",
        "This organisation owes it since the loan moved at {since}, with {had} left to its due; of the {whole} from "
        "its start, {start}, {old} alone owed it until then, and both since, each its own. The due is the same, and "
        "what is breached after the move is on the record and the score of each (O9). The fact was recorded at {at} "
        "(record {id}): no late recording excuses it (W5).",
    ),
    "disputed_beside": Text("另有记录 {ids} 未被撤销，级别仍有依据（R98）", "record {ids} still holds its level (R98)"),
    "ground_left": Text(
        "另有记录 {ids} 未被撤销，按规则为{level}，信号 {id} 的级别仍有依据：即使以“依据有误”解除，"
        "所依据的义务也不予豁免（R98）。",
        "Record {ids} is not retracted and gives {level} by the rule, so the level of signal {id} still has a ground: "
        "even a release as mistaken waives no duty that rests on it (R98).",
    ),
}
