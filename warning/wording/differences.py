"""What may differ between a ledger and its journal, and what a verification may find of bundles, anchors, archives."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

DIFFERENCES: Final[Table] = {
    "gap": Text("此处缺少流水", "a row of the journal is missing here"),
    "link": Text("流水或其链接被改动", "the row or its link was changed"),
    "lane": Text("流水的末尾与登记不符", "the journal does not end as is on record"),
    "payload": Text("流水内容无法读出", "the row's content cannot be read"),
    "frame": Text(
        "所依据的规则手册不在台账中，或当时并未生效",
        "the rule book it was decided by is not in the ledger, or was not in force at that instant",
    ),
    "book": Text("规则手册未经两人审批，或与所审批的不符", "the rule book is not what two people approved"),
    "altered": Text("规则手册的文件被改动", "the files of the rule book were altered"),
    "proposal": Text(
        "提案所存的文件或回测报告与流水所记的不符，或已不在",
        "the files or the backtest kept of a proposal are not those its row names, or are gone",
    ),
    "person": Text("人员代号与所存的值和盐不符", "the person's token is not that of the value and salt on file"),
    "nobody": Text(
        "流水中的人员代号无对应的值，也无经审批的删除记录",
        "acts name a person whose value is gone, and no erasure is journaled",
    ),
    "erasure": Text("删除申请与流水所记的不符", "the request to erase is not what the journal has of it"),
    "guard": Text("护卫触发器不在、被换或被停用", "a guard of the tables is gone, another one, or switched off"),
    "loan": Text("贷款所属的借款人与流水不符", "whose the loan is, is not what the journal says"),
    "borrower": Text("借款人的名称与流水不符", "the borrower's name is not what the journal says"),
    "source": Text("读取位置或计数与由它而来的记录不符", "its position or its counts are not those of its records"),
    "quarantine": Text(
        "原文被改动，或处理结果与流水不符", "the original was altered, or the journal has another outcome"
    ),
    "ledger": Text("台账本身的登记被改动", "what the ledger says of itself was altered"),
    "outage": Text("所登记的停机时段不可能存在", "the ledger cannot have been down as is on record"),
    "told": Text(
        "从他方听到的内容，该方当时并未如此告知", "it heard what the one named in it had not told it, or not so"
    ),
    "inbox": Text("待听取的内容无人如此告知", "what waits to be heard was told by nobody, or not so"),
    "unheard": Text(
        "该流水告知他方的内容既未被听取，也不在等待", "what the row told another was neither heard nor waits to be"
    ),
    "repeated": Text(
        "称为重复送达，而此前并无同一报文", "said to have been sent again, and no such message came before"
    ),
    "activation": Text(
        "规则手册生效时，该借款人未按其重新判断，或多判断了一次",
        "the borrower was not judged by a rule book as it took force, or was once too often",
    ),
    "undecided": Text("本程序无法据此作出判断", "the program cannot decide it"),
    "core": Text("由另一版本的程序判断，不能比较", "decided by another version of the program: not comparable"),
    "effects": Text("重新判断的结果与当时不同", "decided again, the outcome is another"),
    "unlike": Text("所存的判断结果与流水所记的摘要不符", "the effects on file are not those the row has the digest of"),
    "archive_missing": Text("归档文件不在", "a file of the archive is missing"),
    "archive_file": Text("归档文件不是当时归档的内容", "a file of the archive is not what was archived"),
    "archive_proof": Text("归档的锚点证明不成立", "the proof of an anchor in the archive does not hold"),
    "archive_order": Text("归档界限不连续", "the boundaries of archives do not follow each other"),
    "archive_open": Text("所称归档的流水属尚未结束的月份", "said to be archived, though the month is not over: gone"),
    "change": Text("变动记录与判断不符", "the changes on file are not those decided"),
    "number": Text("流水的编号有误", "the row is numbered wrongly"),
    "state": Text("状态与流水不符", "the state is not what the journal comes to"),
    "row": Text("信号、预警或义务与流水不符", "a signal, warning or duty is not what the journal comes to"),
    "order": Text("早于同一对象的上一条流水", "it is earlier than the row before of the same aggregate"),
    "file": Text("文件缺失、损坏或不在清单中", "a file is missing, damaged, or not in the manifest"),
    "large": Text(
        "文件中有超出台账所能写出的内容（可能是压缩炸弹），其后未读",
        "there is more in the file than any ledger writes (perhaps a decompression bomb): it was read no further",
    ),
    "cut": Text("锚点之前的流水被截去", "rows that were anchored are cut off"),
    "rewritten": Text("锚点之前的流水被改写", "rows that were anchored are rewritten"),
    "anchor_form": Text("不是锚点，或不是其应有的写法", "it is no anchor, or not written as one"),
    "anchor_key": Text("锚点不是由所给公钥签署的", "the anchor is signed with a key that was not given"),
    "anchor_signature": Text("锚点与其签名不符", "the anchor is not what was signed"),
    "anchor_root": Text("锚点的根与其各路不符", "the anchor's root is not that of its lanes"),
    "anchor_missing": Text("缺少锚点", "an anchor is missing"),
    "anchor_chain": Text("锚点与前一个锚点衔接不上", "the anchor does not follow the one before it"),
    "anchor_order": Text("锚点的次序有误", "the anchor is out of order"),
    "anchor_ledger": Text("锚点属于另一个台账", "the anchor is another ledger's"),
    "anchor_none": Text("没有锚点", "it holds no anchor"),
    "replaced": Text("台账已被删除或换成另一个", "the ledger was removed, or another one was put in its place"),
    "anchor_differs": Text("同一编号的锚点在各处不同", "places have different anchors under one number"),
}
"""Where a ledger is not what its journal says."""
DIVERGENCES: Final[Table] = {
    "rewritten": Text("流水已不是此前证明过的流水", "the journal is not the one that was proven before"),
    "archive": Text("归档文件不在或不是当时归档的内容", "a file of the archive is missing or not what was archived"),
}
"""What a replay may find beside these."""
