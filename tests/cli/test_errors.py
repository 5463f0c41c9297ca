"""What a person gets wrong is told in words: what, where, what to do; with an exit code that means something."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.run import Person
from tests.forked import PATIENCE_S
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
        (("decide", "events.jsonl", "--live-from", "2026-10-01T00"), 2, "--live-from"),
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
        (("rules", "route", "1001", "red", "10,00,000"), 2, "10,00,000"),
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
    assert (shown.code, shown.out) == (2, "")
    assert "2026-11-03 10:00" in shown.err


def test_the_exit_codes_are_documented(person: Person) -> None:
    shown = person.run("decide", "--help", "--lang", "en")
    for code in (stop.OK, stop.REFUSED, stop.USAGE, stop.UNREADABLE, stop.NOT_FOUND, stop.FAILED):
        assert f"- {code}: " in (cli.__doc__ or "")
    for text in (
        "0 done",
        "1 done, and some record was refused, or verify",
        "2 wrong use",
        "3 a file",
        "4 not found",
        "70 the program failed",
    ):
        assert text in " ".join(shown.out.split())


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
@pytest.mark.parametrize("words", [("verify",), ("lag",), ("ingest",)])
def test_a_page_says_of_exit_codes_1_and_3_what_the_readme_says(
    person: Person, readme: str, lang: str, words: tuple[str, ...]
) -> None:
    person.widen(400)
    page = person.run(*words, "--help", "--lang", lang).out
    text = (Path(__file__).parents[2] / readme).read_text(encoding="utf-8").replace("`", "")
    for code in ("1", "3"):
        (meant,) = re.findall(rf"^\| {code} \| (.*) \|$", text, flags=re.MULTILINE)
        assert f"{code} {meant}" in page


@pytest.mark.slow
def test_a_reader_that_leaves_is_no_error(bank: Path) -> None:
    command = f"{sys.executable} -c 'from warning.cli import main; main()' decide {bank} --json | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert done.stdout.startswith('{"object":"signal"')
    assert "Traceback" not in done.stderr


def test_progress_goes_to_standard_error_after_a_while(
    person: Person, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warning.cli.reading.SAID_EVERY", 0.0)
    shown = person.run("decide", str(bank), "--json")
    assert "已读入" in shown.err
    assert "已读入" not in shown.out


@pytest.mark.slow
@pytest.mark.parametrize("words", ["decide {} --rows 0", "decide {} --json", "rules show"])
def test_a_reader_that_leaves_early_changes_no_code(bank: Path, words: str) -> None:
    command = f"{sys.executable} -c 'from warning.cli import main; main()' {words.format(bank)} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )
    assert done.returncode == (0 if words == "rules show" else 1)
    assert ("Traceback" in done.stderr, "rror" in done.stderr) == (False, False)
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("decide",), "缺少参数 FILE|-。用 warning decide --help 查看用法。"),
        (("bogus",), "没有命令 bogus。用 warning --help 查看用法。"),
        (("decide", "x", "--nope"), "没有选项 --nope。"),
        (("decide", "x", "--rows", "many"), "--rows 的值不对"),
        (("decide", "x", "--until"), "选项 --until 需要一个值。"),
        (("decide", "x", "--json=3"), "选项 --json 不带值。"),
        (("decide", "x", "y"), "多出参数 y。"),
        (("decide", "x", "--lang", "fr"), "--lang 的值“fr”不对"),
    ],
)
def test_wrong_use_is_told_in_chinese(person: Person, words: tuple[str, ...], told: str) -> None:
    shown = person.run(*words)
    assert shown.code == 2
    assert told in shown.err


def test_wrong_use_is_told_in_english_on_request(person: Person) -> None:
    shown = person.run("decide", "--lang", "en")
    assert (shown.code, shown.err) == (
        2,
        "The argument FILE|- is missing. warning decide --help says how it is used.\n",
    )


def test_no_command_shows_the_help(person: Person) -> None:
    shown = person.run()
    assert shown.code == 2
    assert "decide" in shown.out + shown.err


def test_an_empty_file_is_told_what_should_be_in_it(person: Person) -> None:
    path = person.write("events.jsonl")
    for words in ((), ("--json",)):
        shown = person.run("decide", str(path), *words)
        assert (shown.code, shown.out) == (3, "")
        assert "里没有记录" in shown.err
    assert person.run("decide", "-", given=b"\n \n").code == 3


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (named().encode("gbk"), "不是 UTF-8"),
        (named().encode("utf-16"), "不是 UTF-8"),
    ],
)
def test_a_file_in_another_encoding_is_told_what_to_do(person: Person, raw: bytes, told: str) -> None:
    (person.here / "events.jsonl").write_bytes(raw + b"\n")
    person.widen(140)
    shown = person.run("decide", "events.jsonl")
    assert shown.code == 1
    assert told in shown.out
    assert "UTF-8" in shown.out


@pytest.mark.parametrize(
    ("out", "lang", "told"),
    [
        ("events.jsonl", "zh", "已有同名文件"),
        ("events.jsonl/bank", "zh", "不是目录"),
        ("events.jsonl/bank", "en", "Name a directory that can be written with --out."),
    ],
)
def test_a_directory_that_cannot_be_written_is_told_why(person: Person, out: str, lang: str, told: str) -> None:
    person.write("events.jsonl", lent())
    shown = person.run("demo", "--out", out, "--lang", lang)
    assert shown.code == 3
    assert told in shown.err
    assert ("No such" in shown.err) is False


def test_an_interruption_is_told(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.write("events.jsonl", lent())

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("warning.cli.running.decide", cut)
    shown = person.run("decide", "events.jsonl")
    assert (shown.code, shown.err) == (130, "已中断。\n")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("dossier", "C\udcff"), "C\\udcff"),
        (("rules", "withdraw", "c-1", "--reason", "a\udcffb", "--officer", "1"), "--reason"),
        (("erase", "P-1", "--ground=a\udcff", "--officer", "1"), "--ground"),
        (("erase", "--approve", "9" * 23), "--approve"),
        (("archive", "--until", "2026-10", "--to", "a", "--grace", "9" * 12), "--grace"),
    ],
)
def test_what_is_no_text_or_beyond_all_bounds_is_wrong_use(person: Person, words: tuple[str, ...], named: str) -> None:
    for lang in ("zh", "en"):
        shown = person.run(*words, "--lang", lang)
        assert (shown.code, named in shown.err) == (2, True), shown
