"""One look at a lane: what each aggregate has to do with figures, and when a borrower's outcome was recorded.

Rows without an effect are passed over: a position that changed nothing but a balance looked at no figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection

from warning.audit.backtest.outcomes import Outcome, Outcomes
from warning.audit.backtest.standing import Lost, outcome_of
from warning.core import VERSION
from warning.core.changes import RULES_KEY
from warning.core.events import (
    ArrearsPosition,
    ClassificationForecast,
    ClassificationSet,
    EventRetracted,
    LoanAssessed,
    LoanPosition,
    LoanRefinanced,
    LoanSettled,
    LoanWrittenOff,
    SignalObserved,
)
from warning.core.frame import Frame
from warning.ledger.journal import CONTENTS, NO_EFFECTS, JournalRow, decode_payload
from warning.ledger.sql.history import LEAST, journal_of_keys
from warning.ledger.sql.tables import JOURNAL
from warning.ledger.sql.write import driven

AT_ONCE: Final = 2_000
TOGETHER: Final = 64
"""Aggregates whose rows are asked for at once."""
SAID: Final = {
    SignalObserved.TYPE: "number",
    ClassificationForecast.TYPE: "grade",
    ClassificationSet.TYPE: "grade",
    LoanAssessed.TYPE: "result",
}
"""Kinds that look up one entry of a table -> the field that says which."""
TELLING: Final = (
    LoanPosition.TYPE,
    ArrearsPosition.TYPE,
    ClassificationSet.TYPE,
    LoanWrittenOff.TYPE,
    LoanSettled.TYPE,
    LoanRefinanced.TYPE,
)
"""Kinds by which an outcome comes or is averted."""
READ: Final = tuple(dict.fromkeys((*SAID, *TELLING)))


class Scanned(Struct, frozen=True, kw_only=True):
    """What a lane has shown."""

    traits: dict[str, frozenset[str]]
    """Aggregate -> the kinds of its rows, those that look up an entry with it: ``signal.observed.v1:18``."""
    outcomes: dict[str, Outcome]
    """Aggregate of a borrower -> the first outcome on record that stands."""
    foreign: dict[str, int]
    """Aggregate -> rows that another core has decided."""
    rows: int


class Look:
    """What rows with an effect show, one after the other."""

    def __init__(self, until: int) -> None:
        """``until`` (µs UTC): what was recorded later is no outcome."""
        self._until = until
        self._outcomes = Outcomes(until)
        self._traits: dict[str, set[str]] = {}
        self._foreign: dict[str, int] = {}
        self._rows = 0
        self.taken_back: set[str] = set()
        """Aggregates of which a record was retracted, or the ending of a loan taken back."""

    def take(self, key: str, kind: str, at: int, core: str, payload: bytes | None) -> None:
        """A row; of kinds that are not ``READ`` no payload is needed."""
        if key == RULES_KEY:  # people's acts about books; no book decides them otherwise
            return
        self._rows += 1
        if core != VERSION:
            self._foreign[key] = self._foreign.get(key, 0) + 1
            return
        trait = kind
        if kind == EventRetracted.TYPE and at <= self._until:
            self.taken_back.add(key)
        if payload is not None and kind in READ:
            content: Any = decode_payload(kind, payload)
            if kind in SAID:
                trait = f"{kind}:{getattr(content, SAID[kind])}"
            if kind in TELLING and at <= self._until:
                self._outcomes.take(key, at, content)
                if isinstance(content, LoanPosition) and content.corrects:
                    self.taken_back.add(key)
        self._traits.setdefault(key, set()).add(trait)

    def found(self) -> Scanned:
        """All that was seen; aggregates that are alike share what is said of them."""
        known: dict[frozenset[str], frozenset[str]] = {}
        traits = {key: known.setdefault(one, one) for key, each in self._traits.items() for one in (frozenset(each),)}
        return Scanned(traits=traits, outcomes=self._outcomes.found(), foreign=self._foreign, rows=self._rows)


def scan_lane(connection: Connection, lane: int, until: int, frames: Mapping[str, Frame]) -> Scanned:
    """Look through a lane of a ledger up to an instant; of whom something was taken back, at all rows once more.

    What was recorded later is left out, so that the same window says the same in years to come.
    """
    look = Look(until)
    for row in _rows(connection, lane, until):
        look.take(*row)
    found = look.found()
    keys = sorted(look.taken_back - found.foreign.keys())
    for first in range(0, len(keys), TOGETHER):
        for key, rows in groupby(journal_of_keys(connection, keys[first : first + TOGETHER]), key=lambda row: row.key):
            stands = _stands(key, list(rows), frames, until, found.outcomes.pop(key, None))
            if stands is not None:
                found.outcomes[key] = stands
    return found


def _stands(
    key: str, rows: Sequence[JournalRow], frames: Mapping[str, Frame], until: int, seen: Outcome | None
) -> Outcome | None:
    """The first outcome that stands; as it was ``seen``, where the rows cannot be decided again."""
    try:
        return outcome_of(key, rows, frames, until)
    except Lost:
        return seen


def _rows(connection: Connection, lane: int, until: int) -> Iterator[tuple[str, str, int, str, bytes | None]]:
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    kinds = ", ".join(f"'{kind}'" for kind in READ if kind in CONTENTS)
    sql = (
        f"SELECT seq, key, kind, at, core, CASE WHEN kind IN ({kinds}) THEN payload END FROM {JOURNAL.name} "  # noqa: S608 - names are ours
        f"WHERE lane = {mark} AND seq > {mark} AND at <= {mark} AND (effects_digest <> {mark} OR core <> {mark}) "
        f"ORDER BY seq LIMIT {AT_ONCE}"
    )
    last = LEAST
    while True:
        found = driven(connection, sql, (lane, last, until, NO_EFFECTS, VERSION))
        for seq, *rest in found:
            last = seq
            yield rest[0], rest[1], rest[2], rest[3], rest[4]
        if len(found) < AT_ONCE:
            return
