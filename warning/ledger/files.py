"""The files of a ledger on SQLite, and who may read what is written of a ledger. Loads no database."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

GATE: Final = "-gate"
"""What commands knock at (``ledger.sql.gate``)."""
ENDINGS: Final = ("", "-wal", "-shm", GATE)
"""What the names of a ledger's files end with, its own first."""
LEDGER: Final = 0o660
"""Rights of a ledger's files, but for what the umask takes: 0640 where it is 022."""
OURS: Final = 0o640
"""Of files written of a ledger: they say as much of borrowers as it does."""
OURS_BELOW: Final = 0o750
"""Of directories of such."""
OWN: Final = 0o600
"""Of what names persons in clear."""


def files_of(ledger: Path) -> list[Path]:
    """A ledger's file and those beside it, whether they are there or not."""
    return [ledger.with_name(ledger.name + ending) for ending in ENDINGS]


def make_directory(path: Path) -> None:
    """A directory and those above it that are not there, for its owner and group; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    for one in (*reversed(path.parents), path):
        if not one.is_dir():
            with suppress(FileExistsError):  # a link that leads nowhere is told when the next is made in it
                one.mkdir(OURS_BELOW)


def create(path: Path, mode: int = OURS) -> BinaryIO:
    """A file to write from its beginning, for its owner and group: it says what a ledger says.

    Args:
        path: where; a file that is there loses its content and all rights beyond ``mode``, and gets none.
        mode: rights of a new one, but for what the umask takes.

    Raises:
        OSError: it cannot be written, or is somebody else's whose rights are wider.
    """
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, mode)
    try:
        found = os.fstat(opened).st_mode
        if stat.S_ISREG(found):  # a device or a pipe stays what it is
            if stat.S_IMODE(found) & ~mode:
                os.fchmod(opened, found & mode)
            os.ftruncate(opened, 0)
        return os.fdopen(opened, "wb")
    except BaseException:
        os.close(opened)
        raise


def write(path: Path, content: bytes, mode: int = OURS) -> None:
    """The same with all of its content.

    Raises:
        OSError: as ``create``.
    """
    with create(path, mode) as file:
        file.write(content)
