"""How long a warning takes from ``produce`` to its commit, while records come at half the rate the worker can take."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from time import monotonic, sleep
from typing import Any, Final

from msgspec.json import encode
from sqlalchemy import select

from tests.bench.kafka_readers import LIMITS, Until
from tests.bench.kafka_sinks import Desked
from tests.bench.lines import taken_on
from warning.core.scalars import write_moment
from warning.intake.parted import Parted, Taken
from warning.ledger.sql.sources import Source
from warning.ledger.sql.tables import WARNING
from warning.streams.administration import Publisher
from warning.streams.desk import Desk
from warning.streams.feed import Feed
from warning.streams.places import Broker
from warning.streams.publish import outgoing

EVERY: Final = 50
"""One record in so many is a matter that warns; the others are positions."""
STEP_S: Final = 0.005
"""How often the producer sends what is due by its rate."""
WARNS: Final = "sued"
TURNS: Final = 4
MANY: Final = 10_000_000
"""More than a turn has records."""


def loans(number: int) -> list[bytes]:
    """So many borrowers with a loan each."""
    return list(taken_on(number))


def load(number: int, borrowers: int, first: int) -> Iterator[tuple[bytes, ...]]:
    """So many records, each to be made at its instant: positions in turn, and law suits of one borrower after another.

    ``first`` numbers the turn: positions of a later one are newer, and others are sued.
    """
    for index in range(number):
        if index % EVERY == 0:
            yield b"major_event.v1", f"{WARNS}-{first}-{index}".encode(), _sued(sued(index, borrowers, first))
        else:
            yield b"loan.position.v1", f"p-{first}-{index}".encode(), _position(index % borrowers, first * MANY + index)


def sued(index: int, borrowers: int, first: int) -> int:
    """Who is sued by the ``index``-th record of a turn."""
    return (first * borrowers // TURNS + index // EVERY) % borrowers


def _sued(who: int) -> bytes:
    return encode({"customer_no": f"C{who:08d}", "kind": "litigation", "description": "标的六千万元"})


def _position(who: int, seq: int) -> bytes:
    loan = {"loan_no": f"L{who:08d}", "posting_seq": seq + 1, "currency": "CNY"}
    return encode({**loan, "outstanding_balance": f"{290_000 + seq % 1000}.00"})


def _line(record: Sequence[bytes], at: int) -> bytes:
    """Its bytes, recorded at an instant (µs UTC)."""
    kind, name, body = record
    when = write_moment(at).encode()
    return (
        b'{"specversion":"1.0","id":"%s","source":"/core","type":"%s","time":"%s","recordedtime":"%s","data":%s}\n'
        % (name, kind, when, when, body)
    )


def now() -> int:
    """The wall's clock (µs UTC)."""
    return time.time_ns() // 1_000


def produce(broker: Broker, number: int, borrowers: int, first: int, rate: float, ready: Event | None = None) -> None:
    """Send at a rate (records a second; 0: all at once), each made when it is sent.

    Where each goes is found out before, and before ``ready``: whoever sends the load shares our cores.
    """
    publisher = Publisher(broker, linger_ms=0 if rate else 20)
    records = list(load(number, borrowers, first))
    goes = [(one.topic, one.key) for record in records for one in outgoing([_line(record, now())])]
    if ready is not None:
        ready.set()
    begun = monotonic()
    for index, (record, (topic, key)) in enumerate(zip(records, goes, strict=True)):
        while rate and index > (monotonic() - begun) * rate:
            sleep(STEP_S)
        publisher.send(topic, key, _line(record, now()))
    publisher.flush()
    publisher.close()


class _Clocked(Desk):
    """Notes when records that warn were committed, by the word of whoever wrote them."""

    waits_ms: list[float]
    flying: list[int]

    def take(self, at: Mapping[str, Source], batch: Sequence[Parted]) -> Taken:
        taken = super().take(at, batch)
        self._landed()
        mark = b'"id":"%s' % WARNS.encode()
        self.flying = [one.read.received for one in batch[: taken.done] if mark in one.raw]  # type: ignore[union-attr]
        return taken

    def settle(self) -> None:
        super().settle()
        self._landed()

    def _landed(self) -> None:
        at = self._ledger.committed_at
        self.waits_ms += [(at - sent) / 1e3 for sent in self.flying]
        self.flying = []


def latency(place: str, broker: Broker, borrowers: int, number: int, seconds: float) -> dict[str, Any]:
    """Saturation by a backlog of ``number`` records, then half of that rate for some seconds."""
    produce(broker, number, borrowers, 0, 0)
    return asyncio.run(_latency(place, broker, borrowers, number, seconds))


async def _latency(place: str, broker: Broker, borrowers: int, number: int, seconds: float) -> dict[str, Any]:
    desked, turn = Desked(place, borrowers, "full"), count(1)
    clocked = desked.desk
    clocked.__class__ = _Clocked
    clocked.waits_ms, clocked.flying = [], []  # type: ignore[attr-defined]
    until = Until(number)
    feed = Feed(broker, clocked, until, group=secrets.token_hex(4), limits=LIMITS)
    await feed.start()
    running = asyncio.create_task(feed.run())
    await until.all.wait()
    saturated = await _rate(until, broker, borrowers, number, next(turn))
    rate, found = saturated / 2, {"saturation_per_s": round(saturated)}
    clocked.waits_ms.clear()  # type: ignore[attr-defined]
    number, last = int(rate * seconds), next(turn)
    await _rate(until, broker, borrowers, number, last, rate)
    await feed.stop()
    await running
    waits = sorted(clocked.waits_ms)  # type: ignore[attr-defined]
    all_sued = {f"C{sued(index, borrowers, last):08d}" for index in range(0, number, EVERY)}
    with desked.ledger.engine.connect() as connection:
        warned = set(connection.execute(select(WARNING.c.customer_no)).scalars())
    desked.ledger.close()
    assert all_sued <= warned
    assert len(all_sued) == len(waits)
    at = {f"p{percent}_ms": round(waits[len(waits) * percent // 100], 1) for percent in (50, 95, 99)}
    return {**found, "rate_per_s": round(rate), "warnings": len(waits), **at, "longest_ms": round(waits[-1], 1)}


async def _rate(until: Until, broker: Broker, borrowers: int, number: int, turn: int, rate: float = 0.0) -> float:
    """Have a turn produced and taken; records a second."""
    until.left, until.all = number, asyncio.Event()
    context = get_context("spawn")
    ready = context.Event()
    producer = context.Process(target=produce, args=(broker, number, borrowers, turn, rate, ready))
    producer.start()
    await asyncio.to_thread(ready.wait)
    begun = monotonic()
    await until.all.wait()
    took = monotonic() - begun
    await asyncio.to_thread(producer.join)
    return number / took
