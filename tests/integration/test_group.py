"""A large group: told in slices over several transactions, killed in between, and every member warned.

``MEMBERS`` says how many members `make soak` has (10,000), in transactions as large as a worker's; `make test` has
1,000, in smaller ones.
"""

from __future__ import annotations

import os
from signal import SIGKILL

import pytest
from sqlalchemy import URL, func, select

from tests.forked import PATIENCE_S
from tests.integration.killed import POINTS, Mine, start
from tests.ledger import bank
from warning.core.rows import Signal
from warning.core.scalars import read_moment
from warning.intake.ingest import Intake
from warning.intake.pace import FIRST
from warning.ledger.sql import codec
from warning.ledger.sql.tables import INBOX, SIGNAL

SHORT = (1_000, 200)
LONG = (int(os.environ.get("MEMBERS", "10000")), None)
"""Members, and rows a transaction; None: as many as a worker's pace."""
AT = read_moment("2026-10-21T10:00:00+08:00")
"""When the first member was sued; the last two join an hour later."""
CUT = 2
"""The transaction of the telling in which the process dies."""


def _lines(members: int) -> tuple[bytes, ...]:
    """The group, with one source."""
    made = (raw for raw in bank.group(members) if b'-G1"' not in raw or b"sued" not in raw)
    return bank.in_order(raw for raw in made if b'"called-' not in raw and b'"named-' not in raw)


def _reopened(url: URL, rows: int | None) -> Intake:
    return bank.reopened(url) if rows is None else bank.reopened(url, rows=rows)


def _tell(url: URL, members: int, rows: int | None) -> None:
    """In a child: what the source's signal leads to; dies when some of it is told."""
    Mine(POINTS["after journal is written"], CUT).lay()
    bank.take_in(_reopened(url, rows), _lines(members))


def _derived(intake: Intake) -> list[Signal]:
    query = select(SIGNAL.c.body).where(SIGNAL.c.clause == "11.1.5")
    with intake.ledger.engine.connect() as connection:
        return [codec.read_signal(row.body) for row in connection.execute(query)]


def _waiting(intake: Intake) -> int:
    with intake.ledger.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(INBOX)).scalar_one())


@pytest.mark.slow
@pytest.mark.parametrize(("members", "rows"), [SHORT, pytest.param(*LONG, marks=pytest.mark.soak)])
def test_every_member_of_a_large_group_is_warned(database_url: URL, members: int, rows: int | None) -> None:
    lines = _lines(members)
    sued = next(n for n, raw in enumerate(lines) if b'"sued-G0"' in raw)
    bank.create(database_url).close()
    intake = _reopened(database_url, rows)
    bank.take_part(intake, lines, sued)
    assert (_derived(intake), _waiting(intake)) == ([], 0)
    intake.ledger.engine.dispose()

    child = start(_tell, database_url, members, rows)
    child.join(PATIENCE_S)
    assert child.exitcode == -SIGKILL
    told = len(_derived(intake))
    assert 0 < told < members - 3, "nobody, or everybody, was told before it died"
    assert told + _waiting(intake) >= members - 3

    commits: list[int] = []
    bank.take_in(intake, lines, tell=lambda _: commits.append(_waiting(intake)))
    assert commits[-1] == 0
    assert (members - told) // (rows or FIRST) <= len(commits) < 20
    found = {signal.customer_no: signal for signal in _derived(intake)}
    assert sorted(found) == sorted(f"G{n}" for n in range(1, members))
    joined_later = {f"G{members - 1}", f"G{members - 2}"}
    for name, signal in found.items():
        (step,) = signal.history
        assert (signal.subject, signal.level, signal.status, signal.paths) == ("G0", 3, "live", ("group:GRP",))
        assert step.start == AT + (3_600_000_000 if name in joined_later else 0), name
    assert bank.balance(intake.ledger.engine) == (len(lines), len(lines))
    intake.ledger.engine.dispose()
