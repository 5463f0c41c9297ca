"""What a worker says of itself in its log; no line names a person or a borrower."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from logging import ERROR, INFO, WARNING
from typing import Any, Final

from warning.bootstrap import now
from warning.cli.streams.connecting import kafka_why
from warning.cli.streams.logs import log
from warning.cli.streams.offsets import stuck_line
from warning.core.scalars import write_moment
from warning.ledger.astray import Astray
from warning.streams.asked import SILENT_S
from warning.streams.places import Broker, Part, read_name
from warning.streams.placing import Stuck
from warning.streams.room import Room, Unwritable
from warning.streams.told import Batch, Told, What
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.phrases.databases import LOST as KNOWN
from warning.wording.text import Lang

LOST: Final = {"kafka": "worker_lost_kafka", "ledger": "worker_lost_ledger"}
SILENT: Final = {"kafka": "worker_silent_kafka", "ledger": "worker_silent_ledger"}
UNWRITTEN: Final[dict[Unwritable, str]] = {"full": "worker_full", "read_only": "worker_read_only"}
BACK: Final = {"kafka": "worker_back_kafka", "ledger": "worker_back_ledger"}


AGAIN_S: Final = 600.0
"""Seconds until it is said again that brokers or the database are away."""


class Aloud(Told):
    """Says what a person must know, once."""

    def __init__(self, broker: Broker, lang: Lang, heartbeat: float) -> None:
        """``heartbeat``: seconds between two signs of life; 0 for none."""
        self._broker, self._lang, self._heartbeat = broker, lang, heartbeat
        self._said = time.monotonic()
        self._away: dict[str, float] = {}
        """Who is away -> when that was said last."""
        self._room = Room()
        self._partitions = -1
        """How many were ours when that was said last."""
        self._broken: Counter[Part] = Counter()
        self._first: dict[Part, int] = {}
        self._in_vain = self._in_vain_said = 0
        """Records that had waited for their loan and went to quarantine."""
        self.records = 0

    def taken(self, batch: Batch) -> None:
        """Count."""
        self.records += batch.records
        for part, tally in batch.tallies.items():
            if tally["quarantined"] and part in batch.offsets:
                self._broken[part] += tally["quarantined"]
                self._first.setdefault(part, batch.offsets[part][0])
        self.turned()

    def turned(self) -> None:
        """From time to time, say how much was read, also if nothing was, and what was quarantined meanwhile."""
        if "unwritable" in self._away and "ledger" not in self._away and self._room.lacking is None:
            self._away.pop("unwritable")
            log(INFO, "ledger_written", say("worker_written", self._lang))
        if self._heartbeat and time.monotonic() - self._said >= self._heartbeat:
            self._said = time.monotonic()
            text = say("worker_read", self._lang, at=moments.clock(now()), records=f"{self.records:,}")
            log(INFO, "records_read", text, records=self.records)
            self.tell_broken()

    def tell_broken(self) -> None:
        """Say how many records were quarantined since this was said last: of each partition, and after a wait."""
        for part, number in sorted(self._broken.items()):
            first = self._first[part]
            text = say("worker_broken", self._lang, n=f"{number:,}", first=first, **part._asdict())
            log(WARNING, "records_quarantined", text, **part._asdict(), offset=first, quarantined=number)
        new, self._in_vain_said = self._in_vain - self._in_vain_said, self._in_vain
        if new:
            log(WARNING, "waited_in_vain", say("worker_waited_in_vain", self._lang, n=f"{new:,}"), quarantined=new)
        self._broken.clear()
        self._first.clear()

    def waited_out(self, found: Mapping[tuple[Part, str], int]) -> None:
        """Note how many went to quarantine."""
        self._in_vain = sum(number for (_, outcome), number in found.items() if outcome == "quarantined")

    def placed(self, partitions: int) -> None:
        """Partitions came, or went; to know where they stand, both were asked."""
        self.answered("kafka")
        self.answered("ledger")
        if "unwritable" in self._away and partitions == self._partitions:  # each time it is tried again
            return
        self._partitions = partitions
        log(INFO, "partitions_assigned", say("worker_placed", self._lang, n=partitions), partitions=partitions)

    def stuck(self, stuck: Stuck) -> None:
        """A partition is not read."""
        where: dict[str, Any] = {**stuck.part._asdict(), "reason": stuck.why}
        known = {name: value for name in ("offset", "begin", "end") if (value := getattr(stuck, name)) >= 0}
        log(ERROR, "partition_stopped", stuck_line(stuck, self._lang), **where, **known)

    def moved(self, name: str) -> None:
        """Another worker reads a partition of ours."""
        named = read_name(name)
        where = named[0]._asdict() if named is not None else {}
        log(WARNING, "partition_moved", say("worker_moved", self._lang, name=name), **where)

    def lost(self, what: What, why: str) -> None:
        """Brokers or the database are away; said once, and again where that lasts."""
        if not self._unwritable(why):
            self._once(what, f"{what}_lost", LOST[what], why)

    def _unwritable(self, why: str) -> bool:
        """Whether the database answers and cannot write: said once, and again while nothing is committed."""
        known = self._room.noted(why)
        if known is not None:
            self._once("unwritable", f"ledger_{known}", UNWRITTEN[known], why, ERROR)
        return known is not None

    def committed(self, number: int) -> None:
        """It was written."""
        self._room.committed(number)

    def silent(self, what: What) -> None:
        """Brokers or the database do not answer; said once."""
        if what not in self._away:
            self._away[what] = time.monotonic()
            log(WARNING, f"{what}_silent", say(SILENT[what], self._lang, n=int(SILENT_S)))

    def astray(self, astray: Astray) -> None:
        """Tables were altered; said once."""
        if "astray" not in self._away:
            self._away["astray"] = time.monotonic()
            log(ERROR, "ledger_astray", say("worker_astray", self._lang, table=astray.table), table=astray.table)

    def answered(self, what: What) -> None:
        """Whoever was lost is there again; said once."""
        if self._away.pop(what, None) is not None:
            log(INFO, f"{what}_back", say(BACK[what], self._lang))

    def unsent(self, what: What, why: str) -> None:
        """What is decided waits; said once, and again where that lasts."""
        if not self._unwritable(why) and what == "kafka":  # the database's absence the feed tells, too
            self._once("outbox", "outbox_waits", "worker_unsent", why)

    def sent(self, topic: str, number: int) -> None:  # noqa: ARG002 - it is only that some went out
        """They take it again."""
        self._away.pop("outbox", None)

    def _once(self, what: str, event: str, key: str, why: str, level: int = WARNING) -> None:
        if time.monotonic() - self._away.get(what, -AGAIN_S) >= AGAIN_S:
            self._away[what] = time.monotonic()
            known = KNOWN.get(why)
            words = known.say(self._lang) if known is not None else kafka_why(why, self._broker, self._lang)
            log(level, event, say(key, self._lang, why=words), reason=why)

    def down(self, since: int) -> None:
        """Nobody was there."""
        log(
            WARNING, "nobody_was_there", say("was_down", self._lang, at=moments.clock(since)), since=write_moment(since)
        )
