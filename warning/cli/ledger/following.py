"""Files that are still being written, as ``warning run --follow`` reads them: whole lines, one source a file."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO, Final, NamedTuple

from warning.bootstrap import Opened
from warning.cli.ending import Ending
from warning.cli.ledger.ingesting import Done, take
from warning.cli.reading import open_events
from warning.cli.screen.tables import stderr
from warning.cli.stop import USAGE, Stop
from warning.wording.phrases import say
from warning.wording.text import Lang

EVENTS: Final = "*.jsonl"
"""What is read of a directory."""
BLOCK: Final = 65_536
NEWLINE: Final = b"\n"


class Stopped(Exception):
    """The process is to end: what was read until now is committed first."""


class _Seen(NamedTuple):
    """A file as it was read; of another one in its place, or one rewritten, not all of this is the same."""

    device: int
    inode: int
    modified: int
    """By the file system's clock (ns)."""
    end: int
    """Where its last whole line ended (bytes)."""


class Following:
    """Reads what files have grown by; each is a source of the ledger, as by ``warning ingest``."""

    def __init__(self, here: Opened, paths: Sequence[Path], stop: Ending, lang: Lang) -> None:
        """Follow files, and those in directories; what is not there yet is told.

        Raises:
            Stop: two of them have one name.
        """
        self._here, self._paths, self._stop, self._lang = here, paths, stop, lang
        self._seen: dict[Path, _Seen] = {}
        self.records = 0
        self.refused = 0
        self.files()
        for path in paths:
            if not path.exists():
                stderr().print(say("follow_missing", lang, path=path), style="yellow")

    def files(self) -> list[Path]:
        """Those that are there now, those of a directory in the order of their names.

        Raises:
            Stop: two of them have one name, by which the ledger knows them.
        """
        found = [
            file
            for path in self._paths
            for file in (sorted(path.glob(EVENTS)) if path.is_dir() else [path])
            if file.is_file()
        ]
        twice = next((name for name, n in Counter(file.name for file in found).items() if n > 1), None)
        if twice is not None:
            raise Stop(USAGE, say("follow_twice", self._lang, name=twice))
        return found

    def read(self) -> list[Done]:
        """Take what has come since; what became of it, for each file that has grown.

        Raises:
            Stopped: the process is to end.
            Stop: a file is another one than before, or cannot be read.
        """
        return [done for file in self.files() if (done := self._read(file)) is not None]

    def _read(self, file: Path) -> Done | None:
        if self._stop.is_set():
            raise Stopped
        with open_events(file, self._lang) as stream:
            found = os.fstat(stream.fileno())
            end = end_of_lines(stream)
        seen = _Seen(found.st_dev, found.st_ino, found.st_mtime_ns, end)
        if not end or self._seen.get(file) == seen:
            return None
        done = take(self._here, file, self._lang, opened=partial(self._whole, end))
        self._seen[file] = seen
        self.records += done.run.records
        self.refused += done.refused.n
        return done if done.run.records else None

    def _whole(self, end: int, path: Path, lang: Lang) -> IO[bytes]:
        return io.BufferedReader(_Bounded(open_events(path, lang), end, self._stop), BLOCK)


def end_of_lines(stream: IO[bytes]) -> int:
    """Where the last whole line ends (bytes): what stands behind it is still being written."""
    at = stream.seek(0, os.SEEK_END)
    while at:
        begin = max(0, at - BLOCK)
        stream.seek(begin)
        found = stream.read(at - begin).rfind(NEWLINE)
        if found >= 0:
            return begin + found + 1
        at = begin
    return 0


class _Bounded(io.RawIOBase):
    """A file up to a place; to be read no further once the process is to end."""

    def __init__(self, stream: IO[bytes], end: int, stop: Ending) -> None:
        self._stream, self._end, self._stop = stream, end, stop

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            return self._stream.seek(self._end + offset)
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._stop.is_set():
            raise Stopped
        part = self._stream.read(min(len(buffer), max(0, self._end - self._stream.tell())))
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()
