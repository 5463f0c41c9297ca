"""Rules, their figures and their examples."""

from __future__ import annotations

from typing import Final

from warning.wording.problems.told import NOT_KNOWN, Problems, Told
from warning.wording.text import Text

RULES: Final[Problems] = {
    "group_wrong": (
        *NOT_KNOWN,
        Told(
            Text("第 {number} 号规则属于信号组 {group}", "rule {number} is of the group {group}"),
            Text("请移到 {group}.yaml", "move it to {group}.yaml"),
        ),
    ),
    "kind_wrong": (
        Told(
            Text("第 {number} 号规则不能是 {kind}", "rule {number} cannot be {kind}"),
            Text("by_event 只用于第 1-5 号和第 11-17 号", "by_event is for rows 1-5 and 11-17 alone"),
        ),
    ),
    "number_twice": (
        Told(
            Text("第 {number} 号规则出现了两次", "rule {number} is here twice"),
            Text("请只保留一条，前一条在 {file}:{line}", "keep one; the first is {file}:{line}"),
        ),
    ),
    "number_missing": (
        Told(
            Text("缺少第 {number} 号规则", "rule {number} is missing"),
            Text("请补上“- number: {number}”", "add '- number: {number}'"),
        ),
    ),
    "clause_wrong": (
        Told(
            Text("第 {number} 号规则不能归入 {clause}", "rule {number} cannot be under {clause}"),
            Text("制度将其归入 {expected}", "the policy has it under {expected}"),
        ),
    ),
    "clause_missing": (
        Told(
            Text("缺少条款 {clause}", "clause {clause} is missing"),
            Text('请补上“- clause: "{clause}"”', "add '- clause: \"{clause}\"'"),
        ),
    ),
    "clause_twice": (
        Told(
            Text("条款 {clause} 出现了两次", "clause {clause} is here twice"),
            Text("请只保留一条，前一条在 {file}:{line}", "keep one; the first is {file}:{line}"),
        ),
    ),
    "bands_missing": (
        Told(Text("没有任何档位", "there is no band"), Text("请至少给出一档", "give at least one")),
        Told(
            Text("第 {number} 号规则按天数递增计算", "rule {number} counts days upwards"),
            Text("请以 >= 或 > 给出 bands", "give 'bands' with >= or >"),
        ),
    ),
    "bands_not_ascending": (
        Told(
            Text("级别没有逐档上升", "the levels do not ascend"),
            Text("请按 {levels} 的顺序排列", "order the bands {levels}"),
        ),
        Told(
            Text("各档的方向不一致", "the bands face different ways"),
            Text("请只用 > 和 >=，或只用 < 和 <=", "use > and >= only, or < and <= only"),
        ),
        Told(
            Text("界限没有朝恶化方向逐档推进", "the bounds do not ascend in the bad direction"),
            Text("应超过 {bound}", "a bound beyond {bound} is expected"),
        ),
    ),
    "bound_wrong": (
        Told(
            Text("“{word}”不是以 {unit} 计的界限", "'{word}' is no bound in {unit}"),
            Text("写法如 '{sample}'", "write it like '{sample}'"),
        ),
    ),
    "level_unknown": (
        *NOT_KNOWN,
        Told(
            Text("级别为 {band} 的一档没有意义", "a band of level {band} says nothing"), Text("请删去", "leave it out")
        ),
        Told(
            Text("级别为 {rule} 的规则永不触发", "a rule of level {rule} fires never"),
            Text("请给出级别", "give it a level"),
        ),
    ),
    "level_wrong": (
        Told(
            Text(
                "按第十一条（一）第 4 项原文，重大事项一律为红色", "a major event is always red by the text of 11.1.4"
            ),
            Text("请写 'red'", "write 'red'"),
        ),
    ),
    "variants_wrong": (
        Told(
            Text("第 {number} 号规则的种类与其事件不符", "rule {number} has other variants than its event"),
            Text("应恰为：{known}", "give exactly {known}"),
        ),
        Told(
            Text("条款 {clause} 的认定种类不符", "clause {clause} has other kinds of findings"),
            Text("应恰为：{known}", "give exactly {known}"),
        ),
    ),
    "example_missing": (
        Told(
            Text("{expect} 下没有示例", "there is no example under {expect}"),
            Text("请给出一个：规则须示明何时触发、何时不触发", "give one: a rule shows what must and must not fire"),
        ),
        Told(
            Text("时限 {deadline} 没有示例", "the deadline {deadline} has no example"),
            Text("请给出一个：由起点推算到截止时间", "give one: a start and the due that follows"),
        ),
    ),
    "example_fails": (
        Told(
            Text(
                "第 {rule} 号（条）规则：本示例的结果是“{told:thing}”，不是“{wanted:thing}”",
                "rule {rule}: this example gives {told:thing}, not {wanted:thing}",
            ),
            Text("请修正示例或参数", "mend the example or the figures"),
        ),
        Told(
            Text(
                "时限 {deadline}：自 {start} 起，{kind:thing}为 {due}，不是 {expected}",
                "deadline {deadline}: from {start} the {kind:thing} is {due}, not {expected}",
            ),
            Text("请修正示例或时限", "mend the example or the deadline"),
        ),
    ),
    "ratio_wrong": (
        Told(
            Text("“{word}”不是比率", "'{word}' is no ratio"),
            Text(
                "写法如 '70.00 / 100.00'，缺少的一方写 -",
                "write it like '70.00 / 100.00', with - for a side that is missing",
            ),
        ),
    ),
}
