"""What a dossier says of itself: its headings, and how to check it."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

DOSSIER: Final[Table] = {
    "ds_title": Text("一户一档：{name}", "Dossier: {name}"),
    "ds_borrower": Text("客户", "Borrower"),
    "ds_ledger": Text("台账", "Ledger"),
    "ds_ledger_made": Text("{name}（{at} 建立）", "{name}, made {at}"),
    "ds_known": Text("所知截至", "As known at"),
    "ds_not_whole": Text("其后的流水未列入。", "What came later is left out."),
    "ds_contents": Text("目录", "Contents"),
    "ds_counts": Text(
        "流水 {entries} 条，信号 {signals} 个，预警 {warnings} 宗，义务 {duties} 项，逾期与撤回 {breaches} 条。",
        "{entries} rows of the journal, {signals} signals, {warnings} warnings, {duties} duties, {breaches} breaches "
        "and withdrawals.",
    ),
    "ds_warnings": Text("预警", "Warnings"),
    "ds_signals": Text("信号", "Signals"),
    "ds_duties": Text("义务", "Duties"),
    "ds_proposals": Text("未审批的申请", "Proposals nobody has decided on"),
    "ds_breaches": Text("逾期与撤回", "Breaches and withdrawals"),
    "ds_balances": Text("借据与余额", "Loans and balances"),
    "ds_entries": Text("全部流水", "Everything, in order"),
    "ds_untaken": Text("待借据、隔离与未计入的记录", "Records held, quarantined or not counted"),
    "ds_told": Text("决定告知谁（尚无通知发出）", "Who was to be told (no notices are sent yet)"),
    "ds_neighbours": Text("集团与担保关联", "Groups and guarantees"),
    "ds_proof": Text("证明", "Proofs"),
    "ds_check": Text("如何核对", "How to check it"),
    "ds_none": Text("无。", "None."),
    "ds_at": Text("时刻", "At"),
    "ds_row": Text("流水号", "Row"),
    "ds_what": Text("事项", "What"),
    "ds_said": Text("内容", "What it said"),
    "ds_became": Text("由此产生的变动", "What it changed"),
    "ds_because": Text("依据", "Because"),
    "ds_state": Text("状态", "State"),
    "ds_history": Text("经过（{n} 步）", "Its history ({n} steps)"),
    "ds_to": Text("对象", "To"),
    "ds_how": Text("方式", "How"),
    "ds_of": Text("所涉", "Of"),
    "ds_who": Text("关联方", "Who"),
    "ds_path": Text("途径", "Over"),
    "ds_month": Text("{month}（{n} 条）", "{month} ({n} rows)"),
    "ds_of_loan": Text("{loan}（{n} 条）", "{loan} ({n} records)"),
    "ds_link": Text("链接", "Link"),
    "ds_record": Text("原始记录（按报文的写法）", "The record, written as a message is"),
    "ds_kept": Text(
        "台账内部所存（金额以分计，日期为公元元年 1 月 1 日起的日序，时刻为 UTC 微秒；链接据此计算）",
        "As kept inside (money in fen, dates as days from 1 January of the year 1, instants in µs UTC; its link covers "
        "this)",
    ),
    "ds_wake": Text("期限到达", "a deadline has come"),
    "ds_wake_said": Text("期限 {at}", "due {at}"),
    "ds_activation": Text("规则手册生效", "a rule book took force"),
    "ds_repeated": Text("重复送达", "sent again"),
    "ds_repeated_said": Text(
        "同一报文此前已到过，以当时的处理为准", "the very same message came before: what became of it then stands"
    ),
    "ds_heard": Text("关联方传来", "told by another"),
    "ds_heard_said": Text("{origin}，经 {path}：级别 {value}", "{origin}, over {path}: level {value}"),
    "ds_held": Text("等待借据 {loan} 至 {at}", "waits for loan {loan} until {at}"),
    "ds_dismissed": Text(
        "不再处理，理由：{ground}（{asked_by} 提出，{approved_by} 于 {at} 批准）",
        "dismissed, on the ground: {ground} (asked for by {asked_by}, approved by {approved_by} at {at})",
    ),
    "ds_dismissal": Text(
        "待批的不再处理，理由：{ground}（{asked_by} 提出）",
        "to be dismissed once another person approves, on the ground: {ground} (asked for by {asked_by})",
    ),
    "ds_sent": Text("发往主题 {topic}", "sent to topic {topic}"),
    "ds_owed": Text("{kind}（{owner}）", "{kind} ({owner})"),
    "ds_due": Text("{state}，截止 {due}", "{state}, due {due}"),
    "ds_lane": Text(
        "客户的流水在第 {lane} 路；该路现有 {seq} 条，末条链接 {head}。",
        "The borrower's rows are in lane {lane}, which has {seq} rows now; the last one's link is {head}.",
    ),
    "ds_anchor": Text(
        "锚点 {number}（{at} 签署，公钥 {signer}）覆盖该路前 {seq} 条，"
        "即本档流水 {rows} 条中的 {covered} 条；根 {root}。",
        "Anchor {number}, signed {at} with key {signer}, covers the first {seq} rows of the lane: {covered} of the "
        "{rows} rows here. Its root is {root}.",
    ),
    "ds_no_anchor": Text(
        "未给锚点：只有台账自身可以为这些流水作证。用 --anchors 与 --public-key 指明锚点。",
        "No anchor was given: nothing but the ledger vouches for these rows. Name anchors with --anchors and "
        "--public-key.",
    ),
    "ds_leaf": Text("该路的叶：{leaf}", "The lane's leaf: {leaf}"),
    "ds_path_step": Text("与{side}邻 {digest} 合并", "joined with its neighbour on the {side}, {digest}"),
    "ds_left": Text("左", "left"),
    "ds_right": Text("右", "right"),
    "ds_check_link": Text(
        "每条流水：链接 = SHA-256（前一条的链接 + 该条各项的 MessagePack），各项及次序见 docs/audit-format.md；"
        "JSON 档（--json）有各项的值与前一条的链接（before）。",
        "Each row: its link is the SHA-256 of the link before it and of the MessagePack of its values, in the order of "
        "docs/audit-format.md; the JSON (--json) has the values, and the link before it (before).",
    ),
    "ds_check_anchor": Text(
        "锚点：叶 = SHA-256（0x00 + “路:条数:链接”），逐级与左右邻以 SHA-256（0x01 + 左 + 右）合并，须得到根；"
        "根在以该公钥签署的锚点文件里。",
        "The anchor: the leaf is the SHA-256 of 0x00 and 'lane:rows:link', joined level by level with its neighbours "
        "by SHA-256 of 0x01, left and right; that must come to the root, which stands in the signed anchor's file.",
    ),
    "ds_check_chain": Text(
        "各条之间：本路还有其他客户的流水，故本档不含整条链；由本档各条到锚点所记链接是否相连，运行 {command}。",
        "Between the rows: other borrowers' rows lie in the lane, so the whole chain is not here. That it leads from "
        "these rows to the anchored link, {command} says.",
    ),
    "ds_check_again": Text(
        "判断是否出自规则：运行 {command}。", "That what was decided follows from the rules, {command} says."
    ),
    "dossier_written": Text(
        "{path}：{name} 的一户一档，截至 {at}。", "{path}: the dossier of {name}, as known at {at}."
    ),
    "dossier_ask": Text(
        "用 --html 文件 写成网页，或用 --json 输出全部。", "--html FILE writes it as a page, --json prints all of it."
    ),
    "dossier_anchor_wrong": Text(
        "所给锚点不能作证（{what}）。请先运行 warning verify --anchors。",
        "The anchors that were named do not vouch for it ({what}). Run warning verify --anchors first.",
    ),
}
