"""Topics, a ledger on PostgreSQL and workers for a test: real processes, told apart by what their topics begin with."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import urlopen

from aiokafka import AIOKafkaConsumer
from sqlalchemy import URL, func, select

from tests.architecture.source import ROOT
from tests.forked import PATIENCE_S, Forked
from tests.ledger import bank
from warning import settings
from warning.bootstrap import Opened, make_ledger, open_ledger
from warning.core.rows import Duty, Signal, Warning
from warning.intake.driver import Driver
from warning.intake.ingest import Intake
from warning.ledger.memory import MemoryLedger
from warning.ledger.sql import codec, tables
from warning.ledger.verify import verify
from warning.resources import topics_file
from warning.streams.administration import Admin, Publisher
from warning.streams.places import Broker
from warning.streams.publish import outgoing
from warning.streams.security import Security
from warning.streams.topics import OUT, apply, read_topics

SESSION_S: Final = 2
"""So long after a worker was killed its partitions are another's."""
BROKEN: Final = (b"{", b'{"type":"loan.position.v1"}', b'["\xe4\xb8"]')
Verdicts = dict[str, bytes]
Row = Signal | Warning | Duty


class Pipeline:
    """What a test works with."""

    def __init__(
        self,
        servers: str,
        prefix: str,
        url: URL,
        directory: Path,
        *,
        security: Security | None = None,
        named: Mapping[str, str] | None = None,
    ) -> None:
        """``security``: how this process speaks to the brokers; ``named``: what the environment of all others says."""
        self.broker = Broker(servers=servers, prefix=prefix, security=security or Security())
        self.url = url
        self.place = url.render_as_string(hide_password=False)
        self._named = dict(named or {})
        self._directory = directory
        self._logs = self._asked = 0
        admin = Admin(self.broker)
        assert {change.kind for change in apply(admin, read_topics(topics_file()))} == {"create"}
        admin.close()

    def publish(self, lines: Iterable[bytes]) -> int:
        """Send lines as ``warning publish`` does; how many."""
        publisher, number = Publisher(self.broker), 0
        for one in outgoing(line + b"\n" for line in lines):
            publisher.send(one.topic, one.key, one.value)
            number += 1
        publisher.flush()
        publisher.close()
        return number

    def warning(self, *words: str, named: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
        """What a command says, where the environment says this, too."""
        self._asked += 1
        out, err = (self._directory / f"asked-{self._asked}.{name}" for name in ("out", "err"))
        process = Forked([*words, "--lang", "en"], cwd=ROOT, env=self._environment(named), out=out, err=err)
        return subprocess.CompletedProcess(words, process.wait(), out.read_text(), err.read_text())

    def _environment(self, named: Mapping[str, str]) -> dict[str, str]:
        where = {settings.KAFKA: self.broker.servers, settings.KAFKA_PREFIX: self.broker.prefix}
        return {**os.environ, **where, settings.LEDGER: self.place, **self._named, **named}

    @contextmanager
    def worker(self, batch: int = 200, *more: str, named: Mapping[str, str] = {}) -> Iterator[WorkerProcess]:
        """A worker that runs; at the end it is told to stop, unless it is gone."""
        self._logs += 1
        log = self._directory / f"worker-{self._logs}.log"
        words = ["worker", "--session", str(SESSION_S), "--batch", str(batch), "--heartbeat", "0", "--lang", "en"]
        log.touch()
        process = Forked([*words, *more], cwd=ROOT, env=self._environment(named), out=log, err=log)
        found = WorkerProcess(process, log)
        try:
            yield found
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
            process.wait(60)

    def opened(self) -> Opened:
        """The ledger."""
        return open_ledger(self.place)

    def records(self, here: Opened) -> int:
        """How many the ledger has read."""
        with here.ledger.engine.connect() as connection:
            return int(connection.execute(select(func.coalesce(func.sum(tables.SOURCE.c.records), 0))).scalar_one())

    def read(self, here: Opened, number: int) -> None:
        """Wait until it has read so many."""
        self.wait(lambda: self.records(here) >= number, lambda: f"{self.records(here)} of {number}")

    def wait(
        self, until: Callable[[], bool], what: Callable[[], str] = lambda: "", patience_s: float = PATIENCE_S
    ) -> None:
        """Wait for something, or fail with what the workers said."""
        end = monotonic() + patience_s
        while not until():
            assert monotonic() < end, f"{what()}\n{self.said()}"
            sleep(0.05)

    def said(self) -> str:
        """What the workers said."""
        return "\n".join(log.read_text() for log in sorted(self._directory.glob("worker-*.log")))


class WorkerProcess:
    """A worker, and what it says."""

    def __init__(self, process: Forked, log: Path) -> None:
        self.process, self._log = process, log

    def said(self) -> str:
        """Until now."""
        return self._log.read_text()

    def asked(self, path: str) -> tuple[int, str]:
        """The code and the words by which it answers over HTTP; 0 while it does not."""
        where = re.search(r"http://[0-9.]+:\d+", self.said())
        if where is None:
            return 0, ""
        try:
            with urlopen(f"{where[0]}{path}", timeout=10) as answer:  # noqa: S310 - http, as matched
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()
        except OSError:
            return 0, ""

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait(30)


def made(url: URL, clock: str = "event") -> None:
    """A ledger under the packaged rule book."""
    place = url.render_as_string(hide_password=False)
    here = make_ledger(place, clock=clock, live_from=bank.frame().live_from, name="bank")  # type: ignore[arg-type]
    here.close()


def verdicts(here: Opened) -> Verdicts:
    """All signals, warnings and duties, by their ids."""
    found: Verdicts = {}
    with here.ledger.engine.connect() as connection:
        for table in (tables.SIGNAL, tables.WARNING, tables.DUTY):
            found |= {row.id: bytes(row.body) for row in connection.execute(select(table.c.id, table.c.body))}
    return found


def decided(memory: Driver[MemoryLedger]) -> Verdicts:
    """The same of a run in memory."""
    ledger = memory.ledger
    rows: list[Row] = [*ledger.signals.values(), *ledger.warnings.values(), *ledger.duties.values()]
    return {row.id: codec.write(row) for row in rows}


def refused(here: Opened) -> Counter[tuple[str, str]]:
    """(event, outcome) of all that is shown as not taken."""
    table = tables.QUARANTINE.c
    with here.ledger.engine.connect() as connection:
        return Counter((row.event_id, row.outcome) for row in connection.execute(select(table.event_id, table.outcome)))


def whole(here: Opened, records: int) -> None:
    """Every record is accounted for, and the ledger is what its journal says."""
    assert bank.balance(here.ledger.engine) == (records, records)
    assert verify(here.ledger, {here.setting.frame.id: here.setting.frame}).differences == ()


def differing(one: Verdicts, other: Verdicts) -> list[str]:
    """Ids of what is on one side only, or not the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def month(lines: Sequence[bytes], broken: int = 50) -> list[bytes]:
    """Lines with some of them sent again, and some that cannot be read (one in so many), in between."""
    found = []
    for number, line in enumerate(lines):
        found.append(line)
        if number % 40 == 7:
            found.append(lines[number - 5])
        if number % broken == broken - 1:
            found.append((*BROKEN, line[: len(line) // 2])[number // broken % 4])
    return found


def as_in_memory(here: Opened, lines: Sequence[bytes], extra: int = 0) -> None:
    """What was decided of all lines, and ``extra`` records that nobody can read, is what a run in memory decides."""
    intake = Intake(here.ledger, here.setting.frame)
    while not intake.tick(bank.UNTIL):
        pass
    memory = bank.in_memory(lines)
    assert len(decided(memory)) > 200
    assert differing(verdicts(here), decided(memory)) == []
    whole(here, len(lines) + extra)
    expected = Counter((one.event_id, one.outcome) for one in memory.ledger.refusals)
    assert +(expected - refused(here)) == Counter()
    assert sum((refused(here) - expected).values()) == extra


def waiting(here: Opened) -> int:
    """How many rows of the outbox are not sent."""
    with here.ledger.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.OUTBOX)).scalar_one())


def changes(here: Opened) -> dict[str, str]:
    """By the ids under which they go out: the row each change of a warning or duty is of."""
    change = tables.CHANGE.c
    with here.ledger.engine.connect() as connection:
        rows = connection.execute(select(change.lane, change.seq, change.n, change.row_id))
        return {f"{row.lane}-{row.seq}-{row.n}": row.row_id for row in rows if row.row_id[0] in "WD"}


def sent(broker: Broker) -> list[Any]:
    """All that lies on the topics that go out."""

    async def read() -> list[Any]:
        topics = [broker.named(topic) for topic in OUT]
        consumer = AIOKafkaConsumer(*topics, bootstrap_servers=broker.servers, auto_offset_reset="earliest")
        await consumer.start()
        found: list[Any] = []
        while records := await consumer.getmany(timeout_ms=3_000):
            found += [one for each in records.values() for one in each]
        await consumer.stop()
        return found

    return asyncio.run(read())
