"""Monthly updates that counted for another month than the one in which they were given (D6)."""

from __future__ import annotations

from warning.cli.situation import MET, Situation
from warning.core.late_ends import month_of
from warning.core.rows import Duty
from warning.core.scalars import day_of, write_month

UPDATE = "monthly_update"


def counted_elsewhere(found: Situation, duty: Duty) -> list[Duty]:
    """The updates of earlier months of the same warning and organisation that were given while this one was owed."""
    if duty.kind != UPDATE:
        return []
    same = [one for one in found.of_borrower(duty.customer_no) if _is_twin(one, duty)]
    given = [one for one in same if one.state in MET and one.fulfilled_by and not found.is_ended(one)]
    until = found.verdicts.until if duty.fulfilled_at is None else duty.fulfilled_at
    return sorted(
        (one for one in given if month_of(one) < month_of(duty) and duty.opened_at <= (one.fulfilled_at or 0) <= until),
        key=lambda one: (one.fulfilled_at or 0, month_of(one)),
    )


def is_of_earlier_month(found: Situation, duty: Duty) -> bool:
    """Whether it was met by an update given in a later month."""
    if duty.kind != UPDATE or duty.state not in MET or duty.fulfilled_at is None or found.is_ended(duty):
        return False
    return write_month(day_of(duty.fulfilled_at)) > month_of(duty)


def _is_twin(one: Duty, duty: Duty) -> bool:
    same = (one.kind, one.domain, one.number, one.org_no) == (duty.kind, duty.domain, duty.number, duty.org_no)
    return same and one.id != duty.id


def update_records(found: Situation, duty: Duty) -> list[str]:
    """The records of those that counted for an earlier month."""
    return [one.fulfilled_by for one in counted_elsewhere(found, duty)]
