"""The program in a process that is forked from one that has it loaded, a process per run as ever.

Where hundreds of processes are begun, most of the work was loading the program. The process they are forked from
(``multiprocessing``'s fork server) has no thread, connection or file of the tests: what is begun is as new as any.
That the installed program begins by itself is seen in ``tests/integration/test_production.py`` and others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from subprocess import TimeoutExpired
from typing import Final

PATIENCE_S: Final = 300.0
"""So long a test waits for something before it fails: a busy machine may be ten times as slow as a quiet one."""
CONTEXT: Final = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.warmed"])


class Forked:
    """A command of the program that runs, as ``subprocess.Popen`` would have it."""

    def __init__(self, words: Sequence[str], *, cwd: Path, env: Mapping[str, str], out: Path, err: Path) -> None:
        """``warning WORDS``; what it says is appended to two files, which may be the same."""
        self._words = list(words)
        self._process = CONTEXT.Process(target=_run, args=(self._words, str(cwd), dict(env), (str(out), str(err))))
        self._process.start()
        self.pid: int = self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        """Its exit code; negative: the signal that killed it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended.

        Raises:
            TimeoutExpired: it runs on.
        """
        self._process.join(timeout)
        if self.returncode is None:
            raise TimeoutExpired(self._words, timeout or 0)
        return self.returncode

    def send_signal(self, number: Signals) -> None:
        """Unless it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to stop."""
        self.send_signal(SIGTERM)

    def kill(self) -> None:
        """Kill -9."""
        self.send_signal(SIGKILL)


def _run(words: list[str], directory: str, environment: dict[str, str], said: tuple[str, str]) -> None:
    """In the child."""
    from warning.cli import main

    for number, name in enumerate(said, 1):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(directory)
    sys.argv = ["warning", *words]
    main(words)
