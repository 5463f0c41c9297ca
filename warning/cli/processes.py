"""How many processes a command may take (``--jobs``)."""

from __future__ import annotations

import os

from warning.cli.stop import USAGE, Stop
from warning.wording.phrases import say
from warning.wording.text import Lang


def processes(asked: int, lang: Lang) -> int:
    """As many as were asked for; 0: as many as the command thinks right.

    Raises:
        Stop: more than this machine has processors, which would only make it slower, or break it.
    """
    most = os.cpu_count() or 1
    if asked > most:
        raise Stop(USAGE, say("jobs_many", lang, value=asked, most=most))
    return asked
