"""``warning replay``."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_verify_run import tampered
from warning.core import VERSION


def words(text: str) -> str:
    """A text without where its lines break."""
    return " ".join(text.split())


def test_a_month_replays_identically(month: Person) -> None:
    (found,) = told(month, "replay", "--jobs", "1")
    (verified,) = told(month, "verify")
    assert (found["verdict"], found["divergences"]) == ("identical", [])
    assert (found["rows"], found["ends"], found["aggregates"]) == tuple(
        verified[name] for name in ("rows", "ends", "aggregates")
    )
    assert len(found["lanes"]) == 64
    shown = month.run("replay", "--lang", "en")
    assert (shown.code, f"Its chains end in {found['ends']}" in words(shown.out)) == (0, True)
    assert "重放一致" in month.run("replay", "--lanes", "3,5-6").out


@pytest.mark.slow
def test_processes_and_one_come_to_the_same(month: Person) -> None:
    assert told(month, "replay", "--jobs", "2") == told(month, "replay", "--jobs", "1")


def test_a_planted_change_is_named_in_words(month: Person) -> None:
    tampered(
        'UPDATE change SET effect = CAST(replace(CAST(effect AS TEXT), \'"state":"breached"\', \'"state":"met"\') AS '
        "BLOB) WHERE (lane, seq, n) = (SELECT lane, seq, n FROM change WHERE CAST(effect AS TEXT) LIKE "
        '\'%"state":"breached"%\' ORDER BY lane, seq, n LIMIT 1)'
    )
    (found,) = told(month, "replay", code=1)
    (one,) = found["divergences"]
    assert (found["verdict"], one["code"], one["field"]) == ("different", "change", "duty.state")
    assert (one["stored"], one["found"]) == ('"met"', '"breached"')
    month.widen(200)
    shown = month.run("replay", "--lang", "en")
    assert shown.code == 1
    for text in ("duty.state", '"met"', '"breached"', one["row"], one["key"], "does not replay", "Decided again"):
        assert text in words(shown.out), text
    month.widen(60)
    assert month.run("replay").code == 1


def test_rows_of_another_core_end_with_a_code_of_their_own(month: Person) -> None:
    with sqlite3.connect("ledger.db") as database:
        ((key, seq),) = database.execute("SELECT key, key_seq FROM journal WHERE key LIKE 'b:%' LIMIT 1").fetchall()
        ((left,),) = database.execute("SELECT count(*) FROM journal WHERE key = ? AND key_seq > ?", (key, seq))
    tampered(
        "UPDATE journal SET core = '0.3' "
        "WHERE (lane, seq) = (SELECT lane, seq FROM journal WHERE key LIKE 'b:%' LIMIT 1)"
    )
    number = key.removeprefix("b:")
    (found,) = told(month, "replay", "--borrower", number, code=5)
    assert (found["foreign"], found["unknown"], found["verdict"]) == ({"0.3": 1}, left, "nothing")
    shown = month.run("replay", "--borrower", number, "--lang", "en")
    assert (shown.code, f"1 row was decided by core 0.3, this is {VERSION}: not comparable" in words(shown.out)) == (
        5,
        True,
    )
    assert f"{left} row" in words(shown.out)
    assert "没有可以比较的流水" in month.run("replay", "--borrower", number).out


def test_one_borrower_and_what_is_said_of_its_links(month: Person) -> None:
    number = told(month, "alerts", "list")[0]["customer_no"]
    (found,) = told(month, "replay", "--borrower", number)
    assert (found["verdict"], found["aggregates"], found["ends"]) == ("identical", 1, "")
    assert "链接未核对" in month.run("replay", "--borrower", number).out
    assert month.run("replay", "--borrower", "nobody").code == 4


def test_progress_is_kept_and_gone_on_from(month: Person) -> None:
    first = told(month, "replay", "--resume", "progress.json")
    second = told(month, "replay", "--resume", "progress.json")
    assert {lane["proven"] for lane in first[0]["lanes"]} == {False}
    assert {lane["proven"] for lane in second[0]["lanes"]} == {True}
    shown = month.run("replay", "--resume", "progress.json", "--lang", "en")
    assert "64 lanes of these were proven before (progress.json)" in words(shown.out)
    kept = json.loads((month.here / "progress.json").read_text(encoding="utf-8"))
    kept["basis"]["core"] = "0.3"
    month.write("progress.json", json.dumps(kept))
    assert "作废" in month.run("replay", "--resume", "progress.json").err
    kept["basis"]["name"] = "another"
    month.write("progress.json", json.dumps(kept))
    assert "另一台账" in month.run("replay", "--resume", "progress.json").err


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("--lanes", "64"), 2, "--lanes"),
        (("--lanes", "5-3"), 2, "--lanes"),
        (("--lanes", ""), 2, "--lanes"),
        (("--lanes", "１"), 2, "--lanes"),
        (("--borrower", "C1", "--lanes", "1"), 2, "--borrower"),
        (("--borrower", "C1", "--resume", "x"), 2, "--borrower"),
        (("--resume", "."), 3, "."),
        (("--resume", "away/x.json"), 3, "away"),
        (("--resume", "ledger.db"), 3, "ledger.db"),
    ],
)
def test_what_is_asked_wrongly_is_told(month: Person, asked: tuple[str, ...], code: int, said: str) -> None:
    shown = month.run("replay", *asked)
    assert (shown.code, said in shown.err, shown.out) == (code, True, "")
