"""The organisation of the synthetic bank, and how diligent each part of it is."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final, Literal

from msgspec import Struct

from warning.core.frame import Org
from warning.rulebook import load_frame

BRANCHES: Final = 3
SUB_BRANCHES: Final = 8
"""The small demo, which is the organisation file of the packaged rule book."""

Temperament = Literal["diligent", "slow", "silent"]
CHARACTERS: Final = ((0.97, 1.0), (0.86, 0.98), (0.93, 0.99), (0.62, 0.86))
"""Shares of (diligent, diligent or slow) account managers: each fourth sub-branch is a lax one."""
CITIES: Final = ("杭州", "宁波", "温州", "嘉兴", "绍兴", "金华", "台州", "湖州", "衢州", "舟山", "丽水")


def scale(loans: int) -> tuple[int, int]:
    """(branches, sub-branches) of a bank of so many loans: the small demo's up to 2,500."""
    if loans <= 2_500:
        return BRANCHES, SUB_BRANCHES
    sub_branches = min(400, max(SUB_BRANCHES, loans // 1_250))
    return max(BRANCHES, sub_branches // 8), sub_branches


def organisation(seed: int = 2026, branches: int = BRANCHES, sub_branches: int = SUB_BRANCHES) -> dict[str, Org]:
    """Head office, branches and sub-branches. The small demo's is the packaged organisation file.

    A frame for a larger bank is ``structs.replace(load_frame(...), orgs=organisation(...))``.

    Raises:
        ValueError: no branch, or a branch without a sub-branch.
    """
    if not 1 <= branches <= sub_branches:
        raise ValueError("every branch needs a sub-branch")
    if (branches, sub_branches) == (BRANCHES, SUB_BRANCHES):
        return dict(load_frame().orgs)
    rng = Random(seed)
    orgs = {"HO": Org("HO", "head_office", None, "总行")}
    for number in range(1, branches + 1):
        city, turn = CITIES[(number - 1) % len(CITIES)], (number - 1) // len(CITIES)
        orgs[f"B{number:02d}"] = Org(f"B{number:02d}", "branch", "HO", f"{city}{turn + 1 if turn else ''}分行")
    for number in range(sub_branches):
        parent = number % branches + 1 if number < branches else rng.randrange(branches) + 1
        code = f"S{number + 1:03d}"
        orgs[code] = Org(code, "sub_branch", f"B{parent:02d}", f"第{number + 1}支行")
    return orgs


class Unit(Struct, frozen=True):
    """Where loans are booked: a sub-branch, or a branch itself (``branch`` is then its own number)."""

    org_no: str
    branch: str
    direct: bool
    managers: tuple[Temperament, ...]
    """Its account managers by temperament; a borrower's is chosen by its number."""


class Network(Struct, frozen=True):
    """The organisation as the simulation uses it."""

    head_office: str
    branches: tuple[str, ...]
    units: tuple[Unit, ...]
    """Sub-branches first, then the branches."""
    sub_branches: int
    lax: frozenset[str]
    """Branches whose monitor reports late."""


def network(orgs: Mapping[str, Org], rng: Random, borrowers: int) -> Network:
    """Draw the characters of an organisation's people."""
    subs = [org for org in orgs.values() if org.level == "sub_branch" and org.parent]
    branches = tuple(org.org_no for org in orgs.values() if org.level == "branch")
    managers = max(3, borrowers // (45 * max(1, len(subs))))
    units = [
        Unit(
            org.org_no,
            org.parent or "",
            direct=False,
            managers=_managers(rng, CHARACTERS[number % len(CHARACTERS)], managers),
        )
        for number, org in enumerate(subs)
    ]
    units += [Unit(org_no, org_no, direct=True, managers=_managers(rng, CHARACTERS[0], 2)) for org_no in branches]
    head = next(org.org_no for org in orgs.values() if org.level == "head_office")
    return Network(head, branches, tuple(units), len(subs), frozenset(branches[-1:]))


def _managers(rng: Random, shares: tuple[float, float], count: int) -> tuple[Temperament, ...]:
    found: list[Temperament] = []
    for _ in range(count):
        draw = rng.random()
        found.append("diligent" if draw < shares[0] else "slow" if draw < shares[1] else "silent")
    return tuple(found)
