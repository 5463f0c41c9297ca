"""``warning run``: lets time pass on a live ledger, until it is told to stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Final

from sqlalchemy.exc import DBAPIError

from warning.bootstrap import Opened, now
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.screen.tables import stderr
from warning.cli.stop import USAGE, Stop
from warning.intake.ingest import Intake
from warning.intake.live import Heart
from warning.ledger.sql.engine import passing
from warning.ledger.sql.outages import note_alive
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.text import Lang

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
LOST: Final = 5.0
"""Seconds until a database that was lost is asked again."""


def run(place: str | None, lang: Lang, *, once: bool, every: float) -> None:
    """Take what is due, again and again; what is under way when a signal comes is finished first.

    Raises:
        Stop: the ledger is not live, or cannot be used.
    """
    here = opened(place, lang)
    if here.ledger.about.clock != "live":
        raise Stop(USAGE, say("run_event", lang))
    with telling(here.place, lang), _told_to_stop() as stop:
        heart = Heart(Intake(here.ledger, here.setting.frame))
        down = heart.start(now())
        if down is not None:
            stderr().print(say("was_down", lang, at=moments.clock(down)), style="yellow")
        if not once:
            stderr().print(say("running", lang, place=shown(here.place)), style="dim")
        _beat(here, heart, stop, lang, once=once, every=every)
        with here.ledger.transaction(()) as unit:
            note_alive(unit.connection, now())
    stderr().print(say("stopped", lang), style="dim")


def _beat(here: Opened, heart: Heart, stop: Event, lang: Lang, *, once: bool, every: float) -> None:
    while not stop.is_set():
        try:
            complete = heart.beat(now())
        except DBAPIError as failed:
            if once or not passing(failed):
                raise
            stderr().print(say("ledger_lost", lang, place=shown(here.place)), style="yellow")
            stop.wait(LOST)
            continue
        if complete and once:
            return
        if complete:
            stop.wait(every)


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """An event that is set when the process is told to end."""
    stop = Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
