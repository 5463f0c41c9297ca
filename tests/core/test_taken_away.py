"""What a retraction hides, or does not take away, is told (R76-R78)."""

from __future__ import annotations

from typing import Final

import pytest

from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.intake.run import Verdicts, decide

HEAD: Final = "== W12 · retracted\n2026-11-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2028-11-01 as d1\n"
RELEASE: Final = "2026-11-09 10:00  release C1 by A1 to closed ground resolved as p1"


def told(*lines: str) -> Verdicts:
    """What becomes of a few records."""
    (case,) = read_cases(HEAD + "\n".join(lines) + "\n-- signals\nno 11.1.6\n")
    return decide([wire.line() for wire in case.events], frame(None))


@pytest.mark.parametrize("fact", ["major C1 litigation as m1", "arrears L1 10.00 since 2026-11-10 as m1"])
def test_what_it_hides_is_told_with_its_id(fact: str) -> None:
    said = told("2026-11-09 09:00  retract m1 of C1 as r1", f"2026-11-10 09:00  {fact}")
    assert [refusal.outcome for refusal in said.refusals] == ["without_effect"] * 2
    first, hidden = (refusal.why for refusal in said.refusals)
    assert first is not None
    assert hidden is not None
    assert (first.code, first.events) == ("retraction_without_ground", ("m1", "r1"))
    assert (hidden.code, dict(hidden.values), hidden.events) == ("retracted_before", {"retraction": "r1"}, ("m1",))
    assert (said.counts.applied, said.counts.quarantined) == (3, 0)


@pytest.mark.parametrize("act", ["extend L1 until 2029-11-01 as a1", "report C1 by A1 as a1"])
def test_one_that_takes_nothing_away_is_told(act: str) -> None:
    said = told(f"2026-11-09 09:00  {act}", "2026-11-10 09:00  retract a1 of C1")
    assert [refusal.outcome for refusal in said.refusals] == ["without_effect"]


@pytest.mark.parametrize(
    ("lines", "code", "field"),
    [
        (
            ("2026-11-09 09:00  settle L1 as s1", "2026-11-10 09:00  retract s1 of C1"),
            "retracts_settlement",
            "retracts",
        ),
        (
            ("2026-11-09 09:00  major C1 litigation", RELEASE, "2026-11-10 09:00  retract p1 of C1 recorded-by A2"),
            "not_the_proposer",
            "recorded_by",
        ),
    ],
)
def test_what_goes_another_way_is_refused_and_says_which(lines: tuple[str, ...], code: str, field: str) -> None:
    (refusal,) = told(*lines).refusals
    assert refusal.why is not None
    assert (refusal.outcome, refusal.why.code, refusal.field) == ("quarantined", code, f"data.{field}")
