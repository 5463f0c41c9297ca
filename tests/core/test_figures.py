"""An observation gives at least one of the figures its rule compares, else it is refused (R58)."""

from __future__ import annotations

from typing import Final

import pytest

from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.core.conditions import CONDITIONS, NEEDED
from warning.intake.run import Verdicts, decide

HEAD: Final = "== 11.1.6 · figures\n2026-11-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2028-11-01\n"


def observed(line: str) -> Verdicts:
    """What became of one observation."""
    (case,) = read_cases(f"{HEAD}2026-11-10 09:00  observe C1 {line}\n-- signals\nno 11.1.6\n")
    return decide([wire.line() for wire in case.events], frame(None))


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("18", "numerator, denominator"),
        ("18 value 95", "numerator, denominator"),
        ("31 variant up", "numerator, denominator"),
        ("33", "value"),
        ("33 ratio 9.00 to 10.00", "value"),
        ("43", "variant"),
        ("53", "variant, numerator, denominator"),
        ("53 value 20", "variant, numerator, denominator"),
    ],
)
def test_none_of_its_figures_is_refused_and_they_are_named(line: str, needed: str) -> None:
    """Quarantined: the sender gives them, and sends it again with a new id."""
    said = observed(line)
    (refusal,) = said.refusals
    assert (refusal.outcome, refusal.field) == ("quarantined", f"data.{needed.partition(',')[0]}")
    assert refusal.why is not None
    assert (refusal.why.code, dict(refusal.why.values)["needed"]) == ("figures_missing", needed)
    assert (said.counts.applied, said.counts.quarantined) == (1, 1)


@pytest.mark.parametrize(
    "line", ["18 ratio 9.00", "18 to 9.00", "31 ratio -9.00", "53 variant single", "53 to 9.00", "43 variant x"]
)
def test_some_of_its_figures_is_shown_as_not_computable(line: str) -> None:
    said = observed(line)
    assert [refusal.outcome for refusal in said.refusals] == ["not_computable"]
    assert (said.counts.applied, said.counts.quarantined) == (2, 0)


def test_every_kind_says_what_it_needs() -> None:
    """But for those that are so by being observed, and those an event of their own decides."""
    assert set(CONDITIONS) - set(NEEDED) == {"flat", "by_event"}
