"""Disturbs workers, brokers and the database while topics are read into a ledger.

One seed says what is done, to whom and when; the short test of CI and the long one of ``make soak`` differ in numbers.
"""

from __future__ import annotations

import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from random import Random
from time import monotonic, sleep
from typing import Final, Self

from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from tests import kafka, postgresql
from tests.forked import PATIENCE_S
from tests.integration.pipeline import SESSION_S, Pipeline, WorkerProcess
from warning.bootstrap import Opened
from warning.ledger.sql import roles, schema
from warning.ledger.sql.engine import open_engine
from warning.streams.administration import Publisher
from warning.streams.publish import Outgoing, outgoing

MOST: Final = 3
"""Workers at once."""
HUNT_S: Final = 3.0
"""How long a transaction that is just being committed is looked for."""
OTHERS: Final = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
WRITING: Final = "AND state = 'active' AND query ~ '^(COMMIT|INSERT|UPDATE|COPY)'"
Plan = Iterable[tuple[int, str]]
"""(after so many records, which disturbance)."""


class Chaos:
    """Workers of a pipeline, and what is done to them; workers end with the block."""

    def __init__(
        self,
        pipeline: Pipeline,
        here: Opened,
        rng: Random,
        cluster: kafka.Cluster,
        brokers: int,
        server: postgresql.Server,
        administrator: Engine,
    ) -> None:
        self._pipeline, self._here, self._rng = pipeline, here, rng
        self._cluster, self._brokers = cluster, brokers
        self._server, self._administrator = server, administrator
        self._workers: list[WorkerProcess] = []
        self._stack = ExitStack()
        self._seen = self._number = 0
        self.done: Counter[str] = Counter()
        """What was done how often."""
        self.batch = 200

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def disturbances(self) -> Mapping[str, Callable[[], None]]:
        """All that can be done here, by name."""
        found: dict[str, Callable[[], None]] = {
            "kill a worker": self._kill,
            "stop a worker": self._stop,
            "pause a worker": self._pause,
            "add a worker": self._add_one,
            "cut all connections": self._cut_all,
            "cut what is being written": self._hunt,
            "restart the database": self._restart,
            "bounce the brokers": self._bounce,
        }
        if self._brokers > 1:
            found["lose a broker"] = self._lose
        return found

    def run(self, number: int, plan: Plan) -> None:
        """Have so many records read while the plan is carried out; whatever of it comes too late is left out."""
        self._number = number
        self.add()
        for at, name in plan:
            self._until(at)
            if self._read() >= number:
                break
            self._disturb(name)
        self._until(number)

    def run_in_parts(self, parts: Iterable[tuple[str, Callable[[], int]]]) -> None:
        """Have parts sent and read, each with its disturbance: once the first of its records are read, at the latest.

        Later parts are sent later, so that none of them comes too late however fast the others are read.
        """
        self.add()
        for name, send_part in parts:
            before, self._number = self._number, self._number + send_part()
            self._until(before + (self._number - before) // 4)
            self._disturb(name)
        self._until(self._number)

    def _disturb(self, name: str) -> None:
        self.disturbances[name]()
        self.done[name] += 1

    def add(self) -> None:
        """One more worker, which has joined."""
        worker = self._stack.enter_context(self._pipeline.worker(self.batch))
        self._workers.append(worker)
        self._pipeline.wait(lambda: _joined(worker) or worker.process.poll() is not None, patience_s=PATIENCE_S)
        assert worker.process.poll() is None, worker.said()

    def end(self) -> None:
        """All workers are told to stop, and do."""
        while self._workers:
            self._end(self._workers[0])

    def _read(self) -> int:
        """Records that are committed, as far as the database answers."""
        try:
            self._seen = self._pipeline.records(self._here)
        except DBAPIError:
            sleep(0.1)
        return self._seen

    def _until(self, number: int) -> None:
        """Wait until so many are read, or all; no worker has ended by itself."""
        number = min(number, self._number)

        def there() -> bool:
            for worker in self._workers:
                assert worker.process.poll() is None, f"{dict(self.done)}\n{worker.said()}"
            return self._read() >= number

        told = lambda: f"{self._seen} of {number}; {dict(self.done)}"  # noqa: E731 - asked in the end only
        self._pipeline.wait(there, told, PATIENCE_S)

    # --- workers

    def _one(self) -> WorkerProcess:
        return self._rng.choice(self._workers)

    def _end(self, worker: WorkerProcess) -> None:
        self._workers.remove(worker)
        worker.process.terminate()
        assert worker.process.wait(60) == 0, worker.said()

    def _kill(self) -> None:
        worker = self._one()
        self._workers.remove(worker)
        worker.kill()
        self.add()

    def _stop(self) -> None:
        self._end(self._one())
        self.add()

    def _pause(self) -> None:
        """For less than a session or for longer: then others take its partitions, and it wakes among them."""
        worker = self._one()
        worker.process.send_signal(signal.SIGSTOP)
        sleep(self._rng.uniform(0.1, 2.0) * SESSION_S)
        worker.process.send_signal(signal.SIGCONT)

    def _add_one(self) -> None:
        if len(self._workers) == MOST:
            self._end(self._one())
        self.add()

    # --- the database

    def _cut(self, which: str) -> int:
        with self._administrator.connect() as connection:
            return len(connection.execute(text(f"SELECT pg_terminate_backend(pid) {OTHERS} {which}")).all())

    def _cut_all(self) -> None:
        self._cut("")

    def _hunt(self) -> None:
        """End the connection of one that is just committing or writing."""
        until = monotonic() + HUNT_S
        while not self._cut(WRITING) and monotonic() < until:
            sleep(0.001)

    def _restart(self) -> None:
        self._server.restart(immediate=self._rng.random() < 0.5)
        self._administrator.dispose()

    # --- brokers

    def _bounce(self) -> None:
        self._cluster.stop(kill=self._rng.random() < 0.5)
        sleep(self._rng.uniform(0, SESSION_S))
        self._cluster.start()

    def _lose(self) -> None:
        """One fails; the others go on, and then it is back."""
        before = self._read()
        self._cluster.stop(broker=self._rng.randint(1, self._brokers), kill=True)
        self._until(before + 1)
        self._cluster.start()


def _joined(worker: WorkerProcess) -> bool:
    return "partitions are read here" in worker.said()


@contextmanager
def ledger_on(server: postgresql.Server) -> Iterator[tuple[URL, Engine]]:
    """A database with the ledger's tables on a server that may be stopped: as the program logs in, and its owner."""
    with postgresql.database(server.start()) as url:
        owner = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
        schema.create(made := open_engine(url))
        application = roles.application_url(made)
        made.dispose()
        yield application, owner
        owner.dispose()


def send(pipeline: Pipeline, lines: Sequence[bytes], rng: Random, nulls: int = 0) -> int:
    """Send lines, and records without a value; topics run ahead of each other, a partition keeps its order.

    Some partitions get none: a key goes to the first half of them.

    Returns:
        How many were sent.
    """
    topics: dict[str, deque[Outgoing]] = {}
    for one in outgoing(line + b"\n" for line in lines):
        topics.setdefault(one.topic, deque()).append(one)
    publisher = Publisher(pipeline.broker)
    for _ in range(nulls):
        publisher.send(rng.choice(sorted(topics)), b"L1", None, partition=0)
    while topics:
        topic = rng.choice(sorted(topics))
        for _ in range(min(len(topics[topic]), rng.randint(1, 300))):
            one = topics[topic].popleft()
            publisher.send(one.topic, one.key, one.value, partition=sum(one.key or b"") % 4)
        if not topics[topic]:
            del topics[topic]
    publisher.flush()
    publisher.close()
    return len(lines) + nulls


def endlessly(names: Sequence[str], rng: Random, apart: int) -> Iterator[tuple[int, str]]:
    """Any of them, after some records more each time: ``apart`` on average."""
    at = 0
    while True:
        at += rng.randint(1, 2 * apart)
        yield at, rng.choice(names)
