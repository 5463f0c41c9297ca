"""The ledger of a demonstration bank: made, filled, let run to the end of its last month; on request killed once."""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, event

from warning.bootstrap import EVENTS_FILE, LEDGER_FILE, Bank, make_ledger, open_ledger
from warning.cli.closing import noted
from warning.cli.ledger.ingesting import KIND, take
from warning.cli.ledger.opening import telling
from warning.cli.ledger.ticking import advance
from warning.cli.screen.tables import stderr
from warning.core.scalars import read_moment
from warning.ledger.sql.persons import Persons
from warning.ledger.sql.sources import source
from warning.wording.phrases import say
from warning.wording.text import Lang

SALT: Final = b"invented"
"""Nobody is to be protected: with one salt for all, the same bank has the same journal anywhere."""
KILL: Final = signal.SIGKILL


def fill(bank: Bank, directory: Path, lang: Lang, *, kill: bool) -> None:
    """Make the ledger of a bank beside its events, and take all in.

    Raises:
        Stop: the ledger cannot be written.
    """
    place = (directory / LEDGER_FILE).as_posix()
    live_from = int(read_moment(bank.live_from))
    with telling(place, lang):
        frame = directory / bank.frame if bank.frame else None
        make_ledger(place, directory=frame, live_from=live_from, name="demo", at=live_from).close()
        if kill:
            _kill_once(directory, lang)
        here = noted(open_ledger(place))
        here.with_scribe()
        take(here, directory / EVENTS_FILE, lang, persons=invented())
        advance(here, int(read_moment(bank.until)), lang)
        here.close()


def invented() -> Persons:
    """The tokens of invented persons."""
    return Persons(lambda: SALT)


def _kill_once(directory: Path, lang: Lang) -> None:
    """Let another process take the events in until it is killed, and say where that left the ledger."""
    process = get_context("spawn").Process(target=until_killed, args=(directory, lang))
    process.start()
    process.join()
    if process.exitcode != -KILL:
        raise RuntimeError(f"the process was to be killed, and ended with {process.exitcode}")
    here = open_ledger((directory / LEDGER_FILE).as_posix())
    with here.ledger.engine.connect() as connection:
        left = source(connection, KIND + EVENTS_FILE)
    here.close()
    lines = 0 if left is None else left.records
    stderr().print(say("demo_killed", lang, signal=int(KILL), n=f"{lines:,}"), style="yellow")


def until_killed(directory: Path, lang: Lang) -> None:
    """Take the events in, and be killed when the commit that reaches the middle of them begins: it is lost."""
    events = directory / EVENTS_FILE
    middle = events.stat().st_size // 2
    here = open_ledger((directory / LEDGER_FILE).as_posix())

    @event.listens_for(here.ledger.engine, "commit")
    def _(connection: Connection) -> None:
        at = source(connection, KIND + EVENTS_FILE)
        if at is not None and at.position.offset >= middle:
            os.kill(os.getpid(), KILL)

    take(here, events, lang, persons=invented())
