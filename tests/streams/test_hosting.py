"""Faust as the worker's host: what it ends with."""

from __future__ import annotations

import os
import runpy
import tempfile
from pathlib import Path

import pytest

from tests.forked import CONTEXT, PATIENCE_S

HOSTED = """
import asyncio, os, signal, sys, time
from warning.streams.hosting import Hosting, host


class Hosted:
    starting = False

    async def start(self):
        self.starting = True
        try:
            {start}
        finally:
            self.starting = False

    async def run(self):
        {run}

    async def stop(self):
        assert not self.starting
        print("put down", file=sys.stderr, flush=True)
        {stop}


try:
    code = host(Hosting("hosted", Hosted, LookupError, lambda: {told}, lambda: os._exit(7), patience_s=0.5))
except LookupError as named:
    code = 10 + len(named.args)
raise SystemExit(code)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "run", "code"),
    [
        ("pass", "os.kill(os.getpid(), signal.SIGTERM); await asyncio.sleep(60)", 0),
        ("os.kill(os.getpid(), signal.SIGTERM); await asyncio.sleep(60)", "raise KeyError(1)", 0),
        ("raise OSError('no broker')", "await asyncio.sleep(60)", 1),
        ("pass", "raise OSError('gone')", 1),
        ("pass", "raise KeyError(1, 2)", 12),
        ("pass", "raise ExceptionGroup('', [ExceptionGroup('', [KeyError(1)])])", 11),
    ],
)
def test_a_worker_that_fails_says_so_by_its_exit_code(tmp_path: Path, start: str, run: str, code: int) -> None:
    script, log, directory = tmp_path / "hosted.py", tmp_path / "log", tmp_path / "here"
    script.write_text(HOSTED.format(start=start, run=run, stop="pass", told=False))
    directory.mkdir()
    assert _hosted(script, log, directory) == code, log.read_text()
    said = log.read_text()
    assert "Error" not in said or code == 1, "what is told by whoever hosts stands in no log"
    assert said.count("put down") == 1
    assert list(directory.iterdir()) == [], "it leaves nothing where it was started"


@pytest.mark.slow
def test_a_signal_that_came_before_is_heard(tmp_path: Path) -> None:
    script = tmp_path / "hosted.py"
    script.write_text(HOSTED.format(start="await asyncio.sleep(60)", run="raise KeyError(1)", stop="pass", told=True))
    assert _hosted(script, tmp_path / "log", tmp_path) == 0, (tmp_path / "log").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("stop", ["await asyncio.sleep(60)", "await asyncio.to_thread(time.sleep, 60)"])
def test_what_does_not_stop_is_given_up(tmp_path: Path, stop: str) -> None:
    script = tmp_path / "hosted.py"
    run = "os.kill(os.getpid(), signal.SIGTERM); await asyncio.sleep(60)"
    script.write_text(HOSTED.format(start="pass", run=run, stop=stop, told=False))
    before = set(Path(tempfile.gettempdir()).glob("hosted-*"))
    assert _hosted(script, tmp_path / "log", tmp_path) == 7, (tmp_path / "log").read_text()
    assert set(Path(tempfile.gettempdir()).glob("hosted-*")) <= before


def _hosted(script: Path, log: Path, directory: Path) -> int | None:
    process = CONTEXT.Process(target=_host, args=(str(script), str(log), str(directory)))
    process.start()
    process.join(PATIENCE_S)
    return process.exitcode


def _host(script: str, log: str, directory: str) -> None:
    """In a process of its own, forked from one that has Faust loaded."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT, 0o666)
    os.dup2(file, 2)
    os.chdir(directory)
    runpy.run_path(script, run_name="__main__")
