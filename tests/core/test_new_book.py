"""T5: what a new rule book raises is discovered at the instant it takes force; what a release has closed it leaves."""

from __future__ import annotations

from typing import Final

import pytest
from msgspec.structs import replace

from tests.scenarios.run import frame
from tests.scenarios.scalar import micros, wall
from tests.scenarios.table import read_cases
from warning.core.frame import ORANGE, RED, YELLOW, Band, Book
from warning.core.rows import Signal
from warning.intake.run import decide

FORCE: Final = micros(wall("2026-11-20", "00:00"))
OBSERVED: Final = """== T5 · a figure
2026-10-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2028-11-01
2026-11-10 09:00  observe   C1 18 ratio 75.00 to 100.00
{then}
-- signals
C1 11.1.6 18
"""
RELEASED: Final = """2026-11-11 09:00  release   C1 by A1 to {level} ground resolved as p1
2026-11-11 10:00  approve   C1 by A of p1"""
MATURING: Final = """== T5 · a loan
2026-10-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2026-12-31
-- signals
C1 11.1.1 *
"""


def decided(text: str, book: Book) -> list[Signal]:
    """The signals under a book that takes force on 20 November."""
    (case,) = read_cases(text)
    later = replace(frame(None), id="new", book=book)
    lines = [wire.line() for wire in case.events]
    return decide(lines, frame(None), micros(wall("2026-11-21")), activations=[(FORCE, later)]).signals


def stricter(level: int) -> Book:
    """70 % of debt to assets is worse than it was."""
    book: Book = frame(None).book
    row = replace(book.signals[18], bands=(Band(level, "ge", 7_000),))
    return replace(book, signals={**book.signals, 18: row})


def test_a_stricter_band_raises_what_is_live() -> None:
    """From the instant it takes force."""
    (signal,) = decided(OBSERVED.format(then=""), stricter(ORANGE))
    assert [(step.level, step.at, step.start) for step in signal.history][1:] == [(ORANGE, FORCE, FORCE)]


@pytest.mark.parametrize(("to", "level"), [("closed", 0), ("yellow", YELLOW)])
def test_a_stricter_band_does_not_raise_what_was_released(to: str, level: int) -> None:
    """Closed, or lowered (here from orange)."""
    observed = OBSERVED.replace("75.00", "85.00") if level else OBSERVED
    (signal,) = decided(observed.format(then=RELEASED.format(level=to)), stricter(RED))
    assert (signal.episode, signal.level) == (1, level)


def test_a_check_day_that_a_new_book_puts_in_the_past_is_that_instant() -> None:
    """Never before it."""
    (signal,) = decided(MATURING, replace(frame(None).book, check_days=50))
    assert [(step.level, step.at, step.start) for step in signal.history] == [(YELLOW, FORCE, FORCE)]
