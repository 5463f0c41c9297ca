"""Which aggregates a changed figure can touch: by what their rows are, without deciding any of them.

Each answer covers every step that looks at the figure (a test holds it against what steps were seen to look at, on
random histories). Of a figure not named here, everything may.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from warning.core.events import (
    EVENTS,
    Act,
    ArrearsPosition,
    ClassificationForecast,
    ClassificationSet,
    EventRetracted,
    LoanAssessed,
    LoanExtended,
    LoanMoved,
    LoanPosition,
    LoanRefinanced,
    LoanSettled,
    LoanWrittenOff,
    MajorEvent,
    ManagementFinding,
    MeetingHeld,
    ProposalApproved,
    SignalObserved,
    TeamFormed,
)


class Traits(Struct, frozen=True):
    """What is known of an aggregate: the kinds of its rows, and the clauses of the signals it has ever had."""

    kinds: frozenset[str]
    clauses: frozenset[str]

    def any(self, *kinds: str) -> bool:
        """Whether it has a row of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)


Reach = Callable[[Traits, str], bool]
ACTS: Final = tuple(event.TYPE for event in EVENTS if issubclass(event, Act))
SPELLS: Final = (ArrearsPosition.TYPE, LoanPosition.TYPE)
ENDS: Final = (LoanSettled.TYPE, LoanRefinanced.TYPE, LoanExtended.TYPE, LoanWrittenOff.TYPE, EventRetracted.TYPE)
COUNTED: Final = {"2": (*SPELLS, *ENDS), "3": (*SPELLS, *ENDS)}
"""Rows of ``signals.md`` that count days: looked up where a spell begins or ends."""
MAJOR: Final = frozenset(str(number) for number in range(11, 18))
OF_ORGANISATIONS: Final = frozenset(
    ("sign_off_days", "posts", "posts_at", "may", "calendar", "organisation", "live_from", "go_live_working_days")
)
"""What an organisation's own aggregate looks at (O3)."""
APPROVALS: Final = ("release.approved", "waiver.approved")


def touches(name: str, key: str, traits: Traits) -> bool:
    """Whether a step of an aggregate may have looked at a figure, or would have."""
    field, _, part = name.partition(".")
    match key[:1]:
        case "g":
            return False
        case "o":
            return field in OF_ORGANISATIONS
        case _:
            reach = REACH.get(field)
            return reach is None or reach(traits, part)


def _signals(traits: Traits, number: str) -> bool:
    if f"{SignalObserved.TYPE}:{number}" in traits.kinds:
        return True
    return (number in MAJOR and traits.any(MajorEvent.TYPE)) or traits.any(*COUNTED.get(number, ()))


def _assessed(traits: Traits, result: str) -> bool:
    return result == "missing" or f"{LoanAssessed.TYPE}:{result}" in traits.kinds


def _warned(traits: Traits, _: str) -> bool:
    return bool(traits.clauses)


def _clause(traits: Traits, clause: str) -> bool:
    return clause in traits.clauses


def _maturity(traits: Traits, _: str) -> bool:
    return "11.1.1" in traits.clauses


def _acted(traits: Traits, _: str) -> bool:
    return bool(traits.clauses) or traits.any(*ACTS)


def _post(traits: Traits, kind: str) -> bool:
    return kind == "assessment" or _acted(traits, kind) or traits.any(LoanMoved.TYPE)


def _may(traits: Traits, act: str) -> bool:
    return traits.any(act) or (act in APPROVALS and traits.any(ProposalApproved.TYPE))


def _of(*kinds: str) -> Reach:
    return lambda traits, _: traits.any(*kinds)


def _entry(kind: str) -> Reach:
    return lambda traits, part: f"{kind}:{part}" in traits.kinds


REACH: Final[dict[str, Reach]] = {
    "signals": _signals,
    "assessment_levels": _assessed,
    "arrears_bands": _of(ArrearsPosition.TYPE),
    "overdue_bands": _of(LoanPosition.TYPE),
    "major_level": _of(MajorEvent.TYPE),
    "finding_levels": _of(ManagementFinding.TYPE),
    "forecast_levels": _entry(ClassificationForecast.TYPE),
    "set_levels": _entry(ClassificationSet.TYPE),
    "tiers": _warned,
    "report_clocks": _clause,
    "finding_clocks": _clause,
    "head_office_clocks": _warned,
    "maturity_clocks": _maturity,
    "report_by_days": _maturity,
    "recovery_memory_months": _warned,
    "team": _warned,
    "meeting": _warned,
    "meeting_red": _warned,
    "rectification_notice": _acted,
    "completion": _acted,
    "notice": _acted,
    "answer": _acted,
    "team_leaders": _of(TeamFormed.TYPE),
    "principal_leader": _of(MeetingHeld.TYPE),
    "president": _of(MeetingHeld.TYPE),
    "posts": _post,
    "may": _may,
    "posts_at": _acted,
    "sign_off_days": lambda *_: False,
    "held_hours": lambda *_: False,
    "change_notice_minutes": lambda *_: False,
}
"""Field of the book -> whether a borrower's steps may look at it (its entry, where it is a table)."""
