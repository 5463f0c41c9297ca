"""``warning act``: each act of people, what it does, and why it does not count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from warning.cli.ledger import acting
from warning.cli.ledger.message import ALIASES, PARTS
from warning.contracts.topics import ROUTES
from warning.core.events import Act, ReportParts
from warning.core.repeats import ENTRY
from warning.core.scalars import read_moment
from warning.intake.commands import Answer, act
from warning.intake.ingest import Intake

EXAMPLE: Final = Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl"
SUB: Final = ("--org", "1001", "--post", "sub_branch_president", "--officer", "1001-P01")
LEADER: Final = ("--org", "1000", "--post", "branch_principal_leader", "--officer", "1000-L01")
MONITOR: Final = ("--org", "1000", "--post", "branch_monitor", "--officer", "1000-M01")


@pytest.fixture
def suit(person: Person, shelf: Path) -> Person:
    """Someone with a red warning, some of whose duties are overdue."""

    def make() -> None:
        person.run("init")
        person.run("ingest", str(EXAMPLE))
        person.run("tick", "--until", "2026-11-06T09:00:00+08:00")

    return person.again(shelf / "suit-overdue", make)


def acted(person: Person, *words: str, code: int = 0) -> dict[str, Any]:
    """What an act on the one warning did."""
    (found,) = told(person, "act", *words, "--warning", "W-", code=code)
    return found


def duty(person: Person, kind: str) -> dict[str, Any]:
    """The duty of a kind that was owed last."""
    rows = [
        row
        for state in ("open", "breached", "met", "met_late", "waived")
        for row in told(person, "duties", "list", "--state", state)
        if row["kind"] == kind
    ]
    return max(rows, key=lambda row: str(row["opened_at"]))


def test_every_act_of_people_has_a_short_name() -> None:
    acts = {name for name, route in ROUTES.items() if issubclass(route.event, Act)}
    assert set(ALIASES.values()) == acts
    assert set(ReportParts.__struct_fields__) == PARTS
    assert len(PARTS) == 9


def test_an_act_given_again_by_its_id_counts_once_however_late(suit: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same act of a later time is the one of then; another by that id is not."""
    monkeypatch.setattr("warning.core.repeats.FULL", 32 * ENTRY)
    words = ("update", *SUB, "--set", "situation=回款放缓", "--id", "A-9")
    assert acted(suit, *words)["outcome"] == "applied"
    suit.run("tick", "--until", "2026-11-07T09:00:00+08:00")
    for number in range(33):  # the borrower has forgotten it (R111)
        acted(suit, "work", *SUB, "--set", "record=催收", "--id", f"B-{number}")
    before = told(suit, "status")[0]["total"]
    again = acted(suit, *words)
    assert (again["outcome"], again["changes"]) == ("duplicate", [])
    (status,) = told(suit, "status")
    counted = {name: status["total"][name] - before[name] for name in ("records", "applied", "duplicate")}
    assert (status["conserved"], counted) == (True, {"records": 1, "applied": 0, "duplicate": 1})
    other = acted(suit, "update", *SUB, "--set", "situation=恶化", "--id", "B-32", code=1)
    assert other["outcome"] == "refused"


@pytest.mark.parametrize("named", [(), ("--id", "A-1")])
def test_an_act_that_names_no_instant_is_of_the_clock_as_it_finds_it(
    suit: Person, monkeypatch: pytest.MonkeyPatch, named: tuple[str, ...]
) -> None:
    """Another process reads on between the look at the clock and the locks; an instant that was named is told."""
    ends = iter(("2026-11-06T11:00:00+08:00", "2026-11-06T12:00:00+08:00"))

    def overtaken(intake: Intake, *given: Any) -> Answer:
        while not intake.tick(read_moment(next(ends))):
            pass
        return act(intake, *given)

    monkeypatch.setattr(acting, "act", overtaken)
    words = ("update", *SUB, "--set", "situation=回款放缓", *named)
    found = acted(suit, *words)
    assert (found["outcome"], found["at"]) == ("applied", "2026-11-06T11:00:00+08:00")
    shown = suit.run("act", *words, "--warning", "W-", "--at", "2026-11-06T11:30:00+08:00", "--lang", "en")
    assert (shown.code, "is before the ledger's clock" in " ".join(shown.err.split())) == (2, True)


@pytest.mark.parametrize(
    ("words", "met"),
    [
        (("team", *SUB, "--set", "led_by=sub_branch_president", "--set", "members=a,b"), "team"),
        (("update", *SUB, "--set", "situation=回款放缓"), "monthly_update"),
        (
            (
                *("meeting", *LEADER, "--attendee", "1000/branch_principal_leader"),
                *("--attendee", "1001/sub_branch_president/remote", "--set", "resolution=压降"),
            ),
            "meeting",
        ),
        (("phone", *MONITOR), "first_notice"),
        (("report", *MONITOR, "--file", "parts.json"), "report"),
    ],
)
def test_an_act_meets_its_duty(suit: Person, words: tuple[str, ...], met: str) -> None:
    (suit.here / "parts.json").write_text(json.dumps(dict.fromkeys(sorted(PARTS), "见附件")), encoding="utf-8")
    found = acted(suit, *words)
    assert found["outcome"] == "applied"
    ended = [change["id"] for change in found["changes"] if change["change"] in {"met", "met_late"}]
    assert duty(suit, met)["id"] in ended
    assert duty(suit, met)["state"] in {"met", "met_late"}
    assert duty(suit, met)["fulfilled_by"] == found["event_id"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_does_not_count_says_which_field_and_why(suit: Person, lang: str) -> None:
    words = ("team", *SUB, "--warning", "W-", "--set", "led_by=account_manager")
    shown = suit.run("act", *words, "--lang", lang)
    assert shown.code == 1
    assert "data.led_by" in shown.out
    refused = acted(suit, "team", *SUB, "--set", "led_by=account_manager", code=1)
    assert (refused["outcome"], refused["field"]) == ("refused", "data.led_by")
    assert refused["because"][0]["code"] == "team_leader"
    assert duty(suit, "team")["state"] == "breached", "it stays in the journal and meets nothing"


def test_who_proposes_may_not_approve_and_another_may(suit: Person) -> None:
    owed = duty(suit, "monthly_update")["id"]
    proposed = acted(suit, "propose-waiver", *MONITOR, "--set", f"duty_ids={owed}", "--set", "reason=停电")
    approve = ("approve", "--set", f"proposal_id={proposed['event_id']}")
    same = acted(suit, *approve, "--org", "9999", "--post", "head_office_risk_officer", "--officer", "1000-M01", code=1)
    assert same["field"] == "data.officer_no"
    other = acted(suit, *approve, "--org", "9999", "--post", "head_office_risk_officer", "--officer", "9999-R01")
    assert [change["change"] for change in other["changes"]] == ["waived"]
    assert duty(suit, "monthly_update")["state"] == "waived"


def test_the_approval_that_is_suggested_can_be_pasted(suit: Person) -> None:
    suit.widen(400)
    owed = duty(suit, "monthly_update")["id"]
    words = ("act", "propose-waiver", *MONITOR, "--warning", "W-", "--set", f"duty_ids={owed}", "--set", "reason=x")
    said = suit.run(*words, "--id", "A-1", "--ledger", "ledger.db").out.strip().splitlines()[-1]
    given = said.partition("warning ")[2].partition(" --org …")[0].split()
    approver = ("--org", "9999", "--post", "head_office_risk_officer", "--officer", "9999-R01")
    assert suit.run(*given, *approver).code == 0
    assert duty(suit, "monthly_update")["state"] == "waived"


def test_an_act_that_meets_nothing_says_so(suit: Person) -> None:
    shown = suit.run("act", "phone", *SUB, "--warning", "W-", "--lang", "en")
    assert shown.code == 0
    assert "owes no such duty any more: record E5 met it at 2026-11-04 11:00" in " ".join(shown.out.split())
    assert acted(suit, "phone", *SUB)["because"][0]["code"] == "act_met_before"


def test_the_same_act_given_twice_counts_once(suit: Person) -> None:
    words = ("update", *SUB, "--set", "situation=回款放缓", "--id", "A-1")
    assert [change["change"] for change in acted(suit, *words)["changes"]] == ["met"]
    again = acted(suit, *words)
    assert (again["outcome"], again["changes"]) == ("duplicate", [])


def test_an_act_moves_the_clock_and_wakes_what_is_due(suit: Person) -> None:
    acted(suit, "phone", *MONITOR, "--at", "2026-12-02T09:00:00+08:00")
    (status,) = told(suit, "status")
    assert status["clock"] == "2026-12-02T09:00:00+08:00"
    assert (status["conserved"], status["total"]["records"]) == (True, 6)
    assert duty(suit, "monthly_update")["state"] in {"breached", "open"}
    assert {row["kind"] for row in told(suit, "duties", "list", "--overdue")} >= {"monthly_update"}


def test_by_type_and_from_a_file_of_all_fields(suit: Person) -> None:
    (suit.here / "act.json").write_text('{"customer_no": "C1", "domain": "business", "situation": "x"}', "utf-8")
    for kind in ("monthly.update.v1", "monthly.update"):
        (found,) = told(suit, "act", kind, *SUB, "--file", "act.json")
        assert found["type"] == "monthly.update.v1"
        assert found["outcome"] == "applied"
    (found,) = told(suit, "act", "sign-off", *SUB, "--set", "month=2026-11", "--set", "covered=1")
    assert found["outcome"] == "applied", "a number is sent as a number"
    receipt = ("act", "receipt", *MONITOR, "--borrower", "C1", "--domain", "business", "--set", "reporting_org_no=1001")
    (found,) = told(suit, *receipt, "--set", "parts_present=false", code=1)
    assert found["field"] == "data.parts_present", "and a truth as a truth"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("dance", *SUB), 2, "dance"),
        (("loan.position.v1", *SUB), 2, "loan.position.v1"),
        (("team", *SUB), 2, "data.led_by"),
        (("team", *SUB, "--set", "led_by"), 2, "led_by"),
        (("team", *SUB, "--set", "led_bye=x"), 2, "data.led_bye"),
        (("team", *SUB, "--set", "led_by=x"), 4, "data.led_by"),
        (("phone", "--org", "1001", "--post", "boss", "--officer", "1"), 4, "--post"),
        (("phone", "--org", "1", "--post", "branch_monitor", "--officer", "1"), 4, "--org"),
        (("meeting", *LEADER, "--attendee", "1000/boss"), 4, "data.attendees[0].post"),
        (("meeting", *LEADER, "--attendee", "1/branch_monitor"), 4, "data.attendees[0].org_no"),
        (("receipt", *MONITOR, "--set", "reporting_org_no=1"), 4, "data.reporting_org_no"),
        (("propose-waiver", *MONITOR, "--set", "duty_ids=D-zz", "--set", "reason=x"), 4, "D-zz"),
        (("propose-waiver", *MONITOR, "--set", "duty_ids=D-", "--set", "reason=x"), 2, "D-"),
        (("phone", *MONITOR, "--borrower", "C2"), 2, "--borrower"),
        (("phone", *MONITOR, "--attendee", "1000/branch_monitor"), 2, "--attendee"),
        (("sign-off", *SUB, "--set", "month=2026-11", "--set", "covered=1"), 2, "--warning"),
        (("meeting", *LEADER, "--attendee", "1000"), 2, "1000"),
        (("update", *SUB, "--set", "situation=x", "--at", "2026-11-01"), 2, "2026-11-01"),
        (("update", *SUB, "--set", "situation=x", "--at", "later"), 2, "--at"),
        (("report", *SUB, "--file", "absent.json"), 3, "absent.json"),
        (("report", *SUB, "--file", "list.json"), 3, "list.json"),
        (("sign-off", *SUB, "--set", "month=2026-11", "--set", "covered=one"), 2, "data.covered"),
        (("phone", "--org", "1001", "--post", "sub_branch_president"), 2, "--officer"),
    ],
)
def test_what_is_given_wrongly_is_told(suit: Person, lang: str, words: tuple[str, ...], code: int, said: str) -> None:
    suit.write("list.json", "[]")
    (before,) = told(suit, "status")
    shown = suit.run("act", *words, "--warning", "W-", "--lang", lang)
    assert shown.code == code
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert told(suit, "status") == [before], "nothing was taken"


def test_a_live_ledger_records_now(person: Person) -> None:
    person.run("init", "--clock", "live")
    sign_off = ("act", "sign-off", *SUB, "--set", "month=2026-11", "--set", "covered=1")
    assert "--at" in person.run(*sign_off, "--at", "2026-11-30").err
    (found,) = told(person, *sign_off)
    assert found["outcome"] == "applied"


def test_a_duty_may_be_named_by_the_beginning_of_its_id(suit: Person) -> None:
    owed = duty(suit, "monthly_update")["id"]
    words = ("propose-waiver", *MONITOR, "--set", f"duty_ids={owed[:7]},{owed}", "--set", "reason=停电")
    assert f"已提出豁免义务 {owed}，" in suit.run("act", *words, "--warning", "W-").out


@pytest.mark.parametrize(
    ("kind", "field", "code"), [("team", "data.duty_ids[0]", "waiver_past_due"), ("monthly_update", "", "")]
)
def test_who_proposes_a_waiver_that_cannot_be_hears_it(suit: Person, kind: str, field: str, code: str) -> None:
    """R86: the team is overdue, the update is not; refused attempts stay in the journal."""
    (before,) = told(suit, "status")
    words = ("propose-waiver", *MONITOR, "--set", f"duty_ids={duty(suit, kind)['id']}", "--set", "reason=停电")
    found = acted(suit, *words, code=1 if code else 0)
    assert found["field"] == field
    assert [why["code"] for why in found["because"]] == ([code] if code else [])
    (after,) = told(suit, "status")
    assert after["journal"] == before["journal"] + 1


def test_a_waiver_of_what_has_ended_is_refused_with_the_reason(suit: Person) -> None:
    acted(suit, "team", *SUB, "--set", "led_by=sub_branch_president")
    words = ("propose-waiver", *MONITOR, "--set", f"duty_ids={duty(suit, 'team')['id']}", "--set", "reason=停电")
    assert acted(suit, *words, code=1)["because"][0]["code"] == "duty_not_owed"


def test_an_id_that_names_nothing_is_told_with_one_code_everywhere(suit: Person) -> None:
    update = ("act", "update", *SUB, "--set", "situation=x")
    for words, name in (
        ((*update, "--warning", "W-nope"), "W-nope"),
        ((*update, "--borrower", "NOPE", "--domain", "business"), "NOPE"),
        (("duties", "list", "--borrower", "NOPE"), "NOPE"),
        (("alerts", "show", "W-nope"), "W-nope"),
        (("quarantine", "show", "99"), "99"),
    ):
        for lang in ("zh", "en"):
            shown = suit.run(*words, "--lang", lang)
            assert (shown.code, shown.out) == (4, "")
            assert name in shown.err


def test_all_that_is_wrong_is_told_at_once(suit: Person) -> None:
    words = ("--post", "boss", "--officer", " ", "--set", "duty_ids=D-zz", "--set", "new_due=soon", "--set", "reason")
    shown = suit.run("act", "propose-waiver", "--org", "1", *words, "--warning", "W-nope", "--at", "later")
    assert shown.code == 2
    for part in (
        "--at",
        "W-nope",
        "D-zz",
        "--org",
        "--post",
        "--officer",
        "--set new_due 的值“soon”不是时刻",
        "--set reason",
    ):
        assert part in shown.err
    assert "--set reason 的写法" in shown.err
    assert "--borrower" not in shown.err, "the warning would give it"
    assert "warning act propose-waiver --help" in shown.err


def test_a_warning_and_another_borrower_are_told_apart(suit: Person) -> None:
    words = ("act", "phone", *MONITOR, "--warning", "W-")
    assert suit.run(*words, "--borrower", "C1", "--domain", "business").code == 0
    shown = suit.run(*words, "--domain", "management")
    assert shown.code == 2
    assert "business" in shown.err


def test_signals_may_be_named_on_the_command_line(suit: Person) -> None:
    words = ("--set", "to_level=closed", "--set", "ground=resolved", "--set", "evidence=x")
    (signal,) = [row for row in told(suit, "decide", str(EXAMPLE), code=1) if row["object"] == "signal"]
    named = f"signals={signal['clause']}/{signal['subject']}"
    assert acted(suit, "propose-release", *MONITOR, *words, "--set", named)["outcome"] == "applied"
    assert acted(suit, "propose-release", *MONITOR, *words, "--set", named + "x", code=1)["field"] == "data.signals[0]"
    shown = suit.run("act", "propose-release", *MONITOR, *words, "--set", "signals=11.1.4", "--warning", "W-")
    assert "data.signals[0].subject" in shown.err
