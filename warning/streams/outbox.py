"""What the ledger has decided goes out, as CloudEvents: at least once, in the order of each lane, under ids that stay.

One sender at a time, whichever worker it is. A row leaves the outbox once the brokers have it: who fails in between
sends some again, with the same ids. Brokers that are away only delay it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Engine, delete, select, text, tuple_
from sqlalchemy.exc import DBAPIError

from warning.contracts.lines import reason, row_line
from warning.core.effects import Why
from warning.core.scalars import write_moment
from warning.ledger.sql import codec
from warning.ledger.sql.tables import CHANGE, OUTBOX
from warning.streams.asked import Asked
from warning.streams.clients import FAULTS, Producer
from warning.streams.places import Broker
from warning.streams.room import trouble
from warning.streams.rounds import Rounds
from warning.streams.told import Told
from warning.wording import Names, render

SENDER: Final = 0x6F757462
"""PostgreSQL's advisory lock of whoever sends."""
AT_ONCE: Final = 500
"""Rows a transaction."""
WAIT_S: Final = 0.5
LOST_S: Final = 5.0
GRACE_S: Final = 5.0
"""How long the last rows may take to be sent, once it is told to stop."""
LOST: Final[tuple[type[Exception], ...]] = (DBAPIError, *FAULTS)
TYPES: Final = {"warning.alert": "warning.alert.changed.v1", "warning.duty": "warning.duty.changed.v1"}
MODE: Final = {"content-type": "application/cloudevents+json; charset=UTF-8"}
Message = tuple[str, bytes, bytes, Mapping[str, str]]
"""(topic, key, value, headers)."""

_encoder: Final = msgspec.json.Encoder(enc_hook=int)


def message(row: Any, source: str, names: Names) -> Message:  # noqa: ANN401 - a database's row
    """One change of a warning or duty, with the row as it became and why; its key is the borrower."""
    effect = codec.read_row_change(row.effect)
    found = effect.warning if row.topic == "warning.alert" else effect.duty  # type: ignore[union-attr]
    content = {
        "specversion": "1.0",
        "id": f"{row.lane}-{row.seq}-{row.n}",
        "source": source,
        "type": TYPES[row.topic],
        "subject": found.id,
        "time": write_moment(row.at),
        "datacontenttype": "application/json",
        "data": {"change": effect.change, **row_line(found, [_because(effect.why, names)])},
    }
    return row.topic, found.customer_no.encode(), _encoder.encode(content), MODE


def _because(why: Why, names: Names) -> dict[str, Any]:
    zh, en = render.reason(why, names, "zh"), render.reason(why, names, "en")
    return reason(why.code, why.clause, dict(why.values), why.events, zh, en)


class Outbox:
    """Sends, until it is stopped."""

    def __init__(self, broker: Broker, engine: Engine, source: str, names: Names, told: Told) -> None:
        """``source`` names the ledger in what is sent; nothing is connected yet."""
        self._told = told
        self._engine, self._source, self._names = engine, source, names
        self._broker = broker
        self._producer: Producer | None = None
        self._in_ledger = Asked("outbox")
        self._rounds = Rounds()

    async def run(self) -> None:
        """Go on until ``stop``."""
        await self._rounds.go(self._once)

    async def _once(self) -> None:
        try:
            wait = 0.0 if await self._send() else WAIT_S
        except LOST as failed:
            if isinstance(failed, DBAPIError):
                self._told.unsent("ledger", trouble(failed))
            else:
                self._told.unsent("kafka", type(failed).__name__)
            wait = LOST_S
        await self._rounds.pause(wait or 0.001)

    async def stop(self) -> None:
        """Finish what is under way."""
        self._rounds.stop()

    async def close(self) -> None:
        """Give back the connections, once ``run`` has ended; what it still sends is sent again by whoever is next."""
        await self._give_back()
        await self._rounds.ended(GRACE_S)  # aiokafka waits on for brokers that are away
        await self._give_back()  # one that was just being made
        await self._in_ledger.close()

    async def _give_back(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def _send(self) -> bool:
        """One transaction; whether there may be more."""
        connection = await self._in_ledger(self._engine.connect)
        try:
            rows = await self._in_ledger(lambda: self._waiting(connection))
            if rows:
                await (await self._connected()).send(message(row, self._source, self._names) for row in rows)
                await self._in_ledger(lambda: self._done(connection, rows))
                for topic, number in Counter(row.topic for row in rows).items():
                    self._told.sent(topic, number)
        finally:
            await self._in_ledger(connection.close)  # what is not committed waits on
        return len(rows) == AT_ONCE

    async def _connected(self) -> Producer:
        if self._producer is None:
            producer = Producer(self._broker)
            await producer.start()
            self._producer = producer
        return self._producer

    @staticmethod
    def _waiting(connection: Connection) -> Sequence[Any]:
        """The next rows, if nobody else sends."""
        mine = connection.execute(text(f"SELECT pg_try_advisory_xact_lock({SENDER})")).scalar_one()
        if not mine:
            return ()
        place = (OUTBOX.c.lane, OUTBOX.c.seq, OUTBOX.c.n)
        content = select(*place, OUTBOX.c.topic, CHANGE.c.at, CHANGE.c.effect)
        same = (CHANGE.c.lane == OUTBOX.c.lane) & (CHANGE.c.seq == OUTBOX.c.seq) & (CHANGE.c.n == OUTBOX.c.n)
        query = content.join(CHANGE, same).where(OUTBOX.c.status == "new").order_by(*place).limit(AT_ONCE)
        return connection.execute(query).all()

    @staticmethod
    def _done(connection: Connection, rows: Sequence[Any]) -> None:
        there = tuple_(OUTBOX.c.lane, OUTBOX.c.seq, OUTBOX.c.n)
        connection.execute(delete(OUTBOX).where(there.in_([(row.lane, row.seq, row.n) for row in rows])))
        connection.commit()
