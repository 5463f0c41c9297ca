"""Faust as the worker's host: what it ends with."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest

from tests.forked import CONTEXT, PATIENCE_S

HOSTED = """
import asyncio, os, signal
from warning.streams.hosting import host


class Hosted:
    async def start(self):
        {start}

    async def run(self):
        {run}

    async def stop(self):
        pass


try:
    code = host("hosted", Hosted, LookupError)
except LookupError as told:
    code = 10 + len(told.args)
raise SystemExit(code)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "run", "code"),
    [
        ("pass", "os.kill(os.getpid(), signal.SIGTERM); await asyncio.sleep(60)", 0),
        ("raise OSError('no broker')", "await asyncio.sleep(60)", 1),
        ("pass", "raise OSError('gone')", 1),
        ("pass", "raise KeyError(1, 2)", 12),
        ("pass", "raise ExceptionGroup('', [ExceptionGroup('', [KeyError(1)])])", 11),
    ],
)
def test_a_worker_that_fails_says_so_by_its_exit_code(tmp_path: Path, start: str, run: str, code: int) -> None:
    script, log, directory = tmp_path / "hosted.py", tmp_path / "log", tmp_path / "here"
    script.write_text(HOSTED.format(start=start, run=run))
    directory.mkdir()
    process = CONTEXT.Process(target=_host, args=(str(script), str(log), str(directory)))
    process.start()
    process.join(PATIENCE_S)
    said = log.read_text()
    assert process.exitcode == code, said
    assert "Error" not in said or code == 1, "what is told by whoever hosts stands in no log"
    assert list(directory.iterdir()) == [], "it leaves nothing where it was started"


def _host(script: str, log: str, directory: str) -> None:
    """In a process of its own, forked from one that has Faust loaded."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT, 0o666)
    os.dup2(file, 2)
    os.chdir(directory)
    runpy.run_path(script, run_name="__main__")
