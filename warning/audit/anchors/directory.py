"""Anchors in a directory, best on a mount that lets nobody change a file (WORM): one file each, written once."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from warning.audit.verifier.trail import in_directory
from warning.contracts.anchoring import NAME, Away, Taken

UNLINKABLE: Final = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What a file system says that gives no file a second name."""


class Directory:
    """A directory that is there; we make none: an unmounted mount point would take anchors in silence."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened."""
        self._path = path
        self.name = str(path)

    def close(self) -> None:
        """Nothing is open."""

    def newest(self) -> tuple[int, bytes] | None:
        """By the names of the files that are named as anchors are."""
        try:
            named = [(int(path.stem), path) for path in self._path.iterdir() if path.stem.isdecimal()]
        except OSError as failed:
            raise self._away(failed) from None
        last = max((number for number, path in named if path == self._file(number)), default=0)
        stored = self.read(last)
        return None if stored is None else (last, stored)

    def read(self, number: int) -> bytes | None:
        """Of the file of a number."""
        try:
            return self._file(number).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as failed:
            raise self._away(failed) from None

    def put(self, number: int, stored: bytes) -> None:
        """Into a file that is complete when it gets its name.

        Raises:
            Taken: there is another one.
            Away: the directory is not there, or cannot be written.
        """
        beside = self._path / f".{self._file(number).name}.{os.getpid()}"
        try:
            beside.unlink(missing_ok=True)
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o444), "wb") as file:
                file.write(stored)
                file.flush()
                os.fsync(file.fileno())
            self._name(beside, number, stored)
            self._sync()
        except OSError as failed:
            raise self._away(failed) from None
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def stored(self) -> Iterator[tuple[str, bytes]]:
        """By the names of the files."""
        try:
            yield from in_directory(self._path)
        except OSError as failed:
            raise self._away(failed) from None

    def _name(self, beside: Path, number: int, stored: bytes) -> None:
        """Give a file its name, if nothing has it."""
        file = self._file(number)
        try:
            os.link(beside, file)
        except FileExistsError:
            if file.read_bytes() != stored:
                raise Taken(self.name, number) from None
        except OSError as failed:
            if failed.errno not in UNLINKABLE:
                raise
            if file.exists() and file.read_bytes() != stored:
                raise Taken(self.name, number) from None
            beside.rename(file)

    def _sync(self) -> None:
        """So that the name lasts, too."""
        directory = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _file(self, number: int) -> Path:
        return self._path / NAME.format(number=number)

    def _away(self, failed: OSError) -> Away:
        return Away(self.name, failed.strerror or type(failed).__name__, failed.errno or 0)
