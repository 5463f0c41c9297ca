"""What ``warning rules`` says."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

RULES: Final[Table] = {
    "rules_title": Text("规则手册（{n} 条规则）", "The rule book ({n} rules)"),
    "rules_next": Text(
        "用 warning rules explain 号 查看一条规则的全部内容。", "warning rules explain NO says all of a rule."
    ),
    "r_ref": Text("号", "No"),
    "r_name": Text("信号", "Signal"),
    "r_to": Text("报送", "To"),
    "r_term": Text("时限", "Term"),
    "route_title": Text("{org} · {level} · {amount}（{tier}）", "{org} · {level} · {amount} ({tier})"),
    "rule_head": Text("{name}（{group}，条款 {clause}）", "{name} ({group}, clause {clause})"),
    "rule_of_source": Text("级别同来源（{whose}）", "the level of the source ({whose})"),
    "rule_as_source": Text("同来源", "as the source"),
    "rule_at_once": Text("一经发生", "at once"),
    "rule_level": Text("{level}：{when}（{whose}）", "{level}: {when} ({whose})"),
    "rule_tier": Text("，金额 {tier}", ", {tier}"),
    "rule_clock": Text("{to}：{kind}，{term}（{whose}）", "{to}: {kind}, {term} ({whose})"),
    "rule_clock_too": Text(
        "；随后的{kind}，{term}（默认值，D2；先电话后书面，第十五条）",
        "; then the {kind}, {term} (our default, D2; first by telephone, then in writing, article 15)",
    ),
}
