"""What a ledger keeps of records that were not applied, held for their loan or refused; and its counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from warning.contracts.decode import Incoming, decode
from warning.core.effects import Why


class Held(Struct, frozen=True, gc=False):
    """A good record that waits for ``loan_no`` until an instant (µs UTC)."""

    loan_no: str
    incoming: Incoming
    line: int
    until: int
    raw: bytes = b""
    origin: str = ""


def read_held(row: Sequence[Any]) -> Held:
    """From the table's source, line, loan, until and raw."""
    source, line, loan_no, until, raw = row
    text = bytes(raw)
    return Held(loan_no, decode(text), line, until, text, f"{source}:{line}")


HARMLESS: Final = ("not_computable", "without_effect", "taken_back")
"""Outcomes that are told and change no exit code: the record was applied."""
NOTED: Final = ("refused", *HARMLESS)
"""Outcomes of records that were applied all the same: shown, and nothing more to do."""


PROPOSALS: Final = ("proposed", "dismissal")
"""What waits for a second person in the quarantine: a correction, a dismissal."""
ANEW: Final = "_anew"
"""The status of one that has taken the place of another on file ends so: who looked at that one may not know."""
WAITING: Final = ("open", *PROPOSALS, *(f"{status}{ANEW}" for status in PROPOSALS))
"""Statuses on file of what nobody has settled."""


NO_ID: Final = "sha256:"
"""What a record is named by whose id cannot be read begins so; a digest of its bytes follows."""


class Refusal(Struct, frozen=True, kw_only=True):
    """What could not be taken: a broken message (quarantined), an act that cannot count, or a held event that expired.

    Also what is applied and people must know: a figure that cannot be computed, which is no pass
    (``not_computable``), a retraction that met nothing, what a retraction ahead of it hides, what is about a loan that
    has ended (``without_effect``), and a balance that takes such an ending back (``taken_back``).

    ``line`` counts from 1; ``problems`` are (code, field, value, message in Chinese, message in English); ``field`` is
    the path of what ``why`` is about.
    """

    line: int
    event_id: str
    type: str
    outcome: str
    at: int
    problems: tuple[tuple[str, str, str, str, str], ...] = ()
    why: Why | None = None
    field: str = ""


class Tally(Struct, frozen=True, kw_only=True):
    """Conservation: every record read is applied, duplicate, stale, held or quarantined, exactly once."""

    records: int
    applied: int
    duplicate: int
    stale: int
    held: int
    quarantined: int
    refused: int = 0
    """Of those that are applied: acts that are on file and do not count."""

    @property
    def accounted(self) -> int:
        """What became of records: as many as were read."""
        return self.applied + self.duplicate + self.stale + self.held + self.quarantined


class Standing(Struct, frozen=True, kw_only=True):
    """How many rows of each kind a ledger holds."""

    journal: int
    signals: int
    warnings: int
    live: tuple[int, int, int, int]
    """Live warnings by level: none (nobody's), yellow, orange, red."""
    duties: int
    duties_open: int
    duties_breached: int
