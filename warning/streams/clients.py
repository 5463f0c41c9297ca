"""aiokafka, which reads and sends, behind types of ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import BrokerResponseError as RefusedError
from aiokafka.errors import IllegalStateError, OffsetOutOfRangeError
from aiokafka.errors import KafkaError as FeedError
from kafka.errors import BrokerResponseError, KafkaError

from warning.streams.places import Broker, Fetched, Part
from warning.streams.reaching import Unreachable

FAULTS: Final[tuple[type[Exception], ...]] = (KafkaError, FeedError, OSError, Unreachable)
"""What the clients raise when brokers are away, or refuse."""
PARTITION_BYTES: Final = 1 << 20
"""The most that is fetched of a partition at once: 8 MiB made the consumer slow."""
FETCH_WAIT_MS: Final = 5
"""How long a broker waits for records. aiokafka asks it once at a time, for partitions of which it holds nothing: until
silent ones are answered, the others are not read on. Measured with its own 500 ms: half a second."""
PATIENCE_S: Final = 1.0
"""How much longer than it should a call may take."""
Moved = Callable[[frozenset[Part]], Awaitable[None]]

__all__ = ["FAULTS", "Consumer", "Moving", "OutOfLog", "Producer", "refused"]


def refused(failed: Exception) -> bool:
    """Whether brokers have answered, and will not do what was asked of them."""
    return isinstance(failed, BrokerResponseError | RefusedError) and not failed.retriable


class OutOfLog(Exception):
    """Partitions of which the offset asked for is not there (any more)."""

    def __init__(self, parts: Collection[Part]) -> None:
        super().__init__(str(sorted(parts)))
        self.parts = frozenset(parts)


class Moving(Exception):
    """Partitions are coming and going: what was asked for is answered once they have."""


@asynccontextmanager
async def _within(seconds: float) -> AsyncIterator[None]:
    """Aiokafka lets a reader wait for a rebalance, and the rebalance waits for the reader to put its partitions down.

    Raises:
        Moving: it took longer.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, IllegalStateError):  # the partition is not ours just now
        raise Moving from None


class Producer:
    """Sends what goes out, a batch at a time."""

    def __init__(self, broker: Broker) -> None:
        """Nothing is connected yet."""
        self._broker = broker
        self._client: Any = None

    async def start(self) -> None:
        """Connect.

        Raises:
            FAULTS: no broker is there.
        """
        client: Any = AIOKafkaProducer(
            bootstrap_servers=self._broker.servers,
            client_id="warning-outbox",
            acks="all",
            enable_idempotence=True,
            **self._broker.security.options(),
        )
        try:
            await client.start()
        except BaseException:
            await client.stop()
            raise
        self._client = client

    async def send(self, records: Iterable[tuple[str, bytes, bytes, Mapping[str, str]]]) -> None:
        """Send (topic, key, value, headers), and wait until all are there.

        Raises:
            FAULTS: one is not; some of the others may be.
        """
        client, sent = self._client, []  # once stopped it refuses
        for topic, key, value, headers in records:
            marked = [(name, text.encode()) for name, text in headers.items()]
            sent.append(await client.send(self._broker.named(topic), value, key, headers=marked))
        for one in sent:
            await one

    async def stop(self) -> None:
        """Give back the connection."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.stop()


class _OneForAll(AbstractPartitionAssignor):  # type: ignore[misc]  # aiokafka has no types
    """One member has all partitions and the others wait: for a ledger whose clock follows the records."""

    name = "one-for-all"
    version = 0

    @classmethod
    def assign(cls, cluster: Any, members: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401
        first = min(members)
        whole = [
            (topic, sorted(cluster.partitions_for_topic(topic) or ())) for topic in sorted(members[first].subscription)
        ]
        return {
            member: ConsumerProtocolMemberAssignment(cls.version, whole if member == first else [], b"")
            for member in members
        }

    @classmethod
    def metadata(cls, topics: Iterable[str]) -> Any:  # noqa: ANN401
        return RangePartitionAssignor.metadata(topics)

    @classmethod
    def on_assignment(cls, assignment: Any) -> None:  # noqa: ANN401
        """Nothing is to be remembered."""


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    def __init__(self, consumer: Consumer, revoked: Moved, assigned: Moved) -> None:
        self._consumer, self._revoked, self._assigned = consumer, revoked, assigned

    async def on_partitions_revoked(self, revoked: Any) -> None:  # noqa: ANN401
        await self._revoked(self._consumer.parts(revoked))

    async def on_partitions_assigned(self, assigned: Any) -> None:  # noqa: ANN401
        parts = self._consumer.parts(assigned)
        self._consumer.hold(parts)
        await self._assigned(parts)


class Consumer:
    """A member of a group that reads committed records and leaves no offset on the broker: the ledger has them."""

    def __init__(self, broker: Broker, group: str, *, alone: bool, session_s: float) -> None:
        """``alone``: one member has all partitions; nothing is connected yet."""
        self._broker = broker
        self._back: dict[str, str] = {}
        self._client: Any = AIOKafkaConsumer(
            bootstrap_servers=broker.servers,
            client_id="warning-worker",
            group_id=broker.named(group),
            enable_auto_commit=False,
            auto_offset_reset="none",
            isolation_level="read_committed",
            partition_assignment_strategy=(_OneForAll if alone else RangePartitionAssignor,),
            max_partition_fetch_bytes=PARTITION_BYTES,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            session_timeout_ms=int(session_s * 1000),
            heartbeat_interval_ms=int(session_s * 1000 / 3),
            rebalance_timeout_ms=60_000,
            metadata_max_age_ms=10_000,
            **broker.security.options(),
        )

    async def start(self, topics: Collection[str], revoked: Moved, assigned: Moved) -> None:
        """Join the group; both are awaited while partitions come and go.

        Raises:
            FAULTS: no broker is there.
        """
        self._back = {self._broker.named(topic): topic for topic in topics}
        self._client.subscribe(sorted(self._back), listener=_Listener(self, revoked, assigned))
        await self._client.start()

    async def stop(self) -> None:
        """Leave the group."""
        await self._client.stop()

    def parts(self, found: Iterable[Any]) -> frozenset[Part]:
        """The partitions, as the contracts name them."""
        return frozenset(Part(self._back[one.topic], one.partition) for one in found)

    def _there(self, part: Part) -> Any:  # noqa: ANN401 - aiokafka's
        return TopicPartition(self._broker.named(part.topic), part.partition)

    def hold(self, parts: Collection[Part]) -> None:
        """Read nothing of these. They stand somewhere, so that nobody looks for an offset on the broker."""
        for part in parts:
            self._client.seek(self._there(part), 0)
        self._client.pause(*map(self._there, parts))

    def go_on(self, part: Part, offset: int) -> None:
        """Read on from an offset."""
        self._client.seek(self._there(part), offset)
        self._client.resume(self._there(part))

    async def fetch(self, wait_s: float, most: int, parts: Collection[Part] = ()) -> list[Fetched]:
        """What there is of all partitions, or of these, in the order of each one's offsets.

        Raises:
            OutOfLog: an offset is not there.
            Moving: partitions are coming and going; what was read is to be read again.
            FAULTS: brokers are away, or refuse.
        """
        try:
            async with _within(wait_s + PATIENCE_S):
                found = await self._client.getmany(
                    *map(self._there, parts), timeout_ms=int(wait_s * 1000), max_records=most
                )
        except OffsetOutOfRangeError as out:
            raise OutOfLog(self.parts(out.args[0])) from None
        return [
            Fetched(Part(self._back[where.topic], where.partition), one.offset, one.value or b"")
            for where, records in found.items()
            for one in records
        ]

    async def positions(self, parts: Iterable[Part]) -> dict[Part, int]:
        """The offset of each that is read next.

        Raises:
            Moving: partitions are coming and going.
        """
        async with _within(PATIENCE_S):
            return {part: await self._client.position(self._there(part)) for part in parts}

    def end(self, part: Part) -> int | None:
        """The offset behind the last record that is committed, as last heard; None: not heard yet.

        Raises:
            Moving: it is not ours any more; the rebalance has not come to our listener yet.
        """
        try:
            found: int | None = self._client.last_stable_offset(self._there(part))
        except AssertionError:
            raise Moving from None
        return found if found is None or found >= 0 else None
