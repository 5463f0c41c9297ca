"""``warning ingest``: every record once, whatever happened in between."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.kept import kept, looking, told
from tests.cli.run import LIVE, Person
from warning.intake import ingest
from warning.ledger.sql.sources import sources
from warning.ledger.sql.tables import JOURNAL

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = ROOT / "tests" / "golden" / "events.jsonl"
EXAMPLE: Final = ROOT / "docs" / "examples" / "lawsuit.jsonl"
TALLY: Final = ("applied", "duplicate", "stale", "held", "quarantined")


def taken(person: Person, *words: str, code: int = 0) -> dict[str, Any]:
    """The last line of ``ingest --json``."""
    found = told(person, "ingest", *words, code=code)[-1]
    for tally in (found["run"], found["total"]):
        assert tally["records"] == sum(tally[name] for name in TALLY), "conservation"
    return found


def test_what_a_live_ledger_reads_of_the_future_is_not_on_record_yet(person: Person) -> None:
    """It would let duties be breached that are still to be done, whatever became of the record itself."""
    person.run("init", "--clock", "live", *LIVE)
    ahead = line("far", "borrower.registered.v1", "2190-01-01T00:00:00+08:00", customer_no="C1", borrower_name="后来")
    person.write("events.jsonl", named(), lent(), sued(), ahead)
    done = taken(person, "events.jsonl", code=1)
    owed = told(person, "duties", "list")
    assert owed
    assert max(row["opened_at"] for row in owed) < "2027"
    (found,) = told(person, "quarantine", "list")
    problems = [problem["code"] for problem in found["refusal"]["problems"]]
    assert (done["run"]["quarantined"], problems) == (1, ["recorded_in_future"])
    again = person.run("quarantine", "retry", str(found["number"]), "--lang", "en")
    assert (again.code, "more than 5 minutes from now" in " ".join(again.err.split())) == (1, True), again


def test_a_file_is_taken_once_and_what_was_refused_is_told(person: Person) -> None:
    person.run("init")
    shown = person.run("ingest", str(EXAMPLE), "--lang", "en")
    assert shown.code == 1
    assert "data.parts.cause" in shown.out
    assert (
        "From 'lawsuit.jsonl' 5 records were read (up to line 5): 5 taken (1 of them refused), 0 duplicate" in shown.out
    )
    again = person.run("ingest", str(EXAMPLE), "--lang", "en")
    assert again.code == 0
    assert "'lawsuit.jsonl' had been read to its end before (5 lines)" in again.out
    assert "The ledger in all: 5 records read, 5 taken (1 of them refused)" in again.out


def test_the_rows_are_those_of_decide(person: Person) -> None:
    person.run("init")
    taken(person, str(GOLDEN), code=1)
    decided = [json.loads(line) for line in person.run("decide", str(GOLDEN), "--json").out.splitlines()]
    rows = kept()
    assert len(rows) > 200
    assert {name for name, _ in rows} == {
        line["id"] for line in decided if line["object"] in {"signal", "warning", "duty"}
    }


@pytest.mark.parametrize("commits", [1, 4])
def test_what_was_interrupted_goes_on_where_it_was(
    person: Person, monkeypatch: pytest.MonkeyPatch, commits: int
) -> None:
    person.run("init", "--ledger", "whole.db")
    taken(person, str(GOLDEN), "--ledger", "whole.db", code=1)
    person.run("init")
    monkeypatch.setattr(ingest.Intake.__init__, "__kwdefaults__", {"persons": None, "batch": 300, "rows": 6000})
    send = ingest.Intake._send
    left = iter(range(commits))

    def interrupted(*given: Any) -> ingest.Sent:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return send(*given)

    monkeypatch.setattr(ingest.Intake, "_send", interrupted)
    assert person.run("ingest", str(GOLDEN)).code == 130
    monkeypatch.setattr(ingest.Intake, "_send", send)
    found = taken(person, str(GOLDEN), code=1)
    assert 0 < found["run"]["records"] < found["total"]["records"] == 1773
    assert kept() == kept("whole.db")


@pytest.mark.parametrize("ending", ["\n", ""])
@pytest.mark.parametrize("beginning", ["", "\ufeff"])
def test_what_a_file_has_grown_by_is_taken(person: Person, beginning: str, ending: str) -> None:
    person.run("init")
    path = person.write("events.jsonl", named())
    path.write_text(f"{beginning}{named()}\n{lent()}{ending}", encoding="utf-8")
    assert taken(person, "events.jsonl")["run"]["applied"] == 2
    with path.open("a", encoding="utf-8") as events:
        events.write(f"{'' if ending else chr(10)}{sued()}\nbroken\n")
    shown = person.run("ingest", "events.jsonl", "--lang", "en")
    assert shown.code == 1
    assert "2 records were read (up to line 4): 1 taken, 0 duplicate, 0 stale, 0 held, 1 quarantined" in shown.out
    assert "\n 4 " in shown.out, "the broken line's own number"


def test_files_joined_each_with_a_mark_of_its_encoding_are_read_to_the_byte(person: Person) -> None:
    """A mark before a line is no part of its record, wherever it stands in the file."""
    other = line("r0", "borrower.registered.v1", "2026-10-11T08:00:00+08:00", customer_no="C0", borrower_name="别家")
    parts = [f"\ufeff{text}\n".encode() for text in (other, named(), lent(), sued())]
    person.run("init")
    person.run("init", "--ledger", "whole.db")
    path = person.here / "events.jsonl"
    for part in parts:
        with path.open("ab") as events:
            events.write(part)
        assert taken(person, "events.jsonl")["run"]["applied"] == 1
    assert told(person, "quarantine", "list") == []
    assert taken(person, "events.jsonl", "--ledger", "whole.db")["run"]["applied"] == len(parts)
    assert kept() == kept("whole.db")
    with looking() as grown, looking("whole.db") as whole:
        assert grown.execute(select(JOURNAL)).all() == whole.execute(select(JOURNAL)).all()
        (read,), (at_once,) = sources(grown), sources(whole)
    assert replace(read, beginning=b"") == replace(at_once, beginning=b"")
    assert read.position.offset == path.stat().st_size
    shown = [json.loads(line) for line in person.run("decide", "events.jsonl", "--json").out.splitlines()]
    ids = {line["id"] for line in shown if line["object"] in {"signal", "warning", "duty"}}
    assert ({name for name, _ in kept()}, [line for line in shown if line["object"] == "refusal"]) == (ids, [])
    assert "某某食品有限公司" in person.run("decide", "events.jsonl").out, "its name is noted"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_file_of_the_same_name_is_refused(person: Person, lang: str) -> None:
    person.run("init")
    person.write("events.jsonl", named(), lent())
    taken(person, "events.jsonl")
    person.write("events.jsonl", named(), sued())
    shown = person.run("ingest", "events.jsonl", "--lang", lang)
    assert shown.code == 3
    assert "--as" in shown.err
    assert taken(person, "events.jsonl", "--as", "second")["run"] == dict.fromkeys((*TALLY, "refused"), 0) | {
        "records": 2,
        "applied": 1,
        "duplicate": 1,
    }


def test_a_file_cut_short_is_refused(person: Person) -> None:
    person.run("init")
    many = [lent(f"L{n}", "1000000.00") for n in range(400)]
    person.write("events.jsonl", named(), *many)
    taken(person, "events.jsonl")
    person.write("events.jsonl", named(), *many[:-1])
    shown = person.run("ingest", "events.jsonl", "--lang", "en")
    assert shown.code == 3
    assert "ends before the place" in shown.err.replace("\n", " ")


def test_standard_input_is_a_source_too(person: Person) -> None:
    person.run("init")
    text = "".join(f"{line}\n" for line in (named(), lent(), sued()))
    assert person.run("ingest", "-", given=text.encode()).code == 0
    more = text + reported("2026-11-04T10:00:00+08:00") + "\n"
    shown = person.run("ingest", "-", "--lang", "en", given=more.encode())
    assert "From 'stdin' 1 record was read (up to line 4)" in shown.out
    assert person.run("ingest", "-", given=text[1:].encode()).code == 3


def test_a_bank_that_wants_another_ledger_says_so(person: Person, bank: Path) -> None:
    shutil.copytree(bank.parent, person.here / "demo-bank")
    (person.here / "demo-bank" / "events.jsonl").write_text(f"{named()}\n", encoding="utf-8")
    person.run("init")
    shown = person.run("ingest", "demo-bank/events.jsonl", "--lang", "en")
    assert "--live-from 2026-10-01T00:00:00+08:00" in shown.err
    assert shown.code == 0
    person.run("init", "--ledger", "right.db", "--live-from", "2026-10-01")
    assert person.run("ingest", "demo-bank/events.jsonl", "--ledger", "right.db").err == ""


@pytest.mark.parametrize("text", ["", "hello\n" * 2_000])
def test_a_file_without_events_leaves_the_ledger_as_it_was(person: Person, text: str) -> None:
    person.run("init")
    (person.here / "other.txt").write_text(text, encoding="utf-8")
    assert person.run("ingest", "other.txt").code == 3
    person.write("events.jsonl", named())
    assert taken(person, "events.jsonl")["total"]["records"] == 1


def test_what_a_run_that_was_stopped_had_refused_is_told_by_the_next(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exit code is that of the source, until what was refused is settled or told."""
    person.run("init")
    person.write("events.jsonl", "broken", named(), lent(), sued())
    monkeypatch.setattr(ingest.Intake.__init__, "__kwdefaults__", {"persons": None, "batch": 2, "rows": 6000})
    send = ingest.Intake._send
    left = iter(range(1))

    def stopped(*given: Any) -> ingest.Sent:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return send(*given)

    monkeypatch.setattr(ingest.Intake, "_send", stopped)
    assert person.run("ingest", "events.jsonl").code == 130
    monkeypatch.setattr(ingest.Intake, "_send", send)
    person.write("other.jsonl", named("C2").replace("r1", "r2"))
    taken(person, "other.jsonl")
    shown = person.run("ingest", "events.jsonl", "--lang", "en")
    assert shown.code == 1
    assert "\n 1 " in shown.out, "the broken line's own number"
    taken(person, "events.jsonl")


def test_without_a_ledger_the_way_to_one_is_told(person: Person) -> None:
    shown = person.run("ingest", str(EXAMPLE))
    assert shown.code == 3
    assert "warning init" in shown.err
    assert not (person.here / "ledger.db").exists()


def test_a_pipe_through_which_nothing_comes_is_no_error(person: Person) -> None:
    person.run("init")
    for _ in range(2):
        shown = person.run("ingest", "-", given=b"")
        assert (shown.code, "没有读入记录" in shown.out, shown.err) == (0, True, "")
        line = json.loads(person.run("ingest", "-", "--json", given=b"").out)
        assert (line["run"]["records"], line["lines"], line["clock"]) == (0, 0, None)
        assert told(person, "status")[0]["sources"] == [], "nothing is on file"
    person.write("empty.jsonl")
    assert person.run("ingest", "empty.jsonl").code == 3, "a file without a record may be the wrong one"


def test_a_pipe_through_which_nothing_comes_any_more_is_no_error(person: Person) -> None:
    person.run("init")
    assert person.run("ingest", "-", given=EXAMPLE.read_bytes()).code == 1
    shown = person.run("ingest", "-", given=b"")
    assert (shown.code, "没有新的记录" in shown.out) == (0, True)
    assert told(person, "status")[0]["total"]["records"] == 5
