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
        "{place} 所存的规则手册 {stored} 与其内容不符（{found}）：已被改动、已损坏，或为另一版本的程序所存。不予使用，"
        "不据此判定任何事项。请运行 warning verify 查明，并由台账各表的属主按备份恢复该手册的文件后再运行。",
        "Rule book {stored} in {place} does not match its content ({found}): it was altered or damaged, or is of "
        "another version of this program. It is not used, and nothing is decided. Run warning verify, which names it; "
        "the owner of the ledger's tables puts its files back from a copy, then run this again.",
    ),
    "frame_reads_as": Text("其内容的指纹为 {found}", "what stands there has the fingerprint {found}"),
    "frame_reads_not": Text("其内容不能读出", "what stands there cannot be read"),
    "ledger_url": Text(
        "“{place}”不是可用的台账位置。写文件路径，或 postgresql://用户@主机/库名。",
        "'{place}' is no place for a ledger. Write the path of a file, or postgresql://user@host/database.",
    ),
    "ledger_failed": Text(
        "台账 {place} 不能使用：{why}。已提交的内容不受影响，可重新运行。",
        "The ledger {place} cannot be used: {why}. What was committed stands; run the command again.",
    ),
    "ledger_unwritable": Text(
        "台账 {place} 不能写入：{why}。请使其可写，或用 --ledger 或环境变量 WARNING_LEDGER 另指一处。",
        "The ledger {place} cannot be written: {why}. See that it can be, or name another place with --ledger or "
        "WARNING_LEDGER.",
    ),
    "ledger_address": Text(
        "台账 {place} 不能打开：{why}。请核对其位置（--ledger 或环境变量 WARNING_LEDGER）与权限。",
        "The ledger {place} cannot be opened: {why}. Check its place (--ledger or WARNING_LEDGER) and who may use it.",
    ),
    "source_moved": Text(
        "另一个进程也在读入“{name}”，本次的这一批未计入。等它读完后再运行。",
        "Another process reads '{name}', too; this batch was not taken. Run again when it is done.",
    ),
    "loan_astray": Text(
        "台账的借据表把借据 {loan} 记在借款人 {borrower} 名下，而该借款人并无此借据：该表已被改动。未读入任何内容。"
        "请运行 warning verify，它会列出每一处差异。",
        "The table loan says that loan {loan} is borrower {borrower}'s, who has no such loan: the table was altered. "
        "Nothing of this was taken. Run warning verify, which names every difference.",
    ),
    "rows_beyond": Text(
        "流水第 {lane} 路登记至第 {seq} 条，其后却另有流水（至第 {last} 条），不是台账写入的。未读入任何内容。"
        "请运行 warning verify，它会列出这些流水。",
        "Lane {lane} of the journal ends with row {seq} on record, and there are rows behind it (up to {last}), which "
        "no ledger wrote. Nothing of this was taken. Run warning verify, which names them.",
    ),
    "ingested": Text(
        "本次从“{name}”读入 {records} 条（至第 {line} 行）：{applied}，重复 {duplicate}，过时 {stale}，"
        "等待借据 {held}，隔离 {quarantined}。",
        "From '{name}' {records} records were read (up to line {line}): {applied}, {duplicate} duplicate, "
        "{stale} stale, {held} held, {quarantined} quarantined.",
    ),
    "ingested_ended": Text(
        "此前等待借据的记录有 {n} 条本次了结：已受理 {applied}，重复 {duplicate}，过时 {stale}，隔离 {quarantined}。",
        "Of the records that had waited for their loan before, {n} wait no more: {applied} taken, {duplicate} "
        "duplicate, {stale} stale, {quarantined} quarantined.",
    ),
    "ingested_nothing": Text("标准输入没有内容，没有读入记录。", "Nothing came on standard input; no record was read."),
    "ingested_before": Text(
        "“{name}”此前已读完（{line} 行），没有新的记录。",
        "'{name}' had been read to its end before ({line} lines); nothing was added since.",
    ),
    "ingested_in_all": Text(
        "台账累计读入 {records} 条：{applied}，重复 {duplicate}，过时 {stale}，等待借据 {held}，隔离 {quarantined}。",
        "The ledger in all: {records} records read, {applied}, {duplicate} duplicate, {stale} stale, {held} "
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
    "t_warnings_listed": Text("预警（{n} 宗）", "Warnings ({n})"),
    "no_warnings_listed": Text("没有符合条件的预警。", "There is no such warning."),
    "t_duties_listed": Text("义务（{n} 项）", "Duties ({n})"),
    "no_duties_listed": Text("没有符合条件的义务。", "There is no such duty."),
    "t_signals": Text("构成预警的信号", "The signals it is made of"),
    "t_levels": Text("级别变动情况", "The history of its level"),
    "t_duties": Text("全部义务", "All its duties"),
    "s_late_by": Text("已逾期 {late}", "overdue: {late}"),
    "s_scored": Text("计为{score}", "scored as {score}"),
    "s_unscored": Text("不计分：{why}", "not scored: {why}"),
    "s_rests_disputed": Text("所依据的信号存疑", "rests on a disputed signal"),
    "s_left": Text("还有 {left}", "{left} left"),
    "warning_unknown": Text(
        "{place} 里没有编号以“{id}”开头的预警。用 warning alerts list --all{options} 查看全部编号。",
        "No warning in {place} starts with '{id}'. warning alerts list --all{options} shows all ids.",
    ),
    "row_unknown": Text(
        "{place} 里没有编号以“{id}”开头的信号、预警或义务。用 warning alerts list --all{options} 查看预警的编号。",
        "Nothing in {place} has an id beginning '{id}'. warning alerts list --all{options} shows those of warnings.",
    ),
    "overdue_state": Text(
        "--overdue 列出状态为 breached（逾期未完成）的义务，与 --state {state} 矛盾；请只用其一。",
        "--overdue lists what is in state breached, and --state {state} something else: use one of them.",
    ),
    "post_absent": Text("没有岗位 {value}；已有：{known}。", "There is no post {value}; known are {known}."),
    "ticked": Text(
        "时钟从 {before} 走到 {at}：记入流水 {rows} 条，新产生预警 {raised} 宗，新逾期义务 {overdue} 项。",
        "The clock went from {before} to {at}: {rows} rows were journaled, {raised} warnings raised, {overdue} more "
        "duties are overdue.",
    ),
    "ticking": Text("时钟已走到途中，记入流水 {n} 条……", "the clock is on its way, {n} rows journaled …"),
    "tick_live": Text(
        "这是实时台账，时钟由 warning run 推进，不能用 tick。",
        "This ledger is live: warning run lets its time pass, tick does not.",
    ),
    "tick_empty": Text(
        "台账里还没有记录，时钟没有起点。先用 warning ingest 读入。",
        "The ledger holds no record yet, so that its clock stands nowhere. Take some in with warning ingest.",
    ),
    "tick_back": Text(
        "--until {value} 早于台账的时钟 {clock}；时钟不会倒转。",
        "--until {value} is before the ledger's clock, {clock}, which does not go back.",
    ),
    "tick_far": Text(
        "--until {value} 比台账的时钟 {clock} 晚十年以上。请核对年份。",
        "--until {value} is more than ten years after the ledger's clock, {clock}. Check the year.",
    ),
    "status_title": Text("台账 {name}（{place}）", "Ledger {name} ({place})"),
    "clock_not_begun": Text("尚未开始", "not begun"),
    "f_clock": Text("时钟", "Clock"),
    "f_live_from": Text("上线时刻", "Going live"),
    "f_book": Text("规则手册", "Rule book"),
    "f_journal": Text("流水", "Journal"),
    "f_alerts": Text("有效预警", "Live warnings"),
    "f_duties": Text("义务", "Duties"),
    "f_next_due": Text("下一个到点时刻", "Next due"),
    "f_held": Text("等待借据", "Held"),
    "f_quarantine": Text("隔离待改", "Quarantine"),
    "f_approvals": Text("待批申请", "Proposals"),
    "status_overtaken": Text(
        "，其中 {n} 项已被信号升级取代，须重新提出", "; {n} of them overtaken by a rise, to be proposed anew"
    ),
    "status_approvals": Text("解除与豁免 {n} 项", "{n} releases and waivers wait for approval"),
    "f_mail": Text("待传递", "Mail"),
    "f_conservation": Text("记录守恒", "Conservation"),
    "rows_n": Text("{n} 条", "{n} rows"),
    "records_n": Text("{n} 条", "{n} records"),
    "status_owed": Text("待办 {open} 项，逾期 {overdue} 项", "{open} open, {overdue} overdue"),
    "status_quarantine": Text("待处理 {open} 条，待批准 {proposed} 条", "{open} open, {proposed} wait for approval"),
    "status_mail": Text("收件 {inbox} 条，发件 {outbox} 条", "inbox {inbox}, outbox {outbox}"),
    "conserved": Text(
        "读入 {records} = {applied} + 重复 {duplicate} + 过时 {stale} + 等待借据 {held} + 隔离 {quarantined}，相符",
        "{records} read = {applied} + {duplicate} duplicate + {stale} stale + {held} held + {quarantined} "
        "quarantined: it holds",
    ),
    "not_conserved": Text(
        "读入 {records} ≠ {applied} + 重复 {duplicate} + 过时 {stale} + 等待借据 {held} + 隔离 {quarantined}"
        "（差 {off}），不符，请报告",
        "{records} read ≠ {applied} + {duplicate} duplicate + {stale} stale + {held} held + {quarantined} "
        "quarantined (off by {off}): report this",
    ),
    "t_sources": Text("来源", "Sources"),
    "src_name": Text("来源", "Source"),
    "src_line": Text("已读行数", "Lines"),
    "src_received": Text("末条记录时间", "Last record"),
    "src_done": Text("已读完", "read"),
    "src_partitions": Text("主题的 {n} 个分区（逐个见 warning lag）", "{n} partitions of a topic (each: warning lag)"),
    "src_reading": Text("读入中", "reading"),
    "src_unread": Text("未读完", "not read to its end"),
    "f_unread": Text("未读完", "Not read to the end"),
    "status_unread": Text(
        "{names}：如无人正在读入，用 warning ingest 接着读；其余各行此前不计入",
        "{names}: unless somebody is reading it, go on with warning ingest; until then its other lines do not count",
    ),
    "src_records": Text("记录", "Records"),
    "src_applied": Text("受理", "Taken"),
    "src_duplicate": Text("重复", "Duplicate"),
    "src_stale": Text("过时", "Stale"),
    "src_held": Text("等待借据", "Held"),
    "src_quarantined": Text("隔离", "Quarantined"),
    "a_what": Text("对象", "What"),
    "act_taken": Text("已受理“{what}”（{id}，{at}）。", "Taken: {what} ({id}, {at})."),
    "act_moved": Text(
        "台账时钟随之由 {before} 走到 {after}，其间又有 {n} 项义务逾期：用 warning duties list --overdue{options} "
        "查看。",
        "The ledger's clock went with it from {before} to {after}, and {n} more duties are overdue: warning duties "
        "list --overdue{options} shows them.",
    ),
    "act_duplicate": Text(
        "“{what}”（{id}，{at}）此前已受理，不重复计入。", "{what} ({id}, {at}) had been taken before; it counts once."
    ),
    "act_refused": Text("“{what}”（{id}，{at}）不予计入：", "{what} ({id}, {at}) does not count:"),
    "act_broken": Text("未受理，以下各处有误：", "Not taken; this is wrong:"),
    "act_unknown": Text("没有办理种类“{value}”；可用：{known}。", "There is no act '{value}'; known are {known}."),
    "act_file_wrong": Text(
        "{path} 不是一个 JSON 对象。其中应写各字段的值。",
        "{path} is no JSON object. Write the fields and their values.",
    ),
    "attendee_wrong": Text(
        "参加人员“{value}”的写法不对，例如 1001/sub_branch_president；未亲自到场的加 /remote。",
        "'{value}' is no attendee. Write 1001/sub_branch_president, with /remote for who was not there in person.",
    ),
    "set_wrong": Text(
        "--set {value} 的写法不对，例如 --set led_by=sub_branch_president。",
        "--set {value} is not written as it should be: --set led_by=sub_branch_president.",
    ),
    "set_by_option": Text(
        "{field} 由选项 {option} 给出，不能用 --set。",
        "{field} is given by the option {option}, not by --set.",
    ),
    "act_back": Text(
        "办理时刻 {value} 早于台账的时钟 {clock}；用 --at 给出其后的时刻。",
        "{value} is before the ledger's clock, {clock}. Give a later instant with --at.",
    ),
    "act_live": Text(
        "这是实时台账，以当前时间记录，不能用 --at；实际办理时间用 --set happened=… 写明。",
        "This ledger is live and records now: no --at. Say when it was done with --set happened=….",
    ),
    "ledger_secret": Text(
        "台账地址中有口令，上面的命令里略去：先把该地址设为环境变量 WARNING_LEDGER，命令即可直接粘贴。",
        "The ledger's address has a password and is left out of these commands: set WARNING_LEDGER to it and paste.",
    ),
    "act_about_missing": Text(
        "缺少 {what}；也可只用 --warning 写明预警。", "{what} is missing; or name the warning with --warning instead."
    ),
    "act_lacks": Text(
        "缺少字段 {path}。用 --set {name}=… 给出，或写在 --file 的文件里。",
        "The field {path} is missing. Give it with --set {name}=…, or in the file of --file.",
    ),
    "act_no_field": Text("“{what}”没有字段 {path}。请核对拼写。", "'{what}' has no field {path}. Check its spelling."),
    "act_field": Text("{path}：{text}", "{path}: {text}"),
    "act_takes_no": Text("“{what}”不用选项 {options}。", "'{what}' takes no {options}."),
    "act_another": Text(
        "预警 {id} 的客户号为 {borrower}、领域为 {domain}，与所给的不符。有 --warning 时不必给 --borrower、--domain。",
        "The warning {id} is about {borrower}, {domain}; --borrower or --domain says otherwise: leave them out.",
    ),
    "borrower_absent": Text(
        "{place} 里没有客户号 {value} 的任何记录。请核对客户号。",
        "There is no record of a borrower {value} in {place}. Check the number.",
    ),
    "duty_unknown": Text(
        "{place} 里没有编号以“{id}”开头的义务。用 warning duties list{options} 查看编号。",
        "No duty in {place} starts with '{id}'. warning duties list{options} shows the ids.",
    ),
    "act_extends": Text(
        "已提出将义务 {ids} 延期至 {due}，待另一人审批。",
        "A longer time is proposed for {ids}, until {due}; it waits for approval.",
    ),
    "act_approve": Text(
        "须由另一人审批：warning act approve --set proposal_id={id} {options} --org … --post … --officer …",
        "Another person has to approve it: warning act approve --set proposal_id={id} {options} --org … --post … "
        "--officer …",
    ),
    "verifying": Text("已核对 {n}/{of} 路……", "{n} of {of} lanes are verified …"),
    "verified": Text(
        "{place} 核对无误：流水 {rows} 条，状态 {aggregates} 个，信号、预警与义务 {seen} 条，全部与重算一致。"
        "链尾指纹 {heads}",
        "{place} is what its journal says: {rows} rows, {aggregates} states, {seen} signals, warnings and duties, all "
        "as recomputed. Its chains end in {heads}",
    ),
    "verified_not": Text(
        "{place} 有不符之处，见上表（已查看流水 {rows} 条，状态 {aggregates} 个，信号、预警与义务 {seen} 条；"
        "链尾指纹 {heads}）。请停止使用，与备份及锚点核对。",
        "{place} is not what its journal says, see above ({rows} rows, {aggregates} states, {seen} signals, warnings "
        "and duties looked at; its chains end in {heads}). Stop using it; compare it with copies and anchors.",
    ),
    "not_compared": Text(
        "其中流水 {rows} 条、状态 {aggregates} 个，信号、预警与义务 {seen} 条未能重算核对：它们依据上表所列的流水。",
        "Of these, {rows} rows, {aggregates} states, {seen} signals, warnings and duties could not be recomputed: they "
        "rest on rows listed above.",
    ),
    "t_differences": Text("不符之处（{n} 处）", "What differs ({n})"),
    "v_lane": Text("路", "Lane"),
    "v_row": Text("流水号", "Row"),
    "v_differs": Text("不符", "What differs"),
    "run_event": Text(
        "这是随记录走的台账：用 --follow 跟读文件，或用 warning tick 推进时钟。",
        "This ledger's clock follows its records: follow files with --follow, or let it go on with warning tick.",
    ),
    "was_down": Text(
        "自 {at} 起没有进程在运行；其间到期的义务另加标记，不计分。",
        "Nothing has run since {at}: what fell due meanwhile is tagged and not scored.",
    ),
    "running": Text(
        "{place} 运行中；按 Ctrl-C 或发送 SIGTERM 停止。", "{place} is running; Ctrl-C or SIGTERM stops it."
    ),
    "ledger_lost": Text(
        "与台账 {place} 的连接中断，稍后重试……", "The connection to {place} is lost; it is tried again …"
    ),
    "stopped_after": Text(
        "已停止；本次读入 {records} 条，其中不予计入或隔离 {refused} 条，全部已提交。",
        "Stopped. {records} records were read in this run, {refused} of them refused or quarantined; all is committed.",
    ),
    "heartbeat": Text(
        "{at} 仍在运行；本次读入 {records} 条，其中不予计入或隔离 {refused} 条。",
        "{at}: still running; {records} records read in this run, {refused} of them refused or quarantined.",
    ),
    "follow_missing": Text(
        "{path} 还不存在：等它出现后跟读。请核对路径。",
        "{path} is not there yet: it is followed once it is. Check the path.",
    ),
    "line_unfinished": Text(
        "{name} 的最后一行（第 {line} 行）没有写完，未读入；写完后再次执行 ingest 即可读入。",
        "The last line of {name} (line {line}) is not finished and was left: ingest reads it once it is.",
    ),
    "clock_jump_stopped": Text(
        "第 {line} 行（{id}）的 recordedtime 是 {at}，比其前的时刻 {clock} 晚 366 天以上，就此停止：时钟不能倒退，"
        "其间的义务都将逾期。该文件已读入 {n} 条。请核对该行；确需如此，请执行 {again}。",
        "Line {line} ({id}) has the recordedtime {at}, more than 366 days after what is before it, {clock}; it stops "
        "here: a ledger's clock does not go back, and all that is owed in between would be overdue. Of this file {n} "
        "were taken. Check that line; if it is meant: {again}",
    ),
    "file_behind": Text(
        "{name} 的首条记录（{at}）早于台账时钟 {clock}：由这些记录产生而在该时钟之前到期的义务不计分。"
        "多个系统的文件应先按 recordedtime 合并再读入。",
        "The first record of {name} ({at}) lies behind the ledger's clock, {clock}: duties that such records open and "
        "that were due before it are not scored. Merge files of several systems by recordedtime first.",
    ),
    "act_far": Text(
        "--at 的值 {value} 比台账时钟 {clock} 晚 366 天以上：时钟不能倒退，其间的义务都将逾期。请核对年份；"
        "确需如此，请先用 warning tick 推进时钟。",
        "--at {value} is more than 366 days after the ledger's clock, {clock}: it does not go back, and all that is "
        "owed in between would be overdue. Check the year; if it is meant, let the clock go on with warning tick.",
    ),
    "status_behind": Text(
        "已到点而尚未判定的事项自 {at} 起：实时台账由 warning run 推进，请保持其运行。",
        "What fell due since {at} is not decided yet: a live ledger is moved on by warning run; keep it running.",
    ),
    "follow_twice": Text(
        "要跟读的文件中有两个都叫 {name}；台账以文件名识别来源，请改名。",
        "Two of the files to be followed are called {name}, by which a ledger knows a source: rename one.",
    ),
}
