"""How many: figures with their thousands apart, and in English one thing as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from warning.visible import on_a_line
from warning.wording.text import Lang

NOUNS: Final = {
    "acts": "act",
    "aggregates": "aggregate",
    "anchors": "anchor",
    "corrections": "correction",
    "days": "day",
    "departures": "departure",
    "differences": "difference",
    "duties": "duty",
    "effects": "effect",
    "examples": "example",
    "lanes": "lane",
    "lines": "line",
    "loans": "loan",
    "organisations": "organisation",
    "partitions": "partition",
    "problems": "problem",
    "records": "record",
    "rows": "row",
    "rules": "rule",
    "signals": "signal",
    "snapshots": "snapshot",
    "states": "state",
    "steps": "step",
    "warnings": "warning",
}
APART: Final = ("year",)
"""What is a number and no count."""
VERBS: Final = {" are": " is", " were": " was", " hold": " holds", " wait": " waits"}
COUNT: Final = re.compile(
    rf"\{{(?P<name>\w+)\}}(?P<kind>(?: more| refused)*) (?P<noun>{'|'.join(NOUNS)})\b(?P<verb>(?:{'|'.join(VERBS)})\b)?"
)


def formatted(text: str, lang: Lang, values: Mapping[str, Any]) -> str:
    """A text with its values: ``1 record was read``, ``1,234 records were read``.

    A value stays within its place: a newline in a name makes no line of its own.
    """
    if lang == "en":
        text = COUNT.sub(lambda found: _one(found) if str(values.get(found["name"])) == "1" else found[0], text)
    return text.format(**{name: _grouped(name, value) for name, value in values.items()})


def _grouped(name: str, value: object) -> object:
    if isinstance(value, str | PurePath):
        return on_a_line(str(value))
    whole = isinstance(value, int) and not isinstance(value, bool) and name not in APART
    return f"{value:,}" if whole else value


def _one(found: re.Match[str]) -> str:
    verb = found["verb"]
    return f"{{{found['name']}}}{found['kind']} {NOUNS[found['noun']]}{VERBS[verb] if verb else ''}"
