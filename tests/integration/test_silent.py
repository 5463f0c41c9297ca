"""A database that hangs: it has accepted, and answers no more. It is told, waited for, and not for ever."""

from __future__ import annotations

import json

import pytest

from tests.integration.pipeline import Pipeline, month, whole
from tests.integration.relay import Relay
from tests.ledger import bank
from warning import settings
from warning.bootstrap import Opened
from warning.demo.bank import synthesise

pytestmark = pytest.mark.slow

SILENT = "database has not answered"


def test_a_database_that_hangs_is_told_and_waited_for_but_not_by_who_is_to_stop(
    pipeline: Pipeline, live: Opened
) -> None:
    lines = month(bank.in_order(synthesise(loans=20, months=1, start=bank.OPENS)))
    half = len(lines) // 2
    url = pipeline.url
    with Relay(str(url.host), int(url.port or 5432)) as relay:
        relayed = url.set(host="127.0.0.1", port=relay.port).render_as_string(hide_password=False)
        with pipeline.worker(named={settings.LEDGER: relayed}) as worker:
            pipeline.wait(lambda: worker.asked("/ready")[0] == 200)
            relay.hang()
            pipeline.publish(lines[:half])
            pipeline.wait(lambda: SILENT in worker.said())
            code, said = worker.asked("/ready")
            assert (code, json.loads(said)["silent"]) == (503, ["ledger"])
            relay.flow()
            pipeline.wait(lambda: "database is back" in worker.said())
            pipeline.read(live, half)
            relay.hang()
            pipeline.publish(lines[half:])
            pipeline.wait(lambda: worker.said().count(SILENT) == 2)
            worker.process.terminate()
            assert worker.process.wait(60) == 3
            assert "what was not is read again" in worker.said()
    with pipeline.worker():
        pipeline.read(live, len(lines))
    whole(live, len(lines))
