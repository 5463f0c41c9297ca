"""Records of several sources in one transaction: partitions of topics, whose offsets move with what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from warning.contracts.decode import Incoming, Refused
from warning.intake.driver import Driver
from warning.intake.ingest import Intake
from warning.intake.records import rank
from warning.intake.tally import OUTCOMES
from warning.ledger.sql.sources import TALLIED, Position, Source, SourceMoved
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

    ``tallies``: by source, of the records done alone, so that they add up to them (``held``: began to wait); beside
    these the acts ``refused``, also those that had waited. What had waited before ``Intake.waited_out`` counts.
    """

    done: int
    after: dict[str, Source]
    tallies: dict[str, dict[str, int]]


def take_parted(intake: Intake, at: Mapping[str, Source], batch: Sequence[Parted]) -> Taken:
    """Take records in their order, in one transaction that is written while the next is taken (``Intake.settle``).

    Args:
        intake: whose ledger they go into.
        at: where their sources were found, or will be when what was taken before is written.
        batch: good ones and bad ones.

    Raises:
        SourceMoved: another process reads one of their sources, in this transaction or in the one before.
        DBAPIError: the database failed, and it has to be asked where the sources stand.
    """
    batched = _Batch(intake, at, batch)
    return intake.send(batched.take, (one.read for one in batch if isinstance(one.read, Incoming)))


class _Batch:
    """Records, and where their sources stand before."""

    def __init__(self, intake: Intake, at: Mapping[str, Source], batch: Sequence[Parted]) -> None:
        self._intake, self._at, self._batch = intake, at, batch

    def take(self, unit: Unit, driver: Driver[Unit]) -> Taken:
        """One transaction."""
        tallies = {name: dict.fromkeys(OUTCOMES, 0) for name in {one.source for one in self._batch}}
        done = self._take(driver, unit, tallies)
        after = self._after(self._batch[:done], tallies)
        for name in sorted(after):
            unit.moved(self._at[name], after[name])
        return Taken(done, after, _noted(unit, tallies))

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
        """Where the sources stand: those with a record done, or to which the end of a wait was counted."""
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


def _noted(unit: Unit, tallies: Mapping[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """What became of the records that were read, by source; what of it was counted to their sources had waited."""
    waited = Counter(unit.waited_out)
    waited.subtract(unit.pending.waited)
    noted: dict[str, dict[str, int]] = {}
    for name in sorted({*tallies, *(source for source, _ in unit.noted)}):
        own = tallies.get(name) or dict.fromkeys(OUTCOMES, 0)
        read = {outcome: own[outcome] - waited[name, outcome] for outcome in OUTCOMES}
        noted[name] = read | {kind: unit.noted[name, kind] for kind in ("held", "refused")}
    return noted


__all__ = ["Parted", "SourceMoved", "Taken", "take_parted"]
