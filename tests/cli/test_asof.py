"""``warning asof`` and ``warning snapshots``."""

from __future__ import annotations

import json
import zlib
from hashlib import sha256
from typing import Any, Final

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.kept import others, told
from tests.cli.run import Person
from tests.cli.test_replay import words
from warning.cli.ledger import slices
from warning.core.scalars import read_moment

THEN: Final = "2026-10-20T09:00:00+08:00"
END: Final = "2026-11-01T00:00:00+08:00"


def known(person: Person, *asked: str) -> list[dict[str, Any]]:
    """What ``asof`` prints for machines; of its many lines some are held against the schema, of each kind."""
    shown = person.run("asof", *asked, "--json")
    assert shown.code == 0, shown.err
    found = [json.loads(line) for line in shown.out.splitlines()]
    kinds = {(line["object"], line.get("row", {}).get("object")): line for line in found}
    assert ("asof", None) in kinds
    for line in kinds.values():
        assert others().is_valid(line), line
    return found


def of(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The rows of a kind, without why."""
    found = [line["row"] for line in lines if line["object"] == "known" and line["row"]["object"] == kind]
    return [{name: value for name, value in row.items() if name != "because"} for row in found]


def test_as_of_now_is_what_the_lists_say(month: Person) -> None:
    lines = known(month, END)
    for words_, kind in ((("alerts", "list"), "warning"), (("duties", "list"), "duty")):
        listed = [{name: value for name, value in row.items() if name != "because"} for row in told(month, *words_)]
        assert sorted(of(lines, kind), key=lambda row: row["id"]) == sorted(listed, key=lambda row: row["id"])
        assert listed
    (status,) = told(month, "status")
    head = lines[0]
    assert (head["object"], head["live"], head["overdue"]) == ("asof", sum(status["live"].values()), status["overdue"])
    every = known(month, END, "--all")
    assert [len(of(every, kind)) for kind in ("signal", "warning", "duty")] == [
        status[name] for name in ("signals", "warnings", "duties")
    ]


def test_all_who_had_been_told_are_listed_also_of_what_has_ended(month: Person) -> None:
    lines, every = known(month, END), known(month, END, "--all")
    said = [line for line in lines if line["object"] == "told"]
    owed = {row["id"] for row in of(lines, "duty")}
    assert said == [line for line in every if line["object"] == "told"]
    assert {row["id"] for row in of(every, "duty")} >= {line["duty"] for line in said} > owed


def test_what_was_not_known_of_a_borrower_is_said_of_that_borrower(month: Person) -> None:
    later, then = ({row["customer_no"] for row in of(known(month, at, "--all"), "duty")} for at in (END, THEN))
    number = min(later - then - {""})
    shown = words(month.run("asof", THEN, "--borrower", number, "--lang", "en").out)
    assert f"nothing was known of borrower {number}" in shown
    assert "The ledger had no" not in shown
    assert "The ledger had no" in words(month.run("asof", "2026-09-01", "--lang", "en").out)


def test_what_came_later_was_not_known(month: Person) -> None:
    lines = known(month, THEN, "--all")
    rows = [line for line in lines if line["object"] == "known"]
    assert rows
    assert all(line["since"] <= line["changed"] <= THEN for line in rows)
    assert all(line["at"] <= THEN for line in lines if line["object"] == "told")
    later = known(month, END, "--all")
    assert len(later) > len(lines)
    assert any(warning["closed_at"] for warning in of(later, "warning"))
    assert not any(warning["closed_at"] for warning in of(known(month, END), "warning"))


def test_it_is_narrowed_to_a_borrower_or_an_organisation(month: Person) -> None:
    every = known(month, THEN)
    number = of(every, "warning")[0]["customer_no"]
    own = known(month, THEN, "--borrower", number)
    assert {row["customer_no"] for kind in ("signal", "warning", "duty") for row in of(own, kind)} == {number}
    assert of(own, "duty") == [row for row in of(every, "duty") if row["customer_no"] == number]
    branch = known(month, THEN, "--org", "1000")
    assert {line["org_no"] for line in branch if line["object"] == "told"} <= {"1000", "1001", "1002", "1003"}
    assert 0 < len(of(branch, "duty")) < len(of(every, "duty"))
    assert 0 < len(of(branch, "warning")) < len(of(every, "warning"))


def test_of_a_borrower_an_organisation_sees_what_is_below_it(month: Person) -> None:
    every = known(month, THEN)
    numbers = sorted({row["customer_no"] for row in of(every, "duty")})[:4]
    for org in ("1000", "2000"):
        branch = [row for row in of(known(month, THEN, "--org", org), "duty") if row["customer_no"] in numbers]
        asked = [known(month, THEN, "--borrower", number, "--org", org) for number in numbers]
        found = [row for lines in asked for row in of(lines, "duty")]
        assert sorted(row["id"] for row in found) == sorted(row["id"] for row in branch)


def test_it_is_narrowed_to_a_post_as_the_list_of_duties_is(month: Person) -> None:
    every = known(month, END, "--all")
    for asked in (("--post", "branch_monitor"), ("--post", "branch_monitor", "--org", "1000")):
        lines = known(month, END, *asked)
        listed = {row["id"] for row in told(month, "duties", "list", *asked)}
        assert listed == {row["id"] for row in of(lines, "duty")}
        assert len(listed) > 0
        assert {line["post"] for line in lines if line["object"] == "told"} == {"branch_monitor"}
        whole = known(month, END, "--all", *asked)
        rows = [len(of(whole, kind)) for kind in ("signal", "warning", "duty")]
        assert [whole[0][name] for name in ("signals", "warnings", "duties")] == rows
        assert 0 < rows[1] < every[0]["warnings"]
        seen = {row["customer_no"] for row in of(whole, "duty")}
        assert {row["customer_no"] for kind in ("signal", "warning") for row in of(whole, kind)} <= seen
    number = of(known(month, END, "--post", "branch_monitor"), "duty")[0]["customer_no"]
    own = known(month, END, "--all", "--post", "branch_monitor", "--borrower", number)
    assert {(row["customer_no"], row["post"]) for row in of(own, "duty")} == {(number, "branch_monitor")}


@pytest.mark.parametrize("at", ["2026-10-20 09:00", "2026-10-20T09:00:00.000"])
def test_an_instant_without_a_zone_is_one_of_shanghai(month: Person, at: str) -> None:
    assert known(month, at) == known(month, THEN)


def test_it_says_so_in_tables(month: Person) -> None:
    shown = month.run("asof", THEN, "--lang", "en", "--rows", "3")
    for text in ("Warnings as known then", "Signals as known then", "Duties as known then", "Who was to be told",
                 "as known at 2026-10-20 09:00 (inclusive)", "no notices are sent yet"):  # fmt: skip
        assert text in words(shown.out), text
    assert "当时的预警" in month.run("asof", THEN).out
    nothing = month.run("asof", "2026-09-01")
    assert (nothing.code, "信号 0 个" in nothing.out) == (0, True)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("2026-11-02",), 2),
        (("soon",), 2),
        (("2026-10-20 25:00",), 2),
        ((THEN, "--borrower", "C1", "--org", "1000"), 4),
        ((THEN, "--borrower", "nobody"), 4),
        ((THEN, "--org", "1"), 4),
        ((THEN, "--post", "nobody"), 4),
        ((THEN, "--snapshots", "nowhere"), 3),
    ],
)
def test_what_is_asked_wrongly_is_told(month: Person, asked: tuple[str, ...], code: int) -> None:
    shown = month.run("asof", *asked)
    assert (shown.code, bool(shown.err), shown.out) == (code, True, "")


def test_what_fell_due_by_then_and_is_not_decided_is_told(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("init", "--clock", "live", "--live-from", "2026-10-01T00:00:00+08:00")
    person.write("events.jsonl", named(), lent(), sued())
    person.run("ingest", "events.jsonl")
    monkeypatch.setattr(slices, "now", lambda: int(read_moment("2999-06-01")))
    assert person.run("asof", "2999-07-01").code == 2, "it is not known yet"
    behind = person.run("asof", "2999-05-01", "--lang", "en")
    assert (behind.code, "since" in behind.err) == (0, True)
    assert person.run("asof", "2026-10-02").err == "", "nothing was due by then"


def test_snapshots_are_made_used_and_checked(month: Person) -> None:
    (made,) = told(month, "snapshots", "kept/months")
    assert (made["made"], made["kept"], made["wrong"]) == (["2026-10-31.snapshot"], ["2026-10-31.snapshot"], [])
    (again,) = told(month, "snapshots", "kept/months")
    assert (again["made"], again["kept"]) == ([], ["2026-10-31.snapshot"])
    plain, fast = known(month, END, "--all"), known(month, END, "--all", "--snapshots", "kept/months")
    assert fast[0].pop("snapshots") == ["2026-11-01T00:00:00+08:00"]
    assert plain[0].pop("snapshots") == []
    assert fast == plain
    assert "2026-10-31" in month.run("asof", END, "--snapshots", "kept/months").out
    checked = month.run("snapshots", "kept/months", "--check", "--lang", "en")
    assert (checked.code, "1 snapshot" in words(checked.out)) == (0, True)
    file = month.here / "kept" / "months" / "2026-10-31.snapshot"
    file.write_bytes(file.read_bytes()[:-1])
    shown = month.run("asof", END, "--snapshots", "kept/months")
    assert (shown.code, "未采用" in "".join(shown.err.split())) == (0, True)
    assert told(month, "snapshots", "kept/months", "--check", code=1)[0]["wrong"] == ["2026-10-31.snapshot"]
    assert told(month, "snapshots", "kept/months")[0]["made"] == ["2026-10-31.snapshot"]


@pytest.mark.parametrize("body", [b"", b"no zlib", zlib.compress(b"\xc1"), zlib.compress(b"\x90")])
def test_a_snapshot_that_was_made_up_is_named(month: Person, body: bytes) -> None:
    """Its digest fits: whoever can write it can do that."""
    told(month, "snapshots", "kept")
    file = month.here / "kept" / "2026-10-31.snapshot"
    header = json.loads(file.read_bytes().partition(b"\n")[0]) | {"digest": sha256(body).hexdigest()}
    file.write_bytes(json.dumps(header).encode() + b"\n" + body)
    assert told(month, "snapshots", "kept", "--check", code=1)[0]["wrong"] == ["2026-10-31.snapshot"]
    for lang, said in (("zh", "未采用"), ("en", "it is not used")):
        shown = month.run("asof", END, "--snapshots", "kept", "--lang", lang)
        assert (shown.code, said in " ".join(shown.err.split())) == (0, True)
    plain, fast = known(month, END, "--all"), known(month, END, "--all", "--snapshots", "kept")
    assert plain == fast
    assert told(month, "snapshots", "kept")[0]["made"] == ["2026-10-31.snapshot"]
    told(month, "snapshots", "kept", "--check")


def test_a_directory_that_cannot_be_used_is_told(month: Person) -> None:
    month.write("taken", "")
    assert month.run("snapshots", "taken").code == 3
    assert month.run("snapshots", "nowhere", "--check").code == 3


def test_what_an_organisation_sees_is_what_is_counted(month: Person) -> None:
    whole, below = known(month, END, "--all"), known(month, END, "--all", "--org", "1001")
    head = below[0]
    rows = [len(of(below, kind)) for kind in ("signal", "warning", "duty")]
    assert [head["signals"], head["warnings"], head["duties"]] == rows
    assert 0 < head["duties"] < whole[0]["duties"]
    assert head["overdue"] == sum(row["state"] == "breached" for row in of(below, "duty"))


def test_before_the_beginning_it_says_that_nothing_was_there_and_always_what_it_trusts(month: Person) -> None:
    early = month.run("asof", "2026-01-01T00:00:00+08:00", "--lang", "en")
    said = " ".join(early.out.split())
    assert (early.code, "may be before its beginning" in said) == (0, True)
    assert "may be before" not in month.run("asof", END, "--lang", "en").out
    assert "warning verify does" in said
