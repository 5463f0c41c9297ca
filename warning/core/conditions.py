"""The condition functions: a rule's ``kind`` is the name of the function here that decides it.

All are pure and in integers. A ratio is compared by cross-multiplication, never divided: it needs both sides, and a
denominator that is missing, zero or negative is *not computable*, which is shown and is never a pass (``signals.md``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from warning.core.events import SignalObserved
from warning.core.frame import Band, Book, SignalRule
from warning.core.scalars import write_fen

BASIS_POINTS: Final = 10_000
Values = tuple[tuple[str, int | str], ...]


class Reading(Struct, frozen=True):
    """What a rule makes of an observation.

    ``level`` is 0 where nothing is reached, and 0 where it cannot be computed: then ``computable`` is false and
    ``reason`` says why. ``values`` are the figures compared: ``numerator``, ``denominator`` or ``value`` or
    ``variant`` as given, and of the band reached its ``op`` and ``bound`` (basis points for ratios).
    """

    level: int
    computable: bool = True
    reason: str = ""
    values: Values = ()


NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "ratio": ("numerator", "denominator"),
    "absolute_ratio": ("numerator", "denominator"),
    "variant_ratio": ("variant", "numerator", "denominator"),
    "count": ("value",),
    "variant": ("variant",),
}
"""Kind -> the figures it compares, by their fields."""


def lacking(rule: SignalRule, observed: SignalObserved) -> tuple[str, ...]:
    """What the rule needs, where none of it is given: that is no observation (R58). Empty where some of it is."""
    needed = NEEDED.get(rule.kind, ())
    return needed if all(getattr(observed, name) is None for name in needed) else ()


def observe(rule: SignalRule, observed: SignalObserved) -> Reading:
    """The level of an observation under its rule, by the function the rule names (11.1.6)."""
    return CONDITIONS[rule.kind](rule, observed)


def ratio(rule: SignalRule, observed: SignalObserved) -> Reading:
    """``numerator`` / ``denominator`` against the bands."""
    return _ratio(rule.bands, observed.numerator, observed.denominator)


def absolute_ratio(rule: SignalRule, observed: SignalObserved) -> Reading:
    """The same for the ratio's absolute value: a move up or down."""
    numerator = observed.numerator
    return _ratio(rule.bands, None if numerator is None else abs(numerator), observed.denominator)


def variant_ratio(rule: SignalRule, observed: SignalObserved) -> Reading:
    """A ratio against the bands of its variant."""
    bands = rule.variant_bands.get(observed.variant or "")
    if bands is None:
        return _unknown_variant(observed)
    reading = _ratio(bands, observed.numerator, observed.denominator)
    return Reading(reading.level, reading.computable, reading.reason, (*_variant(observed), *reading.values))


def count(rule: SignalRule, observed: SignalObserved) -> Reading:
    """``value`` (days, months, quarters, periods, notches) against the bands."""
    value = observed.value
    if value is None:
        return Reading(0, computable=False, reason="value_missing")
    band = reached(rule.bands, int(value), 1)
    return Reading(band.level if band else 0, values=(("value", int(value)), *_bound(band)))


def variant(rule: SignalRule, observed: SignalObserved) -> Reading:
    """The level of the variant named; one the rule does not know cannot be computed."""
    level = rule.variants.get(observed.variant or "")
    return _unknown_variant(observed) if level is None else Reading(level, values=_variant(observed))


def flat(rule: SignalRule, observed: SignalObserved) -> Reading:
    """One level, once observed; a variant of the rule may say that it is not, or no longer, so (``absent``)."""
    return Reading(rule.variants.get(observed.variant or "", rule.level), values=_variant(observed))


def by_event(_rule: SignalRule, _observed: SignalObserved) -> Reading:
    """Rows that an event of their own decides: an observation of them is shown and raises nothing."""
    return Reading(0, computable=False, reason="decided_by_event")


CONDITIONS: Final[Mapping[str, Callable[[SignalRule, SignalObserved], Reading]]] = {
    function.__name__: function for function in (ratio, absolute_ratio, variant_ratio, count, variant, flat, by_event)
}
"""Kind -> function."""


def reached(bands: tuple[Band, ...], numerator: int, denominator: int) -> Band | None:
    """The worst band whose bound ``numerator / denominator`` reaches; bands ascend. ``denominator`` is positive."""
    found = None
    for band in bands:
        if _reaches(band, numerator, denominator):
            found = band
    return found


def _reaches(band: Band, numerator: int, denominator: int) -> bool:
    difference = numerator - band.bound * denominator
    match band.op:
        case "ge":
            return difference >= 0
        case "gt":
            return difference > 0
        case "le":
            return difference <= 0
        case "lt":
            return difference < 0


def _ratio(bands: tuple[Band, ...], numerator: int | None, denominator: int | None) -> Reading:
    given: Values = tuple(
        (name, write_fen(fen))
        for name, fen in (("numerator", numerator), ("denominator", denominator))
        if fen is not None
    )
    if numerator is None:
        return Reading(0, computable=False, reason="numerator_missing", values=given)
    if denominator is None or denominator <= 0:
        reason = "denominator_missing" if denominator is None else "denominator_not_positive"
        return Reading(0, computable=False, reason=reason, values=given)
    band = reached(bands, numerator * BASIS_POINTS, denominator)
    return Reading(band.level if band else 0, values=(*given, *_bound(band)))


def _bound(band: Band | None) -> Values:
    return (("op", band.op), ("bound", band.bound)) if band else ()


def _variant(observed: SignalObserved) -> Values:
    return (("variant", observed.variant),) if observed.variant is not None else ()


def _unknown_variant(observed: SignalObserved) -> Reading:
    reason = "variant_missing" if observed.variant is None else "variant_unknown"
    return Reading(0, computable=False, reason=reason, values=_variant(observed))


def bands_reached(bands: tuple[tuple[int, int], ...], days: int) -> int:
    """How many bands are reached on day ``days``, by (first day, level) ascending (11.1.3, O4)."""
    return bisect_right(bands, days, key=lambda band: band[0])


def day_band(bands: tuple[tuple[int, int], ...], days: int) -> int:
    """The level reached on day ``days``; 0 before the first."""
    at = bands_reached(bands, days)
    return bands[at - 1][1] if at else 0


def assessment(book: Book, result: str) -> int:
    """The level of an assessment's result; ``missing`` for none by the end of the check day (11.1.1).

    Raises:
        KeyError: no result the event can have.

    """
    return book.assessment_levels[result]


def forecast(book: Book, grade: str) -> int:
    """The level of a grade forecast for next month (11.1.2)."""
    return book.forecast_levels.get(grade, 0)


def classification(book: Book, grade: str) -> int:
    """The level of a grade set (O1)."""
    return book.set_levels.get(grade, 0)


def major_event(book: Book, rule: SignalRule, kind: str) -> int:
    """The level of a major event of that kind under one of the seven rows (11.1.4); 0 if it is another row's."""
    return book.major_level if kind in rule.variants else 0


def finding(book: Book, kind: str) -> int:
    """The level of a management finding; a finding of concealment raises none (O7, D10)."""
    return book.finding_levels.get(kind, 0)


def contagion(source_level: int) -> int:
    """The level of what is derived: the source's (11.1.5, text)."""
    return source_level
