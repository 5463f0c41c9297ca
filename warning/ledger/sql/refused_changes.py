"""What people tried about changes of the rule book and was refused: by whom, when, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from warning.core import VERSION
from warning.core.changes import RULES_KEY, RulesState
from warning.core.effects import Refused, Why
from warning.core.events import CONTROL, RulesAct, RulesChangeApproved, RulesChangeWithdrawn
from warning.core.step import step
from warning.ledger.entries import Refusal
from warning.ledger.journal import JournalRow
from warning.ledger.sql import codec
from warning.ledger.sql.books import fold_books
from warning.ledger.sql.history import journal_of_key
from warning.ledger.sql.tables import QUARANTINE, REFUSED

_refusal: Final = msgspec.json.Decoder(Refusal)
Reason = tuple[str, Why]
"""The path of the field that is wrong, and why."""


class RefusedAct(Struct, frozen=True):
    """An act that counts for nothing: its event, when (µs UTC), the path of the field it is about, and why."""

    event_id: str
    event: RulesAct
    at: int
    field: str
    why: Why

    @property
    def change(self) -> str:
        """The change it is about, by the id of its proposal; there may be none of that id."""
        if isinstance(self.event, RulesChangeApproved | RulesChangeWithdrawn):
            return self.event.proposal_id
        return self.event_id


def refused_acts(connection: Connection, live_from: int | None) -> list[RefusedAct]:
    """All there were, in their order: the journal is decided again, so that nothing is left out that is on record.

    Raises:
        Unread: the rows are archived and cannot be read.
        FrameChanged, UnapprovedBook: a rule book is not what was stored, or was not approved.
    """
    found = []
    for row, reason in _reasons(connection, live_from):
        event = row.record.content
        if isinstance(event, RulesAct):
            found.append(RefusedAct(row.event_id, event, row.received, *reason))
    return found


def _reasons(connection: Connection, live_from: int | None) -> Iterator[tuple[JournalRow, Reason]]:
    """Of what another core decided, and of all after it, the reasons are those noted as it came."""
    frames, _ = fold_books(connection, live_from)
    noted, state, comparable = _noted(connection), RulesState("rules"), True
    for row in journal_of_key(connection, RULES_KEY):
        comparable = comparable and row.core == VERSION and row.frame in frames
        if not comparable:
            if row.event_id in noted:
                yield row, noted[row.event_id]
            continue
        after, effects = step(state, row.record, frames[row.frame])
        if isinstance(after, RulesState):
            state = after
        for effect in effects:
            if isinstance(effect, Refused):
                yield row, (effect.field, effect.why)


def _noted(connection: Connection) -> dict[str, Reason]:
    """By the act's id."""
    kinds = [event.TYPE for event in CONTROL]
    query = select(QUARANTINE.c.refusal).where(REFUSED, QUARANTINE.c.type.in_(kinds))
    each = (_refusal.decode(codec.raw(refusal)) for refusal in connection.execute(query).scalars())
    return {one.event_id: (one.field, one.why) for one in each if one.why is not None}
