"""Being told to end while one waits: at whatever instant the signal comes."""

from __future__ import annotations

import subprocess
import sys

from tests.forked import PATIENCE_S

ROUNDS = """
import signal
from warning.cli.ending import Ending

for number in range(4000):
    ending = Ending()
    signal.signal(signal.SIGALRM, lambda *_: ending.set())
    signal.setitimer(signal.ITIMER_REAL, 0.00001 + number % 100 / 1e6)
    while not ending.wait(0.00002):
        pass
    assert ending.wait(60)
    ending.close()
"""


def test_a_signal_that_comes_while_one_waits_ends_the_waiting() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ROUNDS], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr
