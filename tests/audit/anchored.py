"""A small ledger with anchors taken while it grew, and places for anchors in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.engine import URL, make_url

from tests.ledger import bank
from warning.audit.anchors.anchorer import Anchorer, Heads
from warning.audit.export import export
from warning.audit.verifier.databases import open_database
from warning.audit.verifier.findings import Finding
from warning.cli.audit.stores import read_only
from warning.contracts.anchoring import NAME, Away, Taken
from warning.core.scalars import midnight
from warning.intake.ingest import Intake

KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
"""Somebody else's."""
FRAMES: Final = {bank.frame().id: bank.frame()}
FIRST: Final = 20
"""After so many lines the first anchor is taken; then at their end, half a month later, and at the end of time."""
MIDDLE: Final = midnight(date(2026, 11, 10).toordinal())


class Shelf:
    """A place in memory."""

    def __init__(self, name: str = "shelf") -> None:
        """An empty one, which answers."""
        self.name = name
        self.kept: dict[int, bytes] = {}
        self.away = False

    def close(self) -> None:
        """Nothing is open."""

    def newest(self) -> tuple[int, bytes] | None:
        self._answer()
        return max(self.kept.items(), default=None)

    def read(self, number: int) -> bytes | None:
        self._answer()
        return self.kept.get(number)

    def put(self, number: int, stored: bytes) -> None:
        self._answer()
        if self.kept.setdefault(number, stored) != stored:
            raise Taken(self.name, number)

    def stored(self) -> Iterator[tuple[str, bytes]]:
        self._answer()
        for number, stored in sorted(self.kept.items()):
            yield NAME.format(number=number), stored

    def _answer(self) -> None:
        if self.away:
            raise Away(self.name, "closed")


class Clock:
    """A minute later each time it is looked at."""

    def __init__(self) -> None:
        """At the beginning."""
        self.at = 1_800_000_000_000_000

    def __call__(self) -> int:
        self.at += 60_000_000
        return self.at


def anchorer(
    source: Heads,
    *shelves: Shelf,
    key: Ed25519PrivateKey = KEY,
    clock: Clock | None = None,
    rotate: bool = False,
) -> Anchorer:
    """Who signs, into these: the first one where they are empty."""
    first = not any(shelf.kept for shelf in shelves)
    return Anchorer(source, key, shelves, clock or Clock(), rotate=rotate, first=first)


def grown(url: URL, shelf: Shelf) -> Intake:
    """The short bank, taken in step by step, with an anchor after each and nothing after the last."""
    made, lines = bank.create(url), bank.short(4)
    into = bank.intake(made)
    source = read_only(url.render_as_string(hide_password=False))
    signs = anchorer(source, shelf)
    bank.take_part(into, lines, FIRST)
    signs.make()
    bank.take_in(into, lines)
    signs.make()
    for until in (MIDDLE, bank.UNTIL):
        bank.run_on(into, until)
        signs.make()
    source.close()
    return into


def small(directory: Path) -> tuple[Intake, Shelf]:
    """The same on SQLite."""
    shelf = Shelf()
    return grown(make_url(f"sqlite:///{directory}/ledger.db"), shelf), shelf


def bundled(ledger: Path, directory: Path, shelf: Shelf) -> Path:
    """It as a bundle."""
    source = open_database(str(ledger))
    export(source, FRAMES, directory, at=Clock()(), anchors=shelf.stored())
    source.close()
    return directory


def codes(findings: tuple[Finding, ...]) -> set[str]:
    """Of these."""
    return {one.code for one in findings}
