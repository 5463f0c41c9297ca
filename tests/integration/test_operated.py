"""A worker as those see it who operate it: what it answers, what it shows, and what its log keeps to itself."""

from __future__ import annotations

import json
from functools import cache
from time import sleep
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, text

from tests.integration.pipeline import Pipeline, WorkerProcess, month
from tests.ledger import bank
from warning import settings
from warning.bootstrap import Opened, now
from warning.demo.bank import synthesise
from warning.ledger.sql.counts import standing, tally
from warning.ledger.sql.figures import Figures, read_figures
from warning.ledger.sql.sources import TALLIED, sources, together
from warning.ledger.sql.tables import LANE
from warning.streams.administration import Admin
from warning.streams.metrics import OUTCOMES
from warning.streams.places import KIND

pytestmark = pytest.mark.slow

NAMED = "张三丰"


@cache
def lines() -> tuple[bytes, ...]:
    """A month of a bank, some of it twice, some of it broken, with names of persons also where none belongs."""
    good = month(bank.in_order(synthesise(loans=60, months=1, start=bank.OPENS)))
    broken = (f'{{"id":"x{n}","name":"{NAMED}"'.encode() for n in range(5))
    wrong = (f'{{"id":"y{n}","type":"loan.position.v1","data":{{"loan_no":"{NAMED}"}}}}'.encode() for n in range(5))
    return (*good, *broken, *wrong)


def _progress(worker: WorkerProcess) -> tuple[int, dict[str, Any]]:
    code, said = worker.asked("/progress")
    return code, json.loads(said or "{}")


def _shown(*workers: WorkerProcess) -> dict[str, float]:
    """Every series, added up over workers."""
    found: dict[str, float] = {}
    for worker in workers:
        for line in worker.asked("/metrics")[1].splitlines():
            if line.startswith("warning_"):
                name, value = line.rsplit(" ", 1)
                found[name] = found.get(name, 0) + float(value)
    return found


def _outcomes(shown: dict[str, float], of: str = "warning_records_total") -> dict[str, float]:
    names = {name for name in shown if name.startswith(of)}
    return {each: sum(shown[name] for name in names if f'outcome="{each}"' in name) for each in OUTCOMES}


def test_what_is_shown_is_what_the_ledger_has(pipeline: Pipeline, live: Opened) -> None:
    with pipeline.worker() as one, pipeline.worker() as other:
        both = (one, other)
        pipeline.wait(lambda: all(each.asked("/ready")[0] == 200 for each in both))
        assert {each.asked("/live")[0] for each in both} == {200}
        number = pipeline.publish(lines())
        pipeline.read(live, number)
        pipeline.wait(lambda: all(_progress(each)[1].get("lag") == 0 for each in both))
        assert all(_progress(each)[0] == 200 for each in both)
        shown = _shown(*both)
    with live.ledger.engine.connect() as connection:
        ledger = tally(connection)
        whole = [one for one in together(sources(connection)) if one.kind == KIND]
    assert shown["warning_batch_records_sum"] == number
    assert shown["warning_partitions_assigned"] == 32
    assert sum(value for name, value in shown.items() if "lag_records" in name) == 0
    found, waited = _outcomes(shown), _outcomes(shown, "warning_waited_total")
    assert sum(found[outcome] for outcome in TALLIED) + found["held"] == number
    for outcome in TALLIED:
        assert found[outcome] + waited[outcome] == sum(getattr(one, outcome) for one in whole)
    assert found["held"] - sum(waited.values()) == ledger.held
    assert found["refused"] == ledger.refused > 0
    assert shown["warning_wakes_total"] > 0


def test_lag_without_progress_and_a_stopped_partition_are_told(pipeline: Pipeline, live: Opened) -> None:
    with pipeline.worker(200, "--stall-after", "2") as worker:
        pipeline.wait(lambda: _progress(worker)[0] == 200)
        with live.ledger.engine.connect() as connection, connection.begin():
            connection.execute(select(LANE).with_for_update())
            pipeline.publish(lines()[:50])
            pipeline.wait(lambda: _progress(worker)[1].get("status") == "stalled")
            assert _progress(worker)[0] == 503
            assert worker.asked("/live")[0] == 200
        pipeline.wait(lambda: _progress(worker)[0] == 200)
        admin = Admin(pipeline.broker)
        admin.delete("repayment")
        admin.close()
        pipeline.wait(lambda: _progress(worker)[1].get("status") == "stopped")
        code, said = _progress(worker)
        assert (code, {one["topic"] for one in said["stopped"]}) == (503, {"repayment"})
        assert {one["reason"] for one in said["stopped"]} == {"gone"}
        assert 'reason="gone",topic="repayment"} 1.0' in worker.asked("/metrics")[1]


def test_a_log_of_json_names_nobody(pipeline: Pipeline, live: Opened) -> None:
    with pipeline.worker(200, "--heartbeat", "1", "--web-port", "off", named={settings.LOG: "json"}) as worker:
        number = pipeline.publish(lines())
        pipeline.read(live, number)
        with live.ledger.engine.connect() as connection, connection.begin():
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                    "AND datname = current_database()"
                )
            )
        pipeline.publish(lines()[-20:])
        pipeline.read(live, number + 20)
    assert worker.process.returncode == 0
    found = [json.loads(line) for line in worker.said().splitlines()]
    assert {"running", "partitions_assigned", "records_quarantined", "stopped"} <= {one["event"] for one in found}
    assert all({"time", "level", "event", "text"} <= one.keys() for one in found)
    names = {NAMED}
    for line in lines():
        try:
            content = json.loads(line)
        except ValueError:
            continue
        data = content.get("data", {}) if isinstance(content, dict) else {}
        names |= {
            str(value) for key, value in data.items() if key.endswith(("name", "person", "_by")) and len(str(value)) > 1
        }
    names = {name for name in names if not name.isdigit()}  # an organisation's number may be part of an instant
    assert len(names) > 20
    assert [name for name in names if name in worker.said()] == []


def test_a_worker_that_cannot_begin_says_so_in_its_kind_of_log(pipeline: Pipeline, live: Opened) -> None:
    assert live.ledger.about.clock == "live"
    taken = pipeline.warning("worker", "--brokers", "127.0.0.1:1", named={settings.LOG: "json"})
    assert taken.returncode == 3
    assert json.loads(taken.stderr.splitlines()[-1])["event"] == "ended"
    assert pipeline.warning("worker", "--web-port", "http").returncode == 2
    port = pipeline.broker.servers.split(",")[0].rpartition(":")[2]
    held = pipeline.warning("worker", "--web-port", port)
    assert (held.returncode, "Choose another port" in held.stderr) == (3, True)


def _read(connection: Connection, here: Opened) -> Figures:
    return read_figures(connection, here.setting.frame.orgs, now())


def test_no_figure_reads_a_table_that_grows_with_the_loans(live: Opened) -> None:
    intake = bank.intake(live.ledger)
    bank.take_in(intake, list(lines()[:-10]))
    asked: list[tuple[str, Any]] = []
    with live.ledger.engine.connect() as connection:
        listening = lambda _c, _cursor, statement, parameters, *_: asked.append((statement, parameters))  # noqa: E731
        event.listen(live.ledger.engine, "before_cursor_execute", listening)
        found = _read(connection, live)
        event.remove(live.ledger.engine, "before_cursor_execute", listening)
        assert sum(found.live.values()) == sum(standing(connection).live[1:]) > 0
        assert found.outbox > 0
        assert found.outbox_first is not None
        kept = connection.execute(text("SHOW track_commit_timestamp")).scalar_one() == "on"
        sleep(0.1)
        waits = [one.outbox_waits for one in (found, _read(connection, live)) if one.outbox_waits is not None]
        assert len(waits) == (2 if kept else 0)
        assert waits == sorted(set(waits)), "since its commit, whoever asks"
        assert all(0 < one < 600 for one in waits), "the records are of another month"
        assert sum(found.overdue.values()) >= standing(connection).duties_breached > 0
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plans = []
        for statement, parameters in asked:
            if "SELECT" in statement:
                plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars()
                plans.append("\n".join(plan))
    assert len(plans) >= 9
    grown = ("aggregate", "duty", "warning", "change", "signal", "journal", "loan", "borrower", "quarantine", "outbox")
    assert [plan for plan in plans for table in grown if f"Seq Scan on {table}" in plan] == []
