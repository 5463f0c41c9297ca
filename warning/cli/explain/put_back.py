"""The record that opened a sign-off within the last days of a month, and whether it put a loan back (O3, R53)."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.cli.situation import Situation
from warning.core.events import LoanDisbursed, LoanMoved, LoanPosition, LoanRefinanced, LoanSettled, LoanTakenOn
from warning.core.rows import Duty
from warning.ledger.journal import JournalRow, content_of

TOLD: Final = "told:"
ORG: Final = ":org:"
"""What stands between the borrower and the version in the id of what a borrower tells an organisation."""
MADE: Final = (LoanDisbursed.TYPE, LoanTakenOn.TYPE, LoanRefinanced.TYPE, LoanPosition.TYPE, LoanMoved.TYPE)
"""What gives an organisation a borrower with a balance."""


class PutBack(Struct, frozen=True):
    """A loan on the books again: by which record, what had ended it, and by which reading."""

    loan_no: str
    ended_by: str
    ending: str
    """``settled`` or ``refinanced``."""
    ref: str


def told_by(found: Situation, duty: Duty) -> str:
    """The borrower whose balance opened a sign-off; empty where time alone did, and of any other duty."""
    opening = found.opening(duty) if duty.kind == "forecast_sign_off" else None
    record = "" if opening is None else opening.record_id
    return record.removeprefix(TOLD).rpartition(ORG)[0] if record.startswith(TOLD) else ""


def opened_by(found: Situation, duty: Duty) -> JournalRow | None:
    """The record by which that borrower had a balance there; None where time alone opened the duty."""
    rows = [row for row in _rows(found, duty) if row.at == duty.opened_at and row.kind in MADE]
    return rows[-1] if rows else None


def put_back(found: Situation, duty: Duty) -> PutBack | None:
    """The loan that this record put on the books again; None where it did not."""
    opened = opened_by(found, duty)
    content = None if opened is None else content_of(opened)
    if opened is None or not isinstance(content, LoanPosition):
        return None
    before = [row for row in _rows(found, duty) if row.key_seq < opened.key_seq]
    ended = _ended(before, content.loan_no)
    if ended is None:
        return None
    ending, ref = ("settled", "R53") if ended.kind == LoanSettled.TYPE else ("refinanced", "R101")
    ref = ref if content.corrects == ended.event_id else "R99"
    return PutBack(content.loan_no, ended.event_id, ending, ref)


def sign_off_records(found: Situation, duty: Duty) -> list[str]:
    """That record, and what had ended the loan."""
    opened, back = opened_by(found, duty), put_back(found, duty)
    return [*([] if opened is None else [opened.event_id]), *([] if back is None else [back.ended_by])]


def _rows(found: Situation, duty: Duty) -> list[JournalRow]:
    teller = told_by(found, duty)
    return [row for row in found.ledger.journal if row.key == f"b:{teller}"] if teller else []


def _ended(rows: list[JournalRow], loan_no: str) -> JournalRow | None:
    """What had ended a loan by the last of some records; None where it stood on the books."""
    ended = None
    for row in rows:
        match content_of(row):
            case LoanSettled() as event if event.loan_no == loan_no:
                ended = ended or row
            case LoanRefinanced() as event if event.previous_loan_no == loan_no:
                ended = row
            case LoanPosition() as event if event.loan_no == loan_no and event.outstanding_balance:
                ended = None
            case _:
                pass
    return ended
