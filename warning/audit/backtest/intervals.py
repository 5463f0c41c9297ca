"""How sure a share or a median is: intervals of 95 %, for numbers that may be small."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, sqrt
from typing import Final

from msgspec import Struct

Z: Final = 1.959963984540054
"""The normal quantile of 97.5 %."""
SURE: Final = 0.95
SMALL: Final = 20
"""Fewer cases than this are said to be few."""
PLACES: Final = 4


class Share(Struct, frozen=True, kw_only=True):
    """So many of so many, as a share between 0 and 1 with its interval; no share of none."""

    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class Median(Struct, frozen=True, kw_only=True):
    """The median of so many values, with its interval where there are enough for one."""

    n: int
    median: float | None
    low: int | None
    high: int | None


def share(n: int, of: int) -> Share:
    """Wilson's interval: holds also near 0 and 1, where the usual one does not."""
    if not of:
        return Share(n=n, of=of, share=None, low=None, high=None)
    at, square = n / of, Z * Z
    middle = (at + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(at * (1 - at) / of + square / (4 * of * of)) / (1 + square / of)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(n=n, of=of, share=round(at, PLACES), low=round(low, PLACES), high=round(high, PLACES))


def median(values: Sequence[int]) -> Median:
    """The interval between two of the values themselves, in their order: no assumption about how they are spread.

    The k-th smallest and the k-th largest, with the largest k that leaves at least 95 % between them (binomial); none
    of five values or fewer.
    """
    found, n = sorted(values), len(values)
    if not n:
        return Median(n=0, median=None, low=None, high=None)
    middle = (found[(n - 1) // 2] + found[n // 2]) / 2
    outside, k = 0.0, 0
    while k < n // 2 and 2 * (outside + comb(n, k) / 2**n) <= 1 - SURE:
        outside += comb(n, k) / 2**n
        k += 1
    if not k:
        return Median(n=n, median=middle, low=None, high=None)
    return Median(n=n, median=middle, low=found[k - 1], high=found[n - k])
