"""A natural person erased: one person asks, another approves; then value and salt are gone, and the journal says so.

The journal, the changes and all that is made from them have the token alone and stay as they are. Originals in the
quarantine may have the value; it is taken out of them there, and the digest of what they were is kept. Records that
wait for their loan may have it in their free text, which would be journaled or quarantined with them.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import fields
from sqlalchemy import Connection, Select, delete, insert, select, update

from warning.contracts.decode import decode
from warning.core.blank import blank
from warning.core.draft import Erasure
from warning.core.events import Event, Text
from warning.core.person import person, readable
from warning.intake.ingest import Intake
from warning.intake.redaction import names, redacted, redacted_record
from warning.ledger.entries import ANEW, PROPOSALS
from warning.ledger.sql import codec
from warning.ledger.sql.proposed import Open, proposed_by
from warning.ledger.sql.tables import ERASURE, HELD, PRIVATE, QUARANTINE, REDACTED
from warning.ledger.sql.write import insert_new

AT_ONCE: Final = 1_000
"""Rows of the quarantine that are read at once."""
LAST: Final = 2**63 - 1
"""The greatest number a row can have."""
WITH_PROPOSAL: Final = (*PROPOSALS, *(f"{one}{ANEW}" for one in PROPOSALS), "corrected", "dismissed")
"""States of a row for which something is proposed, or was and has been approved."""


class NoPerson(Exception):
    """The ledger has no value of that person: never recorded, or erased."""


class NoRequest(Exception):
    """There is no request of this number."""


class Approved(Exception):
    """The request was approved before."""


class OnePerson(Exception):
    """Who approves is who asked, or the person to be erased."""


class AskerErased(Exception):
    """Who asked was erased since: nobody can tell whether who approves is another person."""


class Undecided(Exception):
    """The person has proposed what nobody has decided on (``open``), and could approve it under another token."""

    def __init__(self, found: tuple[Open, ...]) -> None:
        super().__init__(found)
        self.open = found


class NoOfficer(Exception):
    """The staff number is blank, or could be another's in letters that only look like it (R60)."""


class GroundNames(Exception):
    """The ground has the number of who is to be erased: it would be in the journal for good."""


class Request(Struct, frozen=True, kw_only=True):
    """Who is to be erased, or was: tokens. Instants are µs UTC; ``approved_by`` None: another person has to."""

    id: int
    token: str
    ground: str
    asked_by: str
    asked_at: int
    approved_by: str | None
    approved_at: int | None


class Erased(Struct, frozen=True):
    """What was done: the request, and whence the value was taken.

    From originals, by the rows of the quarantine; from records that wait for their loan, by source and line.
    """

    request: Request
    quarantine: tuple[int, ...]
    held: tuple[str, ...] = ()


def token_of(connection: Connection, named: str) -> tuple[str, bool]:
    """The token of a person, named by it or by value, and whether it was by value.

    Raises:
        NoPerson: the ledger has none.
    """
    for column, value in ((PRIVATE.c.token, named), (PRIVATE.c.value, person(named))):
        found: str | None = connection.execute(select(PRIVATE.c.token).where(column == value)).scalar()
        if found is not None:
            return found, column is PRIVATE.c.value
    raise NoPerson


def ask(intake: Intake, token: str, ground: str, officer: str, at: int) -> Request:
    """Put on file that a person is to be erased; ``at`` is now (µs UTC).

    Raises:
        NoOfficer: who asks is nobody.
        NoPerson: the ledger has no such person.
        GroundNames: the ground has that person's number.
        Undecided: that person has proposed something on which nobody has decided.
    """
    _named(officer)
    with intake.transaction(()) as (unit, _):
        if token_of(unit.connection, token)[0] != token:
            raise NoPerson
        value = unit.connection.execute(select(PRIVATE.c.value).where(PRIVATE.c.token == token)).scalar_one()
        if names(ground, value):
            raise GroundNames
        _decided(unit.connection, token)
        by = intake.persons.token(unit.connection, officer)
        values = {"token": token, "ground": ground, "asked_by": by, "asked_at": at}
        made = unit.connection.execute(insert(ERASURE).values(**values)).inserted_primary_key
        return _request(unit.connection, int(made[0]) if made is not None else 0)


def approve(intake: Intake, number: int, officer: str, at: int) -> Erased:
    """Erase, and journal it; ``at`` is now (µs UTC), on an event-driven ledger its clock is meant.

    Raises:
        NoOfficer: who approves is nobody.
        NoRequest, Approved: there is no such request, or it was approved.
        OnePerson: it is the same person who asked, or who is to be erased.
        NoPerson: the person was erased by another request.
        AskerErased: who asked was erased since; another has to ask anew.
        Undecided: the person has proposed something on which nobody has decided, maybe since the request.
    """
    _named(officer)
    freed: tuple[str, ...] = ()
    with intake.ledger.engine.connect() as reading:
        looked = _look(reading, number)
    while True:
        with intake.transaction() as (unit, driver):
            connection = unit.connection
            request = _request(connection, number)
            if request.approved_by is not None:
                raise Approved
            by = intake.persons.token(connection, officer)
            if by in (request.asked_by, request.token):
                raise OnePerson
            if not is_known(connection, request.asked_by):
                raise AskerErased
            _decided(connection, request.token)
            instant = max(at, driver.clock) if intake.live else driver.clock
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
            freed += _free(connection, request.token)  # first: the wait of some may end now, and quarantine them
            unit.foresee((), instant)
            if not driver.ready(instant):
                continue
            done = update(ERASURE).where(ERASURE.c.id == number).values(approved_by=by, approved_at=at)
            connection.execute(done)  # first: what was not approved is not let go
            changed = _forget(connection, request.token, looked)
            content = Erasure(request.token, request.ground, request.asked_by, by)
            driver.keep(f"erasure:{number}", content, "erase", instant)
            found = Erased(_request(connection, number), changed, freed)
        intake.persons.forget()
        return found


def is_known(connection: Connection, token: str) -> bool:
    """Whether a token is that of a person who was not erased."""
    return connection.execute(select(PRIVATE.c.token).where(PRIVATE.c.token == token)).first() is not None


def _decided(connection: Connection, token: str) -> None:
    """Pass if nothing that a person has proposed waits for another one.

    Under the locks of all lanes nobody can propose meanwhile.
    """
    found = proposed_by(connection, token)
    if found:
        raise Undecided(found)


def _named(officer: str) -> None:
    if blank(officer) or not readable(officer):
        raise NoOfficer


def _request(connection: Connection, number: int) -> Request:
    row = connection.execute(select(ERASURE).where(ERASURE.c.id == number)).one_or_none()
    if row is None:
        raise NoRequest
    return Request(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name of it


class _Looked(Struct, frozen=True):
    """What was found in the quarantine before the locks were taken, for a look through it takes long."""

    naming: set[int] = set()
    """Rows that name the person."""
    unseen: tuple[tuple[int, int], ...] = ((1, LAST),)
    """Numbers, from and to, of which there was no row: newer ones, and those that were being written."""
    proposed: dict[int, bytes] = {}
    """The digests of what was proposed for rows: only that may have become another one since."""


def _look(connection: Connection, number: int) -> _Looked:
    """Look through the quarantine, a few rows at a time; whether the request can be approved is seen later."""
    about = select(PRIVATE.c.token, PRIVATE.c.value).join(ERASURE, ERASURE.c.token == PRIVATE.c.token)
    person_ = connection.execute(about.where(ERASURE.c.id == number, ERASURE.c.approved_by.is_(None))).one_or_none()
    if person_ is None:
        return _Looked()
    naming, unseen, proposed, last = set(), [], {}, 0
    while rows := connection.execute(_after(last)).all():
        for row in rows:
            unseen += [(last + 1, row.id - 1)] if row.id > last + 1 else []
            last = row.id
            if _taken_out(row, person_.value, person_.token):
                naming.add(row.id)
            if row.correction is not None:
                proposed[row.id] = sha256(codec.raw(row.correction)).digest()
    return _Looked(naming, (*unseen, (last + 1, LAST)), proposed)


def _after(number: int) -> Select[Any]:
    return select(QUARANTINE).where(QUARANTINE.c.id > number).order_by(QUARANTINE.c.id).limit(AT_ONCE)


def _to_look_at(connection: Connection, looked: _Looked) -> list[int]:
    """The rows that name the person, or may since they were looked at."""
    table = QUARANTINE.c
    found = set(looked.naming)
    for first, last in looked.unseen:
        found.update(connection.execute(select(table.id).where(table.id.between(first, last))).scalars())
    for row in connection.execute(select(table.id, table.correction).where(table.status.in_(WITH_PROPOSAL))):
        text = row.correction
        if text is not None and looked.proposed.get(row.id) != sha256(codec.raw(text)).digest():
            found.add(row.id)
    return sorted(found)


def _forget(connection: Connection, token: str, looked: _Looked) -> tuple[int, ...]:
    """Take the value out of the quarantine, and delete it with its salt."""
    value = connection.execute(select(PRIVATE.c.value).where(PRIVATE.c.token == token)).scalar()
    if value is None:
        raise NoPerson
    changed = []
    for number in _to_look_at(connection, looked):
        row = connection.execute(select(QUARANTINE).where(QUARANTINE.c.id == number)).one()
        new = _taken_out(row, value, token)
        if new:
            kept = {"number": row.id, "digest": codec.raw(row.digest)}
            insert_new(connection, REDACTED, kept)  # first: no original is changed of which that is not kept
            connection.execute(update(QUARANTINE).where(QUARANTINE.c.id == row.id).values(**new))
            changed.append(row.id)
    connection.execute(delete(PRIVATE).where(PRIVATE.c.token == token))
    return tuple(changed)


def _free(connection: Connection, token: str) -> tuple[str, ...]:
    """Take the value out of the records that wait for their loan, but for what they are and what decides."""
    value = connection.execute(select(PRIVATE.c.value).where(PRIVATE.c.token == token)).scalar()
    if value is None:
        raise NoPerson
    changed = []
    for row in connection.execute(select(HELD).order_by(HELD.c.source, HELD.c.line)).all():
        raw = codec.raw(row.raw)
        clean = redacted_record(raw, _deciding(type(decode(raw).event)), value, token)
        if clean != raw:  # the application may add to the table and take from it
            connection.execute(delete(HELD).where(HELD.c.source == row.source, HELD.c.line == row.line))
            connection.execute(insert(HELD).values(**{**row._mapping, "raw": clean}))  # noqa: SLF001 - SQLAlchemy's public name of it
            changed.append(f"{row.source}:{row.line}")
    return tuple(changed)


@cache
def _deciding(event: type[Event]) -> frozenset[str]:
    """The fields of an event but for its free text."""
    return frozenset(field.name for field in fields(event) if field.type != Text)


def _taken_out(row: Any, value: str, token: str) -> dict[str, Any]:  # noqa: ANN401 - a row of the table
    """The columns that name the person, without; a correction that waits is withdrawn, for it is another one then."""
    named = [name for name in ("raw", "refusal", "correction") if getattr(row, name) is not None]
    clean = {name: redacted(codec.raw(getattr(row, name)), value, token) for name in named}
    new: dict[str, Any] = {name: text for name, text in clean.items() if text != codec.raw(getattr(row, name))}
    if "correction" in new and row.settled_at is None:
        new |= {"correction": None, "status": "open", "corrected_by": None}
    return new


def is_redacted(connection: Connection, number: int, original: bytes) -> bool:
    """Whether a person was taken out of the original of a row of the quarantine."""
    digest = connection.execute(select(REDACTED.c.digest).where(REDACTED.c.number == number)).scalar()
    return digest is not None and codec.raw(digest) != sha256(original).digest()
