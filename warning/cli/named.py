"""Values by the names that pages print, in place of the codes they stand for: 红, 业务风险, 支行行长."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from warning.wording import terms
from warning.wording.names import series
from warning.wording.terms import Table
from warning.wording.text import Lang, Text

STATES: Final = terms.DUTY_STATES.keys() & terms.DUTY_CHANGES.keys()
OPTIONS: Final[dict[str, tuple[Table, ...]]] = {
    "--level": (terms.LEVELS, terms.LEVEL_MARKS),
    "--domain": (terms.DOMAINS, terms.DOMAINS_SHORT),
    "--state": (terms.DUTY_STATES, {state: terms.DUTY_CHANGES[state] for state in STATES}),
}
"""Options whose values have names -> where these stand."""


def code_of(word: str, *tables: Table) -> str:
    """The code that a name stands for, by the first table that has it; any other word as it is."""
    found = (code for table in tables for code, name in table.items() if word in (code, *_forms(name)))
    return next(found, word)


def _forms(name: Text) -> tuple[str, ...]:
    """A name in both languages; of a level's mark the word alone, too."""
    return name.zh, name.en, name.zh.rpartition(" ")[2]


def coded(words: Sequence[str]) -> list[str]:
    """A command line with the codes of what options name."""
    said = []
    for before, word in zip(("", *words), words, strict=False):
        option, equals, value = word.partition("=")
        if equals and option in OPTIONS:
            said.append(f"{option}={code_of(value, *OPTIONS[option])}")
        else:
            said.append(code_of(word, *OPTIONS.get(before, ())))
    return said


def listed(codes: Iterable[str], names: Table, lang: Lang) -> str:
    """``支行行长 sub_branch_president`` of each; a code that has no name by itself."""
    return series((_both(code, names[code].say(lang) if code in names else code, lang) for code in codes), lang)


def _both(code: str, name: str, lang: Lang) -> str:
    if name == code:
        return code
    return f"{name} {code}" if lang == "zh" else f"{code} ({name})"
