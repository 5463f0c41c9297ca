"""What the figures a worker shows to Prometheus mean; their names and labels are in ``warning.streams.metrics``."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

METRICS: Final[Table] = {
    "warning_build": Text("程序与判定内核的版本", "Versions of the program and of the deciding core"),
    "warning_records": Text(
        "本进程读入并已提交的记录，按主题与结果：applied、duplicate、stale、held、quarantined 之和即读入的条数；"
        "held 为开始等待其借据的条数，此后的结果见 warning_waited_total；refused 为已入账但不计的行为，另计",
        "Records this process has read and committed, by topic and outcome: applied, duplicate, stale, held and "
        "quarantined add up to what was read, each record once; held: those that began to wait for their loan, whose "
        "end warning_waited_total counts; refused: acts on file that do not count, counted beside",
    ),
    "warning_waited": Text(
        "等待其借据已结束的记录，按主题与最终结果；loan_unknown（24 小时内借据未出现）计入 quarantined",
        "Records that had waited for their loan and wait no more, by topic and what became of them; quarantined: among "
        "others those whose loan did not come within 24 hours",
    ),
    "warning_batch_records": Text("每个事务读入的记录数", "Records a transaction has taken"),
    "warning_batch_seconds": Text("每个事务的用时（秒）", "How long a transaction took, in seconds"),
    "warning_partition_lag_records": Text(
        "本进程负责的分区中尚未读入的位移数", "Offsets of a partition assigned here that are not read yet"
    ),
    "warning_partition_behind_seconds": Text(
        "分区连续落后的时间（秒）；读到末尾时为 0",
        "For how long a partition has been behind, in seconds; 0: read to its end",
    ),
    "warning_partition_stopped": Text("停止读取的分区（值为 1）及原因", "A partition that is not read (1), and why"),
    "warning_partitions_assigned": Text("本进程负责的分区数；0 为待命", "Partitions assigned here; 0: standing by"),
    "warning_progress_timestamp_seconds": Text(
        "最近一次提交，或确认没有可做之事的时刻（Unix 秒）",
        "When a batch was last committed, or there was proven to be nothing to do (Unix seconds)",
    ),
    "warning_clock_timestamp_seconds": Text(
        "台账时钟：最慢的通道已判定到的时刻（Unix 秒）",
        "The ledger's clock: the instant to which the slowest lane has decided (Unix seconds)",
    ),
    "warning_wakes": Text("本进程已提交的到期检查数", "Clock checks this process has committed"),
    "warning_due_aggregates": Text("已到期而尚未判定的对象数", "Aggregates that are due and not decided yet"),
    "warning_inbox_pending": Text("等待传递的事实数", "Standing facts on their way to other borrowers"),
    "warning_outbox_pending": Text("等待发出的变更数", "Changes that wait to be sent out"),
    "warning_outbox_oldest_seconds": Text(
        "最早的待发变更自提交起的等待时间（秒）；PostgreSQL 未开启 track_commit_timestamp 时，"
        "为下一条待发变更自本进程首次看到起",
        "How long ago the oldest change to be sent out was committed, in seconds; without track_commit_timestamp of "
        "PostgreSQL, how long the next one has been seen waiting by this process",
    ),
    "warning_sent": Text("本进程已发出的变更，按主题", "Changes this process has sent out, by topic"),
    "warning_held": Text("正在等待其借据的记录数", "Records that wait for their loan now"),
    "warning_quarantined": Text("隔离区中尚未处理的记录数", "Records in quarantine that nobody has settled"),
    "warning_duties_overdue": Text(
        "逾期未履行的职责数，按承担机构的层级",
        "Duties that are overdue, by the tier of the organisation that owes them",
    ),
    "warning_warnings_live": Text("存续的预警数，按等级", "Live warnings, by level"),
    "warning_errors": Text(
        "错误次数：kafka、database、fence（分区已由另一进程读取）",
        "Errors: kafka, database, fence (another process reads the partition)",
    ),
    "warning_restarts": Text(
        "因错误按台账的位移重新开始读取的次数", "How often reading began again where the ledger says, after an error"
    ),
    "warning_ledger_read_timestamp_seconds": Text(
        "上述取自台账的数字最近一次读取的时刻（Unix 秒）",
        "When the figures of the ledger were last read (Unix seconds)",
    ),
}
"""By the name without the ending that Prometheus adds (``_total``, ``_info``)."""
ANCHOR_METRICS: Final[Table] = {
    "warning_anchor_timestamp_seconds": Text(
        "最新锚点签署的时刻（Unix 秒）；0 为尚未签署", "When the newest anchor was signed (Unix seconds); 0: none yet"
    ),
    "warning_anchor_number": Text("最新锚点的编号", "The number of the newest anchor"),
    "warning_anchor_rows": Text("最新锚点所覆盖的流水条数", "Rows of the journal that the newest anchor covers"),
    "warning_anchor_late_places": Text("尚未存有最新锚点的存放处数", "Places that have not got the newest anchor yet"),
    "warning_anchor_interval_seconds": Text("签署的间隔（秒）", "Seconds between two anchors"),
    "warning_anchor_mismatch": Text(
        "1：台账、存放处与上一个锚点互相矛盾，已停止签署",
        "1: ledger, places and last anchor contradict each other, and nothing more is signed",
    ),
    "warning_anchor_failures": Text("未能签署的次数", "How often no anchor could be signed"),
}
"""Of a process that signs anchors: ``warning.audit.anchors.metrics``."""
