"""What is said of verification, bundles and anchors."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

AUDIT: Final[Table] = {
    "looked": Text(
        "独立核对（不用台账自身的代码）：{place} 的流水 {rows} 条；{proven} 条的判断结果由所存内容即可证明，"
        "{unproven} 条须重新判断才能核对。",
        "Checked by itself, without the ledger's own code: {rows} rows of {place}; what was decided is proven by what "
        "is on file for {proven}, and for {unproven} only by deciding again.",
    ),
    "looked_whole": Text(
        "{place} 核对无误：流水 {rows} 条，次序、链接与所记结果均完整。链尾指纹 {heads}",
        "{place} is whole: {rows} rows, their order, links and outcomes. Its chains end in {heads}",
    ),
    "looked_not": Text(
        "{place} 有不符之处，见上表（流水 {rows} 条；链尾指纹 {heads}）。请保存原件，与台账、备份及锚点核对。",
        "{place} is not as it must be, see above ({rows} rows; its chains end in {heads}). Keep it as it is; compare "
        "it with the ledger, with copies and anchors.",
    ),
    "told_not_judged": Text(
        "借款人、集团与机构之间所告知的内容未作核对：此处没有所需的全部材料。",
        "What borrowers, groups and organisations tell each other was not held against each other: not all that takes "
        "is there.",
    ),
    "more_differences": Text("另有 {n} 处未列出。", "{n} more are not listed."),
    "anchor_holds": Text(
        "锚点 {number}（{at} 签署，公钥 {signer}）与之相符。此后的 {rows} 条流水、{span}尚无锚点：这一段若被改写，"
        "锚点看不出来。",
        "Anchor {number}, signed {at} with key {signer}, agrees. {rows} rows and {span} since then are not anchored: "
        "that much could be rewritten unseen.",
    ),
    "anchor_not": Text(
        "最新的有效锚点为 {number}（{at} 签署，公钥 {signer}），其后有 {rows} 条流水、{span}；不符之处见上表。",
        "The newest anchor that holds is {number}, signed {at} with key {signer}; {rows} rows and {span} came after "
        "it. What differs is listed above.",
    ),
    "anchors_none": Text(
        "没有可用的锚点：能改写数据库的人可以改写全部 {rows} 条流水而不留痕迹。"
        "用 warning anchor 签署锚点，用 --anchors 与 --public-key 核对。",
        "No anchor is known: whoever can write the database could rewrite all {rows} rows unseen. warning anchor signs "
        "them; --anchors and --public-key check them.",
    ),
    "anchor_broken": Text(
        "锚点 {number}（{at} 签署，公钥 {signer}）已读取：{n} 路与之相符；第 {lanes} 路与之不符，见上表。",
        "Anchor {number}, signed {at} with key {signer}, was read: {n} lanes agree with it; lane {lanes} does not, see "
        "above.",
    ),
    "not_decided": Text(
        "规则手册的文件已被改动或不在，因此没有任何一条流水重新判断：流水判断得对不对，以及状态、信号、预警与义务，均未核对。",
        "As a rule book was altered or is gone, no row was decided again: whether rows were decided rightly, and "
        "states, signals, warnings and duties, were not looked at.",
    ),
    "undecided_not": Text(
        "{place} 有不符之处，见上表（已查看流水 {rows} 条；链尾指纹 {heads}）。请停止使用，与备份及锚点核对。",
        "{place} is not what it must be, see above ({rows} rows looked at; its chains end in {heads}). Stop using it; "
        "compare it with copies and anchors.",
    ),
    "only_archive": Text(
        "{place} 本身在能够读取的部分未见不符（流水 {rows} 条；链尾指纹 {heads}）；不符的是归档，见上表。"
        "请从另一份副本取回这些文件，用 --archive 指明后重新核对。",
        "{place} itself shows nothing wrong in what could be read ({rows} rows; its chains end in {heads}); what is "
        "wrong is the archive, see above. Take those files back from another copy, and verify again with --archive.",
    ),
    "f_guards": Text("护卫触发器", "Guards"),
    "guards_put_back": Text(
        "已补回缺失、停用或被改动的护卫触发器（{n} 个）：{names}。表的版本与此前相同，"
        "是有人去除的（或为更早的程序所建）：请运行 warning verify 核对其间可能改动的内容，并查明由谁所为。",
        "Guards put back, as they were gone, switched off or other ones ({n}): {names}. The tables are of the same "
        "revision as before, so somebody took them away (or an earlier program made them): have warning verify look at "
        "what may have been altered meanwhile, and find out who did it.",
    ),
    "guards_made": Text("建立了护卫触发器（{n} 个）：{names}。", "Guards made ({n}): {names}."),
    "status_guards": Text(
        "不在、被换或被停用：{names}。请运行 warning verify",
        "gone, others, or switched off: {names}; run warning verify",
    ),
    "only_guards": Text(
        "{place} 的内容未见不符（流水 {rows} 条；链尾指纹 {heads}），但上表所列的护卫触发器不在、被换或被停用："
        "其间能够写入各表的人，可以做它们所拒绝的事。请查明由谁所为；由各表的属主运行 warning upgrade 可恢复。",
        "Nothing in {place} differs ({rows} rows; its chains end in {heads}), but the guards listed above are gone, "
        "others, or switched off: meanwhile whoever can write its tables can do what they refuse. Find out who did "
        "it; warning upgrade, run by who owns the tables, puts them back.",
    ),
    "only_rows": Text(
        "{place} 的流水与状态无误（流水 {rows} 条，状态 {aggregates} 个；链尾指纹 {heads}），"
        "但供人查看的信号、预警与义务（共 {seen} 条）中，上表所列的与流水不符。在改正之前，所列各条以流水为准；"
        "请查明由谁改动，并与备份核对。",
        "The journal and the states of {place} are whole ({rows} rows, {aggregates} states; its chains end in "
        "{heads}), but of the {seen} signals, warnings and duties that people see, those listed above are not what it "
        "comes to. Until they are mended, go by the journal for these; find out who changed them, and compare with a "
        "copy.",
    ),
    "v_gone": Text("客户 {borrower}：该条已不在", "borrower {borrower}: the row is gone"),
    "v_altered": Text(
        "客户 {borrower}，字段 {field}：所存 {stored}，重算 {found}",
        "borrower {borrower}, field {field}: {stored} on file, {found} recomputed",
    ),
    "v_anchor": Text("锚点 {number}", "anchor {number}"),
    "v_range": Text(
        "锚点 {number}：改动在第 {first} 至 {last} 条之间，无法确指哪一条",
        "anchor {number}: changed somewhere in rows {first} to {last}; which of them, nobody can say",
    ),
    "v_cut": Text(
        "锚点 {number}：第 {missing} 至 {last} 条已不在", "anchor {number}: rows {missing} to {last} are not there"
    ),
    "v_cut_after": Text(
        "锚点 {number}：第 {missing} 至 {last} 条已不在；第 {first} 条以后的是否原样，锚点看不出来",
        "anchor {number}: rows {missing} to {last} are not there; whether those from {first} on are as they were, no "
        "anchor tells",
    ),
    "anchors_need_key": Text(
        "核对锚点须用 --public-key 指明签署者的公钥文件。",
        "To check anchors, name who signs them with --public-key FILE.",
    ),
    "key_needs_anchors": Text(
        "--public-key 用来核对锚点：须用 --anchors 指明锚点存放处，或用 --offline 指明离线包。",
        "--public-key is for checking anchors: name their place with --anchors, or a bundle with --offline.",
    ),
    "offline_alone": Text(
        "--offline 核对离线包，不与 --ledger 同用。", "--offline verifies a bundle: leave --ledger out."
    ),
    "bundle_unreadable": Text(
        "{path} 不是可以读取的离线包：{why}。离线包由 warning audit export 导出。",
        "{path} is no bundle that can be read: {why}. warning audit export writes one.",
    ),
    "key_unusable": Text("密钥文件 {path} 不能使用：{why}。", "The key in {path} cannot be used: {why}."),
    "key_made": Text(
        "已生成密钥 {path}（只有本用户可读）与公钥 {public}。公钥指纹 {signer}。"
        "密钥不要放在数据库所在的主机上，并另存一份；公钥交给核对的人。",
        "The key {path} is made, for this user alone to read, and its public one, {public}; its fingerprint is "
        "{signer}. Keep the key off the database's host, with a copy elsewhere; give the public one to who verifies.",
    ),
    "place_wrong": Text(
        "“{place}”不是可用的锚点存放处。写目录的路径、kafka:主题，或 https://…。",
        "'{place}' is no place for anchors. Write the path of a directory, kafka:TOPIC, or https://….",
    ),
    "away_everything": Text(
        "对任何编号都作答，不是锚点存放处", "it has an answer to every number: no place for anchors"
    ),
    "away_large": Text("其回答过长，不是锚点", "its answer is too long for an anchor"),
    "away_lost": Text("称已收下锚点，却读不回来", "it said it took the anchor, and does not have it"),
    "away_redirects": Text(
        "该地址转向 {where}，不予跟随；若确应存放于彼处，请直接写那个地址",
        "it redirects to {where}, which is not followed; if that is where they belong, name that address",
    ),
    "away_no_topic": Text(
        "该主题不存在，请先建立（一个分区，永久保留）",
        "there is no such topic: make it, with one partition, kept for good",
    ),
    "away_partitions": Text(
        "该主题有 {where} 个分区，存放锚点的主题只能有一个", "it has {where} partitions: a topic for anchors has one"
    ),
    "away_no_records": Text("记录在、却读不到", "its records are there, and do not come"),
    "place_away": Text("锚点存放处 {place} 不能使用：{why}。", "The place for anchors {place} cannot be used: {why}."),
    "every_wrong": Text(
        "“{value}”不是可用的间隔。写数字加 s、m 或 h，不短于 1 秒，如 5m。",
        "'{value}' is no interval. Write a number with s, m or h, at least a second, such as 5m.",
    ),
    "anchoring": Text(
        "每 {every} 为 {place} 签署锚点，公钥 {signer}；按 Ctrl-C 或发送 SIGTERM 停止。",
        "{place} is anchored every {every} with key {signer}; Ctrl-C or SIGTERM stops it.",
    ),
    "anchored": Text(
        "{at} 锚点 {number}：流水 {rows} 条，其中新增 {new} 条，根 {root}。",
        "{at}: anchor {number} over {rows} rows, {new} of them new, root {root}.",
    ),
    "anchor_late": Text(
        "{at} 锚点 {number} 尚未存入 {place}：{why}。下次补存。",
        "{at}: anchor {number} is not in {place} yet: {why}. It is tried again with the next one.",
    ),
    "anchor_late_once": Text(
        "{at} 锚点 {number} 未能存入 {place}：{why}。排除后再签署一次，所缺的锚点一并补存。",
        "{at}: anchor {number} could not be put into {place}: {why}. Mend that and sign again: what the place lacks is "
        "put there, too.",
    ),
    "anchor_other_key": Text(
        "{path} 不是签署最新锚点（{number}）的密钥（其公钥为 {signer}）。请用原来的密钥；"
        "确要换密钥，加 --rotate 一次。",
        "{path} is not the key that signed the newest anchor, {number} (its public one is {signer}). Use that one; "
        "to put another in its place, say --rotate once.",
    ),
    "anchor_none_yet": Text(
        "{places} 中没有锚点。若从未签署过，请用 --first 签署第一个；否则其中的锚点已被取走，或尚未挂载："
        "未签署任何内容，请先查明。",
        "There is no anchor in {places}. If none was ever signed, sign the first one with --first. Else they were "
        "taken away, or are not mounted: nothing was signed; find out which.",
    ),
    "anchor_not_first": Text(
        "已有锚点（最新为 {number}），--first 只用于第一个：请去掉 --first，接着签署。",
        "There are anchors (the newest is {number}), and --first is for the first one: leave it out to go on.",
    ),
    "anchor_replaced": Text(
        "停止签署：{place} 已被删除，或换成了另一个文件或台账。请查明原因；若是从备份恢复，先运行 "
        "warning verify --anchors，再重新启动。",
        "Nothing more is signed: {place} was removed, or another file or ledger is in its place. Find out why; if it "
        "was restored from a copy, run warning verify --anchors first, then start again.",
    ),
    "anchor_rotated": Text(
        "自锚点 {number} 起由另一密钥 {signer} 签署。", "From anchor {number} on another key signs, {signer}."
    ),
    "anchor_whole": Text(
        "锚点 {number}（{at} 签署，公钥 {signer}）与之相符，其后没有新的流水。",
        "Anchor {number}, signed {at} with key {signer}, agrees, and no row came after it.",
    ),
    "anchors_unheld": Text(
        "所给的锚点没有一个可以采信，见上表：全部 {rows} 条流水没有锚点可以证明。",
        "None of the anchors that were named holds, see above: no anchor vouches for any of the {rows} rows.",
    ),
    "anchors_unasked": Text(
        "离线包内有 {n} 个锚点，未核对：用 --public-key 指明签署者的公钥文件。",
        "{n} anchors in the bundle, not looked at: name who signs with --public-key FILE.",
    ),
    "only_anchors": Text(
        "{place} 本身未见不符（流水 {rows} 条；链尾指纹 {heads}）；不符的是所给的锚点，见上表。{hint}",
        "{place} itself shows nothing wrong ({rows} rows; its chains end in {heads}); what does not fit are the "
        "anchors that were named, see above. {hint}",
    ),
    "hint_anchor_key": Text(
        "签署这些锚点的是另一密钥：请核对公钥文件；换过密钥的，新旧公钥都用 --public-key 给出。"
        "若公钥无误，则锚点是伪造的。",
        "Another key signed them: see whether the file is the right one; where the key was changed, give both with "
        "--public-key. If the key is right, the anchors are forged.",
    ),
    "hint_anchor_ledger": Text(
        "这些锚点属于另一个台账：请核对 --anchors 与 --ledger。",
        "They are another ledger's: see whether --anchors and --ledger go together.",
    ),
    "hint_anchor_none": Text(
        "请核对 --anchors 是否写对；写对而没有锚点，则锚点已被取走，或从未签署。",
        "See whether --anchors is the right place; if it is, its anchors were taken away, or none was ever signed.",
    ),
    "hint_anchors": Text(
        "请保存锚点，与其他存放处的锚点核对。", "Keep them as they are, and compare them with those of other places."
    ),
    "anchor_failed": Text(
        "{at} 未能签署锚点：{why} 下次再试。", "{at}: no anchor was signed. {why} It is tried again at the next time."
    ),
    "anchor_mismatch": Text(
        "停止签署：{what}（{where}）。请勿删改任何东西，保存数据库与锚点，并按运行手册“锚点不符”一节办理。",
        "Nothing more is signed: {what} ({where}). Change nothing, keep database and anchors as they are, and see "
        "'An anchor does not match' in the runbook.",
    ),
    "where_row": Text("第 {lane} 路第 {seq} 条，{name}", "lane {lane}, row {seq}, {name}"),
    "anchoring_ended": Text("已停止签署锚点；本次签署 {n} 个。", "Anchoring has stopped; {n} were signed."),
    "exported_differing": Text(
        "有 {n} 条流水重新判断与当时不同，或无法判断：台账与其流水不符，请运行 warning verify。{path} 照所存内容导出。",
        "{n} rows are not decided again as they were: the ledger is not what its journal says. Run warning verify. "
        "{path} has what is on file.",
    ),
    "exported": Text(
        "已导出 {path}：流水 {rows} 条，判断结果 {effects} 条，锚点 {anchors} 个，共 {size} 字节。"
        "用 warning verify --offline {path} 核对。",
        "{path} is written: {rows} rows, {effects} effects, {anchors} anchors, {size} bytes. warning verify --offline "
        "{path} checks it.",
    ),
    "exported_foreign": Text(
        "{unknown} 条流水由另一版本的程序判断，其结果不全。",
        "Of {unknown} rows, which another version decided, not all effects are known.",
    ),
    "audit_unwritable": Text(
        "无法写入 {path}：{why}。请换一处，或使其可写。",
        "{path} cannot be written: {why}. Name another place, or see that it can be.",
    ),
    "export_there": Text(
        "{path} 里已有文件。请指定新的或空的目录。", "{path} is not empty. Name a new or empty directory."
    ),
    "unexportable": Text(
        "第 {lane} 路第 {seq} 条流水已不是台账所写的样子，不能导出。请先运行 warning verify。",
        "Row {seq} of lane {lane} is not what a ledger writes and cannot be exported. Run warning verify first.",
    ),
    "exporting": Text("已导出 {n}/{of} 路……", "{n} of {of} lanes are exported …"),
}
KEYS: Final[Table] = {
    "absent": Text("没有该文件", "there is no such file"),
    "unreadable": Text("本用户无权读取", "we may not read it"),
    "exposed": Text("他人可以读取或改写，请执行 chmod 600", "others may read or write it; run chmod 600 on it"),
    "no_key": Text("不是 Ed25519 密钥（PEM，不加口令）", "it is no key of Ed25519 (PEM, without a password)"),
    "there": Text("已有该文件，未作改动", "it is there already, and was left as it is"),
}
"""What is wrong with the file of a key."""
