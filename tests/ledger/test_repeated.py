"""A message sent again long after is known by the journal, on every ledger; nobody passes one over by saying so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

import pytest
from msgspec.structs import replace
from sqlalchemy import URL, select

from tests.cli.events import line
from tests.ledger import bank
from warning.audit.replay import replay
from warning.contracts.decode import decode
from warning.core.draft import Record, Repeated
from warning.core.repeats import RECENT, duplicate
from warning.intake.ingest import Intake
from warning.intake.parted import Parted, take_parted
from warning.ledger.journal import Came, JournalRow
from warning.ledger.lanes import lane_of
from warning.ledger.sql.sources import TALLIED, Position, Source, move, sources, together
from warning.ledger.sql.tables import JOURNAL
from warning.ledger.verify import verify

FRAMES: Final = {bank.frame().id: bank.frame()}
KEY: Final = "b:G0"


def _told() -> tuple[bytes, ...]:
    """A group of two, of which one is sued; then it has so many other messages that it forgets that it was."""
    return bank.in_order((*bank.group(2), *_named(RECENT + 4, "2026-10-22")))


def _named(number: int, day: str) -> Iterator[bytes]:
    for n in range(number):
        at = f"{day}T08:{n // 60:02}:{n % 60:02}.000+08:00"
        yield line(f"n{n}", "borrower.registered.v1", at, customer_no="G0", borrower_name=f"第{n}名").encode()


AGAIN: Final = ("joined-G0", "sued-G0", "called-G0", "n1", "n9")
"""Ids of what is sent again: all but the last are forgotten, a group's member among them."""


def _again() -> tuple[bytes, ...]:
    return tuple(raw for raw in _told() if json.loads(raw)["id"] in AGAIN)


@pytest.fixture
def into(database_url: URL) -> Iterator[Intake]:
    """A ledger that has read it all, twice in part."""
    intake = bank.intake(bank.create(database_url), batch=100, rows=400)
    bank.take_in(intake, _told(), name="file:first")
    bank.take_in(intake, (*_again(), *_again()), name="file:again")
    bank.run_on(intake)
    yield intake
    intake.ledger.engine.dispose()


def _rows(into: Intake) -> list[JournalRow]:
    with into.ledger.engine.connect() as connection:
        return [JournalRow(*row) for row in connection.execute(select(JOURNAL).order_by(JOURNAL.c.lane, JOURNAL.c.seq))]


def test_what_is_sent_again_after_many_others_counts_once(into: Intake) -> None:
    with into.ledger.engine.connect() as connection:
        (again,) = (one for one in together(sources(connection)) if one.name == "file:again")
    sent = 2 * len(AGAIN)
    assert (again.records, again.duplicate, len(_again())) == (sent, sent, len(AGAIN))
    assert sum(getattr(again, each) for each in TALLIED) == sent
    rows = [row for row in _rows(into) if row.kind == "repeated"]
    assert {row.event_id for row in rows} == {*AGAIN} - {"n9", "joined-G0"}, "the group remembers its member"
    assert {row.key for row in rows} == {KEY}
    assert all(row.record.content == Repeated() for row in rows)
    first = {row.event_id: row.payload_digest for row in _rows(into) if row.kind != "repeated"}
    assert all(row.payload_digest == first[row.event_id] for row in rows)


def test_every_ledger_knows_it_by_the_same_rows(into: Intake) -> None:
    memory = bank.in_memory((*_told(), *_again(), *_again())).ledger
    assert [(row.key, row.kind, row.event_id, row.effects_digest) for row in _rows(into)] == [
        (row.key, row.kind, row.event_id, row.effects_digest)
        for row in sorted(memory.journal, key=lambda row: (row.lane, row.seq))
    ]


def test_it_is_decided_the_same_again(into: Intake) -> None:
    assert verify(into.ledger, FRAMES).differences == ()
    assert replay(into.ledger.engine, FRAMES).divergences == ()


def test_another_message_by_that_id_is_taken_as_a_new_one(into: Intake) -> None:
    other = line("sued-G0", "major_event.v1", "2026-10-21T10:00:00.000+08:00", customer_no="G0", kind="litigation")
    bank.take_in(into, [other.encode()], name="file:other")
    with into.ledger.engine.connect() as connection:
        (found,) = (one for one in together(sources(connection)) if one.name == "file:other")
    assert (found.records, found.duplicate, found.applied) == (1, 0, 1)


def test_a_message_that_is_passed_over_as_repeated_and_never_came_is_named(into: Intake) -> None:
    at = bank.UNTIL
    record = Record("never", at, at, Repeated(), 1, source="/credit")
    with into.ledger.transaction((lane_of(KEY),)) as unit:
        state = unit.state(KEY)
        unit.commit(KEY, state, record, (duplicate(record.id),), Came(b"\1" * 32, "file:again:99"), bank.frame().id)
    named = [one for one in verify(into.ledger, FRAMES).differences if one.code != "source"]
    assert [(one.code, one.key, one.name) for one in named] == [("repeated", KEY, "never")]


def _read(into: Intake, lines: Sequence[bytes], at: Source) -> Source:
    """A partition from its beginning, as ``offsets reset`` has it read again."""
    batch = [Parted(at.name, n, raw, decode(raw), Position(n + 1)) for n, raw in enumerate(lines)]
    taken, after = 0, {at.name: replace(at, position=Position())}
    while taken < len(batch):
        found = take_parted(into, after, batch[taken:])
        taken, after = taken + found.done, after | found.after
    into.settle()
    return after[at.name]


def test_a_partition_that_is_read_again_is_counted_again_and_nothing_else(database_url: URL) -> None:
    into = bank.intake(bank.create(database_url, clock="live"))
    at = Source("kafka:borrower-event:0:abc", "kafka")
    lines = tuple(bank.group(3))
    for readings in (1, 2, 3):
        if readings > 1:
            with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
                move(connection, at, replace(at, position=Position()))
            at = replace(at, position=Position())
        at = _read(into, lines, at)
        assert (at.records, at.applied) == (readings * len(lines), len(lines))
        assert at.duplicate + at.stale == (readings - 1) * len(lines)
        assert verify(into.ledger, FRAMES).differences == ()
    into.ledger.engine.dispose()
