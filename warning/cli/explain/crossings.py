"""The reports of a warning that were on record as its amount crossed into a tier (W7, R34)."""

from __future__ import annotations

from warning.cli.situation import MET, Situation
from warning.core.duties import REPORTS
from warning.core.rows import Duty


def reports_on_record(found: Situation, duty: Duty) -> list[str]:
    """Of a 12.1.1 that a crossing opened: the records that had met reports of its sub-branches, or its own."""
    if duty.clause != "12.1.1" or not duty.hangs_on.startswith("crossing:"):
        return []
    below, owed = found.setting.frame.branch_of, found.of_borrower(duty.customer_no)
    met = [
        (one.fulfilled_at, one.fulfilled_by)
        for one in owed
        if (one.domain, one.number) == (duty.domain, duty.number)
        and one.kind in REPORTS
        and one.state in MET
        and duty.org_no in (one.org_no, below(one.org_no))
        and one.fulfilled_at is not None
        and one.fulfilled_at <= duty.opened_at
        and not found.is_ended(one)
    ]
    return list(dict.fromkeys(name for _, name in sorted(met) if name))
