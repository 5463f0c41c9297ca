"""Rule book and contracts are found in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from warning.resources import _shipped, rules_directory, schemas_directory


def test_a_checkout_has_them_at_the_top() -> None:
    assert rules_directory() == ROOT / "rules"
    assert schemas_directory() == ROOT / "schemas"


def test_a_wheel_has_them_beside_the_code_and_they_come_first(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    assert _shipped("rules", tmp_path / "warning") == tmp_path / "rules"
    (tmp_path / "warning" / "_rules").mkdir(parents=True)
    assert _shipped("rules", tmp_path / "warning") == tmp_path / "warning" / "_rules"


def test_a_broken_installation_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="rules: not shipped"):
        _shipped("rules", tmp_path / "warning")
