"""Arrears that several records date differently: from which date the levels ahead count (O4, R9, R27, R65)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from warning.cli.explain.page import Page
from warning.cli.explain.retracted import Retraction, retractions
from warning.cli.explain.spells import INTEREST, SEVERAL, Spell, arrears_loan, kind_said, spells_of
from warning.core.frame import LEVELS
from warning.core.rows import Signal
from warning.core.scalars import write_day
from warning.core.state import Spell as Counted
from warning.wording import moments, terms
from warning.wording.names import aside, series


class Dated(Struct, frozen=True):
    """A date of arrears, the record that says it, and what retracted that; None where it stands."""

    day: int
    name: str
    off: Retraction | None = None


def date_lines(page: Page, signals: Iterable[Signal]) -> list[str]:
    """That the records date them differently, or that one which did is retracted, and what follows."""
    signals, by = tuple(signals), retractions(page.situation, page.events)
    found: list[str] = []
    for loan_no, kind in dict.fromkeys(map(arrears_loan, signals)):
        spells = _spells(page, loan_no, kind)
        for spell in spells:
            counted = _counted(page, signals, loan_no, kind) if spell is spells[-1] else None
            ahead = page.say("band_stopped") if counted is None else _ahead(page, signals, loan_no, kind, counted)
            text = _said(page, loan_no, kind, _dated(spell, by), counted, ahead)
            found += [text] if text else []
    return found


def date_records(page: Page, signals: Iterable[Signal]) -> list[str]:
    """The records that say these dates: of a date one that stands, where there is one."""
    by = retractions(page.situation, page.events)
    pairs = dict.fromkeys(map(arrears_loan, signals))
    return [one.name for pair in pairs for spell in _spells(page, *pair) for one in _dated(spell, by)]


def _spells(page: Page, loan_no: str, kind: str) -> list[Spell]:
    return spells_of(page.events, loan_no, kind, page.situation.verdicts.until) if loan_no else []


def _dated(spell: Spell, by: Mapping[str, Retraction]) -> list[Dated]:
    """The dates of a spell in the order of the records; each by the first that is not retracted, if any is."""
    found: dict[int, Dated] = {}
    for one in spell.said:
        before = found.get(one.since)
        if before is None or (before.off is not None and one.name not in by):
            found[one.since] = Dated(one.since, one.name, by.get(one.name))
    return list(found.values())


def _counted(page: Page, signals: Iterable[Signal], loan_no: str, kind: str) -> Counted | None:
    """How the last arrears of a loan are counted now; None where they are not."""
    numbers = {one.customer_no for one in signals if arrears_loan(one) == (loan_no, kind)}
    states = (page.situation.borrower(number) for number in numbers)
    loans = (loan for state in states if state is not None for loan in state.loans if loan.loan_no == loan_no)
    spells = (loan.arrears if kind == INTEREST else loan.overdue for loan in loans)
    return next((one for one in spells if one is not None and one.running), None)


def _said(page: Page, loan_no: str, kind: str, dates: list[Dated], counted: Counted | None, ahead: str) -> str:
    standing = [one.day for one in dates if one.off is None]
    if len(dates) < SEVERAL and standing:
        return ""
    words = {"loan_no": loan_no, "kind": kind_said(kind, page.lang)}
    words["dates"] = series((_one(page, one) for one in dates), page.lang)
    if not standing:
        return page.say("arrears_none_left", **words) if counted is None else ""
    words |= {"first": write_day(min(standing) if counted is None else counted.since), "ahead": ahead}
    off = any(one.off is not None for one in dates)
    return page.say("arrears_date_off" if off else "arrears_dates", **words)


def _one(page: Page, one: Dated) -> str:
    day, off = write_day(one.day), one.off
    if off is None:
        return aside(day, one.name, page.lang)
    return page.say("date_off", day=day, id=one.name, by=off.name, at=moments.instant(off.at))


def _ahead(page: Page, signals: Iterable[Signal], loan_no: str, kind: str, counted: Counted) -> str:
    """The next level above that of the live signal, and its day; empty where none is ahead."""
    live = [one.level for one in signals if one.status == "live" and arrears_loan(one) == (loan_no, kind)]
    if not live:
        return ""
    book = page.situation.setting.frame.book
    bands = book.arrears_bands if kind == INTEREST else book.overdue_bands
    for n, level in bands[counted.next_band :]:
        if level > max(live):
            day = write_day(counted.since + n - 1)
            return page.say("band_ahead", level=terms.LEVELS[LEVELS[level]].say(page.lang), n=n, day=day)
    return ""
