"""What the feed does between two steps, without brokers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import ClassVar
from unittest.mock import create_autospec
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from warning.contracts.problems import Refused
from warning.intake.parted import Parted
from warning.ledger.sql.sources import Source
from warning.streams.administration import Admin
from warning.streams.clients import Consumer
from warning.streams.desk import Desk
from warning.streams.feed import AHEAD, Feed, Limits
from warning.streams.places import Broker, Fetched, Part, at_offset, source_name
from warning.streams.placing import Log
from warning.streams.survey import Survey
from warning.streams.told import Batch, Told, What

PART, SILENT = Part("repayment", 3), Part("repayment", 4)


def _feed() -> Feed:
    desk = create_autospec(Desk, instance=True, live=True)
    return Feed(Broker(servers="127.0.0.1:1"), desk, Told(), group="any", limits=Limits())


def _gone(*_: object) -> None:
    """As aiokafka answers of a partition that is not assigned."""
    raise AssertionError("Partition is not assigned")


def test_partitions_that_were_put_down_are_asked_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions come back some time after they were put down; the worker goes on in between."""
    for name in ("fetch", "positions", "end"):
        monkeypatch.setattr(Consumer, name, _gone)

    async def put_down() -> None:
        feed = _feed()
        feed._starts, feed._next, feed._behind = {PART: "any"}, {"any": 3}, {"any"}
        await feed._revoked(frozenset({PART}))
        await feed._fetch()
        await feed._pass_over()
        assert feed._awaited() == set()
        await feed._consumer.stop()

    asyncio.run(put_down())


def test_partitions_are_read_on_before_all_that_waits_of_them_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """One read on after the other, each once it was empty, held up all of them."""
    asked: list[list[Part]] = []

    async def fetch(_: Consumer, _wait_s: float, _most: int, parts: list[Part]) -> list[Fetched]:
        asked.append(parts)
        return []

    async def positions(_: Consumer, parts: Iterable[Part]) -> dict[Part, int]:
        return dict.fromkeys(parts, 0)

    monkeypatch.setattr(Consumer, "fetch", fetch)
    monkeypatch.setattr(Consumer, "positions", positions)
    monkeypatch.setattr(Consumer, "end", lambda *_: 0)

    async def read_on() -> None:
        feed, many = _feed(), Part("repayment", 5)
        feed._starts = {PART: "some", SILENT: "none", many: "many"}
        feed._at = {name: Source(name, "kafka") for name in feed._starts.values()}
        feed._ends = dict.fromkeys(feed._starts, 0)
        for name, number in (("some", 1), ("many", AHEAD)):
            bad = Refused(())
            feed._merge.add(Parted(name, offset, b"", bad, at_offset(offset)) for offset in range(number))
        await feed._fetch()
        feed._behind = {"none"}
        await feed._fetch()
        await feed._consumer.stop()

    asyncio.run(read_on())
    assert asked == [[PART, SILENT], [PART, SILENT], [SILENT]]


def test_brokers_that_answer_are_not_silent_where_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks whether the worker is ready is to be told of the database alone."""

    class Heard(Told):
        answers: ClassVar[list[str]] = []

        def answered(self, what: What) -> None:
            self.answers.append(what)

    async def logs(*_: object) -> dict[Part, Log]:
        return {}

    monkeypatch.setattr(Survey, "logs", logs)

    async def place() -> None:
        desk = create_autospec(Desk, instance=True, live=True)
        desk.known.side_effect = DBAPIError("select", (), OSError())
        feed = Feed(Broker(servers="127.0.0.1:1"), desk, Heard(), group="any", limits=Limits())
        with pytest.raises(DBAPIError):
            await feed._place()
        await feed._consumer.stop()

    asyncio.run(place())
    assert Heard.answers == ["kafka"]


def test_where_a_partition_stands_is_what_is_committed() -> None:
    """Whoever waits until there is no lag is not told so before the last batch is written."""

    class Heard(Told):
        stands: ClassVar[list[tuple[int, int]]] = []

        def standing(self, found: Mapping[Part, tuple[int, int]]) -> None:
            self.stands.append(found[PART])

    async def beat() -> None:
        desk = create_autospec(Desk, instance=True, live=True, reached=0, woken=0, written=0)
        desk.beat.return_value = True, None
        feed = Feed(Broker(servers="127.0.0.1:1"), desk, Heard(), group="any", limits=Limits())
        topic = UUID(int=1)
        name = source_name(PART, topic)
        feed._starts, feed._at = {PART: name}, {name: Source(name, "kafka", at_offset(9))}
        feed._sent = Batch(2, 0.1, {}, {PART: (7, 9)})
        await feed._beat(1, {PART: Log(topic, 0, 9)})
        desk.written = 1
        feed._written()
        await feed._beat(2, {PART: Log(topic, 0, 9)})
        await feed._consumer.stop()

    asyncio.run(beat())
    assert Heard.stands == [(7, 9), (9, 9)]


def test_an_event_driven_clock_waits_for_a_topic_made_anew_that_is_not_given_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The consumer hears of it later than that it is there: in between nothing is gone, and nothing is stuck."""
    given, elsewhere = Part("borrower-event", 1), PART
    ids = {given: UUID(int=1), elsewhere: UUID(int=2)}

    async def logs(_: Survey, parts: Iterable[Part]) -> dict[Part, Log]:
        return {part: Log(ids[part], 0, 0) for part in parts}

    async def gone(_: Survey, _known: Iterable[Part]) -> list[Part]:
        return []

    async def positions(_: Consumer, parts: Iterable[Part]) -> dict[Part, int]:
        return dict.fromkeys(parts, 0)

    for name, done in (("hold", None), ("go_on", None), ("end", 0)):
        monkeypatch.setattr(Consumer, name, lambda *_, done=done: done)
    monkeypatch.setattr(Consumer, "positions", positions)
    monkeypatch.setattr(Survey, "logs", logs)
    monkeypatch.setattr(Survey, "gone", gone)

    async def placed(parts: frozenset[Part], *, live: bool) -> set[str]:
        desk = create_autospec(Desk, instance=True, live=live)
        desk.known.return_value = {part: [Source(source_name(part, one), "kafka")] for part, one in ids.items()}
        feed = Feed(Broker(servers="127.0.0.1:1"), desk, Told(), group="any", limits=Limits())
        feed._parts = parts
        await feed._place()
        await feed._consumer.stop()
        return feed._awaited()

    both = frozenset(ids)
    assert asyncio.run(placed(both - {elsewhere}, live=False)), "nothing is taken"
    assert not asyncio.run(placed(both, live=False))
    assert not asyncio.run(placed(both - {elsewhere}, live=True)), "others read it; the heart holds the clock"


@pytest.mark.parametrize(
    ("numbers", "gone"), [({"repayment": 4}, [SILENT]), ({}, [PART, SILENT]), ({"repayment": 5}, [])]
)
def test_a_partition_beyond_those_of_a_topic_made_anew_is_gone(numbers: dict[str, int], gone: list[Part]) -> None:
    async def ask() -> list[Part]:
        survey = Survey(Broker(servers="127.0.0.1:1"), lambda: None)
        survey._admin = admin = create_autospec(Admin, instance=True)
        admin.partitions.return_value = numbers
        found = await survey.gone((SILENT, PART))
        await survey.close()
        return found

    assert asyncio.run(ask()) == gone
