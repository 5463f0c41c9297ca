"""Article 5: every warning records its source; what the clock finds and what is derived is found off site."""

from __future__ import annotations

import pytest

from tests.scenarios.run import frame
from tests.scenarios.scalar import micros, wall
from tests.scenarios.table import read_cases
from warning.intake.run import decide

LOANS = """== 5 · sources
2026-10-01 09:00  disburse  L1 of C1 at A1 500,000.00 matures 2026-12-31
2026-10-01 09:00  disburse  L2 of C2 at B1 500,000.00 matures 2028-12-31
"""


@pytest.mark.parametrize(
    ("line", "clause", "source"),
    [
        ("observe C1 47 source other_media", "11.1.6", "other_media"),
        ("observe C1 47 recorded-by A1", "11.1.6", "other"),
        ("observe C1 47", "11.1.6", "off_site_monitoring"),
        ("arrears L1 10.00 since 2026-11-10", "11.1.3", "off_site_monitoring"),
        ("work C1 by A1", "11.1.1", "off_site_monitoring"),
        ("guarantee K1 of C1 by-guarantor C2", "11.1.5", "off_site_monitoring"),
    ],
)
def test_a_signal_says_where_it_was_found(line: str, clause: str, source: str) -> None:
    (case,) = read_cases(f"{LOANS}2026-11-10 09:00  {line}\n-- signals\nC1 {clause} *\n")
    found = decide([wire.line() for wire in case.events], frame(None), micros(wall("2026-12-05"))).signals
    assert {signal.source for signal in found if signal.clause == clause} == {source}
