"""A ledger as ``warning audit export`` writes it: lines of JSON, compressed, and a manifest (docs/audit-format.md)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec
from msgspec import MsgspecError, Struct

from warning.audit.verifier.chain import GENESIS, LANES, PLAIN, Came, Effect, Row
from warning.audit.verifier.findings import Finding, Ledger, NotRead
from warning.audit.verifier.source import LARGE, Book, Unreadable, whole
from warning.audit.verifier.told import Waits

FORMAT: Final = "warning-bundle/2"
"""As it is written; the first can be read, too: what waited was not in it, and lanes were of several instants."""
MANIFEST: Final = "manifest.json"
JOURNAL: Final = "journal/{lane:02}.jsonl.gz"
EFFECTS: Final = "effects/{lane:02}.jsonl.gz"
FRAMES: Final = "frames.jsonl.gz"
INBOX: Final = "inbox.jsonl.gz"
ANCHORS: Final = "anchors"
READ_AT_ONCE: Final = 1 << 20
LARGEST_MANIFEST: Final = 1 << 27
"""Bytes of the largest manifest that is read: one of 900,000 anchors."""
LARGEST_LINE: Final = 1 << 24
"""Bytes of the longest line that is read.

A message has 262,144 at most, as text within JSON twice that. An effect has a row whole, with each step of its history:
in the demonstration 1,100 bytes, and 16 MiB are some 100,000 steps of one signal."""
LARGEST_BOOK: Final = 1 << 26
"""Bytes of the longest line with a rule book, whose files have 4 MiB each at most, in all some 50 KB."""
T = TypeVar("T")


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a bundle: its path, how many bytes, their SHA-256."""

    path: str
    bytes: int
    sha256: str


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """A lane: how many rows, and the link of the last."""

    lane: int
    seq: int
    head: str


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a bundle holds. Instants are µs UTC."""

    format: Literal["warning-bundle/1", "warning-bundle/2"]
    ledger: str
    created_at: int
    clock: str
    live_from: int | None
    exported_at: int
    core: str
    """Of rows decided by this core all effects are in the bundle, from the beginning of a lane to the first row
    that another core has decided."""
    lanes: tuple[Head, ...]
    files: tuple[File, ...]


class JournalLine(Came, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of the journal; digests and links in hexadecimal. ``effects``: how many it had, null if nobody knows."""

    payload: str
    payload_digest: str
    effects_digest: str
    link: str
    effects: int | None


class EffectLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An effect; ``row_id``, ``at`` and ``event_id`` are null where it changed no row that people see."""

    seq: int
    n: int
    row_id: str | None
    at: int | None
    event_id: str | None
    effect: str


class Bundle:
    """A directory of files."""

    not_read: Final[Sequence[NotRead]] = ()

    def __init__(self, directory: Path) -> None:
        """Read its manifest.

        Raises:
            Unreadable: there is none, or one larger than any.
        """
        try:
            self.manifest = msgspec.json.decode(whole(directory / MANIFEST, LARGEST_MANIFEST), type=Manifest)
        except (OSError, MsgspecError, UnicodeDecodeError) as failed:
            raise Unreadable(str(directory / MANIFEST), str(failed)) from None
        found = self.manifest
        self.ledger = Ledger(found.ledger, found.created_at, found.clock, found.live_from)
        self.core = self.manifest.core
        self._directory = directory
        self._heads = {head.lane: (head.seq, _bytes(head.head, MANIFEST)) for head in self.manifest.lanes}

    def close(self) -> None:
        """Nothing is open."""

    def books(self) -> Iterator[Book]:
        """Its rule books."""
        return lines(self._directory, FRAMES, Book, LARGEST_BOOK)

    def proposals(self) -> None:
        """They are not in it."""

    def waits(self) -> Iterator[Waits] | None:
        """What was told and not heard yet, at the instant of its lanes' ends; a bundle of the first format has none."""
        return self._lines(INBOX, Waits) if self.manifest.format == FORMAT else None

    def snapshot(self) -> AbstractContextManager[object]:
        """Nothing changes."""
        return nullcontext()

    def stands(self, lane: int) -> tuple[int, bytes] | None:
        """As the manifest says."""
        return self._heads.get(lane)

    def heads(self) -> dict[int, tuple[int, bytes]]:
        """All of them."""
        return self._heads

    def rows(self, lane: int) -> Iterator[Row]:
        """The journal of a lane."""
        name = JOURNAL.format(lane=lane)
        return rows_in(name, self._lines(name, JournalLine))

    def effects(self, lane: int) -> Iterator[Effect]:
        """The effects of its rows."""
        return effects_in(self._lines(EFFECTS.format(lane=lane), EffectLine))

    def begins(self, lane: int) -> tuple[int, bytes]:  # noqa: ARG002 - as any source
        """At the beginning."""
        return 0, GENESIS

    def strays(self) -> Iterator[Finding]:
        """Files that are not what the manifest says, or that one of the two does not have; lanes that there are not."""
        told = {file.path: file for file in self.manifest.files}
        waits = {INBOX} if self.manifest.format == FORMAT else set[str]()
        needed = {FRAMES, *waits, *(name.format(lane=lane) for lane in range(LANES) for name in (JOURNAL, EFFECTS))}
        there = {path.relative_to(self._directory).as_posix() for path in self._directory.rglob("*") if path.is_file()}
        known = (needed | {path for path in told if path.startswith(f"{ANCHORS}/")}) & told.keys() & there
        for path in sorted((needed | told.keys() | there) - {MANIFEST}):
            if path not in known or _told(self._directory / path, path) != told[path]:
                yield Finding(-1, -1, "file", name=path)
        for lane in sorted(self._heads.keys() - set(range(LANES))):
            yield Finding(lane, 0, "lane", name="lane")

    def _lines(self, name: str, kind: type[T]) -> Iterator[T]:
        return lines(self._directory, name, kind)


def lines(directory: Path, name: str, kind: type[T], largest: int = LARGEST_LINE) -> Iterator[T]:
    """The lines of a compressed file, each of so many bytes at most: a few packed ones may be more than a machine has.

    Raises:
        Unreadable: it is not there, damaged, or holds something else, or a line larger than any.
    """
    decoder = msgspec.json.Decoder(kind)
    try:
        with gzip.open(directory / name, "rb") as file:
            while line := file.readline(largest + 1):
                if len(line) > largest:
                    raise Unreadable(name, f"a line of more than {largest} bytes", LARGE)
                yield decoder.decode(line)
    except (OSError, EOFError, zlib.error, MsgspecError, UnicodeDecodeError) as failed:
        raise Unreadable(name, str(failed)) from None


def rows_in(name: str, found: Iterable[JournalLine]) -> Iterator[Row]:
    """The rows that lines are; ``name`` is that of their file.

    Raises:
        Unreadable: a digest is none.
    """
    for line in found:
        digests = (_bytes(one, name) for one in (line.payload_digest, line.effects_digest, line.link))
        plain = [getattr(line, field) for field in PLAIN]
        fields: list[Any] = [*plain, line.payload.encode(), *digests, line.effects]
        yield Row(*fields)


def effects_in(found: Iterable[EffectLine]) -> Iterator[Effect]:
    """The effects that lines are."""
    for line in found:
        yield Effect(line.seq, line.n, line.row_id, line.at, line.event_id, line.effect.encode())


def _bytes(text: str, name: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Unreadable(name, "no hexadecimal digits") from None


def described(path: Path, name: str) -> File:
    """A file as a manifest has it.

    Raises:
        OSError: it cannot be read.
    """
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while part := file.read(READ_AT_ONCE):
            digest.update(part)
            size += len(part)
    return File(name, size, digest.hexdigest())


def _told(path: Path, name: str) -> File | None:
    try:
        return described(path, name)
    except OSError:
        return None
