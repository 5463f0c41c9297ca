"""What ``--help`` says of ``warning compliance``."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

HELP_COMPLIANCE: Final[Table] = {
    "compliance": Text(
        "履职统计（13.5、18）：一段时间内到期的义务按时、逾期、隐瞒不报各多少，按机构、岗位、经办人或义务种类",
        "Compliance figures (13.5, 18): of what was due in a period, how much was in time, late or concealed, by "
        "organisation, post, person or kind",
    ),
    "compliance_since": Text(
        "到期日的第一天（含）；与 --until 都不给出时为时钟所在的季度",
        "the first day on which it was due (inclusive); without this and --until: the quarter the clock is in",
    ),
    "compliance_until": Text(
        "到期日的最后一天（含）；当日 24:00 到期的也在内",
        "the last day on which it was due (inclusive, with what was due at its 24:00)",
    ),
    "compliance_by": Text(
        "按什么列出：org 机构，post 机构与岗位，person 经办人，kind 义务种类",
        "by what: org, post (of an organisation), person (whose act met it), kind (of duty)",
    ),
    "compliance_org": Text("只统计该机构及其下级机构", "of this organisation and those below it only"),
    "compliance_own": Text("与 --org 合用：只统计该机构本级", "with --org: of that organisation itself only"),
    "compliance_post": Text("只统计该岗位", "of this post only"),
    "compliance_kind": Text("只统计该种义务", "of this kind of duty only"),
    "compliance_person": Text(
        "只统计由该经办人（代号 P-…，或工号）办结的",
        "only what this person's act met (the token P-…, or the staff number)",
    ),
    "compliance_list": Text(
        "不列统计，而逐项列出某一数字所计的义务：due 应办，on_time 按时，late 逾期，late_owed 逾期仍未办，"
        "concealed 隐瞒不报，not_scored 不计分，fell_away 不再应办，open 尚未到期，not_read 未能读取",
        "list the duties behind a figure instead: due, on_time, late, late_owed, concealed, not_scored, fell_away, "
        "open, not_read",
    ),
}
