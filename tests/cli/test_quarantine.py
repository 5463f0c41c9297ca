"""``warning quarantine`` and ``held``: what could not be taken is corrected by one person and approved by another."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy.engine import URL

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.kept import told
from tests.cli.run import Person
from warning.bootstrap import open_ledger
from warning.intake.corrections import Settled, propose, row_of, settle
from warning.intake.dismissals import ask
from warning.intake.ingest import Intake
from warning.settings import LEDGER

LATER = "2026-11-05T10:00:00+08:00"
WRONG = sued().replace("litigation", "litigatoin")


def position(loan_no: str = "L9", at: str = "2026-10-13T08:30:00+08:00") -> str:
    """A balance of a loan that is not known yet."""
    return line(
        f"p-{loan_no}",
        "loan.position.v1",
        at,
        loan_no=loan_no,
        posting_seq=1,
        currency="CNY",
        outstanding_balance="6000000.00",
    )


@pytest.fixture
def sick(person: Person, shelf: Path) -> Person:
    """Someone with a lawsuit in quarantine, and a balance whose loan never came."""

    def make() -> None:
        person.run("init")
        wrong_act = reported("2026-11-03T12:00:00+08:00").replace('"C1"', '""')
        person.write("events.jsonl", named(), lent(), position(), WRONG, wrong_act)
        assert person.run("ingest", "events.jsonl").code == 1
        person.run("tick", "--until", "2026-11-04")
        person.write("right.json", sued())

    if LEDGER in os.environ:  # in a database: a copy of the directory has none
        make()
        return person
    return person.again(shelf / "sick", make)


def by_event(person: Person, *words: str) -> dict[str, dict[str, Any]]:
    """The rows of the quarantine by their event."""
    return {row["refusal"]["event_id"]: row for row in told(person, "quarantine", "list", *words)}


def test_what_is_wrong_is_listed_with_field_and_reason(sick: Person) -> None:
    rows = by_event(sick)
    assert rows["m1"]["refusal"]["problems"][0]["path"] == "data.kind"
    assert rows["p-L9"]["refusal"]["because"][0]["code"] == "loan_unknown"
    assert {row["status"] for row in rows.values()} == {"open"}
    shown = sick.run("quarantine", "list", "--lang", "en").out
    for text in ("Records in quarantine (3)", "data.kind", "litigatoin", "file:events.jsonl", "line 4"):
        assert text in shown


def test_a_correction_takes_two_persons_and_keeps_the_original(sick: Person) -> None:
    number = str(by_event(sick)["m1"]["number"])
    early = sick.run("quarantine", "approve", number, "--officer", "B")
    assert (early.code, f"warning quarantine correct {number} 文件" in early.err) == (2, True), (
        "nothing is proposed yet"
    )
    assert sick.run("quarantine", "correct", number, "right.json", "--officer", "A").code == 0
    again = sick.run("quarantine", "retry", number, "--lang", "en")
    assert (again.code, f"warning quarantine approve {number}" in again.err.replace("\n", " ")) == (2, True)
    row = by_event(sick)["m1"]
    assert (row["status"], row["approved_by"]) == ("proposed", None)
    assert row["corrected_by"].startswith("P-")
    assert told(sick, "alerts", "list") == [], "nothing is taken yet"
    same = sick.run("quarantine", "approve", number, "--officer", "A", "--lang", "en")
    assert (same.code, "another person" in same.err.replace("\n", " ")) == (2, True)
    wide = sick.run("quarantine", "approve", number, "--officer", "ａ\u200b", "--lang", "en")
    assert (wide.code, "another person" in wide.err.replace("\n", " ")) == (2, True), "however it is written"
    (taken,) = told(sick, "quarantine", "approve", number, "--officer", "B")
    assert taken["outcome"] == "applied"
    assert [warning["level"] for warning in told(sick, "alerts", "list")] == ["red"]
    row = by_event(sick, "--all")["m1"]
    assert row["status"] == "corrected"
    assert row["approved_by"] != row["corrected_by"]
    shown = sick.run("quarantine", "show", number, "--persons").out
    assert "litigatoin" in shown, "the original"
    assert "litigation" in shown, "and the correction"
    assert sick.run("quarantine", "approve", number, "--officer", "C").code == 2, "once"
    assert "m1" not in by_event(sick)


def test_a_correction_of_another_person_is_not_replaced_unawares(sick: Person) -> None:
    number = str(by_event(sick)["m1"]["number"])
    place = ("--ledger", "ledger.db", "--lang", "en")
    first = sick.run("quarantine", "correct", number, "right.json", "--officer", "A", *place)
    assert f"approve {number} --officer … --ledger ledger.db --lang en" in " ".join(first.out.split())
    mine = by_event(sick)["m1"]["corrected_by"]
    sick.write("mine.json", sued().replace("标的六千万元", "标的七千万元"))
    words = ("quarantine", "correct", number, "mine.json", "--officer", "B", *place)
    shown = sick.run(*words)
    assert (shown.code, mine in shown.err) == (2, True)
    assert f"show {number} --ledger ledger.db --lang en" in " ".join(shown.err.split())
    (row,) = told(sick, "quarantine", "show", number)
    assert ("六千万" in row["correction"], row["corrected_by"]) == (True, mine)
    own = sick.run("quarantine", "correct", number, "mine.json", "--officer", "A", *place)
    assert (own.code, f"of what {mine} had proposed" in " ".join(own.out.split())) == (0, True)
    shown = sick.run(*words, "--replace")
    assert (shown.code, f"of what {mine} had proposed" in " ".join(shown.out.split())) == (0, True)
    assert by_event(sick)["m1"]["corrected_by"] != mine
    assert sick.run("quarantine", "approve", number, "--officer", "B", *place).code == 2, "their own now"
    unseen = sick.run("quarantine", "approve", number, "--officer", "A", *place)
    assert (unseen.code, "has taken the place of another proposal" in " ".join(unseen.err.split())) == (2, True)
    seen = by_event(sick)["m1"]["proposal"]
    assert sick.run("quarantine", "approve", number, "--officer", "A", "--seen", seen, *place).code == 0


def test_an_approval_is_of_what_was_looked_at(sick: Person) -> None:
    number = str(by_event(sick)["m1"]["number"])
    assert (by_event(sick)["m1"]["proposal"], by_event(sick)["m1"]["replaced"]) == (None, False)
    sick.write("mine.json", sued().replace("标的六千万元", "标的七千万元"))
    for _ in range(2):  # the same again by the same person is the same
        assert sick.run("quarantine", "correct", number, "right.json", "--officer", "A").code == 0
    (looked,) = told(sick, "quarantine", "show", number)
    assert (len(looked["proposal"]), looked["replaced"]) == (32, False)
    assert looked["proposal"] in sick.run("quarantine", "show", number).out
    wrong = sick.run("quarantine", "approve", number, "--officer", "B", "--seen", "0" * 32, "--lang", "en")
    assert (wrong.code, "is not what --seen names" in " ".join(wrong.err.split())) == (2, True)
    assert sick.run("quarantine", "correct", number, "mine.json", "--officer", "A").code == 0
    for seen in ((), ("--seen", looked["proposal"])):
        assert sick.run("quarantine", "approve", number, "--officer", "B", *seen).code == 2
    assert told(sick, "alerts", "list") == [], "nothing was taken"
    (now,) = told(sick, "quarantine", "show", number)
    assert (now["status"], now["replaced"], now["proposal"] != looked["proposal"]) == ("proposed", True, True)
    assert "代替了此前" in sick.run("quarantine", "show", number).out
    assert "代替了此前" in "".join(sick.run("quarantine", "list").out.split())
    assert sick.run("verify").code == 0
    assert told(sick, "status")[0]["quarantine_proposed"] == 1
    sick.run("quarantine", "correct", number, "right.json", "--officer", "A")
    assert sick.run("quarantine", "approve", number, "--officer", "B").code == 2, "also where it is the first one again"
    (taken,) = told(sick, "quarantine", "approve", number, "--officer", "B", "--seen", looked["proposal"])
    assert taken["outcome"] == "applied"
    (done,) = told(sick, "quarantine", "show", number)
    assert (done["status"], done["proposal"], done["replaced"]) == ("corrected", None, False)
    assert sick.run("verify").code == 0


def test_what_is_put_in_its_place_while_it_is_being_taken_is_not_what_was_taken(sick: Person) -> None:
    number = by_event(sick)["m1"]["number"]
    here = open_ledger("ledger.db")
    intake = Intake(here.ledger, here.setting.frame)
    propose(intake, number, sued().encode(), "A")
    with here.ledger.engine.connect() as connection:
        read = row_of(connection, number, "proposed")
    ask(intake, number, "rubbish", "A")
    propose(intake, number, sued().replace("六", "七").encode(), "A")
    with here.ledger.engine.connect() as connection:
        now = row_of(connection, number, "proposed")
        for row in (read, replace(now, correction=b"{}"), replace(now, corrected_by="P-1")):
            with pytest.raises(Settled):
                settle(connection, row, approved_by="P-2")
        settle(connection, now, approved_by="P-2")
    here.close()


def test_a_correction_with_another_id_is_told(sick: Person) -> None:
    number = str(by_event(sick)["m1"]["number"])
    sick.write("other.json", sued().replace('"m1"', '"m2"'))
    shown = sick.run("quarantine", "correct", number, "other.json", "--officer", "A", "--lang", "en")
    assert "has the id 'm1', its correction 'm2'" in " ".join(shown.out.split())
    shown = sick.run("quarantine", "correct", number, "right.json", "--officer", "A", "--lang", "en")
    assert "has the id" not in shown.out


def test_machines_are_shown_the_original_and_its_correction(sick: Person) -> None:
    number = str(by_event(sick)["m1"]["number"])
    (row,) = told(sick, "quarantine", "show", number)
    assert (json.loads(row["original"]), row["correction"]) == (json.loads(WRONG), None)
    sick.run("quarantine", "correct", number, "right.json", "--officer", "A")
    (row,) = told(sick, "quarantine", "show", number)
    assert json.loads(row["correction"]) == json.loads(sued())
    act = str(by_event(sick)["rep-2026-11-03"]["number"])
    assert "1001-SBP01" not in told(sick, "quarantine", "show", act)[0]["original"]
    assert "1001-SBP01" in told(sick, "quarantine", "show", act, "--persons")[0]["original"]
    assert by_event(sick)["m1"]["original"] is None, "of one, not of a list"


@pytest.mark.parametrize(
    "words", [("show", "99"), ("approve", "99", "--officer", "B"), ("approve", "1", "--officer", "B"), ("retry", "99")]
)
def test_what_is_suggested_is_for_the_same_ledger_and_language(sick: Person, words: tuple[str, ...]) -> None:
    shown = sick.run("quarantine", *words, "--ledger", "ledger.db", "--lang", "en")
    assert (shown.code in (2, 4), "--ledger ledger.db --lang en" in " ".join(shown.err.split())) == (True, True)


def test_every_record_is_still_accounted_for(sick: Person) -> None:
    (before,) = told(sick, "status")
    number = str(by_event(sick)["m1"]["number"])
    sick.run("quarantine", "correct", number, "right.json", "--officer", "A")
    assert told(sick, "status")[0]["quarantine_proposed"] == 1
    sick.run("quarantine", "approve", number, "--officer", "B")
    (after,) = told(sick, "status")
    assert after["conserved"]
    assert after["total"]["applied"] == before["total"]["applied"] + 1
    assert (after["quarantine_open"], after["quarantine_proposed"]) == (before["quarantine_open"] - 1, 0)
    assert f"quarantine:{number}" in {source["name"] for source in after["sources"]}


def test_a_correction_that_is_wrong_too_changes_nothing(sick: Person) -> None:
    number = str(by_event(sick)["m1"]["number"])
    sick.write("wrong.json", WRONG)
    shown = sick.run("quarantine", "correct", number, "wrong.json", "--officer", "A")
    assert (shown.code, "data.kind" in shown.err) == (1, True)
    assert by_event(sick)["m1"]["status"] == "open"
    sick.write("other.json", position("L8", "2026-11-03T10:00:00+08:00"))
    sick.run("quarantine", "correct", number, "other.json", "--officer", "A")
    shown = sick.run("quarantine", "approve", number, "--officer", "B")
    assert (shown.code, "L8" in shown.err) == (1, True)
    assert by_event(sick)["m1"]["status"] == "proposed"
    assert told(sick, "status")[0]["held"] == 0


def test_what_may_go_through_now_is_taken_again(sick: Person) -> None:
    number = str(by_event(sick)["p-L9"]["number"])
    before = told(sick, "status")
    shown = sick.run("quarantine", "retry", number)
    assert (shown.code, "L9" in shown.err) == (1, True)
    assert told(sick, "status") == before, "nothing was changed"
    sick.write("late.jsonl", lent("L9").replace("2026-10-12T09:00:00", "2026-11-04T09:00:00"))
    sick.run("ingest", "late.jsonl")
    (taken,) = told(sick, "quarantine", "retry", number)
    assert taken == {"object": "retaken", "number": int(number), "outcome": "applied", "refusal": None}
    assert by_event(sick, "--all")["p-L9"]["status"] == "retried"
    assert told(sick, "status")[0]["conserved"]
    assert sick.run("quarantine", "retry", number).code == 2
    broken = str(by_event(sick)["m1"]["number"])
    assert sick.run("quarantine", "retry", broken).code == 1, "the same again is as wrong as before"


def test_an_act_that_cannot_count_is_only_noted(sick: Person) -> None:
    sick.write("act.jsonl", sued(), reported(LATER, {"cause": " "}))
    sick.run("ingest", "act.jsonl")
    noted = [row for row in told(sick, "quarantine", "list", "--all") if row["status"] == "noted"]
    assert [row["refusal"]["outcome"] for row in noted] == ["refused"]
    assert sick.run("quarantine", "retry", str(noted[0]["number"])).code == 2
    assert sick.run("quarantine", "correct", str(noted[0]["number"]), "right.json", "--officer", "A").code == 2


def test_a_corrected_act_that_cannot_count_is_taken_and_said(sick: Person) -> None:
    number = str(next(row["number"] for name, row in by_event(sick).items() if name.startswith("rep-")))
    sick.write("act.json", reported("2026-11-03T12:00:00+08:00", {"cause": " "}))
    sick.run("quarantine", "correct", number, "act.json", "--officer", "A")
    (taken,) = told(sick, "quarantine", "approve", number, "--officer", "B", code=1)
    assert (taken["outcome"], taken["refusal"]["field"]) == ("refused", "data.parts.cause")


def test_persons_in_an_original_are_hidden_unless_asked_for(sick: Person) -> None:
    number = str(next(row["number"] for name, row in by_event(sick).items() if name.startswith("rep-")))
    assert "1001-SBP01" not in sick.run("quarantine", "show", number).out
    assert "1001-SBP01" in sick.run("quarantine", "show", number, "--persons").out
    sick.run("quarantine", "correct", number, "right.json", "--officer", "王五")
    assert "王五" not in sick.run("quarantine", "show", number).out
    assert "王五" in sick.run("quarantine", "show", number, "--persons").out


def test_what_waits_for_its_loan_is_listed_until_it_comes(person: Person) -> None:
    person.run("init")
    assert "没有等待借据的记录" in person.run("held", "list").out
    person.write("events.jsonl", named(), position())
    person.run("ingest", "events.jsonl")
    (held,) = told(person, "held", "list")
    assert (held["outcome"], held["loan_no"], held["event_id"]) == ("held", "L9", "p-L9")
    assert held["until"] == "2026-10-14T08:30:00+08:00"
    assert "L9" in person.run("held", "list").out
    person.write("loan.jsonl", lent("L9").replace("2026-10-12T09:00:00", "2026-10-13T09:00:00"))
    person.run("ingest", "loan.jsonl")
    assert told(person, "held", "list") == []


def test_of_what_cannot_be_read_no_instant_is_shown(person: Person) -> None:
    person.run("init")
    person.write("broken.jsonl", "{")
    assert person.run("ingest", "broken.jsonl").code == 1
    shown = person.run("quarantine", "show", "1", "--lang", "en").out
    assert "Number 1" in shown
    assert "1970" not in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "99"), 4, "99"),
        (("retry", "99"), 4, "99"),
        (("approve", "99", "--officer", "A"), 4, "99"),
        (("correct", "99", "right.json", "--officer", "A"), 4, "99"),
        (("correct", "1", "absent.json", "--officer", "A"), 3, "absent.json"),
        (("correct", "1", "right.json"), 2, "--officer"),
        (("show", "0"), 2, "1"),
        (("approve", "1", "--officer", "\u0410"), 2, "--officer"),
        (("correct", "1", "right.json", "--officer", "\u200b"), 2, "--officer"),
    ],
)
def test_what_is_asked_wrongly_is_told(sick: Person, lang: str, words: tuple[str, ...], code: int, said: str) -> None:
    shown = sick.run("quarantine", *words, "--lang", lang)
    assert shown.code == code
    assert said in shown.err


def test_a_message_through_a_pipe_is_a_correction_too(sick: Person) -> None:
    number = str(by_event(sick)["m1"]["number"])
    given = json.dumps(json.loads(sued()), indent=1).encode()
    assert sick.run("quarantine", "correct", number, "-", "--officer", "A", given=given).code == 0
    assert told(sick, "quarantine", "approve", number, "--officer", "B")[0]["outcome"] == "applied"


@pytest.fixture
def anywhere(empty_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger of the commands is one of each kind."""
    if empty_url.get_backend_name() == "postgresql":
        monkeypatch.setenv(LEDGER, empty_url.render_as_string(hide_password=False))


@pytest.mark.usefixtures("anywhere")
def test_all_of_one_reason_are_taken_again_and_what_cannot_be_stays(sick: Person) -> None:
    sick.write("more.jsonl", position("L8"), position("L7"), named().replace("C1", "C2"))
    sick.run("ingest", "more.jsonl")
    sick.run("tick", "--until", "2026-11-06")
    rows = by_event(sick)
    numbers = {name: rows[name]["number"] for name in ("p-L9", "p-L8", "p-L7")}
    late = [lent(loan).replace("2026-10-12T09:00:00", "2026-11-06T09:00:00") for loan in ("L9", "L7")]
    sick.write("late.jsonl", *late)
    sick.run("ingest", "late.jsonl")
    taken = told(sick, "quarantine", "retry", "--reason", "loan_unknown", code=1)
    assert {one["number"]: one["outcome"] for one in taken} == {
        numbers["p-L9"]: "applied", numbers["p-L8"]: "held", numbers["p-L7"]: "applied",
    }  # fmt: skip
    states = {name: row["status"] for name, row in by_event(sick, "--all").items()}
    assert {name: states[name] for name in ("p-L9", "p-L8", "p-L7", "m1")} == {
        "p-L9": "retried", "p-L8": "open", "p-L7": "retried", "m1": "open",
    }  # fmt: skip
    before = told(sick, "status")
    assert before[0]["conserved"]
    again = told(sick, "quarantine", "retry", "--all", code=1)
    assert {one["number"] for one in again} == {row["number"] for row in by_event(sick).values()}
    assert {one["outcome"] for one in again} == {"held", "quarantined"}
    assert told(sick, "status") == before, "nothing twice, and nothing of what is still wrong"
    assert sick.run("verify").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_which_of_many_cannot_be_taken_is_said_with_its_reason(sick: Person, lang: str) -> None:
    shown = sick.run("quarantine", "retry", "--all", "--lang", lang)
    assert shown.code == 1
    assert ("L9" in shown.out, "data.kind" in shown.out) == (True, True), shown.out
    absent = sick.run("quarantine", "retry", "--reason", "no_such", "--lang", lang)
    assert (absent.code, "loan_unknown (1)" in absent.err) == (4, True)


def test_a_retry_of_many_ends_well_once_nothing_waits(person: Person) -> None:
    person.run("init")
    person.write("events.jsonl", named(), lent())
    person.run("ingest", "events.jsonl")
    assert person.run("quarantine", "retry", "--all").code == 0


@pytest.mark.parametrize("words", [(), ("1", "--all"), ("1", "--reason", "loan_unknown"), ("--all", "--reason", "x")])
def test_it_is_said_which_are_to_be_taken_again(sick: Person, words: tuple[str, ...]) -> None:
    shown = sick.run("quarantine", "retry", *words)
    assert (shown.code, "--reason" in shown.err) == (2, True)


def test_a_staff_number_that_is_no_text_is_not_shown_without_asking(person: Person) -> None:
    person.run("init")
    wrong = json.loads(reported("2026-11-03T12:00:00+08:00"))
    wrong["data"] |= {"officer_no": 10017777, "members": [10018888, "a]b 10019999"]}
    person.write("events.jsonl", json.dumps(wrong).replace("officer_no", r"\u006ffficer_no"))
    person.run("ingest", "events.jsonl")
    for words in ((), ("--json",)):
        hidden = person.run("quarantine", "show", "1", *words).out
        assert [number for number in ("10017777", "10018888", "10019999") if number in hidden] == []
        assert "10017777" in person.run("quarantine", "show", "1", "--persons", *words).out
