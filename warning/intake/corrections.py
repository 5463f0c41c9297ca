"""What was quarantined, taken again: as it is, or corrected by one person and approved by another.

The original is kept in either case. What is taken is a record of its own, from the source ``quarantine:<number>``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, update

from warning.contracts.decode import Refused, decode, timely
from warning.core.blank import blank
from warning.core.person import readable
from warning.core.repeats import NUMBERED
from warning.core.step import keys
from warning.intake.driver import Driver
from warning.intake.erasures import is_known, is_redacted
from warning.intake.ingest import Intake
from warning.intake.records import resolved
from warning.ledger.entries import ANEW, NO_ID, Refusal
from warning.ledger.sql.counts import Original, Quarantined, quarantine, quarantined
from warning.ledger.sql.queries import came_from
from warning.ledger.sql.sources import AGAIN, count
from warning.ledger.sql.tables import QUARANTINE
from warning.ledger.sql.unit import Unit

OPEN: Final = "open"
PROPOSED: Final = "proposed"
DISMISSAL: Final = "dismissal"
DISMISSED: Final = "dismissed"
ERASED: Final = "erased"
"""Told of what cannot be taken as it is, as an erased person was taken out of it."""


class NotThere(Exception):
    """The quarantine has no row of this number."""


class Settled(Exception):
    """The row is not in a state in which this can be done; ``status`` is the one it is in."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class SamePerson(Exception):
    """Who approves a correction is who made it."""


class ProposerErased(Exception):
    """Who made a correction was erased since: nobody can tell whether who approves is another person."""


class AnotherProposed(Exception):
    """A correction of somebody else waits already; ``by`` is that person's token."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class Replaced(Exception):
    """What is proposed is not what whoever approves has seen (``named``), or may not be, as it has replaced another."""

    def __init__(self, *, named: bool) -> None:
        super().__init__()
        self.named = named


class Proposed(Struct, frozen=True, kw_only=True):
    """A correction that waits now."""

    was: str
    """The id of the original; empty: it has none that could be read."""
    id: str
    """That of the correction."""
    instead_of: str
    """The token of who had proposed the one whose place it took; empty: there was none."""


class Unreadable(Exception):
    """The staff number is blank, or could be another's in letters that only look like it (R60)."""


class StillRefused(Exception):
    """It cannot be taken now either; nothing was changed. ``loan_no`` where it waits for that loan."""

    def __init__(self, refusal: Refusal | None, loan_no: str = "") -> None:
        super().__init__(loan_no)
        self.refusal, self.loan_no = refusal, loan_no


def propose(intake: Intake, number: int, correction: bytes, officer: str, *, replacing: bool = False) -> Proposed:
    """Keep the corrected message until another person approves it; a former one of the same person is replaced.

    ``replacing``: also one of another person.

    Raises:
        NotThere, Settled: there is no such row, or it is settled.
        AnotherProposed: one of another person waits.
        Unreadable: that is no staff number.
        Refused: the corrected message is wrong, too.
    """
    named(officer)
    corrected = decode(correction)
    with intake.transaction(()) as (unit, _):
        row = row_of(unit.connection, number, OPEN, PROPOSED, DISMISSAL)
        token = intake.persons.token(unit.connection, officer)
        former = instead_of(row, token, replacing=replacing)
        settle(unit.connection, row, **put_in(row, PROPOSED, correction, token))
    was = "" if row.refusal.event_id.startswith(NO_ID) else row.refusal.event_id
    return Proposed(was=was, id=corrected.id, instead_of=former)


def approve(intake: Intake, number: int, officer: str, at: int, seen: str | None = None) -> Refusal | None:
    """Take the corrected message; the reason if it is an act that counts for nothing. ``at`` is now (µs UTC).

    ``seen``: which proposal is meant (``Quarantined.proposal``); it must be given where one has replaced another.

    Raises:
        Replaced: another one waits than was seen, or nothing says which was.
        NotThere, Settled: there is no such row, or no correction of it waits.
        SamePerson: the correction is of the same person.
        ProposerErased: its maker was erased since; another has to propose it anew.
        Unreadable: that is no staff number.
        StillRefused: it cannot be taken now.
    """
    named(officer)
    while True:
        with intake.transaction() as (unit, driver):
            row = row_of(unit.connection, number, PROPOSED)
            token = intake.persons.token(unit.connection, officer)
            proposal = proposal_of(row, token)
            if not is_known(unit.connection, row.corrected_by or ""):
                raise ProposerErased
            as_seen(row, seen)
            taken = _take(intake, unit, driver, row, proposal, at)
            if taken is not None:
                settle(unit.connection, row, status="corrected", approved_by=token, settled_at=at)
                return taken.noted


def retry(intake: Intake, number: int, at: int) -> Refusal | None:
    """Take the original again, as it is; the reason if it is an act that counts for nothing.

    Raises:
        NotThere, Settled: there is no such row, or it is settled.
        Refused: the message is broken.
        StillRefused: what stood in its way still does; of what its aggregate has decided on, always.
    """
    while True:
        with intake.transaction() as (unit, driver):
            row = row_of(unit.connection, number, OPEN)
            if is_redacted(unit.connection, number, row.raw):  # it is not what came any more
                raise Settled(ERASED)
            if _is_decided(unit, row):
                raise StillRefused(row.refusal)
            taken = _take(intake, unit, driver, row, row.raw, at)
            if taken is not None:
                settle(unit.connection, row, status="retried", settled_at=at)
                return taken.noted


class Retried(Struct, frozen=True):
    """What became of one of many that were tried again."""

    number: int
    outcome: Literal["applied", "refused", "held", "quarantined"]
    """``held``: its loan (``loan_no``) is still unknown; ``quarantined``: still, for the reason of ``refusal``."""
    refusal: Refusal | None = None
    loan_no: str = ""


def waiting(intake: Intake) -> list[Quarantined]:
    """What nobody has corrected or taken again, in the order in which it came."""
    with intake.ledger.engine.connect() as connection:
        return quarantine(connection, (OPEN,))[1]


def reasons(row: Quarantined) -> set[str]:
    """The codes of why a row is in quarantine."""
    why = row.refusal.why
    return {problem[0] for problem in row.refusal.problems} | ({why.code} if why is not None else set())


def retry_all(intake: Intake, rows: Collection[Quarantined], at: int) -> Iterator[Retried]:
    """Take the originals again, a transaction each; what cannot be taken stays as it is, and the next one's turn comes.

    What somebody else has settled meanwhile is passed over.
    """
    for row in rows:
        try:
            noted = retry(intake, row.id, at)
        except Settled:
            continue
        except Refused:
            yield Retried(row.id, "quarantined", row.refusal)
        except StillRefused as still:
            outcome: Literal["held", "quarantined"] = "held" if still.refusal is None else "quarantined"
            yield Retried(row.id, outcome, still.refusal, still.loan_no)
        else:
            yield Retried(row.id, "applied" if noted is None else "refused", noted)


def put_in(row: Quarantined, status: str, text: bytes, token: str) -> dict[str, object]:
    """The columns by which a row has a proposal; whether it took the place of another one stays with it."""
    former = (row.status, row.correction, row.corrected_by)
    other = row.correction is not None and former != (status, text, token)
    stored = f"{status}{ANEW}" if row.replaced or other else status
    return {"status": stored, "correction": text, "corrected_by": token}


def proposal_of(row: Quarantined, token: str) -> bytes:
    """What is proposed for a row that waits, if whoever approves (``token``) is another person than its maker.

    Raises:
        Settled: nothing is proposed, whatever the row's state says.
        SamePerson: it is the same.
    """
    if row.correction is None:
        raise Settled(OPEN)
    if token == row.corrected_by:
        raise SamePerson
    return row.correction


def as_seen(row: Quarantined, seen: str | None) -> None:
    """Pass if what waits is what whoever approves has looked at.

    Raises:
        Replaced: it is another one, or it has replaced one and they do not say which they have seen.
    """
    if seen is None and row.replaced:
        raise Replaced(named=False)
    if seen is not None and seen != row.proposal:
        raise Replaced(named=True)


def instead_of(row: Quarantined, token: str, *, replacing: bool) -> str:
    """The token of whose proposal for a row one of ``token`` takes the place; empty: there is none.

    Raises:
        AnotherProposed: it is another person's, and not to be replaced.
    """
    former = row.corrected_by or ""
    if former not in ("", token) and not replacing:
        raise AnotherProposed(former)
    return former


class _Taken(Struct, frozen=True):
    """A record was taken; ``noted`` says why it is an act that counts for nothing."""

    noted: Refusal | None


def named(officer: str) -> None:
    """Pass if that is a staff number.

    Raises:
        Unreadable: it is none.
    """
    if blank(officer) or not readable(officer):
        raise Unreadable


def row_of(connection: Connection, number: int, *states: str) -> Original:
    """The row of this number.

    Raises:
        NotThere, Settled: there is none, or it is in another state.
    """
    row = quarantined(connection, number)
    if row is None:
        raise NotThere
    if row.status not in states:
        raise Settled(row.status)
    return row


def settle(connection: Connection, row: Quarantined, **values: object) -> None:
    """Change a row, unless somebody else has meanwhile, also what is proposed for it.

    Raises:
        Settled: somebody has.
    """
    table = QUARANTINE.c
    same = [table.correction.is_not_distinct_from(row.correction)]
    same.append(table.corrected_by.is_not_distinct_from(row.corrected_by))
    changed = update(QUARANTINE).where(table.id == row.id, table.status == row.stored, *same).values(**values)
    if connection.execute(changed).rowcount != 1:
        raise Settled(row.status)


def _is_decided(unit: Unit, row: Original) -> bool:
    """Whether it reached its aggregate, which decided on it and knows it again (R111): it would be a duplicate.

    What a loan knows by itself may go through once something else has changed.
    """
    incoming = decode(row.raw)
    event = resolved(unit, incoming.event)
    if event is None or type(event) in NUMBERED:
        return False
    origin = f"{row.source}:{row.refusal.line}"
    return any(came_from(unit.connection, key, incoming.id, origin) for key in keys(event))


def _take(intake: Intake, unit: Unit, driver: Driver[Unit], row: Quarantined, raw: bytes, at: int) -> _Taken | None:
    """Take a message; None: the transaction was full of what had come due before."""
    unit.source = f"{AGAIN}{row.id}"
    incoming = timely(decode(raw), at) if intake.live else decode(raw)
    intake.persons.learn(unit.connection, (incoming.event,))
    concealed = replace(incoming, event=intake.persons.conceal(incoming.event))
    unit.foresee((concealed,), incoming.received)
    if not driver.ready(incoming.received):
        return None
    before = len(unit.pending.refusals)
    driver.take_only(concealed, row.refusal.line, raw, unit.source)
    refusal = next((one for _, one, _ in unit.pending.refusals[before:]), None)
    waits = next((held.loan_no for held in unit.pending.held.values() if held.incoming.id == incoming.id), "")
    if waits or (refusal is not None and refusal.outcome == "quarantined"):
        raise StillRefused(refusal, waits)
    count(unit.connection, unit.source, "quarantine", driver.lines, driver.tally)
    return _Taken(refusal)
