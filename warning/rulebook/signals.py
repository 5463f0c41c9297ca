"""The rule files, one for each signal group: rows of ``signals.md``, and the clauses that have no row."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from warning.core.events import EVENTS
from warning.core.events.base import LAST_SIGNAL
from warning.core.facts import FINDING_CLAUSES, MAJOR_KINDS
from warning.core.frame import RED, SignalRule
from warning.rulebook import shape
from warning.rulebook.bands import Figures, read_figure, read_figures
from warning.rulebook.examples import read_examples
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Leaf, Listing, Place, Table, Tree, read_tree
from warning.rulebook.wording import RuleText, Wording

Kind = Literal["ratio", "absolute_ratio", "count", "variant", "variant_ratio", "flat", "by_event"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
GROUPS: Final = (
    "payment",
    "major",
    "financial",
    "conduct",
    "business",
    "security",
    "concentration",
    "contagion",
    "management",
)
"""A file each; the order is that of ``signals.md``."""

BUSINESS_CLAUSES: Final = ("11.1.1", "11.1.2", "11.1.3", "11.1.4", "11.1.6")
CLAUSE_GROUPS: Final = {"contagion": ("11.1.5",), "management": ("12.1.2.1", "12.1.2.2")}
"""Groups whose rules are clauses without a row of ``signals.md``."""
CLAUSE_GROUP: Final = {clause: group for group, clauses in CLAUSE_GROUPS.items() for clause in clauses}

GROUP_LAST: Final = {"payment": 10, "major": 17, "financial": 32, "conduct": 42, "business": 47, "security": 52}
"""Group -> the number of its last row."""
ROWS: Final = {
    number: next((group for group, last in GROUP_LAST.items() if number <= last), "concentration")
    for number in range(1, LAST_SIGNAL + 1)
}
CLAUSES: Final = {1: "11.1.1", 2: "11.1.3", 4: "11.1.2", 5: "11.1.2"} | dict.fromkeys(range(11, 18), "11.1.4")
"""The row's clause, where it is not 11.1.6 (the foot of ``signals.md``)."""
DAYS: Final = ("days",)
EVENT_ROWS: Final[dict[int, tuple[str, ...]]] = {
    1: ("on_time", "unsure", "partial", "cannot", "missing"),
    2: DAYS,
    3: DAYS,
    4: ("substandard", "doubtful", "loss"),
    5: ("special_mention_3",),
} | {11 + at: (kind,) for at, kind in enumerate(MAJOR_KINDS)}
"""Rows that an event of their own decides -> the words of that event, or days."""
FINDINGS: Final = {
    clause: tuple(kind for kind, of in FINDING_CLAUSES.items() if of == clause)
    for clause in CLAUSE_GROUPS["management"]
}

HEAD: Final = ("number", "clause", "kind", "name", "measure", "examples")
OWN: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "ratio": (("unit", "bands"), ()),
    "absolute_ratio": (("unit", "bands"), ()),
    "count": (("unit", "bands"), ()),
    "variant": (("variants", "figure"), ()),
    "variant_ratio": (("unit", "variant_bands"), ()),
    "flat": (("level", "figure"), ("variants",)),
    "by_event": (("event",), ("unit", "bands", "variants", "figure")),
}
"""Kind -> what a rule of it must have, and may have, beside the head."""


class Rules(Struct, frozen=True):
    """What the rule files say: figures by number, findings by kind, and the words of all."""

    signals: dict[int, SignalRule]
    findings: dict[str, int]
    texts: tuple[RuleText, ...]
    groups: dict[str, Wording]
    complete: bool
    """Whether every row and every clause could be read."""


class _Seen(Struct):
    """What is missing but need not be told: its file could not be read, or the row itself is told."""

    groups: set[str]
    refs: set[str]


def read_rules(desk: Desk, root: Path) -> Rules:
    """All rule files; what is wrong in any is noted."""
    signals: dict[int, tuple[Place, SignalRule]] = {}
    findings: dict[str, int] = {}
    texts: list[RuleText] = []
    groups: dict[str, Wording] = {}
    seen = _Seen(set(), set())
    for group in GROUPS:
        key = "clauses" if group in CLAUSE_GROUPS else "rules"
        tree = read_tree(desk, root, f"{group}.yaml")
        head = None if tree is None else shape.table(desk, tree, ("group", "name", key))
        if head is None or not isinstance(head.entries.get(key), Listing):
            seen.groups.add(group)
        if head is None:
            continue
        _head(desk, head, group, groups)
        for node in shape.listing(desk, head.entries[key]) if key in head.entries else ():
            seen.refs |= _ref(node, "clause" if group in CLAUSE_GROUPS else "number")
            text = _clause(desk, node, group, findings) if key == "clauses" else _row(desk, node, group, signals)
            first = next((known for known in texts if text is not None and known.ref == text.ref), None)
            if first is not None:
                desk.say(node.place, "clause_twice", clause=first.ref, file=first.file, line=first.line)
            texts += [text] if text is not None and first is None else []
    complete = _complete(desk, signals, texts, seen)
    rows = {number: rule for number, (_, rule) in sorted(signals.items())}
    return Rules(rows, findings, tuple(texts), groups, complete)


def _ref(node: Tree, key: str) -> set[str]:
    """The number or clause of a rule, whatever else is wrong with it."""
    named = node.entries.get(key) if isinstance(node, Table) else None
    return {named.text} if isinstance(named, Leaf) else set()


def _head(desk: Desk, head: Table, group: str, groups: dict[str, Wording]) -> None:
    if "group" in head.entries:
        shape.choice(desk, head.entries["group"], (group,), "group_wrong")
    if "name" in head.entries and (name := shape.wording(desk, head.entries["name"])) is not None:
        groups[group] = name


def _row(desk: Desk, node: Tree, group: str, signals: dict[int, tuple[Place, SignalRule]]) -> RuleText | None:
    """One row of ``signals.md``."""
    row = shape.mapping(desk, node)
    kind = None if row is None else _kind(desk, row)
    if row is None or kind is None:
        return None
    required, optional = OWN[kind]
    before = len(desk.problems)
    shape.table(desk, row, (*HEAD, *required), (*optional, "note"))
    number = field(row, "number", lambda at: shape.whole(desk, at, 1, LAST_SIGNAL))
    clause = field(row, "clause", lambda at: shape.choice(desk, at, BUSINESS_CLAUSES, "clause_unknown"))
    figures = read_figures(desk, row, kind)
    event = field(row, "event", lambda at: shape.choice(desk, at, [event.TYPE for event in EVENTS], "event_unknown"))
    if number is None or clause is None or not _numbered(desk, row, number, signals):
        return None
    rule = SignalRule(
        number, group, clause, kind, figures.bands, figures.level, figures.variants, figures.variant_bands
    )
    signals[number] = (row.place, rule)
    known = replace(_unworded(row, str(number), group, clause, kind), event=event or "")
    return _text(desk, row, known, figures, sound=len(desk.problems) == before)


def _unworded(row: Table, ref: str, group: str, clause: str, kind: str) -> RuleText:
    blank = Wording("", "")
    return RuleText(ref, group, clause, kind, blank, blank, "", row.place.file, row.place.line)


def _kind(desk: Desk, row: Table) -> Kind | None:
    if "kind" not in row.entries:
        desk.say(row.place, "key_missing", key="kind", known=", ".join(KINDS))
        return None
    word = shape.choice(desk, row.entries["kind"], KINDS, "kind_unknown")
    return next((kind for kind in KINDS if kind == word), None)


def _numbered(desk: Desk, row: Table, number: int, signals: dict[int, tuple[Place, SignalRule]]) -> bool:
    if number not in signals:
        return True
    first = signals[number][0]
    desk.say(row.entries["number"].place, "number_twice", number=number, file=first.file, line=first.line)
    return False


def _clause(desk: Desk, node: Tree, group: str, findings: dict[str, int]) -> RuleText | None:
    """A clause without a row: 11.1.5 takes the source's level, 12.1.2.x gives each kind of finding its own."""
    own = ("level", "figure") if group == "contagion" else ("variants", "figure")
    row = shape.table(desk, node, ("clause", "name", "measure", *own, "examples"), ("note",))
    if row is None:
        return None
    clause = field(row, "clause", lambda at: shape.choice(desk, at, CLAUSE_GROUPS[group], "clause_unknown"))
    kind = "contagion" if group == "contagion" else "finding"
    before = len(desk.problems)
    if group == "contagion":
        field(row, "level", lambda at: shape.choice(desk, at, ("same_as_source",)))
        figures = Figures(figure=read_figure(desk, row))
    else:
        figures = read_figures(desk, row, "variant")
        if clause is not None and set(figures.variants) != set(FINDINGS[clause]):
            desk.say(row.place, "variants_wrong", clause=clause, known=", ".join(FINDINGS[clause]))
        findings.update(figures.variants)
    if clause is None:
        return None
    known = _unworded(row, clause, group, clause, kind)
    return _text(desk, row, known, figures, sound=len(desk.problems) == before)


def _text(desk: Desk, row: Table, known: RuleText, figures: Figures, *, sound: bool) -> RuleText | None:
    """The words of a rule, with its examples; None if they are wanting. Examples run only where the rule is sound."""
    name = field(row, "name", lambda at: shape.wording(desk, at))
    measure = field(row, "measure", lambda at: shape.wording(desk, at))
    note = field(row, "note", lambda at: shape.wording(desk, at))
    examples = read_examples(desk, row, int(known.ref) if known.ref.isdigit() else 0, known.kind)
    if name is None or measure is None:
        return None
    return replace(
        known,
        name=name,
        measure=measure,
        note=note,
        unit=figures.unit,
        band_figures=figures.band_figures,
        variant_figures=figures.variant_figures,
        level_figure=figures.figure,
        variants=tuple(figures.variants),
        examples=examples if sound else (),
    )


def _complete(desk: Desk, signals: dict[int, tuple[Place, SignalRule]], texts: list[RuleText], seen: _Seen) -> bool:
    """Every row of ``signals.md`` and every clause is there, and the rows an event decides fit that event."""
    _told_missing(desk, set(signals), {text.clause for text in texts}, seen)
    for number, group in ROWS.items():
        if number not in signals:
            continue
        place, rule = signals[number]
        expected = CLAUSES.get(number, "11.1.6")
        if rule.group != group:
            desk.say(place, "group_wrong", number=number, group=group)
        if rule.clause != expected:
            desk.say(place, "clause_wrong", number=number, clause=rule.clause, expected=expected)
        if (rule.kind == "by_event") != (number in EVENT_ROWS):
            desk.say(place, "kind_wrong", number=number, kind=rule.kind)
        elif number in EVENT_ROWS:
            _event_row(desk, place, rule)
    return set(ROWS) <= set(signals) and set(CLAUSE_GROUP) <= {text.clause for text in texts}


def _told_missing(desk: Desk, numbers: set[int], clauses: set[str], seen: _Seen) -> None:
    """What is missing: a file that cannot be read is told once, and not again for each of its rules."""
    for number, group in ROWS.items():
        if number not in numbers and group not in seen.groups and str(number) not in seen.refs:
            desk.say(Place(f"{group}.yaml", 1, "rules"), "number_missing", number=number)
    for clause, group in CLAUSE_GROUP.items():
        if clause not in clauses and group not in seen.groups and clause not in seen.refs:
            desk.say(Place(f"{group}.yaml", 1, "clauses"), "clause_missing", clause=clause)


def _event_row(desk: Desk, place: Place, rule: SignalRule) -> None:
    """The words an event uses must all have a level, and no others."""
    shape_of = EVENT_ROWS[rule.number]
    if shape_of == DAYS:
        if not rule.bands or any(band.op in ("le", "lt") for band in rule.bands):
            desk.say(place, "bands_missing", number=rule.number)
    elif set(rule.variants) != set(shape_of):
        desk.say(place, "variants_wrong", number=rule.number, known=", ".join(shape_of))
    elif rule.clause == "11.1.4" and set(rule.variants.values()) != {RED}:
        desk.say(place, "level_wrong")
