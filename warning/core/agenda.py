"""What time alone will change, and when: ``next_due``, and what a wake does (T2)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from warning.core import arrears, contagion, maturity
from warning.core.draft import Activation, Draft
from warning.core.duties import breach_due, put
from warning.core.effects import Why
from warning.core.kept import forget
from warning.core.scalars import end_of, first_of_next_month, midnight
from warning.core.settle import open_updates
from warning.core.state import Loan


def next_due(d: Draft) -> int:
    """The earliest instant after now at which time alone changes anything; 0: never."""
    if _stands(d):
        return d.before.next_due
    found = [duty.due for duty in d.duties.values() if duty.due is not None and duty.state == "open" and not duty.early]
    if d.frame.live_from is not None and d.at < d.frame.live_from and any(duty.early for duty in d.duties.values()):
        found.append(d.frame.live_from)
    for loan in d.loans.values():
        if loan.check_at and loan.status == "active" and loan.balance > 0:
            found.append(loan.window_at or loan.check_at)
        if loan.arrears is not None or loan.overdue is not None:
            found += _of_spells(d, loan)
    if d.links:
        found += [link.ends_at for link in d.links.values() if link.ends_at and not link.over]
    if d.tracks or d.cases:
        found += _of_signals(d)
    return min(found, default=0)


def _stands(d: Draft) -> bool:
    """Whether what was due next still is: it has not come, and nothing it follows from has changed."""
    before, file = d.before, d.before.file
    return (
        (d.at < before.next_due or not before.next_due)
        and type(d.record.content) is not Activation
        and d.duties == file.duties
        and d.tracks == file.tracks
        and d.links == file.links
        and d.cases == file.cases
        and d.same_loans()
    )


def _of_spells(d: Draft, loan: Loan) -> Iterator[int]:
    for spell, bands in ((loan.arrears, d.frame.book.arrears_bands), (loan.overdue, d.frame.book.overdue_bands)):
        if spell is not None and (at := arrears.next_band_at(spell, bands)):
            yield at


def _of_signals(d: Draft) -> Iterator[int]:
    for track in d.tracks.values():
        if track.row.status == "kept" and track.keep_until:
            yield track.keep_until
        if track.row.status == "live" and track.at_nil:
            yield end_of(track.at_nil)
    if d.cases:
        yield midnight(first_of_next_month(d.today))
        if d.frame.live_from is not None and d.frame.live_from > d.at:
            yield d.frame.live_from


def wake(d: Draft) -> None:
    """What has come due, in the order that the clauses need: breaches on what stood before, then ends, then raises."""
    breach_due(d)
    contagion.end_links(d)
    contagion.end_nil(d)
    for key, track in sorted(d.tracks.items()):
        if track.row.status == "kept" and track.keep_until and track.keep_until <= d.at:
            forget(d, key)
    arrears.reach_bands(d)
    maturity.check(d)
    maturity.open_assessments(d)
    if d.at == midnight(d.today) and d.today == first_of_next_month(d.today - 1):
        _month_begins(d)
    if d.at == d.frame.live_from:
        _go_live(d)


def _month_begins(d: Draft) -> None:
    """D6: each calendar month in which the warning is live and the sub-branch has a source loan in it."""
    for domain, case in sorted(d.cases.items()):
        d.cases[domain] = open_updates(d, case)


def _go_live(d: Draft) -> None:
    """T6: the report of a signal live at ``live_from`` whose due had passed is owed by the 5th working day."""
    live = {track.row.id for _, track in d.live()}
    for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
        if duty.early and duty.signal_id in live:
            why = Why("go_live", "T6", (("due", duty.due or 0),))
            put(d, replace(duty, early=False), "opened", why)
        elif duty.early:
            del d.duties[duty.id]
