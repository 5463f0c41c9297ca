"""Redelivery and cadence: delivering again and looking more often change nothing (design: State, duplicates; Time)."""

from __future__ import annotations

from typing import Final
from unittest.mock import patch

from msgspec import json

from tests.oracle.histories import History
from tests.properties.drive import Played, differences, frame_of, kept, ordinary, play, rng_of
from warning.contracts.decode import Incoming
from warning.core import repeats
from warning.core.scalars import HOUR, SECOND, read_moment
from warning.intake.run import Run

WINDOW: Final = 20
"""A redelivery comes so many records later at most: an aggregate remembers its last 256 (R111)."""


def delivered_twice(told: History) -> list[str]:
    """Every record twice in a row: no row changes, and each line is counted."""
    lines = [line for line in told.lines() for _ in range(2)]
    again = play(told, lines=lines)
    return differences(ordinary(told).rows, again.rows)


def delivered_again_later(told: History) -> list[str]:
    """Some records once more, further down the file: no row changes.

    The copy stays within the 256 ids that an aggregate remembers, and within the day for which a record waits for its
    loan: one that expired and is sent anew afterwards is a new attempt, and counts.
    """
    return differences(ordinary(told).rows, play(told, lines=_again_later(told)).rows)


def delivered_again_when_forgotten(told: History) -> list[str]:
    """The same, where nobody remembers more than the last two messages: the journal knows the others."""
    usual = ordinary(told).rows
    with patch.object(repeats, "FULL", 2 * repeats.ENTRY):
        return differences(usual, play(told, lines=_again_later(told), anew=True).rows)


def _again_later(told: History) -> list[bytes]:
    rng = rng_of(told, "later")
    lines = told.lines()
    instants = [read_moment(wire["recordedtime"]) for wire in told.events]
    slots: list[list[bytes]] = [[] for _ in lines]
    for index in range(len(lines)):
        last = min(index + rng.randint(0, WINDOW), len(lines) - 1)
        while instants[last] >= instants[index] + 24 * HOUR:
            last -= 1
        if rng.random() < 0.5:
            slots[max(last, index)].append(lines[index])
    return [line for index, line in enumerate(lines) for line in (line, *slots[index])]


UNNAMED: Final = ("phone.notice.v1", "team.formed.v1", "work.recorded.v1", "monthly.update.v1", "meeting.held.v1")
"""Acts that no other record and no duty names."""


def ids_of_two_sources(told: History) -> list[str]:
    """Acts bear the ids of facts about their borrower, which another source sent: no row changes but by whom (R55)."""
    facts: dict[str, list[str]] = {}
    shared: dict[str, str] = {}
    for wire in told.events:
        name, customer = wire["id"], wire["data"].get("customer_no", "")
        if wire["type"] in UNNAMED and name not in shared and facts.get(customer):
            shared[name] = facts[customer].pop()
        elif wire["source"] != "/console" and name not in (*facts.get(customer, ()), *shared.values()):
            facts.setdefault(customer, []).append(name)
    events = (wire | {"id": shared.get(wire["id"], wire["id"])} for wire in told.events)
    after = play(told, lines=[json.encode(event) for event in events])
    return differences(ordinary(told).rows, after.rows, but=("fulfilled_by",))


class RestlessRun(Run):
    """Looks at the clock at random instants between records, in small steps, and again at the same instant."""

    def __init__(self, told: History, salt: str) -> None:
        """A run over the history's frame."""
        super().__init__(frame_of(told))
        self._rng = rng_of(told, salt)

    def take(self, incoming: Incoming, line: int = 0, raw: bytes = b"", origin: str = "") -> None:
        """Look some times before the record."""
        if self.clock:
            self._look(incoming.received)
        super().take(incoming, line, raw, origin)

    def _look(self, until: int) -> None:
        gap = until - self.clock
        if gap < 0:
            return
        looks = sorted(self.clock + self._rng.randint(0, gap) for _ in range(self._rng.choice((0, 1, 1, 3, 8))))
        for at in looks:
            self.advance(at)


class SteadyRun(RestlessRun):
    """Looks every seven hours and a second, whatever comes."""

    STEP: Final = 7 * HOUR + SECOND

    def _look(self, until: int) -> None:
        at = self.clock + self.STEP
        while at < until:
            self.advance(at)
            at += self.STEP


def steady(told: History) -> Played:
    """The run that looks steadily, decided once."""
    return kept(told, _steadily)


def _steadily(told: History) -> Played:
    return play(told, run=SteadyRun(told, "cadence"))


def cadence(told: History) -> list[str]:
    """However often one looks, the same rows and the same chain head."""
    base, found = ordinary(told), []
    for name, other in (("restless", play(told, run=RestlessRun(told, "cadence"))), ("steady", steady(told))):
        found += [f"{name}: {one}" for one in differences(base.rows, other.rows)]
        if base.verdicts.head != other.verdicts.head:
            found.append(f"{name}: another chain head")
    return found


def cadence_of_refusals(told: History) -> list[str]:
    """However often one looks, the same is refused, at the same instants."""
    base = ordinary(told).verdicts.refusals
    other = steady(told).verdicts.refusals
    return [] if base == other else [f"{one} != {two}" for one, two in zip(base, other, strict=True) if one != two]
