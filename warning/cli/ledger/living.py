"""``warning run``: follows files, and lets time pass on a live ledger, until it is told to stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from msgspec import Struct
from sqlalchemy.exc import DBAPIError

from warning.bootstrap import Opened, now
from warning.cli.ending import Ending
from warning.cli.ledger.following import Following, Stopped
from warning.cli.ledger.ingesting import KIND, figures
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.screen.tables import stderr
from warning.cli.stop import USAGE, Stop
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.sql.engine import passing
from warning.ledger.sql.outages import note_alive
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
LOST: Final = 5.0
"""Seconds until a database that was lost is asked again."""


class Asked(Struct, frozen=True, kw_only=True):
    """How to run, as the command was told. ``every`` and ``heartbeat`` are seconds; no heartbeat: 0."""

    follow: tuple[Path, ...] = ()
    once: bool = False
    every: float = 1.0
    heartbeat: float = 60.0


def run(place: str | None, lang: Lang, asked: Asked) -> None:
    """Take what has come and what is due, again and again; what is under way when a signal comes is finished first.

    Raises:
        Stop: the ledger's clock follows records and no file is followed, or ledger or files cannot be used.
    """
    here = opened(place, lang)
    here.with_scribe()
    live = here.ledger.about.clock == "live"
    if not live and not asked.follow:
        raise Stop(USAGE, say("run_event", lang))
    with telling(here.place, lang), told_to_stop() as stop:
        running = _Running(here, Following(here, asked.follow, stop, lang), stop, lang, live=live)
        if not asked.once:
            stderr().print(say("running", lang, place=shown(here.place)), style="dim")
        running.go_on(asked)
    stderr().print(say("stopped_after", lang, **running.said()), style="dim")


class _Running:
    """Records first, then time: what has come is decided before what falls due after it."""

    def __init__(self, here: Opened, following: Following, stop: Ending, lang: Lang, *, live: bool) -> None:
        self._here, self._following, self._stop, self._lang = here, following, stop, lang
        self._heart = Heart(Intake(here.ledger, here.setting.frame)) if live else None
        if self._heart is not None and (down := self._heart.start(now())) is not None:
            stderr().print(say("was_down", lang, at=moments.clock(down)), style="yellow")

    def said(self) -> dict[str, int]:
        """What came of it until now."""
        return {"records": self._following.records, "refused": self._following.refused}

    def go_on(self, asked: Asked) -> None:
        """Until the process is told to stop, or, ``once``, all is done."""
        told = time.monotonic()
        while not self._stop.is_set():
            complete = self._look(once=asked.once)
            if complete and asked.once:
                break
            if asked.heartbeat and time.monotonic() - told >= asked.heartbeat:
                told = time.monotonic()
                stderr().print(say("heartbeat", self._lang, at=moments.clock(now()), **self.said()), style="dim")
            if complete:
                self._stop.wait(asked.every)
        if self._heart is not None:
            self._heart.land()
            with self._here.ledger.transaction(()) as unit:
                note_alive(unit.connection, now())

    def _look(self, *, once: bool) -> bool:
        """Once at the files and once at the clock; False: there is more to do at once."""
        try:
            for done in self._following.read():
                said = figures(done.run, self._lang)
                name, line = done.after.name.removeprefix(KIND), done.after.position.line - 1
                stderr().print(say("ingested", self._lang, name=name, line=line, **said), style="dim")
            return self._heart is None or self._heart.beat(now())
        except Stopped:
            return True
        except DBAPIError as failed:
            if once or not passing(failed):
                raise
            stderr().print(say("ledger_lost", self._lang, place=shown(self._here.place)), style="yellow")
            self._stop.wait(LOST)
            return False


@contextmanager
def told_to_stop() -> Iterator[Ending]:
    """What is set when the process is told to end."""
    stop = Ending()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        stop.close()
