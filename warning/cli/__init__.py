"""The command line, ``warning``.

Exit codes, the same for every command:

- 0: done.
- 1: decided, and some record was refused or quarantined (``decide``, ``demo`` never).
- 2: the command was used wrongly.
- 3: a file or a rule book cannot be used.
- 4: what was asked for is not there.
- 130: interrupted from the keyboard (Ctrl-C).

A reader that leaves early (``warning decide FILE | head -1``) is no error: 0.

Answers go to standard output, progress and errors to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from typer._click.exceptions import NoArgsIsHelpError
from typer.exceptions import TyperException

from warning.cli.app import APP
from warning.cli.screen.tables import stderr
from warning.cli.stop import INTERRUPTED, OK, USAGE, Stop
from warning.cli.usage import language, wrong_use
from warning.wording.phrases import PHRASES, say


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; a person's error is told in words, without a traceback."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = APP(args=words, prog_name="warning", standalone_mode=False)
    except Stop as stop:
        stderr().print(stop.text, style="red")
        sys.exit(stop.code)
    except NoArgsIsHelpError as asked:
        asked.show()
        sys.exit(USAGE)
    except TyperException as wrong:
        stderr().print(wrong_use(wrong, language(words)), style="red")
        sys.exit(USAGE)
    except (SystemExit, BrokenPipeError) as left:
        if not isinstance(left, BrokenPipeError) and not isinstance(left.__context__, BrokenPipeError):
            raise
        # the reader, such as `head`, has gone: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
    if code == INTERRUPTED:
        stderr().print(say("interrupted", language(words)), style="red")
    sys.exit(code or OK)


__all__ = ["PHRASES", "main"]
