"""What the commands on a ledger say."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

LEDGER: Final[Table] = {
    "ledger_made": Text(
        "已建立台账 {place}（{name}）：{clock}，规则手册 {book}（指纹 {frame}），机构 {orgs} 家，上线时刻：{live}。",
        "The ledger {place} ({name}) is made: {clock}, rule book {book} (fingerprint {frame}), {orgs} organisations, "
        "going live: {live}.",
    ),
    "clock_event": Text("时钟随记录走", "its clock follows the records"),
    "clock_live": Text("时钟为实时", "its clock is the wall's"),
    "ledger_next": Text(
        "接下来：warning ingest 文件{option} 读入记录，warning status{option} 查看概况。",
        "Next: warning ingest FILE{option} takes records in, warning status{option} says how it stands.",
    ),
    "ledger_absent": Text(
        "{place} 没有台账。先用 warning init 建立，或用 --ledger 或环境变量 WARNING_LEDGER 指明。",
        "There is no ledger at {place}. Make one with warning init, or name one with --ledger or WARNING_LEDGER.",
    ),
    "ledger_there": Text(
        "{place} 已有台账，未作改动。请换一处，或直接使用。",
        "There is a ledger at {place} already; nothing was changed. Name another place, or use it.",
    ),
    "ledger_foreign": Text(
        "{place} 里已有同名的表（{names}），不是本程序所建。请换一个空的数据库。",
        "{place} holds tables of something else ({names}). Name an empty database.",
    ),
    "ledger_older": Text(
        "{place} 是旧版程序所建（{found}，现需 {needed}）。先备份，再运行 warning upgrade。",
        "{place} was made by an earlier version ({found}; {needed} is needed). Make a copy, then run warning upgrade.",
    ),
    "ledger_newer": Text(
        "{place} 由更新版本的程序建立或升级过，本版本不能使用。请换用新版程序。",
        "{place} was made or upgraded by a later version, which this one cannot use. Run the later one.",
    ),
    "ledger_upgraded": Text("{place} 的表已是最新（{needed}）。", "The tables of {place} are up to date ({needed})."),
    "frame_changed": Text(
        "{place} 所存的规则手册读出后与其指纹 {stored} 不符：已损坏，或为另一版本的程序所存。不予使用。",
        "The rule book kept in {place} does not read as its fingerprint {stored} says: damaged, or of another version "
        "of this program. It is not used.",
    ),
    "ledger_url": Text(
        "“{place}”不是可用的台账位置。写文件路径，或 postgresql://用户@主机/库名。",
        "'{place}' is no place for a ledger. Write the path of a file, or postgresql://user@host/database.",
    ),
    "ledger_failed": Text(
        "台账 {place} 不能使用：{why}。已提交的内容不受影响，可重新运行。",
        "The ledger {place} cannot be used: {why}. What was committed stands; run the command again.",
    ),
    "source_moved": Text(
        "另一个进程也在读入“{name}”，本次的这一批未计入。等它读完后再运行。",
        "Another process reads '{name}', too; this batch was not taken. Run again when it is done.",
    ),
    "ingested": Text(
        "本次从“{name}”读入 {records} 条（至第 {line} 行）：计入 {applied}，重复 {duplicate}，过时 {stale}，"
        "等待借据 {held}，隔离 {quarantined}。",
        "From '{name}' {records} records were read (up to line {line}): {applied} applied, {duplicate} duplicate, "
        "{stale} stale, {held} held, {quarantined} quarantined.",
    ),
    "ingested_before": Text(
        "“{name}”此前已读完（{line} 行），没有新的记录。",
        "'{name}' had been read to its end before ({line} lines); nothing was added since.",
    ),
    "ingested_in_all": Text(
        "台账累计读入 {records} 条：计入 {applied}，重复 {duplicate}，过时 {stale}，等待借据 {held}，"
        "隔离 {quarantined}。",
        "The ledger in all: {records} records read, {applied} applied, {duplicate} duplicate, {stale} stale, {held} "
        "held, {quarantined} quarantined.",
    ),
    "file_another": Text(
        "{path} 的开头与此前以“{name}”读入的文件不同，未读入。若是另一份文件，用 --as 另取名称。",
        "{path} does not begin as the file that was read as '{name}' did; nothing was taken. If it is another file, "
        "name it with --as.",
    ),
    "file_shorter": Text(
        "{path} 比此前以“{name}”读到之处还短，未读入。请恢复原文件；若是另一份文件，用 --as 另取名称。",
        "{path} ends before the place to which '{name}' was read; nothing was taken. Restore it, or name another file "
        "with --as.",
    ),
    "bank_differs": Text(
        "{path} 要求 {what}，与本台账不同；请另建台账（warning init）。",
        "{path} asks for {what}, which is not how this ledger was made: make another with warning init.",
    ),
}
DATABASE: Final[Table] = {
    "unable to open database file": Text(
        "无法打开或建立该文件，请核对目录是否存在、是否可写",
        "the file cannot be opened or made; check that its directory is there and can be written",
    ),
    "readonly database": Text("该文件只读", "the file is read-only"),
    "file is not a database": Text("该文件不是数据库", "the file is no database"),
    "disk image is malformed": Text("该文件已损坏", "the file is damaged"),
    "database is locked": Text("另一个进程一直占用着它", "another process holds it"),
    "database or disk is full": Text("磁盘空间已满", "no space is left on the disk"),
    "disk I/O error": Text("磁盘读写出错", "the disk failed"),
    "Connection refused": Text("数据库没有在该处运行", "no database runs there"),
    "password authentication failed": Text("用户名或口令不对", "the user or the password is wrong"),
    "permission denied": Text("该用户没有权限", "the user may not"),
    "does not exist": Text("没有这个数据库或用户", "there is no such database or user"),
}
"""What stands in a database's message -> what it means."""
