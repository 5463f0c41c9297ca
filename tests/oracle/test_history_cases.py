"""The histories that ask R99 to R107 have in them what asks; and what is counted is what was told."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.oracle.histories import History, history
from tests.oracle.history_cases import cases
from tests.oracle.story import Story

SEEDS = 80

WANTED = {
    "endings": {
        "a balance of what was settled, dated after it": 40,
        "a balance of what was settled, dated at its end": 3,
        "a balance of what was settled, dated before it": 10,
        "a balance of what was refinanced, dated after it": 15,
        "a balance of what was refinanced, dated before it": 5,
        "corrects: settled": 10,
        "corrects: refinanced": 30,
        "corrects: written off": 20,
        "refinanced for less": 40,
        "refinanced exactly": 20,
        "refinanced for more": 40,
        "refinanced in several parts": 40,
        "retraction of an ending": 5,
    },
    "retracted": {
        "clearing retracted": 60,
        "end of a link retracted, after its midnight": 40,
        "end of a link retracted, before it": 25,
        "figure or class retracted after a loan was paid, normal": 20,
        "figure or class retracted after a loan was paid, other": 20,
    },
    "matured": {
        "after maturity, overdue not said": 100,
        "after maturity, overdue said": 60,
        "assessment retracted, before its due": 40,
        "assessment retracted, at it or after": 30,
    },
}
"""Profile -> case -> how often it comes at least, in so many histories."""


@cache
def _found(profile: str) -> Counter[str]:
    return sum((cases(history(seed, profile=profile)) for seed in range(SEEDS)), Counter())


def test_what_is_counted_is_what_was_told() -> None:
    """A part, the rest, a balance at the end and one after it; a link's end retracted at its midnight."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00", due="2026-11-12")
    story.refinance("2026-11-10 09:00", "L1", "L2", "499999.99")
    story.refinance("2026-11-10 10:00", "L1", "L3", "0.01")
    for happened in ("2026-11-10 10:00", "2026-11-13 09:00"):
        story.position("2026-11-13 09:00", "L1", "1.00", 1, happened=happened)
    ended = story.guarantee("2026-11-13 10:00", "C1", "C2", "ended")
    story.retract("2026-11-14 00:00", ended)
    assert cases(History(0, "", tuple(story.events), {})) == Counter(
        {
            "refinanced for less": 1,
            "refinanced exactly": 1,
            "refinanced in several parts": 1,
            "a balance of what was refinanced, dated at its end": 1,
            "a balance of what was refinanced, dated after it": 1,
            "after maturity, overdue not said": 1,
            "end of a link retracted, after its midnight": 1,
        }
    )


@pytest.mark.parametrize(("profile", "case"), [(profile, case) for profile, them in WANTED.items() for case in them])
def test_a_case_comes_often_enough(profile: str, case: str) -> None:
    """Else the agreement of engine and oracle on these histories says nothing of it."""
    assert _found(profile)[case] >= WANTED[profile][case]


def test_all_of_them_come_where_everything_does() -> None:
    """So they meet what else there is."""
    found = _found("everything")
    rare = "a balance of what was settled, dated at its end"
    assert not [case for them in WANTED.values() for case in them if not found[case] and case != rare]
