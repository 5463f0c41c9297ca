"""Who reads the topics: the worker's feed, the consumer alone, and Faust's agents as one would write them first."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, process_time
from typing import Any, Final

import faust

from tests.bench.kafka_sinks import Desked, Sink
from warning.contracts.decode import Incoming, Refused, decode
from warning.contracts.topics import TOPICS
from warning.intake.parted import Parted
from warning.intake.records import rank
from warning.ledger.sql.sources import Source
from warning.streams.administration import Admin
from warning.streams.clients import Consumer
from warning.streams.feed import Feed, Limits
from warning.streams.places import Broker, Fetched, Part, at_offset
from warning.streams.placing import Log, Start, place
from warning.streams.told import Batch, Told

BATCH: Final = 2_000
WITHIN_S: Final = 0.1
LIMITS: Final = Limits(session_s=60.0)


class Until(Told):
    """Says when so many records are committed."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.all = asyncio.Event()

    def taken(self, batch: Batch) -> None:
        """Count."""
        self.left -= batch.records
        if self.left <= 0:
            self.all.set()

    def lost(self, what: str, why: str) -> None:
        """Nobody disturbs a benchmark."""
        raise RuntimeError(f"{what}: {why}")


class _Watched(Consumer):
    """Tells when the first records are there."""

    desked: Desked

    async def fetch(self, wait_s: float, most: int, parts: Any = ()) -> list[Fetched]:
        found = await super().fetch(wait_s, most, parts)
        if found:
            self.desked.begin()
        return found


def by_feed(place_: str, broker: Broker, loans: int, number: int, sink: Sink) -> dict[str, Any]:
    """The worker's feed, from its first record to the last one's commit."""
    return asyncio.run(_feed(Desked(place_, loans, sink), broker, number))


async def _feed(desked: Desked, broker: Broker, number: int) -> dict[str, Any]:
    until = Until(number)
    feed = Feed(broker, desked.desk, until, group=secrets.token_hex(4), limits=LIMITS)
    feed._consumer.__class__ = _Watched
    feed._consumer.desked = desked  # type: ignore[attr-defined]
    await feed.start()
    running = asyncio.create_task(feed.run())
    await until.all.wait()
    found = desked.cost(number)
    await feed.stop()
    await running
    return found


def by_consumer(broker: Broker, number: int) -> dict[str, Any]:
    """Reading alone: no record is decoded, nothing is written."""
    return asyncio.run(_consume(broker, number))


async def _consume(broker: Broker, number: int) -> dict[str, Any]:
    consumer = Consumer(broker, secrets.token_hex(4), alone=True, session_s=60.0)
    assigned = asyncio.get_running_loop().create_future()

    async def revoked(_: frozenset[Part]) -> None:
        pass

    async def given(parts: frozenset[Part]) -> None:
        assigned.set_result(parts)

    await consumer.start(tuple(TOPICS), revoked, given)
    for part in await assigned:
        consumer.go_on(part, 0)
    left, begun, own = number, perf_counter(), process_time()
    while left > 0:
        left -= len(await consumer.fetch(0.2, BATCH))
    wall, own = perf_counter() - begun, process_time() - own
    await consumer.stop()
    return {"events": number, "events_per_s": round(number / wall), "process_us_each": round(own / number * 1e6, 1)}


def _app(broker: Broker) -> Any:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return faust.App(
        f"{broker.prefix}faust-{secrets.token_hex(4)}",
        broker=[f"kafka://{one}" for one in broker.servers.split(",")],
        loop=loop,
        web_enabled=False,
        topic_disable_leader=True,
        stream_wait_empty=False,
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=60.0,
        datadir=f"/tmp/faust-{os.getpid()}",  # noqa: S108 - nothing is kept there: its store is in memory
    )


def _topic(app: Any, broker: Broker) -> Any:
    """Bytes: what cannot be read is for our own decoder."""
    names = [broker.named(topic) for topic in TOPICS]
    return app.topic(*names, key_serializer="raw", value_serializer="raw", value_type=bytes)


def _to_the_end(app: Any, done: asyncio.Event) -> None:
    """Run an app until it has done what it should."""

    async def live() -> None:
        await app.start()
        await done.wait()
        await app.stop()

    app.loop.run_until_complete(live())


def by_agent(place_: str, broker: Broker, loans: int, number: int, sink: Sink) -> dict[str, Any]:
    """A plain agent over the same sink: acknowledged once committed, a batch written while the next is taken."""
    app, desked, done = _app(broker), Desked(place_, loans, sink), asyncio.Event()
    at, back = _standing(desked, broker), {broker.named(topic): topic for topic in TOPICS}
    cost: dict[str, Any] = {}

    def begun(value: bytes) -> bytes:
        desked.begin()
        return value

    @app.agent(_topic(app, broker))  # type: ignore[untyped-decorator]
    async def taking(stream: Any) -> None:
        thread, read = ThreadPoolExecutor(1), 0
        flying: list[Any] = []
        stream.add_processor(begun)
        async for events in stream.noack_take(BATCH, within=WITHIN_S):
            read += len(events)
            await app.loop.run_in_executor(thread, _take, desked, at, [_parted(each, at, back) for each in events])
            if read >= number:
                await app.loop.run_in_executor(thread, desked.desk.settle)
                cost.update(desked.cost(number))
                done.set()
            for event in flying:
                event.ack()
            flying = list(events)

    _to_the_end(app, done)
    return cost


def _take(desked: Desked, at: dict[Part, Source], batch: list[Parted]) -> None:
    """All of a batch, in the order of its instants."""
    batch.sort(key=_order)
    names = {source.name: part for part, source in at.items()}
    while batch:
        taken = desked.desk.take({source.name: source for source in at.values()}, batch)
        at |= {names[name]: source for name, source in taken.after.items()}
        del batch[: taken.done]


def _order(one: Parted) -> tuple[int, int]:
    return (one.read.received, rank(one.read.event)) if isinstance(one.read, Incoming) else (0, 0)


def _parted(event: Any, at: dict[Part, Source], back: dict[str, str]) -> Parted:
    topic, offset = back[event.message.topic], event.message.offset
    read: Incoming | Refused
    try:
        read = decode(event.value, topic)
    except Refused as refused:
        read = refused
    name = at[Part(topic, event.message.partition)].name
    return Parted(name, offset, event.value, read, at_offset(offset + 1))


def _standing(desked: Desked, broker: Broker) -> dict[Part, Source]:
    """Where each partition stands in the ledger."""
    admin = Admin(broker)
    ids, numbers = admin.ids(tuple(TOPICS)), admin.partitions(tuple(TOPICS))
    known = desked.desk.known()
    parts = [Part(topic, n) for topic, number in numbers.items() for n in range(number)]
    found = {part: place(part, Log(ids[part.topic], 0, 0), known) for part in parts}
    admin.close()
    return {part: start.source for part, start in found.items() if isinstance(start, Start)}


def by_table(broker: Broker, number: int) -> dict[str, Any]:
    """A plain agent that updates a table an event, as Faust's own examples do; in memory, with its changelog."""
    app, done = _app(broker), asyncio.Event()
    table = app.Table("seen", default=int, partitions=8)
    begun: list[tuple[float, float]] = []
    cost: dict[str, Any] = {}

    @app.agent(_topic(app, broker))  # type: ignore[untyped-decorator]
    async def counting(stream: AsyncIterator[Any]) -> None:
        read = 0
        async for raw in stream:
            begun[:] = begun or [(perf_counter(), process_time())]
            table[_key(raw)] += 1
            read += 1
            if read == number:
                wall, own = perf_counter() - begun[0][0], process_time() - begun[0][1]
                cost.update(
                    events=number, events_per_s=round(number / wall), process_us_each=round(own / number * 1e6, 1)
                )
                done.set()

    _to_the_end(app, done)
    return cost


def _key(raw: bytes) -> str:
    """The borrower or loan a record is about."""
    try:
        event: Any = decode(raw).event
    except Refused:
        return ""
    names: Sequence[str] = ("loan_no", "customer_no", "org_no")
    return next((found for name in names if (found := getattr(event, name, None))), "")
