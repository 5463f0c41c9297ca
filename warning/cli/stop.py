"""The end of a command that cannot go on: an exit code and what to say."""

from __future__ import annotations

import signal
import sys
from typing import Final

OK: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
UNREADABLE: Final = 3
NOT_FOUND: Final = 4
NOT_COMPARABLE: Final = 5
FAILED: Final = 70
INTERRUPTED: Final = 130


class Stop(Exception):
    """What went wrong, where, and what to do; ``main`` prints it and exits with ``code``, without a traceback."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def end_when_told() -> None:
    """SIGTERM ends this process as done, until what it hosts takes over: it may be told so before it has begun."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(OK))
