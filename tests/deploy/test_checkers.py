"""``deploy/checkers.py``: what it installs stays as it is, and what it cannot install it says."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.checkers import DIRECTORY
from tests.deploy.asked import DEPLOY

SCRIPT = DEPLOY / "checkers.py"


def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("checkers", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.checkers
def test_what_is_there_is_left_alone() -> None:
    before = {path: path.stat().st_mtime_ns for path in DIRECTORY.iterdir() if path.name != "lock"}
    assert {"helm", "promtool", "node_modules"} <= {path.name for path in before}
    done = subprocess.run([sys.executable, SCRIPT, "install"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path: path.stat().st_mtime_ns for path in DIRECTORY.iterdir() if path.name != "lock"} == before


@pytest.mark.parametrize(
    ("there", "said"),
    [((), "no go on the PATH"), (("helm",), "no apt-get here"), (("helm", "promtool"), "no apt-get here")],
)
def test_what_cannot_be_installed_is_said(
    there: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    checkers = module()
    for name in there:
        (tmp_path / name).touch()
    (tmp_path / "helm.version").write_text(checkers.HELM)
    monkeypatch.setattr(checkers, "TO", tmp_path)
    monkeypatch.setattr(sys, "argv", ["checkers.py", "install"])
    monkeypatch.setenv("PATH", os.devnull)
    assert checkers.main() == 1
    assert said in capsys.readouterr().err
