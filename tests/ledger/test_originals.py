"""What could not be taken, requests to erase and dismissals, altered by whoever may: ``verify`` names the row."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.ledger import bank
from tests.ledger.altered import BY_NAME, Do, every, found, number_of, written
from warning.contracts.decode import Refused
from warning.core.draft import Dismissal
from warning.intake import corrections, dismissals, erasures
from warning.intake.ingest import Intake
from warning.ledger.sql import codec
from warning.ledger.sql.tables import QUARANTINE

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
    number = number_of(into, where)
    do(f"{statement} WHERE id = {number}", **({"none": b""} if ":none" in statement else {}))
    assert [one for one in found(into) if one[0] != "nobody"] == [("quarantine", "", number)]


def test_a_row_of_the_quarantine_is_taken_away(into: Intake, do: Do) -> None:
    number = number_of(into, BY_NAME)
    do("DELETE FROM quarantine WHERE id = :number", number=int(number))
    assert found(into) == [("source", "", bank.NAME)]


@every("where", ["status = 'noted'", "event_id = 'sued-G0'"])
def test_an_original_is_altered_together_with_its_digest(into: Intake, do: Do, where: str) -> None:
    """Of a record that the journal has, too: what came there is another."""
    number = number_of(into, where)
    do(
        "UPDATE quarantine SET raw = :raw, digest = :digest WHERE id = :number",
        raw=b"",
        digest=sha256(b"").digest(),
        number=int(number),
    )
    assert found(into) == [("quarantine", "", number)]


def test_a_correction_that_the_journal_has_stands(corrected: tuple[Intake, str], do: Do) -> None:
    into, number = corrected
    do("UPDATE quarantine SET correction = raw WHERE id = :number", number=int(number))
    assert found(into) == [("quarantine", "", number)]
    do("DELETE FROM quarantine WHERE id = :number", number=int(number))
    assert ("quarantine", "", number) in found(into)


def test_a_correction_of_which_the_journal_says_more_than_its_row(corrected: tuple[Intake, str], do: Do) -> None:
    into, number = corrected
    do("UPDATE quarantine SET status = 'open', correction = NULL WHERE id = :number", number=int(number))
    assert found(into) == [("quarantine", "", number)]


@pytest.fixture
def dismissed(into: Intake) -> tuple[Intake, str]:
    """With a row that one person wanted dismissed and another approved."""
    number, at = int(number_of(into, BY_NAME)), into.ledger.clock()
    assert dismissals.ask(into, number, "a test", "1000-A") == ""
    assert found(into) == []
    dismissals.approve(into, number, "1000-B", at)
    assert found(into) == []
    return into, str(number)


@every(
    "change",
    [
        "correction = raw",
        "approved_by = 'P-c'",
        "corrected_by = 'P-c'",
        "status = 'open', correction = NULL, corrected_by = NULL, approved_by = NULL",
        "status = 'retried'",
        "settled_at = settled_at - 1",
    ],
)
def test_a_dismissal_is_what_the_journal_says(dismissed: tuple[Intake, str], do: Do, change: str) -> None:
    into, number = dismissed
    do(f"UPDATE quarantine SET {change} WHERE id = :number", number=int(number))  # noqa: S608 - ours
    assert ("quarantine", "", number) in found(into)


def test_that_an_original_was_redacted_excuses_nothing_else(dismissed: tuple[Intake, str], do: Do) -> None:
    """No erased person's token stands in it: nothing was taken out."""
    into, number = dismissed
    written(into, f"INSERT INTO redacted SELECT id, digest FROM quarantine WHERE id = {number}")  # noqa: S608 - ours
    do("UPDATE quarantine SET correction = :other WHERE id = :number", other=b"another", number=int(number))
    assert found(into) == [("quarantine", "", number)]


def test_an_original_of_which_nothing_was_taken_out_is_taken_again(into: Intake) -> None:
    """Whoever adds that it was redacted keeps nobody from it."""
    number = number_of(into, BY_NAME)
    written(into, f"INSERT INTO redacted SELECT id, digest FROM quarantine WHERE id = {number}")  # noqa: S608 - ours
    with pytest.raises(Refused):  # it is broken, still
        corrections.retry(into, int(number), 1)


@every("name", ["dismissal:1b", "dismissal:{number}"])
def test_nothing_is_dismissed_twice(dismissed: tuple[Intake, str], do: Do, name: str) -> None:
    """By whoever has the program, and puts the row to it."""
    into, number = dismissed
    with into.transaction() as (unit, driver):
        digest = unit.connection.execute(select(QUARANTINE.c.digest).where(QUARANTINE.c.id == int(number))).scalar_one()
        content = Dismissal(int(number), codec.raw(digest).hex(), "another", "P-a", "P-b")
        driver.keep(name.format(number=number), content, "dismiss", driver.clock)
    change = "correction = :ground, corrected_by = 'P-a', approved_by = 'P-b'"
    do(f"UPDATE quarantine SET {change} WHERE id = :number", ground=b"another", number=int(number))  # noqa: S608 - ours
    assert ("quarantine", "", number) in found(into)


def test_a_dismissal_does_not_change_any_more(dismissed: tuple[Intake, str]) -> None:
    into, number = dismissed
    with pytest.raises(DBAPIError, match="what is settled does not"):
        written(into, f"UPDATE quarantine SET status = 'open' WHERE id = {number}")  # noqa: S608 - ours


def test_a_dismissal_of_which_the_row_is_gone(dismissed: tuple[Intake, str], do: Do) -> None:
    into, number = dismissed
    do("DELETE FROM quarantine WHERE id = :number", number=int(number))
    assert ("quarantine", "", number) in found(into)


def _erased(into: Intake) -> str:
    """A person is taken out of the broken message; its number."""
    with into.ledger.engine.connect() as connection:
        token, _ = erasures.token_of(connection, "1003-SBP00")
    request = erasures.ask(into, token, "asked for", "1000-A", 1)
    number = number_of(into, BY_NAME)
    assert int(number) in erasures.approve(into, request.id, "1000-B", 2).quarantine
    return number


def test_what_an_erasure_has_left_of_an_original(into: Intake, do: Do) -> None:
    number = _erased(into)
    assert found(into) == []
    do("UPDATE quarantine SET raw = :none WHERE id = :number", none=b"", number=int(number))
    assert found(into) == [("quarantine", "", number)]


def test_an_erasure_that_nobody_approved_excuses_nothing(into: Intake, do: Do) -> None:
    number = number_of(into, BY_NAME)
    do("INSERT INTO redacted SELECT id, digest FROM quarantine WHERE id = :number", number=int(number))
    do("UPDATE quarantine SET raw = :raw WHERE id = :number", raw=b"P-a", number=int(number))
    assert found(into) == [("quarantine", "", number)]


@every("change", ["event_id = 'another'", "type = 'x'", "at = at + 1", "refusal = raw"])
def test_what_is_said_of_an_original_is_one_thing(into: Intake, do: Do, change: str) -> None:
    number = number_of(into, BY_NAME)
    do(f"UPDATE quarantine SET {change} WHERE id = :number", number=int(number))  # noqa: S608 - ours
    assert found(into) == [("quarantine", "", number)]


def test_the_digest_of_an_original_that_there_is_not(into: Intake, do: Do) -> None:
    do("INSERT INTO redacted SELECT 4711, digest FROM quarantine WHERE event_id = 'broken'")
    assert found(into) == [("quarantine", "", "4711")]


@every("change", ["ground = 'another'", "asked_by = 'P-a'", "token = 'P-a'", "approved_by = NULL"])
def test_a_request_is_what_the_journal_has_of_it(into: Intake, do: Do, change: str) -> None:
    _erased(into)
    do(f"UPDATE erasure SET {change}")  # noqa: S608 - ours
    assert ("erasure", "", "1") in found(into)
    do("DELETE FROM erasure")
    assert ("erasure", "", "1") in found(into)


def test_an_approval_that_the_journal_does_not_have_is_none(into: Intake, do: Do) -> None:
    do(
        "INSERT INTO erasure (token, ground, asked_by, asked_at, approved_by, approved_at) "
        "VALUES ('P-a', 'x', 'P-b', 1, 'P-c', 1)"
    )
    assert ("erasure", "", "1") in found(into)
