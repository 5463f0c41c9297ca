"""What nobody will send again: one person says why it is dismissed, another approves, and nothing of it goes away."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.kept import told
from tests.cli.run import Person

WHY = ("--ground", "测试报文，来源系统不会再报送")
WRONG = sued().replace("litigation", "litigatoin")


@pytest.fixture
def littered(person: Person) -> Person:
    """Someone with three broken messages and a record with a wrong value in quarantine."""
    person.run("init")
    person.write("events.jsonl", named(), lent(), "{", "garbage", "rubbish", WRONG)
    assert person.run("ingest", "events.jsonl").code == 1
    return person


def _rows(person: Person, *words: str) -> dict[int, dict[str, Any]]:
    return {row["number"]: row for row in told(person, "quarantine", "list", *words)}


def _status(person: Person) -> tuple[int, int, int]:
    (line,) = told(person, "status")
    return line["quarantine_open"], line["quarantine_proposed"], line["total"]["quarantined"]


def test_a_dismissal_takes_two_persons_and_keeps_all(littered: Person) -> None:
    before = _status(littered)
    shown = littered.run("quarantine", "dismiss", "1", *WHY, "--officer", "A", "--lang", "en")
    assert (shown.code, "another person has to approve" in " ".join(shown.out.split())) == (0, True)
    row = _rows(littered)[1]
    assert (row["status"], row["approved_by"]) == ("dismissal", None)
    assert _status(littered) == (before[0] - 1, 1, before[2])
    unaware = littered.run("quarantine", "approve", "1", "--officer", "B", "--lang", "en")
    assert (unaware.code, WHY[1] in unaware.err, "approve 1 --dismissals" in " ".join(unaware.err.split())) == (
        2,
        True,
        True,
    ), "it may have been a correction when they looked"
    own = littered.run("quarantine", "approve", "1", "--dismissals", "--officer", "A", "--lang", "en")
    assert (own.code, "another person" in " ".join(own.err.split())) == (2, True)
    assert littered.run("quarantine", "retry", "1").code == 2, "something is proposed for it"
    (done,) = told(littered, "quarantine", "approve", "1", "--dismissals", "--officer", "B")
    assert done["outcome"] == "dismissed"
    assert 1 not in _rows(littered)
    row = _rows(littered, "--all")[1]
    assert row["status"] == "dismissed"
    assert row["approved_by"] not in (None, row["corrected_by"])
    assert _status(littered) == (before[0] - 1, 0, before[2]), "it counts as quarantined for good"
    assert told(littered, "status")[0]["quarantine_dismissed"] == 1
    assert "1 dismissed" in littered.run("status", "--lang", "en").out
    (whole,) = told(littered, "quarantine", "show", "1")
    assert (whole["original"], whole["ground"], whole["correction"]) == ("{", WHY[1], None)
    page = littered.run("quarantine", "show", "1", "--lang", "en").out
    assert "Why it is to be dismissed" in page
    assert WHY[1] in page
    assert ": dismissed." in page
    assert littered.run("quarantine", "approve", "1", "--officer", "C").code == 2, "once"
    assert littered.run("quarantine", "dismiss", "1", *WHY, "--officer", "C").code == 2, "it is settled"
    assert littered.run("verify").code == 0
    assert littered.run("replay").code == 0


def test_as_known_before_it_was_dismissed_it_is_open(littered: Person) -> None:
    number = str(max(_rows(littered)))
    assert littered.run("tick", "--until", "2026-11-20").code == 0
    assert littered.run("quarantine", "dismiss", number, *WHY, "--officer", "A").code == 0
    assert littered.run("quarantine", "approve", number, "--dismissals", "--officer", "B").code == 0
    for until, status in (("2026-11-10T00:00:00+08:00", "open"), ("2026-11-20T00:00:00+08:00", "dismissed")):
        (dossier,) = told(littered, "dossier", "C1", "--until", until)
        (one,) = dossier["untaken"]
        assert (one["status"], one["number"], one["reasons"]) == (status, int(number), ["not_in_list"])
        assert (one["dismissal"] is None) == (status == "open")
    (row,) = told(littered, "quarantine", "show", number)
    assert {name: one["dismissal"][name] for name in ("ground", "asked_by", "approved_by", "approved_at")} == {
        "ground": WHY[1], "asked_by": row["corrected_by"], "approved_by": row["approved_by"],
        "approved_at": "2026-11-20T00:00:00+08:00",
    }  # fmt: skip
    (named,) = told(littered, "dossier", "C1", "--persons")[0]["untaken"]
    assert (named["dismissal"]["asked_by"], named["dismissal"]["approved_by"]) == ("A", "B")
    littered.run("dossier", "C1", "--html", "page.html", "--lang", "en")
    assert f"dismissed, on the ground: {WHY[1]} (asked for by P-" in (littered.here / "page.html").read_text("utf-8")


def test_what_is_to_be_dismissed_says_by_whom_and_why(littered: Person) -> None:
    number = str(max(_rows(littered)))
    assert littered.run("quarantine", "dismiss", number, *WHY, "--officer", "A").code == 0
    (one,) = told(littered, "dossier", "C1")[0]["untaken"]
    assert (one["status"], one["dismissal"]["ground"], one["dismissal"]["approved_by"]) == ("dismissal", WHY[1], None)
    assert "待批的不再处理" in one["dismissal"]["said"]["zh"]


def test_all_of_one_reason_are_dismissed_at_once_but_for_what_one_has_proposed_oneself(littered: Person) -> None:
    of_it = [n for n, row in _rows(littered).items() if row["refusal"]["problems"][0]["code"] == "not_json"]
    assert len(of_it) == 2
    shown = littered.run("quarantine", "dismiss", "--reason", "not_json", *WHY, "--officer", "A", "--lang", "en")
    assert f"To be dismissed: {len(of_it)};" in " ".join(shown.out.split())
    other = next(n for n in _rows(littered) if n not in of_it)
    assert littered.run("quarantine", "dismiss", str(other), *WHY, "--officer", "B").code == 0
    shown = littered.run("quarantine", "approve", "--dismissals", "--officer", "B", "--lang", "en")
    assert (
        shown.code,
        f"{len(of_it)} dismissed" in shown.out and WHY[1] in shown.out,
        "proposed anew: 1." in " ".join(shown.out.split()),
    ) == (
        1,
        True,
        True,
    )
    assert [row["status"] for row in _rows(littered).values() if row["status"] == "dismissal"] == ["dismissal"]
    assert littered.run("quarantine", "approve", "--dismissals", "--officer", "C").code == 0
    assert littered.run("verify").code == 0


def test_a_proposal_of_another_person_is_not_replaced_unawares(littered: Person) -> None:
    number = str(max(_rows(littered)))
    littered.write("right.json", sued())
    assert littered.run("quarantine", "dismiss", number, *WHY, "--officer", "A").code == 0
    assert littered.run("quarantine", "correct", number, "right.json", "--officer", "B").code == 2
    assert littered.run("quarantine", "correct", number, "right.json", "--officer", "B", "--replace").code == 0
    assert _rows(littered)[int(number)]["status"] == "proposed"
    assert littered.run("quarantine", "dismiss", number, *WHY, "--officer", "A").code == 2
    assert littered.run("quarantine", "dismiss", number, *WHY, "--officer", "B").code == 0, "their own"
    (row,) = told(littered, "quarantine", "show", number)
    assert (row["status"], row["replaced"], row["ground"]) == ("dismissal", True, WHY[1])
    assert littered.run("quarantine", "approve", "--dismissals", "--officer", "A").code == 1, "not among others"
    words = ("quarantine", "approve", number, "--dismissals", "--officer", "A")
    assert littered.run(*words).code == 2
    assert littered.run("quarantine", "approve", number, "--officer", "A", "--seen", row["proposal"]).code == 2
    assert littered.run(*words, "--seen", row["proposal"]).code == 0
    assert littered.run("verify").code == 0
    assert told(littered, "alerts", "list") == [], "the correction was not taken"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("dismiss", *WHY, "--officer", "A"), 2, "a number, or --reason"),
        (("dismiss", "1", "--reason", "x", *WHY, "--officer", "A"), 2, "a number, or --reason"),
        (("dismiss", "--reason", "x", *WHY, "--officer", "A"), 4, "Nothing waits because of x"),
        (("dismiss", "1", "--ground", " ", "--officer", "A"), 2, "--ground is blank"),
        (("dismiss", "1", *WHY, "--officer", " "), 2, "--officer"),
        (("dismiss", "99", *WHY, "--officer", "A"), 4, "no number 99"),
        (("approve", "--officer", "A"), 2, "a number, or --dismissals"),
        (("approve", "--dismissals", "--seen", "x", "--officer", "A"), 2, "without --seen"),
        (("approve", "1", "--dismissals", "--officer", "A"), 2, "nobody has proposed to dismiss it"),
        (("approve", "1", "--officer", "A"), 2, "Nothing is proposed"),
    ],
)
def test_what_is_asked_wrongly_is_told(littered: Person, words: tuple[str, ...], code: int, said: str) -> None:
    shown = littered.run("quarantine", *words, "--lang", "en")
    assert (shown.code, said in " ".join(shown.err.split())) == (code, True), shown.err


def test_where_nothing_was_read_but_garbage(person: Person) -> None:
    """The clock of such a ledger stands still."""
    person.run("init")
    person.write("garbage.jsonl", "{")
    assert person.run("ingest", "garbage.jsonl").code == 1
    assert person.run("quarantine", "dismiss", "1", *WHY, "--officer", "A").code == 0
    assert person.run("quarantine", "approve", "1", "--dismissals", "--officer", "B").code == 0
    person.write("events.jsonl", named(), lent(), sued())
    assert person.run("ingest", "events.jsonl").code == 0
    assert [warning["level"] for warning in told(person, "alerts", "list")] == ["red"]
    assert person.run("verify").code == 0
    assert person.run("replay").code == 0


def test_a_record_of_a_partition_stands_at_an_offset(littered: Person) -> None:
    with sqlite3.connect("ledger.db") as database:
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'quarantine'"
        for (name,) in database.execute(guards).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        at = "kafka:repayment:3:11111111-0000-0000-0000-000000000000"
        database.execute("UPDATE quarantine SET source = ? WHERE id = 1", (at,))
    shown = " ".join(littered.run("quarantine", "list", "--lang", "en").out.split())
    assert ("repayment 3" in shown, "offset 3" in shown, "line 4" in shown) == (True, True, True)


def test_the_figures_of_the_quarantine_add_up(littered: Person) -> None:
    """Whatever became of them, its numbers are the records quarantined; what was taken again is one source."""
    littered.write("right.json", sued())
    assert littered.run("quarantine", "correct", "4", "right.json", "--officer", "A").code == 0
    assert littered.run("quarantine", "approve", "4", "--officer", "B").code == 0
    littered.write("named.json", named("C2"))
    assert littered.run("quarantine", "correct", "3", "named.json", "--officer", "A").code == 0
    assert littered.run("quarantine", "approve", "3", "--officer", "B").code == 0
    littered.run("quarantine", "dismiss", "1", *WHY, "--officer", "A")
    littered.run("quarantine", "approve", "1", "--dismissals", "--officer", "B")
    littered.run("quarantine", "dismiss", "2", *WHY, "--officer", "A")
    (line,) = told(littered, "status")
    states = [line[f"quarantine_{state}"] for state in ("open", "proposed", "dismissed", "settled")]
    assert states == [0, 1, 1, 2]
    assert line["total"]["quarantined"] == sum(states)
    shown = " ".join(littered.run("status", "--lang", "en").out.split())
    assert "1 dismissed, 2 taken after all" in shown
    assert "2 taken after all from the quarantine (the originals stay counted there)" in shown
    assert ("2 numbers" in shown, "quarantine:3" in shown) == (True, False)
    (read,) = (one["records"] for one in line["sources"] if one["name"] == "file:events.jsonl")
    assert line["total"]["records"] == read + 2
