"""``deadlines.yaml`` and ``posts.yaml``: how long each duty has, who owes it, who may act (D1-D12, O7, O8)."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from msgspec import Struct

from warning.core.duties import ESCALATION_POST
from warning.core.events import CONTROL, EVENTS, Act, OrgLevel, ProposalApproved
from warning.core.frame import Clock, Term
from warning.core.rows import DutyKind
from warning.rulebook import shape
from warning.rulebook.dues import DueExample, read_due_examples
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Table, Tree, read_tree
from warning.rulebook.wording import Figure, FigureText, Wording

TIERED: Final = ("11.1.1", "12.1.1")
SUB_BRANCH: Final = ("11.1.1", "11.1.2", "11.1.3", "11.1.4", "11.1.5", "11.1.6", "12.1.2.1", "12.1.2.2")
HEAD_OFFICE: Final = ("12.1.1", "12.1.2.1", "12.1.2.2")
TERMS: Final = {
    "team": "D4",
    "meeting": "D5",
    "meeting_red": "D5",
    "rectification_notice": "O7",
    "completion": "O7",
    "notice": "O8",
    "answer": "O8",
}
"""Term -> the id it cites."""
TIERS: Final = 3
LEVELS: Final[tuple[OrgLevel, ...]] = get_args(OrgLevel)
KINDS: Final[tuple[DutyKind, ...]] = get_args(DutyKind)
OWED_AT: Final[dict[str, tuple[str, ...]]] = {
    "assessment": ("sub_branch", "branch"),
    "first_notice": ("sub_branch", "branch"),
    "report": ("sub_branch", "branch"),
    "team": ("sub_branch",),
    "monthly_update": ("sub_branch",),
    "meeting": ("branch",),
    "tracking": ("branch",),
    "rectification_notice": ("branch", "head_office"),
    "completion": ("sub_branch", "branch"),
    "notice": ("head_office",),
    "answer": ("sub_branch", "branch"),
    "forecast_sign_off": ("sub_branch", "branch"),
}
"""Duty -> the levels at which the policy has somebody owe it (D4-D6, D11, D12, O7-O9)."""
ACTS: Final = (
    *(event.TYPE for event in EVENTS if issubclass(event, Act) and event is not ProposalApproved),
    "release.approved",
    "waiver.approved",
)
LATER: Final = tuple(event.TYPE for event in CONTROL)
"""Acts that a book need not name: the core says who may (``control.MAY``)."""


class Deadlines(Struct, frozen=True):
    """What ``deadlines.yaml`` says."""

    sub_branch: dict[str, tuple[Clock, ...]]
    head_office: dict[str, tuple[Clock, ...]]
    terms: dict[str, Term]
    whose: dict[str, tuple[Figure, ...]]
    figures: tuple[FigureText, ...]
    examples: tuple[DueExample, ...]


class Posts(Struct, frozen=True):
    """What ``posts.yaml`` says."""

    names: dict[str, Wording]
    at: dict[str, tuple[OrgLevel, ...]]
    owes: dict[str, dict[str, str]]
    may: dict[str, tuple[str, ...]]
    team_leaders: tuple[str, ...]
    principal_leader: str
    president: str


def read_deadlines(desk: Desk, root: Path) -> Deadlines:
    """``deadlines.yaml``; what is wrong is noted."""
    sub_branch: dict[str, tuple[Clock, ...]] = {}
    head_office: dict[str, tuple[Clock, ...]] = {}
    terms: dict[str, Term] = {}
    whose: dict[str, tuple[Figure, ...]] = {}
    figures: list[FigureText] = []
    tree = read_tree(desk, root, "deadlines.yaml")
    keys = ("sub_branch_report", "head_office_report", "terms", "examples")
    head = None if tree is None else shape.table(desk, tree, keys)
    for key, clauses, into in (
        ("sub_branch_report", SUB_BRANCH, sub_branch),
        ("head_office_report", HEAD_OFFICE, head_office),
    ):
        found = _table(desk, head, key, clauses)
        for clause, node in found.entries.items() if found is not None else ():
            if clause in clauses:
                read = [_clock(desk, item) for item in _by_tier(desk, clause, node)]
                into[clause] = tuple(one[0] for one in read if one is not None)
                whose[f"{key.removesuffix('_report')}:{clause}"] = tuple(one[1] for one in read if one is not None)
    found = _table(desk, head, "terms", tuple(TERMS))
    for name, node in found.entries.items() if found is not None else ():
        if name in TERMS and (term := _term(desk, name, node)) is not None:
            terms[name] = term[0]
            figures.append(FigureText(name, TERMS[name], term[1]))
    known = {"sub_branch_report": SUB_BRANCH, "head_office_report": HEAD_OFFICE, "terms": tuple(TERMS)}
    examples = () if head is None else read_due_examples(desk, head, known, dict.fromkeys(TIERED, TIERS))
    return Deadlines(sub_branch, head_office, terms, whose, tuple(figures), examples)


def _table(desk: Desk, head: Table | None, key: str, known: tuple[str, ...]) -> Table | None:
    return None if head is None else field(head, key, lambda at: shape.table(desk, at, known))


def _by_tier(desk: Desk, clause: str, node: Tree) -> tuple[Tree, ...]:
    """The clock of a clause, or its clocks by tier: 0, 1, 2."""
    if clause not in TIERED:
        return (node,)
    items = shape.listing(desk, node)
    rows = [item for item in items if isinstance(item, Table) and "tier" in item.entries]
    tiers = [shape.whole(desk, row.entries["tier"], 0, TIERS - 1) for row in rows]
    if tiers != list(range(TIERS)):
        desk.say(node.place, "tiers_wrong", clause=clause)
        return ()
    return items


def _clock(desk: Desk, node: Tree) -> tuple[Clock, Figure] | None:
    row = shape.table(desk, node, ("report", "figure"), ("first_notice", "tier"))
    if row is None:
        return None
    report = field(row, "report", lambda at: shape.term(desk, at))
    notice = field(row, "first_notice", lambda at: shape.term(desk, at))
    whose = shape.figure_of(desk, row)
    if report is not None and report.unit == "hours":
        desk.say(row.entries["report"].place, "clock_not_split")
    if notice is not None and notice.unit != "hours":
        desk.say(row.entries["first_notice"].place, "notice_not_hours")
    return None if report is None or whose is None else (Clock(report, notice), whose)


def _term(desk: Desk, name: str, node: Tree) -> tuple[Term, Figure] | None:
    row = shape.table(desk, node, ("term", "cites", "figure"))
    if row is None:
        return None
    field(row, "cites", lambda at: shape.choice(desk, at, (TERMS[name],), "cites_wrong"))
    term = field(row, "term", lambda at: shape.term(desk, at))
    whose = shape.figure_of(desk, row)
    return None if term is None or whose is None else (term, whose)


def read_posts(desk: Desk, root: Path) -> Posts:
    """``posts.yaml``; what is wrong is noted."""
    names: dict[str, Wording] = {}
    at_levels: dict[str, tuple[OrgLevel, ...]] = {}
    tree = read_tree(desk, root, "posts.yaml")
    keys = ("posts", "owes", "may", "team_leaders", "principal_leader", "president", "escalation")
    head = None if tree is None else shape.table(desk, tree, keys)
    if head is None:
        return Posts({}, {}, {}, {}, (), "", "")
    found = field(head, "posts", lambda at: shape.mapping(desk, at))
    for post, node in found.entries.items() if found is not None else ():
        row = shape.table(desk, node, ("zh", "en", "at"))
        if row is None or len(row.entries) != len(("zh", "en", "at")):
            continue
        zh, en = shape.text(desk, row.entries["zh"]), shape.text(desk, row.entries["en"])
        names[post] = Wording(zh or "", en or "")
        levels = {shape.choice(desk, item, LEVELS) for item in shape.listing(desk, row.entries["at"])}
        at_levels[post] = tuple(level for level in LEVELS if level in levels)
    _escalation(desk, head)
    return Posts(
        names=names,
        at=at_levels,
        owes=_owes(desk, head, at_levels),
        may=_may(desk, head, names),
        team_leaders=_posts(desk, head.entries["team_leaders"], names) if "team_leaders" in head.entries else (),
        principal_leader=field(head, "principal_leader", lambda at: _post(desk, at, names)) or "",
        president=field(head, "president", lambda at: _post(desk, at, names)) or "",
    )


def _post(desk: Desk, node: Tree, names: dict[str, Wording]) -> str | None:
    return shape.choice(desk, node, tuple(names), "post_unknown")


def _posts(desk: Desk, node: Tree, names: dict[str, Wording]) -> tuple[str, ...]:
    """Posts, each once, at least one."""
    found: list[str] = []
    for item in shape.listing(desk, node):
        post = _post(desk, item, names)
        if post is not None and post in found:
            desk.say(item.place, "post_twice", post=post)
        found += [post] if post is not None and post not in found else []
    if not found:
        desk.say(node.place, "post_missing")
    return tuple(found)


def _owes(desk: Desk, head: Table, at_levels: dict[str, tuple[OrgLevel, ...]]) -> dict[str, dict[str, str]]:
    """D11: each duty has a post at each level that may owe it, and the post exists at that level."""
    owes: dict[str, dict[str, str]] = {}
    found = field(head, "owes", lambda at: shape.table(desk, at, KINDS))
    for kind, node in found.entries.items() if found is not None else ():
        row = shape.table(desk, node, OWED_AT[kind]) if kind in OWED_AT else None
        for level, leaf in row.entries.items() if row is not None else ():
            post = shape.choice(desk, leaf, tuple(at_levels), "post_unknown")
            if post is not None and level not in at_levels[post]:
                levels = ", ".join(at_levels[post])
                desk.say(leaf.place, "post_elsewhere", post=post, level=level, levels=levels)
            elif post is not None:
                owes.setdefault(kind, {})[level] = post
    return owes


def _may(desk: Desk, head: Table, names: dict[str, Wording]) -> dict[str, tuple[str, ...]]:
    found = field(head, "may", lambda at: shape.table(desk, at, ACTS, LATER))
    entries = found.entries if found is not None else {}
    return {act: _posts(desk, node, names) for act, node in entries.items() if act in (*ACTS, *LATER)}


def _escalation(desk: Desk, head: Table) -> None:
    """D9: the core sends a breach to the superior's post; the book says to which and may not say otherwise."""
    fixed = {"sub_branch": ESCALATION_POST["branch"], "branch": ESCALATION_POST["head_office"]}
    found = field(head, "escalation", lambda at: shape.table(desk, at, tuple(fixed)))
    for level, post in fixed.items():
        if found is not None and level in found.entries:
            shape.choice(desk, found.entries[level], (post,), "escalation_fixed")
