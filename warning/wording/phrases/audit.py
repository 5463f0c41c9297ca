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
    "v_anchor": Text("锚点 {number}", "anchor {number}"),
    "v_range": Text("锚点 {number}，第 {first} 至 {last} 条", "anchor {number}, rows {first} to {last}"),
    "anchors_need_key": Text(
        "核对锚点须用 --public-key 指明签署者的公钥文件。",
        "To check anchors, name who signs them with --public-key FILE.",
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
    "exported": Text(
        "已导出 {path}：流水 {rows} 条，判断结果 {effects} 条，锚点 {anchors} 个，共 {size} 字节；"
        "{unknown} 条流水由另一版本的程序判断，其结果不全。用 warning verify --offline {path} 核对。",
        "{path} is written: {rows} rows, {effects} effects, {anchors} anchors, {size} bytes; of {unknown} rows, which "
        "another version decided, not all effects are known. warning verify --offline {path} checks it.",
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
