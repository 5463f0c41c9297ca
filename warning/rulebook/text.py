"""The figures that the policy's own text gives, and where a book departs from them.

A bank may set what its policy leaves open (``default``); what the text says (``text``) is changed by amending the
policy. A book that departs can be used: it is for people to see that it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from warning.core.frame import Book
from warning.rulebook.source import Desk, Leaf, Listing, Place, Problem, Table, Tree, read_tree
from warning.rulebook.wording import RuleText


class Figure(Struct, frozen=True):
    """A figure of the text: its file and the keys that lead to it, the clause it stands in, and what it says."""

    file: str
    keys: tuple[str | int, ...]
    clause: str
    said: tuple[str, ...]


def _clock(section: str, clause: str, *keys: str | int, said: str) -> Figure:
    return Figure("deadlines.yaml", (section, clause, *keys), clause, (said,))


TWO_DAYS: Final = "2 days"
DAY: Final = "24 hours"
FIGURES: Final = (
    _clock("sub_branch_report", "11.1.1", 1, "report", said=TWO_DAYS),
    _clock("sub_branch_report", "11.1.1", 2, "first_notice", said=DAY),
    _clock("sub_branch_report", "11.1.3", "report", said=TWO_DAYS),
    _clock("sub_branch_report", "11.1.4", "first_notice", said=DAY),
    _clock("sub_branch_report", "11.1.5", "report", said=TWO_DAYS),
    _clock("sub_branch_report", "11.1.6", "report", said=TWO_DAYS),
    _clock("head_office_report", "12.1.1", 1, "report", said=TWO_DAYS),
    _clock("head_office_report", "12.1.1", 2, "first_notice", said=DAY),
    _clock("head_office_report", "12.1.2.1", "first_notice", said=DAY),
    _clock("head_office_report", "12.1.2.2", "report", said=TWO_DAYS),
    Figure("book.yaml", ("figures", "tiers", "value"), "11.1.1", ("1000000.00", "5000000.00")),
    Figure("book.yaml", ("figures", "check_days", "value"), "11.1.1", ("30",)),
    Figure("book.yaml", ("figures", "report_by_days", "value"), "11.1.1", ("25",)),
    Figure("posts.yaml", ("team_leaders",), "11.2.1", ("sub_branch_president", "vice_president_lending")),
    Figure("posts.yaml", ("principal_leader",), "12.3.1", ("branch_principal_leader",)),
    Figure("posts.yaml", ("president",), "12.3.1", ("sub_branch_president",)),
)
"""Beside them: 11.1.3 warns from day 1 (below), at a level of ours; 11.1.4 is always red, 11.1.5 takes the source's
level, and 11.2 knows no amount, which no book can say otherwise."""
ARREARS: Final = "2"
ARREARS_FROM: Final = 1
"""11.1.3: arrears are a warning from the day they arise; the text gives no level."""
OWN_LEVELS: Final = ("11.1.4", "11.1.5")
"""Clauses whose level is the text's."""


def departures(root: Path, texts: tuple[RuleText, ...], book: Book) -> tuple[Problem, ...]:
    """Where a book says otherwise than the policy's text, or of a figure that it is the text's, or that it is not."""
    desk = Desk()
    trees = {name: read_tree(Desk(), root, name) for name in dict.fromkeys(figure.file for figure in FIGURES)}
    for figure in FIGURES:
        node = _at(trees[figure.file], figure.keys)
        found = () if node is None else _words(node)
        if node is not None and sorted(found) != sorted(figure.said):
            _departs(desk, node.place, figure.clause, ", ".join(figure.said), ", ".join(found))
        elif node is None:
            place = _nearest(trees[figure.file], figure)
            _departs(desk, place, figure.clause, ", ".join(figure.said), "-")
    _arrears(desk, texts, book)
    for place in (*_claimed(trees), *_claimed_by_rules(texts)):
        desk.say(place, "text_claimed")
    other = {problem.place.path.rpartition(".")[0] for problem in desk.problems}
    for clause, place in dict.fromkeys((*_disowned(trees), *_disowned_by_rules(texts))):
        if not place.path or place.path.rpartition(".")[0] not in other:  # another figure is not the text's
            desk.say(place, "text_disowned", clause=clause)
    return tuple(sorted(desk.problems, key=lambda problem: problem.place))


def _departs(desk: Desk, place: Place, clause: str, said: str, found: str) -> None:
    desk.say(place, "text_departs", clause=clause, said=said, found=found)


def _arrears(desk: Desk, texts: tuple[RuleText, ...], book: Book) -> None:
    day, _ = book.arrears_bands[0]
    if day != ARREARS_FROM:
        rule = next(rule for rule in texts if rule.ref == ARREARS)
        _departs(desk, Place(rule.file, rule.line, ""), rule.clause, f">= {ARREARS_FROM}", f">= {day}")


def _at(tree: Tree | None, keys: tuple[str | int, ...]) -> Tree | None:
    """The value at the end of a path of keys and places of a list."""
    for key in keys:
        if isinstance(tree, Table) and isinstance(key, str):
            tree = tree.entries.get(key)
        elif isinstance(tree, Listing) and isinstance(key, int) and key < len(tree.items):
            tree = tree.items[key]
        else:
            return None
    return tree


def _nearest(tree: Tree | None, figure: Figure) -> Place:
    """Where a figure should stand."""
    above = _at(tree, figure.keys[:-1])
    return Place(figure.file, 1, "") if above is None else above.place


def _words(node: Tree) -> tuple[str, ...]:
    if isinstance(node, Leaf):
        return (node.text,)
    items = node.items if isinstance(node, Listing) else tuple(node.entries.values())
    return tuple(word for item in items for word in _words(item))


def _claimed(trees: dict[str, Tree | None]) -> Iterator[Place]:
    """Rows marked as the text's that hold none of its figures."""
    rows = {(figure.file, figure.keys[:-1]) for figure in FIGURES}
    for name, tree in trees.items():
        yield from (place for keys, place in _marked(tree, ()) if (name, keys) not in rows)


def _marked(tree: Tree | None, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Place]]:
    """Every row with ``figure: text``, by the path that leads to it."""
    if isinstance(tree, Table):
        mark = tree.entries.get("figure")
        if isinstance(mark, Leaf) and mark.text == "text":
            yield keys, mark.place
        for key, value in tree.entries.items():
            yield from _marked(value, (*keys, key))
    elif isinstance(tree, Listing):
        for at, item in enumerate(tree.items):
            yield from _marked(item, (*keys, at))


def _claimed_by_rules(texts: tuple[RuleText, ...]) -> Iterator[Place]:
    """The same of the rules: only the levels of 11.1.4 and 11.1.5 are the text's."""
    for rule in texts:
        others = [figure for figures in rule.variant_figures.values() for figure in figures]
        own = rule.clause in OWN_LEVELS
        if "text" in (*rule.band_figures, *others) or (rule.level_figure == "text" and not own):
            yield Place(rule.file, rule.line, "")


def _disowned(trees: dict[str, Tree | None]) -> Iterator[tuple[str, Place]]:
    """Rows that hold a figure of the text, and are marked as something else: clause and place."""
    for figure in FIGURES:
        row = _at(trees[figure.file], figure.keys[:-1])
        mark = row.entries.get("figure") if isinstance(row, Table) else None
        if isinstance(mark, Leaf) and mark.text != "text":
            yield figure.clause, mark.place


def _disowned_by_rules(texts: tuple[RuleText, ...]) -> Iterator[tuple[str, Place]]:
    """The same of the rules: levels of 11.1.4 and 11.1.5. Of 11.1.3 the text has the day and no level."""
    for rule in texts:
        if rule.clause in OWN_LEVELS and rule.level_figure not in ("", "text"):
            yield rule.clause, Place(rule.file, rule.line, "")
