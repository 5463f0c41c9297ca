"""Both persons behind a waiver, and the duty that a longer time gave (D8, W12)."""

from __future__ import annotations

from warning.cli.situation import Situation
from warning.core.rows import Duty

AFTER = ":after:"
"""What stands between what a duty hangs on and the approval that gave it a longer time."""


def successor(found: Situation, duty: Duty) -> Duty | None:
    """The duty by which a waived one goes on, with a later due; None where it was waived for good."""
    if duty.state != "waived":
        return None
    name = f"{duty.hangs_on}{AFTER}{duty.fulfilled_by}"
    owed = found.of_borrower(duty.customer_no)
    return next((one for one in owed if (one.hangs_on, one.kind, one.org_no) == (name, duty.kind, duty.org_no)), None)


def former(found: Situation, duty: Duty) -> Duty | None:
    """The duty whose place a longer time gave to this one; None of any other."""
    opening = found.opening(duty) if AFTER in duty.hangs_on else None
    named = "" if opening is None else dict(opening.effect.why.values).get("former", "")
    return found.ledger.duties.get(str(named))


def original(found: Situation, duty: Duty) -> Duty:
    """The duty that was owed at first, before it was given a longer time, perhaps more than once; itself of any other.

    By its clause goes the clock; that of what came in its place goes by the approval alone (D8).
    """
    before = former(found, duty)
    return duty if before is None else original(found, before)


def approval_records(found: Situation, duty: Duty) -> list[str]:
    """The proposal and the approval by which it was waived, opened anew, or freed by a release as mistaken."""
    rows = [duty, *([before] if (before := former(found, duty)) is not None else [])]
    whys = [one.effect.why for row in rows for one in found.ledger.history.get(row.id, ())]
    names = [name for why in whys if why.code == "waived" for name in why.events]
    warning = found.warning_of(duty) if any(why.code == "waived_mistaken" for why in whys) else None
    signals = () if warning is None else found.case(warning).signals
    effects = [one.effect for row in signals for one in found.ledger.history.get(row.id, ())]
    return names + [name for one in effects if duty.fulfilled_by in one.why.events for name in one.why.events]
