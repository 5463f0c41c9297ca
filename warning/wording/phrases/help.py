"""The headings of a page of ``--help``."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

PAGE: Final[Table] = {
    "help_usage": Text("用法：{usage}", "Usage: {usage}"),
    "help_options": Text("[选项]", "[OPTIONS]"),
    "help_command": Text("命令", "COMMAND"),
    "help_arguments": Text("参数", "Arguments"),
    "help_options_all": Text("选项", "Options"),
    "help_commands": Text("命令", "Commands"),
    "help_kinds": Text(
        "办理种类（warning act 种类 --help 列出其字段）", "Kinds (warning act KIND --help lists the fields of one)"
    ),
    "help_fields": Text("字段（--set 字段=值，或写在 --file 中）", "Fields (--set FIELD=VALUE, or in --file)"),
    "form_day": Text("日期，如 2026-11-30", "a date such as 2026-11-30"),
    "form_moment": Text(
        "时刻，如 2026-11-30 09:00（上海时间）或 2026-11-30T09:00:00+08:00，或日期（当日 0 时）",
        "an instant such as 2026-11-30 09:00 (Shanghai) or 2026-11-30T09:00:00+08:00, or a date (its 00:00)",
    ),
    "form_end": Text(
        "时刻，如 2026-11-30 09:00（上海时间）或 2026-11-30T09:00:00+08:00，或日期（当日 24 时）",
        "an instant such as 2026-11-30 09:00 (Shanghai) or 2026-11-30T09:00:00+08:00, or a date (its 24:00)",
    ),
    "form_month": Text("月份，如 2026-11", "a month such as 2026-11"),
    "form_truth": Text("true 或 false", "true or false"),
    "form_several": Text("可有多个，用逗号分开", "several with commas between them"),
    "form_attendees": Text("用 --attendee 给出", "given with --attendee"),
    "help_posts": Text("岗位（规则手册另有规定的除外）", "Posts (unless the rule book has others)"),
    "form_rows": Text("写成 {form}，多个用逗号分开", "written {form}, several with commas between them"),
    "help_required": Text("（必填）", " (required)"),
    "help_default": Text("（默认 {value}）", " (default: {value})"),
}
