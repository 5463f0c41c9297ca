"""``warning archive`` and ``warning erase``, and what is said where an archive is not here."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

ARCHIVE: Final[Table] = {
    "archive_away": Text(
        "第 {lane} 路第 {first}–{last} 条流水已归档于 {path}，该目录不在本机，未读取。"
        "用 WARNING_ARCHIVE（有此选项的命令也可用 --archive）指明其所在。",
        "Lane {lane}, rows {first}–{last} are archived in {path}, which is not here: not read. Name where it is in "
        "WARNING_ARCHIVE, or with --archive where a command has it.",
    ),
    "archive_missing": Text(
        "第 {lane} 路第 {first}–{last} 条流水已归档于 {path}，其中没有 {name}，未读取。请从备份取回，"
        "或用 WARNING_ARCHIVE（有此选项的命令也可用 --archive）指明其所在。",
        "Lane {lane}, rows {first}–{last} are archived in {path}, where {name} is missing: not read. Take it back from "
        "a copy, or name where it is in WARNING_ARCHIVE, or with --archive where a command has it.",
    ),
    "archive_damaged": Text(
        "第 {lane} 路第 {first}–{last} 条流水已归档于 {path}，但 {name} 已不是当时归档的内容，不予采用。"
        "请从备份取回，并运行 warning verify。",
        "Lane {lane}, rows {first}–{last} are archived in {path}, but {name} is not what was archived, and is not "
        "used. Take it back from a copy, and run warning verify.",
    ),
    "archive_not_read": Text(
        "第 {lane} 路第 {first}–{last} 条流水不在台账中，登记为已归档于 {path}，未能读取：对其不作任何判断，"
        "是否确在该处亦未可知。",
        "Lane {lane}, rows {first}–{last} are gone from the ledger, on record as archived in {path}, and were not "
        "read: nothing is said of them, nor whether they lie there at all.",
    ),
    "archive_absent": Text("没有目录 {path}。", "There is no directory {path}."),
    "not_compared_archived": Text(
        "由于这些流水未读取，另有流水 {rows} 条、状态 {aggregates} 个，信号、预警与义务 {seen} 条未能重算核对。",
        "As these rows were not read, {rows} other rows, {aggregates} states, {seen} signals, warnings and duties "
        "could not be recomputed.",
    ),
    "verified_partly": Text(
        "{place} 中能够读取的部分无不符之处（流水 {rows} 条；链尾指纹 {heads}）；"
        "已归档而未读取的见上，因此不作完整的结论。用 --archive 指明归档目录后重新核对。",
        "{place}: nothing differs in what could be read ({rows} rows; its chains end in {heads}). What is archived and "
        "was not read is listed above, so it is not said to be whole: verify again with --archive.",
    ),
    "history_not_read": Text(
        "较早的变动已归档、未能读取，所列原因可能不全：{why}",
        "Earlier changes are archived and were not read; reasons may be missing: {why}",
    ),
    "names_not_read": Text(
        "客户名称的登记已归档、未能读取，所列为现在的名称：{why}",
        "What borrowers were called is archived and was not read; names are today's: {why}",
    ),
    "month_wrong": Text(
        "--until 的值“{value}”不是月份。写年-月，如 2026-10。",
        "The value '{value}' of --until is no month. Write year and month, as 2026-10.",
    ),
    "month_open": Text(
        "{month} 尚未结清：须到 {at}（月末之后 {days} 天）方可归档。",
        "{month} is not closed yet: it may be archived from {at} on, {days} days after its end.",
    ),
    "archiving": Text("已归档 {n}/{of} 路……", "{n} of {of} lanes are archived …"),
    "archive_done": Text(
        "{month} 及以前：归档于 {path}，新写 {pieces} 件，原有 {kept} 件，共流水 {rows} 条；台账已删去 {dropped} 条。",
        "Up to {month}: archived in {path}, {pieces} pieces written and {kept} there before, {rows} rows in all; the "
        "ledger has dropped {dropped}.",
    ),
    "archive_would": Text(
        "{month} 及以前：将写入 {path} {pieces} 件，原有 {kept} 件，共流水 {rows} 条。未作任何改动。",
        "Up to {month}: {pieces} pieces would be written to {path}, {kept} are there, {rows} rows in all. Nothing was "
        "changed.",
    ),
    "archive_waiting": Text(
        "{month} 及以前另有流水 {rows} 条未归档：该月之内没有以其为止或在其后的锚点。签署锚点（warning anchor）之后"
        "再运行，其中有的随以后月份归档。",
        "{rows} rows of {month} and before are not archived: no anchor ends at them or behind them within that month. "
        "Once one does (warning anchor), run this again; some go with a later month.",
    ),
    "archive_broken": Text(
        "第 {lane} 路第 {seq} 条流水的链接或锚点不符，不予归档。请先运行 warning verify。",
        "Row {seq} of lane {lane} is not linked or anchored as it must be, and is not archived. Run warning verify "
        "first.",
    ),
    "archive_early": Text(
        "第 {lane} 路第 {first}–{last} 条流水登记为已归档于 {path}，但属尚未结束的月份，不可能已经归档：未作任何改动。"
        "请运行 warning verify。",
        "Lane {lane}, rows {first}–{last} are on record as archived in {path}, though the month is not over: nobody "
        "can have archived them. Nothing was changed. Run warning verify.",
    ),
    "archive_anchors": Text(
        "锚点 {name} 不成立，不予归档。请先用 warning verify --anchors 核对。",
        "Anchor {name} does not hold, and nothing is archived. Run warning verify --anchors first.",
    ),
    "archive_differs": Text(
        "读回的归档文件 {name} 与台账不符，未删去任何流水。请检查磁盘，删除该文件后重新归档。",
        "{name}, read back, is not what the ledger has; nothing was dropped. Look at the disk, remove the file and "
        "archive again.",
    ),
    "erase_two": Text(
        "写明要删除的人（PERSON）与 --ground，或用 --approve 批准第几号申请，二者取一。",
        "Name the person and --ground, or approve a request by its number with --approve: the one or the other.",
    ),
    "erase_unknown": Text(
        "{place} 中没有此人的值（{value}）：从未记录，或已删除。",
        "{place} has no value of that person ({value}): never recorded, or erased.",
    ),
    "erase_by_value": Text(
        "“{value}”是一个人的工号，其代号为 {token}。再次确认：warning erase {token}，或加 --yes。",
        "'{value}' is a person's own number; the token is {token}. Confirm: warning erase {token}, or add --yes.",
    ),
    "erase_asked": Text(
        "已记下第 {n} 号申请：删除 {token}，理由：{ground}。须由另一人批准：warning erase --approve {n} --officer …",
        "Request {n} is on file: erase {token}, on the ground: {ground}. Another person has to approve it: warning "
        "erase --approve {n} --officer …",
    ),
    "erase_none": Text("没有第 {n} 号申请。", "There is no request {n}."),
    "erase_settled": Text(
        "第 {n} 号申请已经批准，其人已删除。", "Request {n} was approved before; the person is erased."
    ),
    "erase_same": Text(
        "申请人与批准人是同一人，或就是要删除的人。须由另一人批准。",
        "Who approves is who asked, or the person to be erased. Another person has to approve.",
    ),
    "erase_asker_erased": Text(
        "第 {n} 号申请的申请人已被删除，无从判断批准人是否另一人。请由他人重新申请。",
        "Who made request {n} was erased since: nobody can tell whether who approves is another person. Have somebody "
        "ask anew.",
    ),
    "erase_undecided": Text(
        "此人提出而尚无人决定的有 {n} 项：{open}。未作删除：删除后其人以新代号办理，便可批准自己所提。请先由另一人批准"
        "或予撤回（规则变更：warning rules withdraw；解除与豁免：由提出机构以 warning proposals withdraw），"
        "再删除。",
        "That person has proposed what nobody has decided on ({n}): {open}. Nothing was erased: under a new token the "
        "same person could approve it. Have another person approve it first, or have it withdrawn (a change of the "
        "rule book: warning rules withdraw; a release or waiver: warning proposals withdraw, by the organisation that "
        "proposed it).",
    ),
    "erase_open_rules": Text("规则变更 {id}", "change of the rule book {id}"),
    "erase_open_release": Text("{customer} 的解除 {id}", "release {id} of {customer}"),
    "erase_open_waiver": Text("{customer} 的豁免 {id}", "waiver {id} of {customer}"),
    "erase_ground_names": Text(
        "--ground 中写有要删除的工号，会永远留在流水中。请改写理由，只用代号。",
        "--ground has the number that is to be erased: it would stay in the journal for good. Word it without, or with "
        "the token.",
    ),
    "erase_officer": Text(
        "“{value}”不是可用的工号：为空，或含有与他人相似的字符。",
        "'{value}' is no staff number: it is blank, or has letters that look like another's.",
    ),
    "erased": Text(
        "已删除 {token}（第 {n} 号）：其值与盐已从台账删去；从隔离区 {quarantine} 件原文、"
        "等待借据的 {held} 条记录中删去；"
        "已记入流水。流水仍记此代号，链与重放不变。",
        "{token} is erased (request {n}): value and salt are gone from the ledger, and from {quarantine} originals in "
        "the quarantine and {held} records that wait for their loan; the act is in the journal, which goes on naming "
        "the token; chain and replay stand.",
    ),
    "erased_compacted": Text(
        "文件已重写，其字节中不再有该值。备份和快照须另行处理。",
        "The file was written anew: its bytes no longer have the value. Copies and snapshots are another matter.",
    ),
    "erased_busy": Text(
        "另有进程在用此台账，文件未能重写：旧字节可能仍在。请停止这些进程后运行 warning erase --compact。",
        "Another process uses the ledger, so the file was not written anew: old bytes may remain. Stop it, and run "
        "warning erase --compact.",
    ),
    "erased_postgresql": Text(
        "数据库文件中的旧行须待 VACUUM（由库主对 private、quarantine、held 执行 VACUUM FULL）后才消失；"
        "预写日志、备份与副本中的按其保存期消失。",
        "Old rows remain in the database's files until VACUUM (VACUUM FULL of private, quarantine and held, by the "
        "owner), and in its log, copies and replicas as long as these are kept.",
    ),
    "erased_elsewhere": Text(
        "离线包、归档、快照与流水只有代号。自由文本（证据、记录、内容）不按人标记，"
        "工作进程重启前内存中可能仍有该值：见 docs/decisions/0006-audit.md。",
        "Bundles, archives, snapshots and the journal have tokens only. Free text (evidence, records, contents) is not "
        "marked by person, and a worker may hold the value in memory until it is restarted: docs/decisions/"
        "0006-audit.md.",
    ),
    "compacted": Text("{place} 已重写。", "{place} was written anew."),
    "erased_person": Text("已删除（{token}）", "erased ({token})"),
}
