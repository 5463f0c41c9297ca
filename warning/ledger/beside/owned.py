"""Whose a loan is and what a borrower is called: the tables by which records find their borrower, made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import Connection, Table, select

from warning.core.effects import NOT_TAKEN, Effect
from warning.core.events import EVENTS, BorrowerRegistered, Opening
from warning.ledger.journal import JournalRow, content_of
from warning.ledger.sql.tables import BORROWER, LOAN

NAMING: Final = frozenset(event.TYPE for event in EVENTS if issubclass(event, Opening | BorrowerRegistered))
"""Rows by which a loan becomes its borrower's, once for good, and a borrower gets a name."""
AT_ONCE: Final = 500


class Owned:
    """Loans by their borrower, and the names of borrowers, as the journal says."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._loans: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def decided(self, row: JournalRow, effects: tuple[Effect, ...]) -> None:
        """A loan that has appeared, or what a borrower is called, as last recorded."""
        if row.kind not in NAMING or any(isinstance(effect, NOT_TAKEN) for effect in effects):
            return
        content = content_of(row)
        if isinstance(content, Opening):
            self._loans.setdefault(content.loan_no, row.key)
        elif isinstance(content, BorrowerRegistered):
            self._names[content.customer_no] = content.borrower_name

    def wrong(self, connection: Connection, unknown: Callable[[object], bool]) -> Iterator[tuple[str, str, str]]:
        """Rows that are missing, others or too many; but where the aggregate is ``unknown``."""
        for loan_no, key in _other(connection, LOAN, self._loans):
            owner = self._loans.get(loan_no, key)
            if not unknown(owner):
                yield "loan", str(owner), loan_no
        for customer_no, _ in _other(connection, BORROWER, self._names):
            key = f"b:{customer_no}"
            if not unknown(key):
                yield "borrower", key, str(customer_no)


def _other(connection: Connection, table: Table, expected: dict[str, str]) -> Iterator[tuple[str, object]]:
    """Rows of a table of two columns that are not those expected, each with its value on file or expected."""
    there = 0
    rows = connection.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*table.primary_key))
    missing = None
    for name, value in rows:
        there += name in expected
        if expected.get(name) != value:
            yield name, value
    if there < len(expected):
        missing = expected.keys() - set(connection.execute(select(*table.primary_key)).scalars())
    for name in sorted(missing or ()):
        yield name, expected[name]
