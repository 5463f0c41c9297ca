"""What is wrong with a rule book: code -> what it is and what would be right, in both languages.

What a reader writes in the book (keys, levels, units) is said as it is written there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Final

from warning.wording import moments, terms
from warning.wording.problems.duties import CALENDAR, DUTIES, ORGANISATION
from warning.wording.problems.files import FILES, KEYS, WORDS, YAML_FAULT, YAML_FAULTS
from warning.wording.problems.rules import RULES
from warning.wording.problems.told import Problems
from warning.wording.terms import Table
from warning.wording.text import Lang, Text

TABLES: Final = (WORDS, FILES, KEYS, RULES, DUTIES, ORGANISATION, CALENDAR)
PROBLEMS: Final[Problems] = {code: ways for table in TABLES for code, ways in table.items()}
THINGS: Final[Table] = {
    "tag": Text("标签", "a tag"),
    "anchor": Text("锚点或别名", "an anchor or alias"),
    "single": Text("单个值", "a single value"),
    "list": Text("列表", "a list"),
    "mapping": Text("键值对", "a mapping"),
    "keys": Text("键值对（键: 值）", "a mapping (key: value)"),
    "text": Text("文字", "text"),
    "nothing": Text("不触发", "nothing"),
    **{name: terms.LEVELS[name] for name in ("yellow", "orange", "red")},
    "not_computable": terms.OUTCOMES["not_computable"],
    "first_notice": terms.DUTY_KINDS["first_notice"],
    "report": terms.DUTY_KINDS["report"],
    "due": Text("截止时间", "due"),
    "working": Text("按工作日顺延", "working-day view"),
    "none": Text("无", "none"),
}
"""Words of the program itself, that no book writes."""


TERM: Final = re.compile(r"([0-9]+) (hours|days|working days)")


def figure(written: str, lang: Lang) -> str:
    """Figures as a book writes them, in words: terms, posts; anything else as it is written."""
    said = []
    for one in written.split(", "):
        term = TERM.fullmatch(one)
        if term is not None:
            said.append(moments.term(int(term[1]), term[2].replace(" ", "_"), lang))
        else:
            said.append(terms.POSTS[one].say(lang) if one in terms.POSTS else one)
    return ("、" if lang == "zh" else ", ").join(said)


class _Saying(Formatter):
    """Formats one text.

    ``{name:thing}`` is a word of the program, ``{name:figure}`` figures of a book, ``{name:yaml}`` what
    its parser says.
    """

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def format_field(self, value: str, format_spec: str) -> str:
        """Write one value."""
        if format_spec == "figure":
            return figure(value, self._lang)
        if format_spec == "yaml":
            return next((text for part, text in YAML_FAULTS.items() if part in value), YAML_FAULT).say(self._lang)
        return THINGS[value].say(self._lang) if format_spec == "thing" else value


def told(code: str, values: Mapping[str, str], lang: Lang) -> tuple[str, str]:
    """What a problem is and what would be right.

    Raises:
        LookupError: no text of the code asks for these values (a test keeps the catalogue complete).
    """
    found = next((one for one in PROBLEMS.get(code, ()) if one.names() == set(values)), None)
    if found is None:
        raise LookupError(f"no text of '{code}' asks for {sorted(values)}")
    saying = _Saying(lang)
    return saying.format(found.what.say(lang), **values), saying.format(found.right.say(lang), **values)


def line(place: str, code: str, values: Mapping[str, str], lang: Lang) -> str:
    """One line, as a compiler writes it: place, what, and what would be right."""
    what, right = told(code, values, lang)
    return f"{place}：{what}；{right}。" if lang == "zh" else f"{place}: {what}; {right}."
