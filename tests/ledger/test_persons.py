"""Natural persons: their numbers are in ``private``, ``held`` and ``quarantine``, and nowhere else in a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from sqlite3 import connect

import pytest
from msgspec import json
from sqlalchemy import URL, select

from tests.integration import people
from tests.ledger import bank
from warning.contracts.decode import Incoming
from warning.core.scalars import read_moment
from warning.intake import erasures
from warning.intake.commands import act
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.sql.persons import PREFIX, Persons
from warning.ledger.sql.sources import Position
from warning.ledger.sql.tables import JOURNAL, PRIVATE
from warning.ledger.verify import verify

APART = ("private", "held", "quarantine")
"""Tables in which a person may be named: what is kept as it came until it is settled."""


def _officers() -> set[str]:
    """Every person that the bank's events name."""
    whole = b"".join(one + b"\n" for one in bank.wire())
    read = (item.read for item in bank.items(whole, Position()))
    acts = [one.event for one in read if isinstance(one, Incoming)]
    named = {getattr(event, "officer_no", "") for event in acts} - {""}
    return named | {member for event in acts for member in getattr(event, "members", ())}


def _tokens(intake: Intake) -> dict[str, str]:
    """Person -> token, as the ledger has it."""
    with intake.ledger.engine.connect() as connection:
        return {row.value: row.token for row in connection.execute(select(PRIVATE))}


def test_no_person_is_named_outside(database_url: URL) -> None:
    salts = count()
    intake = bank.intake(bank.create(database_url, clock="live"))
    intake.persons = Persons(lambda: next(salts).to_bytes(16))
    bank.take_in(intake, bank.wire())
    act(intake, people.called(day="2026-12-01", officer="1003-TELLER"), "cli:sub_branch_president@1003")
    heart = Heart(intake)
    while not heart.beat(read_moment("2026-12-02T00:00:00+08:00")):
        pass
    officers = {*_officers(), "1003-TELLER"}
    found = bank.contents(intake.ledger.engine)
    text = {name: b"\0".join(map(_bytes, rows)) for name, rows in found.items()}
    named = {name for name, all_ in text.items() if any(officer.encode() in all_ for officer in officers)}
    assert named <= set(APART)
    assert "private" in named
    assert found["outbox"]
    tokens = _tokens(intake)
    assert tokens.keys() == officers
    assert len(set(tokens.values())) == len(officers) > 20
    assert all(token.startswith(PREFIX) for token in tokens.values())
    assert sum(all_.count(PREFIX.encode()) for name, all_ in text.items() if name == "journal") > len(officers)
    intake.ledger.engine.dispose()


def _bytes(row: tuple[object, ...]) -> bytes:
    return b"\0".join(value if isinstance(value, bytes) else str(value).encode() for value in row)


def test_no_person_is_named_in_the_file_once_they_are_forgotten(tmp_path: Path) -> None:
    """The whole file, byte by byte, without the three tables: and chain and replay stand."""
    intake = bank.complete(bank.intake(bank.create(URL.create("sqlite", database=str(tmp_path / "l.db")))), bank.wire())
    intake.ledger.engine.dispose()
    officers = _officers()
    assert all(officer.encode() in _vacuumed(tmp_path / "l.db") for officer in officers)
    with closing(connect(tmp_path / "l.db")) as file:
        for table in ("private", "quarantine"):
            file.execute(f"DROP TRIGGER {table}_no_delete")
        for table in APART:
            file.execute(f"DELETE FROM {table}")  # noqa: S608 - ours
        file.commit()
    left = _vacuumed(tmp_path / "l.db")
    assert [officer for officer in officers if officer.encode() in left] == []
    found = verify(intake.ledger, {bank.frame().id: bank.frame()})
    assert {one.code for one in found.differences} == {"nobody", "source"}  # nobody erased them, and records are gone
    assert 20 < found.found <= len(officers)  # some are named by what does not count alone
    intake.ledger.engine.dispose()


def _vacuumed(path: Path) -> bytes:
    """The file's bytes, without what was deleted in it."""
    with closing(connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("VACUUM")
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.fixture
def live(database_url: URL) -> Iterator[Intake]:
    """A live ledger on which a release waits for a second person; salts are random, as in use."""
    intake = Intake(bank.create(database_url, clock="live"), bank.frame())
    bank.take_in(intake, bank.short(4))
    assert act(intake, people.proposed(officer="1000-BOTH"), "cli:test").outcome == "applied"
    yield intake
    intake.ledger.engine.dispose()


def test_the_maker_is_known_again_by_another_process(live: Intake) -> None:
    again = Intake(live.ledger, bank.frame())
    for n, written in enumerate(("1000-BOTH", "1000-both", "１０００-BOTH", "1000-BOTH\u200b", " 1000-BOTH")):
        own = act(again, people.approved(written, name=f"own-{n}"), "cli:test")
        assert own.outcome == "refused"
        assert own.refusal is not None
        assert own.refusal.why is not None
        assert own.refusal.why.code == "same_person"
    other = act(again, people.approved("1000-OTHER", at="11:00:00"), "cli:test")
    assert (other.outcome, other.refusal) == ("applied", None)
    assert len({_tokens(live)[name] for name in ("1000-BOTH", "1000-OTHER")}) == 2


def test_a_person_has_one_token_in_all_events(live: Intake) -> None:
    for n in range(3):
        calling = people.called(name=f"call-{n}", officer="1003-ONE", day=f"2026-10-{23 + n}")
        assert act(Intake(live.ledger, bank.frame()), calling, "cli:test").outcome == "applied"
    with live.ledger.engine.connect() as connection:
        query = select(JOURNAL.c.payload).where(JOURNAL.c.event_id.like("call-%"))
        named = {json.decode(payload)["officer_no"] for payload in connection.execute(query).scalars()}
    assert named == {_tokens(live)["1003-ONE"]}


def test_one_erased_and_named_again_is_another_token_and_the_chain_stands(live: Intake) -> None:
    before = _tokens(live)["1000-BOTH"]
    assert act(live, people.approved("1000-OTHER", at="11:00:00"), "cli:test").outcome == "applied"
    request = erasures.ask(live, before, "has left", "9001-A", 5)
    erasures.approve(live, request.id, "9001-B", 6)
    act(Intake(live.ledger, bank.frame()), people.called(officer="1000-BOTH"), "cli:test")
    assert _tokens(live)["1000-BOTH"] != before
    assert verify(live.ledger, {bank.frame().id: bank.frame()}).differences == ()


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
