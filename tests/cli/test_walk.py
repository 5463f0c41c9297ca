"""The examiner's walk of ``docs/audit.md``: its commands run word for word, and print what the text says they print."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL

from tests.cli.shell import ran, with_program

ROOT: Final = Path(__file__).parents[2]
BLOCK: Final = re.compile(r"^```([a-z ]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTEAD: Final = {"make demo": "warning demo", ". .venv/bin/activate": "true"}
"""What stands for a line that needs a clone."""
EMBEDDED: Final = "WARNING_LEDGER=demo-bank/ledger.db"

pytestmark = pytest.mark.slow
"""A month decided several times over, twice."""


def blocks() -> list[tuple[str, list[str]]]:
    """(kind, lines) of each, in order."""
    return [(kind, body.splitlines()) for kind, body in BLOCK.findall((ROOT / "docs/audit.md").read_text("utf-8"))]


def words(text: str) -> str:
    """Text as it is read: a server's name is longer than a file's, and lines break elsewhere."""
    return " ".join(text.split())


def test_every_command_prints_what_it_is_said_to_print(tmp_path: Path, database_url: URL) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    postgresql = database_url.get_backend_name() == "postgresql"
    url = database_url.render_as_string(hide_password=False)
    said, compared = "", 0
    with with_program(tmp_path / "bin") as program:
        environment = os.environ | {"PATH": f"{program}{os.pathsep}{os.environ['PATH']}"}
        for kind, lines in blocks():
            if kind == "text":
                for line in lines:
                    assert words(line) in words(said), line
                compared += len(lines)
            elif kind == "sh" or postgresql:
                text = "\n".join(INSTEAD.get(line, line) for line in lines)
                given = text.replace(EMBEDDED, f"WARNING_LEDGER='{url}'") if postgresql else text
                said = ran(given, tmp_path, environment)
    assert compared > 30
    assert environment["WARNING_LEDGER"] == (url if postgresql else "demo-bank/ledger.db")
