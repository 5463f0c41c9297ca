"""The worked examples of ``deadlines.yaml``: a start, and the due that follows from it; and running them.

They go through the functions the core opens duties with, under the book and the calendar being loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from warning.core.duties import Due, clock_dues, due_from
from warning.core.frame import Clock, Frame, Term
from warning.core.reports import maturity_dues
from warning.core.scalars import day_of, end_of, read_day, read_moment, write_day, write_moment
from warning.rulebook import shape
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Place, Table, Tree

WRITTEN: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?: ([0-2][0-9]:[0-5][0-9]))?")
MATURITY: Final = "11.1.1"
DUES: Final = ("first_notice", "report", "due", "working")
"""What an example may say is due, in this order; ``working`` is the working-day view of the last of them (T3)."""
NONE: Final = "none"


class Instant(Struct, frozen=True):
    """An instant, and the date that a clock in days does not count: 24:00 is established by the day it ends (T2)."""

    at: int
    day: int


class DueExample(Struct, frozen=True):
    """A start, and what is due when. ``tier`` and ``matures`` (an ordinal) where the deadline goes by them."""

    place: Place
    section: str
    name: str
    start: Instant
    wanted: dict[str, int]
    tier: int = 0
    matures: int = 0

    @property
    def deadline(self) -> str:
        """The deadline, as it is written in the book."""
        return f"{self.section}.{self.name}"


def read_due_examples(
    desk: Desk, head: Table, known: Mapping[str, tuple[str, ...]], tiers: Mapping[str, int]
) -> tuple[DueExample, ...]:
    """The examples; every deadline ``known`` (section -> names) has one, and of each tier where it has ``tiers``."""
    root = field(head, "examples", lambda at: shape.table(desk, at, tuple(known)))
    examples: list[DueExample] = []
    for section, names in known.items() if root is not None else ():
        node = None if root is None else root.entries.get(section)
        found = None if node is None else shape.table(desk, node, names)
        for name, item in found.entries.items() if found is not None else ():
            if name in names:
                examples += _of(desk, item, section, name, tiers.get(name, 0))
    return tuple(examples)


def _of(desk: Desk, node: Tree, section: str, name: str, tiers: int) -> list[DueExample]:
    """Those of one deadline."""
    before = len(desk.problems)
    read = [_example(desk, item, section, name, tiered=tiers > 0) for item in shape.listing(desk, node)]
    found = [example for example in read if example is not None]
    if len(desk.problems) == before and {example.tier for example in found} != set(range(max(tiers, 1))):
        desk.say(node.place, "example_missing", deadline=f"{section}.{name}")
    return found


def _example(desk: Desk, node: Tree, section: str, name: str, *, tiered: bool) -> DueExample | None:
    required = ["start", "due"] if section == "terms" else ["start", "report"]
    required += ["tier"] if tiered else []
    required += ["matures"] if name == MATURITY else []
    optional = ("working",) if section == "terms" else ("first_notice", "working")
    before = len(desk.problems)
    row = shape.table(desk, node, required, optional)
    start = None if row is None else field(row, "start", lambda at: _instant(desk, at))
    if row is None or start is None:
        return None
    due = {kind: field(row, kind, lambda at: _instant(desk, at)) for kind in DUES}
    return (
        None
        if len(desk.problems) != before
        else DueExample(
            node.place,
            section,
            name,
            start,
            {kind: instant.at for kind, instant in due.items() if instant is not None},
            field(row, "tier", lambda at: shape.whole(desk, at, 0, 2)) or 0,
            field(row, "matures", lambda at: shape.day(desk, at)) or 0,
        )
    )


def _instant(desk: Desk, node: Tree) -> Instant | None:
    """``2026-11-03`` is its 00:00; ``2026-11-03 24:00`` ends that day."""
    word = shape.text(desk, node)
    found = None if word is None else WRITTEN.fullmatch(word)
    if word is None:
        return None
    try:
        if found is not None and found[2] == "24:00":
            day = int(read_day(found[1]))
            return Instant(end_of(day), day)
        if found is not None:
            at = int(read_moment(f"{found[1]}T{found[2] or '00:00'}:00+08:00"))
            return Instant(at, day_of(at))
    except ValueError:
        pass
    desk.say(node.place, "instant_wrong", word=word)
    return None


def run_due_examples(desk: Desk, examples: tuple[DueExample, ...], frame: Frame) -> int:
    """Work every example out; what comes out otherwise is noted. How many ran."""
    for example in examples:
        told = worked_out(example, frame)
        for kind in DUES:
            due, expected = told.get(kind), example.wanted.get(kind)
            if due != expected and (kind != "working" or expected is not None):
                desk.say(
                    example.place,
                    "example_fails",
                    deadline=example.deadline,
                    start=_written(example.start.at, example.start.day),
                    kind=kind,
                    due=_due(due),
                    expected=_due(expected),
                )
    return len(examples)


def worked_out(example: DueExample, frame: Frame) -> dict[str, int]:
    """What the core makes of an example's start, by the kind of duty."""
    book, start, name = frame.book, example.start, example.name
    if example.section == "terms":
        term: Term = getattr(book, name)
        dues = {"due": due_from(frame, start.at, start.day, term)}
    elif example.section == "sub_branch_report" and name == MATURITY:
        dues = _by_kind(maturity_dues(frame, example.matures, start.at, start.day, example.tier))
    else:
        clock: Clock = (
            book.report_clocks[name]
            if example.section == "sub_branch_report"
            else book.finding_clocks.get(name) or book.head_office_clocks[example.tier]
        )
        dues = _by_kind(clock_dues(frame, clock, start.at, start.day))
    return dues | {"working": frame.due_working(max(dues.values()))}


def _by_kind(dues: list[Due]) -> dict[str, int]:
    return {due.kind: due.due for due in dues}


def _due(at: int | None) -> str:
    """A due as people write it: at a midnight it ends the day before."""
    return NONE if at is None else _written(at, day_of(at - 1))


def _written(at: int, day: int) -> str:
    """``2026-11-03 16:00``; a midnight by the day it is reckoned to, ``2026-11-03 24:00`` or ``2026-11-04 00:00``."""
    if at == end_of(day):
        return f"{write_day(day)} 24:00"
    return write_moment(at)[: len("2026-11-03T16:00")].replace("T", " ")
