"""A shell in which ``warning`` is the program as ``tests.forked`` begins it: dozens of processes that load nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Final

from tests.forked import PATIENCE_S, Forked

PROGRAM: Final = """#!/bin/bash
asked=$(mktemp -d "$0.XXXXXX")
printf '%s\\0' "$@" > "$asked/words"
env -0 > "$asked/env"
touch "$asked/out" "$asked/err"
mkfifo "$asked/code"
echo "$asked" > "$0.asked"
read -r code < "$asked/code"
cat "$asked/out"
cat "$asked/err" >&2
exit "$code"
"""
"""Says what is asked, has it done by ``_answer``, and ends as that ended."""


@contextmanager
def with_program(beside: Path) -> Iterator[Path]:
    """A directory for the ``PATH`` of a shell; the program is there as long as this lasts."""
    beside.mkdir()
    program = beside / "warning"
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    os.mkfifo(f"{program}.asked")
    answering = Thread(target=_answer, args=(Path(f"{program}.asked"),))
    answering.start()
    try:
        yield beside
    finally:
        Path(f"{program}.asked").write_text("\n", encoding="utf-8")
        answering.join()


def ran(text: str, here: Path, environment: dict[str, str]) -> str:
    """What a script says, both streams, run by a shell that ends at the first line that fails; its exports are kept."""
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", f"{text}\nenv -0 > .env"],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (text, done.stdout[-2000:], done.stderr[-2000:])
    environment |= variables(here / ".env")
    return done.stdout + done.stderr


def variables(file: Path) -> dict[str, str]:
    """What ``env -0`` wrote."""
    found = (one.partition("=") for one in file.read_text("utf-8").split("\0") if one)
    return {name: value for name, _, value in found}


def _answer(asked: Path) -> None:
    while True:
        for place in asked.read_text("utf-8").splitlines():
            if not place:
                return
            _run(Path(place))


def _run(here: Path) -> None:
    """Do what one call asks, and say its code: 70 where it does not end, for the shell waits for one."""
    code = 70
    try:
        words = (here / "words").read_text("utf-8").split("\0")[:-1]
        environment = variables(here / "env")
        process = Forked(words, cwd=Path(environment["PWD"]), env=environment, out=here / "out", err=here / "err")
        code = process.wait(PATIENCE_S)
    finally:
        (here / "code").write_text(f"{code}\n", encoding="utf-8")
