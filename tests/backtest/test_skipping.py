"""What is left out could not have been touched: seen on random histories, with every figure of the book changed.

The other book's answer is also held against a run of the whole history under that book, which knows nothing of this.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import pytest

from tests.backtest.books import CHANGED
from tests.backtest.histories import put_on, recorded, rerun, under
from tests.oracle.histories import PROFILES, history
from warning.audit.backtest import reach

SEEDS: Final = int(os.environ.get("PROPERTY_SEEDS", "60"))
EACH: Final = 3
"""So many books are tried on a history."""
NAMES: Final = tuple(CHANGED)

known = lru_cache(8)(history)


def books(seed: int, profile: str) -> list[str]:
    """Some of the books, others with each history."""
    start = seed * len(PROFILES) + list(PROFILES).index(profile)
    return [NAMES[(start * EACH + n) % len(NAMES)] for n in range(EACH)]


def wrong(seed: int, profile: str, name: str) -> list[str]:
    """What does not hold of a history under a book."""
    told, change = known(seed, profile=profile), CHANGED[name]
    here = rerun(told, change)
    every, some = here.over(here.rows), here.over(here.touched)
    found = [f"{key}: the recorded book does not come to what is on file" for key, one in every.items() if not one.same]
    found += [
        f"{key}: was touched, and is left out" for key, one in every.items() if one.read and key not in here.touched
    ]
    if {key: one.pairs for key, one in every.items() if one.pairs} != {
        key: one.pairs for key, one in some.items() if one.pairs
    }:
        found.append("what was left out makes a difference")
    want, got = under(told, change), put_on(recorded(here.played), some)
    found += [
        f"{row}: not as the whole run decides" for row in want.keys() | got.keys() if want.get(row) != got.get(row)
    ]
    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_left_out_that_a_changed_figure_touches(profile: str) -> None:
    for seed in range(SEEDS):
        for name in books(seed, profile):
            assert not wrong(seed, profile, name), f"{name}, {profile} {seed}"


def test_the_histories_touch_most_figures_and_leave_most_aggregates_out() -> None:
    """Else nothing would be proven."""
    apart, left_out, of = Counter[str](), 0, 0
    for profile in ("everything", "management", "acts"):
        for name in NAMES:
            for seed in range(2):
                here = rerun(known(seed, profile=profile), CHANGED[name])
                found = here.over(here.touched)
                apart[name] += sum(bool(one.pairs) for one in found.values())
                left_out, of = left_out + len(here.rows) - len(here.touched), of + len(here.rows)
    assert sum(n > 0 for n in apart.values()) > len(NAMES) // 2
    assert left_out > of // 3


@pytest.mark.parametrize(
    ("field", "name"),
    [("tiers", "tiers"), ("arrears_bands", "arrears_bands"), ("team", "team"), ("signals", "signals.18")],
)
def test_a_figure_said_to_reach_nobody_is_found(monkeypatch: pytest.MonkeyPatch, field: str, name: str) -> None:
    """Each check has been seen to fail."""
    never: Any = lambda *_: False  # noqa: E731 - an answer
    monkeypatch.setitem(reach.REACH, field, never)
    seeds = ((seed, profile) for seed in range(40) for profile in ("everything", "arrears"))
    assert any(wrong(seed, profile, name) for seed, profile in islice(seeds, 80))
