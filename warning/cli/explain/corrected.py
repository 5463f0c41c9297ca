"""Postings that a later one says it corrects: each counts from its own recording on, and takes nothing back (R12)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from warning.cli.explain.amount import Events, data_of, received_at
from warning.cli.explain.endings import without_effect
from warning.cli.situation import Situation
from warning.core.events import ArrearsPosition, LoanPosition

POSTINGS: Final = (LoanPosition.TYPE, ArrearsPosition.TYPE)


class Corrected(Struct, frozen=True):
    """A posting, the one that corrects it, by the ids of their records, and when that was recorded (µs UTC)."""

    name: str
    by: str
    at: int


def corrected(found: Situation, events: Events) -> list[Corrected]:
    """All of them among some records, in the order of the corrections; none that was refused or came out of turn."""
    naming = {name: event for name, event in events.items() if event.get("type") in POSTINGS and _corrects(event)}
    idle = without_effect(found) if naming else set()
    pairs = [
        Corrected(name, by, received_at(later))
        for by, later in naming.items()
        if by not in idle and not _is_stale(events, later)
        for name, event in events.items()
        if _names(later, name, event)
    ]
    return sorted(pairs, key=lambda one: (one.at, one.by))


def with_corrections(pairs: Iterable[Corrected], names: Collection[str]) -> list[Corrected]:
    """Those of some records, and those of what corrects them in its turn."""
    wanted = set(names)
    taken = []
    for one in pairs:
        if one.name in wanted:
            wanted.add(one.by)
            taken.append(one)
    return taken


def _names(later: Mapping[str, Any], name: str, event: Mapping[str, Any]) -> bool:
    """Whether a posting names another of its loan and kind as the one it corrects: by number, or by its record's id."""
    about = _about(event)
    return (
        about == _about(later)
        and _corrects(later) in (name, str(data_of(event).get("posting_seq")))
        and event is not later
        and received_at(event) <= received_at(later)
    )


def _is_stale(events: Events, later: Mapping[str, Any]) -> bool:
    """Whether a higher posting of its loan and kind had been recorded before it: then it changes nothing."""
    seq, at, about = _seq(later), received_at(later), _about(later)
    return any(_about(one) == about and received_at(one) < at and _seq(one) >= seq for one in events.values())


def _about(event: Mapping[str, Any]) -> tuple[str, str]:
    return str(event.get("type")), str(data_of(event).get("loan_no"))


def _corrects(event: Mapping[str, Any]) -> str:
    return str(data_of(event).get("corrects") or "")


def _seq(event: Mapping[str, Any]) -> int:
    return int(data_of(event).get("posting_seq") or 0)
