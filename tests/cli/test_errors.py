"""What a person gets wrong is told in words: what, where, what to do; with an exit code that means something."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.run import Person
from warning import cli
from warning.cli import stop
from warning.resources import rules_directory


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("decide", "absent.jsonl"), 3, "absent.jsonl"),
        (("decide", "."), 3, "."),
        (("decide", "events.jsonl", "--until", "soon"), 2, "--until"),
        (("decide", "events.jsonl", "--until", "2026-11-31"), 2, "2026-11-31"),
        (("decide", "events.jsonl", "--live-from", "2026-10-01T00:00:00"), 2, "--live-from"),
        (("decide", "events.jsonl", "--frame", "nowhere"), 3, "nowhere"),
        (("explain", "W-0"), 3, "warning demo"),
        (("explain", "W-zzz", "--events", "events.jsonl"), 4, "W-zzz"),
        (("explain", "D-", "--events", "events.jsonl"), 2, "D-"),
        (("explain", "W-0", "--events", "-"), 2, "explain"),
        (("explain", "W-0", "--events", "absent.jsonl"), 3, "absent.jsonl"),
        (("rules", "explain", "99"), 4, "99"),
        (("rules", "route", "0000", "red", "1000000.00"), 4, "0000"),
        (("rules", "route", "9999", "red", "1000000.00"), 4, "9999"),
        (("rules", "route", "1001", "purple", "1000000.00"), 2, "purple"),
        (("rules", "route", "1001", "red", "1,000,000"), 2, "1,000,000"),
        (("rules", "route", "1001", "red", "1000000.00", "--at", "now"), 2, "--at"),
        (("rules", "check", "--frame", "nowhere"), 3, "nowhere"),
        (("demo", "--out", "events.jsonl"), 3, "events.jsonl"),
    ],
)
def test_an_error_is_told_in_words(person: Person, lang: str, words: tuple[str, ...], code: int, told: str) -> None:
    person.write("events.jsonl", named(), lent(), sued())
    shown = person.run(*words, "--lang", lang)
    assert shown.code == code
    text = shown.out + shown.err
    assert told in text
    assert "Traceback" not in text
    assert shown.err


@pytest.mark.parametrize(
    "words", [("decide",), ("nothing",), ("decide", "x", "--rows", "-1"), ("demo", "--loans", "0")]
)
def test_wrong_use_exits_with_2(person: Person, words: tuple[str, ...]) -> None:
    shown = person.run(*words)
    assert shown.code == 2
    assert "Traceback" not in shown.err


def test_a_broken_book_is_told_with_file_and_line(person: Person) -> None:
    broken = person.here / "rules"
    for path in rules_directory().rglob("*.yaml"):
        copy = broken / path.relative_to(rules_directory())
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        copy.write_text(text.replace(">= 31", ">= 0"), encoding="utf-8")
    person.write("events.jsonl", lent())
    decided = person.run("decide", "events.jsonl", "--frame", str(broken))
    checked = person.run("rules", "check", "--frame", str(broken))
    assert (decided.code, checked.code) == (3, 3)
    assert "payment.yaml:" in decided.err
    assert "payment.yaml:" in checked.out


def test_until_before_the_last_record_is_told(person: Person) -> None:
    person.write("events.jsonl", named(), lent(), sued())
    shown = person.run("decide", "events.jsonl", "--until", "2026-11-01")
    assert shown.code == 0
    assert "2026-11-03 10:00" in shown.err


def test_the_exit_codes_are_documented(person: Person) -> None:
    shown = person.run("decide", "--help")
    for code in (stop.OK, stop.REFUSED, stop.USAGE, stop.UNREADABLE, stop.NOT_FOUND):
        assert f"- {code}: " in (cli.__doc__ or "")
    for text in ("0 done", "1 some record was refused", "2 wrong use", "3 a file", "4 not found"):
        assert text in " ".join(shown.out.split())


def test_a_reader_that_leaves_is_no_error(bank: Path) -> None:
    command = f"{sys.executable} -c 'from warning.cli import main; main()' decide {bank} --json | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.startswith('{"object":"signal"')
    assert done.stderr == ""


def test_progress_goes_to_standard_error_after_a_while(
    person: Person, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warning.cli.reading.SAID_EVERY", 0.0)
    shown = person.run("decide", str(bank), "--json")
    assert "已读入" in shown.err
    assert "已读入" not in shown.out
