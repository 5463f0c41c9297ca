"""The outside checkers of ``deploy/checkers.py``, for tests that are marked ``checkers``."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.source import ROOT

DIRECTORY: Final = ROOT / ".tools" / "checkers"
DEPLOY: Final = ROOT / "deploy"


def ran(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """What a checker says, stderr with it; the test fails where it is missing."""
    program = DIRECTORY / words[0] if (DIRECTORY / words[0]).exists() else words[0]
    environment = {**os.environ, "HELM_CACHE_HOME": str(DIRECTORY), "HELM_CONFIG_HOME": str(DIRECTORY)}
    try:
        return subprocess.run(
            [program, *words[1:]],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.fail(f"{words[0]} is missing; this installs it: make services", pytrace=False)
