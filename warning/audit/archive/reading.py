"""Reads archives for a ledger: what the tables say is archived, held against the files, and given as rows again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs
from sqlalchemy import Engine

from warning.audit.verifier import archives
from warning.audit.verifier.archives import Piece, Wrong
from warning.audit.verifier.databases import Boundary as Told
from warning.audit.verifier.findings import Ledger
from warning.audit.verifier.source import Unreadable
from warning.ledger.journal import JournalRow
from warning.ledger.sql.archived import OPTION, Boundary, Changed, Unread
from warning.ledger.sql.ledger import About


class Archives:
    """The archives of one ledger, wherever its tables say, or in another directory."""

    def __init__(self, about: About, directory: Path | None = None) -> None:
        """``directory``: where they are, whatever the tables say."""
        self._ledger = Ledger(about.name, about.created_at, about.clock, about.live_from)
        self._directory = directory
        self._known: dict[Boundary, Piece] = {}
        """Looked at already; files are only looked at once."""

    def check(self, piece: Boundary) -> None:
        """Pass if all of a piece is there, and is what was archived.

        Raises:
            Unread: it is not.
        """
        if piece not in self._known:
            self._known[piece] = self._found(piece)

    def rows(self, piece: Boundary) -> Iterator[JournalRow]:
        """Its rows, in their order.

        Raises:
            Unread: it is not there, or not what was archived.
        """
        self.check(piece)
        try:
            for row in archives.rows(self._place(piece), self._known[piece]):
                yield JournalRow(*structs.astuple(row)[:-1])
        except Unreadable as wrong:
            raise Unread(piece, "damaged", str(self._place(piece)), wrong.name) from None

    def changes(self, piece: Boundary) -> Iterator[Changed]:
        """The changes of its rows, in their order.

        Raises:
            Unread: it is not there, or not what was archived.
        """
        self.check(piece)
        try:
            for one in archives.effects(self._place(piece), self._known[piece]):
                yield one.seq, one.n, one.row_id or "", one.at or 0, one.event_id or "", one.effect
        except Unreadable as wrong:
            raise Unread(piece, "damaged", str(self._place(piece)), wrong.name) from None

    def _place(self, piece: Boundary) -> Path:
        return self._directory or Path(piece.place)

    def _found(self, piece: Boundary) -> Piece:
        place = self._place(piece)
        if not place.is_dir():
            raise Unread(piece, "away", str(place))
        try:
            return archives.piece_of(place, Told(*structs.astuple(piece)), self._ledger)
        except Wrong as wrong:
            why = "missing" if wrong.code == "archive_missing" else "damaged"
            raise Unread(piece, why, str(place), wrong.name) from None


def with_archives(engine: Engine, about: About, directory: Path | None = None) -> Engine:
    """An engine whose connections read what the ledger has archived."""
    return engine.execution_options(**{OPTION: Archives(about, directory)})
