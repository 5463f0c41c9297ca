"""What a list says of a signal or a duty beside its state: disputed, late, concealed, not scored (W12, D9, D10)."""

from __future__ import annotations

from typing import Final

from warning.cli.situation import Situation
from warning.core.rows import Duty, Signal
from warning.ledger.punctuality import NOT_SCORED
from warning.wording import terms
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.text import Lang

SAID: Final = ("late", "concealed")
"""Scores that a duty's state does not say: any other one that is scored was overdue, which it does."""


def status(signal: Signal, lang: Lang) -> str:
    """``有效、存疑``; what is closed is not disputed any more (R31)."""
    said = [terms.STATUSES[signal.status].say(lang)]
    if signal.disputed and signal.status != "closed":
        said.append(terms.SIGNAL_CHANGES["disputed"].say(lang))
    return series(said, lang)


def of_duty(found: Situation, duty: Duty) -> list[str]:
    """How a duty is scored, or why it is not, and that all it rests on is disputed."""
    said = [*scored(duty, found.lang), *unscored(duty, found.lang)]
    return [*said, say("s_rests_disputed", found.lang)] if rests_on_disputed(found, duty) else said


def scored(duty: Duty, lang: Lang) -> list[str]:
    """That it counts as a late report, sent or not, or as concealed; nothing of any other duty (D9, D10)."""
    score = terms.score_of(duty.scored, duty.kind)
    return [say("s_scored", lang, score=terms.SCORES_SHORT[score].say(lang))] if score in SAID else []


def unscored(duty: Duty, lang: Lang) -> list[str]:
    """That nobody is scored for its breach, and why (W5, O9, D9); nothing of any other duty."""
    if duty.cause not in NOT_SCORED:
        return []
    return [say("s_unscored", lang, why=terms.CAUSES_SHORT[duty.cause].say(lang))]


def rests_on_disputed(found: Situation, duty: Duty) -> bool:
    """W12: a report rests on its signal, what a warning as such asks for on all signals it has had; while owed."""
    if duty.state not in ("open", "breached"):
        return False
    own, case = found.ledger.signals.get(duty.signal_id), found.case_of(duty)
    rests = (own,) if own is not None else () if case is None else case.signals
    return any(one.status != "closed" for one in rests) and all(one.disputed for one in rests)
