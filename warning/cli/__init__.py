"""The command line, ``warning``.

Exit codes, the same for every command:

- 0: done.
- 1: decided, and some record was refused or quarantined (``decide``, ``demo`` never).
- 2: the command was used wrongly.
- 3: a file or a rule book cannot be used, or the output cannot be written.
- 4: what was asked for is not there.
- 70: the program itself failed; ``--debug`` prints where.
- 130: interrupted from the keyboard (Ctrl-C).

A reader that leaves early (``warning decide FILE | head -1``) is no error: the code is what it would have been.

Answers go to standard output, progress and errors to standard error.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from typer._click.exceptions import NoArgsIsHelpError
from typer.exceptions import TyperException

from warning.cli import output
from warning.cli.app import APP, DEBUG
from warning.cli.ledger import opening
from warning.cli.screen.tables import stderr
from warning.cli.stop import FAILED, INTERRUPTED, OK, UNREADABLE, USAGE, Stop
from warning.cli.usage import language, why, wrong_use
from warning.wording.phrases import PHRASES, say
from warning.wording.text import Lang


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; a person's error is told in words, without a traceback."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    lang = language(words)
    try:
        code = _run([word for word in words if word != DEBUG], lang)
    except OSError as error:
        output.hush()
        key = "output_failed" if error.filename is None else "file_unreadable"
        _tell(say(key, lang, path=error.filename, why=why(error, lang)))
        code = UNREADABLE
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a line to report and a code
        if DEBUG in words:
            traceback.print_exc()
        _tell(_report(error, lang))
        code = FAILED
    finally:
        opening.close()
    sys.exit(code)


def _run(words: Sequence[str], lang: Lang) -> int:
    try:
        output.prepare(lang)
        code = int(APP(args=words, prog_name="warning", standalone_mode=False) or OK)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Stop as stop:
        _tell(stop.text)
        return stop.code
    except NoArgsIsHelpError as asked:
        asked.show()
        return USAGE
    except TyperException as wrong:
        _tell(wrong_use(wrong, lang))
        return USAGE
    except (SystemExit, BrokenPipeError) as left:
        if not output.reader_left(left):
            raise
        output.hush()  # nothing was decided yet, and nobody is left to tell
        return OK
    if code == INTERRUPTED:
        _tell(say("interrupted", lang))
    return code


def _report(error: Exception, lang: Lang) -> str:
    """The program's own failure in one line: what, and where it was."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    detail = " ".join(str(error).split())[:200]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return say("unexpected", lang, what=f"{type(error).__name__}: {detail}", place=place)


def _tell(text: str) -> None:
    stderr().print(text, style="red")


__all__ = ["PHRASES", "main"]
