"""Says now and then how far a long command has come, on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable

from warning.cli.reading import SAID_EVERY
from warning.cli.screen.tables import stderr
from warning.ledger.lanes import LANES
from warning.wording.phrases import say
from warning.wording.text import Lang


def lanes_done(key: str, lang: Lang) -> Callable[[int], None]:
    """What hears of each lane that is done, and says how many are (the phrase of ``key``)."""
    said = time.monotonic()

    def tell(lane: int) -> None:
        nonlocal said
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            stderr().print(say(key, lang, n=lane + 1, of=LANES))

    return tell
