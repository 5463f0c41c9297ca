"""``warning compliance``: figures that can be counted again from the lists, and the duties behind each."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, Final, get_args

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_archive import ENDED, UNTIL
from warning.bootstrap import setting
from warning.cli.ledger.hindsight_commands import Figure
from warning.core.rows import DutyState
from warning.ledger.punctuality import FIGURES

OCTOBER: Final = ("--since", "2026-10-01", "--until", "2026-10-31")
Row = dict[str, Any]


def duties(person: Person) -> list[Row]:
    """Every duty of the ledger, as the list has it."""
    return [row for state in get_args(DutyState) for row in told(person, "duties", "list", "--state", state)]


def outcome(row: Row) -> str:
    """How it counts, read off the row and the reason of its last change."""
    if row["cause"] in ("feed", "moved", "pipeline_lag"):
        return "not_scored"
    if row["breached_at"]:
        return "concealed" if row["scored"] == "concealed" else "late"
    if row["state"] == "met":
        over = row["because"][-1]["code"] in ("met_by_closing", "assessment_ended")
        return "fell_away" if over else "on_time"
    return "open" if row["state"] == "open" else "fell_away"


def due_on(row: Row) -> date:
    """The day it is due; at a midnight the one that ends."""
    return (datetime.fromisoformat(row["due"]) - timedelta(microseconds=1)).date()


def figures(line: Row) -> dict[str, int]:
    """A line's, as ``outcome`` calls them."""
    of = line["total"] if "total" in line else line["figures"]
    plain = {name: of[name] for name in ("on_time", "late", "concealed", "open")}
    return plain | {name: sum(of[name].values()) for name in ("not_scored", "fell_away")}


def counted(rows: list[Row]) -> dict[str, int]:
    """The same, counted."""
    found = Counter(map(outcome, rows))
    return {name: found[name] for name in ("on_time", "late", "concealed", "open", "not_scored", "fell_away")}


def in_october(rows: list[Row]) -> list[Row]:
    """Those due in it."""
    return [row for row in rows if row["due"] and date(2026, 10, 1) <= due_on(row) <= date(2026, 10, 31)]


def test_every_figure_is_that_of_the_duties_counted_one_by_one(month: Person) -> None:
    rows, frame = in_october(duties(month)), setting().frame
    head, *lines = told(month, "compliance", *OCTOBER)
    assert figures(head) == counted(rows)
    assert head["total"]["due"] == len(rows) - head["total"]["open"] - sum(head["total"]["fell_away"].values())
    assert min(head["total"][name] for name in ("on_time", "late", "late_owed", "scored")) > 0
    assert any(row["due"].startswith("2026-11-01T00:00:00+") for row in rows)
    own = {line["org_no"]: figures(line) for line in lines if line["scope"] == "own"}
    assert own == {no: counted([row for row in rows if row["org_no"] == no]) for no in {row["org_no"] for row in rows}}
    sums = {line["org_no"]: figures(line) for line in lines if line["scope"] == "with_below"}
    assert {frame.orgs[no].level for no in sums} == {"head_office", "branch"}
    for no, found in sums.items():
        assert found == counted([row for row in rows if row["org_no"] == no or frame.above(no, row["org_no"])])
    branch = next(no for no in sums if frame.orgs[no].level == "branch")
    (below, *_) = told(month, "compliance", *OCTOBER, "--org", branch)
    assert figures(below) == sums[branch]
    (itself, line) = told(month, "compliance", *OCTOBER, "--org", branch, "--own")
    assert figures(itself) == figures(line) == own[branch]


@pytest.mark.parametrize("by", ["post", "person", "kind"])
def test_the_rows_of_whatever_it_is_asked_by_share_out_the_total(month: Person, by: str) -> None:
    head, *lines = told(month, "compliance", *OCTOBER, "--by", by)
    shared = Counter[str]()
    for line in lines:
        shared.update(figures(line))
    assert dict(shared) == figures(head)
    assert len({(line["org_no"], line["post"], line["kind"], line["person"]) for line in lines}) == len(lines) > 2
    rates = [line["figures"]["basis_points"] for line in lines if line["person"] != "" and line["figures"]["scored"]]
    assert rates == sorted(rates)


def test_behind_every_figure_stand_as_many_duties(month: Person) -> None:
    assert set(get_args(Figure)) == set(FIGURES)
    (head, *_) = told(month, "compliance", *OCTOBER)
    total = figures(head) | {name: head["total"][name] for name in ("due", "late_owed", "not_read")}
    every = {row["id"]: row for row in in_october(duties(month))}
    for figure in FIGURES:
        listed = told(month, "compliance", *OCTOBER, "--list", figure)
        assert len(listed) == total[figure], figure
        assert all(every[row["id"]] == row for row in listed)
        if figure in ("on_time", "late", "fell_away"):
            assert {outcome(row) for row in listed} == {figure}
    shown = month.run("compliance", *OCTOBER, "--list", "late", "--rows", "2", "--lang", "en")
    said = " ".join(shown.out.split())
    assert f"Duties due from 2026-10-01 to 2026-10-31, late: {total['late']}" in said
    assert f"and {total['late'] - 2} more" in said


def test_a_list_says_why_nobody_is_scored(month: Person) -> None:
    month.widen(160)
    apart = told(month, "compliance", *OCTOBER, "--list", "not_scored")
    assert {row["cause"] for row in apart} == {"feed"}
    for lang, said in (("zh", "不计分：信息滞后"), ("en", "not scored: late feed")):
        shown = month.run("compliance", *OCTOBER, "--list", "not_scored", "--lang", lang).out
        assert shown.count(said) == len(apart) > 0
        assert said not in month.run("compliance", *OCTOBER, "--list", "late", "--lang", lang).out
    owed = [row for row in apart if row["state"] == "breached"]
    assert month.run("duties", "list", "--overdue", "--rows", "0").out.count("不计分：信息滞后") == len(owed)


def test_by_default_it_is_the_quarter_which_does_not_move_once_it_is_over(month: Person) -> None:
    (head, *_) = told(month, "compliance")
    assert (head["since"], head["until"], head["clock"][:10]) == ("2026-10-01", "2026-12-31", "2026-11-01")
    assert head["total"]["open"] > 0
    told(month, "tick", "--until", "2027-01-01")
    (over, *_) = told(month, "compliance")
    assert (over["since"], over["until"], over["total"]["open"]) == ("2026-10-01", "2026-12-31", 0)
    told(month, "tick", "--until", "2027-01-01T09:00:00+08:00")
    assert told(month, "compliance")[0]["since"] == "2027-01-01"
    told(month, "tick", "--until", "2027-03-01")
    (later, *_) = told(month, "compliance", "--since", "2026-10-01", "--until", "2026-12-31")
    still = {name: later["total"][name] for name in over["total"] if name != "longest_delay_seconds"}
    assert still == {name: over["total"][name] for name in still}
    assert later["total"]["longest_delay_seconds"] - over["total"]["longest_delay_seconds"] == 59 * 86_400


def test_what_is_done_late_stays_late(month: Person) -> None:
    (owed, *_) = (row for row in told(month, "compliance", *OCTOBER, "--list", "late_owed") if row["kind"] == "team")
    before = told(month, "compliance", *OCTOBER, "--org", owed["org_no"])[0]["total"]
    (warning,) = {row["id"] for row in told(month, "alerts", "list") if row["customer_no"] == owed["customer_no"]
                  and (row["domain"], row["number"]) == (owed["domain"], owed["number"])}  # fmt: skip
    act = ("act", "team", "--warning", warning, "--org", owed["org_no"], "--post", "sub_branch_president")
    told(month, *act, "--officer", "SBP-7", "--set", "led_by=sub_branch_president", "--id", "late-team")
    after = told(month, "compliance", *OCTOBER, "--org", owed["org_no"])[0]["total"]
    assert (after["late"], after["late_owed"]) == (before["late"], before["late_owed"] - 1)
    assert {name: after[name] for name in ("due", "on_time", "basis_points")} == {
        name: before[name] for name in ("due", "on_time", "basis_points")
    }
    whose = told(month, "compliance", *OCTOBER, "--person", "SBP-7", "--list", "late")
    assert [row["id"] for row in whose] == [owed["id"]]
    token = told(month, "compliance", *OCTOBER, "--person", "SBP-7", "--by", "person")[1]["person"]
    assert token.startswith("P-")
    assert told(month, "compliance", *OCTOBER, "--person", token)[0]["total"]["due"] == 1
    asked = ("compliance", *OCTOBER, "--by", "person", "--org", owed["org_no"])
    assert token in (hidden := month.run(*asked).out)
    assert "SBP-7" not in hidden
    assert "SBP-7" in month.run(*asked, "--persons").out


def test_what_is_archived_is_read_and_where_it_cannot_be_that_is_said(month: Person) -> None:
    told(month, "tick", "--until", ENDED)
    asked = [("compliance", *OCTOBER, "--by", by) for by in ("org", "person", "kind")]
    before = [told(month, *words) for words in asked]
    listed = told(month, "compliance", *OCTOBER, "--list", "fell_away")
    told(month, *UNTIL, "--drop")
    assert [told(month, *words) for words in asked] == before
    assert told(month, "compliance", *OCTOBER, "--list", "fell_away") == listed
    shutil.move(month.here / "archive", month.here / "moved")
    (head, *_) = told(month, *asked[0], code=5)
    total, whole = head["total"], before[0][0]["total"]
    assert (
        0
        < total["not_read"]
        == sum(whole[name] - total[name] for name in ("on_time",))
        + sum(whole["fell_away"].values())
        - sum(total["fell_away"].values())
    )
    assert (total["late"], total["open"]) == (whole["late"], whole["open"])
    shown = month.run(*asked[0], "--lang", "en")
    assert (shown.code, f"How {total['not_read']} duties ended" in " ".join(shown.err.split())) == (5, True)
    assert [told(month, *words, "--archive", "moved") for words in asked] == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--own",), 2, "--own goes with --org"),
        (("--since", "soon"), 2, "--since 'soon' is no date"),
        (("--since", "2026-02-30"), 2, "--since '2026-02-30' is no date"),
        (("--since", "2026-10-02", "--until", "2026-10-01"), 2, "--since 2026-10-02 is later than --until 2026-10-01"),
        (("--org", "7777"), 4, "7777"),
        (("--post", "nobody"), 4, "nobody"),
        (("--person", "nobody"), 4, "has no person 'nobody'"),
    ],
    ids=str,
)
def test_what_is_asked_wrongly_is_said(month: Person, words: tuple[str, ...], code: int, said: str) -> None:
    shown = month.run("compliance", *words, "--lang", "en")
    assert (shown.code, shown.out) == (code, "")
    assert said in " ".join(shown.err.split())


@pytest.mark.parametrize(("lang", "said"), [
    ("zh", ("履职统计：2026-10-01 至 2026-10-31 到期的义务", "总行及下级", "总行本级", "不在应办之内", "--list late")),
    ("en", ("Compliance: duties due from 2026-10-01 to", "Head Office and below", "Head Office itself", "--list late")),
])  # fmt: skip
def test_it_is_said_in_both_languages(month: Person, lang: str, said: tuple[str, ...]) -> None:
    shown = month.run("compliance", "--since", "2026年10月1日", "--until", "20261031", "--lang", lang)
    text = " ".join(shown.out.split())
    assert shown.code == 0
    assert [one for one in said if one not in text] == []
    nothing = month.run("compliance", "--until", "2020-12-31", "--lang", lang).out
    assert ("2020-12-31" in nothing, "--list" in nothing) == (True, False)
