"""What a verification reads from: a database or a bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol, TypeVar

from msgspec import Struct

from warning.audit.verifier.chain import Effect, Row
from warning.audit.verifier.findings import Finding, Ledger, NotRead
from warning.audit.verifier.told import Waits

LARGE: Final = "large"
AT_ONCE: Final = 1 << 28
"""Bytes of what is kept together: all rule books, what the control lane says of them, the effects of one row."""
PART: Final = 1 << 20
OVERHEAD: Final = 512
"""Bytes that a row or an effect takes beside its content."""
T = TypeVar("T")


class Unreadable(Exception):
    """A source, or a part of it, cannot be read; ``name`` says which part.

    ``code`` is that of the finding: ``file``, or ``large``: more of it than any ledger has was not read.
    """

    def __init__(self, name: str, why: str, code: str = "file") -> None:
        super().__init__(f"{name}: {why}")
        self.name, self.why, self.code = name, why, code


def whole(path: Path, largest: int) -> bytes:
    """The bytes of a file that is to be read at once.

    Raises:
        OSError: it cannot be read.
        Unreadable: there are more than so many.
    """
    found = bytearray()
    with path.open("rb") as file:
        while part := file.read(PART):
            found += part
            if len(found) > largest:
                raise Unreadable(path.name, f"more than {largest} bytes", LARGE)
    return bytes(found)


def sized(found: object) -> int:
    """Bytes that something takes with this content: SQLite keeps whatever it is given, also what has no length."""
    return OVERHEAD + (len(found) if isinstance(found, bytes | str) else 0)


def within(found: Iterable[T], size: Callable[[T], int], name: str) -> Iterator[T]:
    """The same, as far as it can be kept; ``size``: the bytes of one, ``name``: where they are from.

    Raises:
        Unreadable: there is more.
    """
    taken = 0
    for one in found:
        taken += size(one)
        if taken > AT_ONCE:
            raise Unreadable(name, f"more than {AT_ONCE} bytes together", LARGE)
        yield one


class Book(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule book: its id, since when it is in force and on file (µs UTC), and its files: JSON, name to text.

    That its id is the one of its files, only who can read rule books can say.
    """

    id: str
    in_force_at: int
    recorded_at: int
    files: str


class Proposal(Struct, frozen=True):
    """What is kept of a proposal of a rule book: its id, the book's, and the digests of its files and its report."""

    id: str
    frame: str
    files: str
    report: str
    """Empty: there is none."""


class Source(Protocol):
    """A ledger as it is stored. Everything streams, but what there are 64 of, and the ids of rule books."""

    @property
    def ledger(self) -> Ledger:
        """Which it is."""

    @property
    def core(self) -> str:
        """Of rows decided by this core all effects are here; empty: those that changed a row people see, of any."""

    def books(self) -> Iterable[Book]:
        """Its rule books."""

    def proposals(self) -> Iterable[Proposal] | None:
        """What it keeps of proposals; None: it has nothing of them."""

    def snapshot(self) -> AbstractContextManager[object]:
        """What is read within is of one instant."""

    def stands(self, lane: int) -> tuple[int, bytes] | None:
        """How many rows a lane has and the link of the last, as is on record; None: it is not."""

    def heads(self) -> Mapping[int, tuple[int, bytes]]:
        """The same of all lanes that are on record, at one instant."""

    @property
    def not_read(self) -> Sequence[NotRead]:
        """What is archived and could not be looked at, so far."""

    def begins(self, lane: int) -> tuple[int, bytes]:
        """Behind which row of a lane reading begins, and with which link; called before its rows are read."""

    def rows(self, lane: int) -> Iterable[Row]:
        """The journal of a lane, by its numbers.

        Raises:
            Unreadable: it is not what it should be.
        """

    def effects(self, lane: int) -> Iterable[Effect]:
        """The effects of a lane's rows that are on file, by row and place."""

    def waits(self) -> Iterable[Waits] | None:
        """What was told and not heard yet, in its order; None: it says nothing of it.

        Raises:
            Unreadable: it is not what it should be.
        """

    def strays(self) -> Iterator[Finding]:
        """What is wrong beside the 64 lanes."""

    def close(self) -> None:
        """Give back what was opened."""
