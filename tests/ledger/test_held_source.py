"""What waited is counted and quarantined where it came from, on every database, however transactions are cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from sqlalchemy import URL

from tests.ledger import bank
from warning.contracts.decode import decode
from warning.intake.heart import Heart
from warning.intake.parted import Parted, take_parted
from warning.intake.tally import OUTCOMES
from warning.ledger.sql.counts import held_by_source, quarantine
from warning.ledger.sql.sources import TALLIED, WAITED, Position, Source, count_waited, sources, together

BEFORE = "2026-10-19T14:00:00.000+08:00"
"""So long before the first record of the bank that the wait ends while that is read."""


@pytest.mark.parametrize("rows", [6_000, 3])
def test_what_waited_is_told_of_its_own_source_and_line(database_url: URL, rows: int) -> None:
    into = bank.intake(bank.create(database_url), batch=50, rows=rows)
    early = [bank.owing(f"e{n}", BEFORE, f"LX{n}", "1.00", interest_arrears_since="2026-10-18") for n in (1, 2)]
    bank.take_in(into, early, name="file:early")
    bank.take_in(into, bank.short(), name="file:bank")
    bank.run_on(into)
    with into.ledger.engine.connect() as connection:
        found, waits = sources(connection), held_by_source(connection)
        ended = [row for row in quarantine(connection)[1] if row.refusal.event_id in {"e1", "e2"}]
    assert [(row.source, row.refusal.line) for row in ended] == [("file:early", 1), ("file:early", 2)]
    assert {one.name: one.quarantined for one in found if one.kind == WAITED}["waited:file:early"] == 2
    _adds_up(together(found), waits)
    assert into.waited_out["file:early", "quarantined"] == 2
    assert {origin for origin, outcome in into.ended if outcome == "quarantined"} >= {"file:early:1", "file:early:2"}
    into.ledger.engine.dispose()


@pytest.mark.parametrize("clock", ["event", "live"])
def test_of_partitions_what_is_read_and_what_had_waited_are_told_apart(database_url: URL, clock: str) -> None:
    """Whether a record lets it go, or time: each record is counted once as it was read, and once as its wait ended."""
    into = bank.intake(bank.create(database_url, clock=clock))
    early = [bank.owing(f"e{n}", BEFORE, f"LZ{n}", "1.00", interest_arrears_since="2026-10-18") for n in (1, 2)]
    at = {name: Source(name, "kafka") for name in ("kafka:a", "kafka:b")}
    placed = (*(("kafka:a", one) for one in early), *(("kafka:b", one) for one in bank.short()))
    batch = [
        Parted(name, offset, raw, decode(raw.strip()), Position(offset + 1))
        for offset, (name, raw) in enumerate(placed)
    ]
    taken, after, read = 0, at, Counter[str]()
    while taken < len(batch):
        found = take_parted(into, after, batch[taken:])
        taken, after = taken + found.done, after | found.after
        read.update({outcome: sum(tally[outcome] for tally in found.tallies.values()) for outcome in OUTCOMES})
    into.settle()
    assert sum(read.values()) == len(batch)
    assert read["held"] >= 2
    if clock == "live":
        assert into.waited_out["kafka:a", "quarantined"] == 0
        heart = Heart(into)
        while not heart.beat(bank.UNTIL):
            pass
    assert into.waited_out["kafka:a", "quarantined"] == 2
    with into.ledger.engine.connect() as connection:
        assert read["held"] - into.waited_out.total() == sum(held_by_source(connection).values())
        counted = {each: sum(getattr(one, each) for one in sources(connection)) for each in TALLIED}
    ended = {each: sum(n for (_, outcome), n in into.waited_out.items() if outcome == each) for each in TALLIED}
    assert counted == {each: read[each] + ended[each] for each in TALLIED}
    into.ledger.engine.dispose()


def _adds_up(found: Sequence[Source], waits: dict[str, int]) -> None:
    for one in found:
        assert one.records == sum(getattr(one, each) for each in TALLIED) + waits.get(one.name, 0), one


def test_who_reads_a_source_is_not_disturbed_by_what_waited_of_it(database_url: URL) -> None:
    into = bank.intake(bank.create(database_url))
    at = bank.take_part(into, bank.short(), 3, name="file:bank")
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        count_waited(connection, [("file:bank", "applied", 2), ("file:bank", "stale", 1), ("file:other", "applied", 1)])
        count_waited(connection, [("file:bank", "applied", 5)])
    into.finish(at, at.position.offset, at.position.line)
    with into.ledger.engine.connect() as connection:
        one, other = together(sources(connection))
    assert (one.name, one.kind, one.applied, one.stale) == ("file:bank", "file", at.applied + 7, at.stale + 1)
    assert (other.name, other.applied, other.records) == ("file:other", 1, 0)
    into.ledger.engine.dispose()
