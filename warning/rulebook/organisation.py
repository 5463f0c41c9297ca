"""``organisation.yaml``: head office, branches and sub-branches. A bank puts its own in its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, get_args

from msgspec import Struct

from warning.core.events import OrgLevel
from warning.core.frame import Org
from warning.rulebook import shape
from warning.rulebook.shape import field
from warning.rulebook.source import Desk, Place, Table, Tree, read_tree
from warning.rulebook.wording import Wording

LEVELS: Final[tuple[OrgLevel, ...]] = get_args(OrgLevel)
ABOVE: Final = {"sub_branch": "branch", "branch": "head_office"}
ORG_NO: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:-]{0,63}")
"""The wire's form of an organisation number."""


class Organisation(Struct, frozen=True):
    """The tree, and the names in both languages."""

    orgs: dict[str, Org]
    names: dict[str, Wording]


def read_organisation(desk: Desk, root: Path, name: str = "organisation.yaml") -> Organisation:
    """The organisation file; what is wrong is noted."""
    places: dict[str, Table] = {}
    orgs: dict[str, Org] = {}
    names: dict[str, Wording] = {}
    tree = read_tree(desk, root, name)
    head = None if tree is None else shape.table(desk, tree, ("orgs",))
    for node in shape.listing(desk, head.entries["orgs"]) if head is not None and "orgs" in head.entries else ():
        row = shape.table(desk, node, ("org_no", "level", "name"), ("parent",))
        if row is None:
            continue
        org_no = field(row, "org_no", lambda at: _org_no(desk, at))
        level = _level(desk, row)
        wording = field(row, "name", lambda at: shape.wording(desk, at))
        parent = field(row, "parent", lambda at: _org_no(desk, at))
        if org_no is None or level is None or wording is None:
            continue
        if org_no in orgs:
            line = places[org_no].place.line
            desk.say(row.entries["org_no"].place, "org_twice", org_no=org_no, line=line)
            continue
        places[org_no], names[org_no] = row, wording
        orgs[org_no] = Org(org_no, level, parent, wording.zh)
    if head is not None:
        _tree_stands(desk, name, places, orgs)
    return Organisation(orgs, names)


def _org_no(desk: Desk, node: Tree) -> str | None:
    word = shape.text(desk, node)
    if word is not None and not ORG_NO.fullmatch(word):
        desk.say(node.place, "org_no_wrong", word=word)
        return None
    return word


def _level(desk: Desk, row: Table) -> OrgLevel | None:
    word = field(row, "level", lambda at: shape.choice(desk, at, LEVELS, "org_level_unknown"))
    return next((level for level in LEVELS if level == word), None)


def _tree_stands(desk: Desk, name: str, places: dict[str, Table], orgs: dict[str, Org]) -> None:
    """One head office; every other organisation under one of the level above it."""
    heads = [org.org_no for org in orgs.values() if org.level == "head_office"]
    if len(heads) != 1:
        desk.say(Place(name, 1, "orgs"), "head_office_wrong", count=len(heads))
    for org_no, org in orgs.items():
        place, above = places[org_no].place, ABOVE.get(org.level)
        parent = orgs.get(org.parent or "")
        if above is None and org.parent is not None:
            desk.say(place, "parent_wrong", head=org_no)
        elif above is not None and parent is None:
            desk.say(place, "parent_wrong", org_no=org_no, above=above)
        elif above is not None and parent is not None and parent.level != above:
            desk.say(place, "parent_wrong", org_no=org_no, parent=parent.level, level=org.level, above=above)
