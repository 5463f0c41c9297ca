"""Records that wait for their loan, as one transaction sees them: the ledger's own, and those it has begun to hold."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, select

from warning.ledger.entries import Held, read_held
from warning.ledger.journal import Chain
from warning.ledger.sql import tables
from warning.ledger.sql.agenda import EXPIRIES, FOREVER
from warning.ledger.sql.pending import Pending
from warning.ledger.sql.write import fetch


class Waits:
    """The part of a unit of work that holds records and gives them back."""

    connection: Connection
    chains: dict[int, Chain]
    pending: Pending
    source: str
    noted: Counter[tuple[str, str]]
    _full: bool
    _held_for: set[str] | None
    _expiries: list[tuple[int, int, str, str]] | None
    _wait_ends: int
    _waits_on: set[tuple[str, int]]

    def hold(self, held: Held) -> None:
        """Keep a record until its loan appears."""
        self._wait_ends = min(self._wait_ends, held.until)
        place = self._source(held.origin), held.line
        self.noted[place[0], "held"] += place not in self._waits_on
        self.pending.held[place] = held

    def waiting(self, loan_no: str) -> list[Held]:
        """What was held for a loan, in the order of recording, then of reading; no longer held."""
        if self._held_for is None:
            self._held_for = {row[0] for row in self.connection.execute(select(tables.HELD.c.loan_no).distinct())}
        found = []
        if loan_no in self._held_for:
            rows = fetch(self.connection, tables.HELD, "loan_no", (loan_no,), 'source, line, loan_no, "until", raw')
            found = [(row[0], read_held(row)) for row in rows if (row[0], row[1]) not in self.pending.unheld]
        mine = [(source, held) for (source, _), held in self.pending.held.items() if held.loan_no == loan_no]
        both = sorted((*found, *mine), key=lambda one: (one[1].until, one[1].line, one[0]))
        for source, held in both:
            self._unhold(source, held)
            self._waits_on.add((source, held.line))
        return [held for _, held in both]

    def _unhold(self, source: str, held: Held) -> None:
        if self.pending.held.pop((source, held.line), None) is None:
            self.pending.unheld.add((source, held.line))

    def _expired(self, until: int) -> list[tuple[int, int, str, str]]:
        """(until, line, source, loan) of what has waited long enough, the ledger's own."""
        if 0 not in self.chains:  # one process at a time sees to them
            return []
        if self._expiries is None:
            table = tables.HELD
            query = select(table.c.until, table.c.line, table.c.source, table.c.loan_no)
            rows = self.connection.execute(query.order_by(table.c.until, table.c.line).limit(EXPIRIES)).all()
            self._expiries = [tuple(row) for row in rows]
            self._wait_ends = min(self._wait_ends, *(row[0] for row in self._expiries[:1]), FOREVER[0])
        return [row for row in self._expiries if row[0] <= until and (row[2], row[1]) not in self.pending.unheld]

    def next_expired(self, until: int) -> Held | None:
        """The next record whose wait has ended by an instant; no longer held."""
        left = self._expired(until)
        read = self._expiries or []
        if not left and len(read) == EXPIRIES and read[-1][0] <= until:
            self._full = True  # what lies in the ledger unread comes first
            return None
        own = [(held.until, line, source, held.loan_no) for (source, line), held in self.pending.held.items()]
        due = sorted((*left, *(row for row in own if row[0] <= until)))
        if not due:
            rest = [row[0] for row in self._expired(FOREVER[0])] + [row[0] for row in own]
            self._wait_ends = min((*rest, *(row[0] for row in read[-1:] if len(read) == EXPIRIES)), default=FOREVER[0])
            return None
        _, line, source, loan_no = due[0]
        found = self.pending.held.get((source, line))
        if found is None:
            rows = fetch(self.connection, tables.HELD, "loan_no", (loan_no,), 'source, line, loan_no, "until", raw')
            found = next(read_held(row) for row in rows if (row[0], row[1]) == (source, line))
        self._unhold(source, found)
        return found

    def _source(self, origin: str) -> str:
        """The source of a record by where it stood in it; of one that says nothing, that which is read now."""
        return origin.rpartition(":")[0] or self.source
