"""A worker's log: lines for people, or one JSON object a line for machines (``WARNING_LOG=json``), on standard error.

No line holds what a record says. What libraries log is cut to its first line, and of an exception only its kind and
where it was are told: its words may quote a record, as a database's do.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import typer

from warning import settings
from warning.cli.screen.tables import stderr
from warning.cli.stop import FAILED, USAGE, Stop
from warning.core.scalars import write_moment
from warning.wording.phrases import say
from warning.wording.phrases.security import SETTINGS
from warning.wording.text import Lang

KINDS: Final = ("text", "json")
OURS: Final = "warning.worker"
STYLES: Final = {logging.INFO: "dim", logging.WARNING: "yellow", logging.ERROR: "bold red"}
QUIET: Final = ("aiokafka", "kafka")
"""Brokers that are away they say ten times a second; we say it once, and all that ends a worker is raised."""
LONGEST: Final = 300
"""Characters of a library's line."""


def log(level: int, event: str, text: str, **fields: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Say that something happened: a code that stays, words for people, and what it was about."""
    logging.getLogger(OURS).log(level, "%s", text, extra={"event": event, "fields": fields})


@contextmanager
def logging_as_asked(lang: Lang) -> Iterator[None]:
    """Log as the settings say; as JSON, also how the command ends.

    Raises:
        Stop: there is no such kind of log; or as text, whatever ends the command.
        Exit: in place of it, as JSON.
    """
    kind = settings.given(settings.LOG) or KINDS[0]
    if kind not in KINDS:
        why = SETTINGS["unknown"].say(lang).format(value=kind, known=", ".join(KINDS))
        raise Stop(USAGE, say("setting_wrong", lang, setting=settings.LOG, why=why))
    _configure(Lines() if kind == "json" else People())
    if kind == "text":
        yield
        return
    try:
        yield
    except Stop as stop:
        log(logging.ERROR, "ended", stop.text, code=stop.code)
        raise typer.Exit(stop.code) from None
    except Exception:
        logging.getLogger(OURS).exception("failed", extra={"event": "failed", "fields": {"code": FAILED}})
        raise typer.Exit(FAILED) from None


def _configure(handler: logging.Handler) -> None:
    root = logging.getLogger()
    for one in list(root.handlers):
        root.removeHandler(one)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.captureWarnings(capture=True)


class Lines(logging.Handler):
    """One JSON object a line."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it; where nobody takes it, the worker goes on."""
        try:
            sys.stderr.write(msgspec.json.encode(fields_of(record)).decode() + "\n")
            sys.stderr.flush()
        except OSError:
            pass


class People(logging.Handler):
    """A line for people."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print it in the colour of its level."""
        told = fields_of(record)
        text = told["text"] if record.name == OURS else f"{record.name}: {told['text']}"
        where = "".join(f"\n  {line}" for line in (told.get("error", ""), *told.get("where", ())) if line)
        stderr().print(f"{text}{where}", style=STYLES.get(record.levelno, "yellow"))


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of a record of a log."""
    found: dict[str, Any] = {
        "time": write_moment(int(record.created * 1_000_000)),
        "level": record.levelname.lower(),
        "event": getattr(record, "event", "library"),
    }
    if record.name != OURS:
        found["logger"] = record.name
    error = record.exc_info[1] if record.exc_info else None
    if record.name == OURS and error is None:
        found["text"] = record.getMessage()
    else:  # with an exception the arguments are not told, either: they are likely to be it
        text = record.getMessage() if error is None else str(record.msg)
        found["text"] = (text.strip().splitlines() or [""])[0][:LONGEST]
    found |= getattr(record, "fields", {})
    if error is not None:
        error = _cause(error)
        found |= {"error": _kind(error), "where": _frames(error)}
    return found


def _cause(error: BaseException) -> BaseException:
    """Of a group, the first that says where it was."""
    while isinstance(error, BaseExceptionGroup) and error.exceptions[0].__traceback__ is not None:
        error = error.exceptions[0]
    return error


def _kind(error: BaseException) -> str:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return f"{type(error).__name__}{f' {state}' if state else ''}"


def _frames(error: BaseException) -> list[str]:
    """Where it was, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


__all__ = ["log", "logging_as_asked"]
