"""The examples of a rule: what must fire, what must not, what cannot be computed; and running them.

They go through the real condition functions of ``warning.core.conditions``, under the book being loaded.
"""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

from warning.core import conditions
from warning.core.conditions import Reading
from warning.core.events import SignalObserved
from warning.core.frame import LEVELS, Book
from warning.core.scalars import Fen, read_fen
from warning.rulebook import shape
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Place, Table, Tree
from warning.rulebook.wording import Example, RuleText

Expect = Literal["fires", "silent", "not_computable"]
EXPECTS: Final[tuple[Expect, ...]] = get_args(Expect)
RATIO: Final = re.compile(r"(-|-?[0-9.]+) / (-|-?[0-9.]+)")
NEEDS_NOT_COMPUTABLE: Final = ("ratio", "absolute_ratio", "variant_ratio", "count", "variant")
"""Kinds that may lack an input: the book shows what happens then."""


def read_examples(desk: Desk, row: Table, number: int, kind: str) -> tuple[Example, ...]:
    """The examples of one rule; each list there must be must hold one."""
    if "examples" not in row.entries:
        return ()
    must: tuple[Expect, ...] = EXPECTS if kind in NEEDS_NOT_COMPUTABLE else EXPECTS[:2]
    found = shape.table(desk, row.entries["examples"], must)
    examples: list[Example] = []
    for expect in must if found is not None else ():
        items = field(found, expect, lambda at: shape.listing(desk, at)) if found is not None else None
        if items is not None and not items and found is not None:
            desk.say(found.entries[expect].place, "example_missing", expect=expect)
        examples += [example for item in items or () if (example := _example(desk, item, number, expect)) is not None]
    return tuple(examples)


def _example(desk: Desk, node: Tree, number: int, expect: Expect) -> Example | None:
    required = ("level",) if expect == "fires" else ()
    found = shape.table(desk, node, required, ("ratio", "value", "variant", "source"))
    if found is None:
        return None
    before = len(desk.problems)
    level = field(found, "level", lambda at: shape.level(desk, at))
    sides = field(found, "ratio", lambda at: _sides(desk, at))
    observed = SignalObserved(
        customer_no="example",
        number=max(number, 1),
        value=field(found, "value", lambda at: shape.whole(desk, at, -999_999_999, 999_999_999)),
        numerator=sides[0] if sides else None,
        denominator=sides[1] if sides else None,
        variant=field(found, "variant", lambda at: shape.text(desk, at)),
    )
    source = field(found, "source", lambda at: shape.level(desk, at)) or 0
    place = found.place
    if len(desk.problems) != before or (expect == "fires" and level is None):
        return None
    return Example(place.file, place.line, place.path, expect, level or 0, observed, source)


def _sides(desk: Desk, node: Tree) -> tuple[Fen | None, Fen | None] | None:
    word = shape.text(desk, node)
    found = None if word is None else RATIO.fullmatch(word)
    try:
        if found is not None:
            return _side(found[1]), _side(found[2])
    except ValueError:
        pass
    desk.say(node.place, "ratio_wrong", word=word)
    return None


def _side(word: str) -> Fen | None:
    return None if word == "-" else read_fen(word)


def run_examples(desk: Desk, texts: tuple[RuleText, ...], book: Book) -> int:
    """Run every example through the real conditions; what comes out otherwise is noted. How many ran."""
    ran = 0
    for rule in texts:
        for example in rule.examples:
            reading = judge(rule, example, book)
            ran += 1
            if (told := outcome(reading)) != (wanted := _wanted(example)):
                place = Place(example.file, example.line, example.path)
                desk.say(place, "example_fails", rule=rule.ref, told=told, wanted=wanted)
    return ran


def judge(rule: RuleText, example: Example, book: Book) -> Reading:
    """What the condition of the rule makes of an example."""
    observed = example.observed
    if rule.kind not in ("by_event", "contagion", "finding"):
        return conditions.observe(book.signals[observed.number], observed)
    return Reading(_by_event(rule, example, book, observed.variant or "", observed.value or 0))


def _by_event(rule: RuleText, example: Example, book: Book, word: str, days: int) -> int:
    """The level of what an event of its own decides, by the function the core uses for that event."""
    match rule.ref, rule.clause:
        case ("1", _):
            level = conditions.assessment(book, word)
        case ("2", _):
            level = conditions.day_band(book.arrears_bands, days)
        case ("3", _):
            level = conditions.day_band(book.overdue_bands, days)
        case ("4", _):
            level = conditions.forecast(book, word)
        case ("5", _):
            level = conditions.classification(book, word)
        case (_, "11.1.4"):
            level = conditions.major_event(book, book.signals[int(rule.ref)], word)
        case (_, "11.1.5"):
            level = conditions.contagion(example.source)
        case _:
            level = conditions.finding(book, word) if word in rule.variants else 0
    return level


def outcome(reading: Reading) -> str:
    """``yellow``, ``nothing`` or ``not_computable``."""
    if not reading.computable:
        return "not_computable"
    return LEVELS[reading.level] if reading.level else "nothing"


def _wanted(example: Example) -> str:
    if example.expect == "fires":
        return LEVELS[example.level]
    return "nothing" if example.expect == "silent" else "not_computable"
