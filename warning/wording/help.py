"""What ``--help`` says of commands and options."""

from __future__ import annotations

from typing import Final

from warning.wording.help_compliance import HELP_COMPLIANCE
from warning.wording.help_proposals import HELP_PROPOSALS
from warning.wording.help_quarantine import HELP_QUARANTINE
from warning.wording.help_rules import HELP_RULES
from warning.wording.terms import Table
from warning.wording.text import Text

HELP: Final[Table] = {
    "warning": Text("公司客户贷款风险预警", "Early warning of corporate-loan risk"),
    "exit_codes": Text(
        "退出码：0 完成；1 完成，但有记录不予计入，或 verify、replay、backtest、rules retest、snapshots、"
        "anchor、audit export、dossier、topics diff 发现不符，或有分区落后或停读，或 publish 有未送出的行；2 用法有误；"
        "3 文件、目录、规则手册或台账不能使用，或无法输出；4 没有所要的内容；"
        "5 已重放、回测、核对或统计，但有流水不能比较；70 程序出错；130 被中断",
        "Exit codes: 0 done; 1 done, and some record was refused, or verify, replay, backtest, rules retest, "
        "snapshots, anchor, audit export, dossier or topics diff found a difference, or a partition is behind or "
        "stopped, or publish left a line out; 2 wrong use; 3 a file, a directory, a rule book or a ledger cannot be "
        "used, or the output cannot be written; 4 not found; 5 replayed, backtested, verified or counted, and some "
        "rows cannot be compared; 70 the program failed; 130 interrupted",
    ),
    "decide": Text(
        "判断一份事件文件：预警、下一步、逾期、不予计入",
        "Decide a file of events: warnings, what next, overdue, refused",
    ),
    "explain": Text(
        "说明一个信号、预警或义务：条款、规则、数值、记录、截止时间的推算",
        "Explain a signal, warning or duty: clause, rule, values, records, and how its due is worked out",
    ),
    "demo": Text("生成一家演示银行，读入台账，并给出小结", "Make up a bank, take it into a ledger, and sum it up"),
    "archive": Text(
        "把台账各路已结清的月份归档为文件；核对后可从台账删去",
        "Archive closed months of a ledger's lanes as files; once they are verified, the ledger can drop them",
    ),
    "archive_until": Text("归档到哪个月（含），如 2026-10", "the month with which it ends, as 2026-10"),
    "archive_to": Text("归档目录", "the archive's directory"),
    "archive_drop": Text(
        "读回核对后，记下界限，从台账删去已归档的流水与变动",
        "read it back, record the boundary, and drop the archived rows and changes from the ledger",
    ),
    "archive_grace": Text("月末之后多少天才算结清", "so many days after its end a month is closed"),
    "archive_anchors": Text(
        "锚点的存放处，可写多个：只归档锚点所及的流水，并附证明",
        "where anchors are, more than once: only what an anchor covers is archived, with its proof",
    ),
    "archive_option": Text(
        "归档目录，默认为台账所记之处，或环境变量 WARNING_ARCHIVE",
        "where the archive is; by default where the ledger says, or WARNING_ARCHIVE",
    ),
    "erase": Text(
        "删除一个自然人的值与盐：一人申请，另一人批准；流水只留代号",
        "Erase a natural person's value and salt: one asks, another approves; the journal keeps the token alone",
    ),
    "erase_person": Text(
        "代号（P-…），或此人的工号（另须 --yes）", "the token (P-…), or the person's number (with --yes)"
    ),
    "erase_ground": Text("理由", "on what ground"),
    "erase_officer": Text("申请人或批准人的工号", "the staff number of who asks, or approves"),
    "erase_approve": Text("批准第几号申请", "approve the request of this number"),
    "erase_yes": Text("确认按工号所指的人", "confirm the person that a number means"),
    "erase_compact": Text(
        "只重写 SQLite 文件，使删除的内容不留在字节中",
        "only write the file of SQLite anew, so that nothing deleted stays in it",
    ),
    "rules": Text("规则手册", "The rule book"),
    "rules_check": Text("检查规则手册并运行其全部示例", "Check the rule book and run all its examples"),
    "rules_show": Text("列出全部规则", "Show all rules"),
    "rules_explain": Text("说明一条规则，或一个条款的全部规则", "Explain a rule, or all rules of a clause"),
    "rules_route": Text(
        "某级别、某金额的预警由谁、何时办理", "Whom a warning of a level and amount concerns, and by when"
    ),
    "schema": Text("输出 decide --json 每行的 JSON Schema", "Print the JSON Schema of the lines of decide --json"),
    "schema_path": Text("只输出其路径", "print its path only"),
    "version": Text("程序、判断核心与规则手册的版本", "versions of the program, its deciding core and the rule book"),
    "v_program": Text("程序", "program"),
    "v_core": Text("判断核心", "core"),
    "v_book": Text("规则手册", "rule book"),
    "debug": Text("程序出错时输出全部细节", "print all details where the program itself fails"),
    "help": Text("显示本页", "show this page"),
    "lang": Text(
        "输出语言；默认为环境变量 WARNING_LANG，否则为中文",
        "language of what is printed; by default WARNING_LANG, else Chinese",
    ),
    "frame": Text(
        "规则手册目录，默认为随程序附带的手册", "directory of a rule book; by default the one that comes along"
    ),
    "until": Text("末条记录之后，时钟继续走到该时刻", "let the clock run on to this instant after the last record"),
    "live_from": Text(
        "系统上线时刻：此前产生的义务不按迟办计，其截止时间不早于上线后第 5 个工作日（判读 T6）",
        "the instant of going live: what arose before it is not counted late, and is due no earlier than the end of "
        "the 5th working day after it (reading T6)",
    ),
    "json": Text("每行输出一个 JSON 对象", "print one JSON object a line"),
    "rows": Text("每张表最多列出的行数，0 为全部", "at most so many rows a table, 0 for all"),
    "events_argument": Text(
        "事件文件（每行一条 JSON），- 为标准输入", "file of events, one JSON a line; - is standard input"
    ),
    "events_option": Text(
        "由该事件文件判断并说明；不给出时说明最近一次 demo 的台账（没有台账则为其事件文件）",
        "decide this file of events and explain from it; without it the ledger of the last demo is asked (its events "
        "where there is none)",
    ),
    "explain_ledger": Text(
        "由该台账说明（SQLite 文件，或 postgresql:// 地址）；与 --events、--until、--frame、--live-from 不能并用",
        "explain from this ledger (a file of SQLite, or postgresql://…); not together with --events, --until, --frame "
        "or --live-from",
    ),
    "id": Text(
        "编号（S-、W-、D- 开头），写出能唯一识别的前几位即可", "an id (S-, W-, D-); a prefix will do if it is unique"
    ),
    "seed": Text("随机种子", "seed of the random generator"),
    "loans": Text("上线时接管的贷款笔数", "loans taken on at go-live"),
    "months": Text("运行的自然月数", "calendar months to run"),
    "out": Text("写入的目录", "directory to write to"),
    "rule": Text("信号号（如 18）或条款号（如 11.1.3）", "a signal's number (18) or a clause (11.1.3)"),
    "org": Text("经办机构号", "number of the organisation that books the loan"),
    "level": Text("yellow、orange 或 red", "yellow, orange or red"),
    "amount": Text("金额（元），如 1000000.00", "amount in CNY, such as 1000000.00"),
    "at": Text("按该时刻推算截止时间", "work the dues out from this instant"),
    "init": Text("建立台账", "Make a ledger"),
    "upgrade": Text(
        "把旧版程序所建台账的表升级到本版本", "Bring the tables of a ledger of an earlier version up to date"
    ),
    "ledger": Text(
        "台账：SQLite 文件，或 postgresql:// 地址；默认为环境变量 WARNING_LEDGER，否则为 ./ledger.db",
        "the ledger: a file of SQLite, or postgresql://…; by default WARNING_LEDGER, else ./ledger.db",
    ),
    "clock": Text(
        "时钟：event 随记录走（演示、导入），live 为实时；建立后不能更改",
        "its clock: event follows the records (demo, import), live is the wall's; for good",
    ),
    "ledger_name": Text("台账名称", "name of the ledger"),
    "ingest": Text(
        "把事件文件读入台账；中断后再运行会接着读", "Take a file of events into the ledger; run again, it goes on"
    ),
    "as": Text(
        "该来源的名称，默认为文件名；另一份同名文件须另取名称",
        "name of the source, by default the file's; another file of the same name needs another",
    ),
    "allow_jump": Text(
        "时钟随一条记录前进 366 天以上时也读入（默认停在该条之前）",
        "take a record, too, with which the clock jumps by more than 366 days (by default it stops before it)",
    ),
    "tick": Text("让随记录走的时钟走到某一时刻", "Let a clock that follows the records go on to an instant"),
    "tick_until": Text("走到的时刻", "the instant to go to"),
    "alerts": Text("预警", "Warnings"),
    "alerts_list": Text("列出预警，最急的在前", "List warnings, the most urgent first"),
    "alerts_show": Text("一宗预警的信号、级别变动与义务", "A warning's signals, levels and duties"),
    "warning_id": Text("预警编号（W- 开头），写出能唯一识别的前几位即可", "an id (W-); a prefix will do if unique"),
    "level_filter": Text("只列该级别", "of this level only"),
    "org_filter": Text("只列该机构及其下级机构的", "of this organisation and those below it only"),
    "domain_filter": Text("只列该领域：business 或 management", "of this domain only"),
    "closed_too": Text("已关闭的也列出", "closed ones, too"),
    "persons": Text("显示自然人（工号），默认以代号代替", "show natural persons, for whom tokens stand otherwise"),
    "duties": Text("义务", "Duties"),
    "duties_list": Text(
        "按截止时间列出义务，默认为尚待办理的", "List duties by due; those still owed unless told otherwise"
    ),
    "overdue_filter": Text("只列逾期未完成的", "overdue ones only"),
    "post_filter": Text("只列该岗位的", "of this post only"),
    "duties_post": Text(
        "只列该岗位的；与 --overdue 合用时，也列记在该岗位（作为上级）名下的逾期",
        "of this post only; with --overdue also those that stand against it as the superior's (D9)",
    ),
    "borrower_filter": Text("只列该客户号的", "about this borrower (number) only"),
    "state_filter": Text("只列该状态的", "in this state only"),
    "until_filter": Text("只列截止时间早于该时刻的", "due before this instant only"),
    "kill": Text(
        "读入途中将进程强行终止一次（kill -9），再接着读，结果不变",
        "kill the process that takes the records in once on the way (kill -9), and go on: the result is the same",
    ),
    "status": Text(
        "台账概况：时钟、来源、守恒、待办", "How the ledger stands: clock, sources, conservation, what waits"
    ),
    "act": Text(
        "办理：报告、会议、豁免、审批等，并说明其结果，或有误之处",
        "Act: report, meet, propose, approve and the like; what it did is told, or what is wrong",
    ),
    "act_type": Text(
        "办理种类：下列之一，或记录类型，如 team.formed.v1",
        "what is done: one of those below, or its type: team.formed.v1",
    ),
    "act_org": Text("办理机构号", "number of the organisation that acts"),
    "act_post": Text("办理岗位", "post that acts"),
    "officer": Text("办理人工号", "staff number of who acts"),
    "act_borrower": Text("客户号", "number of the borrower"),
    "act_domain": Text("领域", "domain of the warning"),
    "act_warning": Text(
        "所办理的预警，代替 --borrower 与 --domain", "the warning it is about, for borrower and domain"
    ),
    "act_set": Text(
        "字段的值，可多次；点号进入下一层，如 parts.cause=…；多个值用逗号分开",
        "value of a field, more than once; a dot leads into it, as in parts.cause=…; commas between several values",
    ),
    "act_attendee": Text("参加会议的机构与岗位，可多次", "who sat in the meeting, more than once"),
    "act_file": Text(
        "含各字段的 JSON 文件；报告可只含九个部分", "JSON file of the fields; of a report, its parts will do"
    ),
    "act_at": Text(
        "办理时刻，默认为台账的时钟；实时台账为当前时间",
        "the instant, by default the ledger's clock; now if it is live",
    ),
    "act_id": Text("记录编号；同一编号再次提交不重复计入", "id of the record; given again with it, it counts once"),
    "verify": Text(
        "核对台账：先独立核对链接与锚点，再由流水重算，指出不符之处；--offline 核对离线包",
        "Verify a ledger: its links and anchors by themselves, then all of it recomputed from its journal, and name "
        "what differs; --offline verifies a bundle",
    ),
    "offline": Text("核对该离线包，不用数据库", "verify this bundle, without a database"),
    "anchors": Text(
        "锚点的存放处：目录、kafka:主题或 https://…，可多次给出",
        "where anchors are kept: a directory, kafka:TOPIC or https://…; more than once",
    ),
    "public_key": Text(
        "签署锚点的公钥文件（PEM），可多次给出", "the public key (PEM) that anchors are signed with; more than once"
    ),
    "audit": Text("离线包与锚点的密钥", "Bundles, and the keys of anchors"),
    "audit_export": Text(
        "把台账导出为离线包：不用本程序也能核对",
        "Export a ledger as a bundle that can be verified without this program",
    ),
    "bundle_directory": Text("新的或空的目录", "a new or empty directory"),
    "anchors_too": Text(
        "一并导出该处的锚点（目录、kafka:主题或 https://…）",
        "export the anchors of this place, too (a directory, kafka:TOPIC or https://…)",
    ),
    "audit_keygen": Text("生成签署锚点的密钥（Ed25519）", "Make a key that signs anchors (Ed25519)"),
    "key_file": Text("密钥文件，公钥存入其旁的 .pub", "the key's file; its public one goes beside it, as .pub"),
    "anchor": Text(
        "签署锚点，存入数据库之外；以只读方式读台账，与数据库不在同一主机上运行",
        "Sign anchors and keep them outside the database; reads the ledger only, and runs on another host than it",
    ),
    "anchor_key": Text(
        "签署用的密钥文件，他人不得可读", "the file of the key that signs; nobody else may be able to read it"
    ),
    "anchor_to": Text(
        "存放处：目录、kafka:主题（一个分区）或 https://…，可多次给出",
        "where to: a directory, kafka:TOPIC (of one partition) or https://…; more than once",
    ),
    "anchor_every": Text("每隔多久签署一次，如 5m", "how often, such as 5m"),
    "dossier": Text(
        "一户一档：一个客户的全部流水、信号、预警、义务及其经过、应告知谁与证明，写成网页或 JSON",
        "A borrower's dossier: everything recorded, decided, done and told, in order and with proofs, as HTML and JSON",
    ),
    "dossier_borrower": Text("客户号", "the borrower's number"),
    "dossier_html": Text("写成一个独立的网页文件，可打印", "write one self-contained page that can be printed"),
    "dossier_until": Text("截至这一时刻所知（默认为台账现在）", "as known at this instant (by default, now)"),
    "anchor_textfile": Text(
        "每次签署后写入此文件，供 Prometheus 的 node_exporter（textfile）读取",
        "write this file after each attempt, for Prometheus (node_exporter's textfile collector)",
    ),
    "anchor_rotate": Text(
        "此密钥取代签署以前锚点的密钥；换密钥时给一次",
        "this key takes the place of the one that signed before; once, when keys are changed",
    ),
    "anchor_first": Text(
        "签署第一个锚点：各处都还没有锚点；只此一次，以后不给",
        "sign the first anchor: no place has one yet; this once, and never again",
    ),
    "anchor_once": Text("签署一次即结束", "sign one, and end"),
    "replay": Text(
        "按当时的规则手册与核心重新判断每条流水，说明一致，或指出第一处不同：流水、效果、字段与两个值",
        "Decide every row again under its own rule book and core: identical, or the first row, effect and field that "
        "is not, with both values",
    ),
    "jobs": Text(
        "并行的进程数，至多为处理器数；0 为自行选择",
        "processes at once, at most as many as there are processors; 0: chosen",
    ),
    "lanes": Text("只重放这些路，如 0-15,20", "these lanes only, as 0-15,20"),
    "replay_borrower": Text("只重放该客户号的流水", "the rows of this borrower (number) only"),
    "resume": Text(
        "进度文件：逐路记下已证明的，再运行时只核对其未经改动，不再判断",
        "file of its progress: what is proven is noted lane by lane, and looked through for changes, not decided, when "
        "run again",
    ),
    "asof": Text(
        "列出某一时刻所知的预警、信号、义务，以及当时决定告知谁",
        "The warnings, signals and duties as known at an instant, and who was to be told",
    ),
    "asof_instant": Text(
        "时刻（含）：按流水所记的时刻，即记录的收到时刻", "the instant, inclusive: by when records were received"
    ),
    "asof_all": Text(
        "已关闭的预警、信号与已办结的义务也列出", "closed warnings and signals and duties that ended, too"
    ),
    "backtest": Text(
        "以另一套规则手册重新判断记录的历史：哪些信号、预警、义务会不同，由哪些数值引起，预警是否更及时",
        "Decide recorded history under another rule book: which signals, warnings and duties would differ, by which "
        "figures, and whether warnings would come in time",
    ),
    "backtest_book": Text("新规则手册所在目录", "directory of the changed rule book"),
    "backtest_since": Text("期间的开始（日期为当日 0 时）", "the beginning of the time reported (a date: its 00:00)"),
    "backtest_until": Text("期间的结束，不含（日期为当日 0 时）", "its end, exclusive (a date: its 00:00)"),
    "backtest_html": Text(
        "把报告写为网页文件（自成一体，不需网络）", "write the report as a page (self-contained, no network)"
    ),
    "backtest_out": Text(
        "把报告写入目录：backtest.html 与 backtest.jsonl",
        "write the report to a directory: backtest.html, backtest.jsonl",
    ),
    "backtest_observed": Text(
        "预警后满多少天仍无不良结果才算误报", "so many days after a warning without a bad outcome make a false alarm"
    ),
    "snapshots_option": Text(
        "月末快照所在目录（warning snapshots 所做）：更快，结果相同",
        "directory of month-ends (made by warning snapshots): faster, and the same",
    ),
    "snapshots": Text(
        "把台账各月末的位置存入目录，供 asof 使用；不写台账",
        "Keep a ledger's month-ends in a directory for asof; the ledger is not written to",
    ),
    "snapshots_directory": Text("目录，没有则建立", "directory, made if it is not there"),
    "snapshots_check": Text(
        "不做新的，从头推算核对已有的", "make none; hold those that are there against a fold from the beginning"
    ),
    "run": Text(
        "持续运行，直至收到停止信号（SIGTERM、Ctrl-C）：跟读文件，并让实时台账的时间前进",
        "Go on until told to stop (SIGTERM, Ctrl-C): follow files, and let time pass on a live ledger",
    ),
    "follow": Text(
        "跟读该文件（或目录中的 *.jsonl）新增的整行，可多次给出；与 ingest 同一来源，停止后可接着读",
        "read what is appended to this file (or to the *.jsonl of this directory) line by line, more than once; the "
        "same source as of ingest: it goes on where it was stopped",
    ),
    "heartbeat": Text(
        "每隔多少秒报告一次仍在运行，0 为不报告", "seconds between two signs of life on standard error, 0 for none"
    ),
    "once": Text("只办理当前已到期的，然后结束", "take what is due now, and end"),
    "every": Text("每隔多少秒看一次", "seconds between two looks"),
    "topics": Text("Kafka 的主题", "The topics of Kafka"),
    "topics_diff": Text(
        "列出主题与文件的差异（有差异时退出码为 1）", "Say how the topics differ from the file (exit code 1)"
    ),
    "topics_apply": Text(
        "按文件建立主题、增加分区、修改设置", "Make topics, add partitions and set settings as the file says"
    ),
    "topics_option": Text("主题文件，默认为随程序附带的", "file of the topics; by default the one that comes along"),
    "brokers": Text(
        "Kafka 的地址，默认为环境变量 WARNING_KAFKA，否则为 127.0.0.1:9092",
        "where Kafka is; by default WARNING_KAFKA, else 127.0.0.1:9092",
    ),
    "publish": Text("把事件文件发布到各主题", "Send a file of events to the topics"),
    "rate": Text("每秒最多发布的条数，0 为不限", "at most so many records a second, 0 for as fast as it goes"),
    "lag": Text("台账落后于各主题多少条", "How far the ledger is behind the topics"),
    "offsets": Text("台账在各分区的位移", "Where the ledger stands in the partitions"),
    "offsets_show": Text("列出各分区的位移", "List the offsets of all partitions"),
    "offsets_reset": Text(
        "使台账从一个或多个分区的另一位移读起（已作的判断不变）",
        "Have the ledger go on elsewhere in partitions (what was decided stands)",
    ),
    "topic": Text("主题（契约中的名称）", "the topic, as the contracts name it"),
    "partition": Text("分区号，可写多个", "the numbers of the partitions"),
    "all_partitions": Text("该主题的全部分区", "all partitions of the topic"),
    "offset_to": Text("开头、末尾或某一位移", "its beginning, its end, or an offset"),
    "dry_run": Text("只说明将作的改动", "only say what would be changed"),
    "worker": Text(
        "把各主题读入 PostgreSQL 上的台账，并发布其预警与义务",
        "Read the topics into a ledger on PostgreSQL, and send out what it decides",
    ),
    "web_host": Text(
        "应答健康检查与指标的地址，默认为环境变量 WARNING_WEB_HOST，否则仅限本机",
        "where health and metrics are answered; by default WARNING_WEB_HOST, else this machine alone",
    ),
    "web_port": Text(
        "其端口，默认为环境变量 WARNING_WEB_PORT；0 为任一空闲端口（启动时告知），off 为不应答",
        "and at which port; by default WARNING_WEB_PORT; 0: one that is free (said at the start), off: nowhere",
    ),
    "stall_after": Text(
        "多少秒没有进展后 /progress 答 503", "without progress for so many seconds /progress answers 503"
    ),
    "batch": Text("每个事务最多读入的条数", "at most so many records a transaction"),
    "session": Text(
        "无心跳多少秒后其分区由别的工作进程接管",
        "without a sign of life for so many seconds its partitions go to other workers",
    ),
    **HELP_COMPLIANCE,
    **HELP_PROPOSALS,
    **HELP_QUARANTINE,
    **HELP_RULES,
}
