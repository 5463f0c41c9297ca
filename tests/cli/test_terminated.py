"""What a command that reads for hours leaves when it is ended: nothing half done, and no word of where it was."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.cli.kept import told
from tests.cli.run import Person

SLOW = """
import os, sys, time
from warning.audit import {module}
real = {module}.{name}
def slow(*given, **more):
    if {when}:
        open("begun", "w").close()
        for _ in range(600):
            time.sleep(0.1)  # a signal that comes just before it would be heard only after it
    return real(*given, **more)
{module}.{name} = slow
from warning.cli import main
main(sys.argv[1:])
"""
EXPORT = SLOW.format(module="export", name="described", when="'effects' in str(given[1]) and '07' in str(given[1])")
REPLAY = SLOW.format(module="replay", name="replay_lane", when="True")


def _ended(person: Person, program: str, by: signal.Signals, *words: str) -> tuple[int, str]:
    """The code and the words of a command that was sent a signal in the midst of its work."""
    command = [sys.executable, "-c", program, *words, "--lang", "en"]
    with subprocess.Popen(command, cwd=person.here, stderr=subprocess.PIPE, text=True) as process:
        _until((person.here / "begun").exists)
        process.send_signal(by)
        _, said = process.communicate(timeout=50)
    return process.returncode, said


def _until(so: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not so():
        assert time.monotonic() - begun < 60
        time.sleep(0.02)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("there", [["bundle"], []])
def test_an_export_that_is_ended_leaves_nothing(month: Person, by: signal.Signals, there: list[str]) -> None:
    for name in there:
        (month.here / name).mkdir()
    code, said = _ended(month, EXPORT, by, "audit", "export", "bundle")
    assert (code, "Traceback" in said, "nterrupted" in said) == (130, False, True)
    assert [path.name for path in month.here.glob("bundle")] == there
    assert list(month.here.glob("bundle/*")) == []
    told(month, "audit", "export", "bundle")


def test_an_export_that_is_killed_is_no_bundle_and_stands_in_nobodys_way(month: Person) -> None:
    assert _ended(month, EXPORT, signal.SIGKILL, "audit", "export", "bundle")[0] == -signal.SIGKILL
    assert [path.name for path in (month.here / "bundle").iterdir()] == [".part"]
    shown = month.run("verify", "--offline", "bundle")
    assert shown.code != 0
    told(month, "audit", "export", "bundle")
    assert not (month.here / "bundle" / ".part").exists()
    told(month, "verify", "--offline", "bundle")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_replay_that_is_ended_says_so_and_no_more(month: Person, jobs: str) -> None:
    code, said = _ended(month, REPLAY, signal.SIGTERM, "replay", "--jobs", jobs, "--lanes", "5,6,7,8")
    assert (code, said.strip().splitlines()[-1:]) == (130, ["Interrupted."])
    assert "Traceback" not in said
    assert "semaphore" not in said
