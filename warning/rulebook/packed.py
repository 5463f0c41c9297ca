"""A rule book as bytes: its YAML files whole, so that a ledger explains itself without any directory.

The same files give the same bytes, wherever they lie and whenever they were written.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
from msgspec.structs import replace

from warning.rulebook.load import FILES, YEAR_FILE, default_directory, load_book
from warning.rulebook.wording import RuleBook

_packed: Final = msgspec.json.Decoder(dict[str, str])

KEPT: Final = 4
"""Books that are kept once read: the same bytes give the same book."""


class NotPacked(Exception):
    """The bytes are no packed rule book."""


def pack(directory: Path | None = None) -> bytes:
    """The files of a rule book; None is the book that comes with the program.

    Raises:
        OSError: a file cannot be read.
    """
    root = default_directory() if directory is None else directory
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.yaml"))
    texts = {name: (root / name).read_text(encoding="utf-8") for name in names if is_part(name)}
    return msgspec.json.encode(texts, order="deterministic")


def is_part(name: str) -> bool:
    """Whether a file of that name, relative to its directory, belongs to a rule book."""
    return name in FILES or YEAR_FILE.fullmatch(name) is not None


def load_packed(packed: bytes, *, live_from: int | None = None) -> RuleBook:
    """The book of packed files; ``live_from``: see T6.

    Raises:
        NotPacked: the bytes are something else.
        BrokenBook: with every problem of the book.
    """
    book = _unpacked(packed)
    return replace(book, frame=replace(book.frame, live_from=live_from))


@lru_cache(maxsize=KEPT)
def _unpacked(packed: bytes) -> RuleBook:
    try:
        texts = _packed.decode(packed)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise NotPacked(str(wrong)) from None
    if not all(is_part(name) for name in texts):
        raise NotPacked("files that are no part of a rule book")
    with TemporaryDirectory(prefix="warning-rules-") as made:
        root = Path(made)
        (root / "calendar").mkdir()
        for name, text in texts.items():
            (root / name).write_text(text, encoding="utf-8", newline="")
        return load_book(root, kept=True)
