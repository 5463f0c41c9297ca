"""The backtest that goes with a change: what of the ledger it is about is shown, and it can be decided again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.events import line
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_backtest import stricter
from tests.cli.test_rule_changes import FROM, MAKER, OTHER
from tests.cli.test_verify_run import tampered
from warning.core import VERSION

MONTH: Final = ("--since", "2026-10-01", "--until", "2026-11-01")
DAY: Final = ("--since", "2026-10-12", "--until", "2026-10-13")


@pytest.fixture
def month(month: Person, shelf: Path) -> Person:
    """Someone with a month, a stricter book, and its backtest over the month as a page and as lines."""

    def make() -> None:
        stricter(month)
        backtested(month, *MONTH)

    return month.again(shelf / "tested", make)


def backtested(person: Person, *window: str) -> None:
    """In ``out`` and ``page.html``."""
    told(person, "backtest", "--book", "changed", *window, "--jobs", "1", "--out", "out", "--html", "page.html")


def proposed(person: Person, *window: str, report: str = "page.html", force: str = "2026-11-02") -> dict[str, Any]:
    """A change with a backtest of a window attached, as a page or as lines; as it is listed."""
    if window:
        backtested(person, *window)
    when = ("--from", f"{force}T00:00:00+08:00", *FROM[2:])
    told(person, "rules", "propose", "changed", *MAKER, *when, "--backtest", report, "--id", "RC-1")
    return dict(told(person, "rules", "changes", "RC-1")[0])


def retested(person: Person, code: int = 0, name: str = "RC-1") -> dict[str, Any]:
    """As it comes out again."""
    (found,) = told(person, "rules", "retest", name, "--jobs", "1", code=code)
    return dict(found)


def forged(person: Person, path: str, was: str, now: str, name: str = "forged") -> str:
    """A report with some words exchanged."""
    file = Path(person.here / path)
    text = file.read_text(encoding="utf-8")
    assert was in text, was
    made = person.here / f"{name}{file.suffix}"
    made.write_text(text.replace(was, now, 1), encoding="utf-8")
    return made.name


def test_window_share_and_figures_are_shown_to_who_approves(month: Person) -> None:
    line = proposed(month)
    tested = line["tested"]
    assert (tested["days"], tested["ledger_days"], line["remarks"]) == (31, 30, [])
    assert 0 < tested["decided"] < tested["aggregates"]
    assert 0 < tested["rows"] <= tested["ledger_rows"]
    signals = next(one for one in tested["changes"] if one["kind"] == "signal")
    assert signals["level"] > 0
    for lang, figures, window in (
        ("zh", f"信号：级别不同 {signals['level']}", "31 天：台账 30 天的 100%"),
        ("en", f"signals: {signals['level']} other level", "31 days: 100% of the 30 days of the ledger"),
    ):
        for words in (("changes",), ("changes", "RC-1")):
            shown = flat(month.run("rules", *words, "--lang", lang).out)
            assert (figures.replace(" ", "") in shown, window.replace(" ", "") in shown) == (True, True), shown
    assert "warning rules retest RC-1 --lang en" in month.run("rules", "changes", "RC-1", "--lang", "en").out
    given = month.run("rules", "approve", "RC-1", *OTHER, "--lang", "en")
    assert (given.code, f"signals: {signals['level']} other level" in " ".join(given.out.split())) == (0, True)
    assert "Note:" not in given.out
    (after, *_) = told(month, "rules", "changes", "RC-1")
    assert (after["tested"]["ledger_days"], after["remarks"]) == (30, [])


def flat(text: str) -> str:
    """What a table says, without its breaks."""
    return "".join(text.split())


def test_a_report_of_a_day_is_remarked_on_and_not_refused(month: Person) -> None:
    told(month, "tick", "--until", "2026-11-20T00:00:00+08:00")
    line = proposed(month, *DAY, force="2026-11-21")
    assert (line["tested"]["days"], line["remarks"]) == (1, ["short", "not_newest"])
    shown = month.run("rules", "propose", "changed", *MAKER, *FROM[2:], "--from", "2026-11-21T00:00:00+08:00",
                      "--backtest", "page.html", "--id", "RC-2", "--lang", "en")  # fmt: skip
    assert (shown.code, "covers 1 day, fewer than 30" in " ".join(shown.out.split())) == (0, True), shown
    for words in (("changes",), ("changes", "RC-2")):
        assert "不足30天" in flat(month.run("rules", *words).out)
    given = month.run("rules", "approve", "RC-2", *OTHER)
    assert (given.code, "不足30天" in flat(given.out), "未及2026-11-20" in flat(given.out)) == (0, True, True)
    told(month, "tick", "--until", "2027-03-01T00:00:00+08:00")
    assert told(month, "rules", "changes", "RC-2")[0]["tested"]["ledger_days"] < 60, "as it was when it was approved"


def test_a_window_that_began_before_the_ledger_is_no_longer_than_the_ledger(month: Person) -> None:
    """Days of which it has nothing are no days of a test."""
    told(month, "tick", "--until", "2026-11-20T00:00:00+08:00")
    line = proposed(month, "--since", "1995-10-01", "--until", "2026-10-03", force="2026-11-21")
    assert (line["tested"]["days"], line["remarks"]) == (2, ["short", "not_newest"])


def test_the_end_of_the_last_days_is_the_end_of_the_newest_month(month: Person) -> None:
    told(month, "tick", "--until", "2026-11-30T23:59:59+08:00")
    assert proposed(month, force="2026-12-02")["remarks"] == []
    told(month, "tick", "--until", "2026-12-01T00:00:00+08:00")
    assert told(month, "rules", "changes", "RC-1")[0]["remarks"] == ["not_newest"]


@pytest.mark.parametrize("report", ["page.html", "out/backtest.jsonl"])
def test_it_comes_out_again_also_once_the_ledger_has_grown(month: Person, report: str) -> None:
    proposed(month, report=report)
    told(month, "rules", "approve", "RC-1", *OTHER)
    more = line(
        "later",
        "borrower.registered.v1",
        "2026-11-03T08:00:00+08:00",
        customer_no="C000000",
        borrower_name="又名公司",
    )
    month.write("later.jsonl", more)
    told(month, "ingest", "later.jsonl")
    told(month, "tick", "--until", "2026-12-20T00:00:00+08:00")
    found = retested(month)
    assert (found["verdict"], found["field"], found["since"]) == ("same", "", "2026-10-01T00:00:00+08:00")
    shown = month.run("rules", "retest", "RC-1", "--jobs", "1", "--lang", "en")
    assert "compared field by field, it is the same" in " ".join(shown.out.split())
    assert "相同" in month.run("rules", "retest", "RC-1", "--jobs", "1").out


def test_a_page_in_english_of_a_ledger_by_another_name_is_the_same(month: Person) -> None:
    words = ("--book", "changed", *MONTH, "--html", "page.html", "--ledger", "./ledger.db", "--lang", "en")
    assert month.run("backtest", *words).code == 0
    proposed(month)
    assert retested(month)["verdict"] == "same"


@pytest.mark.parametrize(
    ("report", "was", "now", "field"),
    [
        ("out/backtest.jsonl", '"level":', '"level":1', "changes.signal.level"),
        ("out/backtest.jsonl", '"decided":', '"decided":1', "decided"),
        ("out/backtest.jsonl", '"causes":["arrears_bands"]', '"causes":["arrears_bandz"]', "line 2.causes.0"),
        ("page.html", "&quot;touched&quot;:", "&quot;touched&quot;:1", "figures.arrears_bands.touched"),
        ("page.html", "&quot;following&quot;:&quot;", "&quot;following&quot;:&quot;0", "following"),
        ("page.html", "</h1>", "，没有变化</h1>", "page"),
    ],
)
def test_a_report_that_says_otherwise_is_told_with_its_first_difference(
    month: Person, report: str, was: str, now: str, field: str
) -> None:
    proposed(month, report=forged(month, report, was, now))
    found = retested(month, code=1)
    assert (found["verdict"], found["field"].startswith(field)) == ("different", True), found
    assert found["attached"] != found["found"]
    shown = month.run("rules", "retest", "RC-1", "--jobs", "1", "--lang", "en")
    assert (shown.code, f"it is different, first in {field}" in " ".join(shown.out.split())) == (1, True)
    assert found["attached"][:20] in " ".join(shown.out.split())


def test_records_that_came_late_into_the_window_are_said_to_have_come(month: Person) -> None:
    proposed(month)
    late = line(
        "late", "borrower.registered.v1", "2026-10-20T08:00:00+08:00", customer_no="C999999", borrower_name="晚到公司"
    )
    month.write("late.jsonl", late)
    told(month, "ingest", "late.jsonl")
    found = retested(month, code=1)
    assert (found["field"], int(found["found"]) - int(found["attached"])) == ("rows", 1)
    assert "以此期间内的时刻受理" in flat(month.run("rules", "retest", "RC-1", "--jobs", "1").out)


def test_what_cannot_be_compared_is_no_difference(month: Person) -> None:
    core = forged(month, "out/backtest.jsonl", f'"core":"{VERSION}"', '"core":"0.1"', "core")
    other = forged(month, "page.html", "&quot;program&quot;:&quot;", "&quot;program&quot;:&quot;9", "other")
    for name, report in (("RC-1", core), ("RC-2", other)):
        told(month, "rules", "propose", "changed", *MAKER, *FROM, "--backtest", report, "--id", name)
    assert [retested(month, 5, name)["verdict"] for name in ("RC-1", "RC-2")] == ["not_comparable", "partly"]
    for name, said in (("RC-1", "made by core 0.1"), ("RC-2", "the words of the page were not")):
        shown = month.run("rules", "retest", name, "--jobs", "1", "--lang", "en")
        assert (shown.code, said in " ".join(shown.out.split())) == (5, True), shown.out


def test_a_report_without_window_or_figures_is_not_attached_nor_shown(month: Person) -> None:
    proposed(month, report="out/backtest.jsonl")
    first = json.loads((month.here / "out" / "backtest.jsonl").read_text("utf-8").splitlines()[0])
    for change in ({"since": "soon"}, {"until": first["since"]}, {"rows": None}):
        (month.here / "bad.jsonl").write_text(json.dumps(first | change), encoding="utf-8")
        words = ("rules", "propose", "changed", *MAKER, *FROM, "--backtest", "bad.jsonl", "--lang", "en")
        shown = month.run(*words)
        assert (shown.code, "is no report of a backtest" in " ".join(shown.err.split())) == (2, True)
    (month.here / "bad.jsonl").write_text(json.dumps(first | {"until": "2027-01-01T00:00:00+08:00"}), encoding="utf-8")
    assert (month.run(*words).code, "later than the ledger's clock" in " ".join(month.run(*words).err.split())) == (
        2,
        True,
    )


def test_a_report_that_was_exchanged_or_is_an_earlier_programs_is_not_shown(month: Person) -> None:
    proposed(month)
    tampered("UPDATE proposed_book SET report = report || ' ' WHERE proposal = 'RC-1'")
    altered = told(month, "rules", "changes", "RC-1")[0]
    assert (altered["tested"], altered["remarks"]) == (None, ["altered"])
    assert "不是提出时所附的那一份" in flat(month.run("rules", "changes", "RC-1").out)
    assert month.run("rules", "retest", "RC-1").code == 1
    assert [month.run("rules", "retest", name).code for name in ("RC-9",)] == [4]
