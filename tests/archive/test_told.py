"""What was told and heard in rows that are archived is held against each other where they can be read, else left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.engine import URL

from tests.archive import kept
from tests.archive.conftest import Grown
from tests.audit.anchored import FRAMES
from tests.cli.events import line
from tests.ledger import bank
from tests.ledger.tells import put
from warning.audit.replay import replay
from warning.core.events import Told
from warning.core.scalars import DAY
from warning.intake.ingest import Intake
from warning.ledger.sql import codec
from warning.ledger.sql.tables import JOURNAL

SUED = line(
    "sued-again",
    "major_event.v1",
    "2026-12-10T10:00:00.000+08:00",
    customer_no="G2",
    kind="litigation",
    description="标的六千万元",
).encode()


@pytest.fixture
def directory(grew: Grown, tmp_path: Path) -> Path:
    """Where two months lie that the ledger has dropped."""
    ledger = kept.opened(grew.archivist)
    for month in (kept.OCTOBER, kept.NOVEMBER):
        kept.dropped(ledger, tmp_path / "archive", kept.archived(ledger, tmp_path / "archive", month))
    ledger.close()
    return tmp_path / "archive"


def working(url: URL) -> Intake:
    return bank.intake(kept.opened(url))


def told_to(url: URL, member: str) -> Told:
    """What a member of the group heard first."""
    ledger = kept.opened(url)
    with ledger.engine.connect() as connection:
        query = select(JOURNAL.c.payload).where(JOURNAL.c.key == member, JOURNAL.c.kind == "told")
        (found, *_) = connection.execute(query.order_by(JOURNAL.c.seq)).scalars()
    ledger.close()
    return codec.read_told(found)


def named(into: Intake) -> set[tuple[str, str]]:
    """(code, hearer) of what verification and replay find: the same."""
    found = {(one.code, one.key) for one in kept.recomputed(into.ledger).differences}
    again = {(one.code, one.key) for one in replay(into.ledger.engine, FRAMES).divergences}
    assert found == again
    return found


def test_where_all_can_be_read_what_was_never_told_is_named(grew: Grown, directory: Path) -> None:
    into = working(grew.program)
    bank.take_in(into, [SUED], name="later.jsonl")
    assert named(into) == set()
    told = told_to(grew.program, "b:G3")
    put(into, replace(told, value=0, version=told.version + 100), into.ledger.clock())
    assert named(into) == {("inbox", "b:G3")}
    bank.run_on(into, into.ledger.clock() + DAY)
    assert named(into) == {("told", "b:G3")}
    assert directory.is_dir()
    into.ledger.close()


def test_where_some_cannot_be_read_what_is_not_known_is_not_judged(grew: Grown, directory: Path) -> None:
    shutil.rmtree(directory)
    into = working(grew.program)
    bank.take_in(into, [SUED], name="later.jsonl")
    assert named(into) == set()
    told = told_to(grew.program, "b:G3")
    put(into, replace(told, value=0, version=told.version + 100), into.ledger.clock())
    bank.run_on(into, into.ledger.clock() + DAY)
    assert named(into) == set(), "the group's rows are not here"
    into.ledger.close()


def test_whose_rows_are_all_here_is_judged_whatever_else_is_not(grew: Grown, directory: Path) -> None:
    """Two borrowers that came after what is archived; a guarantee between them, and a fact that nobody told."""
    shutil.rmtree(directory)
    into = working(grew.program)
    at, days = "2026-12-10T10:00:00.000+08:00", {"disbursed_on": "2026-12-10", "matures_on": "2029-01-10"}
    lines = []
    for number in ("N1", "N2"):
        terms = {"loan_no": f"L{number}", "org_no": "1003", "currency": "CNY", "outstanding_balance": "6000000.00"}
        lines.append(line(f"lent-{number}", "loan.disbursed.v1", at, customer_no=number, **terms, **days).encode())
    parties = {"customer_no": "N1", "guarantor_no": "N2", "guarantee_contract_no": "GC1", "change": "made"}
    lines.append(line("linked", "guarantee.link.v1", at, **parties).encode())
    bank.take_in(into, lines, name="later.jsonl")
    assert named(into) == set()
    now = into.ledger.clock()
    put(into, Told("b:N1", "N2", "guarantee:GC1|N2", 1 << 20, 3, 1, now), now)
    bank.run_on(into, now + DAY)
    assert named(into) == {("told", "b:N1")}
    into.ledger.close()
