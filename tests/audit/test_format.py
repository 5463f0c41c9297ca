"""The program in docs/audit-format.md, which has nothing of ours, comes to what our verifier comes to."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace
from sqlalchemy.engine import make_url

from tests.architecture.source import ROOT
from tests.audit.anchored import KEY, OTHER
from tests.audit.conftest import Kept
from tests.audit.tamper import Bundled, Forger
from tests.audit.test_told import bundled
from tests.audit.test_verifier import _rows
from tests.ledger import bank
from tests.ledger.tells import put, stopped, taken, waits

CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (code,) = CODE.findall((ROOT / "docs" / "audit-format.md").read_text("utf-8"))
    assert len(code.splitlines()) <= 100
    assert "warning" not in code
    path = tmp_path / "verify.py"
    path.write_text(code, "utf-8")
    return path


def _said(program: Path, bundle: Path, key: Ed25519PrivateKey) -> tuple[int, list[str]]:
    pem = program.with_name("key.pem")
    pem.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    done = subprocess.run([sys.executable, program, bundle, pem], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_a_bundle_that_nobody_touched_is_whole(program: Path, kept: Kept) -> None:
    rows = len(_rows(kept)["journal"])
    whole = f"{rows} rows, {rows} with all that was decided, 4 anchors, 0 wrong"
    assert _said(program, kept.bundle, KEY) == (0, [whole])


def test_what_was_done_to_one_is_found(program: Path, kept: Kept) -> None:
    rows = _rows(kept)
    lane, plot = Forger(rows, 1).next()
    with Bundled(kept.bundle, rows).made(plot):
        code, said = _said(program, kept.bundle, KEY)
    assert (code, any(line.startswith(f"cut or rewritten {lane} ") for line in said)) == (1, True)
    code, said = _said(program, kept.bundle, OTHER)
    assert (code, said[:-1]) == (1, [f"signature {n:09}.json" for n in range(1, 5)])


def test_what_was_told_heard_and_waits_is_held_against_each_other(program: Path, tmp_path: Path) -> None:
    into = bank.reopened(stopped(make_url(f"sqlite:///{tmp_path / 'ledger.db'}")))
    assert waits(into)
    code, said = _said(program, bundled(into, tmp_path / "whole"), KEY)
    assert (code, len(said)) == (0, 1)
    fact, at = taken(into, "b:G2")
    code, said = _said(program, bundled(into, tmp_path / "gone"), KEY)
    assert (code, [line.startswith("told and not heard b:G2 ") for line in said[:-1]]) == (1, [True])
    put(into, replace(fact, value=0), at)
    code, said = _said(program, bundled(into, tmp_path / "another"), KEY)
    beginnings = sorted(" ".join(line.split()[:5]) for line in said[:-1])
    assert (code, beginnings) == (1, ["heard and not told b:G2", "told and not heard b:G2"])
    into.ledger.engine.dispose()
