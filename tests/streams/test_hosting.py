"""Faust as the worker's host: what it ends with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import PATIENCE_S

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
    text = HOSTED.format(start=start, run=run)
    words = [sys.executable, "-c", text]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_S, check=False, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert "Error" not in done.stderr or code == 1, "what is told by whoever hosts stands in no log"
    assert list(tmp_path.iterdir()) == [], "it leaves nothing where it was started"
