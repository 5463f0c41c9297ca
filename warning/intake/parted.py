"""Records of several sources in one transaction: partitions of topics, whose offsets move with what was decided."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError

from warning.contracts.decode import Incoming, Refused
from warning.intake.driver import Driver
from warning.intake.ingest import FIRST_WAIT, TRIES, Intake
from warning.intake.records import rank
from warning.intake.tally import OUTCOMES
from warning.ledger.sql.engine import passing
from warning.ledger.sql.sources import TALLIED, Position, Source, SourceMoved, move, sources
from warning.ledger.sql.unit import Unit


class Parted(Struct, frozen=True, gc=False):
    """A record of a source, read or refused; ``position`` is where the source stands once it is done."""

    source: str
    offset: int
    raw: bytes
    read: Incoming | Refused
    position: Position


class Taken(Struct, frozen=True):
    """How one transaction ended: so many records are done, where the sources stand that had any, what became of them.

    ``tallies``: by source; beside the outcomes that add up (``held``: began to wait) the acts ``refused``.
    """

    done: int
    after: dict[str, Source]
    tallies: dict[str, dict[str, int]]


def take_parted(intake: Intake, at: Mapping[str, Source], batch: Sequence[Parted]) -> Taken:
    """Take records in their order, in one transaction; ``at`` is where their sources were found.

    Tried again while the connection is lost: the sources say whether it had come to its end.

    Raises:
        SourceMoved: another process reads one of them; nothing was taken.
        DBAPIError: the database failed, and failed again.
    """
    wait, attempt = FIRST_WAIT, _Attempt(intake, at, batch)
    for left in range(TRIES, 0, -1):
        try:
            return attempt.found() or attempt.once()
        except DBAPIError as failed:
            if not passing(failed) or left == 1:
                raise
        time.sleep(wait)
        wait *= 2
    raise AssertionError("unreachable")


class _Attempt:
    """One batch, tried until it is known what became of it."""

    def __init__(self, intake: Intake, at: Mapping[str, Source], batch: Sequence[Parted]) -> None:
        self._intake, self._at, self._batch = intake, at, batch
        self._before: Taken | None = None
        """What a transaction would have come to whose end is not known."""

    def found(self) -> Taken | None:
        """What the last transaction came to, if it reached its end."""
        before = self._before
        if before is None:
            return None
        with self._intake.ledger.engine.connect() as connection:
            there = {one.name: one for one in sources(connection) if one.name in before.after}
        return before if there == before.after else None

    def once(self) -> Taken:
        """One transaction."""
        intake, batch = self._intake, self._batch
        with intake.transaction(worker=True) as (unit, driver):
            good = [one.read for one in batch if isinstance(one.read, Incoming)]
            intake.persons.learn(unit.connection, [read.event for read in good if rank(read.event)])
            unit.foresee(good, max((read.received for read in good), default=driver.clock))
            tallies = {name: dict.fromkeys(OUTCOMES, 0) for name in {one.source for one in batch}}
            done = self._take(driver, unit, tallies)
            after = self._after(batch[:done], tallies)
            for name in sorted(after):
                move(unit.connection, self._at[name], after[name])
            noted = {
                name: tally | {kind: unit.noted[name, kind] for kind in ("held", "refused")}
                for name, tally in tallies.items()
            }
            self._before = Taken(done, after, noted)
        return self._before

    def _take(self, driver: Driver[Unit], unit: Unit, tallies: Mapping[str, dict[str, int]]) -> int:
        """How many were taken before the transaction was full."""
        conceal = self._intake.persons.conceal
        for done, one in enumerate(self._batch):
            read, unit.source, driver.tally = one.read, one.source, tallies[one.source]
            if not isinstance(read, Incoming):
                driver.refuse(one.raw, read, one.offset)
            elif driver.ready(read.received):
                if rank(read.event):  # facts name no persons
                    read = replace(read, event=conceal(read.event))
                driver.take_only(read, one.offset, one.raw, f"{one.source}:{one.offset}")
            else:
                return done
            if not unit.room:
                return done + 1
        return len(self._batch)

    def _after(self, done: Sequence[Parted], tallies: Mapping[str, dict[str, int]]) -> dict[str, Source]:
        """Where the sources stand: those with a record done, and those to which the end of a wait was counted."""
        records = Counter(one.source for one in done)
        last = {one.source: one.position for one in done}
        received = {one.source: one.read.received for one in done if isinstance(one.read, Incoming)}
        after = {}
        for name, tally in tallies.items():
            if records[name] or any(tally.values()):
                at = self._at[name]
                counted = {each: getattr(at, each) + tally[each] for each in TALLIED}
                after[name] = replace(
                    at,
                    position=last.get(name, at.position),
                    received=max(at.received, received.get(name, 0)),
                    finished=True,  # whether it is read behind, the broker says, not the ledger
                    records=at.records + records[name],
                    **counted,
                )
        return after


__all__ = ["Parted", "SourceMoved", "Taken", "take_parted"]
