"""Tables beside the journal, altered by whoever has the program's login, or the file: ``verify`` names the row."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from tests import postgresql
from tests.cli.events import line
from tests.conftest import BOTH
from tests.integration import people
from tests.ledger import bank
from warning.intake import corrections, dismissals, erasures
from warning.intake.commands import act
from warning.intake.ingest import Intake
from warning.ledger.sql import roles, schema
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.outages import Outages
from warning.ledger.verify import verify

BROKEN = b'{"specversion":"1.0","id":"broken","type":"loan.position.v1","officer":"1003-SBP00"}'
LATE = "2026-10-22T09:00:00.000+08:00"
IN_CONFLICT = line(
    "sued-G0", "major_event.v1", LATE, customer_no="G0", kind="litigation", description="another"
).encode()
IN_VAIN = people.approved("1000-NOBODY", name="in-vain")
LINES = (*bank.short(4)[:9], BROKEN, b"", *bank.short(4)[9:], IN_CONFLICT, IN_VAIN)
"""With a message that cannot be read, a blank line, a message in conflict with another, an act that cannot count."""
BY_NAME = "event_id = 'broken'"
GUARDED = ("quarantine", "ledger", "outage", "loan", "redacted")
"""Tables whose guards are taken away first."""
END = 1 << 60
Do = Callable[..., None]


def _made(url: URL) -> URL:
    """The ledger, event-driven, whole and verified; nobody is connected to it."""
    intake = bank.complete(bank.intake(bank.create(url)), LINES)
    assert _found(intake) == []
    intake.ledger.engine.dispose()
    return url


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> URL:
    """It on SQLite, made once; nobody changes it."""
    return _made(make_url(f"sqlite:///{tmp_path_factory.mktemp('beside')}/ledger.db"))


@pytest.fixture(scope="module")
def database(postgres_url: URL) -> Iterator[URL]:
    """It on PostgreSQL, as the program's own login."""
    with postgresql.database(postgres_url, like=postgresql.template(postgres_url)) as url:
        owner = open_engine(url)
        schema.upgrade(owner)
        program = roles.application_url(owner)
        owner.dispose()
        yield _made(program)


@pytest.fixture
def owner_url(postgres_url: URL, database: URL) -> Iterator[URL]:
    """A copy of that as its owner; the login of the one is that of the other."""
    with postgresql.database(postgres_url, like=database.database) as url:
        yield url


@pytest.fixture(params=BOTH)
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """A copy of it, as the program's own login."""
    if request.param == "postgresql":
        program: URL = request.getfixturevalue("database")
        return program.set(database=request.getfixturevalue("owner_url").database)
    made: URL = request.getfixturevalue("file")
    shutil.copy(str(made.database), tmp_path / "ledger.db")
    return made.set(database=str(tmp_path / "ledger.db"))


@pytest.fixture
def into(copied: URL) -> Iterator[Intake]:
    """That, at work."""
    intake = bank.reopened(copied)
    yield intake
    intake.ledger.engine.dispose()


@pytest.fixture(params=BOTH)
def refusing(request: pytest.FixtureRequest) -> Iterator[Intake]:
    """It itself, where all that is tried is refused."""
    intake = bank.reopened(request.getfixturevalue("database" if request.param == "postgresql" else "file"))
    yield intake
    intake.ledger.engine.dispose()


def every(name: str, cases: Iterable[str]) -> pytest.MarkDecorator:
    """Each on SQLite and the first on PostgreSQL: the rows come from another driver there, and are judged alike."""
    first, *rest = cases
    both = [("sqlite", first), pytest.param("postgresql", first, marks=pytest.mark.postgresql)]
    return pytest.mark.parametrize(("copied", name), [*both, *(("sqlite", one) for one in rest)], indirect=["copied"])


@pytest.fixture
def do(into: Intake, request: pytest.FixtureRequest) -> Iterator[Do]:
    """Does something to it as who may take the guards away: the owner of the tables, or who has the file."""
    sqlite = into.ledger.engine.dialect.name == "sqlite"
    engine = into.ledger.engine if sqlite else open_engine(request.getfixturevalue("owner_url"))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in GUARDED:
            if not sqlite:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                continue
            query = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
            for name in connection.execute(query, {"table": table}).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")

    def done(statement: str, **values: object) -> None:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            assert connection.execute(text(statement), values).rowcount > 0

    yield done
    engine.dispose()


def _found(into: Intake, now: int = END) -> list[tuple[str, str, str]]:
    found = verify(into.ledger, {bank.frame().id: bank.frame()}, now=now)
    assert found.found == len(found.differences)
    return [(one.code, one.key, one.name) for one in found.differences]


def _written(into: Intake, statement: str) -> None:
    """By the program's own login."""
    with into.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text(statement))


def _number(into: Intake, where: str) -> str:
    with into.ledger.engine.connect() as connection:
        return str(connection.execute(text(f"SELECT min(id) FROM quarantine WHERE {where}")).scalar_one())  # noqa: S608


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
    assert _found(into) == expected


SOURCES = (
    "records = records + 1",
    "records = records + 1, applied = applied + 1",
    "applied = applied - 1, duplicate = duplicate + 1, records = records - 1, line = line - 1",
    "records = records + 1, quarantined = quarantined + 1, line = line + 1",
    '"offset" = "offset" + 100, line = line + 1',
    "records = records + 1, applied = applied + 1, blank = blank - 1",
    "records = records - 1, stale = stale - 1, blank = blank + 1",
    "taken = taken + 1",
    "blank = 0",
)


@every("change", SOURCES)
def test_a_source_is_moved_on(into: Intake, change: str) -> None:
    """By the program's own login: it has to move them."""
    _written(into, f"UPDATE source SET {change} WHERE name = '{bank.NAME}'")  # noqa: S608 - ours
    assert _found(into) == [("source", "", bank.NAME)]


def test_a_line_passed_over_is_named_after_the_rest_was_read(database_url: URL) -> None:
    intake = bank.intake(bank.create(database_url))
    bank.take_part(intake, LINES, 20)
    step = len(LINES[22]) + 1  # the next but one, whichever lines the position begins with
    _written(intake, f'UPDATE source SET "offset" = "offset" + {step}, line = line + 1')  # noqa: S608 - a number
    bank.complete(intake, LINES)
    assert ("source", "", bank.NAME) in _found(intake)
    intake.ledger.engine.dispose()


def test_a_record_in_conflict_for_both_its_parties_is_one(database_url: URL) -> None:
    twice = {"customer_no": "G0", "group_no": "GRP", "change": "ended"}
    again = line("joined-G0", "group.link.v1", LATE, **twice).encode()
    intake = bank.complete(bank.intake(bank.create(database_url)), (*bank.short(4), again))
    with intake.ledger.engine.connect() as connection:
        query = text("SELECT count(*) FROM quarantine WHERE event_id = 'joined-G0' AND outcome = 'quarantined'")
        assert connection.execute(query).scalar_one() == len(("b:G0", "g:GRP"))
    assert _found(intake) == []
    names = "source, line, event_id, type, outcome, status, at, refusal, raw, digest"
    last = "id = (SELECT max(id) FROM quarantine WHERE event_id = 'joined-G0')"
    _written(intake, f"INSERT INTO quarantine ({names}) SELECT {names} FROM quarantine WHERE {last}")  # noqa: S608 - ours
    assert ("source", "", bank.NAME) in _found(intake)
    intake.ledger.engine.dispose()


def test_a_source_that_is_gone(into: Intake, do: Do) -> None:
    do("DELETE FROM source WHERE name = :name", name=bank.NAME)
    assert ("source", "", bank.NAME) in _found(into)


REFUSED = {
    "original emptied": ("UPDATE quarantine SET raw = :none", "outcome = 'quarantined'"),
    "other digest": ("UPDATE quarantine SET digest = :none", "outcome = 'quarantined'"),
    "corrected": (
        "UPDATE quarantine SET status = 'corrected', correction = raw, corrected_by = 'P-a', approved_by = 'P-b'",
        "status = 'open'",
    ),
    "corrected by one": ("UPDATE quarantine SET status = 'corrected', correction = raw", "status = 'open'"),
    "retried": ("UPDATE quarantine SET status = 'retried', settled_at = 1", "status = 'open'"),
    "dismissed": (
        "UPDATE quarantine SET status = 'dismissed', correction = raw, corrected_by = 'P-a', approved_by = 'P-b'",
        "status = 'open'",
    ),
    "noted": ("UPDATE quarantine SET status = 'noted'", "status = 'open'"),
    "opened": ("UPDATE quarantine SET status = 'open'", "status = 'noted'"),
    "no state": ("UPDATE quarantine SET status = 'gone'", "status = 'open'"),
}


@every("case", REFUSED)
def test_the_quarantine_is_altered(into: Intake, do: Do, case: str) -> None:
    statement, where = REFUSED[case]
    number = _number(into, where)
    do(f"{statement} WHERE id = {number}", **({"none": b""} if ":none" in statement else {}))
    assert [one for one in _found(into) if one[0] != "nobody"] == [("quarantine", "", number)]


def test_a_row_of_the_quarantine_is_taken_away(into: Intake, do: Do) -> None:
    number = _number(into, BY_NAME)
    do("DELETE FROM quarantine WHERE id = :number", number=int(number))
    assert _found(into) == [("source", "", bank.NAME)]


@every("where", ["status = 'noted'", "event_id = 'sued-G0'"])
def test_an_original_is_altered_together_with_its_digest(into: Intake, do: Do, where: str) -> None:
    """Of a record that the journal has, too: what came there is another."""
    number = _number(into, where)
    do(
        "UPDATE quarantine SET raw = :raw, digest = :digest WHERE id = :number",
        raw=b"",
        digest=sha256(b"").digest(),
        number=int(number),
    )
    assert _found(into) == [("quarantine", "", number)]


@pytest.fixture
def corrected(into: Intake) -> tuple[Intake, str]:
    """With a row that one person corrected and another approved."""
    number = int(_number(into, BY_NAME))
    at = into.ledger.clock()
    right = bank.owing("right", "2026-12-01T00:00:00.000+08:00", "LG0", "1.00")
    corrections.propose(into, number, right, "1000-A")
    assert _found(into) == []
    corrections.approve(into, number, "1000-B", at)
    assert _found(into) == []
    return into, str(number)


def test_a_correction_that_the_journal_has_stands(corrected: tuple[Intake, str], do: Do) -> None:
    into, number = corrected
    do("UPDATE quarantine SET correction = raw WHERE id = :number", number=int(number))
    assert _found(into) == [("quarantine", "", number)]
    do("DELETE FROM quarantine WHERE id = :number", number=int(number))
    assert ("quarantine", "", number) in _found(into)


def test_a_correction_of_which_the_journal_says_more_than_its_row(corrected: tuple[Intake, str], do: Do) -> None:
    into, number = corrected
    do("UPDATE quarantine SET status = 'open', correction = NULL WHERE id = :number", number=int(number))
    assert _found(into) == [("quarantine", "", number)]


@pytest.fixture
def dismissed(into: Intake) -> tuple[Intake, str]:
    """With a row that one person wanted dismissed and another approved."""
    number, at = int(_number(into, BY_NAME)), into.ledger.clock()
    assert dismissals.ask(into, number, "a test", "1000-A") == ""
    assert _found(into) == []
    dismissals.approve(into, number, "1000-B", at)
    assert _found(into) == []
    return into, str(number)


@every(
    "change",
    [
        "correction = raw",
        "approved_by = 'P-c'",
        "corrected_by = 'P-c'",
        "status = 'open', correction = NULL, corrected_by = NULL, approved_by = NULL",
        "status = 'retried'",
    ],
)
def test_a_dismissal_is_what_the_journal_says(dismissed: tuple[Intake, str], do: Do, change: str) -> None:
    into, number = dismissed
    do(f"UPDATE quarantine SET {change} WHERE id = :number", number=int(number))  # noqa: S608 - ours
    assert ("quarantine", "", number) in _found(into)


def test_a_dismissal_does_not_change_any_more(dismissed: tuple[Intake, str]) -> None:
    into, number = dismissed
    with pytest.raises(DBAPIError, match="what is settled does not"):
        _written(into, f"UPDATE quarantine SET status = 'open' WHERE id = {number}")  # noqa: S608 - ours


def test_a_dismissal_of_which_the_row_is_gone(dismissed: tuple[Intake, str], do: Do) -> None:
    into, number = dismissed
    do("DELETE FROM quarantine WHERE id = :number", number=int(number))
    assert ("quarantine", "", number) in _found(into)


def _erased(into: Intake) -> str:
    """A person is taken out of the broken message; its number."""
    with into.ledger.engine.connect() as connection:
        token, _ = erasures.token_of(connection, "1003-SBP00")
    request = erasures.ask(into, token, "asked for", "1000-A", 1)
    number = _number(into, BY_NAME)
    assert int(number) in erasures.approve(into, request.id, "1000-B", 2).quarantine
    return number


def test_what_an_erasure_has_left_of_an_original(into: Intake, do: Do) -> None:
    number = _erased(into)
    assert _found(into) == []
    do("UPDATE quarantine SET raw = :none WHERE id = :number", none=b"", number=int(number))
    assert _found(into) == [("quarantine", "", number)]


def test_an_erasure_that_nobody_approved_excuses_nothing(into: Intake, do: Do) -> None:
    number = _number(into, BY_NAME)
    do("INSERT INTO redacted SELECT id, digest FROM quarantine WHERE id = :number", number=int(number))
    do("UPDATE quarantine SET raw = :raw WHERE id = :number", raw=b"P-a", number=int(number))
    assert _found(into) == [("quarantine", "", number)]


@every("change", ["event_id = 'another'", "type = 'x'", "at = at + 1", "refusal = raw"])
def test_what_is_said_of_an_original_is_one_thing(into: Intake, do: Do, change: str) -> None:
    number = _number(into, BY_NAME)
    do(f"UPDATE quarantine SET {change} WHERE id = :number", number=int(number))  # noqa: S608 - ours
    assert _found(into) == [("quarantine", "", number)]


def test_the_digest_of_an_original_that_there_is_not(into: Intake, do: Do) -> None:
    do("INSERT INTO redacted SELECT 4711, digest FROM quarantine WHERE event_id = 'broken'")
    assert _found(into) == [("quarantine", "", "4711")]


@every("change", ["ground = 'another'", "asked_by = 'P-a'", "token = 'P-a'", "approved_by = NULL"])
def test_a_request_is_what_the_journal_has_of_it(into: Intake, do: Do, change: str) -> None:
    _erased(into)
    do(f"UPDATE erasure SET {change}")  # noqa: S608 - ours
    assert ("erasure", "", "1") in _found(into)
    do("DELETE FROM erasure")
    assert ("erasure", "", "1") in _found(into)


def test_an_approval_that_the_journal_does_not_have_is_none(into: Intake, do: Do) -> None:
    do(
        "INSERT INTO erasure (token, ground, asked_by, asked_at, approved_by, approved_at) "
        "VALUES ('P-a', 'x', 'P-b', 1, 'P-c', 1)"
    )
    assert ("erasure", "", "1") in _found(into)


GUARDS = {
    "ledger": ("name = 'x'", "clock = 'live'", "created_at = 1", "live_from = 1"),
    "loan": ("key = 'b:G1'",),
    "quarantine": ("raw = refusal", "refusal = raw", "outcome = 'x'", "source = 'x'", "digest = refusal", "line = 7"),
}


@pytest.mark.parametrize(("table", "change"), [(table, change) for table, each in GUARDS.items() for change in each])
def test_the_programs_own_login_may_not(refusing: Intake, table: str, change: str) -> None:
    with pytest.raises(DBAPIError, match=f"{table}:|permission denied"):
        _written(refusing, f"UPDATE {table} SET {change}")  # noqa: S608 - ours


@pytest.mark.parametrize("change", ["status = 'open'", "approved_by = 'P-x'", "settled_at = 7", "correction = raw"])
def test_what_is_settled_stays(corrected: tuple[Intake, str], change: str) -> None:
    into, number = corrected
    with pytest.raises(DBAPIError, match="quarantine: an original changes by an approved erasure only"):
        _written(into, f"UPDATE quarantine SET {change} WHERE id = {number}")  # noqa: S608 - ours


@pytest.mark.parametrize("values", ["5, 9", "0, 0"])
def test_an_outage_begins_with_the_last_sign_of_life(refusing: Intake, values: str) -> None:
    with pytest.raises(DBAPIError, match="outage: an outage begins"):
        _written(refusing, f"INSERT INTO outage VALUES ({values})")  # noqa: S608 - ours


def test_an_event_driven_ledger_was_never_down(into: Intake, do: Do) -> None:
    do("INSERT INTO outage VALUES (1, 2)")
    assert _found(into) == [("ledger", "", "clock"), ("outage", "", "1-2")]


@pytest.mark.parametrize(
    ("change", "name"), [("clock = 'live'", "clock"), ("created_at = 7", "created_at"), ("alive_at = 7", "clock")]
)
def test_what_a_ledger_says_of_itself(into: Intake, do: Do, change: str, name: str) -> None:
    do(f"UPDATE ledger SET {change}")  # noqa: S608 - ours
    assert _found(into) == [("ledger", "", name)]


def test_an_outage_that_has_not_ended_excuses_nothing_and_is_named(database_url: URL) -> None:
    """By the program's own login, which has to write them."""
    live = Intake(bank.create(database_url, clock="live"), bank.frame())
    bank.take_in(live, bank.short(4))
    assert act(live, people.called(), "cli:test").outcome == "applied"
    for statement in ("UPDATE ledger SET alive_at = 100", "INSERT INTO outage VALUES (100, 900)"):
        _written(live, statement)
    assert _found(live) == [("outage", "", "100-900")]
    _written(live, "UPDATE ledger SET alive_at = 1000000000")
    assert _found(live) == []
    assert _found(live, now=1) == [("ledger", "", "alive_at")]
    _written(live, "UPDATE ledger SET alive_at = 899")
    outages = Outages()
    with live.ledger.engine.connect() as connection:
        outages.read(connection)
    assert not outages.cover(500)
    live.ledger.engine.dispose()
