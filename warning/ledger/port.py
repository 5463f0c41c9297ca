"""What the intake asks of a ledger: in memory, and the unit of work of one transaction on a database."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from typing import Protocol

from warning.core.draft import Record
from warning.core.effects import Effect
from warning.core.events import Told
from warning.core.state import State
from warning.ledger.entries import Held, Refusal
from warning.ledger.journal import Came


class Ledger(Protocol):
    """States, journal and agenda as one run sees them. Nothing here decides."""

    keep_journal: bool

    @property
    def room(self) -> bool:
        """Whether the transaction may grow; if not, the run stops where it can go on."""

    def state(self, key: str) -> State:
        """An aggregate's state; the initial one where there is none yet."""

    def owner(self, loan_no: str) -> str | None:
        """The key of the borrower whose loan it is; None: no such loan is known."""

    def own(self, loan_no: str, key: str) -> None:
        """A loan has appeared."""

    def commit(
        self, key: str, state: State, record: Record, effects: tuple[Effect, ...], came: Came, frame_id: str
    ) -> None:
        """Append one decided record: journal, state, rows, inbox, wake."""

    def has_taken(self, key: str, record: Record) -> bool:
        """Whether an aggregate's journal has a message already: the same id, source and payload (``record.digest``).

        Asked of one that the aggregate does not remember any more (R111).
        """

    @property
    def inbox(self) -> Sized:
        """The standing facts that wait to be taken; empty: nothing to drain."""

    def next_told(self) -> tuple[Told, int] | None:
        """The fact that has waited longest, and the instant at which it was told; taken off the inbox."""

    def is_due(self, until: int) -> bool:
        """Whether any wake or the end of a wait may be due by an instant."""

    def next_wake(self, until: int) -> tuple[int, str] | None:
        """The earliest wake due by an instant, in (due, key) order; taken off the agenda."""

    def to_activate(self, at: int) -> Iterator[str]:
        """The borrowers that a change of the book concerns, in the order of their keys (T5).

        Once the iteration has ended, ``room`` says whether all of them were looked at.
        """

    def activated(self, at: int) -> None:
        """All of them have been judged by the book that takes force at an instant."""

    def activated_to(self, key: str = "") -> int:
        """On a live ledger: the last change by which all borrowers of an aggregate's lane were judged; else 0.

        Without a key: of the lane that is furthest behind.
        """

    def hold(self, held: Held) -> None:
        """Keep a record until its loan appears."""

    def waiting(self, loan_no: str) -> list[Held]:
        """What was held for a loan, in the order of recording, then of reading; no longer held."""

    def next_expired(self, until: int) -> Held | None:
        """The next record whose wait has ended by an instant; no longer held."""

    def waited(self, origin: str, outcome: str) -> bool:
        """What had waited has ended so; False: it is the reader's to count, for it came from what is read now."""

    def refuse(self, refusal: Refusal, raw: bytes, origin: str = "") -> None:
        """Keep what could not be taken; with its ``origin`` where it did not come from what is read now."""
