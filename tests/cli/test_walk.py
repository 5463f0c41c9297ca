"""The examiner's walk of ``docs/audit.md``: its commands run word for word, and print what the text says they print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL

ROOT: Final = Path(__file__).parents[2]
BLOCK: Final = re.compile(r"^```([a-z ]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTEAD: Final = {"make demo": "warning demo", ". .venv/bin/activate": "true"}
"""What stands for a line that needs a clone."""
EMBEDDED: Final = "WARNING_LEDGER=demo-bank/ledger.db"

pytestmark = pytest.mark.slow
"""Some twenty processes, twice."""


def blocks() -> list[tuple[str, list[str]]]:
    """(kind, lines) of each, in order."""
    return [(kind, body.splitlines()) for kind, body in BLOCK.findall((ROOT / "docs/audit.md").read_text("utf-8"))]


def words(text: str) -> str:
    """Text as it is read: a server's name is longer than a file's, and lines break elsewhere."""
    return " ".join(text.split())


def ran(lines: list[str], here: Path, environment: dict[str, str]) -> str:
    """What the lines of a block say, run by a shell that ends at the first that fails."""
    text = "\n".join(INSTEAD.get(line, line) for line in lines)
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", f"{text}\nenv -0 > .env"],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (lines, done.stdout[-2000:], done.stderr[-2000:])
    for one in filter(None, (here / ".env").read_text("utf-8").split("\0")):
        name, _, value = one.partition("=")
        environment[name] = value
    return done.stdout + done.stderr


def test_every_command_prints_what_it_is_said_to_print(tmp_path: Path, database_url: URL) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    postgresql = database_url.get_backend_name() == "postgresql"
    url = database_url.render_as_string(hide_password=False)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    said, compared = "", 0
    for kind, lines in blocks():
        if kind == "text":
            for line in lines:
                assert words(line) in words(said), line
            compared += len(lines)
        elif kind == "sh" or postgresql:
            given = [line.replace(EMBEDDED, f"WARNING_LEDGER='{url}'") if postgresql else line for line in lines]
            said = ran(given, tmp_path, environment)
    assert compared > 30
    assert environment["WARNING_LEDGER"] == (url if postgresql else "demo-bank/ledger.db")
