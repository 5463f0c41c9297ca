"""What a verification finds, and what it reports."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from msgspec import Struct

KEPT: Final = 1_000
"""Findings that are named; beyond, they are counted."""


class Finding(Struct, frozen=True):
    """Something that is not as it must be.

    ``code``, of rows: ``gap``, ``link``, ``lane``, ``number``, ``order``, ``payload``, ``frame``, ``effects``,
    ``change``; of rule books: ``book``, ``proposal``,
    ``frame`` without a row (told as ``altered``); of a bundle: ``file``, ``large`` (more than was
    read); of anchors: ``cut``, ``rewritten``,
    ``anchor_form``, ``anchor_key``,
    ``anchor_signature``, ``anchor_root``, ``anchor_missing``, ``anchor_chain``, ``anchor_order``, ``anchor_ledger``,
    ``anchor_differs``; of archives: ``archive_missing``, ``archive_file``,
    ``archive_proof``, ``archive_order``; of what aggregates of a bundle tell each other ``told`` (a row that heard what
    nobody told so), ``inbox`` (what waits, and nobody told it so), ``unheard`` (what a row told is neither).
    ``anchor_none``: a place that was named has no anchor at all; ``replaced`` is found by who signs: the ledger is
    another one than before. ``effects`` is told as ``unlike``, as nothing was decided again.
    ``lane`` and ``seq``: the row, -1 where it is none; ``first``: where a range of rows ends with it, its beginning:
    what was rewritten lies within, and nobody can say where. ``missing``: of rows cut off, the first that is not there.
    """

    lane: int
    seq: int
    code: str
    key: str = ""
    name: str = ""
    first: int = 0
    missing: int = 0


class Findings:
    """The first of them, and how many there were."""

    def __init__(self) -> None:
        """None yet."""
        self.named: list[Finding] = []
        self.number = 0

    def add(self, finding: Finding) -> None:
        """One more."""
        self.number += 1
        if len(self.named) < KEPT:
            self.named.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Some more."""
        for finding in findings:
            self.add(finding)


class NotRead(Struct, frozen=True):
    """Rows that are archived, and were not looked at: the archive is not there, or not what it was."""

    lane: int
    first: int
    last: int
    place: str


class Ledger(Struct, frozen=True):
    """Which ledger it is: the name and when it was made (µs UTC), which an anchor names, too; its clock; T6."""

    name: str
    created_at: int
    clock: str
    live_from: int | None


class Anchored(Struct, frozen=True, kw_only=True):
    """The newest anchor that holds, and what it does not cover.

    ``rows``: how many rows came after it; from ``at`` (µs UTC) on nothing but the ledger itself says what is in it.
    """

    number: int
    at: int
    key: str
    rows: int


class Held(Struct, frozen=True, kw_only=True):
    """The newest anchor that was read, whether or not the ledger is what it signed."""

    number: int
    at: int
    key: str
    differ: tuple[int, ...]
    """The lanes that are not as this or an earlier anchor says."""


class Report(Struct, frozen=True, kw_only=True):
    """What was looked at, and what was found.

    ``proven``: rows whose effects digest follows from what is on file; ``unproven``: those of which some effect is not
    on file, so that only deciding again can tell. ``payloads``: rows whose payload's digest follows; the others' is
    that of the bytes that were delivered.
    """

    ledger: Ledger
    rows: int
    proven: int
    unproven: int
    payloads: int
    lanes: tuple[tuple[int, bytes], ...]
    """By lane: how many rows, and the link of the last."""
    anchored: Anchored | None
    findings: tuple[Finding, ...]
    found: int
    """How many there are; only the first are named."""
    rotated: tuple[tuple[int, str], ...] = ()
    """(number, key) of anchors with which another key began to sign."""
    not_read: tuple[NotRead, ...] = ()
    told: int | None = None
    """How many facts that aggregates told each other were held against who told and who heard them; None: none, as not
    all that was decided is there (a database), or not what waits (a bundle of the first format)."""
    read: Held | None = None
    """None: no anchor was named, or none that holds by itself."""

    @property
    def ends(self) -> str:
        """A fingerprint of the ends of all chains: two ledgers with the same one hold the same journal."""
        return sha256(b"".join(head for _, head in self.lanes)).hexdigest()
