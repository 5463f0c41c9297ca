"""R54: an organisation that has left the book keeps what it owes, and no run fails by it."""

from __future__ import annotations

from typing import Final

import pytest

from tests.scenarios.run import frame, later_books
from tests.scenarios.scalar import micros, wall
from tests.scenarios.table import read_cases
from warning.core.rows import Duty
from warning.intake.run import decide

FORCE: Final = micros(wall("2026-11-11"))
OWED: Final = """== D9 · what is owed when some have left
2026-10-02 09:00  disburse  L1 of C1 at A1 1,000,000.00 matures 2028-11-01
2026-10-02 09:00  disburse  L2 of C2 at A1 100,000.00 matures 2026-12-31
2026-10-02 09:00  disburse  L3 of C3 at A 1,000,000.00 matures 2028-11-01
2026-10-05 09:00  link      C1 into G1
2026-10-05 09:00  link      C3 into G1
2026-11-10 08:00  arrears   L1 10.00 since 2026-11-10
2026-11-10 09:00  finding   F1 conditions_not_met C2 by H0
2026-11-10 09:00  observe   C2 18 ratio 75.00 to 100.00 by A
2026-11-10 10:00  position  L2 0.00
2026-11-10 11:00  observe   C2 18 ratio 95.00 to 100.00 by A
2026-11-12 09:00  position  L2 100,000.00
{then}
2026-11-20 09:00  release   C1 by H0 to closed ground resolved as p1
2026-11-20 10:00  approve   C1 by H0 of p1 post head_office_leader
book 2026-11-11 00:00 without {gone}
-- duties
report 11.1.3 C1 A1
"""
MOVED: Final = """2026-11-12 09:00  move L1 to {to}
2026-11-12 09:00  move L2 to {to}
2026-11-12 09:00  move L3 to {to}"""


def duties(gone: str, then: str = "") -> list[Duty]:
    """What stands a year after some have left."""
    (case,) = read_cases(OWED.format(gone=gone, then=then))
    lines = [wire.line() for wire in case.events]
    return decide(lines, frame(None), micros(wall("2027-11-11")), activations=later_books(case)).duties


@pytest.mark.parametrize("gone", ["A1", "A", "A A1", "A A1 A2", "A1 A2 B B1 B2"])
@pytest.mark.parametrize("to", ["", "A1", "A2", "B1", "B"])
def test_no_run_fails(gone: str, to: str) -> None:
    """Whoever has left, and wherever the loans go: what was owed is there still, and breached at head office."""
    found = duties(gone, MOVED.format(to=to) if to else "")
    left = [one for one in found if one.org_no in gone.split() and (one.breached_at or 0) > FORCE]
    assert left
    assert {one.escalated_to for one in left} == {"H0/head_office_risk_officer"}
