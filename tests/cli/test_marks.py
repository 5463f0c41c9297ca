"""What a list says beside a state: the domain, that what it rests on is disputed, that it was late or concealed."""

from __future__ import annotations

import pytest

from tests.cli.events import lent, line, named, sued
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_explain_what_was_behind import RETRACTED

KNOWN = {"discovered": "2026-11-03T08:00:00+08:00", "discovered_by": "1001", "recorded_by": "9999"}


def taken(person: Person, *lines: str, until: str = "2026-11-04T10:00:00+08:00") -> Person:
    """A ledger with these records."""
    person.widen(160)
    person.run("init")
    person.write("events.jsonl", named(), lent(), *lines)
    person.run("ingest", "events.jsonl")
    person.run("tick", "--until", until)
    return person


def page(person: Person, *words: str) -> str:
    """What a command prints, without what lays it out."""
    shown = person.run(*words)
    assert shown.code == 0, shown.err
    return "".join(shown.out.split())


def test_a_disputed_signal_is_said_to_be_one_wherever_it_is_listed(person: Person) -> None:
    taken(person, sued(), RETRACTED)
    assert "有效、存疑（依据已撤销，W12）" in page(person, "alerts", "show", "W-")
    known = page(person, "asof", "2026-11-04T10:00:00+08:00").partition("当时的信号")[2].partition("当时的义务")[0]
    assert "有效、存疑" in known
    for words in (("duties", "list"), ("asof", "2026-11-04T10:00:00+08:00"), ("alerts", "show", "W-")):
        said = page(person, *words)
        owed = [row for row in told(person, "duties", "list") if row["customer_no"]]
        assert said.count("所依据的信号存疑") == len(owed) > 0, words
    english = " ".join(person.run("duties", "list", "--lang", "en").out.split())
    assert "rests on a disputed signal" in english


def test_a_dossier_marks_them_too(person: Person) -> None:
    taken(person, sued(), RETRACTED, until="2026-11-13T10:00:00+08:00")
    (found,) = told(person, "dossier", "C1")
    assert [one["state"]["zh"] for one in found["signals"]] == ["■ 红 · 有效、存疑"]
    reports = [one["state"]["zh"] for one in found["duties"] if one["row"]["kind"] == "report"]
    assert all("逾期未完成 · 计为迟报，截止" in state for state in reports)


def test_what_rests_on_another_signal_too_is_not_said_to_rest_on_a_disputed_one(person: Person) -> None:
    other = sued("2026-11-03T11:00:00+08:00").replace('"m1"', '"m2"').replace("litigation", "cross_default")
    taken(person, sued(), other, RETRACTED)
    signals = [row for row in told(person, "decide", "events.jsonl") if row["object"] == "signal"]
    (doubted,) = [row["id"] for row in signals if row["disputed"]]
    owed = [row for row in told(person, "duties", "list") if row["signal_id"] == doubted]
    assert page(person, "duties", "list").count("所依据的信号存疑") == len(owed) > 0


def test_what_is_not_disputed_has_no_mark(person: Person) -> None:
    taken(person, sued())
    for words in (("duties", "list"), ("alerts", "show", "W-"), ("asof", "2026-11-04T10:00:00+08:00")):
        assert "存疑" not in page(person, *words)


@pytest.mark.parametrize(
    ("who", "zh", "en"), [(KNOWN, "隐瞒不报", "concealed"), ({}, "迟报", "late")], ids=["concealed", "late"]
)
def test_a_report_that_was_concealed_or_late_is_said_to_be(
    person: Person, who: dict[str, str], zh: str, en: str
) -> None:
    at = "2026-11-10T10:00:00+08:00"
    event = line("m1", "major_event.v1", at, customer_no="C1", kind="litigation", description="x", **who)
    taken(person, event, until="2026-11-13T10:00:00+08:00")
    scored = [row for row in told(person, "duties", "list", "--overdue") if row["kind"] in ("first_notice", "report")]
    assert {row["scored"] for row in scored} >= {en}
    for words in (("duties", "list", "--overdue"), ("alerts", "show", "W-")):
        assert f"计为{zh}" in page(person, *words)
    team = person.run("duties", "list", "--overdue", "--post", "sub_branch_president").out
    assert "逾期办理" not in team
    assert f"scored as {en}" in " ".join(person.run("duties", "list", "--overdue", "--lang", "en").out.split())


def test_duties_are_listed_with_their_domain_and_by_it(person: Person) -> None:
    finding = {"customer_no": "C1", "finding_no": "F1", "kind": "beyond_authority", "recorded_by": "1001"}
    taken(person, sued(), line("f1", "management.finding.v1", "2026-11-03T11:00:00+08:00", **finding))
    every = told(person, "duties", "list")
    for domain, name in (("business", "业务"), ("management", "管理")):
        rows = told(person, "duties", "list", "--domain", domain)
        assert {row["domain"] for row in rows} == {domain}
        assert 0 < len(rows) < len(every)
        said = page(person, "duties", "list", "--domain", domain)
        assert said.count(f"{name}·1") == len(rows)
    assert "management · 1" in person.run("duties", "list", "--lang", "en").out
