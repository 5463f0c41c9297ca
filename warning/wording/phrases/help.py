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
    "help_required": Text("（必填）", " (required)"),
    "help_default": Text("（默认 {value}）", " (default: {value})"),
}
