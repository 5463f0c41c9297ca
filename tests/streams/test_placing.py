"""Where a partition is read on, and what stops it."""

from __future__ import annotations

from uuid import UUID

import pytest
from msgspec.structs import replace

from warning.ledger.sql.sources import Source
from warning.streams.lag import Lag
from warning.streams.places import Part, at_offset, new_source, read_name, source_name
from warning.streams.placing import Log, Start, Stuck, by_part, place

PART = Part("repayment", 3)
MINE, OTHER = UUID(int=7), UUID(int=8)
LOG = Log(MINE, 10, 20)


def _known(offset: int, topic_id: UUID = MINE, received: int = 0) -> dict[Part, list[Source]]:
    source = new_source(PART, topic_id, offset)
    return by_part([replace(source, received=received), Source("file:x", "file")])


def test_a_name_says_partition_and_topic() -> None:
    assert read_name(source_name(PART, MINE)) == (PART, MINE)
    assert read_name("file:repayment.jsonl") is None
    assert read_name("quarantine:3") is None


def test_a_new_partition_begins_where_its_log_does() -> None:
    found = place(PART, LOG, {})
    assert isinstance(found, Start)
    assert (found.offset, found.source.position, found.source.records) == (10, at_offset(0), 0)


@pytest.mark.parametrize("offset", [10, 15, 20])
def test_the_ledgers_offset_counts(offset: int) -> None:
    found = place(PART, LOG, _known(offset))
    assert isinstance(found, Start)
    assert found.offset == found.source.position.offset == offset


@pytest.mark.parametrize(
    ("offset", "topic_id", "log", "why"),
    [
        (9, MINE, LOG, "cut"),
        (21, MINE, LOG, "short"),
        (15, OTHER, LOG, "made_anew"),
        (0, OTHER, Log(MINE, 0, 0), "made_anew"),
        (15, MINE, None, "gone"),
    ],
)
def test_what_stops_it(offset: int, topic_id: UUID, log: Log | None, why: str) -> None:
    found = place(PART, log, _known(offset, topic_id))
    assert isinstance(found, Stuck)
    assert found.why == why


def test_a_topic_made_anew_is_read_once_somebody_has_said_from_where() -> None:
    both = by_part([new_source(PART, OTHER, 400), new_source(PART, MINE, 10)])
    found = place(PART, LOG, both)
    assert isinstance(found, Start)
    assert found.offset == 10


def test_a_partition_read_to_its_end_holds_nobody() -> None:
    assert Lag().look(1_000, {PART: LOG}, _known(20, received=5)) == []


def test_one_that_is_behind_holds_the_clock_where_it_was_level_or_at_its_last_record() -> None:
    lag = Lag()
    assert lag.look(1_000, {PART: LOG}, _known(20, received=5)) == []
    assert lag.look(2_000, {PART: Log(MINE, 10, 21)}, _known(20, received=5)) == [1_000]
    assert lag.look(3_000, {PART: Log(MINE, 10, 30)}, _known(21, received=1_500)) == [1_500]
    assert lag.look(4_000, {PART: Log(MINE, 10, 30)}, _known(30, received=1_500)) == []


def test_one_of_which_nothing_was_read_holds_it_since_we_noticed() -> None:
    lag = Lag()
    assert lag.look(1_000, {PART: LOG}, {}) == [1_000]
    assert lag.look(2_000, {PART: LOG}, {}) == [1_000]


def test_one_that_is_stuck_is_behind() -> None:
    assert Lag().look(1_000, {PART: Log(OTHER, 0, 0)}, _known(20, received=5)) == [5]


def test_without_brokers_all_are_behind() -> None:
    lag = Lag()
    assert lag.look(1_000, {PART: LOG}, _known(20, received=5)) == []
    assert lag.look(9_000, None, _known(20, received=5)) == [1_000]
