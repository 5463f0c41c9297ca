"""Duties that came with a moved loan (O9): from where, and where the old organisation goes on owing its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warning.cli.explain.owning import kept, was_breached
from warning.cli.explain.page import Page
from warning.core.rows import Duty
from warning.ledger.memory import Change
from warning.wording import moments
from warning.wording.names import series


def former_of(page: Page, duty: Duty) -> Duty | None:
    """The duty of the organisation that the loan has left, where this one came with the loan (O9)."""
    return page.situation.former_of(duty)


def successors(page: Page, duty: Duty) -> list[Duty]:
    """The duties that other organisations got of this one as its loan moved (O9)."""
    return [twin for twin in page.situation.twins(duty) if former_of(page, twin) == duty]


def stays(page: Page, duty: Duty) -> bool:
    """Whether the old organisation kept a source loan, so that its duty stayed beside this one (O9).

    One that was open then says so itself; of one that was breached before, which changes in neither case, the records.
    """
    moved, former = page.situation.move_of(duty), former_of(page, duty)
    if moved is None or former is None:
        return False
    if was_breached(former, moved.at):
        return bool(kept(page.situation, page.events, former, moved.at))
    changes = page.situation.ledger.history[former.id]
    return not any(one.effect.change == "moved" and one.at == moved.at for one in changes)


def kept_lines(page: Page, duty: Duty) -> list[str]:
    """Of a duty that came breached, by which loans the old organisation goes on owing its own: only records say so."""
    moved, former = page.situation.move_of(duty), former_of(page, duty)
    if moved is None or former is None or not was_breached(former, moved.at):
        return []
    loans = kept(page.situation, page.events, former, moved.at)
    named = [page.say("kept_loan", loan_no=one.loan_no, id=one.booked) for one in loans]
    org = page.names.org(former.org_no, page.lang)
    return [page.say("kept_loans", org=org, loans=series(named, page.lang))] if named else []


def beside_lines(page: Page, duty: Duty) -> list[str]:
    """Of a duty that stayed: who owes the same beside it since, and what has become of that (O9)."""
    said = []
    for later in (one for one in successors(page, duty) if stays(page, one)):
        org, at = page.names.org(later.org_no, page.lang), moments.instant(later.opened_at)
        own = page.names.org(duty.org_no, page.lang)
        said.append(page.say("owed_beside", org=org, own=own, id=later.id, at=at, state=page.state(later)))
    return said


def came_beside(page: Page, duty: Duty, changes: Sequence[Change]) -> dict[int, str]:
    """What the page says of the change by which a duty came beside one that stayed, by its number."""
    if not stays(page, duty):
        return {}
    return {n: _came(page, one) for n, one in enumerate(changes) if one.effect.change == "moved_in"}


def _came(page: Page, change: Change) -> str:
    values = dict(change.effect.why.values)
    old, new = (page.names.org(str(values[name]), page.lang) for name in ("old", "new"))
    return page.say("came_beside", old=old, new=new)


def stayed(page: Page, record: str, duties: Iterable[Duty]) -> list[tuple[str, str]]:
    """Of some duties those pairs of organisations, by name, of which by a move both owe: the old one and the new."""
    pairs: dict[tuple[str, str], None] = {}
    for duty in duties:
        moved = page.situation.move_of(duty)
        if moved is not None and record in moved.effect.why.events and stays(page, duty):
            values = dict(moved.effect.why.values)
            pairs[str(values["old"]), str(values["new"])] = None
    return [(page.names.org(old, page.lang), page.names.org(new, page.lang)) for old, new in pairs]
