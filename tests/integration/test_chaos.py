"""Whatever fails while topics are read, in whatever order: signals, warnings and duties are those of a run in memory.

``make test`` does each thing once, on one broker or on three. The long form is ``make soak``: ``EVENTS`` records a
round (200,000), rounds for ``MINUTES`` (8), from ``SEED`` on.
"""

from __future__ import annotations

import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from tests import kafka, postgresql
from tests.integration.chaos import Chaos, endlessly, ledger_on, send
from tests.integration.pipeline import Pipeline, as_in_memory, changes, made, month, sent, whole
from tests.ledger import bank
from warning.bootstrap import Opened
from warning.contracts.decode import Refused, decode
from warning.demo.bank import synthesise
from warning.demo.network import organisation
from warning.ledger.sql.tables import OUTBOX, QUARANTINE

pytestmark = [pytest.mark.kafka, pytest.mark.postgresql]

EVENTS = int(os.environ.get("EVENTS", "200000"))
MINUTES = float(os.environ.get("MINUTES", "8"))
SEED = int(os.environ.get("SEED", str(secrets.randbelow(1 << 30))))
NULLS = 3
"""Records without a value, beside each part."""
A_LOAN = 7
"""Events a loan of the demonstration's month, at least."""


@cache
def _lines(events: int, broken: int) -> tuple[bytes, ...]:
    """Some of a month of a bank, some of it twice, some of it broken: one in so many."""
    wire = synthesise(loans=max(250, events // A_LOAN), months=1, start=bank.OPENS, orgs=organisation())
    return tuple(month(bank.in_order(wire), broken)[:events])


@contextmanager
def _chaos(
    tmp_path: Path, server: postgresql.Server, rng: Random, brokers: int, clock: str
) -> Iterator[tuple[Chaos, Pipeline]]:
    """A cluster, a database, and nobody who reads yet."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    cluster = kafka.Cluster(f"{tmp_path.name[-20:]}-{worker}", brokers)
    tmp_path.mkdir(exist_ok=True)
    try:
        with ledger_on(server) as (url, owner):
            pipeline = Pipeline(cluster.start(), "", url, tmp_path)
            made(url, clock)
            with (
                closing(pipeline.opened()) as here,
                Chaos(pipeline, here, rng, cluster, brokers, server, owner) as chaos,
            ):
                yield chaos, pipeline
    finally:
        cluster.stop(kill=True)


def _all_is_well(chaos: Chaos, pipeline: Pipeline, lines: tuple[bytes, ...], nulls: int) -> None:
    """Nothing waits, nothing was lost or doubled; what was decided is as in memory, or, on a live ledger, went out."""
    pipeline.wait(lambda: pipeline.warning("lag").returncode == 0)
    chaos.end()
    broken = [line for line in lines if not _readable(line)]
    with closing(pipeline.opened()) as here:
        if here.ledger.about.clock == "live":
            _as_live(here, pipeline, len(lines) + nulls)
        else:
            as_in_memory(here, lines, nulls)
        with here.ledger.engine.connect() as connection:
            kept = Counter(bytes(row.raw) for row in connection.execute(QUARANTINE.select()))
    assert not Counter([*broken, *[b""] * nulls]) - kept


def _as_live(here: Opened, pipeline: Pipeline, number: int) -> None:
    whole(here, number)
    with here.ledger.engine.connect() as connection:
        waits = {f"{row.lane}-{row.seq}-{row.n}" for row in connection.execute(OUTBOX.select())}
    went = {event["id"]: event["subject"] for event in (json.loads(one.value) for one in sent(pipeline.broker))}
    decided = changes(here)
    assert len(went) > 1_000
    assert went.keys() | waits == decided.keys()
    assert went == {name: decided[name] for name in went}


def _readable(line: bytes) -> bool:
    try:
        decode(line)
    except Refused:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("brokers", [1, 3])
def test_whatever_fails_all_is_decided_as_in_memory(
    tmp_path: Path, postgres_server: postgresql.Server, brokers: int
) -> None:
    """A tenth of what is sent cannot be read; all of that ends in quarantine."""
    rng, lines = Random(brokers), _lines(800, 10)
    with _chaos(tmp_path, postgres_server, rng, brokers, "event") as (chaos, pipeline):
        chaos.batch = 2
        names = sorted(chaos.disturbances) if brokers == 1 else ["lose a broker"]
        chaos.run_in_parts(_parts(pipeline, lines, rng.sample(names, len(names)), rng))
        assert chaos.done == Counter(names)
        _all_is_well(chaos, pipeline, lines, NULLS * len(names))


def _parts(
    pipeline: Pipeline, lines: tuple[bytes, ...], names: Sequence[str], rng: Random
) -> Iterator[tuple[str, Callable[[], int]]]:
    """For each disturbance some of the lines, and how they are sent."""
    size = -(-len(lines) // len(names))
    for n, name in enumerate(names):
        yield name, partial(send, pipeline, lines[n * size : (n + 1) * size], rng, NULLS)


@pytest.mark.soak
def test_for_long(tmp_path: Path, postgres_server: postgresql.Server, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"SEED={SEED} EVENTS={EVENTS} MINUTES={MINUTES:g}")
    until, number, total = monotonic() + 60 * MINUTES, 0, Counter[str]()
    while number == 0 or monotonic() < until:
        rng = Random(SEED + number)
        lines, nulls = _lines(EVENTS, rng.choice((10, 50))), rng.randint(1, 200)
        brokers, clock, batch = rng.choice((1, 3)), rng.choice(("event", "event", "live")), rng.choice((20, 200, 1_000))
        with _chaos(tmp_path / f"soak-{number}", postgres_server, rng, brokers, clock) as (chaos, pipeline):
            chaos.batch = batch
            in_all = send(pipeline, lines, rng, nulls)
            chaos.run(in_all, endlessly(sorted(chaos.disturbances), rng, max(500, EVENTS // 60)))
            _all_is_well(chaos, pipeline, lines, nulls)
        with capsys.disabled():
            of = f"{brokers} brokers, {clock}, batch {batch}, {in_all:,} records"
            print(f"seed {SEED + number}: {of}, {dict(chaos.done)}")
        total += chaos.done
        number += 1
    assert total.total() > number
