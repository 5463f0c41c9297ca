"""One command, from its words to its exit code."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from typer.exceptions import TyperException
from typer.main import get_command

from warning.bootstrap import prepare_process
from warning.cli import helping, output
from warning.cli.app import APP, DEBUG
from warning.cli.closing import close_ledgers
from warning.cli.named import coded
from warning.cli.screen.tables import stderr, stdout, unwrapped
from warning.cli.stop import FAILED, INTERRUPTED, OK, UNREADABLE, USAGE, Stop
from warning.cli.usage import language, no_text, why, wrong_use
from warning.cli.width import narrowed
from warning.wording.phrases import say
from warning.wording.text import Lang


def run(words: Sequence[str]) -> int:
    """Run a command; what went wrong is told. Its exit code."""
    lang = language(words)
    prepare_process()
    try:
        code = _run(coded([word for word in words if word != DEBUG]), lang)
    except OSError as error:
        output.hush()
        key = "output_failed" if error.filename is None else "file_unreadable"
        _tell(say(key, lang, path=error.filename, why=why(error, lang)))
        code = UNREADABLE
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a line to report and a code
        if DEBUG in words:
            unwrapped(stderr(), traceback.format_exc().rstrip())
        _tell(_report(error, lang))
        code = FAILED
    finally:
        close_ledgers()
    return code


def _run(words: Sequence[str], lang: Lang) -> int:
    try:
        output.prepare(lang)
        root = _root()
        if (wrong_word := no_text(words, lang)) is not None:
            _tell(wrong_word)
            return USAGE
        asked = helping.page_asked(root, words, lang)
        if asked is None:
            code = int(root(args=words, prog_name="warning", standalone_mode=False, obj=lang) or OK)
        else:
            code = OK if helping.ASKED in words else USAGE
            helping.show(asked, stdout() if code == OK else stderr(), lang)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Stop as stop:
        _tell(stop.text)
        return stop.code
    except TyperException as wrong:
        _tell(wrong_use(wrong, words, lang))
        return USAGE
    except (SystemExit, BrokenPipeError) as left:
        if not output.reader_left(left):
            raise
        output.hush()  # nothing was decided yet, and nobody is left to tell
        return OK
    if code == INTERRUPTED:
        _tell(say("interrupted", lang))
    return code


@cache
def _root() -> Any:  # noqa: ANN401 - the kind of command is the library's own
    return narrowed(get_command(APP))


def _report(error: Exception, lang: Lang) -> str:
    """The program's own failure in one line: what, and where it was."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    detail = " ".join(str(error).split())[:200]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return say("unexpected", lang, what=f"{type(error).__name__}: {detail}", place=place)


def _tell(text: str) -> None:
    stderr().print(text, style="red")
