"""Releases and waivers: those that wait for another person, and what became of the others (W8, D8).

What waits stands in the states of the borrowers; what was decided, in their journals alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, select

from warning.core.events import EventRetracted, ProposalApproved, ReleaseProposed, WaiverProposed
from warning.core.state import Borrower, File, Proposal
from warning.ledger.journal import JournalRow, came_again, content_of, in_conflict
from warning.ledger.lanes import lane_of
from warning.ledger.sql.archived import rows_gone
from warning.ledger.sql.queries import NOT_COUNTED, states_of
from warning.ledger.sql.tables import ARCHIVED, DUTY, JOURNAL, QUARANTINE, SIGNAL
from warning.ledger.sql.write import fetch

AT_ONCE: Final = 1_000
"""States, and borrowers, that are read at a time."""
PROPOSING: Final = (ReleaseProposed.TYPE, WaiverProposed.TYPE)
KINDS: Final = (*PROPOSING, ProposalApproved.TYPE, EventRetracted.TYPE)

Proposing = ReleaseProposed | WaiverProposed


class Waits(Struct, frozen=True):
    """A proposal that waits, by the id of its record; with the file of its borrower, in which it stands."""

    id: str
    customer_no: str
    proposal: Proposal
    file: File


class Step(Struct, frozen=True):
    """A record that proposed something, approved or withdrew it: which, when (µs UTC), from where."""

    id: str
    customer_no: str
    at: int
    origin: str
    content: Proposing | ProposalApproved | EventRetracted


class Course(Struct, frozen=True):
    """A proposal that was taken, and what ended it: an approval, or its withdrawal; None: nothing did."""

    proposed: Step
    ended: Step | None = None


def waiting_proposals(connection: Connection, borrower: str | None = None, *, every: bool = False) -> Iterator[Waits]:
    """All that wait, of a borrower or of any, by borrower and in the order in which they came.

    They are about a signal that is not closed, or a duty that is owed: of who has neither nothing is read, unless
    ``every`` one is asked for, also what could have no effect any more.
    """
    keys = _with_rows(connection, live=not every) if borrower is None else [f"b:{borrower}"]
    for first in range(0, len(keys), AT_ONCE):
        states = states_of(connection, keys[first : first + AT_ONCE])
        for key in sorted(states):
            state = states[key]
            if isinstance(state, Borrower):
                for name, one in state.file.proposals.items():
                    yield Waits(name, key[2:], one, state.file)


def _with_rows(connection: Connection, *, live: bool) -> list[str]:
    """The borrowers of whom there is a signal or a duty; ``live``: one that is not closed, or is owed."""
    signals, duties = select(SIGNAL.c.customer_no), select(DUTY.c.customer_no)
    if live:
        signals = signals.where(SIGNAL.c.status != "closed")
        duties = duties.where(DUTY.c.state.in_(("open", "breached")))
    return sorted(f"b:{number}" for (number,) in connection.execute(signals.union(duties)).all() if number)


def courses(connection: Connection, borrower: str | None = None) -> list[Course]:
    """Every proposal that was taken, of a borrower or of any, in the order of their recording.

    Of each borrower with a signal or a duty the journal is read, and no other: who has neither proposed nothing.

    Raises:
        Unread: rows of such a borrower are archived, and cannot be read.
    """
    keys = _with_rows(connection, live=False) if borrower is None else [f"b:{borrower}"]
    return sorted(_courses(_steps(connection, keys)), key=lambda one: (one.proposed.at, one.proposed.id))


def proposed_in(connection: Connection, found: Iterable[Waits]) -> dict[tuple[str, str], Step]:
    """The records by which these were proposed, by borrower and id: the last of that id, which is what waits (R55).

    Raises:
        Unread: some are archived, and cannot be read.
    """
    named = {(one.customer_no, one.id) for one in found}
    steps = _steps(connection, sorted({f"b:{number}" for number, _ in named}))
    return {(one.customer_no, one.id): one for one in steps if (one.customer_no, one.id) in named and _proposes(one)}


def _proposes(one: Step) -> bool:
    return isinstance(one.content, Proposing)


def _courses(steps: Iterable[Step]) -> Iterator[Course]:
    """What follows on what: by borrower and id, where one of an id ended another may wait (R55)."""
    waits: dict[tuple[str, str], Step] = {}
    for one in steps:
        match one.content:
            case ReleaseProposed() | WaiverProposed():
                waits[one.customer_no, one.id] = one
            case ProposalApproved(proposal_id=named) | EventRetracted(retracts=named):
                proposed = waits.pop((one.customer_no, named), None)
                if proposed is not None:
                    yield Course(proposed, one)
    yield from map(Course, waits.values())


def _steps(connection: Connection, keys: list[str]) -> Iterator[Step]:
    """The records of some borrowers that were taken and propose, approve or withdraw; of each in their order."""
    gone = _gone(connection, keys)
    for first in range(0, len(keys), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        rows = [row for key in some for row in gone.get(key, ())]
        query = select(JOURNAL).where(JOURNAL.c.key.in_(some), JOURNAL.c.kind.in_(KINDS))
        rows += [JournalRow(*row) for row in connection.execute(query.order_by(JOURNAL.c.key, JOURNAL.c.key_seq)).all()]
        refused = _not_taken(connection, rows)
        refused.subtract(_place(row) for row in rows if in_conflict(row.event_id, row.effects_digest))
        for row in sorted(rows, key=lambda row: (row.key, row.key_seq)):
            content = content_of(row)
            if (
                _repeated(row)
                or refused[_place(row)] > 0
                or not isinstance(content, Proposing | ProposalApproved | EventRetracted)
            ):
                continue
            yield Step(row.event_id, row.key[2:], row.received, row.origin, content)


def _gone(connection: Connection, keys: Iterable[str]) -> dict[str, list[JournalRow]]:
    """Those of their rows that are archived and not here, by aggregate."""
    lanes = set(connection.execute(select(ARCHIVED.c.lane).distinct()).scalars().all())
    wanted = {key for key in keys if lane_of(key) in lanes}
    found: dict[str, list[JournalRow]] = {}
    for lane in sorted({lane_of(key) for key in wanted}):
        for row in rows_gone(connection, lane):
            if row.key in wanted and row.kind in KINDS:
                found.setdefault(row.key, []).append(row)
    return found


def _repeated(row: JournalRow) -> bool:
    """Whether it was sent again, or its id had been given to another record (R55)."""
    return came_again(row.event_id, row.effects_digest) or in_conflict(row.event_id, row.effects_digest)


Place = tuple[str, str, int]


def _place(row: JournalRow) -> Place:
    """A record by its id and type, and where it stood in its source; of a command 0."""
    last = row.origin.rpartition(":")[2]
    return row.event_id, row.kind, int(last) if last.isdecimal() else 0


def _not_taken(connection: Connection, rows: Iterable[JournalRow]) -> Counter[Place]:
    """How many did not count, by their place: in conflict with an id, too, which says nothing of who had it first."""
    found: Iterable[Any] = fetch(
        connection, QUARANTINE, "event_id", {row.event_id for row in rows}, "event_id, type, line, outcome"
    )
    return Counter((event_id, kind, line) for event_id, kind, line, outcome in found if outcome in NOT_COUNTED)
