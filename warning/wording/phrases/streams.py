"""What the commands on topics say."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

KINDS: Final[Table] = {
    "create": Text("新建", "create"),
    "grow": Text("增加分区", "add partitions"),
    "set": Text("设置", "set"),
    "shrink": Text("分区只能增加（不予处理）", "partitions cannot be taken away (left)"),
    "copies": Text("副本数须由管理员迁移（不予处理）", "copies are an administrator's to move (left)"),
}
"""What is to be done about a topic that differs from the file."""

STUCK: Final[Table] = {
    "gone": Text(
        "Kafka 上没有该分区。恢复该主题，或以 warning topics apply 重新建立",
        "the brokers have no such partition. Restore the topic, or make it anew with warning topics apply",
    ),
    "made_anew": Text(
        "同名主题已被删除并重建（此前读至位移 {offset}，新主题为 {begin} 至 {end}）。确认其间没有遗漏后，运行 "
        "warning offsets reset {topic} {partition} --to begin，从新主题的开头读起",
        "the topic was deleted and made anew (read up to offset {offset} before; the new one has {begin} to {end}). "
        "Once it is certain that nothing is missing in between, warning offsets reset {topic} {partition} --to begin "
        "reads the new one from its beginning",
    ),
    "cut": Text(
        "位移 {offset} 至 {begin} 的记录未读即已被 Kafka 清除。请由来源系统补发后，运行 "
        "warning offsets reset {topic} {partition} --to begin 继续",
        "the records from offset {offset} to {begin} were removed by the brokers before they were read. Have the "
        "source send them again, then go on with warning offsets reset {topic} {partition} --to begin",
    ),
    "short": Text(
        "此前读至位移 {offset}，而日志止于 {end}：Kafka 丢失了记录。确认其内容后，运行 "
        "warning offsets reset {topic} {partition} --to end（重复的记录会被识别）",
        "it was read up to offset {offset}, and the log ends at {end}: the brokers lost records. Once it is known what "
        "is in it, warning offsets reset {topic} {partition} --to end goes on (begin reads all again; duplicates are "
        "recognised)",
    ),
}
"""Why a partition is not read, and what to do."""

STREAMS: Final[Table] = {
    "kafka_failed": Text(
        "Kafka（{brokers}）不能使用：{why}。请核对其地址（--brokers 或环境变量 WARNING_KAFKA）以及是否在运行。",
        "Kafka ({brokers}) cannot be used: {why}. Check where it is (--brokers or WARNING_KAFKA), and that it runs.",
    ),
    "topics_same": Text("{n} 个主题与文件一致。", "All {n} topics are as the file says."),
    "topics_applied": Text("已处理 {n} 项；{left} 项不能处理。", "{n} differences settled; {left} cannot be settled."),
    "topics_bad": Text("{path} 不能使用：{why}", "{path} cannot be used: {why}"),
    "topics_missing": Text(
        "Kafka 上没有主题 {names}。先运行 warning topics apply 建立。",
        "The brokers have no topic {names}. Make it first, with warning topics apply.",
    ),
    "tp_topic": Text("主题", "Topic"),
    "tp_change": Text("差异", "Difference"),
    "tp_what": Text("项目", "What"),
    "tp_found": Text("现为", "Is"),
    "tp_wanted": Text("应为", "Should be"),
    "tp_partitions": Text("分区数", "Partitions"),
    "tp_partition": Text("分区", "Partition"),
    "tp_offset": Text("台账读至", "Ledger at"),
    "tp_begin": Text("日志起", "Log from"),
    "tp_end": Text("日志止", "Log to"),
    "tp_lag": Text("未读", "Unread"),
    "tp_records": Text("已读条数", "Records read"),
    "tp_stuck": Text("停读", "Stopped"),
    "published": Text(
        "已发布 {n} 条，用时 {seconds} 秒（每秒 {rate} 条）：",
        "{n} records published in {seconds} s ({rate} a second):",
    ),
    "published_left": Text(
        "第 {line} 行未送出：报文 {size} 字节，超过上限 {largest} 字节。请拆分或把附件另行存放。",
        "Line {line} was not sent: the message has {size} bytes, more than {largest}. Split it, or keep attachments "
        "elsewhere.",
    ),
    "published_without": Text(
        "另有 {n} 行超过上限，未送出（见上）。", "Lines above the bound, not sent: {n} (named above)."
    ),
    "published_part": Text(
        "中止前已送出至多 {n} 条。可再次发布整个文件：重复的记录会被识别。",
        "It ended after {n} records at most had been sent. Publish the whole file again: those sent twice are known.",
    ),
    "lag_in_all": Text("共 {n} 条未读；停读的分区 {stuck} 个。", "{n} unread in all; {stuck} partitions stopped."),
    "stuck": Text(
        "主题 {topic} 分区 {partition} 停止读取：{why}。",
        "Partition {partition} of {topic} is not read: {why}.",
    ),
    "no_partition": Text(
        "Kafka 上没有主题 {topic} 的分区 {partition}。用 warning offsets show 查看。",
        "The brokers have no partition {partition} of {topic}. warning offsets show lists them.",
    ),
    "no_topic": Text(
        "Kafka 上没有主题 {topic}。用 warning offsets show 查看。",
        "The brokers have no topic {topic}. warning offsets show lists those that there are.",
    ),
    "which_partitions": Text(
        "写明分区号（可写多个），或用 --all 指该主题的全部分区，二者取一。",
        "Name partitions, or write --all for all of the topic: one of the two.",
    ),
    "offset_outside": Text(
        "“{to}”不是分区 {partition} 的位移；写 begin、end，或 {begin} 至 {end} 之间的整数。",
        "'{to}' is no offset of partition {partition}: write begin, end, or a number from {begin} to {end}.",
    ),
    "offset_reset": Text(
        "主题 {topic} 分区 {partition}：将从位移 {to} 读起（此前为 {before}）。运行中的工作进程在十秒内生效。",
        "{topic} {partition} goes on at offset {to} (before: {before}); workers that run see it within ten seconds.",
    ),
    "offset_would": Text(
        "主题 {topic} 分区 {partition}：将由位移 {before} 改为 {to}；未作改动（--dry-run）。",
        "{topic} {partition} would go from offset {before} to {to}; nothing was changed (--dry-run).",
    ),
    "ledger_next_there": Text(
        "接下来：warning worker{option} 读入 Kafka 各主题的记录，或以 warning ingest 文件{option} 读入文件；"
        "warning status{option} 查看概况。",
        "Next: warning worker{option} reads the topics on Kafka, or warning ingest FILE{option} takes a file in; "
        "warning status{option} says how it stands.",
    ),
    "worker_postgresql": Text(
        "{place} 不是 PostgreSQL。工作进程只用于 PostgreSQL 上的台账；文件台账用 warning run。",
        "{place} is not PostgreSQL. A worker is for a ledger on PostgreSQL; for one in a file there is warning run.",
    ),
    "worker_placed": Text("负责 {n} 个分区。", "{n} partitions are read here."),
    "worker_read": Text("{at}：本次运行已读入 {records} 条。", "{at}: {records} records taken in this run."),
    "worker_moved": Text(
        "“{name}”正由另一工作进程读取；本进程这一批未计入，按台账的位移重新开始。",
        "'{name}' is read by another worker: this batch was not taken, and we begin again where the ledger says.",
    ),
    "worker_lost_kafka": Text(
        "与 Kafka 的连接中断（{why}），恢复后自动继续。", "Kafka is away ({why}); we go on once it is back."
    ),
    "worker_lost_ledger": Text(
        "与台账数据库的连接中断（{why}），恢复后自动继续。",
        "The ledger's database is away ({why}); we go on once it is back.",
    ),
    "worker_full": Text(
        "台账数据库的磁盘没有剩余空间，什么都写不进去：没有新的预警，到期的也未判定。记录在 Kafka 中等待，没有丢失。"
        "请在数据库主机上扩容或腾出空间（df -h 查看；不可删除 pg_wal 中的文件），有空间后自动继续，不必重启。",
        "The disk of the ledger's database has no space left, and nothing can be written: no warning is raised, and "
        "what falls due is not decided. Records wait in Kafka; none is lost. Give the database's host room (df -h "
        "shows where; never remove files of pg_wal); we go on by ourselves once there is some, without a restart.",
    ),
    "worker_read_only": Text(
        "台账数据库只读，什么都写不进去：没有新的预警，到期的也未判定。记录在 Kafka 中等待，没有丢失。"
        "所连的可能是备库：核对 WARNING_LEDGER 与主备切换；可写后自动继续，不必重启。",
        "The ledger's database is read-only, and nothing can be written: no warning is raised, and what falls due is "
        "not decided. Records wait in Kafka; none is lost. It may be a standby: look at WARNING_LEDGER and the last "
        "failover; we go on by ourselves once it can be written, without a restart.",
    ),
    "worker_written": Text("台账数据库已可写入，继续处理。", "The ledger's database can be written again; we go on."),
    "worker_gave_up": Text(
        "停止时数据库或 Kafka 一直没有应答，已不再等待：已提交的均在，未提交的由下一次启动重新读取。",
        "While it was to stop, database or brokers did not answer, and it waits no more: what was committed stands, "
        "what was not is read again at the next start.",
    ),
    "worker_silent_kafka": Text(
        "Kafka 已 {n} 秒没有应答；应答后自动继续。", "Kafka has not answered for {n} seconds; we go on once it does."
    ),
    "worker_silent_ledger": Text(
        "台账数据库已 {n} 秒没有应答；应答后自动继续，未提交的记录届时重新读取。",
        "The ledger's database has not answered for {n} seconds; we go on once it does, and what is not committed is "
        "read again.",
    ),
    "worker_astray": Text(
        "台账的表 {table} 已不是台账所写的内容，在恢复之前不读入任何记录。请运行 warning verify，它会列出每一处差异。",
        "The ledger's table {table} is not what the ledger wrote; nothing is taken until it is. Run warning verify, "
        "which names every difference.",
    ),
    "worker_back_kafka": Text("与 Kafka 的连接已恢复。", "Kafka is back."),
    "worker_back_ledger": Text("与台账数据库的连接已恢复。", "The ledger's database is back."),
    "worker_broken": Text(
        "主题 {topic} 分区 {partition}：自位移 {first} 起有 {n} 条记录进入隔离区；用 warning quarantine list 查看。",
        "{topic} {partition}: {n} records from offset {first} on went to quarantine; warning quarantine list has them.",
    ),
    "worker_waited_in_vain": Text(
        "{n} 条记录等待借据期满而借据未到，或已不能受理，进入隔离区；用 warning quarantine list 查看。",
        "{n} records that had waited for a loan went to quarantine: the loan did not come in time, or it did and the "
        "record could not be taken; warning quarantine list has them.",
    ),
    "worker_unsent": Text(
        "判定结果暂不能发出（{why}），已留在发件箱，恢复后自动发出。",
        "What is decided cannot go out ({why}); it waits in the outbox, and goes out once it can.",
    ),
    "worker_web": Text(
        "健康检查与指标：{url}/live、/ready、/progress、/metrics。",
        "Health and metrics: {url}/live, /ready, /progress, /metrics.",
    ),
    "web_port_wrong": Text(
        "“{value}”不是端口；--web-port 或环境变量 {setting} 写 0 至 65535 的整数，或 off。",
        "'{value}' is no port: write a number from 0 to 65535 in --web-port or {setting}, or off.",
    ),
    "web_taken": Text(
        "不能在 {at} 应答健康检查：{why}。换一个端口（--web-port），或写 0 由系统选取。",
        "Health cannot be answered at {at}: {why}. Choose another port (--web-port), or 0 for one that is free.",
    ),
    "worker_stopped": Text("已停止；本次运行读入 {records} 条。", "Stopped; {records} records were taken in this run."),
    "worker_failed": Text(
        "工作进程因上述错误结束；已提交的内容不受影响，可重新启动。",
        "The worker ended by the error above; what was committed stands. Start it again.",
    ),
}
