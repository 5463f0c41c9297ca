"""No way round two people, in the database either: what somebody plants there is found, and stops whoever works."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import URL, Connection, Engine, insert, text
from sqlalchemy.exc import DBAPIError

from tests.ledger import bank
from tests.rule_changes import changed
from tests.rule_changes.changed import EARLIER, FORCE, MINUTE, QUICKER
from tests.rule_changes.test_life import found
from warning.audit.replay import replay
from warning.intake.driver import Driver
from warning.intake.ingest import Intake
from warning.ledger.sql.books import UnapprovedBook
from warning.ledger.sql.tables import FRAME
from warning.ledger.verify import verify

BOOK = changed.packed(*EARLIER)
OTHER = changed.packed(*QUICKER)


@pytest.fixture
def whole(tmp_path: object) -> Iterator[Intake]:
    """A ledger across a change."""
    into = changed.create(URL.create("sqlite", database=f"{tmp_path}/ledger.db"))
    bank.take_in(into, bank.short(6))
    bank.run_on(into, changed.PROPOSED_AT)
    changed.two(into, BOOK)
    bank.run_on(into)
    assert found(into) == []
    yield into
    into.ledger.engine.dispose()


def _insert(connection: Connection) -> None:
    values = {"id": changed.frame_of(OTHER).id, "recorded_at": 0, "files": OTHER}
    connection.execute(insert(FRAME).values(in_force_at=bank.UNTIL + MINUTE, **values))


def _move(connection: Connection) -> None:
    connection.execute(text("UPDATE frame SET in_force_at = in_force_at + 1 WHERE in_force_at > 0"))


def _first(connection: Connection) -> None:
    connection.execute(text("UPDATE frame SET in_force_at = 1 WHERE in_force_at = 0"))


def _recorded(connection: Connection) -> None:
    connection.execute(text("UPDATE frame SET recorded_at = recorded_at - 1 WHERE in_force_at > 0"))


def _files(connection: Connection) -> None:
    """The same book by its id, in other bytes."""
    statement = text("UPDATE frame SET files = :files WHERE in_force_at > 0")
    connection.execute(statement, {"files": BOOK.replace(b"\\n#", b"\\n# ", 1)})


def _delete(connection: Connection) -> None:
    connection.execute(text("DELETE FROM frame WHERE in_force_at > 0"))


@pytest.mark.parametrize("plant", [_insert, _move, _recorded, _files, _delete])
def test_a_book_that_was_not_approved_so_is_found(whole: Intake, plant: Callable[[Connection], None]) -> None:
    frames = changed.frames(whole)
    _plant(whole.ledger.engine, plant)
    codes = {code for code, _ in _alone(whole)}
    assert "book" in codes
    again = replay(whole.ledger.engine, frames).divergences
    assert [one.code for one in again] == ["book"]


@pytest.mark.parametrize("plant", [_insert, _move, _first, _delete])
def test_nobody_works_by_it(whole: Intake, plant: Callable[[Connection], None]) -> None:
    _plant(whole.ledger.engine, plant)
    with pytest.raises(UnapprovedBook):
        bank.intake(whole.ledger).tick(bank.UNTIL + MINUTE)


def _plant(engine: Engine, plant: Callable[[Connection], object]) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        plant(connection)


def _alone(into: Intake) -> list[tuple[str, str]]:
    """What the verifier that shares no code finds."""
    from warning.audit.verifier.check import verify
    from warning.cli.audit.places import reading

    source = reading(into.ledger.engine.url.render_as_string(hide_password=False), "en")
    codes = [(one.code, one.key) for one in verify(source).findings]
    source.close()
    return codes


def test_a_row_decided_by_a_book_not_in_force_is_found(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links and digests all hold: somebody ran the program with another list of books."""
    into = changed.create(URL.create("sqlite", database=f"{tmp_path}/ledger.db"))
    bank.take_in(into, bank.short(6))
    bank.run_on(into, changed.PROPOSED_AT)
    changed.two(into, BOOK)
    monkeypatch.setattr(Driver, "frame_at", lambda self, _instant: self.frames.first)
    bank.run_on(into)
    monkeypatch.undo()
    assert {code for code, _ in _alone(into)} == {"frame"}
    assert "frame" in {one.code for one in replay(into.ledger.engine, changed.frames(into)).divergences}


def test_a_borrower_that_was_passed_over_is_found(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    into = changed.create(URL.create("sqlite", database=f"{tmp_path}/ledger.db"))
    bank.take_in(into, bank.short(6))
    bank.run_on(into, changed.PROPOSED_AT)
    changed.two(into, BOOK)
    monkeypatch.setattr(Driver, "_activate", lambda _self, _at: True)
    bank.run_on(into, FORCE)
    monkeypatch.undo()
    assert {code for code, _ in found(into)} == {"activation"}

    again = replay(into.ledger.engine, changed.frames(into)).divergences
    assert {one.code for one in again} == {"activation"}
    assert {one.key for one in again} <= {key for _, key in found(into)}


PROPOSALS = {
    "files": "UPDATE proposed_book SET files = CAST(replace(CAST(files AS TEXT), '>= 3', '>= 4') AS BLOB)",
    "frame": "UPDATE proposed_book SET frame = 'another'",
    "report": "UPDATE proposed_book SET report = x'00'",
    "gone": "DELETE FROM proposed_book",
    "more": "INSERT INTO proposed_book SELECT 'P-9', frame, recorded_at, files, report FROM proposed_book",
}


@pytest.mark.parametrize("what", PROPOSALS)
def test_what_is_kept_of_a_proposal_is_what_its_row_says(whole: Intake, what: str) -> None:
    _plant(whole.ledger.engine, lambda connection: connection.execute(text(PROPOSALS[what])))
    assert set(_alone(whole)) == {("proposal", "c:rules")}
    again = verify(whole.ledger, changed.frames(whole)).differences
    assert [(one.code, one.key) for one in again] == [("proposal", "c:rules")]


def test_when_a_proposal_was_recorded_is_what_its_row_says(whole: Intake) -> None:
    earlier = text("UPDATE proposed_book SET recorded_at = recorded_at - 1")
    _plant(whole.ledger.engine, lambda connection: connection.execute(earlier))
    again = verify(whole.ledger, changed.frames(whole)).differences
    assert [(one.code, one.key) for one in again] == [("proposal", "c:rules")]


@pytest.mark.parametrize("table", ["frame", "proposed_book"])
@pytest.mark.parametrize("change", ["UPDATE {} SET recorded_at = 1", "DELETE FROM {}"])
def test_the_program_only_adds_books(database_url: URL, table: str, change: str) -> None:
    into = changed.create(database_url)
    changed.propose(into, BOOK)
    engine = into.ledger.engine
    refusal = f"{table}: rows are only added" if engine.dialect.name == "sqlite" else "permission denied"
    with pytest.raises(DBAPIError, match=refusal), engine.begin() as connection:
        connection.exec_driver_sql(change.format(table))
    engine.dispose()
