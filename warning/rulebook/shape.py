"""Readers of values: each takes a place of the tree, gives the value, or notes a problem and gives None."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Final, Literal, TypeVar

from warning.core.frame import LEVELS, Band, Term
from warning.core.scalars import read_day, read_fen
from warning.rulebook.source import Desk, Leaf, Listing, Place, Table, Tree
from warning.rulebook.wording import Figure, Wording

T = TypeVar("T")
OPS: Final[dict[str, Literal["ge", "gt", "le", "lt"]]] = {">=": "ge", ">": "gt", "<=": "le", "<": "lt"}
FIGURES: Final[tuple[Figure, ...]] = ("text", "source", "default")
WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,8}")
WHEN: Final = re.compile(r"(>=|<=|>|<) (-?(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,4})?)( %)?")
TERM: Final = re.compile(r"([1-9][0-9]{0,3}) (hours|days|working days)")
PERCENT_PLACES: Final = 2
RATIO_PLACES: Final = 4


def table(desk: Desk, node: Tree, required: Collection[str], optional: Collection[str] = ()) -> Table | None:
    """A mapping with these keys and no others. What is unknown or missing is noted; the rest can still be read."""
    found = mapping(desk, node)
    if found is None:
        return None
    known = (*required, *optional)
    for key, value in found.entries.items():
        if key not in known:
            desk.say(value.place, "key_unknown", key=key, known=", ".join(known))
    for key in required:
        if key not in found.entries:
            desk.say(found.place, "key_missing", key=key)
    return found


def mapping(desk: Desk, node: Tree) -> Table | None:
    """A mapping with whatever keys."""
    if isinstance(node, Table):
        return node
    _wrong(desk, node, "keys")
    return None


def field(row: Table, key: str, read: Callable[[Tree], T | None]) -> T | None:
    """What a reader makes of the value at a key; None where the key is not there."""
    return read(row.entries[key]) if key in row.entries else None


def listing(desk: Desk, node: Tree) -> tuple[Tree, ...]:
    """The items of a list; none, with a problem noted, if it is no list."""
    if isinstance(node, Listing):
        return node.items
    _wrong(desk, node, "list")
    return ()


def text(desk: Desk, node: Tree) -> str | None:
    """Text that is not blank."""
    if not isinstance(node, Leaf):
        _wrong(desk, node, "text")
        return None
    if not node.text.strip():
        desk.say(node.place, "text_blank")
        return None
    return node.text


def choice(desk: Desk, node: Tree, known: Collection[str], code: str = "word_unknown") -> str | None:
    """One of the words known."""
    word = text(desk, node)
    if word is not None and word not in known:
        desk.say(node.place, code, word=word, known=", ".join(known))
        return None
    return word


def whole(desk: Desk, node: Tree, low: int, high: int) -> int | None:
    """A whole number between two bounds, both included."""
    word = text(desk, node)
    if word is None:
        return None
    if not WHOLE.fullmatch(word) or not low <= int(word) <= high:
        desk.say(node.place, "number_wrong", word=word, low=low, high=high)
        return None
    return int(word)


def flag(desk: Desk, node: Tree) -> bool | None:
    """``true`` or ``false``."""
    word = choice(desk, node, ("true", "false"))
    return None if word is None else word == "true"


def fen(desk: Desk, node: Tree) -> int | None:
    """Money, in fen, from a decimal string."""
    return _scalar(desk, node, read_fen, "money_wrong")


def day(desk: Desk, node: Tree) -> int | None:
    """A business date, as an ordinal."""
    return _scalar(desk, node, read_day, "date_wrong")


def _scalar(desk: Desk, node: Tree, read: Callable[[str], int], code: str) -> int | None:
    word = text(desk, node)
    if word is None:
        return None
    try:
        return int(read(word))
    except ValueError:
        desk.say(node.place, code, word=word)
        return None


def level(desk: Desk, node: Tree) -> int | None:
    """A level by its name: none, yellow, orange, red."""
    word = choice(desk, node, LEVELS, "level_unknown")
    return None if word is None else LEVELS.index(word)


def figure(desk: Desk, node: Tree) -> Figure | None:
    """Whose a figure is: the policy text's, a published source's, or our default."""
    word = choice(desk, node, FIGURES)
    return next((known for known in FIGURES if known == word), None)


def figure_of(desk: Desk, row: Table) -> Figure | None:
    """Whose the figure of a row is."""
    return figure(desk, row.entries["figure"]) if "figure" in row.entries else None


def wording(desk: Desk, node: Tree) -> Wording | None:
    """A text in Chinese and in English."""
    found = table(desk, node, ("zh", "en"))
    if found is None or not {"zh", "en"} <= set(found.entries):
        return None
    zh, en = text(desk, found.entries["zh"]), text(desk, found.entries["en"])
    return None if zh is None or en is None else Wording(zh, en)


def term(desk: Desk, node: Tree) -> Term | None:
    """``24 hours``, ``2 days``, ``3 working days`` (T1, T3)."""
    word = text(desk, node)
    if word is None:
        return None
    found = TERM.fullmatch(word)
    if found is None:
        desk.say(node.place, "term_wrong", word=word)
        return None
    unit: Literal["hours", "days", "working_days"] = "hours"
    if found[2] != "hours":
        unit = "days" if found[2] == "days" else "working_days"
    return Term(int(found[1]), unit)


def band(desk: Desk, node: Tree, unit: str) -> tuple[Band, Figure] | None:
    """``{level: yellow, when: ">= 70 %", figure: default}``."""
    found = table(desk, node, ("level", "when", "figure"))
    if found is None or len(found.entries) != len(("level", "when", "figure")):
        return None
    reached, whose = level(desk, found.entries.get("level", node)), figure_of(desk, found)
    bound = _when(desk, found.entries.get("when", node), unit)
    if reached == 0:
        desk.say(found.entries["level"].place, "level_unknown", band=LEVELS[reached])
        return None
    return None if reached is None or whose is None or bound is None else (Band(reached, *bound), whose)


def _when(desk: Desk, node: Tree, unit: str) -> tuple[Literal["ge", "gt", "le", "lt"], int] | None:
    word = text(desk, node)
    if word is None:
        return None
    found = WHEN.fullmatch(word)
    bound = None if found is None else bound_of(found[2], unit, percent=bool(found[3]))
    if found is None or bound is None:
        desk.say(node.place, "bound_wrong", word=word, unit=unit, sample=_sample(unit))
        return None
    return OPS[found[1]], bound


def _sample(unit: str) -> str:
    return {"percent": ">= 70 %", "points": ">= 20 %", "ratio": "<= 0.2"}.get(unit, ">= 31")


def bound_of(digits: str, unit: str, *, percent: bool) -> int | None:
    """The bound in basis points for percent, points and ratio, else a whole number; None if it is not written so."""
    head, _, tail = digits.partition(".")
    if unit in ("percent", "points"):
        return int(head + tail.ljust(PERCENT_PLACES, "0")) if percent and len(tail) <= PERCENT_PLACES else None
    if unit == "ratio":
        return None if percent else int(head + tail.ljust(RATIO_PLACES, "0"))
    return None if percent or tail else int(digits)


def _wrong(desk: Desk, node: Tree, wanted: str) -> None:
    kind = {Leaf: "single", Listing: "list", Table: "mapping"}[type(node)]
    desk.say(node.place, "shape_wrong", kind=kind, wanted=wanted)


def ascending(desk: Desk, bands: list[tuple[Place, Band]]) -> bool:
    """Whether levels rise strictly, all bounds face the same way, and each is worse than the one before."""
    fine = True
    for (_, before), (place, after) in pairwise(bands):
        up = before.op in ("ge", "gt")
        if after.level <= before.level:
            values: dict[str, object] = {"levels": ", ".join(LEVELS[1:])}
        elif up != (after.op in ("ge", "gt")):
            values = {}
        elif (after.bound <= before.bound) if up else (after.bound >= before.bound):
            values = {"bound": before.bound}
        else:
            continue
        desk.say(place, "bands_not_ascending", **values)
        fine = False
    return fine
