"""Which signals a meeting rests on (D5, W12): what is retracted, or was checked without a record, frees it (R63)."""

from __future__ import annotations

from warning.core.frame import RED
from warning.core.rows import Duty
from warning.core.state import Case


def red_then(case: Case, duty: Duty) -> tuple[str, ...] | None:
    """The ids of the signals red at the rise that opened a meeting; None for what rests on all the warning has had.

    One that comes in later gets the meeting under the number of the last rise, and not by it (R81): its clock starts
    when it comes in.
    """
    if duty.kind != "meeting":
        return None
    k = int(duty.hangs_on.split(":")[3])
    rises = dict(enumerate((at for at, level in case.row.levels[1:] if level == RED), 2))
    return dict(case.red_rests).get(k) if rises.get(k) == duty.start else None
