"""The condition functions: every bound from both sides, exact, and no pass for what cannot be computed."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warning.core import conditions
from warning.core.conditions import CONDITIONS, Reading, observe, reached
from warning.core.events import SignalObserved
from warning.core.frame import Band, Frame, SignalRule
from warning.core.scalars import Fen
from warning.rulebook import examples, load_frame

FRAME: Frame = load_frame()
RULES = FRAME.book.signals
NUMERIC = [
    (number, band.op, band.bound, band.level)
    for number, rule in RULES.items()
    for band in rule.bands
    if rule.kind in ("ratio", "absolute_ratio", "count")
]
BASES = (10_000, 30_000, 123_456_789_010_000)
"""Denominators in fen: one basis point is a whole number of fen in each."""


def seen(number: int, **values: object) -> SignalObserved:
    """An observation of a signal."""
    return SignalObserved(customer_no="C1", number=number, **values)  # type: ignore[arg-type]


def level_of(number: int, figure: Fraction) -> int:
    """The level by the definition: the worst band whose bound the exact figure reaches."""
    tests = {"ge": Fraction.__ge__, "gt": Fraction.__gt__, "le": Fraction.__le__, "lt": Fraction.__lt__}
    return max((band.level for band in RULES[number].bands if tests[band.op](figure, Fraction(band.bound))), default=0)


def read(number: int, figure: int, base: int = 10_000, fen: int = 0) -> Reading:
    """A figure in the rule's unit (basis points for ratios), and so many fen on it."""
    if RULES[number].kind == "count":
        return observe(RULES[number], seen(number, value=figure))
    return observe(RULES[number], seen(number, numerator=Fen(figure * (base // 10_000) + fen), denominator=Fen(base)))


@pytest.mark.parametrize(("number", "op", "bound", "level"), NUMERIC)
def test_a_bound_is_reached_as_it_is_written(number: int, op: str, bound: int, level: int) -> None:
    """At the bound and one step (a basis point, a day) to either side; one fen decides at any size."""
    worse = 1 if op in ("ge", "gt") else -1
    strict = op in ("gt", "lt")
    assert (read(number, bound).level == level) is not strict
    assert read(number, bound + worse).level >= level
    assert read(number, bound - worse).level < level
    if RULES[number].kind == "count":
        return
    for base in BASES:
        assert (read(number, bound, base).level == level) is not strict
        assert read(number, bound, base, fen=worse).level == level
        assert read(number, bound, base, fen=-worse).level < level


@pytest.mark.parametrize(
    "number", [number for number, rule in RULES.items() if rule.kind in ("ratio", "absolute_ratio")]
)
@pytest.mark.parametrize("denominator", [None, Fen(0), Fen(-1)])
def test_a_ratio_without_a_positive_denominator_is_not_computable(number: int, denominator: Fen | None) -> None:
    """Shown with its reason, and never a pass."""
    reading = observe(RULES[number], seen(number, numerator=Fen(100), denominator=denominator))
    reason = "denominator_missing" if denominator is None else "denominator_not_positive"
    assert (reading.level, reading.computable, reading.reason) == (0, False, reason)
    assert ("numerator", "1.00") in reading.values


@pytest.mark.parametrize(
    ("number", "values", "reason"),
    [
        (18, {"denominator": Fen(1)}, "numerator_missing"),
        (31, {"denominator": Fen(1)}, "numerator_missing"),
        (33, {}, "value_missing"),
        (33, {"numerator": Fen(1), "denominator": Fen(1)}, "value_missing"),
        (43, {}, "variant_missing"),
        (43, {"variant": "slow"}, "variant_unknown"),
        (53, {"numerator": Fen(1), "denominator": Fen(1)}, "variant_missing"),
        (53, {"variant": "pair", "numerator": Fen(1), "denominator": Fen(1)}, "variant_unknown"),
        (53, {"variant": "group", "numerator": Fen(1), "denominator": Fen(0)}, "denominator_not_positive"),
        (3, {"value": 91}, "decided_by_event"),
        (11, {}, "decided_by_event"),
    ],
)
def test_what_is_missing_is_named(number: int, values: dict[str, object], reason: str) -> None:
    """Nothing is guessed: what cannot be computed says why."""
    reading = observe(RULES[number], seen(number, **values))
    assert (reading.level, reading.computable, reading.reason) == (0, False, reason)


def test_a_zero_is_a_value() -> None:
    """0 days left of the limitation period is red, a profit of nothing is fine, no cash at all is orange."""
    assert observe(RULES[52], seen(52, value=0)).level == 3
    assert observe(RULES[20], seen(20, numerator=Fen(0), denominator=Fen(100))) == Reading(
        0, values=(("numerator", "0.00"), ("denominator", "1.00"))
    )
    assert observe(RULES[24], seen(24, numerator=Fen(0), denominator=Fen(100))).level == 2


def test_the_values_compared_are_in_the_reading() -> None:
    """For the explanation: both sides, and the bound of the band reached."""
    reading = observe(RULES[18], seen(18, numerator=Fen(8_000), denominator=Fen(10_000)))
    assert reading.values == (("numerator", "80.00"), ("denominator", "100.00"), ("op", "ge"), ("bound", 8_000))
    reading = observe(RULES[53], seen(53, variant="single", numerator=Fen(15), denominator=Fen(100)))
    assert reading.values == (
        ("variant", "single"), ("numerator", "0.15"), ("denominator", "1.00"), ("op", "ge"), ("bound", 1_500),
    )  # fmt: skip
    assert observe(RULES[33], seen(33, value=3)).values == (("value", 3), ("op", "ge"), ("bound", 3))


def test_a_move_counts_either_way() -> None:
    """Row 31: up or down by 30 %."""
    levels = [
        observe(RULES[31], seen(31, numerator=Fen(move), denominator=Fen(10_000))).level
        for move in (-3_000, -2_999, 2_999, 3_000)
    ]
    assert levels == [1, 0, 0, 1]


def test_single_and_group_have_their_own_bands() -> None:
    """Row 53: 15 % and 20 %."""
    wanted = {("single", 1_499): 0, ("single", 1_500): 2, ("group", 1_999): 0, ("group", 2_000): 2}
    for variant, figure in product(("single", "group"), (1_499, 1_500, 1_999, 2_000)):
        level = observe(RULES[53], seen(53, variant=variant, numerator=Fen(figure), denominator=Fen(10_000))).level
        assert level == wanted.get((variant, figure), 2 if variant == "single" else 0)


def test_variants_and_flat_signals() -> None:
    """A kind has its level; a signal without a figure has one; each can be observed as ended."""
    assert [observe(RULES[43], seen(43, variant=name)).level for name in ("half_stop", "stop", "resumed")] == [2, 3, 0]
    assert observe(RULES[38], seen(38)).level == 3
    assert observe(RULES[38], seen(38, variant="absent")) == Reading(0, values=(("variant", "absent"),))
    assert observe(RULES[38], seen(38, variant="other")).level == 3


@given(
    number=st.sampled_from([number for number, _, _, _ in NUMERIC]),
    top=st.integers(-(10**12), 10**12),
    base=st.integers(1, 10**12),
)
def test_cross_multiplication_agrees_with_exact_fractions(number: int, top: int, base: int) -> None:
    """Against the definition, in exact arithmetic."""
    rule = RULES[number]
    if rule.kind == "count":
        assert observe(rule, seen(number, value=top)).level == level_of(number, Fraction(top))
        return
    exact = Fraction(top * 10_000, base)
    wanted = level_of(number, abs(exact) if rule.kind == "absolute_ratio" else exact)
    assert observe(rule, seen(number, numerator=Fen(top), denominator=Fen(base))).level == wanted


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_worse_is_never_a_lower_level(one: int, other: int) -> None:
    """Monotone in the bad direction, for every counted rule."""
    for number, rule in RULES.items():
        if rule.kind == "count":
            better, worse = sorted((one, other), reverse=rule.bands[0].op in ("le", "lt"))
            assert observe(rule, seen(number, value=better)).level <= observe(rule, seen(number, value=worse)).level


@pytest.mark.parametrize("days", [-1, 0, 1, 30, 31, 90, 91, 10_000])
def test_day_bands(days: int) -> None:
    """O4: day 1, 31, 91; and for overdue principal 1 and 91."""
    book = FRAME.book
    assert conditions.day_band(book.arrears_bands, days) == (days >= 1) + (days >= 31) + (days >= 91)
    assert conditions.day_band(book.overdue_bands, days) == (0 if days < 1 else 2 if days <= 90 else 3)
    assert conditions.day_band((), days) == 0


def test_look_ups() -> None:
    """11.1.1, 11.1.2, 11.1.4, 11.1.5, O7."""
    book = FRAME.book
    results = ("on_time", "unsure", "partial", "cannot", "missing")
    assert [conditions.assessment(book, word) for word in results] == [0, 1, 2, 3, 1]
    with pytest.raises(KeyError):
        conditions.assessment(book, "perhaps")
    assert conditions.forecast(book, "special_mention_3") == 0
    assert conditions.classification(book, "special_mention_3") == 1
    assert conditions.major_event(book, RULES[15], "litigation") == 3
    assert conditions.major_event(book, RULES[15], "cross_default") == 0
    assert (conditions.finding(book, "breach_of_rules"), conditions.finding(book, "concealment")) == (3, 0)
    assert conditions.contagion(2) == 2


def test_each_kind_is_the_name_of_its_function() -> None:
    """One search links policy, data, code and test."""
    assert {rule.kind for rule in RULES.values()} == set(CONDITIONS)
    assert all(getattr(conditions, kind) is function for kind, function in CONDITIONS.items())


def test_the_worst_band_reached_is_taken() -> None:
    """And none below the first."""
    bands = (Band(1, "gt", 10), Band(3, "gt", 20))
    assert [band.level if (band := reached(bands, figure, 1)) else 0 for figure in (10, 11, 20, 21)] == [0, 1, 1, 3]
    assert observe(SignalRule(99, "conduct", "11.1.6", "count"), seen(33, value=5)).level == 0


JUDGES = ("assessment", "bands_reached", "classification", "contagion", "finding", "forecast", "major_event", "observe")
"""What ``rulebook.examples`` judges by; ``bands_reached`` within ``day_band``."""


def test_the_core_decides_by_the_functions_that_judge_the_examples() -> None:
    """Else ``rules check`` would say of code that decides nothing that all examples hold."""
    core = Path(conditions.__file__).parent
    trees = (ast.parse(file.read_text("utf-8")) for file in core.rglob("*.py") if file.name != "conditions.py")
    calls = [node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {ast.unparse(call).removeprefix("conditions.") for call in calls}
    assert set(JUDGES) <= called
    spoken = Path(examples.__file__).read_text("utf-8")
    assert set(JUDGES) - {"bands_reached"} | {"day_band"} == set(re.findall(r"conditions\.([a-z_]+)\(", spoken))
