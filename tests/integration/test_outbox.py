"""What is decided goes out under ids that stay; brokers that are away only delay it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from tests import kafka
from tests.integration.pipeline import Pipeline, changes, made, sent, waiting
from tests.ledger import bank
from warning.contracts.topics import TOPICS
from warning.intake.ingest import Intake

pytestmark = [pytest.mark.slow, pytest.mark.kafka]


@pytest.fixture
def brokers() -> Iterator[kafka.Cluster]:
    """A broker that this test may stop."""
    cluster = kafka.Cluster(f"kafka-{os.environ.get('PYTEST_XDIST_WORKER', 'only')}")
    yield cluster
    cluster.stop(kill=True)


def test_what_is_decided_while_brokers_are_away_goes_out_when_they_are_back(
    brokers: kafka.Cluster, postgres_application: URL, tmp_path: Path
) -> None:
    pipeline = Pipeline(brokers.start(), "", postgres_application, tmp_path)
    made(pipeline.url, "live")
    here = pipeline.opened()
    with pipeline.worker() as worker:
        pipeline.publish(bank.short()[:40])
        pipeline.read(here, 40)
        pipeline.wait(lambda: waiting(here) == 0)
        first = len(sent(pipeline.broker))
        assert first > 0
        brokers.stop(kill=True)
        intake = Intake(here.ledger, here.setting.frame)
        bank.take_in(intake, bank.short()[40:])
        assert waiting(here) > 0
        pipeline.wait(lambda: "Kafka is away" in worker.said())
        assert waiting(here) > 0
        brokers.start()
        pipeline.wait(lambda: waiting(here) == 0)
        assert worker.process.poll() is None
    found = sent(pipeline.broker)
    assert len(found) > first
    events = [json.loads(one.value) for one in found]
    assert {event["id"]: event["subject"] for event in events} == changes(here)
    for one, event in zip(found, events, strict=True):
        assert event["specversion"] == "1.0"
        assert event["source"] == "loan-warning/bank"
        assert event["type"] == f"{one.topic}.changed.v1"
        assert one.key.decode() == event["data"]["customer_no"]
        assert dict(one.headers)["content-type"].startswith(b"application/cloudevents+json")
        assert event["data"]["because"][0]["zh"]
    assert set(TOPICS).isdisjoint({one.topic for one in found})
    _in_order(events)
    here.close()


def _in_order(events: list[Any]) -> None:
    """Of each lane, first seen first: the order in which it was decided."""
    seen: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for event in events:
        lane, seq, n = event["id"].split("-")
        place = (int(seq), int(n))
        of = seen.setdefault((lane, event["subject"]), [])
        if place not in of:
            of.append(place)
    assert any(len(of) > 1 for of in seen.values())
    assert all(of == sorted(of) for of in seen.values())
