"""The outside checkers of ``deploy/checkers.py``, for tests that are marked ``checkers``."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.architecture.source import ROOT

DIRECTORY: Final = ROOT / ".tools" / "checkers"
DEPLOY: Final = ROOT / "deploy"


def ran(*words: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    """What a checker says, stderr with it, ``given`` on its standard input; the test fails where it is missing."""
    program = DIRECTORY / words[0] if (DIRECTORY / words[0]).exists() else words[0]
    environment = {**os.environ, "HELM_CACHE_HOME": str(DIRECTORY), "HELM_CONFIG_HOME": str(DIRECTORY)}
    both: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    try:
        done = subprocess.run([program, *words[1:]], env=environment, input=given, check=False, **both)
    except FileNotFoundError:
        pytest.fail(f"{words[0]} is missing; this installs it: make services", pytrace=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode())
