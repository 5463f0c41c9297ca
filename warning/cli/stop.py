"""The end of a command that cannot go on: an exit code and what to say."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
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


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM ends what runs within as Ctrl-C does: what is half done is taken away, and processes of its own end.

    Raises:
        KeyboardInterrupt: it was sent.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def end_when_told() -> Callable[[], bool]:
    """SIGTERM ends this process as done, until what it hosts takes over: it may be told so before it has begun.

    Whoever takes over asks whether it was: what is raised within a finalizer ends nothing.
    """
    told = False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True
        sys.exit(OK)

    signal.signal(signal.SIGTERM, end)
    return lambda: told
