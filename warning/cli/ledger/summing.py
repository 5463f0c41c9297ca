"""The summary of a whole ledger, counted row by row: what is kept of it does not grow with the bank."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection

from warning.bootstrap import Opened
from warning.core.rows import Duty
from warning.demo.summary import Counted, Summary
from warning.ledger.entries import Standing, Tally
from warning.ledger.sql.compliance import ended
from warning.ledger.sql.counts import noted, standing, tally
from warning.ledger.sql.queries import all_duties, all_signals, all_warnings, borrowers_named


class Summed(Struct, frozen=True, kw_only=True):
    """The summary, the counts beside it, and the ids that are worth a look, by what they lead to."""

    summary: Summary
    standing: Standing
    tally: Tally
    leads: dict[str, str]


def summed(here: Opened) -> Summed:
    """Count a ledger whose clock follows its records."""
    leads: dict[str, str] = {}
    with here.ledger.engine.connect() as connection:
        counted = Counted(here.setting.frame, ended(connection))
        for duty in _noting(all_duties(connection), leads):
            counted.duty(duty)
        for row in all_warnings(connection):
            counted.warning(row)
        _leads_of_signals(connection, leads)
        summary = counted.summary(
            here.ledger.clock(),
            noted(connection),
            lambda number: borrowers_named(connection, [number]).get(number, number),
        )
        return Summed(summary=summary, standing=standing(connection), tally=tally(connection), leads=leads)


def _noting(duties: Iterator[Duty], leads: dict[str, str]) -> Iterator[Duty]:
    for duty in duties:
        if duty.scored == "concealed":
            leads.setdefault("lead_concealed", duty.id)
        yield duty


def _leads_of_signals(connection: Connection, leads: dict[str, str]) -> None:
    for signal in all_signals(connection):
        if signal.clause == "11.1.5" and signal.status == "live":
            leads.setdefault("lead_spread", signal.id)
        if "assessment_missing" in signal.tags:
            leads.setdefault("lead_missing", signal.id)
