"""What could not be taken: originals as they came, and corrections that the journal has.

An original is what its digest says, but for what a journaled erasure took out of it. A row that was corrected or tried
again has a row of the journal of its own, which came from ``quarantine:<number>`` with the very bytes that were taken;
of one that was dismissed the journal says by whom, and on what ground.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import MsgspecError
from sqlalchemy import Connection, select

from warning.core.draft import Dismissal
from warning.ledger.beside.received import RECORDS, SEVERAL, Quarantined
from warning.ledger.entries import ANEW, NOTED, WAITING, Refusal
from warning.ledger.journal import UNREADABLE, JournalRow
from warning.ledger.sql import codec
from warning.ledger.sql.sources import AGAIN, COMMANDS
from warning.ledger.sql.tables import QUARANTINE, REDACTED

AT_ONCE: Final = 500
SETTLED: Final = ("corrected", "retried")
STATES: Final = frozenset((*WAITING, "dismissed", "noted", *SETTLED))
QUARANTINED: Final = "quarantined"
CONFLICT: Final = "conflict"
"""Why a record is quarantined that has reached its aggregate, and so the journal."""
_refusal: Final = msgspec.json.Decoder(Refusal)


class Originals:
    """Holds the quarantine against the journal."""

    def __init__(self, connection: Connection) -> None:
        """Before the first row of the journal: which of them are to be looked for."""
        table = QUARANTINE.c
        places = connection.execute(select(table.source, table.line).where(table.source != COMMANDS))
        self._wanted = {f"{source}:{line}" for source, line in places}
        self._came: dict[str, bytes] = {}
        """By where it stood: the digest of the record that the journal has."""
        self._twice: set[str] = set()
        """Where records stood that are in conflict for one of their two parties, and may be for the other."""
        self._again: dict[str, bytes] = {}
        """By ``quarantine:<number>``: the digest of what was taken."""
        self._dismissed: dict[int, tuple[Dismissal, int]] = {}
        """By number, and when (µs UTC)."""
        self._otherwise: set[int] = set()
        """Numbers dismissed twice, or under another name: two persons do it once."""

    def take(self, row: JournalRow) -> None:
        """One row of the journal."""
        if row.kind == "dismissal":
            with suppress(*UNREADABLE):
                content = row.record.content
                if isinstance(content, Dismissal):
                    named = row.event_id == f"dismissal:{content.number}"
                    if not named or content.number in self._dismissed:
                        self._otherwise.add(content.number)
                    self._dismissed[content.number] = content, row.received
        origin = row.origin
        if type(origin) is not str or row.kind not in RECORDS:
            return
        if origin in self._wanted:
            self._came[origin] = row.payload_digest
        elif origin.startswith(AGAIN):
            self._again[origin] = row.payload_digest

    def wrong(
        self, connection: Connection, *, sure: bool, erased: set[str]
    ) -> Generator[tuple[str, str, str], None, Quarantined]:
        """The rows that are not what they were; gives how many records of each source are quarantined.

        ``sure``: the journal is whole, so that what it does not have did not come.
        """
        found = Quarantined()
        redacted = {row.number: codec.raw(row.digest) for row in connection.execute(select(REDACTED))}
        tokens, numbers = [token.encode() for token in erased], set(redacted)
        query = select(QUARANTINE).order_by(QUARANTINE.c.id)
        for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
            self._count(row, found)
            numbers.discard(row.id)
            again, dismissed = self._again.pop(f"{AGAIN}{row.id}", None), self._dismissed.pop(row.id, None)
            taken_out = row.id in redacted and _names(row, tokens)
            stands = _original(row, redacted, tokens) and _state(row) and (taken_out or _as_refused(row))
            agrees = self._agrees(row, again, taken_out=taken_out) and _let_go(row, dismissed, taken_out=taken_out)
            if not stands or row.id in self._otherwise or (sure and not agrees):
                yield "quarantine", "", str(row.id)
        left = (*sorted(self._again), *map(str, sorted(self._dismissed)))
        for origin in left if sure else ():  # the journal has it, and its row is gone
            yield "quarantine", "", origin.removeprefix(AGAIN)
        for number in sorted(numbers):  # the digest of an original that there is not
            yield "quarantine", "", str(number)
        return found

    def _count(self, row: Any, found: Quarantined) -> None:  # noqa: ANN401 - a row of the table
        if row.outcome != QUARANTINED:
            return
        if row.type in SEVERAL and row.source != COMMANDS and _is_conflict(row):
            place = f"{row.source}:{row.line}"
            if place in self._twice:  # one record, with a number for each party
                self._twice.discard(place)
                return
            self._twice.add(place)
        found[row.source] += 1
        journaled = _is_conflict(row) if row.source == COMMANDS else f"{row.source}:{row.line}" in self._came
        found.journaled[row.source] += journaled

    def _agrees(self, row: Any, again: bytes | None, *, taken_out: bool) -> bool:  # noqa: ANN401 - a row of the table
        """Whether the journal has what it says was taken, and what came to where it stood."""
        came = self._came.get(f"{row.source}:{row.line}")
        if came is not None and came != codec.raw(row.digest):
            return False
        if row.status not in SETTLED:
            return again is None
        given = codec.raw(row.digest) if row.status == "retried" else sha256(codec.raw(row.correction)).digest()
        return again is not None and (again == given or (taken_out and row.status == "corrected"))


def _original(row: Any, redacted: dict[int, bytes], tokens: list[bytes]) -> bool:  # noqa: ANN401 - a row of the table
    """Whether the text is what came, or what an erasure has left of it."""
    digest, raw = codec.raw(row.digest), codec.raw(row.raw)
    if sha256(raw).digest() == digest:
        return redacted.get(row.id, digest) == digest
    return redacted.get(row.id) == digest and any(token in raw for token in tokens)


def _state(row: Any) -> bool:  # noqa: ANN401 - a row of the table
    """Whether it is in a state that its outcome allows, and says of a correction who made and who approved it."""
    proposed = row.correction is not None and row.corrected_by is not None
    match row.status.removesuffix(ANEW):
        case "proposed" | "dismissal":
            stands = proposed and row.approved_by is None
        case "corrected" | "dismissed":
            stands = proposed and row.approved_by not in (None, row.corrected_by)
        case _:
            stands = row.status in STATES
    return stands and (row.status == "noted") == (row.outcome in NOTED)


def _names(row: Any, tokens: list[bytes]) -> bool:  # noqa: ANN401 - a row of the table
    """Whether the token of an erased person stands in it: else nothing was taken out of it that is still there."""
    texts = [codec.raw(text) for text in (row.raw, row.refusal, row.correction) if text is not None]
    return any(token in text for text in texts for token in tokens)


def _let_go(row: Any, found: tuple[Dismissal, int] | None, *, taken_out: bool) -> bool:  # noqa: ANN401 - a row of the table
    """Whether it is dismissed by those, then and on the ground, that the journal has; or neither says so."""
    if row.status != "dismissed" or found is None:
        return row.status != "dismissed" and found is None
    journaled, at = found
    same = (journaled.digest, journaled.asked_by, journaled.approved_by, at) == (
        codec.raw(row.digest).hex(),
        row.corrected_by,
        row.approved_by,
        row.settled_at,
    )
    return same and (taken_out or codec.raw(row.correction) == journaled.ground.encode())


def _as_refused(row: Any) -> bool:  # noqa: ANN401 - a row of the table
    """Whether its columns are those of the reason that is on file with it; an erasure may have taken from that."""
    try:
        found = _refusal.decode(codec.raw(row.refusal))
    except (MsgspecError, UnicodeDecodeError):
        return False
    return (found.event_id, found.type, found.outcome, found.at) == (row.event_id, row.type, row.outcome, row.at)


def _is_conflict(row: Any) -> bool:  # noqa: ANN401 - a row of the table
    try:
        why = _refusal.decode(codec.raw(row.refusal)).why
    except (MsgspecError, UnicodeDecodeError):
        return False
    return why is not None and why.code == CONFLICT
