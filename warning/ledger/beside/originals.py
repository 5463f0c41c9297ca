"""What could not be taken: originals as they came, and corrections that the journal has.

An original is what its digest says, but for what a journaled erasure took out of it. A row that was corrected or tried
again has a row of the journal of its own, which came from ``quarantine:<number>`` with the very bytes that were taken.
"""

from __future__ import annotations

from collections.abc import Generator
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import MsgspecError
from sqlalchemy import Connection, select

from warning.ledger.beside.received import RECORDS, Quarantined
from warning.ledger.entries import NOTED, Refusal
from warning.ledger.journal import JournalRow
from warning.ledger.sql import codec
from warning.ledger.sql.sources import AGAIN, COMMANDS
from warning.ledger.sql.tables import QUARANTINE, REDACTED

AT_ONCE: Final = 500
SETTLED: Final = ("corrected", "retried")
STATES: Final = frozenset(("open", "proposed", "noted", *SETTLED))
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
        self._again: dict[str, bytes] = {}
        """By ``quarantine:<number>``: the digest of what was taken."""

    def take(self, row: JournalRow) -> None:
        """One row of the journal."""
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
            again = self._again.pop(f"{AGAIN}{row.id}", None)
            stands = _original(row, redacted, tokens) and _state(row) and (row.id in redacted or _as_refused(row))
            if not stands or (sure and not self._agrees(row, again, taken_out=row.id in redacted)):
                yield "quarantine", "", str(row.id)
        for origin in sorted(self._again) if sure else ():  # the journal has it, and its row is gone
            yield "quarantine", "", origin.removeprefix(AGAIN)
        for number in sorted(numbers):  # the digest of an original that there is not
            yield "quarantine", "", str(number)
        return found

    def _count(self, row: Any, found: Quarantined) -> None:  # noqa: ANN401 - a row of the table
        if row.outcome != QUARANTINED:
            return
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
    match row.status:
        case "proposed":
            stands = proposed and row.approved_by is None
        case "corrected":
            stands = proposed and row.approved_by not in (None, row.corrected_by)
        case _:
            stands = row.status in STATES
    return stands and (row.status == "noted") == (row.outcome in NOTED)


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
