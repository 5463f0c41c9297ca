"""A producer's repetition is known by its id among a borrower's last 256; the same id with another payload is not."""

from __future__ import annotations

from typing import Final

from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.core.repeats import RECENT
from warning.intake.run import Counts, decide

HEAD: Final = "== 11.1.4 · repetitions\n2026-11-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2028-11-01\n"
TAIL: Final = "-- signals\nC1 11.1.4 M1 red\n"
LAST_KNOWN: Final = 255
"""So many events may come in between for the borrower itself to remember."""


def counts(*lines: str) -> Counts:
    """What became of the lines."""
    (case,) = read_cases(HEAD + "".join(f"{line}\n" for line in lines) + TAIL)
    return decide([wire.line() for wire in case.events], frame(None)).counts


def repeated(between: int) -> Counts:
    """The first event again after so many others."""
    first = "2026-11-10 09:00  major C1 litigation matter M1 as x1"
    return counts(first, *["2026-11-10 09:00  observe C1 47"] * between, first)


def test_a_repetition_is_known_among_the_last_ones() -> None:
    """The last 256 ids are remembered, and the journal knows the rest (R111)."""
    assert LAST_KNOWN == RECENT - 1
    told = [repeated(between) for between in (0, LAST_KNOWN, LAST_KNOWN + 1, 2 * RECENT)]
    assert [said.duplicate for said in told] == [1, 1, 1, 1]


def test_the_same_id_from_another_source_is_another_record() -> None:
    """CloudEvents 1.0: source and id together say which record it is; each is known again by both (R55)."""
    own = "2026-11-10 09:00  major C1 litigation matter M1 as x1"
    other = "2026-11-10 09:00  major C1 litigation matter M2 as x1 sent-by /crm"
    said = counts(own, other, own, other, "2026-11-10 10:00  major C1 litigation matter M3 as x1 sent-by /crm")
    assert (said.applied, said.duplicate, said.quarantined) == (3, 2, 1)


def test_the_same_id_with_another_payload_is_a_conflict() -> None:
    """It is quarantined, and nothing of it is taken in."""
    said = counts(
        "2026-11-10 09:00  major C1 litigation matter M1 as x1", "2026-11-10 10:00  major C1 litigation matter M2 as x1"
    )
    assert (said.applied, said.duplicate, said.quarantined) == (2, 0, 1)
