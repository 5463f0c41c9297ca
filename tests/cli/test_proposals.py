"""``proposals list`` and ``withdraw``, and what an approval says of what it approved (W8, D8, R77)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import URL

from tests.cli.events import line, named
from tests.cli.kept import told
from tests.cli.run import LIVE, Person
from tests.cli.tabled import events
from tests.cli.test_explain import flat

RELEASES: Final = """
2026-10-02 09:00  register  C1 某某食品有限公司
2026-10-02 09:00  disburse  L1 of C1 at A1 500,000.00 matures 2028-11-01
2026-10-02 09:00  disburse  L2 of C2 at B1 500,000.00 matures 2028-11-01
2026-10-05 08:00  arrears   L1 10.00 since 2026-10-05
2026-10-05 08:00  arrears   L2 10.00 since 2026-10-05
2026-10-12 10:00  release   C1 by A1 to closed ground resolved as p1 officer X1
2026-10-12 12:00  release   C2 by B to closed ground mistaken as p2 officer X3
"""
EVERY_TYPE: Final = Path(__file__).parents[2] / "docs" / "examples" / "every-type.jsonl"
NAMED: Final = ("--borrower", "C1", "--domain", "business")
OF_C1: Final = ("--set", "proposal_id=p1", *NAMED)
MONITOR: Final = ("--org", "1000", "--post", "branch_monitor", "--officer", "X2")
LEADER: Final = ("--org", "2000", "--post", "分行主要领导", "--reason", "不再需要")


@pytest.fixture
def bank(person: Person) -> Person:
    """Two releases wait, one of each of two borrowers."""
    person.write("events.jsonl", *events(RELEASES))
    assert person.run("init", *LIVE).code == 0
    assert person.run("ingest", "events.jsonl").code == 0
    return person


def listed(person: Person, *words: str) -> list[dict[str, Any]]:
    return told(person, "proposals", "list", *words)


def ids(person: Person, *words: str) -> list[str]:
    return [one["id"] for one in listed(person, *words)]


def test_what_waits_says_what_it_is_about_and_who_may_approve(bank: Person) -> None:
    first, second = listed(bank)
    assert (first["id"], first["what"], first["state"], first["customer_no"]) == ("p1", "release", "waits", "C1")
    assert (first["org_no"], first["at"], first["to_level"]) == ("1001", "2026-10-12T10:00:00+08:00", "none")
    assert [one["level"] for one in first["signals"]] == ["yellow"]
    assert first["reason"]
    assert [one["org_no"] for one in first["approvers"]] == ["1000", "9999"]
    assert first["approvers"][0]["posts"] == ["branch_monitor", "branch_principal_leader"]
    assert [one["org_no"] for one in second["approvers"]] == ["2000", "9999"]
    assert first["officer"].startswith("P-")
    assert (first["ended"], second["ended"]) == (None, None)
    assert len(told(bank, "alerts", "list")) == 2
    assert told(bank, "status")[0]["approvals"] == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), ["p1", "p2"]),
        (("--org", "1000"), ["p1"]),
        (("--org", "2001"), ["p2"]),
        (("--org", "1002"), []),
        (("--post", "分行监测预警专人"), ["p1", "p2"]),
        (("--post", "sub_branch_president"), []),
        (("--org", "2000", "--post", "branch_monitor"), ["p2"]),
        (("--org", "9999", "--post", "branch_monitor"), []),
        (("--org", "9999", "--post", "head_office_leader"), ["p1", "p2"]),
        (("--borrower", "C2"), ["p2"]),
    ],
)
def test_lists_say_whose(bank: Person, words: tuple[str, ...], found: list[str]) -> None:
    assert ids(bank, *words) == found
    shown = bank.run("proposals", "list", *words).out
    assert [name for name in ("p1", "p2") if f"proposal_id={name} " in shown] == found
    assert ("没有待审批的申请" in shown) == (not found)


@pytest.mark.parametrize("columns", [80, 100])
def test_the_command_it_shows_approves_it(bank: Person, columns: int) -> None:
    bank.widen(columns)
    shown = bank.run("proposals", "list", "--org", "1000", "--lang", "en").out
    (command,) = (line.strip() for line in shown.splitlines() if "act approve" in line)
    assert [one for one in ("C1", "Jiangcheng Chengnan", "■", "● yellow → closed", "14 d") if one in shown] == [
        "C1",
        "Jiangcheng Chengnan",
        "● yellow → closed",
    ]
    answer = bank.run(*command.replace("<STAFF_NO>", "X2").split()[1:])
    assert (answer.code, answer.err) == (0, "")
    said = flat(answer.out)
    assert said.index(flat("The proposal p1 (release · business risk)")) < said.index(flat("Taken: proposal approved"))
    assert flat("● yellow → closed") in said
    assert ids(bank) == ["p2"]


def test_an_approval_shows_what_it_is_about_also_where_it_is_refused(bank: Person) -> None:
    proposer = ("--org", "1000", "--post", "branch_monitor", "--officer", "X1")
    (line,) = told(bank, "act", "approve", *OF_C1, *proposer, code=1)
    assert (line["proposal"]["id"], line["proposal"]["state"], line["outcome"]) == ("p1", "waits", "refused")
    (line,) = told(bank, "act", "approve", *OF_C1, *MONITOR)
    assert (line["proposal"]["id"], line["outcome"]) == ("p1", "applied")
    (again,) = told(bank, "act", "approve", *OF_C1, *MONITOR, code=1)
    assert again["proposal"] is None
    (done,) = (one for one in listed(bank, "--all") if one["id"] == "p1")
    assert done["ended"]["event_id"] == line["event_id"], "not the one that was refused"


def test_a_waiver_says_the_duty_the_reason_and_the_new_due(bank: Person) -> None:
    duty = next(one for one in told(bank, "duties", "list", "--borrower", "C1") if one["kind"] == "monthly_update")
    asked = ("--set", f"duty_ids={duty['id']}", "--set", "reason=人手不足" + "。" * 500, "--set", "new_due=2026-12-01")
    who = ("--org", "1001", "--post", "sub_branch_president", "--officer", "X1", "--id", "w1")
    assert bank.run("act", "propose-waiver", *NAMED, *asked, *who).code == 0
    waiver = next(one for one in listed(bank) if one["id"] == "w1")
    assert (waiver["what"], waiver["new_due"]) == ("extension", "2026-12-02T00:00:00+08:00")
    assert [one["id"] for one in waiver["duties"]] == [duty["id"]]
    assert len(waiver["reason"]) == 504
    page = flat(bank.run("proposals", "list", "--borrower", "C1").out)
    for part in ("义务延期", "人手不足", "共504字", duty["id"], "→2026-12-0124:00"):
        assert part in page, part
    answer = flat(bank.run("act", "approve", "--set", "proposal_id=w1", *NAMED, *MONITOR).out)
    assert "→2026-12-0124:00" in answer
    (waived,) = (one for one in listed(bank, "--all") if one["id"] == "w1")
    assert (waived["state"], waived["ended"]["changed"], waived["new_due"][:10]) == ("approved", True, "2026-12-02")


def test_what_was_decided_is_listed_with_who_decided(bank: Person) -> None:
    assert bank.run("act", "approve", *OF_C1, *MONITOR, "--id", "a1").code == 0
    later = ("--at", "2026-10-13T09:00:00+08:00")
    assert bank.run("proposals", "withdraw", "p2", *LEADER, "--id", "r1", *later).code == 0
    assert (ids(bank), ids(bank, "--all")) == ([], ["p2", "p1"]), "the newest first"
    done = {one["id"]: one for one in listed(bank, "--all")}
    ended = {name: one["ended"] for name, one in done.items()}
    assert {name: one["state"] for name, one in done.items()} == {"p1": "approved", "p2": "withdrawn"}
    assert (ended["p1"]["event_id"], ended["p1"]["post"], ended["p1"]["org_no"]) == ("a1", "branch_monitor", "1000")
    assert ended["p1"]["officer"].startswith("P-")
    assert [one["level"] for one in done["p1"]["signals"]] == ["yellow"], "what it was before"
    assert (ended["p2"]["event_id"], ended["p2"]["post"], ended["p2"]["officer"]) == (
        "r1",
        "branch_principal_leader",
        None,
    )
    assert ended["p2"]["reason"] == "不再需要"
    for lang, words in (("zh", ("获批（记录a1）", "撤回（记录r1）")), ("en", ("(recorda1)", "(recordr1)"))):
        page = flat(bank.run("proposals", "list", "--all", "--lang", lang).out)
        assert [one for one in words if one not in page] == []
        assert "X1" not in page
    assert "X1" in bank.run("proposals", "list", "--all", "--persons").out
    (warning,) = (one for one in told(bank, "alerts", "list", "--all") if one["customer_no"] == "C1")
    said = flat(bank.run("alerts", "show", warning["id"]).out)
    assert "解除申请p1" in said
    assert "分行监测预警专人于" in said
    assert "（记录a1）" in said


def test_only_who_proposed_takes_back_and_nothing_else_is_sent(bank: Person) -> None:
    before = told(bank, "status")[0]
    other = ("--org", "9999", "--post", "head_office_leader", "--reason", "不同意")
    for words, code, said in (
        (("p1", *other), 2, "只能由该机构撤回"),
        (("E1", *other), 4, "没有编号为 E1 的待审批申请"),
        (("p1", "--borrower", "C9", *other), 4, "没有客户号 C9"),
        (("p1", "--borrower", "C2", *other), 4, "没有编号为 p1 的待审批申请"),
        (("p1", "--org", "1001", "--post", "支行行长", "--reason", "　"), 2, "须写明撤回的理由"),
        (("p1", "--org", "77", "--post", "支行行长", "--reason", "x"), 4, "77"),
    ):
        shown = bank.run("proposals", "withdraw", *words)
        assert (shown.code, shown.out) == (code, ""), words
        assert said in shown.err, words
    assert told(bank, "status")[0] == before
    assert bank.run("act", "approve", *OF_C1, *MONITOR, "--id", "a1").code == 0
    shown = bank.run("proposals", "withdraw", "p1", "--borrower", "C1", *other)
    assert (shown.code, "a1" in shown.err, "已不再待批" in shown.err) == (4, True, True)
    assert bank.run("verify").code == 0
    elsewhere = bank.run("act", "withdraw", "--org", "1001", "--post", "x", "--officer", "y")
    assert (elsewhere.code, "warning proposals withdraw" in elsewhere.err) == (2, True)


def test_one_that_was_taken_back_waits_no_more_and_can_be_proposed_anew(bank: Person) -> None:
    own = ("--org", "1001", "--post", "支行行长", "--reason", "理由有误")
    (line,) = told(bank, "proposals", "withdraw", "p1", *own, "--id", "r1")
    assert (line["outcome"], line["because"][0]["code"], line["type"]) == (
        "applied",
        "proposal_withdrawn",
        "event.retracted.v1",
    )
    assert bank.run("act", "approve", *OF_C1, *MONITOR).code == 1
    release = ("--set", "to_level=closed", "--set", "ground=resolved", "--set", "evidence=e", "--id", "p3")
    who = ("--org", "1001", "--post", "sub_branch_president", "--officer", "X1")
    assert bank.run("act", "propose-release", *NAMED, *release, *who).code == 0
    assert ids(bank, "--borrower", "C1") == ["p3"]
    assert bank.run("verify").code == 0
    assert told(bank, "replay")


@pytest.mark.postgresql
def test_every_database_gives_the_same(bank: Person, postgres_application: URL) -> None:
    place = ("--ledger", postgres_application.render_as_string(hide_password=False))
    assert bank.run("init", *LIVE, *place).code == 0
    assert bank.run("ingest", "events.jsonl", *place).code == 0
    for where in ((), place):
        assert bank.run("act", "approve", *OF_C1, *MONITOR, "--id", "a1", *where).code == 0
        assert bank.run("proposals", "withdraw", "p2", *LEADER, "--id", "r1", *where).code == 0
        release = ("--set", "to_level=closed", "--set", "ground=mistaken", "--set", "evidence=e", "--id", "p3")
        who = ("--org", "2000", "--post", "branch_monitor", "--officer", "X3")
        about = ("--borrower", "C2", "--domain", "business")
        assert bank.run("act", "propose-release", *about, *release, *who, *where).code == 0
    here, there = ([_placeless(one) for one in listed(bank, "--all", *where)] for where in ((), place))
    assert here == there
    assert [one["id"] for one in here] == ["p3", "p1", "p2"]
    assert bank.run("verify", *place).code == 0


def _placeless(line: dict[str, Any]) -> dict[str, Any]:
    """Without tokens: salts differ."""
    ended = line["ended"]
    return line | {"officer": "", "ended": None if ended is None else ended | {"officer": ""}}


def test_what_rose_since_or_has_ended_leads_to_taking_it_back(bank: Person) -> None:
    assert bank.run("tick", "--until", "2026-11-05T00:00:00+08:00").code == 0
    found = listed(bank)
    assert [(one["id"], one["state"]) for one in found] == [("p1", "overtaken"), ("p2", "overtaken")]
    shown = bank.run("proposals", "list", "--borrower", "C1").out
    assert "act approve" not in shown
    (command,) = (line.strip() for line in shown.splitlines() if "proposals withdraw p1" in line)
    assert "--org 1001" in command


def test_what_has_ended_meanwhile_is_told_as_that(bank: Person) -> None:
    bank.write("more.jsonl", *events("2026-10-20 09:00  settle  L1 how paid as s1"))
    assert bank.run("ingest", "more.jsonl").code == 0
    (idle,) = listed(bank, "--borrower", "C1")
    assert (idle["state"], idle["said"]["en"]) == (
        "idle",
        "all that it names has ended: an approval would change nothing",
    )
    assert bank.run("act", "approve", *OF_C1, *MONITOR).code == 0
    (done,) = listed(bank, "--borrower", "C1", "--all")
    assert (done["state"], done["ended"]["changed"]) == ("approved", False)
    assert "未改变什么" in bank.run("proposals", "list", "--borrower", "C1", "--all").out


def test_what_is_sent_again_or_refused_for_its_id_hides_nothing(bank: Person) -> None:
    again = [one for one in events(RELEASES) if '"p1"' in one]
    bank.write("other.jsonl", *(one.replace("2026-10-12T10:00", "2026-10-12T13:00") for one in again))
    assert bank.run("ingest", "other.jsonl").code == 1, "in conflict with what has that id"
    (first, _) = listed(bank)
    assert (first["id"], first["reason"] is not None, first["at"]) == ("p1", True, "2026-10-12T10:00:00+08:00")


def test_what_was_decided_is_listed_once_also_where_all_is_sent_again(person: Person) -> None:
    person.run("init", *LIVE)
    for name in ("first", "second"):
        assert person.run("ingest", str(EVERY_TYPE), "--as", name).code == 0
    found = ids(person, "--all")
    assert len(found) == len(set(found)) == 2


def test_a_withdrawal_whose_id_is_taken_is_told_as_none(bank: Person) -> None:
    of_it = ("--set", "proposal_id=p2", "--borrower", "C2", "--domain", "business", "--id", "W-2")
    bank.run("act", "approve", *of_it, "--org", "2000", "--post", "branch_monitor", "--officer", "X3")
    shown = bank.run("proposals", "withdraw", "p2", *LEADER, "--id", "W-2", "--lang", "en")
    assert (shown.code, "was not taken back and still waits" in " ".join(shown.out.split())) == (1, True), shown
    assert ids(bank) == ["p1", "p2"]


def test_a_command_refused_for_its_id_does_not_hide_the_one_that_has_it(bank: Person) -> None:
    told(bank, "proposals", "withdraw", "p1", "--org", "1001", "--post", "sub_branch_president", "--reason", "x")
    act = ("act", "propose-release", *NAMED, "--org", "1001", "--post", "sub_branch_president", "--officer", "X1")
    given = ("--set", "ground=resolved", "--set", "to_level=closed", "--id", "PR-2")
    told(bank, *act, *given, "--set", "evidence=凭证")
    assert bank.run(*act, *given, "--set", "evidence=另一份").code == 1
    (found,) = listed(bank, "--borrower", "C1")
    assert (found["id"], found["reason"]) == ("PR-2", "凭证")


def test_a_release_of_what_was_only_kept_is_shown_as_one(person: Person) -> None:
    """A major event of who has no loan has a signal and no warning (W11)."""
    sued = line(
        "M-9", "major_event.v1", "2026-11-03T10:00:00+08:00", customer_no="C9", kind="litigation", description="x"
    )
    person.write("events.jsonl", named("C9", "甲\n乙"), sued)
    person.run("init", *LIVE)
    assert person.run("ingest", "events.jsonl").code == 0
    about = ("--borrower", "C9", "--domain", "business")
    asked = ("--set", "ground=resolved", "--set", "to_level=closed", "--set", "evidence=凭证", "--id", "P-9")
    president = ("--org", "1001", "--post", "sub_branch_president", "--officer", "X1")
    told(person, "act", "propose-release", *about, *president, *asked, "--set", "signals=11.1.4/M-9")
    told(person, "act", "approve", "--set", "proposal_id=P-9", *about, *MONITOR)
    (found,) = listed(person, "--all")
    assert (found["what"], found["state"], [one["clause"] for one in found["signals"]]) == (
        "release",
        "approved",
        ["11.1.4"],
    )
    assert "甲\\u000a乙（C9）" in person.run("proposals", "list", "--all").out, "a name makes no line of ours"
