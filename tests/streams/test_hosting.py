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


raise SystemExit(host("hosted", Hosted))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "run", "code"),
    [
        ("pass", "os.kill(os.getpid(), signal.SIGTERM); await asyncio.sleep(60)", 0),
        ("raise OSError('no broker')", "await asyncio.sleep(60)", 1),
        ("pass", "raise OSError('gone')", 1),
    ],
)
def test_a_worker_that_fails_says_so_by_its_exit_code(tmp_path: Path, start: str, run: str, code: int) -> None:
    text = HOSTED.format(start=start, run=run)
    words = [sys.executable, "-c", text]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_S, check=False, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert list(tmp_path.iterdir()) == [], "it leaves nothing where it was started"
