"""Assessments recorded since a signal was raised before a maturity, which changed nothing of it, and why (P1, P2)."""

from __future__ import annotations

from warning.cli.explain.amount import data_of, level_at, received_at
from warning.cli.explain.page import Page
from warning.cli.situation import Situation
from warning.core.frame import LEVELS
from warning.core.rows import Signal
from warning.core.scalars import write_day
from warning.wording import moments, terms
from warning.wording.names import series
from warning.wording.records import value_name


def assessed_line(page: Page, signal: Signal, name: str) -> str:
    """Only a better result is evidence for a release (W8); one of another maturity says so, and what it raised."""
    event = page.events[name]
    at, result = received_at(event), str(data_of(event).get("result"))
    then = level_at(signal, at)
    by_rule = page.situation.setting.frame.book.assessment_levels.get(result, then)
    words = {"id": name, "at": moments.instant(at), "result": value_name("result", result, page.lang)}
    loan_no, _, own = signal.subject.partition("|")
    about = _maturity(page.situation, signal, name, at)
    if about == own:
        level = terms.LEVELS[LEVELS[then]].say(page.lang)
        key = ("later_assessed_same", "later_assessed_past", "later_assessed")[(by_rule > then) - (by_rule < then)]
        return page.say(key, then=level, own=own, **words)
    raised = _raised(page, signal, f"{loan_no}|{about}", name)
    key = "assessed_other_better" if by_rule < then and not raised else "assessed_other"
    what = page.say("assessed_raised", ids=raised) if raised else page.say("assessed_raised_none")
    return page.say(key, loan_no=loan_no, about=about, own=own, raised=what, **words)


def _maturity(found: Situation, signal: Signal, name: str, at: int) -> str:
    """The maturity an assessment is about: of the signal it is a fact of, else the one in force at its receipt."""
    loan_no, _, own = signal.subject.partition("|")
    state = found.borrower(signal.customer_no)
    tracks = {} if state is None else state.file.tracks
    for key, track in tracks.items():
        clause, _, subject = key.partition("|")
        mine = clause == signal.clause and subject.partition("|")[0] == loan_no
        if mine and any(fact.event == name for fact in track.facts):
            return subject.partition("|")[2]
    loan = next((one for one in (() if state is None else state.loans) if one.loan_no == loan_no), None)
    if loan is None:
        return own
    extended = [n for n, since in enumerate(loan.extended_at, 1) if since <= at]
    return write_day((*loan.former, loan.matures_on)[max(extended, default=0)])


def _raised(page: Page, signal: Signal, subject: str, name: str) -> str:
    """The signals about another maturity that a record raised or let rise, each with the level it then had."""
    same = [one for one in page.situation.verdicts.signals if one.customer_no == signal.customer_no]
    steps = [
        (one.id, step.level)
        for one in same
        if (one.clause, one.subject) == (signal.clause, subject)
        for step in one.history
        if step.opening and step.event == name
    ]
    levels = {name: terms.LEVELS[LEVELS[level]].say(page.lang) for name, level in steps}
    return series((page.say("assessed_signal", id=name, level=level) for name, level in levels.items()), page.lang)
