"""``book.yaml``: the book's name and version, and the [book] figures that belong to no single rule."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

from msgspec import Struct

from warning.rulebook import shape
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Table, Tree, read_tree
from warning.rulebook.wording import FigureText, Wording

NUMBERS: Final[dict[str, tuple[str, str, int, int]]] = {
    "check_days": ("11.1.1", "days", 1, 365),
    "report_by_days": ("P4", "days", 1, 365),
    "assessment_window_days": ("P2", "days", 1, 365),
    "recovery_memory_months": ("W9", "months", 0, 120),
    "sign_off_days": ("O3", "days", 1, 28),
    "go_live_working_days": ("T6", "working_days", 1, 60),
    "held_hours": ("design", "hours", 1, 720),
    "change_notice_minutes": ("design", "minutes", 5, 43_200),
}
"""Figure -> the id it cites, its unit, its least and greatest value."""
LATER: Final = {"change_notice_minutes": 5}
"""Figures that came later, with the value where a book does not give them."""
TIERS: Final = 2


FIRST: Final = ("tiers", *(key for key in NUMBERS if key not in LATER))


class BookFigures(Struct, frozen=True):
    """What ``book.yaml`` says."""

    name: Wording
    version: str
    tiers: tuple[int, ...]
    numbers: dict[str, int]
    figures: tuple[FigureText, ...]


def read_book(desk: Desk, root: Path) -> BookFigures:
    """``book.yaml``; what is wrong is noted."""
    name, version = Wording("", ""), ""
    tiers: tuple[int, ...] = ()
    numbers: dict[str, int] = {**LATER}
    texts: list[FigureText] = []
    tree = read_tree(desk, root, "book.yaml")
    head = None if tree is None else shape.table(desk, tree, ("name", "version", "figures"))
    if head is not None:
        name = field(head, "name", lambda at: shape.wording(desk, at)) or name
        version = field(head, "version", lambda at: shape.text(desk, at)) or ""
    found = field(head, "figures", lambda at: shape.table(desk, at, FIRST, LATER)) if head is not None else None
    for key, node in found.entries.items() if found is not None else ():
        if key == "tiers":
            tiers = _tiers(desk, node, texts)
        elif key in NUMBERS and (number := _number(desk, key, node, texts)) is not None:
            numbers[key] = number
    if found is not None:
        _in_order(desk, found, numbers)
    return BookFigures(name, version, tiers, numbers, tuple(texts))


def _tiers(desk: Desk, node: Tree, texts: list[FigureText]) -> tuple[int, ...]:
    row = shape.table(desk, node, ("value", "cites", "figure"))
    if row is None or "value" not in row.entries:
        return ()
    _words(desk, row, "tiers", "W6", texts)
    value = row.entries["value"]
    bounds = [bound for item in shape.listing(desk, value) if (bound := shape.fen(desk, item)) is not None]
    if len(bounds) != TIERS or not 0 < bounds[0] < bounds[-1]:
        desk.say(value.place, "tiers_wrong", count=TIERS)
        return ()
    return tuple(bounds)


def _number(desk: Desk, key: str, node: Tree, texts: list[FigureText]) -> int | None:
    cites, unit, low, high = NUMBERS[key]
    row = shape.table(desk, node, ("value", "unit", "cites", "figure"))
    if row is None:
        return None
    field(row, "unit", lambda at: shape.choice(desk, at, (unit,), "unit_unknown"))
    _words(desk, row, key, cites, texts)
    return field(row, "value", lambda at: shape.whole(desk, at, low, high))


def _words(desk: Desk, row: Table, key: str, cites: str, texts: list[FigureText]) -> None:
    field(row, "cites", lambda at: shape.choice(desk, at, (cites,), "cites_wrong"))
    whose = shape.figure_of(desk, row)
    texts += [FigureText(key, cites, whose)] if whose is not None else []


def _in_order(desk: Desk, found: Table, numbers: dict[str, int]) -> None:
    """D-60 is before D-30, and D-30 before D-25 (11.1.1, P2, P4)."""
    order = ("assessment_window_days", "check_days", "report_by_days")
    for earlier, later in pairwise(order):
        if earlier in numbers and later in numbers and numbers[earlier] <= numbers[later]:
            days, below = numbers[later], numbers[earlier]
            place = found.entries[later].place
            desk.say(place, "days_out_of_order", later=later, days=days, earlier=earlier, below=below)
