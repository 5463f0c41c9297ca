"""What somebody with the program's own login tries: persons taken away or exchanged, a first book planted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from tests.integration import people
from tests.ledger import bank
from tests.rule_changes import changed
from warning.intake.commands import act
from warning.intake.ingest import Intake
from warning.ledger.sql.books import approved_frames, book_in_force
from warning.ledger.verify import verify

FUNCTIONS = {
    *("archived_fits", "rows_are_archived", "private_stays", "frame_one_first", "quarantine_digests"),
    *("quarantine_stays", "ledger_stays", "outage_begins"),
}
ASKED = "INSERT INTO erasure (token, ground, asked_by, asked_at, approved_by, approved_at) "


@pytest.fixture
def into(database_url: URL) -> Iterator[Intake]:
    """A ledger in which two persons have acted."""
    intake = _called(database_url)
    yield intake
    intake.ledger.engine.dispose()


def _called(url: URL) -> Intake:
    intake = Intake(bank.create(url, clock="live"), bank.frame())
    bank.take_in(intake, bank.short(4))
    for name, officer in (("call-1", "1000-BOTH"), ("call-2", "1000-OTHER")):
        assert act(intake, people.called(name=name, officer=officer), "cli:test").outcome == "applied"
    return intake


def _do(into: Intake, statement: str) -> None:
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM private WHERE value = '1000-BOTH'",
        "UPDATE private SET value = 'x' WHERE value = '1000-BOTH'",
        "UPDATE private SET salt = salt",
    ],
)
def test_a_person_is_neither_taken_away_nor_changed(into: Intake, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"private: a person is taken away by an erasure|permission denied"):
        _do(into, statement)


def test_a_clock_does_not_go_back(database_url: URL) -> None:
    """What is received then would be in time again. Whoever can take the guard away is named, while it stands so."""
    intake = Intake(bank.create(database_url), bank.frame())
    bank.take_in(intake, bank.short(4))
    with pytest.raises(DBAPIError, match="ledger: what a ledger is does not change, and its clock does not go back"):
        _do(intake, "UPDATE ledger SET clock_at = clock_at - 1")
    assert _found(intake) == []
    if database_url.get_backend_name() == "sqlite":
        _do(intake, "DROP TRIGGER ledger_stays")
        _do(intake, "UPDATE ledger SET clock_at = (SELECT max(at) FROM journal)")
        assert _found(intake) == []
        _do(intake, "UPDATE ledger SET clock_at = clock_at - 1")
        assert len(_found(intake)) == 1
    intake.ledger.engine.dispose()


@pytest.mark.parametrize("approved_by", ["NULL", "'P-a'", "token"])
def test_a_request_is_no_approval(into: Intake, approved_by: str) -> None:
    _do(into, f"{ASKED} SELECT token, 'x', 'P-a', 1, {approved_by}, 1 FROM private WHERE value = '1000-BOTH'")  # noqa: S608
    with pytest.raises(DBAPIError, match="private: a person is taken away by an erasure"):
        _do(into, "DELETE FROM private WHERE value = '1000-BOTH'")


def test_an_approval_that_is_not_journaled_is_named(into: Intake) -> None:
    """The table can be written to by who has the login; the journal says nothing of it."""
    assert _found(into) == []
    _do(into, f"{ASKED} SELECT token, 'x', 'P-a', 1, 'P-b', 1 FROM private WHERE value = '1000-BOTH'")  # noqa: S608
    _do(into, "DELETE FROM private WHERE value = '1000-BOTH'")
    assert _found(into) == [("nobody", 3)]  # and who is said to have asked and approved


def _found(into: Intake) -> list[tuple[str, int]]:
    codes = [one.code for one in verify(into.ledger, {bank.frame().id: bank.frame()}).differences]
    return [(code, codes.count(code)) for code in sorted(set(codes))]


@pytest.fixture
def unguarded(tmp_path: object) -> Iterator[Intake]:
    """By who can take the guards away: a ledger in a file."""
    intake = _called(URL.create("sqlite", database=f"{tmp_path}/l.db"))
    for trigger in ("private_no_delete", "private_no_update"):
        _do(intake, f"DROP TRIGGER {trigger}")
    yield intake
    intake.ledger.engine.dispose()


def test_persons_taken_away_or_exchanged_are_named(unguarded: Intake) -> None:
    _do(unguarded, "UPDATE private SET value = 'x' WHERE value = '1000-BOTH'")
    _do(unguarded, "UPDATE private SET value = '1000-BOTH' WHERE value = '1000-OTHER'")
    _do(unguarded, "UPDATE private SET value = '1000-OTHER' WHERE value = 'x'")
    assert _found(unguarded) == [("person", 2)]
    _do(unguarded, "DELETE FROM private WHERE value = '1000-OTHER'")
    assert _found(unguarded) == [("nobody", 1), ("person", 1)]


@pytest.mark.parametrize("in_force_at", [0, -1])
def test_a_ledger_has_one_first_book(into: Intake, in_force_at: int) -> None:
    with pytest.raises(DBAPIError, match="frame: a ledger has one first rule book"):
        _do(into, f"INSERT INTO frame SELECT 'aaaa', {in_force_at}, -1, files FROM frame")  # noqa: S608


@pytest.mark.parametrize(("recorded_at", "lines"), [("-1", 4), ("recorded_at", 4), ("-1", 0)])
def test_a_planted_first_book_is_named_and_is_not_the_first(tmp_path: object, recorded_at: str, lines: int) -> None:
    unguarded = changed.create(URL.create("sqlite", database=f"{tmp_path}/l.db"))
    if lines:
        bank.take_in(unguarded, bank.short(lines))
    _do(unguarded, "DROP TRIGGER frame_one_first")
    name = book_in_force(unguarded.ledger, 1).frame.id
    _do(unguarded, f"INSERT INTO frame SELECT 'aaaa', 0, {recorded_at}, files FROM frame")  # noqa: S608
    assert book_in_force(unguarded.ledger, 1).frame.id == name
    found = verify(unguarded.ledger, approved_frames(unguarded.ledger)).differences
    assert [(one.code, one.name) for one in found] == [("book", "aaaa")]
    unguarded.ledger.engine.dispose()


@pytest.mark.postgresql
def test_the_functions_of_tables_look_nowhere_else(postgres_database: URL) -> None:
    from warning.ledger.sql.engine import open_engine

    engine = open_engine(postgres_database)
    query = text(
        "SELECT p.proname, p.proconfig FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
    )
    with engine.connect() as connection:
        found = connection.execute(query).all()
    engine.dispose()
    assert {row.proname for row in found} == FUNCTIONS
    assert all(row.proconfig == ["search_path=pg_catalog, public, pg_temp"] for row in found)
