"""Files, their form, and single values: what is wrong with any part of a rule book."""

from __future__ import annotations

from typing import Final

from warning.wording.problems.told import NOT_KNOWN, Problems, Told
from warning.wording.terms import Table
from warning.wording.text import Text

WORDS: Final[Problems] = dict.fromkeys(
    (
        "word_unknown",
        "kind_unknown",
        "clause_unknown",
        "event_unknown",
        "unit_unknown",
        "cites_wrong",
        "post_unknown",
        "escalation_fixed",
        "org_level_unknown",
    ),
    NOT_KNOWN,
)
FILES: Final[Problems] = {
    "no_directory": (
        Told(
            Text("没有这个目录", "there is no such directory"),
            Text("请给出规则手册所在的目录", "name a directory with a rule book"),
        ),
    ),
    "file_missing": (
        Told(Text("缺少该文件", "the file is missing"), Text("规则手册应有 {file}", "a rule book has {file}")),
        Told(
            Text("没有任何年度的日历", "there is no year"),
            Text("规则手册应有 calendar/<年份>.yaml", "a book has calendar/<year>.yaml"),
        ),
    ),
    "file_unknown": (
        Told(
            Text("该文件不属于规则手册", "this file is no part of a rule book"),
            Text("规则手册只有 {files} 和 calendar/<年份>.yaml", "a book has {files} and calendar/<year>.yaml"),
        ),
    ),
    "file_unreadable": (
        Told(
            Text("文件无法读取（{why}）", "the file cannot be read ({why})"),
            Text("应为 UTF-8 文本", "UTF-8 text is expected"),
        ),
    ),
    "file_large": (
        Told(
            Text("文件超过 {largest} 个字符，未予读取", "the file has more than {largest} characters and was not read"),
            Text("规则手册的文件通常不过几万字符", "a file of a rule book has some ten thousand"),
        ),
    ),
    "nested_deep": (
        Told(
            Text("嵌套超过 {deepest} 层", "values are nested more than {deepest} levels deep"),
            Text("规则手册不需要这样深的嵌套", "a rule book needs no such nesting"),
        ),
    ),
    "file_empty": (Told(Text("文件是空的", "the file is empty"), Text("请写入内容", "write its contents")),),
    "not_yaml": (
        Told(
            Text("不符合 YAML 语法（{detail:yaml}）", "not YAML: {detail:yaml}"), Text("请修正语法", "mend the syntax")
        ),
    ),
    "second_document": (
        Told(
            Text("此处开始了第二份文档", "a second document begins here"),
            Text("每个文件只写一份", "keep one document a file"),
        ),
    ),
    "not_plain": (
        Told(
            Text("规则手册不使用{mark:thing}", "{mark:thing} is not used in a rule book"),
            Text("请直接写值", "write the value itself"),
        ),
    ),
}
KEYS: Final[Problems] = {
    "key_not_text": (
        Told(Text("键不是一个词", "a key is not a plain word"), Text("请写成一个词", "write a plain word")),
    ),
    "key_twice": (
        Told(
            Text("“{word}”出现了两次", "'{word}' is here twice"),
            Text("请只保留一个，前一个在第 {line} 行", "keep one; the first is in line {line}"),
        ),
    ),
    "key_unknown": (
        Told(
            Text("此处没有“{key}”这一项", "'{key}' is not known here"), Text("可用的是：{known}", "known are {known}")
        ),
    ),
    "key_missing": (
        Told(Text("缺少“{key}”", "'{key}' is missing"), Text("请补上“{key}:”", "add '{key}:'")),
        Told(Text("缺少“{key}”", "'{key}' is missing"), Text("请写明其一：{known}", "name one of {known}")),
    ),
    "shape_wrong": (
        Told(
            Text("此处是{kind:thing}", "this is {kind:thing}"), Text("应为{wanted:thing}", "{wanted:thing} is expected")
        ),
    ),
    "text_steers": (
        Told(
            Text(
                "文字中有控制字符 {sign}，会改变屏幕的显示",
                "the text has {sign} in it, which steers what a screen shows",
            ),
            Text("请删去该字符", "take it out"),
        ),
    ),
    "text_blank": (Told(Text("文字为空", "the text is blank"), Text("请填写", "write a text")),),
    "number_wrong": (
        Told(
            Text("“{word}”不是所要的数", "'{word}' is no such number"),
            Text("应为 {low} 至 {high} 的整数", "a whole number from {low} to {high} is expected"),
        ),
    ),
    "money_wrong": (
        Told(
            Text("“{word}”不是金额", "'{word}' is no amount"), Text("写法如 '1000000.00'", "write it like '1000000.00'")
        ),
    ),
    "date_wrong": (
        Told(
            Text("“{word}”不是日历上的日期", "'{word}' is no date of the calendar"),
            Text("写法如 '2026-01-01'", "write it like '2026-01-01'"),
        ),
    ),
    "instant_wrong": (
        Told(
            Text("“{word}”不是时刻", "'{word}' is no instant"),
            Text(
                "写法如 '2026-11-03'、'2026-11-03 16:00'、'2026-11-03 24:00'",
                "write it like '2026-11-03', '2026-11-03 16:00', '2026-11-03 24:00'",
            ),
        ),
    ),
}
YAML_FAULT: Final = Text("写法有误", "it is not well formed")
YAML_FAULTS: Final[Table] = {
    "mapping values are not allowed": Text("此处不应有冒号", "a colon does not belong here"),
    "could not find expected ':'": Text("键后缺少冒号", "the colon after a key is missing"),
    "cannot start any token": Text("此处不能用制表符或该符号", "a tab or this sign cannot stand here"),
    "expected <block end>": Text("缩进不一致", "the indentation is not even"),
    "expected ',' or": Text("方括号或花括号内缺少逗号或右括号", "a comma or the closing bracket is missing"),
    "expected the node content": Text("括号内缺少内容", "something is missing between brackets"),
    "unexpected end of stream": Text("引号没有配对", "a quotation mark is not closed"),
    "unknown escape character": Text("双引号内的反斜杠写法有误", "a backslash in double quotes is wrong"),
    "undefined alias": Text("引用了未定义的名称", "it refers to a name that nothing has"),
    "unexpected character": Text("有不能使用的字符", "it has a character that cannot be used"),
    "special characters are not allowed": Text("有不能使用的字符", "it has a character that cannot be used"),
}
"""What stands in a message of the parser -> what it means."""
