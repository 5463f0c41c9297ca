"""``warning run --follow``: what is appended is taken once, in whole lines, until the process is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.kept import told
from tests.cli.run import Person
from warning.bootstrap import Opened, open_ledger
from warning.cli.ending import Ending
from warning.cli.ledger.following import Following, Stopped
from warning.cli.stop import UNREADABLE, Stop
from warning.wording.text import Lang

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(person: Person) -> Iterator[Opened]:
    person.run("init")
    opened = open_ledger("ledger.db")
    yield opened
    opened.close()


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_only_whole_lines_are_taken_and_each_once(person: Person, here: Opened) -> None:
    path = person.write("feed.jsonl", named())
    following = Following(here, [path], Ending(), "zh")
    assert [done.run.records for done in following.read()] == [1]
    half, rest = lent()[:40], lent()[40:]
    append(path, half)
    assert following.read() == []
    append(path, f"{rest}\n{sued()}")
    assert [done.run.records for done in following.read()] == [1]
    append(path, "\n")
    (done,) = Following(here, [path], Ending(), "zh").read()  # another process goes on
    assert (done.run.records, done.total.records, done.total.quarantined) == (1, 3, 0)
    assert following.read() == []


def test_a_directory_is_read_in_the_order_of_its_names_and_what_is_new_in_it(person: Person, here: Opened) -> None:
    feed = person.here / "feed"
    feed.mkdir()
    following = Following(here, [feed], Ending(), "zh")
    assert following.read() == []
    person.write("feed/b.jsonl", lent())
    person.write("feed/a.jsonl", named())
    person.write("feed/notes.txt", "nothing")
    assert [done.after.name for done in following.read()] == ["file:a.jsonl", "file:b.jsonl"]
    assert told(person, "status")[0]["total"]["applied"] == 2


def test_two_files_of_one_name_are_refused(person: Person) -> None:
    person.run("init")
    for name in ("one", "two"):
        (person.here / name).mkdir()
        person.write(f"{name}/feed.jsonl", named())
    shown = person.run("run", "--follow", "one", "--follow", "two", "--lang", "en")
    assert (shown.code, "are called feed.jsonl" in shown.err) == (2, True)


def replaced(path: Path, content: bytes) -> None:
    other = path.with_name("other")
    other.write_bytes(content)
    mtime = path.stat().st_mtime_ns
    os.utime(other, ns=(mtime, mtime))
    other.replace(path)


def rewritten(path: Path, content: bytes) -> None:
    before = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


@pytest.mark.parametrize("change", [replaced, rewritten])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_file_of_the_same_size_in_its_place_ends_it(
    person: Person, here: Opened, change: Callable[[Path, bytes], None], lang: Lang
) -> None:
    path = person.write("feed.jsonl", named())
    following = Following(here, [path], Ending(), lang)
    assert [done.run.records for done in following.read()] == [1]
    change(path, f"{named('C2')}\n".encode())
    with pytest.raises(Stop) as stopped:
        following.read()
    assert (stopped.value.code, "--as" in str(stopped.value)) == (UNREADABLE, True)
    assert told(person, "status")[0]["total"]["records"] == 1


@pytest.mark.parametrize("change", [replaced, rewritten])
def test_the_same_in_its_place_is_read_on(person: Person, here: Opened, change: Callable[[Path, bytes], None]) -> None:
    path = person.write("feed.jsonl", named())
    following = Following(here, [path], Ending(), "zh")
    assert [done.run.records for done in following.read()] == [1]
    change(path, path.read_bytes())
    assert following.read() == []
    append(path, f"{lent()}\n")
    assert [done.run.records for done in following.read()] == [1]


def test_a_file_that_nobody_touched_costs_the_ledger_nothing(
    person: Person, here: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = Following(here, [person.write("feed.jsonl", named())], Ending(), "zh")
    following.read()
    monkeypatch.delattr(f"{Following.__module__}.take")
    assert following.read() == []


class Later(Ending):
    """The signal to stop, that comes when a file has been read so many blocks far."""

    blocks = 14

    def is_set(self) -> bool:
        """Whether it has come."""
        self.blocks -= 1
        return self.blocks < 0


@pytest.mark.slow
def test_what_was_read_before_the_stop_is_committed(person: Person, here: Opened) -> None:
    path = person.write("feed.jsonl", named(), *(lent(f"L{n}", "1000000.00") for n in range(2_999)))
    with pytest.raises(Stopped):
        Following(here, [path], Later(), "zh").read()
    (before,) = told(person, "status")
    assert 2_000 <= before["total"]["records"] < 3_000
    assert not before["sources"][0]["finished"]
    (done,) = Following(here, [path], Ending(), "zh").read()
    assert done.run.records == 3_000 - before["total"]["records"]
    assert told(person, "verify")[0]["differences"] == []


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "warning", "run", *words, "--every", "0.05", "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "300"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def until(process: subprocess.Popen[str], part: str) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if part in line:
            return line
    raise AssertionError(f"it ended without '{part}'")


@pytest.mark.slow
@pytest.mark.parametrize("clock", ["live", "event"])
@pytest.mark.parametrize("told_by", [signal.SIGTERM, signal.SIGINT])
def test_it_goes_on_until_it_is_told_to_stop(person: Person, clock: str, told_by: signal.Signals) -> None:
    person.run("init", "--clock", clock)
    path = person.write("feed.jsonl", named(), lent())
    with running("--follow", "feed.jsonl", "--heartbeat", "0.1") as process:
        until(process, "2 records were read (up to line 2): 2 taken")
        append(path, f"{sued()}\n")
        until(process, "1 record was read (up to line 3): 1 taken")
        until(process, "still running; 3 records read in this run, 0 of them refused")
        process.send_signal(told_by)
        assert "3 records were read in this run, 0 of them refused or quarantined; all is committed." in until(
            process, "Stopped"
        )
        assert process.wait(20) == 0
    assert len(told(person, "alerts", "list")) == 1
    assert told(person, "verify")[0]["differences"] == []


def test_once_takes_what_is_there_and_ends(person: Person) -> None:
    person.run("init")
    person.write("feed.jsonl", named(), lent(), "{}")
    began = time.monotonic()
    shown = person.run("run", "--follow", "feed.jsonl", "--once", "--lang", "en")
    assert shown.code == 0
    assert time.monotonic() - began < 20
    assert "3 records were read in this run, 1 of them refused or quarantined" in " ".join(shown.err.split())


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
