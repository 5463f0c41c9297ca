"""Arrears on a page: the records by which they arose, were dated anew and cleared, and what follows (O4, R9)."""

from __future__ import annotations

from collections.abc import Iterable

from warning.cli.explain.page import Page
from warning.cli.explain.redated import date_lines, date_records
from warning.cli.explain.retracted import retractions
from warning.cli.explain.spells import spell_doubts, spell_lines, spell_records
from warning.core.rows import Signal


def arrears_records(page: Page, signals: Iterable[Signal]) -> list[str]:
    """The records of the arrears that some signals are about."""
    signals = tuple(signals)
    return [*spell_records(page.events, signals, page.situation.verdicts.until), *date_records(page, signals)]


def arrears_lines(page: Page, signals: Iterable[Signal]) -> list[str]:
    """What the dates of these records come to."""
    signals = tuple(signals)
    taken = {name: (one.name, one.at) for name, one in retractions(page.situation, page.events).items()}
    anew = spell_lines(page.events, signals, page.lang, page.situation.verdicts.until, taken)
    return [*date_lines(page, signals), *anew]


def arrears(page: Page, signals: Iterable[Signal]) -> None:
    """Print what the dates come to, and what of them to look into."""
    signals = tuple(signals)
    for text in arrears_lines(page, signals):
        page.line(text)
    for text in spell_doubts(page.events, signals, page.lang, page.situation.verdicts.until):
        page.line(text, style="yellow")
