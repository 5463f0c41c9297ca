"""From real topics through real workers into PostgreSQL: what is decided is what a run in memory decides."""

from __future__ import annotations

import asyncio
import json
import signal
from functools import cache
from pathlib import Path
from re import findall

import pytest
from aiokafka import AIOKafkaProducer
from sqlalchemy import select

from tests.integration.pipeline import Pipeline, as_in_memory, month, whole
from tests.ledger import bank
from warning.bootstrap import Opened
from warning.cli.stop import USAGE
from warning.contracts.decode import Incoming, Refused, decode
from warning.contracts.topics import TOPICS
from warning.demo.bank import synthesise
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.sql.sources import sources
from warning.ledger.sql.tables import JOURNAL, QUARANTINE
from warning.resources import topics_file
from warning.streams.administration import Admin, Publisher
from warning.streams.places import Part
from warning.streams.publish import outgoing
from warning.streams.topics import apply, read_topics

pytestmark = pytest.mark.slow
"""Brokers, databases and processes: some ten seconds each."""


SMALL = 20
"""Records a transaction, so that a month takes a while."""


@cache
def lines() -> tuple[bytes, ...]:
    """A month of a bank, some of it twice, some of it broken."""
    return tuple(month(bank.in_order(synthesise(loans=60, months=1, start=bank.OPENS))))


def test_a_month_in_topics_is_a_month_in_memory_whoever_is_killed(pipeline: Pipeline, here: Opened) -> None:
    number = pipeline.publish(lines())
    assert number == len(lines())
    killed = 0
    for part in (1, 2, 3):
        with pipeline.worker(SMALL) as worker:
            pipeline.read(here, number * part // 5)
            killed += pipeline.records(here) < number
            worker.kill()
    assert killed >= 2, "it was done before anybody was killed"
    with pipeline.worker() as worker:
        pipeline.read(here, number)
    assert worker.process.returncode == 0, worker.said()
    as_in_memory(here, lines())
    assert pipeline.warning("lag").returncode == 0


def test_null_values_foreign_keys_and_wrong_partitions_are_all_taken(pipeline: Pipeline, here: Opened) -> None:
    publisher = Publisher(pipeline.broker)
    for number, line in enumerate(lines()):
        for one in outgoing([line + b"\n"]):
            publisher.send(one.topic, b"\xff" if number % 2 else None, one.value, partition=number % 8)
        if number % 100 == 0:
            publisher.send("repayment", b"L1", None)
    publisher.flush()
    publisher.close()
    nulls = len(range(0, len(lines()), 100))
    with pipeline.worker():
        pipeline.read(here, len(lines()) + nulls)
    as_in_memory(here, lines(), nulls)


def test_a_worker_that_slept_cannot_commit(pipeline: Pipeline, here: Opened) -> None:
    number = pipeline.publish(lines())
    with pipeline.worker(SMALL) as sleeper:
        pipeline.read(here, 1)
        sleeper.process.send_signal(signal.SIGSTOP)
        asleep = pipeline.records(here)
        assert asleep < number
        with pipeline.worker() as other:
            pipeline.read(here, number)
            before = bank.contents(here.ledger.engine, but=("ledger",))
            sleeper.process.send_signal(signal.SIGCONT)
            pipeline.wait(lambda: sleeper.said().count("partitions are read here") > 1)
            assert bank.difference(bank.contents(here.ledger.engine, but=("ledger",)), before) == []
            assert other.process.poll() is None
    as_in_memory(here, lines())


def test_a_topic_made_anew_stops_its_partitions_until_somebody_says_from_where(
    pipeline: Pipeline, here: Opened
) -> None:
    half = len(lines()) // 2
    pipeline.publish(lines()[:half])
    admin = Admin(pipeline.broker)
    with pipeline.worker() as worker:
        pipeline.read(here, half)
        admin.delete("repayment")
        pipeline.wait(lambda: "not read: the brokers have no such partition" in worker.said())
        apply(admin, read_topics(topics_file()))
        pipeline.publish(lines()[half:])
        pipeline.wait(lambda: "the topic was deleted and made anew" in worker.said())
        shown = pipeline.warning("offsets", "show")
        lagging = pipeline.warning("lag")
        for said in (shown, lagging):
            assert said.returncode == 1
            assert "warning offsets reset repayment 3 --to begin" in said.stdout.replace("\n", " ")
        told = [json.loads(line) for line in pipeline.warning("lag", "--json").stdout.splitlines()]
        stopped = [one for one in told if one["stopped"]]
        assert [(one["topic"], one["partition"]) for one in stopped] == [("repayment", n) for n in range(8)]
        assert {one["stopped"] for one in stopped} == {"made_anew"}
        assert all("--to begin" in one["said"]["en"] for one in stopped)
        assert pipeline.records(here) == half, "an event-driven clock waits for what is not read"
        would = pipeline.warning("offsets", "reset", "repayment", "0", "--to", "begin", "--dry-run")
        assert "nothing was changed" in would.stdout
        assert pipeline.warning("offsets", "reset", "repayment", "0", "--all", "--to", "begin").returncode == USAGE
        for named in (("0", "1"), ("--all",)):
            done = pipeline.warning("offsets", "reset", "repayment", *named, "--to", "begin")
            assert done.returncode == 0, done.stderr
        assert done.stdout.count("goes on at offset") == 8
        pipeline.read(here, len(lines()))
        read = findall(r"(\d+) partitions are read here", worker.said())
        assert (read[0] == read[-1], int(read[-1]) - int(read[-2]) > 0) == (True, True), "said once they are read again"
    admin.close()
    as_in_memory(here, lines())


def test_a_worker_that_waits_sees_an_offset_that_is_set(pipeline: Pipeline, live: Opened) -> None:
    number = pipeline.publish(lines())
    with pipeline.worker() as worker:
        pipeline.read(live, number)
        pipeline.wait(lambda: pipeline.warning("lag").returncode == 0)
        said, before = worker.said(), _records(live)
        assert pipeline.warning("offsets", "reset", "repayment", "1", "--to", "begin").returncode == 0
        pipeline.wait(lambda: _records(live) > before)
        pipeline.wait(lambda: pipeline.warning("lag").returncode == 0)
        assert worker.said() == said, "as many partitions are read as before"


def _records(of: Opened) -> int:
    """How many were read, again or not."""
    with of.ledger.engine.connect() as connection:
        return sum(one.records for one in sources(connection))


def test_two_workers_share_the_partitions_of_a_live_ledger(pipeline: Pipeline, live: Opened) -> None:
    with pipeline.worker() as one, pipeline.worker() as other:
        pipeline.wait(lambda: all("\n16 partitions are read here" in each.said() for each in (one, other)))
        number = pipeline.publish(lines())
        pipeline.read(live, number)
        pipeline.wait(lambda: pipeline.warning("lag").returncode == 0)
    taken = [int(each.said().split("Stopped; ")[1].split()[0].replace(",", "")) for each in (one, other)]
    assert sum(taken) == number
    assert min(taken) > number / 10
    heart = Heart(Intake(live.ledger, live.setting.frame))
    while not heart.beat(bank.UNTIL):
        pass
    whole(live, number)
    with live.ledger.engine.connect() as connection:
        journaled = set(connection.execute(select(JOURNAL.c.event_id)).scalars())
        left = {row.event_id for row in connection.execute(select(QUARANTINE.c.event_id))}
    sent = {one.id for one in map(_decoded, lines()) if one is not None}
    assert sent <= journaled | left
    assert len(sent & journaled) > len(sent) * 0.9


def test_records_of_aborted_transactions_are_not_read_and_leave_no_lag(pipeline: Pipeline, here: Opened) -> None:
    sent = [one for one in outgoing(line + b"\n" for line in lines()) if one.topic == "repayment"][:80]
    assert len(sent) > 10

    async def send() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=pipeline.broker.servers, transactional_id=pipeline.broker.prefix)
        async with producer:
            for commit in (False, True, False):
                await producer.begin_transaction()
                for number, one in enumerate(sent):
                    await producer.send(pipeline.broker.named(one.topic), one.value, one.key, partition=number % 8)
                await (producer.commit_transaction() if commit else producer.abort_transaction())

    with pipeline.worker():
        asyncio.run(send())
        pipeline.read(here, len(sent))
        pipeline.wait(lambda: pipeline.warning("lag").returncode == 0)
        shown = pipeline.warning("offsets", "show")
    assert shown.returncode == 0
    whole(here, len(sent))


def _decoded(line: bytes) -> Incoming | None:
    try:
        return decode(line)
    except Refused:
        return None


def test_commands_say_what_is_missing(pipeline: Pipeline, here: Opened) -> None:
    admin = Admin(pipeline.broker)
    admin.delete("command")
    pipeline.wait(lambda: "command" not in admin.ids(tuple(TOPICS)))
    admin.close()
    failed = pipeline.warning("worker")
    assert failed.returncode == 3
    assert f"no topic {pipeline.broker.named('command')}" in failed.stderr
    assert pipeline.warning("topics", "diff").returncode == 1
    assert pipeline.warning("topics", "apply").returncode == 0
    assert pipeline.warning("topics", "diff").returncode == 0
    nowhere = pipeline.warning("lag", "--brokers", "127.0.0.1:1")
    assert nowhere.returncode == 3
    assert "Kafka (127.0.0.1:1) cannot be used" in nowhere.stderr
    assert pipeline.warning("worker", "--ledger", "ledger.db").returncode == 2
    absent = pipeline.warning("offsets", "reset", "repayment", "99", "--to", "begin")
    assert (absent.returncode, pipeline.records(here)) == (4, 0)


def test_what_is_published_is_counted_and_not_too_fast(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in lines()[:300]))
    done = pipeline.warning("publish", str(file), "--rate", "150")
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("300 records published in ")
    assert float(first.split(" in ")[1].split()[0]) >= 1.9
    admin = Admin(pipeline.broker)
    ends = admin.ends(
        [Part(topic, n) for topic, number in admin.partitions(tuple(TOPICS)).items() for n in range(number)]
    )
    admin.close()
    assert sum(ends.values()) == 300


def test_a_message_that_no_broker_takes_does_not_stop_what_stands_behind(
    pipeline: Pipeline, here: Opened, tmp_path: Path
) -> None:
    file, sent = tmp_path / "large.jsonl", lines()[:40]
    file.write_bytes(b"".join(line + b"\n" for line in (*sent[:13], b"x" * 5_000_000, *sent[13:])))
    published = pipeline.warning("publish", str(file))
    assert published.returncode == 1
    assert "Line 14 was not sent: the message has 5,000,000 bytes" in " ".join(published.stderr.split())
    assert published.stdout.startswith("40 records published in ")
    with pipeline.worker():
        pipeline.read(here, len(sent))
    whole(here, len(sent))
