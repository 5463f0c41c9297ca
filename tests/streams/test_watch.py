"""What a worker answers to whoever asks whether it is ready and goes on, and what it shows to Prometheus."""

from __future__ import annotations

import re
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

from warning.core.events import OrgLevel
from warning.core.frame import LEVELS
from warning.intake.tally import OUTCOMES
from warning.ledger.sql.figures import Figures
from warning.streams import metrics as catalogue
from warning.streams.gauges import Waits, pause_after, show
from warning.streams.metrics import Metrics
from warning.streams.places import Part, source_name
from warning.streams.placing import Stuck
from warning.streams.room import QUIET_S, UNWRITABLE
from warning.streams.told import Batch, Told
from warning.streams.watch import RECENT_S, Watch
from warning.wording.phrases.metrics import METRICS

ONE, OTHER = Part("repayment", 0), Part("command", 3)
TALLY = {"applied": 3, "duplicate": 1, "stale": 0, "held": 1, "quarantined": 0, "refused": 2}
NAMES = {
    *("warning_build_info", "warning_records_total", "warning_batch_records", "warning_batch_seconds"),
    *("warning_partition_lag_records", "warning_partition_behind_seconds", "warning_partition_stopped"),
    *("warning_partitions_assigned", "warning_progress_timestamp_seconds", "warning_clock_timestamp_seconds"),
    *("warning_wakes_total", "warning_due_aggregates", "warning_inbox_pending", "warning_outbox_pending"),
    *("warning_outbox_oldest_seconds", "warning_held", "warning_quarantined", "warning_duties_overdue"),
    *("warning_warnings_live", "warning_errors_total", "warning_restarts_total", "warning_sent_total"),
    *("warning_ledger_read_timestamp_seconds", "warning_waited_total"),
}
"""Dashboards and alert rules go by these."""


class Heard(Told):
    def __init__(self) -> None:
        self.batches: list[Batch] = []

    def taken(self, batch: Batch) -> None:
        self.batches.append(batch)


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watch(clock: Clock, heard: Heard) -> Watch:
    return Watch(Metrics("1.2", "0.3"), heard, stall_s=60.0, tick=clock, wall=clock)


def shown(watch: Watch) -> dict[str, float]:
    """Every series of ours, by its name and labels as written."""
    lines = watch.metrics.text().decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if line.startswith("warning_"))
    return {name: float(value) for name, value in pairs}


def batch(records: int = 5) -> Batch:
    return Batch(records, 0.2, {ONE: TALLY}, {ONE: (0, records)})


def test_all_names_are_there_and_no_others(watch: Watch) -> None:
    types = re.findall(r"^# TYPE (warning_\w+) (\w+)", watch.metrics.text().decode(), re.MULTILINE)
    assert {name for name, _ in types} == NAMES
    assert len(METRICS) == len(NAMES)
    assert {name for name, kind in types if kind == "counter"} == {name for name in NAMES if name.endswith("_total")}


def test_help_is_in_the_worker_s_language() -> None:
    assert "# HELP warning_held 正在等待其借据的记录数" in Metrics("1", "1", "zh").text().decode()


def test_outcomes_are_counted_by_topic(watch: Watch, heard: Heard) -> None:
    watch.taken(batch())
    watch.taken(batch())
    found = shown(watch)
    for outcome, number in TALLY.items():
        series = f'warning_records_total{{outcome="{outcome}",topic="repayment"}}'
        assert found.get(series, 0) == 2 * number
    assert found["warning_batch_records_sum"] == 10
    assert found["warning_batch_seconds_count"] == 2
    assert len(heard.batches) == 2, "it was not passed on"


def test_how_waits_ended_is_counted_once_and_beside_what_was_read(watch: Watch) -> None:
    """Then what began to wait less what waits no more is what waits."""
    watch.taken(batch())
    for found in (
        {(ONE, "applied"): 2},
        {(ONE, "applied"): 2},
        {(ONE, "applied"): 2, (Part("repayment", 1), "quarantined"): 1},
    ):
        watch.waited_out(found)
    series = shown(watch)
    waited = {
        one: series[f'warning_waited_total{{outcome="{one}",topic="repayment"}}'] for one in ("applied", "quarantined")
    }
    assert waited == {"applied": 2, "quarantined": 1}
    assert series['warning_records_total{outcome="applied",topic="repayment"}'] == TALLY["applied"]


def test_wakes_are_counted_once(watch: Watch) -> None:
    for number in (3, 3, 8):
        watch.woken(number)
    assert shown(watch)["warning_wakes_total"] == 8


def test_errors_have_their_kinds_and_begin_reading_again(watch: Watch) -> None:
    watch.lost("kafka", "away")
    watch.lost("ledger", "OperationalError")
    watch.moved(source_name(ONE, UUID(int=1)))
    watch.unsent("kafka", "away")
    found = shown(watch)
    assert [found[f'warning_errors_total{{kind="{kind}"}}'] for kind in catalogue.ERRORS] == [2, 1, 1]
    assert found["warning_restarts_total"] == 3


def _answer(watch: Watch) -> tuple[bool, dict[str, Any]]:
    return watch.progress()


def test_it_is_ready_once_placed_while_both_answer(watch: Watch, clock: Clock) -> None:
    assert watch.ready() == (
        False,
        {"placed": False, "partitions": 0, "silent": ["kafka", "ledger"], "unwritable": None},
    )
    watch.answered("kafka")
    watch.answered("ledger")
    assert watch.ready()[0] is False
    watch.placed(0)
    fine = {"placed": True, "partitions": 0, "silent": [], "unwritable": None}
    assert watch.ready() == (True, fine), "who stands by is ready"
    clock.now += RECENT_S
    watch.answered("kafka")
    assert watch.ready()[1]["silent"] == ["ledger"]
    watch.answered("ledger")
    assert watch.ready()[0]
    watch.lost("kafka", "away")
    assert watch.ready() == (False, fine | {"silent": ["kafka"]})


@pytest.mark.parametrize("why", UNWRITABLE)
def test_a_database_that_cannot_write_is_not_ready_until_it_has_written(watch: Watch, clock: Clock, why: str) -> None:
    """It answers whoever asks it, the gauges most of all."""
    watch.placed(1)
    watch.answered("kafka")
    watch.committed(7)
    watch.lost("ledger", why)
    clock.now += QUIET_S
    watch.answered("kafka")
    watch.answered("ledger")
    watch.committed(7)
    assert watch.ready() == (False, {"placed": True, "partitions": 0, "silent": [], "unwritable": why})
    watch.committed(8)
    assert watch.ready()[0]
    watch.unsent("ledger", why)
    watch.committed(9)
    assert not watch.ready()[0], "a small row may fit where a batch does not"
    clock.now += QUIET_S
    watch.answered("kafka")
    watch.answered("ledger")
    assert watch.ready()[0]


def test_while_the_database_says_nothing_nobody_asks_brokers(watch: Watch, clock: Clock) -> None:
    watch.placed(1)
    watch.answered("kafka")
    watch.answered("ledger")
    watch.silent("ledger")
    clock.now += RECENT_S
    assert watch.ready()[1]["silent"] == ["ledger"]
    watch.answered("ledger")
    assert watch.ready()[0], "brokers could not be asked yet"
    clock.now += RECENT_S
    watch.answered("ledger")
    assert watch.ready()[1]["silent"] == ["kafka"]
    assert shown(watch)['warning_errors_total{kind="database"}'] == 1


def test_lag_without_progress_is_a_stall_and_idleness_is_none(watch: Watch, clock: Clock) -> None:
    watch.placed(2)
    for _ in range(10):
        clock.now += 50
        watch.standing({ONE: (5, 5), OTHER: (7, 7)})
        assert _answer(watch)[0]
    watch.standing({ONE: (5, 9), OTHER: (7, 7)})
    clock.now += 60
    watch.standing({ONE: (5, 12), OTHER: (7, 7)})
    fine, said = _answer(watch)
    assert (fine, said["lag"], said["status"]) == (True, 7, "ok")
    assert [one["behind_seconds"] for one in said["partitions"]] == [0, 60]
    clock.now += 1
    fine, said = _answer(watch)
    assert (fine, said["status"], said["seconds_since_progress"]) == (False, "stalled", 61)
    watch.taken(batch())
    assert _answer(watch)[0]


def test_who_has_no_partitions_says_what_it_does_instead(watch: Watch, clock: Clock) -> None:
    """It does not say that all is read: of what is not its own it does not know that."""
    for at_first in (True, False):
        fine, said = _answer(watch)
        assert (fine, said["status"], said["lag"]) == (True, "waiting", None), "at its start, and in a rebalance"
        clock.now += 61
        assert (_answer(watch)[0], _answer(watch)[1]["status"]) == (False, "stalled")
        if at_first:
            watch.placed(0)
            watch.standing({})
            fine, said = _answer(watch)
            assert (fine, said["status"], said["lag"]) == (True, "standing_by", 0)
            watch.placed(2)
            watch.standing({ONE: (5, 5), OTHER: (7, 7)})
            assert (_answer(watch)[1]["status"], _answer(watch)[1]["lag"]) == ("ok", 0)
            watch.waiting()


def test_how_far_behind_stays_said_while_nothing_can_be_written(watch: Watch, clock: Clock) -> None:
    """Each time it is tried again partitions go and come; what is unread stays unread, and alarms go by it."""
    watch.placed(2)
    assert _answer(watch)[1]["lag"] is None, "nobody has looked yet"
    watch.standing({ONE: (5, 9), OTHER: (7, 7)})
    watch.lost("ledger", "read_only")
    for _ in range(2):
        watch.waiting()
        watch.placed(2)
        clock.now += 2
        assert _answer(watch)[1]["lag"] == 4
        found = shown(watch)
        assert found['warning_partition_lag_records{partition="0",topic="repayment"}'] == 4
        assert found["warning_partitions_assigned"] == 2


def test_a_stopped_partition_is_told_at_once_until_it_is_read_again(watch: Watch) -> None:
    watch.stopped([Stuck(OTHER, "cut", 5, 9, 20)])
    watch.standing({ONE: (5, 5)})
    fine, said = _answer(watch)
    assert (fine, said["status"]) == (False, "stopped")
    assert said["stopped"] == [
        {"topic": "command", "partition": 3, "reason": "cut", "offset": 5, "begin": 9, "end": 20}
    ]
    series = 'warning_partition_stopped{partition="3",reason="cut",topic="command"}'
    assert shown(watch)[series] == 1
    watch.stopped([])
    assert _answer(watch)[0]
    assert series not in shown(watch)


def test_partitions_of_others_are_not_shown(watch: Watch) -> None:
    watch.placed(2)
    watch.standing({ONE: (5, 9), OTHER: (7, 7)})
    assert shown(watch)['warning_partition_lag_records{partition="0",topic="repayment"}'] == 4
    watch.waiting()
    assert not [name for name in shown(watch) if name.startswith("warning_partition_")]
    assert shown(watch)["warning_partitions_assigned"] == 0
    watch.standing({OTHER: (7, 7)})
    assert [name for name in shown(watch) if "lag_records" in name] == [
        'warning_partition_lag_records{partition="3",topic="command"}'
    ]


def test_the_ledger_s_figures_are_shown_as_read(watch: Watch) -> None:
    figures = Figures(
        clock=9_000_000,
        due=1,
        inbox=2,
        outbox=3,
        outbox_first=(1, 2, 3),
        outbox_waits=None,
        held=4,
        quarantined=5,
        overdue={"branch": 6},
        live={"red": 7},
    )
    assert str(shown(watch)["warning_held"]) == "nan", "nobody has read it yet"
    show(figures, watch.metrics, 10_000_000, 6.0)
    found = shown(watch)
    assert found["warning_clock_timestamp_seconds"] == 9
    assert found["warning_outbox_oldest_seconds"] == 6
    assert found['warning_duties_overdue{tier="branch"}'] == 6
    assert found['warning_warnings_live{level="red"}'] == 7
    assert found["warning_ledger_read_timestamp_seconds"] == 10
    names = ("due_aggregates", "inbox_pending", "outbox_pending", "held", "quarantined")
    assert [found[f"warning_{name}"] for name in names] == [1, 2, 3, 4, 5]


def test_what_waits_is_as_old_as_it_has_been_seen_to_wait() -> None:
    waits = Waits()
    looks = [(0.0, None), (15.0, (1, 7, 0)), (30.0, (1, 7, 0)), (45.0, (1, 9, 0)), (330.0, (1, 9, 0)), (345.0, None)]
    assert [waits.look(now, first) for now, first in looks] == [0, 0, 15, 0, 285, 0]
    assert waits.look(400.0, (1, 9, 0)) == 0


def test_labels_are_those_of_the_model() -> None:
    assert set(catalogue.TIERS) == set(get_args(OrgLevel))
    assert LEVELS[1:] == catalogue.LEVELS
    assert set(catalogue.REASONS) == set(get_args(get_type_hints(Stuck)["why"]))
    assert set(catalogue.OUTCOMES) == {*OUTCOMES, "refused"}


@pytest.mark.parametrize(("took", "pause"), [(0.01, 15), (0.15, 15), (0.5, 50), (1.2, 120), (60, 120)])
def test_figures_that_take_long_are_read_less_often_but_within_two_minutes(took: float, pause: float) -> None:
    """A database that hung for a minute is not slow: who waits for figures is called after five."""
    assert pause_after(took) == pytest.approx(pause)
