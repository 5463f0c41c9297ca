"""Tables beside the journal, altered by whoever has the program's login, or the file: ``verify`` names the row."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from tests.cli.events import line
from tests.integration import people
from tests.ledger import bank
from tests.ledger.altered import LATE, LINES, Do, every, found, written
from warning.intake.commands import act
from warning.intake.ingest import Intake
from warning.ledger.sql.counts import tally
from warning.ledger.sql.outages import Outages
from warning.ledger.sql.sources import COMMANDS, TALLIED, count

OWNED = {
    "another's": ("UPDATE loan SET key = 'b:G1' WHERE loan_no = 'LG0'", [("loan", "b:G0", "LG0")]),
    "missing": ("DELETE FROM loan WHERE loan_no IN ('LG0', 'LG1')", [("loan", f"b:G{n}", f"LG{n}") for n in (0, 1)]),
    "too many": ("INSERT INTO loan VALUES ('LG00', 'b:G0')", [("loan", "b:G0", "LG00")]),
    "of nobody": ("UPDATE loan SET key = '' WHERE loan_no = 'LX1'", [("loan", "b:CX98", "LX1")]),
    "other name": ("UPDATE borrower SET name = 'x' WHERE customer_no = 'G0'", [("borrower", "b:G0", "G0")]),
    "no name": ("DELETE FROM borrower WHERE customer_no = 'G3'", [("borrower", "b:G3", "G3")]),
    "name of nobody": ("INSERT INTO borrower VALUES ('X', 'x')", [("borrower", "b:X", "X")]),
}


@every("case", OWNED)
def test_whose_a_loan_is_and_what_a_borrower_is_called(into: Intake, do: Do, case: str) -> None:
    statement, expected = OWNED[case]
    do(statement)
    assert found(into) == expected


SOURCES = (
    "records = records + 1",
    "records = records + 1, applied = applied + 1",
    "applied = applied - 1, duplicate = duplicate + 1, records = records - 1, line = line - 1",
    "records = records + 1, quarantined = quarantined + 1, line = line + 1",
    '"offset" = "offset" + 100, line = line + 1',
    "records = records + 1, applied = applied + 1, blank = blank - 1",
    "records = records - 1, stale = stale - 1, blank = blank + 1",
    "taken = taken + 1",
    "received = received - 1",
    "received = received + 86400000000",
    "blank = 0",
)


@every("change", SOURCES)
def test_a_source_is_moved_on(into: Intake, change: str) -> None:
    """By the program's own login: it has to move them."""
    written(into, f"UPDATE source SET {change} WHERE name = '{bank.NAME}'")  # noqa: S608 - ours
    assert found(into) == [("source", "", bank.NAME)]


@every("change", ("finished = false", "received = 1", '"offset" = 7', "beginning = name"))
def test_what_nobody_reads_on_in_has_no_position(into: Intake, change: str) -> None:
    """Acts of people: unfinished and of long ago they would excuse what a live ledger was late with."""
    with into.ledger.engine.begin() as connection:
        count(connection, COMMANDS, "command", 0, dict.fromkeys(TALLIED, 0))
    assert found(into) == []
    to = change.replace("= name", "= decode('00', 'hex')" if into.ledger.engine.name == "postgresql" else "= x'00'")
    written(into, f"UPDATE source SET {to} WHERE kind = 'command'")  # noqa: S608 - ours
    assert found(into) == [("source", "", COMMANDS)]


@pytest.mark.parametrize("number", [1, 9, 12, 20, 27])
def test_the_last_record_read_is_of_the_instant_the_journal_has(database_url: URL, number: int) -> None:
    """Wherever a file was left: also where the last lines were held, not taken, or read out of their order."""
    intake = bank.intake(bank.create(database_url))
    bank.take_part(intake, LINES, number)
    assert found(intake) == []
    intake.ledger.engine.dispose()


def test_a_line_passed_over_is_named_after_the_rest_was_read(database_url: URL) -> None:
    intake = bank.intake(bank.create(database_url))
    bank.take_part(intake, LINES, 20)
    step = len(LINES[22]) + 1  # the next but one, whichever lines the position begins with
    written(intake, f'UPDATE source SET "offset" = "offset" + {step}, line = line + 1')  # noqa: S608 - a number
    bank.complete(intake, LINES)
    assert ("source", "", bank.NAME) in found(intake)
    intake.ledger.engine.dispose()


def test_a_record_in_conflict_for_both_its_parties_is_one(database_url: URL) -> None:
    twice = {"customer_no": "G0", "group_no": "GRP", "change": "ended"}
    again = line("joined-G0", "group.link.v1", LATE, **twice).encode()
    intake = bank.complete(bank.intake(bank.create(database_url)), (*bank.short(4), again))
    with intake.ledger.engine.connect() as connection:
        query = text("SELECT count(*) FROM quarantine WHERE event_id = 'joined-G0' AND outcome = 'quarantined'")
        assert connection.execute(query).scalar_one() == 1
    assert found(intake) == []
    names = "source, line, event_id, type, outcome, status, at, refusal, raw, digest"
    last = "id = (SELECT max(id) FROM quarantine WHERE event_id = 'joined-G0')"
    more = f"INSERT INTO quarantine ({names}) SELECT {names} FROM quarantine WHERE {last}"  # noqa: S608 - ours
    written(intake, more)
    assert found(intake) == [], "a program before this one gave it a number for each party"
    written(intake, more)
    assert ("source", "", bank.NAME) in found(intake)
    intake.ledger.engine.dispose()


def test_a_record_that_one_party_knows_and_the_other_refuses_is_quarantined(database_url: URL) -> None:
    """The borrower has that id with other words; the second guarantor has heard these."""
    named = {"customer_no": "G0", "guarantee_contract_no": "T1", "change": "made"}
    vouched = [
        line("same-id", "guarantee.link.v1", LATE, guarantor_no=other, **named).encode() for other in ("G1", "G2", "G2")
    ]
    intake = bank.complete(bank.intake(bank.create(database_url)), (*bank.short(4), *vouched))
    with intake.ledger.engine.connect() as connection:
        of_it, of_all = "event_id = 'same-id'", "outcome = 'quarantined'"
        numbers = [
            connection.execute(text(f"SELECT count(*) FROM quarantine WHERE {which}")).scalar_one()  # noqa: S608 - ours
            for which in (of_it, of_all)
        ]
        assert numbers == [2, tally(connection).quarantined]
    assert found(intake) == []
    intake.ledger.engine.dispose()


def test_a_source_that_is_gone(into: Intake, do: Do) -> None:
    do("DELETE FROM source WHERE name = :name", name=bank.NAME)
    assert ("source", "", bank.NAME) in found(into)


GUARDS = {
    "ledger": ("name = 'x'", "clock = 'live'", "created_at = 1", "live_from = 1"),
    "loan": ("key = 'b:G1'",),
    "quarantine": ("raw = refusal", "refusal = raw", "outcome = 'x'", "source = 'x'", "digest = refusal", "line = 7"),
}


@pytest.mark.parametrize(("table", "change"), [(table, change) for table, each in GUARDS.items() for change in each])
def test_the_programs_own_login_may_not(refusing: Intake, table: str, change: str) -> None:
    with pytest.raises(DBAPIError, match=f"{table}:|permission denied"):
        written(refusing, f"UPDATE {table} SET {change}")  # noqa: S608 - ours


@pytest.mark.parametrize("change", ["status = 'open'", "approved_by = 'P-x'", "settled_at = 7", "correction = raw"])
def test_what_is_settled_stays(corrected: tuple[Intake, str], change: str) -> None:
    into, number = corrected
    with pytest.raises(DBAPIError, match="quarantine: an original changes by an approved erasure only"):
        written(into, f"UPDATE quarantine SET {change} WHERE id = {number}")  # noqa: S608 - ours


@pytest.mark.parametrize("values", ["5, 9", "0, 0"])
def test_an_outage_begins_with_the_last_sign_of_life(refusing: Intake, values: str) -> None:
    with pytest.raises(DBAPIError, match="outage: an outage begins"):
        written(refusing, f"INSERT INTO outage VALUES ({values})")  # noqa: S608 - ours


def test_an_event_driven_ledger_was_never_down(into: Intake, do: Do) -> None:
    do("INSERT INTO outage VALUES (1, 2)")
    assert found(into) == [("ledger", "", "clock"), ("outage", "", "1-2")]


@pytest.mark.parametrize(
    ("change", "name"), [("clock = 'live'", "clock"), ("created_at = 7", "created_at"), ("alive_at = 7", "clock")]
)
def test_what_a_ledger_says_of_itself(into: Intake, do: Do, change: str, name: str) -> None:
    do(f"UPDATE ledger SET {change}")  # noqa: S608 - ours
    assert found(into) == [("ledger", "", name)]


def test_an_outage_that_has_not_ended_excuses_nothing_and_is_named(database_url: URL) -> None:
    """By the program's own login, which has to write them."""
    live = Intake(bank.create(database_url, clock="live"), bank.frame())
    bank.take_in(live, bank.short(4))
    assert act(live, people.called(), "cli:test").outcome == "applied"
    for statement in ("UPDATE ledger SET alive_at = 100", "INSERT INTO outage VALUES (100, 900)"):
        written(live, statement)
    assert found(live) == [("outage", "", "100-900")]
    written(live, "UPDATE ledger SET alive_at = 1000000000")
    assert found(live) == []
    assert found(live, now=1) == [("ledger", "", "alive_at")]
    written(live, "UPDATE ledger SET alive_at = 899")
    outages = Outages()
    with live.ledger.engine.connect() as connection:
        outages.read(connection)
    assert not outages.cover(500)
    live.ledger.engine.dispose()
