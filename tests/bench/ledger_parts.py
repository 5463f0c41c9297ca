"""Where the time of a run on a database goes: clocks around the functions that do the parts, without those inside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Final

from sqlalchemy.engine.default import DefaultDialect

from warning.intake import driver, ingest, positioned
from warning.intake.positioned import Ahead
from warning.ledger.journal import Chain
from warning.ledger.sql import codec, flush, ledger, unit
from warning.ledger.sql.flight import Flight
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.persons import Persons

Name = str | Callable[..., str]
REST: Final = "the rest: offsets, the transaction's own steps"


def _written(_: Any, table: Any, *__: Any) -> str:
    return f"SQL: {table.name}"


PARTS: Final[tuple[tuple[Any, str, Name], ...]] = (
    (positioned, "decode", "decode: the contract"),
    (Ahead, "read", "lines in their order"),
    (SqlLedger, "_lock", "lock lanes"),
    (unit.Unit, "foresee", "read states and loans ahead"),
    (ingest.Intake, "_take", "route, time, bookkeeping"),
    (driver, "step", "decide: what has a case, or is no position"),
    (driver, "quiet", "decide: quiet positions"),
    (driver, "calm", "decide: quiet positions"),
    (unit, "effects_digest", "effects digest"),
    (Chain, "values", "journal: payload and link"),
    (codec, "write", "rows and changes as JSON"),
    (codec, "pack_state", "states packed"),
    (flush, "insert", _written),
    (flush, "upsert", _written),
    (Persons, "learn", "persons"),
)


class Clock:
    """Seconds by part, without those of the parts inside it."""

    def __init__(self) -> None:
        """All at zero."""
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def around(self, work: Callable[..., Any], name: Name) -> Callable[..., Any]:
        """The same function, timed."""

        def timed(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            begun = perf_counter()
            try:
                return work(*given, **named)
            finally:
                spent = perf_counter() - begun
                self.spent[name if isinstance(name, str) else name(*given)] += spent - self._inner.pop()
                self._inner[-1] += spent

        return timed


class InTurn(Flight):
    """Not beside what comes after: the parts are to add up."""

    def __init__(self, unit: unit.Unit, write: Callable[[], None]) -> None:
        super().__init__(unit, write)
        self._thread.join()


@contextmanager
def clocks() -> Iterator[Clock]:
    """Time the parts."""
    clock = Clock()
    own = [(place, what, getattr(place, what)) for place, what, _ in PARTS]
    for (place, what, work), (_, _, name) in zip(own, PARTS, strict=True):
        setattr(place, what, clock.around(work, name))
    commit = DefaultDialect.do_commit
    DefaultDialect.do_commit = clock.around(commit, "commit")  # type: ignore[method-assign]
    own.append((ledger, "Flight", ledger.__dict__["Flight"]))
    ledger.__dict__["Flight"] = InTurn
    try:
        yield clock
    finally:
        DefaultDialect.do_commit = commit  # type: ignore[method-assign]
        for place, what, work in own:
            setattr(place, what, work)
