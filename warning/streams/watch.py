"""Watches a feed: what it tells becomes metrics, and answers to whoever asks whether the worker goes on.

Seconds of age are of a clock that only goes on; what is shown as an instant is of the wall's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from warning.core.scalars import SECOND, write_moment
from warning.ledger.astray import Astray
from warning.streams.behind import Behind
from warning.streams.metrics import Metrics
from warning.streams.places import Part
from warning.streams.placing import Stuck
from warning.streams.room import Room
from warning.streams.told import Batch, Told, What

RECENT_S: Final = 45.0
"""An answer of brokers or database is recent for so long: the ledger's figures are read three times in it."""
KINDS: Final[Mapping[What, str]] = {"kafka": "kafka", "ledger": "database"}
Answer = tuple[bool, dict[str, Any]]
"""Whether it is so, and what to say about it."""


class Watch(Told):
    """Hears a feed, keeps what is asked for, and passes all on to ``other``."""

    def __init__(
        self,
        metrics: Metrics,
        other: Told,
        *,
        stall_s: float = 60.0,
        tick: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is known yet. ``stall_s``: without progress for so long we do not go on."""
        self.metrics, self._other, self._stall_s = metrics, other, stall_s
        self._tick, self._wall = tick, wall
        self._placed, self._assigned = False, 0
        self._standing: dict[Part, tuple[int, int, float]] = {}
        self._behind: dict[Part, Behind] = {}
        self._stuck: tuple[Stuck, ...] = ()
        self._answered: dict[What, float] = {}
        self._mute: float | None = None
        """Since when the ledger's database is waited for; nobody asks brokers meanwhile."""
        self._woken = 0
        self._room = Room(tick)
        self._waited_out: dict[tuple[Part, str], int] = {}
        self._progress()

    # --- what a feed tells

    def turned(self) -> None:
        """Told on."""
        self._other.turned()

    def taken(self, batch: Batch) -> None:
        """Count; there is progress."""
        metrics = self.metrics
        metrics.batch_records.observe(batch.records)
        metrics.batch_seconds.observe(batch.seconds)
        for part, tally in batch.tallies.items():
            for outcome, number in tally.items():
                if number:
                    metrics.records.labels(part.topic, outcome).inc(number)
        self._progress()
        self._other.taken(batch)

    def woken(self, number: int) -> None:
        """Count those that are new."""
        self.metrics.wakes.inc(number - self._woken)
        self._woken = number
        self._other.woken(number)

    def committed(self, number: int) -> None:
        """Where there was no room, there is some."""
        self._room.committed(number)
        self._other.committed(number)

    def waited_out(self, found: Mapping[tuple[Part, str], int]) -> None:
        """Count those that are new."""
        for (part, outcome), number in found.items():
            new = number - self._waited_out.get((part, outcome), 0)
            self.metrics.waited.labels(part.topic, outcome).inc(new)
        self._waited_out = dict(found)
        self._other.waited_out(found)

    def waiting(self) -> None:
        """Nothing is ours for now; while the ledger cannot be written, how far behind we were stays said."""
        self._placed = False
        if self._room.lacking is None:
            self._standing = {}
            self.metrics.lag.clear()
            self.metrics.behind.clear()
            self.metrics.assigned.set(0)
        self._other.waiting()

    def placed(self, partitions: int) -> None:
        """We know where to go on."""
        self._placed, self._assigned = True, partitions
        self.metrics.assigned.set(partitions)
        self._other.placed(partitions)

    def stuck(self, stuck: Stuck) -> None:
        """Told on."""
        self._other.stuck(stuck)

    def stopped(self, stuck: Collection[Stuck]) -> None:
        """Show them, and those alone."""
        self._stuck = tuple(stuck)
        self.metrics.stopped.clear()
        for one in self._stuck:
            self.metrics.stopped.labels(one.part.topic, one.part.partition, one.why).set(1)
        self._other.stopped(stuck)

    def standing(self, found: Mapping[Part, tuple[int, int]]) -> None:
        """Show how far behind each partition is; where none is, that is progress, too."""
        self._show(found)
        if not self._stuck and all(offset >= end for offset, end in found.values()):
            self._progress()
        self._other.standing(found)

    def answered(self, what: What) -> None:
        """Note when."""
        now = self._tick()
        if what == "ledger" and self._mute is not None:
            if "kafka" in self._answered:
                self._answered["kafka"] += now - self._mute
            self._mute = None
        self._answered[what] = now
        self._other.answered(what)

    def reached(self, until: int) -> None:
        """A live ledger's clock."""
        if until:
            self.metrics.clock.set(until / SECOND)
        self._other.reached(until)

    def moved(self, name: str) -> None:
        """Count; reading begins again."""
        self._again("fence")
        self._other.moved(name)

    def lost(self, what: What, why: str) -> None:
        """Count; reading begins again."""
        if self._room.noted(why) is None:
            self._answered.pop(what, None)
        self._again(KINDS[what])
        self._other.lost(what, why)

    def silent(self, what: What) -> None:
        """Count."""
        self._answered.pop(what, None)
        if what == "ledger" and self._mute is None:
            self._mute = self._tick()
        self.metrics.errors.labels(KINDS[what]).inc()
        self._other.silent(what)

    def astray(self, astray: Astray) -> None:
        """Count; reading begins again."""
        self._again(KINDS["ledger"])
        self._other.astray(astray)

    def sent(self, topic: str, number: int) -> None:
        """Count."""
        self.metrics.sent.labels(topic).inc(number)
        self._other.sent(topic, number)

    def unsent(self, what: What, why: str) -> None:
        """Count."""
        self._room.noted(why)
        self.metrics.errors.labels(KINDS[what]).inc()
        self._other.unsent(what, why)

    def down(self, since: int) -> None:
        """Told on."""
        self._other.down(since)

    def _again(self, kind: str) -> None:
        self.metrics.errors.labels(kind).inc()
        self.metrics.restarts.inc()

    def _progress(self) -> None:
        self._went_on = self._tick()
        self.metrics.progress.set(self._wall())

    def _show(self, found: Mapping[Part, tuple[int, int]]) -> None:
        now = self._tick()
        self._behind = {part: self._behind.get(part) or Behind() for part in found}
        self._standing = {
            part: (offset, end, self._behind[part].look(now, offset, end)) for part, (offset, end) in found.items()
        }
        self.metrics.lag.clear()
        self.metrics.behind.clear()
        for part, (offset, end, behind) in self._standing.items():
            self.metrics.lag.labels(*part).set(max(end - offset, 0))
            self.metrics.behind.labels(*part).set(behind)

    # --- what is asked

    def ready(self) -> Answer:
        """Whether partitions are assigned, or we stand by as planned, brokers and database answer, and can write."""
        now = self._tick()
        asked: dict[What, float] = {"kafka": now if self._mute is None else self._mute, "ledger": now}
        silent = [what for what, at in asked.items() if at - self._answered.get(what, -RECENT_S) >= RECENT_S]
        said = {"placed": self._placed, "partitions": len(self._standing), "silent": silent}
        said["unwritable"] = self._room.lacking
        return self._placed and not silent and self._room.lacking is None, said

    def progress(self) -> Answer:
        """Whether records are read, or there are none: not if one partition is stopped, or nothing goes on for long.

        While partitions are ``waiting`` to be ours, or brokers are away, nobody knows whether there are any: after
        ``stall_s`` that does not count as going on. Who is ``standing_by`` has nothing to read.
        """
        age = self._tick() - self._went_on
        status = self._status(stalled=age > self._stall_s)
        return status not in ("stopped", "stalled"), {
            "status": status,
            "last_progress": write_moment(int((self._wall() - age) * SECOND)),
            "seconds_since_progress": round(age, 3),
            "stall_after_seconds": self._stall_s,
            "lag": sum(max(end - offset, 0) for offset, end, _ in self._standing.values()) if self._looked else None,
            "partitions": [
                {
                    **_named(part),
                    "offset": offset,
                    "end": end,
                    "lag": max(end - offset, 0),
                    "behind_seconds": round(age, 3),
                }
                for part, (offset, end, age) in sorted(self._standing.items())
            ],
            "stopped": [
                {**_named(one.part), "reason": one.why, "offset": one.offset, "begin": one.begin, "end": one.end}
                for one in sorted(self._stuck, key=lambda one: one.part)
            ],
        }

    @property
    def _looked(self) -> bool:
        """Whether we know what is ours, and how far behind it is."""
        return self._placed and bool(self._standing or not self._assigned)

    def _status(self, *, stalled: bool) -> str:
        if self._stuck:
            return "stopped"
        if stalled:
            return "stalled"
        if not self._looked:
            return "waiting"
        return "ok" if self._assigned else "standing_by"


def _named(part: Part) -> dict[str, Any]:
    return {"topic": part.topic, "partition": part.partition}
