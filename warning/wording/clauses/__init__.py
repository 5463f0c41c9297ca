"""What a clause or a default says: the policy's words by id, and short texts for W, T, P, O and D."""

from __future__ import annotations

from warning.wording.clauses.defaults import DEFAULTS as DEFAULTS
from warning.wording.clauses.policy import POLICY as POLICY
from warning.wording.clauses.policy import Clause as Clause
from warning.wording.text import Lang


def clause_words(ref: str, lang: Lang) -> str:
    """The words of a clause, or the short text of a default; '' for an id the catalogue does not know."""
    if ref in POLICY:
        return POLICY[ref].words.say(lang)
    return DEFAULTS[ref].say(lang) if ref in DEFAULTS else ""


def clause_title(ref: str, lang: Lang) -> str:
    """``11.1.3 贷款欠息``; the id alone for a default."""
    return f"{ref} {POLICY[ref].title.say(lang)}" if ref in POLICY else ref


def clause_place(ref: str, lang: Lang) -> str:
    """``第十一条(一)3``; the id for a default."""
    return POLICY[ref].place.say(lang) if ref in POLICY else ref
