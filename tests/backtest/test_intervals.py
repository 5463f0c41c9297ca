"""Intervals against known values."""

from __future__ import annotations

import pytest

from warning.audit.backtest.intervals import Median, Share, median, share


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),  # Newcombe (1998) gives 0/20 as 0.1611, 81/263 as 0.2553-0.3662, 15/148 as 0.0624-0.1605
        (0, 20, 0.0, 0.1611),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson(n: int, of: int, low: float, high: float) -> None:
    found = share(n, of)
    assert [found.low, found.high, found.share] == pytest.approx([low, high, n / of], abs=1e-4)


def test_a_share_of_nothing_is_none() -> None:
    assert share(0, 0) == Share(n=0, of=0, share=None, low=None, high=None)


@pytest.mark.parametrize(
    ("of", "k"),
    [(6, 1), (8, 1), (9, 2), (12, 3), (20, 6), (25, 8), (50, 18)],  # tables of the sign test, two-sided 5 %, plus one
)
def test_the_interval_of_a_median_lies_between_two_of_the_values(of: int, k: int) -> None:
    found = median(list(range(1, of + 1)))
    assert (found.low, found.high, found.median) == (k, of + 1 - k, (of + 1) / 2)


def test_few_values_have_no_interval() -> None:
    assert median([3, 1, 2, 5, 4]) == Median(n=5, median=3.0, low=None, high=None)
    assert median([]) == Median(n=0, median=None, low=None, high=None)
    assert median([7]).median == 7
