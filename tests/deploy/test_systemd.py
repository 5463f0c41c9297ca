"""The unit for plain machines: systemd understands it, finds it closed, and it asks what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.deploy.asked import DEPLOY, known_settings, named_settings, wrong_with
from warning import settings

UNIT = DEPLOY / "systemd" / "loan-warning-worker@.service"
WORST = 20
"""Tenths of systemd's measure of exposure (0 is best, 100 worst)."""

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")


def analyzed(directory: Path, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What systemd says of a unit; the program it starts is one that is here."""
    unit = directory / UNIT.name.replace("@", "@1")
    unit.write_text(text.replace("/opt/loan-warning/.venv/bin/warning", "/bin/true"), "utf-8")
    command = ["systemd-analyze", *words, str(unit)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_systemd
def test_systemd_understands_it(tmp_path: Path) -> None:
    text = UNIT.read_text("utf-8")
    done = analyzed(tmp_path, text, "verify")
    assert (done.returncode, UNIT.name.replace("@", "@1") in done.stderr) == (0, False), done.stderr
    wrong = analyzed(tmp_path, text.replace("ProtectSystem=strict", "ProtectSystem=strictly"), "verify")
    assert "strictly" in wrong.stderr


@needs_systemd
def test_it_is_closed(tmp_path: Path) -> None:
    offline = ("security", "--offline=yes", f"--threshold={WORST}")
    text = UNIT.read_text("utf-8")
    done = analyzed(tmp_path, text, *offline)
    assert done.returncode == 0, done.stdout
    opened = re.sub(r"^(Protect|Restrict|Private)\w+=.*$", "", text, flags=re.MULTILINE)
    assert analyzed(tmp_path, opened, *offline).returncode == 1


def test_its_settings_are_read_and_its_command_exists() -> None:
    text = UNIT.read_text("utf-8")
    assert named_settings(text) <= known_settings()
    (command,) = re.findall(r"^ExecStart=\S+/warning (.+)$", text, re.MULTILINE)
    assert wrong_with(command.split()) == ""


def test_without_a_login_no_password_of_kafka_is_named() -> None:
    """The program refuses a password that is not used; a credential that is not there keeps the unit from starting."""
    dropin, example = (UNIT.parent / name for name in ("kafka-password.conf", "worker.env.example"))
    assert "kafka-password:" not in UNIT.read_text("utf-8")
    assert settings.KAFKA_PASSWORD_FILE not in UNIT.read_text("utf-8")
    assert named_settings(dropin.read_text("utf-8")) == {settings.KAFKA_PASSWORD_FILE}
    told = example.read_text("utf-8")
    assert named_settings(told) <= known_settings()
    lines = re.findall(r"^(WARNING_\w+)=", told, re.MULTILINE)
    assert lines == [settings.LEDGER, settings.KAFKA], "as it stands, it needs no more than these"


def test_what_is_away_for_long_does_not_end_it_for_good() -> None:
    text = UNIT.read_text("utf-8")
    assert "\nRestart=always\n" in text
    assert "\nStartLimitIntervalSec=0\n" in text
    (runbook,) = re.findall(r"^Documentation=file:///opt/loan-warning/(.+)$", text, re.MULTILINE)
    assert (ROOT / runbook).is_file()
