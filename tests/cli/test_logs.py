"""A worker's log: one JSON object a line, and nothing of what a record says in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from typer import Exit

from warning import settings
from warning.cli.stop import FAILED, UNREADABLE, Stop
from warning.cli.streams.aloud import AGAIN_S, Aloud
from warning.cli.streams.logs import log, logging_as_asked
from warning.streams.places import Broker, Part
from warning.streams.placing import Stuck
from warning.streams.room import QUIET_S, trouble
from warning.streams.told import Batch

NAME = "张三丰"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.fixture
def as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.LOG, "json")


def _fail() -> None:
    """As a database does: its words, and the statement's parameters, quote the record."""
    raise IntegrityError("INSERT INTO private", {"value": NAME}, ValueError(f"Key (value)=({NAME}) already exists."))


def _fail_together() -> None:
    """As a task group does."""
    try:
        _fail()
    except IntegrityError as error:
        raise ExceptionGroup(NAME, [error]) from None


@pytest.mark.usefixtures("as_json")
def test_what_a_worker_says_is_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    part = Part("repayment", 3)
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        told.placed(8)
        told.taken(Batch(9, 0.1, {part: {"quarantined": 2}}, {part: (40, 49)}))
        told.tell_broken()
        told.stuck(Stuck(part, "cut", 5, 9, 20))
        told.lost("kafka", "password")
        told.lost("kafka", "password")
    found = _lines(capsys)
    assert [one["event"] for one in found] == [
        "partitions_assigned",
        "records_quarantined",
        "partition_stopped",
        "kafka_lost",
    ]
    assert all({"time", "level", "event", "text"} <= one.keys() for one in found)
    assert found[1] | {"topic": "repayment", "partition": 3, "offset": 40, "quarantined": 2} == found[1]
    assert found[2] | {"level": "error", "reason": "cut", "offset": 5, "begin": 9, "end": 20} == found[2]
    assert "password is wrong" in found[3]["text"]


@pytest.mark.usefixtures("as_json")
def test_who_was_lost_is_told_once_and_again_when_back(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        told.answered("kafka")
        for _ in range(2):
            told.lost("kafka", "away")
            told.lost("kafka", "away")
            told.answered("ledger")
            told.answered("kafka")
            told.answered("kafka")
        told.lost("ledger", "OperationalError")
        told.placed(1)
    found = [one["event"] for one in _lines(capsys)]
    assert found == ["kafka_lost", "kafka_back"] * 2 + ["ledger_lost", "ledger_back", "partitions_assigned"]


@pytest.mark.usefixtures("as_json")
def test_who_says_nothing_is_told_once_and_when_back(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        for _ in range(2):
            told.silent("ledger")
            told.silent("ledger")
            told.lost("ledger", "OperationalError")
            told.answered("ledger")
        told.silent("kafka")
    found = _lines(capsys)
    assert [one["event"] for one in found] == ["ledger_silent", "ledger_back"] * 2 + ["kafka_silent"]
    assert "for 15 seconds" in found[-1]["text"]


@pytest.mark.usefixtures("as_json")
def test_who_stays_away_is_told_again(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("warning.cli.streams.aloud.time.monotonic", lambda: clock[0])
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        for clock[0] in (1.0, 2.0, AGAIN_S, AGAIN_S + 1, 2 * AGAIN_S):
            told.lost("kafka", "ConnectionRefusedError")
    found = _lines(capsys)
    assert [one["event"] for one in found] == ["kafka_lost", "kafka_lost"]
    assert "nobody listens" in found[0]["text"]


@pytest.mark.usefixtures("as_json")
def test_who_is_away_cannot_be_written_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000.0]
    monkeypatch.setattr("warning.cli.streams.aloud.time.monotonic", lambda: clock[0])
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        told.lost("ledger", "read_only")
        told.committed(1)
        told.lost("ledger", "ConnectionTimeout")
        clock[0] += QUIET_S
        told.turned()
        told.answered("ledger")
        told.turned()
    events = [one["event"] for one in _lines(capsys)]
    assert events == ["ledger_read_only", "ledger_lost", "ledger_back", "ledger_written"]


@pytest.mark.usefixtures("as_json")
@pytest.mark.parametrize(("why", "words"), [("full", "no space left"), ("read_only", "may be a standby")])
def test_a_database_that_cannot_write_is_told_once_however_often_it_answers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, why: str, words: str
) -> None:
    clock = [1_000.0]
    monkeypatch.setattr("warning.cli.streams.aloud.time.monotonic", lambda: clock[0])
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        told.committed(5)
        told.placed(32)
        for clock[0] in (1_002.0, 1_004.0, 1_000.0 + AGAIN_S, 1_010.0 + AGAIN_S):
            told.lost("ledger", why)
            told.unsent("ledger", why)
            told.placed(32)
            told.committed(5)
            told.turned()
        told.committed(6)
        told.turned()
        clock[0] += QUIET_S
        told.turned()
        told.turned()
    placed, *found = _lines(capsys)
    assert placed["event"] == "partitions_assigned", "and not each time it is tried again"
    assert [one["event"] for one in found] == [f"ledger_{why}", f"ledger_{why}", "ledger_written"]
    assert words in found[0]["text"]
    assert [one["level"] for one in found] == ["error", "error", "info"]


@pytest.mark.usefixtures("as_json")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('connection failed: connection to server at "127.0.0.1" failed: Connection refused', "no database runs there"),
        ("terminating connection due to administrator command", "it closed the connection"),
        ("FATAL: the database system is starting up", "it is being started or stopped"),
        ("FATAL: sorry, too many clients already", "raise max_connections"),
        (f"Key (value)=({NAME}) already exists.", "ValueError"),
    ],
)
def test_why_the_database_was_lost_is_told_in_words_of_ours(
    capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    """Its own may quote a record."""
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        told.lost("ledger", trouble(OperationalError("INSERT", {"value": NAME}, ValueError(words))))
    (line,) = _lines(capsys)
    assert line["event"] == "ledger_lost"
    assert said in line["text"]
    assert NAME not in json.dumps(line, ensure_ascii=False)


@pytest.mark.usefixtures("as_json")
def test_what_kafka_s_clients_say_ten_times_a_second_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as_asked("en"):
        logging.getLogger("aiokafka.client").error("Unable connect to node with id %s", 1)
        logging.getLogger("kafka.conn").warning("Marking the coordinator dead")
        logging.getLogger("mode.worker").error("another library's line")
    assert [one["logger"] for one in _lines(capsys)] == ["mode.worker"]


@pytest.mark.usefixtures("as_json")
def test_a_sign_of_life_comes_also_while_nothing_is_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((0.0, 9.0, 10.0, 10.0, 19.0, 20.0, 20.0))
    monkeypatch.setattr("warning.cli.streams.aloud.time.monotonic", lambda: next(clock))
    part = Part("repayment", 3)
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 10.0)
        told.taken(Batch(9, 0.1, {part: {"quarantined": 2}}, {part: (40, 49)}))
        told.turned()
        told.turned()
        told.turned()
    found = _lines(capsys)
    assert [one["event"] for one in found] == ["records_read", "records_quarantined", "records_read"]
    assert [one["records"] for one in found if "records" in one] == [9, 9]


@pytest.mark.usefixtures("as_json")
def test_waits_that_ended_in_vain_are_told_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    part = Part("repayment", 3)
    with logging_as_asked("en"):
        told = Aloud(Broker(servers="b:1"), "en", 0.0)
        for in_vain in (2, 2, 3):
            told.waited_out({(part, "quarantined"): in_vain, (part, "applied"): 7})
            told.tell_broken()
    found = _lines(capsys)
    assert [(one["event"], one["quarantined"]) for one in found] == [("waited_in_vain", 2), ("waited_in_vain", 1)]


@pytest.mark.usefixtures("as_json")
def test_how_a_worker_ends_is_a_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exit) as left, logging_as_asked("en"):
        raise Stop(UNREADABLE, "why")
    assert left.value.exit_code == UNREADABLE
    with pytest.raises(Exit) as failed, logging_as_asked("en"):
        _fail()
    assert failed.value.exit_code == FAILED
    ended, broken = _lines(capsys)
    assert (ended["event"], ended["text"], ended["code"]) == ("ended", "why", UNREADABLE)
    assert (broken["event"], broken["error"]) == ("failed", "IntegrityError")
    assert broken["where"][-1].endswith("_fail")


@pytest.mark.parametrize("kind", ["text", "json"])
def test_no_log_quotes_a_record(kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(settings.LOG, kind)
    with logging_as_asked("zh"):
        log(logging.INFO, "begun", "begun")
        for logger in ("warning.worker", "faust.worker", "asyncio"):
            try:
                _fail()
            except IntegrityError as error:
                logging.getLogger(logger).exception("Error: %r", error)  # noqa: TRY401 - as Faust and mode do
                text = f"Task exception was never retrieved\nfuture: <Task exception={error!r}>"
                logging.getLogger(logger).exception(text)  # as asyncio does
        try:
            _fail_together()
        except ExceptionGroup:
            logging.getLogger("mode").exception("Crashed: %r", NAME)
    said = capsys.readouterr().err
    assert said.count("IntegrityError") == 7
    assert said.count("test_logs.py") >= 14
    assert NAME not in said
    assert "Key (value)" not in said


def test_another_kind_of_log_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.LOG, "xml")
    with pytest.raises(Stop, match="'xml'; write one of text, json"), logging_as_asked("en"):
        pass
