"""What a clause or a default says: the policy's words by id, and short texts for W, T, P, O and D."""

from __future__ import annotations

from warning.wording.clauses.defaults import DEFAULTS as DEFAULTS
from warning.wording.clauses.policy import POLICY as POLICY
from warning.wording.clauses.policy import Clause as Clause
from warning.wording.text import Lang


def clause_title(ref: str, lang: Lang) -> str:
    """``11.1.3 贷款欠息``; the id alone for a default."""
    return f"{ref} {POLICY[ref].title.say(lang)}" if ref in POLICY else ref
