"""kafka-python, which administers and publishes, behind types of ours; what it raises is in ``clients.FAULTS``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from kafka import KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewPartitions, NewTopic, OffsetSpec
from kafka.admin._partitions import IsolationLevel
from msgspec import Struct

from warning.streams.places import Broker, Part
from warning.streams.reaching import reach


class Topic(Struct, frozen=True):
    """A topic as it is found: its id, how many partitions, copies of each, and the settings somebody gave it."""

    id: UUID
    partitions: int
    copies: int
    settings: dict[str, str]


class Admin:
    """Administration; its calls wait for the broker."""

    def __init__(self, broker: Broker, client_id: str = "warning-admin") -> None:
        """Connect.

        Raises:
            FAULTS: no broker is there.
        """
        reach(broker)
        self._broker = broker
        self._client: Any = KafkaAdminClient(
            bootstrap_servers=broker.servers.split(","),
            client_id=client_id,
            bootstrap_timeout_ms=10_000,
            **broker.security.options(),
        )

    def close(self) -> None:
        """Give back the connection."""
        self._client.close()

    def ids(self, topics: Collection[str]) -> dict[str, UUID]:
        """The ids of those topics that are there."""
        return {name: UUID(each["topic_id"]) for name, each in self._described(topics).items()}

    def partitions(self, topics: Collection[str]) -> dict[str, int]:
        """How many partitions those have that are there."""
        return {name: len(each["partitions"]) for name, each in self._described(topics).items()}

    def topics(self, topics: Collection[str]) -> dict[str, Topic]:
        """All of those that are there."""
        found = self._described(topics)
        settings = self._settings(found)
        return {
            name: Topic(
                UUID(each["topic_id"]),
                len(each["partitions"]),
                min(len(one["replica_nodes"]) for one in each["partitions"]),
                settings[name],
            )
            for name, each in found.items()
        }

    def _described(self, topics: Collection[str]) -> dict[str, Any]:
        called = {self._broker.named(name): name for name in topics}
        rows = self._client.describe_topics(list(called)) if called else []
        return {called[row["name"]]: row for row in rows if row["error_code"] == 0}

    def _settings(self, topics: Iterable[str]) -> dict[str, dict[str, str]]:
        called = {self._broker.named(name): name for name in topics}
        if not called:
            return {}
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in called]
        found = self._client.describe_configs(resources).get("topic", {})
        return {
            name: {key: one["value"] for key, one in found.get(there, {}).items()} for there, name in called.items()
        }

    def create(self, topic: str, partitions: int, copies: int, settings: Mapping[str, str]) -> None:
        """Make a topic; ``copies`` -1 is the cluster's own default."""
        new = NewTopic(self._broker.named(topic), partitions, copies, topic_configs=dict(settings))
        self._client.create_topics([new])

    def ready(self, topics: Collection[str]) -> None:
        """Wait until a broker answers for topics that were made: it said so before it had heard of them itself.

        Raises:
            FAULTS: it has not after a minute.
        """
        self._client.wait_for_topics([self._broker.named(name) for name in topics], timeout_ms=60_000)

    def grow(self, topic: str, partitions: int) -> None:
        """Have so many partitions."""
        self._client.create_partitions({self._broker.named(topic): NewPartitions(partitions)})

    def delete(self, topic: str) -> None:
        """Take a topic away, with all its records."""
        self._client.delete_topics([self._broker.named(topic)])

    def set(self, topic: str, settings: Mapping[str, str]) -> None:
        """Give a topic settings; the others stay."""
        resource = ConfigResource(ConfigResourceType.TOPIC, self._broker.named(topic), dict(settings))
        self._client.alter_configs([resource], incremental=True)

    def begins(self, parts: Collection[Part]) -> dict[Part, int]:
        """The first offset of each partition that is still there."""
        return self._offsets(parts, OffsetSpec.EARLIEST)

    def ends(self, parts: Collection[Part]) -> dict[Part, int]:
        """The offset behind the last record of each partition that is committed."""
        return self._offsets(parts, OffsetSpec.LATEST)

    def _offsets(self, parts: Collection[Part], which: Any) -> dict[Part, int]:  # noqa: ANN401 - kafka-python's
        if not parts:
            return {}
        asked = {TopicPartition(self._broker.named(part.topic), part.partition): part for part in parts}
        found = self._client.list_partition_offsets(
            dict.fromkeys(asked, which), isolation_level=IsolationLevel.READ_COMMITTED
        )
        return {asked[where]: one.offset for where, one in found.items()}


class Publisher:
    """Sends records; all are acknowledged by every copy that is in step before ``flush`` returns."""

    def __init__(self, broker: Broker, *, linger_ms: int = 20) -> None:
        """Connect. A record waits so long for others to go with it.

        Raises:
            FAULTS: no broker is there.
        """
        reach(broker)
        self._broker = broker
        self._failed: list[Exception] = []
        self._client: Any = KafkaProducer(
            bootstrap_servers=broker.servers.split(","),
            client_id="warning-publish",
            acks="all",
            enable_idempotence=True,
            linger_ms=linger_ms,
            bootstrap_timeout_ms=10_000,
            **broker.security.options(),
        )

    def send(self, topic: str, key: bytes | None, value: bytes | None, partition: int | None = None) -> None:
        """Send a record to the partition of its key, unless one is named."""
        sent = self._client.send(self._broker.named(topic), value=value, key=key, partition=partition)
        sent.add_errback(self._failed.append)

    def flush(self) -> None:
        """Wait until all are there.

        Raises:
            FAULTS: one is not.
        """
        self._client.flush()
        if self._failed:
            raise self._failed[0]

    def close(self) -> None:
        """Give back the connection."""
        self._client.close()
