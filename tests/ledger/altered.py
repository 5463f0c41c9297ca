"""A ledger that somebody alters who has the program's login, or the file; ``found`` is what ``verify`` names."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL

from tests.cli.events import line
from tests.integration import people
from tests.ledger import bank
from warning.intake.ingest import Intake
from warning.ledger.verify import verify

BROKEN = b'{"specversion":"1.0","id":"broken","type":"loan.position.v1","officer":"1003-SBP00"}'
LATE = "2026-10-22T09:00:00.000+08:00"
IN_CONFLICT = line(
    "sued-G0", "major_event.v1", LATE, customer_no="G0", kind="litigation", description="another"
).encode()
IN_VAIN = people.approved("1000-NOBODY", name="in-vain")
LINES = (*bank.short(4)[:9], BROKEN, b"", *bank.short(4)[9:], IN_CONFLICT, IN_VAIN)
"""With a message that cannot be read, a blank line, a message in conflict with another, an act that cannot count."""
BY_NAME = "event_id = 'broken'"
GUARDED = ("quarantine", "ledger", "outage", "loan", "redacted")
"""Tables whose guards are taken away first."""
END = 1 << 60
Do = Callable[..., None]


def made(url: URL) -> URL:
    """The ledger, event-driven, whole and verified; nobody is connected to it."""
    intake = bank.complete(bank.intake(bank.create(url)), LINES)
    assert found(intake) == []
    intake.ledger.engine.dispose()
    return url


def every(name: str, cases: Iterable[str]) -> pytest.MarkDecorator:
    """Each on SQLite and the first on PostgreSQL: the rows come from another driver there, and are judged alike."""
    first, *rest = cases
    both = [("sqlite", first), pytest.param("postgresql", first, marks=pytest.mark.postgresql)]
    return pytest.mark.parametrize(("copied", name), [*both, *(("sqlite", one) for one in rest)], indirect=["copied"])


def found(into: Intake, now: int = END) -> list[tuple[str, str, str]]:
    found = verify(into.ledger, {bank.frame().id: bank.frame()}, now=now)
    assert found.found == len(found.differences)
    return [(one.code, one.key, one.name) for one in found.differences]


def written(into: Intake, statement: str) -> None:
    """By the program's own login."""
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text(statement))


def number_of(into: Intake, where: str) -> str:
    with into.ledger.engine.connect() as connection:
        return str(connection.execute(text(f"SELECT min(id) FROM quarantine WHERE {where}")).scalar_one())  # noqa: S608
