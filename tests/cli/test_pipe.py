"""``warning ingest -`` from a pipe: what has come is decided and committed, whether or not more comes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import takewhile
from pathlib import Path
from threading import Event, Thread, Timer
from typing import IO, Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.kept import kept, looking, told
from tests.cli.run import LIVE, Person
from warning.bootstrap import open_ledger
from warning.cli.ledger.ingesting import take
from warning.contracts.decode import Incoming
from warning.core.scalars import read_moment
from warning.intake import arriving as pipes
from warning.intake.arriving import PAUSE, arriving, head_of
from warning.intake.files import Shorter, opened_at
from warning.intake.ingest import Intake
from warning.intake.positioned import Item, Line, Pause, lines_from, positioned
from warning.ledger.sql.sources import Position, Source, sources
from warning.wording.text import Lang

PATIENCE_S = 60


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipes, "QUIET", 0.05)
    monkeypatch.setattr(pipes, "OFTEN", 0.1)


class Pipe:
    """A pipe into ``ingest -``, which a thread does as long as it is open."""

    def __init__(self, name: str = "bank") -> None:
        reading, self._writing = os.pipe()
        self._name, self._reading = name, os.fdopen(reading, "rb")
        self._thread = Thread(target=self._take)
        self._thread.start()

    def write(self, *lines: str) -> None:
        os.write(self._writing, "".join(f"{one}\n" for one in lines).encode())

    def close(self) -> None:
        with suppress(OSError):
            os.close(self._writing)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()

    def _take(self) -> None:
        here = open_ledger("ledger.db")
        take(here, Path("-"), "zh", named=self._name, opened=self._opened)
        here.close()

    def _opened(self, path: Path, lang: Lang) -> IO[bytes]:  # noqa: ARG002 - as a caller has it
        return self._reading


def awaited(what: Callable[[Source], bool]) -> Source:
    """The one file among the sources, once it is so."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with looking() as connection:
            found = [one for one in sources(connection) if one.kind == "file" and what(one)]
        if found:
            return found[0]
        time.sleep(0.02)
    raise AssertionError("it does not come")


@pytest.mark.parametrize("clock", ["live", "event"])
def test_what_has_come_is_decided_while_the_pipe_is_open(person: Person, clock: str) -> None:
    person.run("init", "--clock", clock, *LIVE)
    pipe = Pipe()
    try:
        pipe.write(named(), lent())
        awaited(lambda one: one.records == 2)
        pipe.write(sued())
        awaited(lambda one: one.records == 3)
        (warning,) = told(person, "alerts", "list")
        assert warning["level"] == "red"
    finally:
        pipe.close()
    person.write("all.jsonl", named(), lent(), sued())
    person.run("init", "--clock", clock, "--ledger", "whole.db", *LIVE)
    assert person.run("ingest", "all.jsonl", "--ledger", "whole.db").code == 0
    assert kept() == kept("whole.db")


def test_on_a_live_ledger_an_act_waits_for_a_pause_and_time_for_nobody(person: Person) -> None:
    person.run("init", "--clock", "live", *LIVE)
    pipe = Pipe()
    try:
        pipe.write(named(), lent(), sued(), reported("2026-11-03T11:00:00+08:00"))
        quiet = awaited(lambda one: one.records == 4 and one.finished)
        assert quiet.position.taken == 0, "it goes on behind the last line"
        assert [row["kind"] for row in told(person, "duties", "list", "--state", "met")] == ["first_notice", "report"]
        pipe.write(lent("L2"))
        awaited(lambda one: one.records == 5 and one.finished and one.position.line == 6)
    finally:
        pipe.close()


def test_of_an_event_driven_ledger_the_facts_of_an_instant_come_first_whenever_they_come(person: Person) -> None:
    at = "2026-11-03T11:00:00+08:00"
    person.run("init")
    pipe = Pipe()
    try:
        pipe.write(named(), lent(), reported(at))
        awaited(lambda one: one.records == 2)
        time.sleep(0.3)
        pipe.write(sued(at))
        awaited(lambda one: one.records == 3)
        assert len(told(person, "duties", "list", "--state", "open")) > 4, "the report has not been heard"
    finally:
        pipe.close()
    assert [row["kind"] for row in told(person, "duties", "list", "--state", "met")] == ["first_notice", "report"]


def test_a_source_is_not_heard_to_its_end_while_what_came_is_not_written(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch after the first meets a failure that passes, and a pause comes before it is tried again."""
    person.run("init", "--clock", "live", *LIVE)
    here = open_ledger("ledger.db")
    into = Intake(here.ledger, here.setting.frame, batch=2)
    really, heard, tried = into._try, list[int](), list[int]()

    def failing(at: Source, batch: list[Item]) -> Any:
        tried.append(len(batch))
        return None if len(tried) == 2 else really(at, batch)

    def finish(at: Source, offset: int, line: int) -> Source:
        heard.append(at.records)
        return Intake.finish(into, at, offset, line)

    monkeypatch.setattr(into, "_try", failing)
    monkeypatch.setattr(into, "finish", finish)
    raw = [*(f"{one}\n".encode() for one in (named(), lent(), lent("L2"))), PAUSE, f"{lent('L3')}\n".encode()]
    items = positioned(lines_from(raw, Position()), now=lambda: int(read_moment("2026-12-01T00:00:00+08:00")))
    after = into.ingest(Source("file:x", "file"), items)
    here.close()
    assert (tried, heard, after.records) == ([2, 1, 1, 1], [3], 4)


def test_a_failure_that_passes_at_a_pause_ends_nothing(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is written by then; whether the source counts as heard can wait for the next pause."""
    person.run("init", "--clock", "live", *LIVE)
    here = open_ledger("ledger.db")
    into, tried = Intake(here.ledger, here.setting.frame), list[int]()

    def finish(at: Source, offset: int, line: int) -> Source:
        tried.append(at.records)
        if len(tried) == 1:
            raise OperationalError("COMMIT", {}, Exception("gone"), connection_invalidated=True)
        return Intake.finish(into, at, offset, line)

    monkeypatch.setattr(into, "finish", finish)
    raw = [f"{named()}\n".encode(), PAUSE, f"{lent()}\n".encode(), PAUSE]
    items = positioned(lines_from(raw, Position()), now=lambda: int(read_moment("2026-12-01T00:00:00+08:00")))
    after = into.ingest(Source("file:x", "file"), items)
    here.close()
    assert (tried, after.records, after.finished) == ([1, 2], 2, True)


def test_who_sends_all_again_after_an_interruption_has_each_taken_once(person: Person) -> None:
    person.run("init", "--clock", "live", *LIVE)
    lines = [named(), lent(), sued(), reported("2026-11-03T11:00:00+08:00"), lent("L2")]
    first = Pipe()
    first.write(*lines[:4])
    awaited(lambda one: one.records == 4)
    first.close()
    again = Pipe()
    again.write(*lines[:2])
    again.write(*lines[2:])
    again.close()
    (status,) = told(person, "status")
    assert (status["total"]["records"], status["total"]["applied"], status["total"]["duplicate"]) == (5, 5, 0)


@pytest.fixture
def pipe() -> Iterator[tuple[IO[bytes], int]]:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream:
        yield stream, writing
        with suppress(OSError):
            os.close(writing)


def test_lines_are_whole_and_pauses_stand_between_them(pipe: tuple[IO[bytes], int]) -> None:
    stream, writing = pipe
    os.write(writing, b"one\ntw")
    lines = arriving(stream, b"head\n")
    assert [next(lines), next(lines), next(lines)] == [b"head\n", b"one\n", PAUSE]
    assert next(lines) == PAUSE, "again, as long as nothing comes"
    os.write(writing, b"o\nthree")
    found = [each for each in (next(lines), next(lines)) if each != PAUSE]
    assert found == [b"two\n"]
    os.close(writing)
    assert [each for each in lines if each != PAUSE] == [b"three"]


@contextmanager
def dripping(writing: int) -> Iterator[None]:
    ended = Event()

    def drip() -> None:
        while not ended.wait(0.02):
            os.write(writing, b"drop\n")

    thread = Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_what_comes_by_drops_has_pauses_too(pipe: tuple[IO[bytes], int], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never silent for ``QUIET``; what has come does not wait for ever."""
    stream, writing = pipe
    monkeypatch.setattr(pipes, "QUIET", PATIENCE_S)
    with dripping(writing):
        assert list(takewhile(lambda each: each != PAUSE, arriving(stream, b""))), "lines came first"


def test_the_beginning_of_what_comes_by_drops_is_not_waited_for(
    pipe: tuple[IO[bytes], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, writing = pipe
    monkeypatch.setattr(pipes, "QUIET", PATIENCE_S)
    with dripping(writing):
        assert 0 < len(head_of(stream, 0, 2_000)) < 2_000


def test_where_there_is_always_more_no_pause_is_made(pipe: tuple[IO[bytes], int]) -> None:
    stream, writing = pipe
    end = time.monotonic() + 3 * pipes.OFTEN
    os.write(writing, b"more\n")
    lines = arriving(stream, b"")
    while time.monotonic() < end:
        assert next(lines) == b"more\n"
        os.write(writing, b"more\n")


def test_a_pipe_begins_with_a_whole_line_and_what_comes_with_it(pipe: tuple[IO[bytes], int]) -> None:
    stream, writing = pipe
    os.write(writing, b"first")
    late = Timer(0.2, partial(os.write, writing, b" line\nsecond"))
    late.start()
    assert head_of(stream, 0, 65_536) == b"first line\nsecond"
    late.join()
    os.write(writing, b"abcdef")
    assert head_of(stream, 0, 4) == b"abcd", "no more than is asked for"


def test_a_pipe_is_read_on_behind_what_is_done_or_ends_before(pipe: tuple[IO[bytes], int]) -> None:
    stream, writing = pipe
    os.write(writing, b"more\nlast\n")
    os.close(writing)
    assert list(opened_at(stream, b"known\n", 11)) == [b"last\n"]
    with pytest.raises(Shorter):
        opened_at(stream, b"known\n", 20)


def read(lines: list[str], *, live: bool, skip: int = 0) -> list[Any]:
    """Each item's number and position, and each pause's; an empty line is one."""
    raw = (f"{one}\n".encode() if one else PAUSE for one in lines)
    now = (lambda: int(read_moment("2026-12-01T00:00:00+08:00"))) if live else None
    found: list[Any] = []
    for each in positioned(lines_from(raw, Position()), skip=skip, now=now):
        if isinstance(each, Item):
            assert isinstance(each.read, Incoming)
            found.append((each.line.number, each.position.line, each.position.taken))
        else:
            found.append(("pause", each.position.line, each.position.taken))
    return found


AT = "2026-11-03T11:00:00+08:00"
ACT_AND_FACT = [named(), reported(AT), "", sued(AT)]


def test_where_a_source_stands_at_a_pause() -> None:
    before = [(1, 1, 1)]
    assert read(ACT_AND_FACT, live=True) == [*before, (2, 3, 0), ("pause", 3, 0), (3, 3, 1)]
    assert read(ACT_AND_FACT, live=False) == [*before, ("pause", 3, 0), (3, 2, 1), (2, 2, 2)]


def test_a_pause_before_the_place_to_go_on_from_ends_no_instant() -> None:
    """Of the second instant two are done: one of them lies behind the pause."""
    other = line("x", "borrower.registered.v1", AT, customer_no="C2", borrower_name="后来")
    lines = [reported(AT), "", other, sued(AT)]
    assert read(lines, live=True, skip=2) == [("pause", 2, 0), (1, 1, 3)]


def test_no_pause_ends_an_instant_that_was_begun_before() -> None:
    """Three are done: both facts, and the first of the acts; a pause comes before the second fact does."""
    other = line("x", "borrower.registered.v1", AT, customer_no="C2", borrower_name="后来")
    second = reported(AT).replace("rep-", "again-")
    assert read([other, reported(AT), second, "", sued(AT)], live=True, skip=3) == [("pause", 4, 0), (3, 1, 4)]


def test_a_pause_has_its_place() -> None:
    raw = [b"a\n", b"\n", PAUSE, b"b\n"]
    assert list(lines_from(raw, Position())) == [Line(b"a", 0, 1), Line(b"", 3, 3), Line(b"b", 3, 3)]
    assert Pause(Position(3, 3)).position.taken == 0
