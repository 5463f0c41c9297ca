"""What happens where output cannot be written, or the program itself fails: a line and a code, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.run import Person
from tests.forked import PATIENCE_S
from warning.cli import stop


def shell(person: Person, words: str, after: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``warning WORDS`` and what a shell does with it."""
    command = f"{sys.executable} -c 'from warning.cli import main; main()' {words} {after}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        cwd=person.here,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [("rules check --frame .", 3), ("decide absent.jsonl", 3), ("decide events.jsonl", 1), ("decide", 2)],
)
def test_a_reader_that_leaves_before_the_first_word_keeps_the_code(person: Person, words: str, code: int) -> None:
    person.write("events.jsonl", named(), lent(), "{", sued())
    assert shell(person, words, "2>&1 | true").returncode == code


@pytest.mark.parametrize("words", ["decide events.jsonl", "decide events.jsonl --json", "rules show", "schema"])
@pytest.mark.parametrize(("after", "told"), [(">/dev/full", "磁盘空间已满"), (">&-", "标准输出已关闭")])
def test_output_that_cannot_be_written_is_told_in_a_line(person: Person, words: str, after: str, told: str) -> None:
    person.write("events.jsonl", named(), lent(), sued())
    done = shell(person, words, after, PYTHONUTF8="1")
    assert done.returncode == 3
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", ["decide events.jsonl", "rules show", "decide absent.jsonl", "--help"])
def test_an_encoding_that_lacks_characters_is_no_failure(person: Person, words: str) -> None:
    person.write("events.jsonl", named(), lent(), sued())
    done = shell(person, words, "", PYTHONIOENCODING="ascii")
    assert done.returncode == (3 if "absent" in words else 0)
    assert "Traceback" not in done.stderr
    assert "?" in done.stdout + done.stderr


def test_the_programs_own_failure_is_a_line_to_report(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.write("events.jsonl", lent())

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of step")

    monkeypatch.setattr("warning.cli.running.decide", fail)
    shown = person.run("decide", "events.jsonl")
    assert shown.code == stop.FAILED == 70
    assert "RuntimeError: out of step" in shown.err
    assert "--debug" in shown.err
    assert "Traceback" not in shown.err
    for words in (("--debug", "decide", "events.jsonl"), ("decide", "events.jsonl", "--debug")):
        assert "Traceback" in person.run(*words).err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_why_a_file_cannot_be_read_is_told_in_one_language(person: Person, lang: str) -> None:
    (person.here / "events.jsonl").symlink_to("events.jsonl")
    shown = person.run("decide", "events.jsonl", "--lang", lang)
    assert shown.code == 3
    assert ("符号链接成环" in shown.err) == (lang == "zh")
    assert "symbolic" not in shown.err


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "warning", "schema", "--path"]
    assert subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE_S).returncode == 0


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
