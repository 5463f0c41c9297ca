"""``warning tick``, ``alerts`` and ``duties``: a ledger says what a file decided in memory says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.kept import told
from tests.cli.run import LIVE, Person
from warning.bootstrap import setting
from warning.cli.running import situation
from warning.core.scalars import read_moment

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = ROOT / "tests" / "golden" / "events.jsonl"
UNTIL: Final = "2026-11-01T00:00:00+08:00"
FILE: Final = ("--events", str(GOLDEN), *LIVE, "--until", UNTIL)


def decided(person: Person, kind: str) -> list[dict[str, Any]]:
    """The rows that ``decide`` finds in the same file."""
    shown = person.run("decide", str(GOLDEN), *LIVE, "--until", UNTIL, "--json")
    return [line for line in map(json.loads, shown.out.splitlines()) if line["object"] == kind]


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The same rows in no order."""
    return {row["id"]: row for row in rows}


def test_the_rows_are_those_of_decide_word_for_word(month: Person) -> None:
    warnings, duties = decided(month, "warning"), decided(month, "duty")
    assert by_id(told(month, "alerts", "list", "--all")) == by_id(warnings)
    live = [row for row in warnings if row["closed_at"] is None]
    assert len(live) < len(warnings)
    assert by_id(told(month, "alerts", "list")) == by_id(live)
    for state in ("open", "met", "breached"):
        wanted = [row for row in duties if row["state"] == state]
        assert wanted
        assert by_id(told(month, "duties", "list", "--state", state)) == by_id(wanted)


def test_filters_leave_what_they_name(month: Person) -> None:
    every, frame = told(month, "alerts", "list", "--all"), setting().frame
    red = told(month, "alerts", "list", "--level", "red")
    assert {row["level"] for row in red} == {"red"}
    managed = told(month, "alerts", "list", "--all", "--domain", "management")
    assert {row["domain"] for row in managed} == {"management"}
    assert 0 < len(managed) < len(every)
    owed = told(month, "duties", "list")
    assert {row["state"] for row in owed} == {"open", "breached"}
    overdue = told(month, "duties", "list", "--overdue", "--post", "sub_branch_president")
    assert {(row["state"], row["post"]) for row in overdue} == {("breached", "sub_branch_president")}
    soon = told(month, "duties", "list", "--until", "2026-10-20")
    assert 0 < len(soon) < len(owed)
    assert all(row["due"] < "2026-10-20" for row in soon)
    about = owed[0]["customer_no"]
    assert {row["customer_no"] for row in told(month, "duties", "list", "--borrower", about)} == {about}
    assert all(frame.orgs[row["org_no"]] for row in owed)


def test_superiors_see_what_their_subordinates_owe(month: Person) -> None:
    frame = setting().frame
    owed = told(month, "duties", "list")
    branch = next(org for org in frame.orgs.values() if org.level == "branch")
    under = told(month, "duties", "list", "--org", branch.org_no)
    expected = [row for row in owed if row["org_no"] == branch.org_no or frame.above(branch.org_no, row["org_no"])]
    assert by_id(under) == by_id(expected)
    assert {row["org_no"] for row in under} > {branch.org_no}
    assert by_id(told(month, "duties", "list", "--org", frame.head_office())) == by_id(owed)
    alerts = {org_no: by_id(told(month, "alerts", "list", "--org", org_no)) for org_no in frame.orgs}
    assert alerts[frame.head_office()] == by_id(told(month, "alerts", "list"))
    for org in frame.orgs.values():
        if org.parent:
            assert alerts[org.org_no].keys() <= alerts[org.parent].keys()
    assert 0 < len(alerts[branch.org_no]) < len(alerts[frame.head_office()])


def headings(text: str) -> list[str]:
    """What stands at the beginning of a line of a page; how a duty is done is told where there is a ledger alone."""
    return [line for line in text.splitlines() if line[:1].strip() and line != "办理方式"]


def says_no_other(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Whether a record says what it said in the file; whose loan it is the ledger adds, defaults it drops."""
    content = {name: value for name, value in ours["data"].items() if name != "customer_no"}
    same = all(plain(theirs["data"].get(name)) == plain(value) for name, value in content.items())
    instants = all(read_moment(ours[name]) == read_moment(theirs[name]) for name in ("time", "recordedtime"))
    return same and instants and ours["type"] == theirs["type"]


def plain(value: object) -> str:
    """A date may be written with or without hyphens."""
    return str(value).replace("-", "")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["warning", "duty", "signal"])
def test_a_row_is_explained_as_from_the_file(month: Person, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warning.cli.explain.command.situation", cache(situation))  # one file, decided once
    rows = decided(month, kind)
    signed = [row for row in rows if row.get("kind") == "forecast_sign_off"][:1]
    derived = [row for row in rows if row.get("clause") == "11.1.5"][:2]
    for row in [*rows[:: max(1, len(rows) // 6)], *signed, *derived]:
        (kept,) = told(month, "alerts", "explain", row["id"])
        (filed,) = told(month, "explain", row["id"], *FILE)
        ours, theirs = kept.pop("records"), {record["id"]: record for record in filed.pop("records")}
        assert kept == filed
        assert [record for record in ours if not says_no_other(record, theirs[record["id"]])] == []
        if row not in derived:  # of a group's links, those of the two parties are enough
            assert len(ours) == len(theirs)
        pages = (month.run("alerts", "explain", row["id"]), month.run("explain", row["id"], *FILE))
        assert len({tuple(headings(shown.out)) for shown in pages}) == 1


def test_persons_are_tokens_unless_they_are_asked_for(person: Person) -> None:
    person.run("init")
    person.run("ingest", str(ROOT / "docs" / "examples" / "lawsuit.jsonl"))
    (duty,) = (row for row in told(person, "duties", "list", "--state", "met_late"))
    hidden = person.run("alerts", "explain", duty["id"]).out
    assert re.search(r"P-[0-9a-f]{16}", hidden)
    shown = person.run("alerts", "explain", duty["id"], "--persons").out
    assert not re.search(r"P-[0-9a-f]{16}", shown)
    (explained,) = told(person, "alerts", "explain", duty["id"], "--persons")
    assert all("officer_no" not in record["data"] for record in explained["records"])


def test_show_says_signals_levels_and_duties_and_leads_on(month: Person) -> None:
    name = told(month, "alerts", "list")[0]["id"]
    shown = month.run("alerts", "show", name[:8], "--lang", "en")
    assert shown.code == 0
    for text in ("The signals it is made of", "The history of its level", "All its duties"):
        assert text in shown.out
    for command in re.findall(r"^  warning (.*)$", shown.out, re.MULTILINE):
        assert month.run(*command.split()).code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("alerts", "list", "--org", "0000"), 4, "0000"),
        (("alerts", "list", "--level", "purple"), 2, "purple"),
        (("alerts", "show", "W-zzz"), 4, "W-zzz"),
        (("alerts", "show", "S-"), 4, "S-"),
        (("alerts", "explain", "X-1"), 4, "X-1"),
        (("duties", "list", "--post", "king"), 4, "king"),
        (("duties", "list", "--state", "done"), 2, "done"),
        (("duties", "list", "--until", "soon"), 2, "--until"),
        (("tick", "--until", "2026-11-02"), 2, "2026-11-02"),
        (("tick", "--until", "2046-11-02"), 2, "2046-11-02"),
        (("tick",), 2, "--until"),
        (("alerts", "list", "--ledger", "absent.db"), 3, "absent.db"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    person: Person, shelf: Path, lang: str, words: tuple[str, ...], code: int, said: str
) -> None:
    def make() -> None:
        person.run("init")
        person.write("events.jsonl", named(), lent(), sued())
        person.run("ingest", "events.jsonl")

    shown = person.again(shelf / "asked", make).run(*words, "--lang", lang)
    assert shown.code == code
    assert said in shown.err
    assert "Traceback" not in shown.err


def test_a_clock_goes_on_only_where_it_may(person: Person) -> None:
    person.run("init")
    assert "warning ingest" in person.run("tick", "--until", "2026-11-06").err, "there is no clock yet"
    person.write("events.jsonl", named(), lent(), sued())
    person.run("ingest", "events.jsonl")
    (ticked,) = told(person, "tick", "--until", "2026-11-06T09:00:00+08:00")
    assert (ticked["clock"], ticked["overdue"] > 0) == ("2026-11-06T09:00:00+08:00", True)
    (again,) = told(person, "tick", "--until", "2026-11-06T09:00:00+08:00")
    assert (again["rows"], again["overdue"]) == (0, 0)
    person.run("init", "--ledger", "live.db", "--clock", "live")
    assert "warning run" in person.run("tick", "--ledger", "live.db", "--until", "2026-11-06").err


def test_an_empty_list_is_said_to_be_one(person: Person) -> None:
    person.run("init")
    assert person.run("alerts", "list", "--lang", "en").out.startswith("There is no such warning.")
    assert person.run("duties", "list", "--lang", "en").out.startswith("There is no such duty.")
    assert told(person, "alerts", "list") == []
