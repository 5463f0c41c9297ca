"""Of the records looked up for an explanation, those that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warning.cli.explain.amount import Record, at_closing, bases, of_loans
from warning.cli.explain.closings import closing_records
from warning.cli.explain.corrected import corrected, with_corrections
from warning.cli.explain.needed import BALANCES, LOAN_TERMS, Needed, Row, lent_where, signals_of
from warning.cli.explain.owning import kept_records, moves_of, owned_records
from warning.cli.explain.replaced import replaced_records
from warning.cli.explain.retracted import corrections
from warning.cli.explain.spells import spell_records
from warning.cli.situation import Situation
from warning.core.rows import Duty, Signal


def without_idle(found: Situation, events: Mapping[str, Record], row: Row, wanted: Needed) -> dict[str, Record]:
    """The records but for those balances that no amount shown is made of."""
    used = {balance.record for basis in bases(found, events, row) for balance in basis.balances} | wanted.ids
    used |= set(lent_where(events, wanted.ids))
    used |= set(spell_records(events, signals_of(found, row), found.verdicts.until))
    if isinstance(row, Signal):
        used |= {balance.record for balance in (*of_loans(found, events, row), *at_closing(found, events, row))}
    moves = [] if isinstance(row, Duty) else [move.record for move in moves_of(found, events, signals_of(found, row))]
    used |= set(lent_where(events, moves))
    used |= set() if isinstance(row, Duty) else set(closing_records(found, events, signals_of(found, row)))
    used |= {one.name for ended, one in corrections(found, events).items() if ended in used}
    used |= set(replaced_records(events, signals_of(found, row)))
    if isinstance(row, Duty):
        used |= set(owned_records(found, events, row))
    for duty in [row] if isinstance(row, Duty) else found.of_borrower(row.customer_no) if moves else ():
        used |= set(kept_records(found, events, duty))
    if isinstance(row, Duty) and row.kind == "tracking":
        used |= {balance.record for one in found.standing(row) for balance in of_loans(found, events, one)}
    used |= {one.by for one in with_corrections(corrected(found, events), used)}
    return {name: event for name, event in events.items() if name in used or not _is_idle(event, wanted)}


def _is_idle(event: Mapping[str, Any], wanted: Needed) -> bool:
    """Whether a record says a balance and nothing else that is wanted: a refinancing also says whose place it takes."""
    kind = str(event.get("type"))
    product = str(_content(event).get("product") or "loan")
    if kind == "loan.settled.v1" or product != "loan":  # how it ended, and what it is
        return False
    by_terms = kind in LOAN_TERMS and str(_content(event).get("loan_no")) in wanted.terms
    return kind in BALANCES and kind != "loan.refinanced.v1" and not by_terms


def _content(event: Mapping[str, Any]) -> Mapping[str, Any]:
    content = event.get("data")
    return content if isinstance(content, Mapping) else {}
