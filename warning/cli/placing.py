"""The directory of a demonstration bank: written beside its place and put there whole; nothing else is overwritten."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Final

from warning.bootstrap import BANK_FILE, EVENTS_FILE, LEDGER_FILE, RULES_DIRECTORY, bank_beside
from warning.cli.stop import UNREADABLE, Stop
from warning.ledger.files import files_of
from warning.wording.phrases import say
from warning.wording.text import Lang

LEDGER_FILES: Final = frozenset(file.name for file in files_of(Path(LEDGER_FILE)))
OURS: Final = frozenset({BANK_FILE, EVENTS_FILE, RULES_DIRECTORY}) | LEDGER_FILES
"""All that a demonstration bank's directory holds."""


@contextmanager
def placed(out: Path, lang: Lang) -> Iterator[Path]:
    """A new directory to write to; it takes the place of ``out`` at the end, and of the bank that was there.

    What is cut short leaves ``out`` as it was.

    Raises:
        Stop: ``out`` holds something that is no demonstration bank's, or is the directory one is in.
        OSError: it cannot be written.
    """
    target = out.resolve()
    _usable(target, out, lang)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.{os.getpid()}")
    rmtree(made, ignore_errors=True)
    made.mkdir()
    try:
        yield made
        _put(made, target)
    finally:
        rmtree(made, ignore_errors=True)


def _usable(target: Path, out: Path, lang: Lang) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(out))
    names = {path.name for path in target.iterdir()}
    strangers = sorted(names if bank_beside(target / EVENTS_FILE) is None else names - OURS)
    if strangers:
        raise Stop(UNREADABLE, say("out_not_demo", lang, path=out, name=strangers[0]))
    if Path.cwd().is_relative_to(target):  # a directory that is put in another's place is not the one one is in
        raise Stop(UNREADABLE, say("out_is_here", lang, path=out))


def _put(made: Path, target: Path) -> None:
    """Two renames; where the second fails the first is undone."""
    former = made.with_name(f"{made.name}.former")
    try:
        if target.exists():
            target.rename(former)
        made.rename(target)
    except BaseException:
        if former.exists() and not target.exists():
            former.rename(target)
        raise
    rmtree(former, ignore_errors=True)
