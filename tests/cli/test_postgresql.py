"""Every command on a ledger works on PostgreSQL as it does on a file: the same lines, word for word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from tests.cli.events import line, named
from tests.cli.kept import kept, told
from tests.cli.run import LIVE, Person
from warning.bootstrap import worker_place
from warning.cli.ledger.opening import shown, telling
from warning.cli.stop import Stop

EXAMPLE: Final = Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl"
GOLDEN: Final = Path(__file__).parents[1] / "golden" / "events.jsonl"
SUB: Final = ("--org", "1001", "--post", "sub_branch_president", "--officer", "1001-P01")


def test_what_is_suggested_can_be_pasted(person: Person, postgres_empty: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password is not shown, and no command is suggested with something else in its place."""
    person.widen(400)
    place, secret = postgres_empty.render_as_string(hide_password=False), str(postgres_empty.password)
    made = person.run("init", "--ledger", place).out
    assert person.run("ingest", str(EXAMPLE), "--ledger", place).code == 1
    assert "warning worker" in made
    pages = [made, *(person.run("alerts", what, "W-", "--ledger", place).out for what in ("show", "explain"))]
    monkeypatch.setenv("WARNING_LEDGER", place)
    for page in pages:
        assert "WARNING_LEDGER" in page
        assert "--ledger" not in page
        assert secret not in page
    for command in re.findall(r"warning (alerts explain [SWD]-\w+)", pages[1]):
        assert person.run(*command.split()).code == 0
    monkeypatch.delenv("WARNING_LEDGER")
    monkeypatch.setenv("PGPASSWORD", secret)
    plain = postgres_empty._replace(password=None).render_as_string()
    assert f"--ledger {plain}" in person.run("alerts", "show", "W-", "--ledger", plain).out


def test_what_a_worker_asks_of_its_connections_is_not_shown_and_takes_nothing_away() -> None:
    place = worker_place("postgresql://u:p@h:5432/d?options=-c+search_path%3Dbank&sslmode=require", 10)
    assert make_url(place).query["options"] == (
        "-c search_path=bank -c idle_in_transaction_session_timeout=30000 -c tcp_user_timeout=30000"
    )
    assert shown(place) == "postgresql://u:***@h:5432/d?sslmode=require"


def everything(person: Person, place: str) -> list[list[dict[str, Any]]]:
    """A month, and what each command then says."""
    said = [told(person, "init", "--ledger", place, *LIVE, "--name", "bank")]
    said.append(told(person, "ingest", str(GOLDEN), "--ledger", place, code=1))
    said.append(told(person, "tick", "--until", "2026-11-01T00:00:00+08:00", "--ledger", place))
    person.write(
        "more.jsonl",
        named("C9"),
        line(
            "p1",
            "loan.position.v1",
            "2026-10-31T22:00:00+08:00",
            loan_no="L-9",
            posting_seq=1,
            currency="CNY",
            outstanding_balance="1.00",
        ),
    )
    said.append(told(person, "ingest", "more.jsonl", "--ledger", place))
    alerts = told(person, "alerts", "list", "--all", "--ledger", place)
    said += [alerts, told(person, "alerts", "explain", alerts[0]["id"], "--ledger", place)]
    said.append(told(person, "alerts", "show", alerts[0]["id"], "--ledger", place))
    said.append(told(person, "duties", "list", "--org", "1001", "--ledger", place))
    said.append(told(person, "held", "list", "--ledger", place))
    act = ("act", "update", *SUB, "--warning", alerts[0]["id"], "--set", "situation=x", "--id", "A-1")
    said.append(told(person, *act, "--ledger", place))
    quarantined = told(person, "quarantine", "list", "--ledger", place)
    number = str(quarantined[0]["number"])
    person.write(
        "right.json",
        line("c1", "borrower.registered.v1", "2026-10-31T08:00:00+08:00", customer_no="C8", borrower_name="某公司"),
    )
    assert person.run("quarantine", "correct", number, "right.json", "--officer", "A", "--ledger", place).code == 0
    said += [quarantined, told(person, "quarantine", "approve", number, "--officer", "B", "--ledger", place)]
    said += [told(person, "status", "--ledger", place), told(person, "verify", "--ledger", place)]
    return said


def without_place(said: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """The same without what a ledger cannot share with another: where and when it was made, tokens of persons."""
    for lines in said:
        for found in lines:
            for name in ("place", "created_at", "ends", "ledger", "records", "corrected_by"):
                found.pop(name, None)
    return said


def test_it_says_the_same_on_either_database(person: Person, postgres_empty: URL) -> None:
    place = postgres_empty.render_as_string(hide_password=False)
    on_server, in_file = everything(person, place), everything(person, "ledger.db")
    assert kept(place) == kept()
    assert without_place(on_server) == without_place(in_file)
    assert person.run("init", "--ledger", place).code == 3, "there is one"


def test_what_is_no_ledger_on_a_server_is_told(person: Person, postgres_empty: URL) -> None:
    place = postgres_empty.render_as_string(hide_password=False)
    shown = person.run("status", "--ledger", place)
    assert (shown.code, "warning init" in shown.err) == (3, True)
    absent = postgres_empty.set(database="nowhere").render_as_string(hide_password=False)
    shown = person.run("status", "--ledger", absent, "--lang", "en")
    assert (shown.code, "no such database" in shown.err.replace("\n", " ")) == (3, True)


def test_a_certificate_to_be_verified_by_nobody_named_is_told_with_what_to_do() -> None:
    words = 'root certificate file ".postgresql/root.crt" does not exist'
    with pytest.raises(Stop) as stop, telling("postgresql://db/warning?sslmode=verify-full", "en"):
        raise OperationalError("", {}, Exception(words))
    assert "the URL has no sslrootcert" in stop.value.text
