"""``warning backtest``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_replay import words
from tests.cli.test_verify_run import tampered
from warning.core import VERSION
from warning.resources import rules_directory

WINDOW: Final = ("--since", "2026-10-01", "--until", "2026-11-01")


def book(person: Person, *changes: tuple[str, str], name: str = "changed") -> str:
    """A copy of the packaged rule book with some words of ``payment.yaml`` changed."""
    made = Path(copytree(rules_directory(), person.here / name))
    text = (made / "payment.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (made / "payment.yaml").write_text(text, encoding="utf-8")
    return name


def stricter(person: Person) -> str:
    """Orange from day 12 of arrears."""
    return book(
        person,
        ('{level: orange, when: ">= 31", figure: default}', '{level: orange, when: ">= 12", figure: default}'),
        ("{value: 30, level: yellow}", "{value: 11, level: yellow}"),
        ("{value: 31, level: orange}", "{value: 12, level: orange}"),
    )


def test_the_same_book_changes_nothing(month: Person) -> None:
    found = told(month, "backtest", "--book", book(month), *WINDOW, "--jobs", "1")
    assert (found[0]["object"], found[0]["figures"], found[0]["decided"]) == ("backtest", [], 0)
    assert {line["object"] for line in found[1:]} == {"backtest_load"}
    assert all(line["opened_before"] == line["opened_after"] for line in found[1:])
    assert "没有任何数值不同" in month.run("backtest", "--book", "changed", *WINDOW).out


def test_a_changed_band_is_told_with_what_it_does(month: Person) -> None:
    first, *rest = told(month, "backtest", "--book", stricter(month), *WINDOW, "--jobs", "1")
    (figure,) = first["figures"]
    changes = [line for line in rest if line["object"] == "backtest_change"]
    signals = [line for line in changes if line["kind"] == "signal"]
    assert (figure["name"], figure["before"], figure["after"]) == (
        "arrears_bands",
        [[1, 1], [31, 2], [91, 3]],
        [[1, 1], [12, 2], [91, 3]],
    )
    assert figure["touched"] == first["decided"] < first["aggregates"]
    assert figure["signals"] == len(signals) > 0
    assert {(line["clause"], line["change"], line["before_level"], line["after_level"]) for line in signals} == {
        ("11.1.3", "level", "yellow", "orange")
    }
    assert all(line["causes"] == ["arrears_bands"] for line in changes)
    by_kind: dict[str, Any] = {line["kind"]: line for line in first["changes"]}
    assert by_kind["signal"]["level"] == len(signals)
    shown = month.run("backtest", "--book", "changed", *WINDOW, "--jobs", "1", "--lang", "en", "--rows", "1")
    for text in (
        "orange from day 12",
        "nobody was asked",
        "cannot be, and were left out",
        "more: see --html",
    ):
        assert text in words(shown.out), text


@pytest.mark.slow
def test_one_process_and_two_write_the_same_bytes(month: Person) -> None:
    changed = stricter(month)
    for jobs in ("1", "2"):
        assert month.run("backtest", "--book", changed, *WINDOW, "--jobs", jobs, "--out", f"by-{jobs}").code == 0
    for name in ("backtest.html", "backtest.jsonl"):
        assert (month.here / "by-1" / name).read_bytes() == (month.here / "by-2" / name).read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_whole_by_itself(month: Person, lang: str) -> None:
    shown = month.run("backtest", "--book", stricter(month), *WINDOW, "--html", "page.html", "--lang", lang)
    page = (month.here / "page.html").read_text(encoding="utf-8")
    assert (shown.code, "page.html" in shown.out) == (0, True)
    assert page.count("<svg role=") >= 2
    assert not re.search(r"<script|<link|<img|@import|url\((?!#)|https?://", page)
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in page
    assert ("第 12 日起橙色" if lang == "zh" else "orange from day 12") in page


def test_what_is_written_to_a_directory_is_what_json_prints(month: Person) -> None:
    changed = stricter(month)
    month.run("backtest", "--book", changed, *WINDOW, "--out", "kept/there")
    lines = (month.here / "kept" / "there" / "backtest.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(map(json.loads, lines)) == told(month, "backtest", "--book", changed, *WINDOW)


def test_rows_of_another_core_are_not_comparable(month: Person) -> None:
    tampered(
        "UPDATE journal SET core = '0.3' WHERE (lane, seq) = "
        "(SELECT lane, seq FROM journal WHERE kind = 'interest_arrears.position.v1' LIMIT 1)"
    )
    first, *_ = told(month, "backtest", "--book", stricter(month), *WINDOW, code=5)
    assert first["not_comparable"] == 1
    shown = month.run("backtest", "--book", "changed", *WINDOW, "--lang", "en")
    assert (shown.code, f"not comparable, taken as unchanged (this is {VERSION})" in words(shown.out)) == (5, True)


def test_a_ledger_that_does_not_come_out_again_is_said(month: Person) -> None:
    tampered(
        "UPDATE journal SET effects_digest = zeroblob(32) WHERE (lane, seq) = "
        "(SELECT lane, seq FROM journal WHERE kind = 'interest_arrears.position.v1' LIMIT 1)"
    )
    first, *_ = told(month, "backtest", "--book", stricter(month), *WINDOW, code=1)
    assert len(first["different"]) == 1
    assert "warning replay" in month.run("backtest", "--book", "changed", *WINDOW).out


def test_a_broken_book_is_told_as_by_its_check(month: Person) -> None:
    broken = book(month, ('{level: orange, when: ">= 31", figure: default}', '{level: purple, when: ">= 31"}'))
    shown = month.run("backtest", "--book", broken, *WINDOW)
    assert (shown.code, "payment.yaml" in shown.err, shown.out) == (3, True, "")


def test_a_time_without_records_has_nothing(month: Person) -> None:
    first, *rest = told(month, "backtest", "--book", stricter(month), "--since", "2026-09-01", "--until", "2026-09-15")
    assert (rest, first["outcomes"], first["earlier"]) == ([], {}, 0)
    assert (
        "没有任何变化"
        in month.run("backtest", "--book", "changed", "--since", "2026-09-01", "--until", "2026-09-15").out
    )


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("--since", "2026-10-05", "--until", "2026-10-05"), 2, "--since"),
        (("--since", "2026-10-01", "--until", "2027-10-05"), 2, "--until"),
        (("--since", "yesterday", "--until", "2026-10-05"), 2, "--since"),
        ((*WINDOW, "--html", "away/page.html"), 3, "away"),
        ((*WINDOW, "--out", "ledger.db"), 3, "ledger.db"),
        ((*WINDOW, "--book", "nowhere"), 3, "nowhere"),
        ((*WINDOW, "--ledger", "nowhere.db"), 3, "nowhere.db"),
    ],
)
def test_what_is_asked_wrongly_is_told(month: Person, asked: tuple[str, ...], code: int, said: str) -> None:
    shown = month.run("backtest", "--book", book(month), *asked)
    assert (shown.code, said in shown.err, shown.out) == (code, True, "")
