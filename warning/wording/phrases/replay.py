"""``warning replay``, ``warning asof``, ``warning snapshots``."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

REPLAY: Final[Table] = {
    "replaying": Text("已重放 {n}/{of} 路（流水 {rows} 条）……", "{n} of {of} lanes are replayed ({rows} rows) …"),
    "replayed": Text(
        "{place} 重放一致：流水 {rows} 条重新判断，效果 {effects} 项（主体 {aggregates} 个），与当时全部相同。"
        "链尾指纹 {heads}。供人查看的各表不在重放之列：它们是否与流水相符，由 warning verify 核对。",
        "{place} replays identically: {rows} rows decided again, with {effects} effects ({aggregates} aggregates), all "
        "as they were. Its chains end in {heads}. The tables that people see were not looked at: whether they say the "
        "same, warning verify tells.",
    ),
    "replayed_lanes": Text(
        "{place} 所选的 {n} 路重放一致：流水 {rows} 条重新判断，效果 {effects} 项，与当时全部相同。",
        "{place}, the {n} lanes asked for replay identically: {rows} rows decided again, with {effects} effects, all "
        "as they were.",
    ),
    "replayed_borrower": Text(
        "{place} 客户 {borrower} 重放一致：流水 {rows} 条重新判断，效果 {effects} 项，与当时全部相同。"
        "只读其自身的流水，链接未核对（不带 --borrower 则核对）。",
        "{place}, borrower {borrower} replays identically: {rows} rows decided again, with {effects} effects, all as "
        "they were. Its own rows alone were read: links are walked without --borrower.",
    ),
    "replayed_not": Text(
        "{place} 有不能重现之处，见上表（每路只列第一处；已比较流水 {rows} 条，效果 {effects} 项）。"
        "请停止使用，与备份及锚点核对。",
        "{place} does not replay, see above (of each lane the first place; {rows} rows and {effects} effects were "
        "compared). Stop using it; compare it with copies and anchors.",
    ),
    "replayed_archive": Text(
        "{place} 本身在能够读取的部分与当时相同（已比较流水 {rows} 条，效果 {effects} 项）；不符的是归档，见上表。"
        "请从另一份副本取回这些文件，用 --archive 指明后重新重放。",
        "{place} itself came out as it was in what could be read ({rows} rows and {effects} effects were compared); "
        "what is wrong is the archive, see above. Take those files back from another copy, and replay again with "
        "--archive.",
    ),
    "replayed_nothing": Text(
        "{place} 没有可以比较的流水，因此未作一致与否的判断。",
        "{place} has no rows that can be compared: nothing is said of whether it replays.",
    ),
    "replay_foreign": Text(
        "{n} 条流水由核心 {version} 判断，本程序的核心是 {core}：不能比较，未作判断。",
        "{n} rows were decided by core {version}, this is {core}: not comparable, and not judged.",
    ),
    "replay_unknown": Text(
        "同一主体其后的 {n} 条流水也未比较：它们所依据的状态无从得知。",
        "{n} rows of the same aggregates after these were not compared: the states they rest on are not known.",
    ),
    "replay_proven": Text(
        "其中 {n} 路此前已证明（{path}），现已核对其流水与变动未经改动，未重新判断。",
        "{n} lanes of these were proven before ({path}): journal and changes are as they were, and were not "
        "decided again.",
    ),
    "checkpoint_none": Text(
        "{path} 不是 replay 的进度文件。请另指一个，或先删除。",
        "{path} is no file of a replay's progress. Name another, or remove it.",
    ),
    "checkpoint_other": Text(
        "{path} 是另一台账的进度文件。请另指一个。", "{path} is the progress of another ledger. Name another file."
    ),
    "checkpoint_stale": Text(
        "{path} 的进度是在另一核心或另一组规则手册下得出的，作废，全部重放。",
        "What {path} says was proven under another core or other rule books: it does not count, all is replayed.",
    ),
    "lanes_wrong": Text(
        "--lanes 的值“{value}”不对。写 0 至 {last} 的路号或范围，用逗号分开，如 0-15,20。",
        "The value '{value}' of --lanes is wrong. Write lanes from 0 to {last} or ranges, with commas between, as "
        "0-15,20.",
    ),
    "replay_apart": Text(
        "--borrower 只读一个主体，不能与 --lanes、--resume 同用。",
        "--borrower reads one aggregate alone; it does not go with --lanes or --resume.",
    ),
    "t_divergences": Text("不能重现之处（{n} 处）", "What does not come out again ({n})"),
    "r_effect": Text("效果", "Effect"),
    "r_field": Text("字段", "Field"),
    "r_stored": Text("当时所存", "On file"),
    "r_found": Text("重新判断", "Decided again"),
    "asof": Text(
        "{place} 在 {at}（含）所知：信号 {signals} 个，预警 {warnings} 宗（有效 {live} 宗），"
        "义务 {duties} 项（待办 {open} 项，逾期 {overdue} 项）。",
        "{place} as known at {at} (inclusive): {signals} signals, {warnings} warnings ({live} live), {duties} duties "
        "({open} open, {overdue} overdue).",
    ),
    "asof_means": Text(
        "所知：流水所记的时刻（at，即收到时刻）不晚于此的记录所作的判断，客户名称为当时所登记的，机构与岗位的为现在的。"
        "应告知：义务归谁、逾期上报谁，以台账所载为准；尚无通知发出，也就没有人因此得知。"
        "流水是否被改动，由 warning verify 核对，此处不查。",
        "Known is what records decided whose instant in the journal (at: when they were received) is not later; names "
        "of borrowers are those registered then, of organisations and posts today's. To be told is whom the "
        "ledger laid a duty on, or named of a breach: no notices are sent yet, so nobody has heard by them. Whether "
        "anybody touched the journal is not looked at here: warning verify does.",
    ),
    "asof_nothing": Text(
        "{at} 时台账里还没有任何信号、预警或义务：或许早于台账的开始。",
        "The ledger had no signal, warning or duty at {at}: that may be before its beginning.",
    ),
    "asof_nothing_of": Text(
        "{at} 时对客户 {value} 还没有任何信号、预警或义务。",
        "At {at} nothing was known of borrower {value}: no signal, warning or duty.",
    ),
    "asof_basis": Text(
        "借助 {days} 的快照推算，只用其中该时刻以前的部分。快照未经签名：能改写快照文件的人可以使所列有出入；"
        "用 warning snapshots {directory} --check 核对，或不用快照推算。",
        "Worked out with the snapshots of {days}, of which only what was known by then is used. Snapshots are not "
        "signed: whoever can write their files could make this another; warning snapshots {directory} --check proves "
        "them, or ask without them.",
    ),
    "asof_beyond": Text(
        "{value} 晚于台账的时钟 {clock}，其后之事尚不可知。",
        "{value} is later than the ledger's clock, {clock}: nothing is known of what comes after.",
    ),
    "t_asof_warnings": Text("当时的预警（{n} 宗）", "Warnings as known then ({n})"),
    "t_asof_signals": Text("当时的信号（{n} 个）", "Signals as known then ({n})"),
    "t_asof_duties": Text("当时的义务（{n} 项）", "Duties as known then ({n})"),
    "t_asof_proposals": Text("当时未审批的申请（{n} 项）", "Proposals nobody had decided on ({n})"),
    "k_proposal": Text("申请", "Proposal"),
    "k_proposed_by": Text("提出", "Proposed by"),
    "proposal_release": Text(
        "解除信号 {ids}，{to}（理由：{ground}）", "release of signal {ids}, {to} (ground: {ground})"
    ),
    "proposal_waiver": Text("豁免义务 {ids}", "waiver of duty {ids}"),
    "proposal_extension": Text("义务 {ids} 延期至 {due}", "a longer time for duty {ids}, until {due}"),
    "proposal_waits": Text("待审批", "waits for approval"),
    "proposal_overtaken": Text(
        "已被升级取代：信号 {ids} 其后又已触发或升级，审批将不予批准",
        "overtaken by a rise of signal {ids}: an approval would be refused",
    ),
    "proposal_past_due": Text("已过截止时间，不能再豁免", "past the due: it can waive nothing any more"),
    "proposal_idle": Text(
        "所涉的信号或义务均已了结，审批不再有作用",
        "all that it names has ended: an approval would change nothing",
    ),
    "proposals_unknown": Text(
        "未审批的申请：部分流水由另一核心判断，无从得知。",
        "Proposals nobody had decided on: some rows were decided by another core, so that this cannot be said.",
    ),
    "t_asof_told": Text("当时决定应告知谁（{n} 项）", "Who was to be told ({n})"),
    "k_signal": Text("信号", "Signal"),
    "k_told": Text("应告知", "To be told"),
    "k_at": Text("时刻", "At"),
    "k_of": Text("事由", "Of"),
    "jobs_many": Text(
        "--jobs {value} 过多：本机有 {most} 个处理器，至多取这么多；不给则自行选择。",
        "--jobs {value} is too many: this machine has {most} processors, and takes no more; left out it is chosen.",
    ),
    "snapshot_wrong": Text(
        "{path} 已损坏，或不是此台账流水的快照，未采用。请删除后用 warning snapshots 重做。",
        "{path} is damaged, or no snapshot of this ledger's journal: it is not used. Remove it and run "
        "warning snapshots.",
    ),
    "snapshot_differs": Text(
        "{path} 与从头推算的结果不同：第 {lane} 路，{row}。请删除后用 warning snapshots 重做；若无人承认改动过，"
        "用过它的结论须重新查询。",
        "{path} is not what a fold from the beginning comes to: lane {lane}, {row}. Remove it and run warning "
        "snapshots; where nobody owns to having changed it, ask again what was answered with it.",
    ),
    "snapshot_cut": Text("截止处的登记", "where it is cut"),
    "snapshots_made": Text(
        "{path}：新做快照 {made} 个，共 {kept} 个可用。", "{path}: {made} snapshots made, {kept} in all are of use."
    ),
    "snapshots_checked": Text(
        "{path}：{kept} 个快照与从头推算的结果相同，{wrong} 个不同。",
        "{path}: {kept} snapshots are what a fold from the beginning comes to, {wrong} are not.",
    ),
}
