"""Every figure of a rule book has its name, and what it counts, whoever added it."""

from __future__ import annotations

from msgspec.structs import fields

from warning.audit.backtest.figures import WHOLE
from warning.core.frame import Book
from warning.rulebook.duties import TERMS
from warning.rulebook.figures import NUMBERS
from warning.wording import figures


def test_every_figure_is_named() -> None:
    assert set(figures.FIELDS) == {*Book.__struct_fields__, *WHOLE.values()}


def test_what_is_said_of_a_difference_of_books_is_named_there_too() -> None:
    assert {*NUMBERS, *TERMS, "team_leaders", "principal_leader", "president"} <= set(figures.FIELDS)


def test_every_number_says_what_it_counts() -> None:
    numbers = {field.name for field in fields(Book) if field.type is int}
    assert numbers - {"major_level"} == set(figures.COUNTS)
