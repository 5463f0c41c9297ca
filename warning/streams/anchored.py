"""Anchors in a topic of one partition, kept for good: a place outside the database, under other people's care.

Beside ``clients`` and ``reaching`` only this module touches a Kafka client: it reads without a group.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition

from warning.contracts.anchoring import NO_RECORDS, NO_TOPIC, PARTITIONS, Away, Taken
from warning.streams.administration import Admin, Publisher
from warning.streams.clients import FAULTS
from warning.streams.places import Broker, Part
from warning.streams.reaching import Unreachable

JUST_MADE: Final = 3.0
"""Seconds after which brokers know a topic that was made."""
PATIENCE_MS: Final = 10_000
"""So long a record that is there may take to come."""


class Topic:
    """A topic; the key of a record is the number of its anchor."""

    def __init__(self, broker: Broker, topic: str) -> None:
        """Nothing is connected."""
        self.name = f"kafka:{broker.named(topic)}"
        self._broker, self._part = broker, Part(topic, 0)
        self._publisher: Publisher | None = None

    def close(self) -> None:
        """Give back the connection."""
        if self._publisher is not None:
            self._publisher.close()
            self._publisher = None

    def newest(self) -> tuple[int, bytes] | None:
        """The last record."""
        begin, end = self._range()
        return next(((int(key), stored) for key, stored in self._records(end - 1, end)), None) if end > begin else None

    def read(self, number: int) -> bytes | None:
        """Found by reading all: it is asked for seldom."""
        key = b"%d" % number
        return next((stored for found, stored in self._records(*self._range()) if found == key), None)

    def put(self, number: int, stored: bytes) -> None:
        """Acknowledged by every copy that is in step.

        Raises:
            Taken: another one has this number, or one behind it.
        """
        newest = self.newest()
        if newest is not None and newest[0] >= number:
            if self.read(number) != stored:
                raise Taken(self.name, number)
            return
        with self._telling():
            self._publisher = self._publisher or Publisher(self._broker, linger_ms=0)
            try:
                self._publisher.send(self._part.topic, b"%d" % number, stored, self._part.partition)
                self._publisher.flush()
            except Exception:
                self.close()
                raise

    def stored(self) -> Iterator[tuple[str, bytes]]:
        """In their order; a record that was sent twice is told once."""
        before = b""
        for key, stored in self._records(*self._range()):
            if stored != before:
                yield key.decode(errors="replace"), stored
            before = stored

    def _range(self) -> tuple[int, int]:
        """The first offset, and the one behind the last.

        Raises:
            Away: no broker answers, or the topic is not there, or has not one partition.
        """
        with self._telling():
            admin = Admin(self._broker)
            try:
                partitions = self._partitions(admin)
                if partitions != 1:
                    raise Away(self.name, f"{PARTITIONS} {partitions}" if partitions else NO_TOPIC)
                return admin.begins([self._part])[self._part], admin.ends([self._part])[self._part]
            finally:
                admin.close()

    def _partitions(self, admin: Admin) -> int:
        """How many the topic has; of one just made brokers know none for a moment."""
        end = time.monotonic() + JUST_MADE
        while True:
            found = admin.partitions([self._part.topic]).get(self._part.topic, 0)
            if found or time.monotonic() > end:
                return found
            time.sleep(JUST_MADE / 10)

    def _records(self, begin: int, end: int) -> Iterator[tuple[bytes, bytes]]:
        """(key, value) of those between two offsets."""
        if begin >= end:
            return
        with self._telling():
            client: Any = KafkaConsumer(
                bootstrap_servers=self._broker.servers.split(","),
                client_id="warning-anchors",
                group_id=None,
                enable_auto_commit=False,
                isolation_level="read_committed",
                consumer_timeout_ms=PATIENCE_MS,
                bootstrap_timeout_ms=PATIENCE_MS,
                **self._broker.security.options(),
            )
            try:
                where = TopicPartition(self._broker.named(self._part.topic), self._part.partition)
                client.assign([where])
                client.seek(where, begin)
                for record in client:
                    yield record.key or b"", record.value or b""
                    if record.offset >= end - 1:
                        return
            finally:
                client.close()
        raise Away(self.name, NO_RECORDS)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What goes wrong with brokers, as what goes wrong with a place."""
        try:
            yield
        except FAULTS as failed:
            why = failed.error if isinstance(failed, Unreachable) else type(failed).__name__
            raise Away(self.name, why) from None
