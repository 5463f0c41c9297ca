"""The command line, ``warning``.

Exit codes, the same for every command:

- 0: done.
- 1: done, and some record was refused or quarantined (``demo`` never), ``verify`` or ``topics diff`` found a
  difference, or a partition is behind or stopped.
- 2: the command was used wrongly.
- 3: a file, a directory, a rule book or a ledger cannot be used, or the output cannot be written.
- 4: what was asked for is not there.
- 70: the program itself failed; ``--debug`` prints where.
- 130: interrupted from the keyboard (Ctrl-C).

A reader that leaves early (``warning decide FILE | head -1``) is no error: the code is what it would have been.

Answers go to standard output, progress and errors to standard error.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; a person's error is told in words, without a traceback.

    What the command needs is loaded here, so that it can be interrupted without a traceback, too.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        from warning.cli.session import run  # noqa: PLC0415 - see above

        code = run(words)
    except KeyboardInterrupt:
        code = _interrupted(words)
    sys.exit(code)


def _interrupted(words: Sequence[str]) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
    from warning.cli.stop import INTERRUPTED  # noqa: PLC0415 - it may be what was being loaded
    from warning.cli.usage import language  # noqa: PLC0415 - the same
    from warning.wording.phrases import say  # noqa: PLC0415 - the same

    print(say("interrupted", language(words)), file=sys.stderr)  # noqa: T201 - the terminal library may not be loaded
    return INTERRUPTED


__all__ = ["main"]
