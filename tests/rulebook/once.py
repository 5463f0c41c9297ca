"""The rule book that comes with the program is read once a process: a command reads and checks it each time.

That takes a process of the program as long as loading a library, and those of the tests half a minute each. What reads
a book is tested where it is (``tests/rulebook``), which calls it itself, and by every process that a test starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from warning.rulebook import load

BY_READING = load.check
"""What reads a book, whatever was read before."""


@contextmanager
def read_once() -> Iterator[None]:
    """As long as this lasts: while its files are what they were, it is the same book."""
    read: dict[tuple[object, ...], load.Checked] = {}

    def check(directory: Path | None = None, organisation: Path | None = None, *, kept: bool = False) -> load.Checked:
        root = load.default_directory() if directory is None else directory
        if organisation is not None or root != load.default_directory():
            return BY_READING(directory, organisation, kept=kept)
        files = tuple((str(path), path.read_bytes()) for path in sorted(root.rglob("*.yaml")))
        if (kept, *files) not in read:
            read[kept, *files] = BY_READING(root, kept=kept)
        return read[kept, *files]

    with patch.object(load, "check", check):
        yield
