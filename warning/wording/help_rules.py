"""What ``--help`` says of the commands about changes of the rule book."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

HELP_RULES: Final[Table] = {
    "rules_diff": Text(
        "与台账现行手册（或另一手册）逐项对照", "Compare a book with the one in force in a ledger, or with another"
    ),
    "rules_propose": Text(
        "提出变更规则手册，由另一人审批", "Propose another rule book, to be approved by another person"
    ),
    "rules_changes": Text(
        "列出规则手册的变更与未获接受的办理，或查看一项及其对照",
        "List the changes of the rule book and what was refused, or show one",
    ),
    "rules_report": Text(
        "写出变更所附的回测报告：写入文件，或标准输出",
        "Write the report attached to a change, to a file or standard output",
    ),
    "rules_retest": Text(
        "就同一期间按台账重新回测，与变更所附的报告逐项核对",
        "Run the backtest attached to a change again over the same window, and compare",
    ),
    "rules_approve": Text("审批他人提出的变更", "Approve a change that another person has proposed"),
    "rules_withdraw": Text("撤回自己提出的变更，或不同意他人的", "Withdraw one's own change, or turn down another's"),
    "rc_directory": Text("规则手册目录", "directory of the rule book"),
    "rc_change": Text("变更的编号", "id of the change"),
    "rc_change_shown": Text("变更的编号；不给则列出全部", "id of a change; without it all are listed"),
    "rc_org": Text("办理机构，须为总行", "the organisation that acts: head office"),
    "rc_why": Text("理由", "the reason"),
    "rc_against": Text(
        "所对照的手册目录；默认为台账的现行手册",
        "directory of the book to compare with; by default the one in force in the ledger",
    ),
    "rc_in_force": Text(
        "生效时刻，须晚于审批登记时刻至少 5 分钟（手册可定得更长）",
        "the instant it takes force: at least 5 minutes after the approval is recorded (a book may say more)",
    ),
    "rc_report": Text(
        "所附回测报告：warning backtest 以 --html 或 --out 写出，且属本台账、本手册",
        "a backtest's report to attach, of this ledger and book (--html, --out)",
    ),
    "rc_untested": Text("不附回测报告的理由，供审批人查看", "why no backtest is attached; who approves is shown it"),
    "rc_report_to": Text("写入的文件；不给则为标准输出", "the file to write; by default standard output"),
    "rc_summary": Text(
        "回测报告的一句话说明",
        "the report in a line",
    ),
}
