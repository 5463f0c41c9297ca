"""``warning verify`` and ``warning run``."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.exc import OperationalError

from tests.cli.events import lent, named, sued
from tests.cli.kept import told
from tests.cli.run import Person
from tests.wording.sites import ROOT
from warning.cli.ledger import living
from warning.core.scalars import read_moment
from warning.intake.heart import Heart
from warning.wording.differences import DIFFERENCES

CODES: Final = (ROOT / "warning" / "ledger" / "verify.py", ROOT / "warning" / "audit" / "verifier" / "findings.py")


def at(text: str) -> int:
    """An instant."""
    return int(read_moment(text))


def tampered(statement: str) -> None:
    """Change the ledger behind the program's back: whoever owns the file can drop what refuses it, and put it back."""
    with sqlite3.connect("ledger.db") as database:
        guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(statement)
        for _, made in guards:
            database.execute(made)


def test_a_ledger_that_nobody_touched_is_what_its_journal_says(month: Person) -> None:
    (found,) = told(month, "verify")
    (status,) = told(month, "status")
    assert found["differences"] == []
    assert found["rows"] == status["journal"]
    assert found["seen"] == status["signals"] + status["warnings"] + status["duties"]
    shown = month.run("verify", "--lang", "en")
    assert f"Its chains end in {found['ends']}" in " ".join(shown.out.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE journal SET received = received + 1 WHERE rowid_of = 0", "link"),
        ("DELETE FROM journal WHERE (lane, seq) IN (SELECT lane, max(seq) FROM journal GROUP BY lane LIMIT 1)", "lane"),
        ("UPDATE duty SET body = CAST(replace(CAST(body AS TEXT), 'breached', 'met') AS BLOB)", "row"),
        ("DELETE FROM warning WHERE id = (SELECT min(id) FROM warning)", "row"),
        ("UPDATE aggregate SET next_due = 0 WHERE key = (SELECT min(key) FROM aggregate WHERE next_due > 0)", "state"),
    ],
)
def test_what_was_changed_is_named(month: Person, statement: str, code: str) -> None:
    tampered(statement.replace("rowid_of = 0", "(lane, seq) = (SELECT lane, seq FROM journal ORDER BY at LIMIT 1)"))
    (found,) = told(month, "verify", code=1)
    assert {one["code"] for one in found["differences"]} == {code}
    shown = month.run("verify")
    said = "上表所列的与流水不符" if code == "row" else "有不符之处"
    assert (shown.code, said in "".join(shown.out.split())) == (1, True)


def test_everything_that_can_differ_has_a_name() -> None:
    said: set[str] = set()
    for file in CODES:
        listed = re.split(r"``code``[:,] ", file.read_text(encoding="utf-8"))[1]
        said |= set(re.split(r"``key``|\n    ``lane``", listed)[0].split("``")[1::2])
    assert said == set(DIFFERENCES)


def test_run_is_for_live_ledgers_only(person: Person) -> None:
    person.run("init")
    shown = person.run("run", "--once")
    assert (shown.code, "warning tick" in shown.err) == (2, True)


def test_once_takes_what_is_due_and_ends(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("init", "--clock", "live")
    person.write("events.jsonl", named(), lent(), sued())
    person.run("ingest", "events.jsonl")
    assert told(person, "duties", "list", "--overdue") == []
    monkeypatch.setattr(living, "now", lambda: at("2026-11-09T09:00:00+08:00"))
    assert person.run("run", "--once").code == 0
    late = told(person, "duties", "list", "--overdue")
    assert {row["kind"] for row in late} >= {"team", "first_notice", "report"}
    assert told(person, "verify")[0]["differences"] == []


def test_an_outage_is_said_when_it_is_over(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("init", "--clock", "live")
    monkeypatch.setattr(living, "now", lambda: at("2026-11-03T09:00:00+08:00"))
    assert "Nothing has run" not in person.run("run", "--once", "--lang", "en").err
    monkeypatch.setattr(living, "now", lambda: at("2026-11-05T09:00:00+08:00"))
    assert "Nothing has run since 2026-11-03 09:00" in person.run("run", "--once", "--lang", "en").err.replace(
        "\n", " "
    )


@pytest.mark.slow
@pytest.mark.parametrize("told_by", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_told_to(person: Person, told_by: signal.Signals) -> None:
    person.run("init", "--clock", "live")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    words = [sys.executable, "-m", "warning", "run", "--every", "0.05", "--lang", "en"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        assert "is running" in process.stderr.readline()
        time.sleep(0.3)
        process.send_signal(told_by)
        left = process.stderr.read()
        assert process.wait(20) == 0
    assert "Stopped." in left
    assert "Traceback" not in left


def test_a_lost_connection_is_tried_again(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("init", "--clock", "live")
    beats: list[int] = []

    def beat(_: Heart, now: int) -> bool:
        beats.append(now)
        if len(beats) == 1:
            raise OperationalError("", None, Exception("gone"), connection_invalidated=True)
        os.kill(os.getpid(), signal.SIGTERM)
        return True

    monkeypatch.setattr(living, "LOST", 0.01)
    monkeypatch.setattr(Heart, "beat", beat)
    shown = person.run("run", "--lang", "en")
    assert (shown.code, len(beats)) == (0, 2)
    assert "is lost; it is tried again" in shown.err.replace("\n", " ")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("护卫触发器", "warningupgrade可恢复", "已补回缺失、停用或被改动的护卫触发器（2个）")),
        ("en", ("gone,others,orswitchedoff", "putsthemback", "theyweregone,switchedofforotherones(2)")),
    ],
)
def test_guards_that_are_gone_are_told(month: Person, lang: str, words: tuple[str, str, str]) -> None:
    assert told(month, "status")[0]["unguarded"] == []
    with sqlite3.connect("ledger.db") as database:
        database.execute("DROP TRIGGER ledger_stays")
        database.execute("DROP TRIGGER journal_no_update")
    gone = ["journal.journal_no_update", "ledger.ledger_stays"]
    assert told(month, "status")[0]["unguarded"] == gone
    assert words[0] in "".join(month.run("status", "--lang", lang).out.split())
    (found,) = told(month, "verify", code=1)
    assert [(one["code"], one["name"]) for one in found["differences"]] == [("guard", name) for name in gone]
    assert words[1] in "".join(month.run("verify", "--lang", lang).out.split())
    shown = "".join(month.run("upgrade", "--lang", lang).out.split())
    assert ([name in shown for name in gone], words[2] in shown) == ([True, True], True)
    assert told(month, "verify")[0]["differences"] == []
    assert "（" not in month.run("upgrade").out.replace("（0010）", ""), "nothing more to put back"
    with sqlite3.connect("ledger.db") as database:
        database.execute("DROP TRIGGER ledger_stays")
    place, revision = "ledger.db", "0010"
    lines = [
        {"object": "upgraded", "place": place, "was": revision, "revision": revision, "guards": guards}
        for guards in (["ledger.ledger_stays"], [])
    ]
    assert [told(month, "upgrade")[0] for _ in lines] == lines
