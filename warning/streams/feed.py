"""The feed: what comes from the partitions goes into the ledger, a batch a transaction, with the offsets it came to.

One task. Partitions come and go between two of its steps: a transaction that is under way is finished first. Where we
stand the ledger says: a worker that was asleep, and whose partitions another one reads now, finds them moved and
commits nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy.exc import DBAPIError

from warning.contracts.topics import TOPICS
from warning.intake.pace import FIRST
from warning.intake.parted import Parted, SourceMoved
from warning.ledger.astray import Astray
from warning.ledger.sql.scribe import Unwritten
from warning.ledger.sql.sources import Source
from warning.streams.asked import Asked
from warning.streams.clients import FAULTS, Consumer, Moving, OutOfLog
from warning.streams.desk import Desk
from warning.streams.merge import Merge
from warning.streams.places import Broker, Fetched, Part, at_offset, read_name, source_name
from warning.streams.placing import Log, Stuck, place
from warning.streams.room import trouble
from warning.streams.rounds import Rounds
from warning.streams.survey import Lately, Survey
from warning.streams.told import Batch, Told

WAIT_S: Final = 0.2
"""How long a step waits for records where there are none."""
AHEAD: Final = 500
"""Records of a partition that may wait before it is read on. Read on only once none waits, one partition after the
other held up all: measured, a third of a second.
"""
BEAT_S: Final = 1.0
"""How often time is let pass, and topics are looked at, while no records come; while they come, too."""
LOOK_S: Final = 10.0
"""How often it is looked whether a partition that is stuck can be read again."""
PATIENCE_S: Final = 1.0
"""How long a live ledger's worker waits for one partition's records before it takes the others'."""
LOST_S: Final = 2.0
"""Seconds until brokers or a database that were lost are asked again."""


class Limits(Struct, frozen=True):
    """How long a member may give no sign of life (s), and how many records a transaction takes at most."""

    session_s: float = 10.0
    batch: int = FIRST


class Feed:
    """Reads partitions into a ledger, from ``start`` to ``stop``."""

    def __init__(self, broker: Broker, desk: Desk, told: Told, *, group: str, limits: Limits) -> None:
        """Nothing is connected yet."""
        self._most = limits.batch
        self._desk, self._told = desk, told
        self._consumer = Consumer(broker, group, alone=not desk.live, session_s=limits.session_s)
        self._survey, self._lookout = (Survey(broker, lambda: told.silent("kafka")) for _ in range(2))
        self._ids = Lately(lambda: self._survey.ids(tuple(TOPICS)))
        self._in_ledger = Asked("ledger", lambda: told.silent("ledger"))
        self._lock = asyncio.Lock()
        self._merge = Merge()
        self._parts: frozenset[Part] = frozenset()
        self._placed = False
        self._starts: dict[Part, str] = {}
        self._next: dict[str, int] = {}
        self._behind: set[str] = set()
        self._at: dict[str, Source] = {}
        self._ends: dict[Part, int] = {}
        self._stuck: dict[Part, Stuck] = {}
        self._elsewhere: set[Part] = set()  # what the ledger knows, and we have not been given (yet)
        self._beaten = self._looked = self._fed = 0.0
        self._look: asyncio.Task[tuple[int, dict[Part, Log]]] | None = None
        """How partitions lie, asked beside all else and not answered yet."""
        self._sent: Batch | None = None  # what was taken and may not be written yet
        self._written_before = 0  # how many batches were written when it was taken
        self._rounds = Rounds()

    # --- life

    async def start(self) -> None:
        """Join the group.

        Raises:
            FAULTS: no broker is there.
        """
        await self._survey.start()
        await self._lookout.start()
        await self._consumer.start(tuple(TOPICS), self._revoked, self._assigned)

    async def run(self) -> None:
        """Go on until ``stop``.

        Raises:
            UnusableBook: a rule book of the ledger is not what two people approved.
        """
        await self._rounds.go(self._once)

    async def _once(self) -> None:
        """One step, and what follows where it fails."""
        try:
            async with self._lock:
                busy = await self._step()
        except Moving:
            self._placed = False
            await asyncio.sleep(WAIT_S)
        except OutOfLog:
            self._placed = False
        except SourceMoved as moved:
            self._told.moved(moved.name)
            await self._lose(BEAT_S)
        except Unwritten:
            await self._lose(0)
        except Astray as astray:
            self._told.astray(astray)
            await self._lose(LOST_S)
        except DBAPIError as failed:
            self._written()  # what was committed before it failed
            self._told.lost("ledger", trouble(failed))
            await self._lose(LOST_S)
        except FAULTS as failed:
            await self._without_brokers(failed)
        else:
            await asyncio.sleep(0 if busy else WAIT_S / 10)  # partitions may come and go now

    async def _lose(self, seconds: float) -> None:
        """Forget where we stand: the ledger says it when it is asked again."""
        await self._end()
        self._placed = False
        self._merge.clear()
        await self._rounds.pause(seconds)

    async def _without_brokers(self, failed: Exception) -> None:
        """Time goes on, as far as it may."""
        self._told.lost("kafka", await self._survey.why(failed))
        try:
            await self._let_pass(self._desk.now(), None)
        except DBAPIError as also:
            self._told.lost("ledger", trouble(also))
        except (SourceMoved, Unwritten, Astray):
            pass  # whoever asks the ledger where it stands is told
        await self._lose(LOST_S)

    async def stop(self) -> None:
        """Finish what is under way, and leave the group."""
        self._rounds.stop()
        await self._rounds.ended()  # it may be asking brokers that are away what is wrong
        async with self._lock:
            self._parts, self._placed = frozenset(), True
            await self._end()
        await self._consumer.stop()
        try:
            await self._in_ledger(self._desk.leave)
        except DBAPIError as failed:
            self._told.lost("ledger", trouble(failed))
        if self._look is not None:
            await asyncio.gather(self._look, return_exceptions=True)
        await self._ids.close()
        await self._survey.close()
        await self._lookout.close()
        await self._in_ledger.close()

    async def _revoked(self, _parts: frozenset[Part]) -> None:
        """Put all down: until partitions come again there are none to be asked for."""
        async with self._lock:
            self._parts = frozenset()
            self._starts, self._next, self._behind = {}, {}, set()
            self._merge.clear()
            await self._end()

    async def _end(self) -> None:
        """Whatever became of what was taken last: whoever reads the partitions next asks the ledger."""
        try:
            await self._in_ledger(self._desk.settle)
        except SourceMoved as moved:
            self._told.moved(moved.name)
        except DBAPIError as failed:
            self._told.lost("ledger", trouble(failed))
        except Astray as astray:
            self._told.astray(astray)
        except Unwritten:
            pass
        self._written()
        self._sent = None

    async def _assigned(self, parts: frozenset[Part]) -> None:
        async with self._lock:
            self._parts, self._placed = parts, False
            self._merge.clear()

    # --- one step after the other

    async def _step(self) -> bool:
        """Read, take, let time pass, whatever there is to do; whether there was anything."""
        if not self._placed:
            self._told.waiting()
        if not self._placed or (time.monotonic() - self._looked > LOOK_S and (self._stuck or await self._moved())):
            await self._place()
        await self._fetch()
        batch = self._merge.take(self._most, self._awaited())
        if batch:
            await self._take(batch)
        else:
            await self._settle()
            await self._pass_over()
        if self._look is None and time.monotonic() - self._beaten > BEAT_S:
            self._beaten, self._look = time.monotonic(), asyncio.create_task(self._look_about())
        if self._look is not None and self._look.done():
            look, self._look = self._look, None
            await self._beat(*look.result())
        return bool(batch)

    async def _moved(self) -> bool:
        self._looked = time.monotonic()
        return await self._in_ledger(lambda: self._desk.moved(self._at))

    async def _place(self) -> None:
        """Go to where the ledger says that each partition stands."""
        self._consumer.hold(self._parts)
        self._merge.clear()
        before = len(self._starts)
        self._starts, self._at, self._ends = {}, {}, {}
        logs = await self._survey.logs(self._parts)
        self._told.answered("kafka")  # also where the database is away: then it is this alone
        known = await self._in_ledger(self._desk.known)
        stuck = {part: Stuck(part, "gone") for part in await self._survey.gone(known)}
        for part in sorted(self._parts):
            found = place(part, logs.get(part), known)
            if isinstance(found, Stuck):
                stuck[part] = found
                continue
            self._starts[part] = found.source.name
            self._at[found.source.name] = found.source
            self._ends[part] = logs[part].end
            self._consumer.go_on(part, found.offset)
        self._elsewhere = known.keys() - self._parts - stuck.keys()
        for part, why in stuck.items():
            if self._stuck.get(part) != why:
                self._told.stuck(why)
        self._told.stopped(stuck.values())
        if not self._placed or len(self._starts) != before:
            self._told.placed(len(self._starts))
        self._stuck, self._placed, self._looked = stuck, True, time.monotonic()
        await self._measure()

    async def _fetch(self) -> None:
        """Read on in the partitions of which little waits; wait for those without which nothing can be taken."""
        wanted = [part for part, name in self._starts.items() if self._merge.waiting(name) < AHEAD]
        if not wanted:
            return
        found = await self._consumer.fetch(0.0, self._most, wanted)
        empty = self._merge.empty(self._at) - {self._starts[one.part] for one in found}
        starving = [part for part in wanted if self._starts[part] in empty]
        nothing = not found and len(self._merge) == 0
        if starving and (nothing or not self._behind.isdisjoint(empty)):
            found += await self._wait_for(starving)
        if found:
            await self._check()
            self._merge.add(map(self._read, found))
            self._fed = time.monotonic()
        await self._measure()

    async def _wait_for(self, starving: Sequence[Part]) -> list[Fetched]:
        """What comes of these; what was taken last is written meanwhile, and told."""
        settled = asyncio.create_task(self._settle())
        try:
            return await self._consumer.fetch(WAIT_S, self._most, starving)
        finally:
            await settled

    async def _check(self) -> None:
        """What we read is of the topics we think of: their ids are still the same, or were a moment ago.

        No topic is deleted, made again and filled up to where we stand within that moment.

        Raises:
            OutOfLog: a topic was deleted, or made anew.
            FAULTS: brokers are away.
        """
        ids = await self._ids.news()
        if ids is not None:
            self._compare({part: ids.get(part.topic) for part in self._starts})

    def _compare(self, ids: Mapping[Part, UUID | None]) -> None:
        wrong = [part for part, one in ids.items() if one is None or source_name(part, one) != self._starts[part]]
        if wrong:
            raise OutOfLog(wrong)

    async def _measure(self) -> None:
        """Which partitions have committed records that are not read yet; marks of transactions are none."""
        for part in self._starts:
            self._ends[part] = max(self._ends[part], self._consumer.end(part) or 0)
        found = await self._consumer.positions(self._starts)
        self._next = {self._starts[part]: offset for part, offset in found.items()}
        self._behind = {name for part, name in self._starts.items() if self._next[name] < self._ends[part]}

    def _awaited(self) -> set[str]:
        """The sources whose next record has to be known before any is taken.

        On a ledger whose clock follows the records each one that has any, stuck ones, and those of a topic made anew
        of which the consumer has not heard yet.
        """
        if not self._desk.live:
            return self._behind | {"stuck" for _ in (*self._stuck, *self._elsewhere)}
        patient = time.monotonic() - self._fed < PATIENCE_S
        return self._behind if patient else set()

    def _read(self, one: Fetched) -> Parted:
        read = self._desk.read(one.raw, one.part.topic)
        return Parted(self._starts[one.part], one.offset, one.raw, read, at_offset(one.offset + 1))

    async def _take(self, batch: Sequence[Parted]) -> None:
        """Take what there is room for, to be written while we read on; the rest is the beginning of the next batch."""
        begun, before = time.monotonic(), self._at
        taken = await self._in_ledger(lambda: self._desk.take(before, batch))
        self._written()
        self._at = before | taken.after
        self._merge.put_back(batch[taken.done :])
        parts = {name: part for part, name in self._starts.items()}
        offsets = {parts[name]: (_offset(before[name]), _offset(at)) for name, at in taken.after.items()}
        read = ((read_name(name), tally) for name, tally in taken.tallies.items())
        tallies = {named[0]: tally for named, tally in read if named is not None}
        self._sent = Batch(taken.done, time.monotonic() - begun, tallies, offsets)
        self._written_before = self._desk.written

    async def _settle(self) -> None:
        """All that was taken is committed."""
        if self._sent is not None:
            await self._in_ledger(self._desk.settle)
            self._written()

    def _written(self) -> None:
        """Tell of what was taken last, if it is committed."""
        if self._sent is not None and self._desk.written > self._written_before:
            self._told.taken(self._sent)
            self._tell_counts()
            self._told.answered("ledger")
            self._sent = None

    def _tell_counts(self) -> None:
        self._told.committed(self._desk.committed)
        self._told.woken(self._desk.woken)
        self._told.waited_out(self._desk.waited_out)

    async def _pass_over(self) -> None:
        """What is no record for us is done, too: marks of transactions, records of those that were aborted."""
        passed = {
            name: at_offset(self._next[name])
            for name in self._merge.empty(self._at)
            if self._next.get(name, 0) > max(self._at[name].position.offset, 0)
        }
        if passed:
            self._at |= await self._in_ledger(lambda: self._desk.pass_over(self._at, passed))

    async def _look_about(self) -> tuple[int, dict[Part, Log]]:
        """How all partitions lie, ours and others', and the instant at which that was asked."""
        at = self._desk.now()
        return at, await self._lookout.logs()

    async def _beat(self, now: int, logs: Mapping[Part, Log]) -> None:
        """Let time pass as far as all partitions are read, ours and others'; see that ours are what they were."""
        self._compare({part: logs[part].topic_id if part in logs else None for part in self._starts})
        self._told.answered("kafka")
        flying = self._sent.offsets if self._sent is not None else {}  # where we stand is what is committed
        stands = {
            part: flying[part][0] if part in flying else _offset(self._at[name]) for part, name in self._starts.items()
        }
        self._told.standing({part: (max(at, logs[part].begin), logs[part].end) for part, at in stands.items()})
        await self._let_pass(now, logs)

    async def _let_pass(self, now: int, logs: Mapping[Part, Log] | None) -> None:
        """Nothing is known of the partitions while brokers are away: None."""
        complete, down = await self._in_ledger(lambda: self._desk.beat(now, logs))
        if down is not None:
            self._told.down(down)
        if self._desk.live:
            self._told.answered("ledger")
            self._tell_counts()
            self._told.reached(self._desk.reached)
        if not complete:
            self._beaten = 0.0


def _offset(at: Source) -> int:
    """Where a source stands; one of which nothing was read stands at its beginning."""
    return max(at.position.offset, 0)
