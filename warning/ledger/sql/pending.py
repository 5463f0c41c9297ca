"""What one transaction has decided and not written yet."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct

from warning.core.rows import Duty, Signal, Warning
from warning.core.state import State
from warning.ledger.entries import Held, Refusal
from warning.ledger.sql.cache import Kept
from warning.ledger.sql.sources import Source


class NotAhead(Exception):
    """This cannot be decided before the lanes are locked."""


class Place(Struct, frozen=True, gc=False):
    """Where a change stands: its journal row, its number among that row's effects, and what it comes from."""

    lane: int
    seq: int
    n: int
    at: int
    event_id: str


class Pending:
    """Plain collections; rows that are written whole keep their last version only."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.journal: list[tuple[Any, ...]] = []
        """The values of journal rows, in the order of their columns."""
        self.states: dict[str, Kept] = {}
        self.sealed: list[tuple[str, int, int, State]] = []
        """(key, lane, version, state) of those as they are to be written; what is kept may go on from there."""
        self.loans: dict[str, str] = {}
        self.unknown: set[str] = set()
        """Loans that were looked for and are not there."""
        self.borrowers: dict[str, str] = {}
        self.signals: dict[str, Signal] = {}
        self.warnings: dict[str, Warning] = {}
        self.duties: dict[str, Duty] = {}
        self.changes: list[tuple[Any, ...]] = []
        self.books: list[tuple[Any, ...]] = []
        """Rule books that were approved: rows of ``frame``."""
        self.activated: dict[int, int] = {}
        """Lane -> the change of the book by which all its borrowers have been judged."""
        self.outbox: list[tuple[Any, ...]] = []
        self.told: list[tuple[Any, ...]] = []
        """Standing facts for a later transaction."""
        self.taken: list[int] = []
        """Ids of the inbox's rows that were taken."""
        self.held: dict[tuple[str, int], Held] = {}
        self.unheld: set[tuple[str, int]] = set()
        self.waited: Counter[tuple[str, str]] = Counter()
        """By source and outcome: what had waited and ended while another source was read."""
        self.refusals: list[tuple[str, Refusal, bytes]] = []
        self.moves: list[tuple[Source, Source]] = []
        """Where sources were found, and where they have been read to."""
