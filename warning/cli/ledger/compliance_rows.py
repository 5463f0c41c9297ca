"""The rows of ``warning compliance``: organisations as a tree with their sums, anything else the worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from warning.core.frame import Frame
from warning.ledger.punctuality import Figures

By = Mapping[str, Figures]


class Line(Struct, frozen=True, kw_only=True):
    """Figures, and of whom they are; ``scope`` is ``own``, or ``with_below`` for a sum of those that follow deeper."""

    figures: Figures
    scope: str = "own"
    depth: int = 0
    itself: bool = False
    """What an organisation above others has of its own."""
    org_no: str | None = None
    post: str | None = None
    kind: str | None = None
    person: str | None = None


def flat(found: Mapping[tuple[str, ...], Figures], names: tuple[str, ...]) -> list[Line]:
    """The least punctual first, those of which nothing is scored last; what nobody did after what somebody did."""
    rows = sorted(found.items(), key=lambda pair: (pair[0][0] == "", *_worse(pair[1]), pair[0]))
    return [_line(dict(zip(names, key, strict=True)), figures) for key, figures in rows]


def _line(of: Mapping[str, str], figures: Figures) -> Line:
    get = of.get
    return Line(figures=figures, org_no=get("org_no"), post=get("post"), kind=get("kind"), person=get("person"))


def _worse(figures: Figures) -> tuple[bool, int, int]:
    points = figures.points
    return points is None, points or 0, -figures.scored


def tree(found: By, frame: Frame, top: str | None = None, *, alone: bool) -> list[Line]:
    """Organisations in the order of the book, each branch with what is its own and what those below it have.

    From ``top`` down, or all; what an organisation that has left the book had comes last. ``alone``: without sums.
    """
    below: dict[str, list[str]] = {}
    for org in frame.orgs.values():
        below.setdefault(org.parent or "", []).append(org.org_no)
    lines = (
        []
        if alone
        else [line for one in ([top] if top else below.get("", ())) for line in _under(one, found, below, 0)]
    )
    shown = {line.org_no for line in lines}
    return [*lines, *(Line(org_no=org_no, figures=found[org_no]) for org_no in sorted(found) if org_no not in shown)]


def _under(org_no: str, found: By, below: Mapping[str, list[str]], depth: int) -> Iterator[Line]:
    own = found.get(org_no)
    deeper = [line for child in sorted(below.get(org_no, ())) for line in _under(child, found, below, depth + 1)]
    if not deeper:
        if own is not None:
            yield Line(org_no=org_no, figures=own, depth=depth)
        return
    whole = Figures()
    for figures in [*([] if own is None else [own]), *(line.figures for line in deeper if line.scope == "own")]:
        whole.join(figures)
    yield Line(org_no=org_no, figures=whole, scope="with_below", depth=depth)
    if own is not None:
        yield Line(org_no=org_no, figures=own, depth=depth + 1, itself=True)
    yield from deeper
