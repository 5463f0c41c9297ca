"""``warning worker``: reads the topics into the ledger until it is told to stop, and says what a person must know."""

from __future__ import annotations

import time

from warning.bootstrap import new_worker, now, place_of, worker_place
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.screen.tables import stderr
from warning.cli.stop import UNREADABLE, USAGE, Stop
from warning.cli.streams.connecting import administrator, broker_for
from warning.cli.streams.offsets import stuck_line
from warning.contracts.topics import TOPICS
from warning.streams.feed import Limits, Told
from warning.streams.hosting import host
from warning.streams.placing import Stuck
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang


class Aloud(Told):
    """Says it on standard error, a line at a time; no line names a person or a borrower."""

    def __init__(self, lang: Lang, heartbeat: float) -> None:
        """``heartbeat``: seconds between two signs of life; 0 for none."""
        self._lang, self._heartbeat = lang, heartbeat
        self._said = time.monotonic()
        self._away: set[str] = set()
        self.records = 0

    def read(self, records: int) -> None:
        """Count; from time to time, say so."""
        self.records += records
        self._away.clear()
        if self._heartbeat and time.monotonic() - self._said >= self._heartbeat:
            self._said = time.monotonic()
            self._say(say("worker_read", self._lang, at=moments.clock(now()), records=f"{self.records:,}"), "dim")

    def placed(self, partitions: int) -> None:
        """Partitions came, or went."""
        self._away.clear()
        self._say(say("worker_placed", self._lang, n=partitions), "dim")

    def stuck(self, stuck: Stuck) -> None:
        """A partition is not read."""
        self._say(stuck_line(stuck, self._lang), "bold red")

    def moved(self, name: str) -> None:
        """Another worker reads a partition of ours."""
        self._say(say("worker_moved", self._lang, name=name), "yellow")

    def lost(self, what: str, why: str) -> None:
        """Brokers or the database are away; said once."""
        if what not in self._away:
            self._away.add(what)
            key = "worker_lost_kafka" if what == "kafka" else "worker_lost_ledger"
            self._say(say(key, self._lang, why=why), "yellow")

    def down(self, since: int) -> None:
        """Nobody was there."""
        self._say(say("was_down", self._lang, at=moments.clock(since)), "yellow")

    @staticmethod
    def _say(text: str, style: str) -> None:
        stderr().print(text, style=style)


def work(place: str | None, servers: str | None, lang: Lang, limits: Limits, *, heartbeat: float) -> None:
    """Work until SIGTERM or Ctrl-C; what is under way then is finished first.

    Raises:
        Stop: ledger, brokers or topics cannot be used, or the worker failed.
    """
    where, broker = place_of(place), broker_for(servers, lang)
    if not where.startswith("postgresql"):
        raise Stop(USAGE, say("worker_postgresql", lang, place=shown(where)))
    with telling(where, lang):
        here = opened(worker_place(where, limits.session_s), lang)
    with administrator(broker, lang) as admin:
        missing = sorted(set(TOPICS) - admin.ids(tuple(TOPICS)).keys())
    if missing:
        raise Stop(UNREADABLE, say("topics_missing", lang, names=", ".join(map(broker.named, missing))))
    told = Aloud(lang, heartbeat)
    stderr().print(say("running", lang, place=shown(where)), style="dim")
    with telling(where, lang):
        code = host("loan-warning", lambda: new_worker(here, broker, told, limits))
    stderr().print(say("worker_stopped", lang, records=f"{told.records:,}"), style="dim")
    if code:
        raise Stop(UNREADABLE, say("worker_failed", lang))
