"""What nobody will correct or send again is dismissed: one person says why, another approves, and the journal has it.

Nothing goes away by it: the original stays, and counts as quarantined as before.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from warning.core.blank import blank
from warning.core.draft import Dismissal
from warning.intake.corrections import (
    DISMISSAL,
    DISMISSED,
    OPEN,
    PROPOSED,
    ProposerErased,
    Replaced,
    SamePerson,
    Settled,
    as_seen,
    instead_of,
    named,
    proposal_of,
    put_in,
    reasons,
    row_of,
    settle,
)
from warning.intake.erasures import is_known
from warning.intake.ingest import Intake
from warning.ledger.sql import codec
from warning.ledger.sql.counts import quarantine
from warning.ledger.sql.tables import QUARANTINE


class NoGround(Exception):
    """Nothing is said of why."""


class Outcome(Struct, frozen=True):
    """What became of one of many: ``done``, or not.

    It was proposed by the same person or one erased since, or has replaced another proposal.
    """

    number: int
    ground: str
    asked_by: str
    """A token."""
    done: bool = True


def ask(intake: Intake, number: int, ground: str, officer: str, *, replacing: bool = False) -> str:
    """Propose to dismiss one; the token of whose proposal it takes the place of, empty if there was none.

    ``replacing``: also one of another person.

    Raises:
        NotThere, Settled: there is no such row, or it is settled.
        AnotherProposed: a proposal of another person waits.
        Unreadable: that is no staff number.
        NoGround: the ground is blank.
    """
    named(officer)
    if blank(ground):
        raise NoGround
    with intake.transaction(()) as (unit, _):
        row = row_of(unit.connection, number, OPEN, PROPOSED, DISMISSAL)
        token = intake.persons.token(unit.connection, officer)
        former = instead_of(row, token, replacing=replacing)
        settle(unit.connection, row, **put_in(row, DISMISSAL, ground.encode(), token))
    return former


def ask_all(intake: Intake, reason: str, ground: str, officer: str) -> list[int]:
    """The same of all that are open for one reason; their numbers. What somebody takes up meanwhile is passed over.

    Raises:
        Unreadable, NoGround: as ``ask``.
    """
    with intake.ledger.engine.connect() as connection:
        rows = [row.id for row in quarantine(connection, (OPEN,))[1] if reason in reasons(row)]
    done = []
    for number in rows:
        try:
            ask(intake, number, ground, officer)
        except Settled:
            continue
        done.append(number)
    return done


def approve(intake: Intake, number: int, officer: str, at: int, seen: str | None = None) -> None:
    """Dismiss one, and journal it; ``at`` is now (µs UTC), on an event-driven ledger its clock is meant.

    ``seen``: which proposal is meant, as in ``corrections.approve``.

    Raises:
        Replaced: another one waits than was seen, or nothing says which was.
        NotThere, Settled: there is no such row, or nobody has proposed to dismiss it.
        SamePerson: the same person has.
        ProposerErased: who has was erased since; another has to propose it anew.
        Unreadable: that is no staff number.
    """
    named(officer)
    while True:
        with intake.transaction() as (unit, driver):
            row = row_of(unit.connection, number, DISMISSAL)
            token, asked_by = intake.persons.token(unit.connection, officer), row.corrected_by or ""
            ground = proposal_of(row, token).decode()
            if not is_known(unit.connection, asked_by):
                raise ProposerErased
            as_seen(row, seen)
            instant = max(at, driver.clock) if intake.live else driver.clock
            unit.foresee((), instant)
            if not driver.ready(instant):
                continue
            stored = select(QUARANTINE.c.digest).where(QUARANTINE.c.id == number)
            digest = codec.raw(unit.connection.execute(stored).scalar_one()).hex()
            content = Dismissal(number, digest, ground, asked_by, token)
            driver.keep(f"dismissal:{number}", content, "dismiss", instant)
            settle(unit.connection, row, status=DISMISSED, approved_by=token, settled_at=instant)
        return


def approve_all(intake: Intake, officer: str, at: int) -> Iterator[Outcome]:
    """The same of all that somebody has proposed to dismiss, a transaction each; one's own stay.

    Raises:
        Unreadable: that is no staff number.
    """
    named(officer)
    with intake.ledger.engine.connect() as connection:
        rows = quarantine(connection, (DISMISSAL,))[1]
    for row in rows:
        found = Outcome(row.id, (row.correction or b"").decode(), row.corrected_by or "")
        try:
            approve(intake, row.id, officer, at)
        except Settled:
            continue
        except (SamePerson, ProposerErased, Replaced):
            yield replace(found, done=False)
        else:
            yield found
