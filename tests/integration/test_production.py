"""The README's production chapter, word for word, in a clone that has only its files."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.postgresql import SCRATCH

CHAPTER = re.compile(r"^## In production\n(.*?)^## ", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HERE = "/tmp/loan-warning/"  # noqa: S108 - as the chapter writes it
GIVEN = ("make services\nmake demo\n", "warning demo --loans 100 > demo.txt\n")
"""What needs the network, or makes an environment: the one that is there is used. Of the demonstration's month a part:
all of it is shown by ``tests/demo``.
"""


@pytest.mark.slow
@pytest.mark.kafka
@pytest.mark.postgresql
def test_the_chapter_ends_with_verdicts_equal_to_the_demonstrations(tmp_path: Path) -> None:
    found = CHAPTER.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found
    blocks = BLOCK.findall(found[1])
    assert len(blocks) == 3
    script = "set -e\n" + "".join(blocks).replace(*GIVEN)
    # The servers all tests of a run share are started in the same way, so that these are used if they run.
    script = script.replace(HERE, f"{os.environ[SCRATCH]}/")
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    named = {name: value for name, value in os.environ.items() if not name.startswith("WARNING_KAFKA")}
    environment = {**named, "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "is what its journal says" in done.stdout
    published = len((tmp_path / "demo-bank" / "events.jsonl").read_bytes().splitlines())
    assert published > 1_000
    assert f"{published:,} records published" in done.stdout
