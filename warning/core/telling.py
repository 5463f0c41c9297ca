"""What a borrower tells other aggregates: its level as a source (O5), and where it has a balance (O3)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from warning.core.contagion import path_of
from warning.core.draft import Draft
from warning.core.events import Told
from warning.core.signals import warning_level
from warning.core.state import Loan, Track


def source_level(d: Draft) -> int:
    """O5, W11: the business level from own signals, live or kept about the party."""
    own = [
        _as_it_would_be(track)
        for track in d.tracks.values()
        if track.row.domain == "business"
        and track.row.clause != "11.1.5"
        and (track.row.status == "live" or (track.row.status == "kept" and track.row.loans is None))
    ]
    return warning_level(own)


def _as_it_would_be(track: Track) -> Track:
    """W11: a rise that waits for a balance counts for others at once."""
    if not track.waiting or track.row.loans is not None:
        return track
    return replace(track, row=replace(track.row, level=track.waiting[-1].level))


def tell_sources(d: Draft) -> None:
    """O5: the source's level, told over every link that stands; a newer version replaces the older."""
    level = source_level(d)
    if level == d.level_told:
        return
    risen = level > d.level_told
    d.level_told = level
    d.version += 1
    for key in sorted(d.links):
        link = d.links[key]
        if not link.ends_at or d.at < link.ends_at:
            d.say(
                Told(
                    link.to,
                    d.customer_no,
                    path_of(key),
                    link.made << 20,
                    level,
                    d.version,
                    d.at,
                    risen=risen,
                    events=link.events[-1:],
                )
            )


def tell_organisations(d: Draft) -> None:
    """O3: an organisation learns that the borrower has a balance with it, or no longer."""
    booked_before, booked = _booked(d.before.loans), _booked(d.loans.values())
    if booked_before == booked:
        return
    before, now = _with_branches(d, booked_before), _with_branches(d, booked)
    for org_no in sorted(before ^ now):
        here = 1 if org_no in now else 0
        d.say(Told(f"o:{org_no}", d.customer_no, "org", 0, here, d.at, d.at, risen=bool(here)))


def _booked(loans: Iterable[Loan]) -> set[str]:
    return {loan.org_no for loan in loans if loan.balance > 0}


def _with_branches(d: Draft, orgs: set[str]) -> set[str]:
    return orgs | {branch for org in orgs if (branch := d.frame.branch_of(org)) is not None}
