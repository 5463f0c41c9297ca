"""What somebody with the program's own login tries: persons taken away or exchanged, a first book planted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from tests.integration import people
from tests.ledger import bank
from tests.ledger.catalogue import catalogue
from tests.rule_changes import changed
from warning.intake.commands import act
from warning.intake.ingest import Intake
from warning.ledger.sql import guards, schema
from warning.ledger.sql.books import approved_frames, book_in_force
from warning.ledger.sql.engine import open_engine
from warning.ledger.verify import verify

FUNCTIONS = {
    *("archived_fits", "rows_are_archived", "private_stays", "frame_one_first", "quarantine_digests"),
    *("quarantine_stays", "ledger_stays", "outage_begins"),
}
INSTEAD = "CREATE OR REPLACE TRIGGER ledger_stays BEFORE {} ON ledger FOR EACH ROW {} EXECUTE FUNCTION ledger_stays()"
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
    assert _found(into) == [("erasure", 1), ("nobody", 3)]  # and who is said to have asked and approved


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
    engine = open_engine(postgres_database)
    query = text(
        "SELECT p.proname, p.proconfig FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
    )
    with engine.connect() as connection:
        found = connection.execute(query).all()
    engine.dispose()
    assert {row.proname for row in found} == FUNCTIONS
    assert all(row.proconfig == ["search_path=pg_catalog, public, pg_temp"] for row in found)


def _owner(url: URL, request: pytest.FixtureRequest) -> Engine:
    """Who owns the tables."""
    if url.get_backend_name() == "sqlite":
        return open_engine(url)
    return open_engine(request.getfixturevalue("postgres_database"))


def _as_owner(owner: Engine, *statements: str) -> tuple[str, ...]:
    """What is missing once the owner has done this."""
    with owner.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)
    with owner.connect() as connection:
        return guards.missing(connection)


@pytest.fixture
def owner(database_url: URL, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Who owns the tables of a ledger."""
    bank.create(database_url).close()
    engine = _owner(database_url, request)
    yield engine
    engine.dispose()


def test_every_guard_is_missed_and_put_back(owner: Engine) -> None:
    assert _as_owner(owner) == ()
    made, there = guards.guards(owner.dialect.name), catalogue(owner)
    for one in made:
        on = f' ON "{one.table}"' if owner.dialect.name == "postgresql" else ""
        assert _as_owner(owner, f"DROP TRIGGER {one.name}{on}") == (one.shown,)
        assert schema.upgrade(owner) == (schema.head(), schema.head(), (one.shown,))
        assert _as_owner(owner) == ()
    assert catalogue(owner) == there
    assert schema.upgrade(owner).guards == ()


def test_one_in_another_s_place_is_missed(tmp_path: object) -> None:
    owner = open_engine(make_url(f"sqlite:///{tmp_path}/ledger.db"))
    bank.create(owner.url).close()
    sham = "CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN SELECT 1; END"
    assert _as_owner(owner, "DROP TRIGGER ledger_stays", sham) == ("ledger.ledger_stays",)
    schema.upgrade(owner)
    assert _as_owner(owner) == ()
    owner.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger DISABLE TRIGGER ledger_stays",
        "ALTER TABLE ledger ENABLE REPLICA TRIGGER ledger_stays",
        "CREATE OR REPLACE FUNCTION ledger_stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION ledger_stays() RESET search_path",
        INSTEAD.format("UPDATE", "WHEN (false)"),
        INSTEAD.format("UPDATE OF name", ""),
        INSTEAD.format("INSERT", ""),
    ],
)
def test_one_that_does_not_watch_any_more_is_missed(postgres_database: URL, statement: str) -> None:
    owner = open_engine(postgres_database)
    assert _as_owner(owner, statement) == ("ledger.ledger_stays",)
    schema.upgrade(owner)
    assert _as_owner(owner) == ()
    owner.dispose()
