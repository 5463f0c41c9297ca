"""What a clause or a default says: the policy's words by id, and short texts for W, T, P, O, D and readings R."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from warning.wording.clauses.defaults import DEFAULTS as DEFAULTS
from warning.wording.clauses.defaults import O7 as O7
from warning.wording.clauses.defaults import T6_REPORT as T6_REPORT
from warning.wording.clauses.defaults import W9_OFF_BALANCE as W9_OFF_BALANCE
from warning.wording.clauses.policy import POLICY as POLICY
from warning.wording.clauses.policy import Clause as Clause
from warning.wording.clauses.readings import READINGS as READINGS
from warning.wording.text import Lang, Text

OURS: Final[dict[str, Text]] = DEFAULTS | READINGS
"""All that is ours and not the policy's, by id."""
NAMED: Final = re.compile(r"(?<![0-9A-Za-z-])[WTPODR][0-9]{1,3}(?![0-9A-Za-z-])")
"""The id of a default within a text."""


def clause_title(ref: str, lang: Lang) -> str:
    """``11.1.3 贷款欠息``; the id alone for a default."""
    return f"{ref} {POLICY[ref].title.say(lang)}" if ref in POLICY else ref


def said_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The ids of the defaults that some texts name, in order."""
    return tuple(dict.fromkeys(ref for text in texts for ref in NAMED.findall(text) if ref in OURS))


def with_readings(refs: Iterable[str]) -> list[str]:
    """Some ids, each once, and the readings that the texts of the defaults among them name."""
    seen = list(dict.fromkeys(refs))
    named = said_in(OURS[ref].zh for ref in seen if ref in OURS)
    return list(dict.fromkeys([*seen, *(ref for ref in named if ref in READINGS)]))
