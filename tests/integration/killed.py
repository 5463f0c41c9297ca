"""Kills a process at a named point of a batch: in a child, the product's functions are replaced by ones that may die.

A point is a place in the code and, where it is passed more than once, a test of whether this pass is meant.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from random import Random
from signal import SIGKILL
from time import monotonic, sleep
from typing import Any, Final, Self

from msgspec import Struct
from sqlalchemy import URL, Engine, event

from tests.forked import PATIENCE_S
from tests.ledger import bank
from warning.intake import ingest
from warning.intake.driver import Driver
from warning.intake.ingest import Intake
from warning.ledger.sql import flush
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.persons import Persons
from warning.ledger.sql.unit import Unit

BATCH: Final = 8
ROWS: Final = 30
NEVER: Final = 1 << 60
INSERTED: Final = ("journal", "loan", "change", "inbox", "held", "quarantine")
UPSERTED: Final = ("aggregate", "borrower", "signal", "warning", "duty", "lane")
"""Tables a batch writes; each is a point."""
Meant = Callable[[tuple[Any, ...], Any], bool]


class Point(Struct, frozen=True):
    """Before or after a function of ``owner``; ``meant`` sees its arguments and what it gave."""

    owner: Any
    name: str
    after: bool = True
    meant: Meant = lambda _args, _given: True
    ticking: bool = False
    """Only while time is let pass after the last record."""


def _table(name: str) -> Meant:
    return lambda args, _: bool(args[1].name == name and args[2])


POINTS: Final[dict[str, Point]] = {
    "before the lanes are locked": Point(SqlLedger, "_lock", after=False),
    "after the lanes are locked": Point(SqlLedger, "_lock"),
    "after persons are named": Point(Persons, "learn"),
    "after the batch is foreseen": Point(Unit, "foresee"),
    "after a step": Point(Unit, "commit"),
    "after a wake": Point(Driver, "_step_wake"),
    "after a fact is taken off": Point(Unit, "next_told", meant=lambda _, given: given is not None),
    "after a record is held": Point(Unit, "hold"),
    "after held records come back": Point(Unit, "waiting", meant=lambda _, given: bool(given)),
    "after a wait ends": Point(Unit, "next_expired", meant=lambda _, given: given is not None),
    "after a record is refused": Point(Unit, "refuse"),
    "before anything is written": Point(Unit, "flush", after=False),
    **{f"after {name} is written": Point(flush, "insert", meant=_table(name)) for name in INSERTED},
    **{f"after {name} is written": Point(flush, "upsert", meant=_table(name)) for name in UPSERTED},
    "after inbox and held are cleared": Point(flush, "_take_off", meant=lambda args, _: bool(args[1].taken)),
    "after all is written": Point(Unit, "flush"),
    "before the source moves": Point(flush, "move_all", after=False),
    "after the source moves": Point(flush, "move_all"),
    "before the commit": Point(Engine, "commit"),
    "after the commit, before it is known": Point(Unit, "done", after=False),
    "once a commit is known": Point(Unit, "done"),
    "between batches": Point(Intake, "_send"),
    "before a source is finished": Point(Intake, "finish", after=False),
    "after a source is finished": Point(Intake, "finish"),
    "while a source is finished": Point(ingest, "move", meant=lambda args, _: bool(args[2].finished)),
    "a tick: after a wake": Point(Driver, "_step_wake", ticking=True),
    "a tick: before anything is written": Point(Unit, "flush", after=False, ticking=True),
    "a tick: before the commit": Point(Engine, "commit", ticking=True),
    "a tick: after the commit": Point(Unit, "done", after=False, ticking=True),
    "between ticks": Point(Intake, "tick"),
}


def die() -> None:
    """Kill -9, oneself."""
    os.kill(os.getpid(), SIGKILL)


class Mine:
    """Counts how often a point is passed, and dies at the n-th time, or does something else."""

    def __init__(self, point: Point, at: int, then: Callable[[], None] = die) -> None:
        """Nothing is replaced yet."""
        self.passed = 0
        self._point, self._at, self._then = point, at, then
        self._ticking = not point.ticking
        self._kept: list[tuple[Any, str, Any]] = []

    def lay(self) -> None:
        """Replace the product's functions, in this process."""
        point = self._point
        if point.ticking:
            self._replace(Intake, "tick", self._tick)
        if point.owner is Engine:
            event.listen(Engine, "commit", self._commit)
        else:
            self._replace(point.owner, point.name, self._pass)

    def lift(self) -> None:
        """Put them back."""
        for owner, name, kept in reversed(self._kept):
            setattr(owner, name, kept)
        if self._point.owner is Engine:
            event.remove(Engine, "commit", self._commit)

    def __enter__(self) -> Self:
        """Lie while a block runs."""
        self.lay()
        return self

    def __exit__(self, *_: object) -> None:
        """Gone, whatever happened."""
        self.lift()

    def _replace(self, owner: Any, name: str, by: Callable[..., Any]) -> None:
        kept = getattr(owner, name)
        self._kept.append((owner, name, kept))
        setattr(owner, name, lambda *args, **options: by(kept, *args, **options))

    def _tick(self, kept: Callable[..., Any], *args: Any) -> Any:
        self._ticking = True
        return kept(*args)

    def _commit(self, connection: Any) -> None:
        if connection.get_execution_options().get("writes"):
            self._meet()

    def _pass(self, kept: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if not self._point.after:
            self._meet()
        given = kept(*args, **options)
        if self._point.after and self._point.meant(args, given):
            self._meet()
        return given

    def _meet(self) -> None:
        if self._ticking:
            self.passed += 1
            if self.passed == self._at:
                self._then()


def passes(work: Callable[[], object]) -> dict[str, int]:
    """How often each point is passed when nobody dies."""
    mines = {name: Mine(point, NEVER) for name, point in POINTS.items()}
    for mine in mines.values():
        mine.lay()
    try:
        work()
    finally:
        for mine in reversed(mines.values()):
            mine.lift()
    return {name: mine.passed for name, mine in mines.items()}


def complete(url: URL, lines: Sequence[bytes], batch: int = BATCH, rows: int = ROWS) -> Intake:
    """Go on from wherever a ledger was left, to the end."""
    return bank.complete(bank.reopened(url, batch=batch, rows=rows), lines)


def die_at(point: Point, at: int, url: URL, lines: Sequence[bytes]) -> int | None:
    """A child completes the ledger and dies; its exit code."""
    child = start(_with_mine, point, at, url, lines)
    child.join(PATIENCE_S)
    return child.exitcode


def _with_mine(point: Point, at: int, url: URL, lines: Sequence[bytes]) -> None:
    Mine(point, at).lay()
    complete(url, lines)


def start(work: Callable[..., object], *words: Any) -> BaseProcess:
    """A child that has all this process has, and opens its own connections."""
    child = get_context("fork").Process(target=work, args=words, daemon=True)
    child.start()
    return child


def kill_at_random(rng: Random, longest: float, work: Callable[..., object], *words: Any) -> bool:
    """Whether a child was killed before it came to its end."""
    child = start(work, *words)
    until = monotonic() + rng.random() * longest
    while child.is_alive() and monotonic() < until:
        sleep(0.0005)
    with suppress(ProcessLookupError):
        os.kill(child.pid or 0, SIGKILL)
    child.join()
    return child.exitcode == -SIGKILL
