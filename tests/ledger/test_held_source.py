"""What waited is counted and quarantined where it came from; how long a file that is being read is waited for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from sqlalchemy import URL, select

from tests.cli.events import line
from tests.ledger import bank
from warning.contracts.decode import decode
from warning.core.scalars import DAY, SECOND, write_moment
from warning.intake.heart import Heart
from warning.intake.parted import Parted, take_parted
from warning.intake.tally import OUTCOMES
from warning.ledger.sql import codec
from warning.ledger.sql.counts import held_by_source, quarantine
from warning.ledger.sql.sources import PATIENCE, TALLIED, WAITED, Position, Source, count_waited, sources, together
from warning.ledger.sql.tables import DUTY
from warning.ledger.verify import verify

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


def test_a_file_that_nobody_reads_on_in_is_not_waited_for(database_url: URL) -> None:
    """Who read it was interrupted: an hour later it holds up nothing, excuses nothing, and can be read on."""
    into = bank.intake(bank.create(database_url, clock="live"))
    bank.take_in(into, bank.short(4))
    heart = Heart(into, silence=999 * DAY)
    with into.ledger.engine.connect() as connection:
        due = min(row.due for row in connection.execute(select(DUTY)) if row.due)
    left = due - 10 * 60 * SECOND
    known = {"customer_no": "CZ", "borrower_name": "某公司"}
    lines = [line(f"z{n}", "borrower.registered.v1", write_moment(due - DAY), **known).encode() for n in (1, 2)]
    at = bank.take_part(into, lines, 1, "file:slow", now=left)
    for now, excused in ((left, True), (left + PATIENCE, True), (left + PATIENCE + 1, False)):
        for one in (heart, Heart(into, silence=999 * DAY)):  # also one that did not see it being read
            assert one.until(now) == now
            assert into.lagging(due) is excused
    while not heart.beat(due + DAY):
        pass
    with into.ledger.engine.connect() as connection:
        breached = [codec.read_duty(row.body) for row in connection.execute(select(DUTY)) if row.state == "breached"]
    assert {(duty.cause, duty.scored) for duty in breached} == {("own", "late")}
    bank.take_in(into, lines, "file:slow")
    with into.ledger.engine.connect() as connection:
        (slow,) = (one for one in sources(connection) if one.name == at.name)
    assert (slow.finished, slow.records) == (True, 2)
    assert verify(into.ledger, {bank.frame().id: bank.frame()}).differences == ()
    into.ledger.engine.dispose()
