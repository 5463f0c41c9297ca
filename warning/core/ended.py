"""Which duties of a warning have ended: none of them is opened again (O9, R35, R47)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.rows import Duty


def exists(d: Draft, duty_id: str, domain: str, number: int) -> bool:
    """Whether there is or was such a duty: none is opened twice, but for one that has moved away (O9)."""
    if duty_id in d.duties:
        return True
    case, closed = d.cases.get(domain), d.closed.get(f"{domain}:{number}")
    if case is not None and case.row.number == number:
        return duty_id in case.ended
    return closed is not None and duty_id in closed.ended


def has_ended(d: Draft, duty: Duty) -> None:
    """Note that a duty was met or waived, of a warning that is live or of which a report is owed still."""
    case, name = d.cases.get(duty.domain), f"{duty.domain}:{duty.number}"
    closed = d.closed.get(name)
    if case is not None and case.row.number == duty.number:
        d.cases[duty.domain] = replace(case, ended=(*case.ended, duty.id))
    elif closed is not None and closed.ended:
        d.closed[name] = replace(closed, ended=(*closed.ended, duty.id))


def may_come_again(d: Draft, duty: Duty) -> None:
    """R47: a later breach of that opening opens it again."""
    case, name = d.cases.get(duty.domain), f"{duty.domain}:{duty.number}"
    closed = d.closed.get(name)
    if case is not None and duty.id in case.ended:
        d.cases[duty.domain] = replace(case, ended=tuple(one for one in case.ended if one != duty.id))
    if closed is not None and duty.id in closed.ended:
        d.closed[name] = replace(closed, ended=tuple(one for one in closed.ended if one != duty.id))
