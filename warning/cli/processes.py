"""How many processes a command may take (``--jobs``)."""

from __future__ import annotations

import os
from typing import Final

from sqlalchemy import func, select

from warning.bootstrap import Opened
from warning.cli.stop import USAGE, Stop
from warning.ledger.sql.tables import LANE
from warning.wording.phrases import say
from warning.wording.text import Lang

ALONE: Final = 50_000
"""Rows that one process looks back over by itself."""


def processes(asked: int, lang: Lang) -> int:
    """As many as were asked for; 0: as many as the command thinks right.

    Raises:
        Stop: more than this machine has processors, which would only make it slower, or break it.
    """
    most = os.cpu_count() or 1
    if asked > most:
        raise Stop(USAGE, say("jobs_many", lang, value=asked, most=most))
    return asked


def worthwhile(here: Opened) -> int:
    """As many as there are processors; one where the work takes no longer than beginning another."""
    with here.ledger.engine.connect() as connection:
        rows: int = connection.execute(select(func.sum(LANE.c.seq))).scalar_one() or 0
    return len(os.sched_getaffinity(0)) if rows > ALONE else 1
