"""Whose the term of a duty is: the policy's text, or a default with the id that sets it."""

from __future__ import annotations

from typing import Final

from warning.cli.explain.page import Page
from warning.core.rows import Duty, Signal
from warning.ledger.memory import Change
from warning.rulebook.describe import DEFAULTED_BY
from warning.wording import rulebook
from warning.wording.text import Lang

TERMS: Final = ("team", "meeting", "rectification_notice", "completion", "notice", "answer")
"""Kinds of duties with a term of their own in the book, under that name."""
REPORTED_UP: Final = ("12.1.1", "12.1.2.1", "12.1.2.2")


def whose_term(page: Page, duty: Duty, opening: Change | None, lang: Lang) -> str:
    """In words; empty where the due does not follow from a term."""
    values = {} if opening is None else dict(opening.effect.why.values)
    if "n" not in values:
        return ""
    if duty.kind in TERMS:
        name = "meeting_red" if duty.red else duty.kind
        found = next((one for one in page.situation.setting.book.figures if one.name == name), None)
        return "" if found is None else rulebook.whose(found.figure, found.cites, "", lang)
    if page.situation.is_written_half(duty):
        return rulebook.whose("default", "D2", "", lang)
    signal = page.situation.ledger.signals.get(duty.signal_id)
    if duty.clause == "11.1.5":
        return _by_link(signal, lang)
    return _of_report(page, duty, signal, int(values.get("tier", 0)), lang)


def _of_report(page: Page, duty: Duty, signal: Signal | None, tier: int, lang: Lang) -> str:
    to = "head_office" if duty.clause in REPORTED_UP else "sub_branch"
    clause = signal.clause if duty.clause == "11.2" and signal is not None else duty.clause
    figures = page.situation.setting.book.clocks.get(f"{to}:{clause}", ())
    if not figures:
        return ""
    figure = figures[min(tier, len(figures) - 1)]
    return rulebook.whose(figure, DEFAULTED_BY.get(clause, ""), "", lang)


def _by_link(signal: Signal | None, lang: Lang) -> str:
    """The 2 days of 11.1.5 are the text's for groups; for guarantees they are ours (O5)."""
    kinds = set() if signal is None else {path.partition(":")[0] for path in signal.paths}
    if kinds == {"guarantee"}:
        return rulebook.whose("default", "O5", "", lang)
    return rulebook.BY_LINK.say(lang) if "guarantee" in kinds else rulebook.FIGURES["text"].say(lang)
