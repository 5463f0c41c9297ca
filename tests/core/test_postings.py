"""A loan's postings are known again by their sequence: older, the same, or the same number with another payload."""

from __future__ import annotations

from typing import Final

import pytest

from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.intake.run import Counts, decide

FIRST: Final = """== 11.1.3 · postings
2026-11-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2028-11-01
2026-11-10 08:00  {kind}  L1 10.00 {since} seq 5 as x5
{then}
-- signals
* 11.1.3 *
"""


def counts(kind: str, then: str) -> Counts:
    """What became of the lines after a posting of sequence 5."""
    since = "since 2026-11-10" if kind == "arrears" else ""
    (case,) = read_cases(FIRST.format(kind=kind, since=since, then=then.format(kind=kind, since=since)))
    return decide([wire.line() for wire in case.events], frame(None)).counts


@pytest.mark.parametrize("kind", ["arrears", "position"])
def test_an_older_posting_is_stale(kind: str) -> None:
    """Whatever it says."""
    said = counts(kind, "2026-11-11 08:00  {kind}  L1 20.00 {since} seq 4")
    assert (said.applied, said.stale, said.duplicate, said.quarantined) == (2, 1, 0, 0)


@pytest.mark.parametrize("kind", ["arrears", "position"])
def test_the_same_posting_again_is_a_duplicate(kind: str) -> None:
    """The same payload, delivered twice."""
    said = counts(kind, "2026-11-10 08:00  {kind}  L1 10.00 {since} seq 5 as x5")
    assert (said.applied, said.stale, said.duplicate, said.quarantined) == (2, 0, 1, 0)


@pytest.mark.parametrize("kind", ["arrears", "position"])
def test_one_id_on_two_sequences_is_two_postings(kind: str) -> None:
    """A loan knows its postings by their sequence and keeps no ids of them (R56)."""
    said = counts(kind, "2026-11-11 08:00  {kind}  L1 20.00 {since} seq 6 as x5")
    assert (said.applied, said.stale, said.duplicate, said.quarantined) == (3, 0, 0, 0)


@pytest.mark.parametrize("kind", ["arrears", "position"])
def test_another_payload_under_the_same_number_is_quarantined(kind: str) -> None:
    """A conflict is for a person to look at."""
    said = counts(kind, "2026-11-11 08:00  {kind}  L1 20.00 {since} seq 5")
    assert (said.applied, said.stale, said.duplicate, said.quarantined) == (2, 0, 0, 1)
