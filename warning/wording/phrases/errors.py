"""What went wrong, where, and what to do."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

ERRORS: Final[Table] = {
    "file_missing": Text("没有文件 {path}。请核对路径。", "There is no file {path}. Check the path."),
    "file_is_directory": Text(
        "{path} 是目录，不是文件。请给出其中的事件文件。", "{path} is a directory. Name the events file in it."
    ),
    "file_unreadable": Text(
        "无法读取 {path}：{why}。请核对文件及其权限。",
        "{path} cannot be read: {why}. Check the file and who may read it.",
    ),
    "no_demo": Text(
        "没有文件 {path}。先运行 warning demo，或用 --events 指明事件文件。",
        "There is no file {path}. Run warning demo first, or name a file with --events.",
    ),
    "instant_wrong": Text(
        "{option} 的值“{value}”不是时刻。可写成 2026-11-30、2026-11-30 16:30（上海时间），或带时区的 "
        "2026-11-30T16:30:00+08:00。",
        "{option}: '{value}' is no instant. Write 2026-11-30, 2026-11-30 16:30 (Shanghai), or with a zone "
        "2026-11-30T16:30:00+08:00.",
    ),
    "until_early": Text(
        "--until {value} 早于文件末条记录 {last}；时钟不会倒转。",
        "--until {value} is before the file's last record, {last}; the clock does not go back.",
    ),
    "until_far": Text(
        "--until {value} 比末条记录 {last} 晚十年以上。请核对年份。",
        "--until {value} is more than ten years after the last record, {last}. Check the year.",
    ),
    "not_events": Text(
        "{path} 的前 {n} 行都不是 JSON，不是事件文件，已停止。", "The first {n} lines of {path} are not JSON: stopped."
    ),
    "id_unknown": Text(
        "没有编号以“{id}”开头的信号、预警或义务（{path}）。用 warning decide 查看全部编号。",
        "No signal, warning or duty starts with '{id}' in {path}. warning decide shows all ids.",
    ),
    "id_ambiguous": Text(
        "编号“{id}”不唯一，请多写几位：{candidates}。", "'{id}' is not unique; write more of it: {candidates}."
    ),
    "book_broken": Text(
        "规则手册 {path} 有 {n} 处问题，不能使用：", "The rule book {path} has {n} problems and cannot be used:"
    ),
    "book_good": Text(
        "{name} {version}：{rules} 条规则，{examples} 个示例全部通过。指纹 {frame}。",
        "{name} {version}: {rules} rules, all {examples} examples hold. Fingerprint {frame}.",
    ),
    "book_departs": Text(
        "与制度原文不符 {n} 处（不影响使用）：", "{n} departures from the policy's text (the book can be used):"
    ),
    "out_not_demo": Text(
        "{path} 不是演示银行的目录（其中有 {name}），不予覆盖。用 --out 指定一个新的或空的目录。",
        "{path} is not a demonstration bank's directory (it holds {name}) and is not overwritten. Name a new or empty "
        "directory with --out.",
    ),
    "out_is_here": Text(
        "{path} 是当前所在的目录，不能被替换。用 --out 指定另一个目录。",
        "{path} is the directory you are in and cannot be replaced. Name another one with --out.",
    ),
    "write_failed": Text(
        "无法写入 {path}：{why}。用 --out 指定一个可写的目录。",
        "{path} cannot be written: {why}. Name a directory that can be written with --out.",
    ),
    "system_error": Text("操作系统错误 {code}", "the system says {code}"),
    "output_failed": Text("无法输出：{why}。", "The output cannot be written: {why}."),
    "output_closed": Text("标准输出已关闭，无法输出。", "Standard output is closed: nothing can be written."),
    "unexpected": Text(
        "程序出错（{what}，{place}）。请将此行与所用命令报告给维护人员；加 --debug 输出全部细节。",
        "The program failed ({what}, {place}). Report this line and the command; --debug prints all details.",
    ),
    "file_empty": Text(
        "{path} 里没有记录。每行应为一条 JSON 事件（CloudEvents）。",
        "{path} holds no record. Each line should be one event in JSON (CloudEvents).",
    ),
    "usage_help": Text("用 {command} --help 查看用法。", "{command} --help says how it is used."),
    "use_missing_argument": Text("缺少参数 {what}。", "The argument {what} is missing."),
    "use_missing_option": Text("缺少选项 {what}。", "The option {what} is missing."),
    "use_missing_options": Text("缺少选项 {what}。", "The options {what} are missing."),
    "use_environment": Text(
        "环境变量 {name} 的值“{value}”不对，应为{right}。",
        "The environment variable {name} is '{value}'; it should be {right}.",
    ),
    "use_no_text": Text("{what} 的值不是文字（UTF-8）。", "The value of {what} is no text (UTF-8)."),
    "use_no_option": Text("没有选项 {what}。", "There is no option {what}."),
    "use_no_option_but": Text(
        "没有选项 {what}；相近的有 {known}。", "There is no option {what}; similar ones are {known}."
    ),
    "use_value": Text("{what} 的值不对，应为{right}。", "The value of {what} is wrong; it should be {right}."),
    "use_value_given": Text(
        "{what} 的值“{value}”不对，应为{right}。", "The value '{value}' of {what} is wrong; it should be {right}."
    ),
    "use_wrong": Text("命令的写法不对。", "The command is not written as it should be."),
    "right_choice": Text("{known} 之一", "one of {known}"),
    "right_integer": Text("整数", "a whole number"),
    "right_number": Text("数", "a number"),
    "right_text": Text("另一种写法", "written otherwise"),
    "right_from": Text("不小于 {least} 的{kind}", "{kind} of at least {least}"),
    "right_within": Text("介于 {least} 与 {most} 之间的{kind}", "{kind} from {least} to {most}"),
    "instant_unreal": Text(
        "{option} 的值“{value}”不是日历上的时刻。请核对日期与时间。",
        "{option}: '{value}' is no instant of the calendar. Check date and time.",
    ),
    "interrupted": Text("已中断。", "Interrupted."),
    "level_unknown": Text("级别“{value}”不认识，可用：{known}。", "'{value}' is no level; known are {known}."),
    "amount_wrong": Text(
        "金额“{value}”的写法不对，例如 1000000.00。", "'{value}' is no amount. Write it like 1000000.00."
    ),
    "org_absent": Text(
        "机构表中没有机构 {value}；已有：{known}。", "There is no organisation {value}; known are {known}."
    ),
    "route_head_office": Text(
        "{org} 是总行，不办理贷款，没有从它开始的上报路径。请给出经办的支行或分行。",
        "{org} is head office: it books no loan, and no warning begins there. Name the sub-branch or branch that does.",
    ),
    "rule_absent": Text(
        "规则手册中没有规则“{value}”；可用信号号 1 至 {last}，或条款号如 11.1.3。",
        "The book has no rule '{value}'. Name a signal, 1 to {last}, or a clause such as 11.1.3.",
    ),
    "explain_one": Text(
        "--ledger 不能与 --events、--until、--frame、--live-from 并用：台账自有其记录、时钟与规则手册。",
        "--ledger does not go with --events, --until, --frame or --live-from: a ledger has its own records, clock and "
        "rule book.",
    ),
    "stdin_explain": Text(
        "explain 需要反复读取文件，不能读标准输入。",
        "explain reads the file more than once: it cannot take standard input.",
    ),
}
USAGES: Final[Table] = {
    "No such command": Text("没有命令 {what}。", "There is no command {what}."),
    "Missing command": Text("缺少命令。", "A command is missing."),
    "requires an argument": Text("选项 {what} 需要一个值。", "The option {what} needs a value."),
    "does not take a value": Text("选项 {what} 不带值。", "The option {what} takes no value."),
    "Got unexpected extra": Text("多出参数 {what}。", "Too much is given: {what}."),
}
"""What stands in a message of the command line's library -> what it means."""
ERRNOS: Final[Table] = {
    "ENOENT": Text("没有这个文件或目录", "no such file or directory"),
    "ENOTDIR": Text("路径中有一段不是目录", "part of the path is no directory"),
    "EISDIR": Text("是目录，不是文件", "it is a directory"),
    "EEXIST": Text("已有同名文件，不是目录", "a file of that name is there, and no directory"),
    "EACCES": Text("没有权限", "permission denied"),
    "EPERM": Text("没有权限", "permission denied"),
    "EROFS": Text("所在文件系统只读", "the file system is read-only"),
    "ENOSPC": Text("磁盘空间已满", "no space is left on the disk"),
    "EIO": Text("磁盘读写出错", "the disk failed"),
    "ELOOP": Text("符号链接成环", "the links go in a circle"),
    "EMFILE": Text("打开的文件过多", "too many files are open"),
    "EPIPE": Text("读取方已离开", "the reader has gone"),
    "ECONNREFUSED": Text("对方没有应答（未启动，或端口不对）", "nothing answers there (not started, or another port)"),
    "ECONNRESET": Text("连接被对方中断", "the other side broke the connection off"),
    "ETIMEDOUT": Text("超时未应答", "no answer came in time"),
    "EHOSTUNREACH": Text("主机无法到达", "the host cannot be reached"),
    "ENETUNREACH": Text("网络无法到达", "the network cannot be reached"),
    "ENAMETOOLONG": Text("名称过长", "the name is too long"),
}
"""Why the machine refuses to read or write."""
