"""Changes of the rule book, given by people: proposed with the book's files, approved by another person, or withdrawn.

They go the way of every command (``commands``): locked, decided by ``step``, journaled, refused ones too.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from msgspec import Struct
from sqlalchemy import func, insert, select

from warning.contracts.decode import Incoming
from warning.core.blank import blank
from warning.core.effects import Effect, Filed
from warning.core.events import RulesAct, RulesChangeProposed
from warning.core.person import readable
from warning.intake.commands import Answer, ClockBehind, attempt
from warning.intake.ingest import Intake
from warning.ledger.journal import AT, written
from warning.ledger.sql.tables import PROPOSED_BOOK, SOURCE
from warning.ledger.sql.unit import Unit

FROM: Final = "warning/rules"
"""The source of these acts: no message has it."""


class UnknownPerson(Exception):
    """Who acts is not named, or by a number that only looks like one."""


class Attached(Struct, frozen=True):
    """What a proposal brings along: the packed book, and the report of a backtest."""

    files: bytes
    report: bytes | None = None


def give(
    intake: Intake,
    event: RulesAct,
    event_id: str,
    at: int,
    origin: str,
    *,
    attached: Attached | None = None,
    named: bool = False,
) -> Answer:
    """Take an act about a change of the book.

    Args:
        intake: whose ledger it is about.
        event: the act.
        event_id: its id, which is that of the proposal where it is one; given again it counts once.
        at: when it is recorded (µs UTC); on a live ledger no earlier than the last record it has.
        origin: by which way and in whose name it came.
        attached: of a proposal the files whose digests it names.
        named: somebody named the instant, so that it is not moved on with an event-driven clock.

    Raises:
        UnknownPerson: the officer is nobody.
        ValueError: what is attached is not what the proposal names.
        ClockBehind: the ledger's clock is later, and the instant was named.
        DBAPIError: the database failed; the same act may be given again, by the same id.
    """
    if blank(event.officer_no) or not readable(event.officer_no):
        raise UnknownPerson
    keep = _keeping(event, event_id, attached)
    while True:
        at = max(at, _latest(intake)) if intake.live else at
        raw = written(event)
        incoming = Incoming(event_id, FROM, event.TYPE, at, at, event, sha256(raw).digest())
        try:
            answer = attempt(intake, incoming, raw, origin, keep)
        except ClockBehind as behind:
            if named:
                raise
            at, answer = behind.clock, None
        if answer is not None:
            return answer


def _latest(intake: Intake) -> int:
    """The last record of any source: a broker's clock may be ahead of ours, and no row is judged by two books."""
    with intake.ledger.engine.connect() as connection:
        found: int | None = connection.execute(select(func.max(SOURCE.c.received))).scalar()
    return found or 0


def _keeping(
    event: RulesAct, event_id: str, attached: Attached | None
) -> Callable[[Unit, tuple[Effect, ...]], None] | None:
    """What keeps a proposal's files, in the transaction of its row."""
    if not isinstance(event, RulesChangeProposed):
        return None
    if attached is None or sha256(attached.files).hexdigest() != event.files:
        raise ValueError("the files are not those of the proposal")
    report = attached.report
    if (event.backtest is None) != (report is None):
        raise ValueError("the report is not that of the proposal")
    if event.backtest is not None and report is not None and sha256(report).hexdigest() != event.backtest.digest:
        raise ValueError("the report is not that of the proposal")

    def keep(unit: Unit, effects: tuple[Effect, ...]) -> None:
        filed = next((one for one in effects if isinstance(one, Filed) and one.what == "rules_change_proposed"), None)
        if filed is not None:
            values = {"proposal": event_id, "frame": event.frame, "files": attached.files, "report": report}
            at = max(row[AT["at"]] for row in unit.pending.journal)
            unit.connection.execute(insert(PROPOSED_BOOK).values(recorded_at=at, **values))

    return keep
