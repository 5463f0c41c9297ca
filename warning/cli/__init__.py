"""The command line, ``warning``.

Exit codes, the same for every command:

- 0: done.
- 1: decided, and some record was refused or quarantined (``decide``, ``demo`` never).
- 2: the command was used wrongly.
- 3: a file or a rule book cannot be used.
- 4: what was asked for is not there.

Answers go to standard output, progress and errors to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from warning.cli.app import APP
from warning.cli.screen import stderr
from warning.cli.stop import Stop
from warning.wording.phrases import PHRASES

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; a person's error is told in words, without a traceback."""
    try:
        APP(args=None if arguments is None else list(arguments), prog_name="warning")
    except Stop as stop:
        stderr().print(stop.text, style="red")
        sys.exit(stop.code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has gone: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


__all__ = ["PHRASES", "main"]
