"""Interest arrears (11.1.3) and overdue principal (signal 3): spells counted in days (O4, R9)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core.ahead import retraction_of, suppressed
from warning.core.draft import Draft
from warning.core.effects import Why
from warning.core.events import ArrearsPosition, LoanFact, LoanPosition
from warning.core.on_file import told_of_end
from warning.core.scalars import day_of, midnight, write_day
from warning.core.signals import CLOCK, Raise, finder_of, ground_of, raise_signal, recorded_late
from warning.core.spells import (
    Bands,
    Cleared,
    asserted,
    begun,
    clearing,
    counted_until,
    had_reached,
    joined,
    own_date,
    reached_by,
    stopped,
    uncleared,
    unsaid,
)
from warning.core.state import Ground, Loan, Spell
from warning.core.withdrawals import dispute_checks

_NUMBERS = {"arrears": 2, "overdue": 3}
"""Rows of ``signals.md``."""


def bands_of(d: Draft, kind: str) -> Bands:
    """(first day, level), ascending."""
    return d.frame.book.arrears_bands if kind == "arrears" else d.frame.book.overdue_bands


def spell_of(loan: Loan, kind: str) -> Spell | None:
    """The loan's last spell of a kind."""
    return loan.arrears if kind == "arrears" else loan.overdue


def with_spell(loan: Loan, kind: str, spell: Spell | None) -> Loan:
    """The loan with another spell of a kind."""
    return replace(loan, arrears=spell) if kind == "arrears" else replace(loan, overdue=spell)


def interest(d: Draft, event: ArrearsPosition) -> None:
    """A position of interest arrears."""
    owing = event.interest_arrears_on_bs + event.interest_arrears_off_bs
    take_in(d, "arrears", event, owing, event.interest_arrears_since)


def principal(d: Draft, event: LoanPosition) -> None:
    """A position of the principal. Without the field it says nothing of arrears, unless the loan has matured (R106).

    A balance of nil says that there are none.
    """
    if event.principal_arrears is not None:
        take_in(d, "overdue", event, event.principal_arrears, event.principal_arrears_since)
        return
    loan = d.loans[event.loan_no]
    if event.outstanding_balance <= 0:
        take_in(d, "overdue", event, 0, None)
    elif not loan.off_balance and day_of(d.record.occurred) > loan.matures_on:
        take_in(d, "overdue", event, event.outstanding_balance, -_unpaid_since(d, loan))


def _unpaid_since(d: Draft, loan: Loan) -> int:
    """R106: the day after the maturity; of one on no working day, the day after the first working day that follows."""
    calendar, matured = d.frame.calendar, loan.matures_on
    return (matured if calendar.is_working(matured) else calendar.nth_working_day(matured, 1)) + 1


def extended(d: Draft, loan: Loan, until: int) -> None:
    """R106: extended to a date ahead, nothing of it is owed yet: a cure, which is never retracted (R77)."""
    if until <= day_of(d.recorded):
        return
    _cleared_before(d, "overdue", loan)
    if loan.overdue is not None and not loan.settled:
        d.loans[loan.loan_no] = replace(loan, overdue=stopped(loan.overdue, "", d.at, 0))


def cured_before(d: Draft, event: LoanPosition) -> None:
    """R48: a cure received before a band was reached, read after the loan has ended, which it leaves as it is (R28)."""
    loan = d.loans[event.loan_no]
    nil = event.principal_arrears is None and not event.outstanding_balance and loan.settled
    if (nil or event.principal_arrears == 0) and not retraction_of(d):
        _cleared_before(d, "overdue", loan)


def _cleared_before(d: Draft, kind: str, loan: Loan) -> None:
    """R48: the bands of all its spells that were reached though this clearing had been received."""
    clause = d.frame.book.signals[_NUMBERS[kind]].clause
    overdue, arisen = f"{clause}|3|{loan.loan_no}", f"{clause}|{loan.loan_no}|"
    for key in sorted(d.tracks):
        if key.startswith(arisen) if kind == "arrears" else key == overdue:
            dispute_checks(d, key)


def take_in(d: Draft, kind: str, event: LoanFact, owing: int, since: int | None) -> None:
    """Arisen, going on, or cleared. Clearing stops the count and closes nothing (O4). A date of ours is negative."""
    if suppressed(d):
        return
    loan = d.loans[event.loan_no]
    spell = spell_of(loan, kind)
    if not owing or since is None:
        _cleared_before(d, kind, loan)
        if spell is not None:
            again = 0 if kind == "overdue" else spell.next_band  # R10: after a figure in bounds the same band is worse
            d.loans[loan.loan_no] = with_spell(loan, kind, stopped(spell, d.record.id, d.at, again))
        return
    if loan.settled:
        if not told_of_end(d, loan):
            d.file_away("arrears_on_settled", "O4", loan_no=loan.loan_no)
        return
    if spell is None or (not spell.running and abs(since) > spell.identity):
        spell, redated = begun(d.record.id, since, spell), False
    else:
        before, spell = spell, asserted(spell, d.record.id, since)
        redated = spell.since < before.since or not before.running
    _reach(d, kind, loan, spell, event, redated=redated)


def _reach(d: Draft, kind: str, loan: Loan, spell: Spell, event: LoanFact, *, redated: bool) -> None:
    """The highest band reached at this recording, if it is a further one."""
    bands = bands_of(d, kind)
    reached = reached_by(spell, bands, d.today)
    d.loans[loan.loan_no] = with_spell(loan, kind, replace(spell, next_band=max(spell.next_band, reached)))
    if reached <= spell.next_band:
        return
    first_day, _ = bands[reached - 1]
    start = midnight(d.today if redated else spell.since + first_day - 1)
    ground = ground_of(d, event, default=d.record.occurred, system=True)
    _raise(d, kind, loan, spell, reached - 1, start, replace(ground, tags=recorded_late(d, ground)))


def _subject(kind: str, loan: Loan, spell: Spell) -> str:
    """W1: 11.1.3 the loan and the date first recorded; signal 3 its number and the loan."""
    return f"{loan.loan_no}|{write_day(spell.identity)}" if kind == "arrears" else f"3|{loan.loan_no}"


def _subject_key(d: Draft, kind: str, loan: Loan, spell: Spell) -> str:
    return f"{d.frame.book.signals[_NUMBERS[kind]].clause}|{_subject(kind, loan, spell)}"


def _raise(
    d: Draft,
    kind: str,
    loan: Loan,
    spell: Spell,
    band: int,
    start: int,
    ground: Ground,
    cleared: str = "",
) -> None:
    first_day, level = bands_of(d, kind)[band]
    interest_kind = kind == "arrears"
    rule = d.frame.book.signals[_NUMBERS[kind]]
    finder, found_from = finder_of(d, ground)
    days = (("since", spell.since), ("first_day", first_day), ("reached_on", first_day - 1 + spell.since))
    ours = () if own_date(spell) else _matured(d, loan)
    uncleared = (("cleared", cleared),) if cleared else ()
    raise_signal(
        d,
        Raise(
            clause=rule.clause,
            subject=_subject(kind, loan, spell),
            level=level,
            group=rule.group,
            start=start,
            day=day_of(start),
            why=Why(
                "arrears_day" if interest_kind else "overdue_day",
                rule.clause,
                (("loan_no", loan.loan_no), *days, *ours, *uncleared),
                tuple(event for event, *_ in spell.events),
            ),
            ground=ground,
            loans=(loan.loan_no,),
            tags=ground.tags,
            finder=finder,
            found_from=found_from,
        ),
    )


def _matured(d: Draft, loan: Loan) -> tuple[tuple[str, int], ...]:
    """R106: what day 1 is counted from: the maturity, and the working day on which it could still be paid."""
    working = d.frame.calendar.is_working(loan.matures_on)
    until = () if working else (("paid_until", _unpaid_since(d, loan) - 1),)
    return (("matures_on", loan.matures_on), *until)


def next_band_at(spell: Spell, bands: Bands) -> int:
    """When a running spell reaches its next band; 0: never."""
    if not spell.running or spell.next_band >= len(bands):
        return 0
    return midnight(spell.since + bands[spell.next_band][0] - 1)


def reach_bands(d: Draft) -> None:
    """Time alone: every band whose day has begun (T2)."""
    for kind in ("arrears", "overdue"):
        bands = bands_of(d, kind)
        for loan_no in list(d.loans):
            loan = d.loans[loan_no]
            spell = spell_of(loan, kind)
            while spell is not None and (at := next_band_at(spell, bands)) and at <= d.at:
                band = spell.next_band
                spell = replace(spell, next_band=band + 1)
                loan = with_spell(loan, kind, spell)
                d.loans[loan_no] = loan
                before = _rises(d, kind, loan, spell)
                _raise(d, kind, loan, spell, band, at, Ground(CLOCK, d.at, d.at, system=True))
                _rest(d, kind, loan, spell, before)


def _rises(d: Draft, kind: str, loan: Loan, spell: Spell) -> tuple[str, int]:
    """The signal of a spell, and how often it has risen."""
    track = d.tracks.get(_subject_key(d, kind, loan, spell))
    return (track.row.id, track.rises) if track is not None else ("", 0)


def _rest(d: Draft, kind: str, loan: Loan, spell: Spell, before: tuple[str, int]) -> None:
    """What a band reached by the clock has raised rests on the position it was counted from (W12)."""
    if _rises(d, kind, loan, spell) == before:
        return
    key = _subject_key(d, kind, loan, spell)
    event = next((event for event, since, _ in spell.events if abs(since) == spell.since), "")
    if event and key in d.tracks:
        track = d.tracks[key]
        d.tracks[key] = replace(track, rests=tuple(dict.fromkeys((*track.rests, event))))


def judge_again(d: Draft, kind: str, loan: Loan, spell: Spell) -> None:
    """T5: a band of a new book already past is reached at the instant the book takes force."""
    reached = reached_by(spell, bands_of(d, kind), d.today)
    d.loans[loan.loan_no] = with_spell(loan, kind, replace(spell, next_band=reached))
    track = d.tracks.get(_subject_key(d, kind, loan, spell))
    known = track is not None and (track.row.status == "closed" or bands_of(d, kind)[reached - 1][1] <= track.fact)
    if reached and not known:
        _raise(d, kind, loan, spell, reached - 1, d.at, Ground(d.record.id, d.at, d.at, system=True))


def retract(d: Draft, event_id: str) -> bool:
    """W12: days go on from what is not retracted; a count of which nothing is left stops. Whether there was any.

    Bands that only what was retracted had reached are reached anew (R65). Of a clearing, the days go on (R104).
    """
    found = False
    for kind in ("arrears", "overdue"):
        for loan in list(d.loans.values()):
            spell = spell_of(loan, kind)
            left = _without(d, kind, loan, spell, event_id) if spell is not None else None
            if left != spell:
                found = True
                d.loans[loan.loan_no] = with_spell(loan, kind, left)
    return found


def _without(d: Draft, kind: str, loan: Loan, spell: Spell, event_id: str) -> Spell:
    """A spell, and those before it, without one of their positions or clearings."""
    bands = bands_of(d, kind)
    spell, former = unsaid(spell, event_id, bands, d.today), spell.former
    entry = clearing(spell, event_id)
    if entry is not None:
        left = uncleared(spell, entry)
        return _count_on(d, kind, loan, left, entry, had_reached(left, entry))
    if former is None:
        return spell
    entry = clearing(former, event_id)
    if entry is None:
        return replace(spell, former=_without(d, kind, loan, former, event_id))
    left = uncleared(former, entry)
    if not left.running:
        return replace(spell, former=_count_on(d, kind, loan, left, entry, had_reached(left, entry)))
    had = had_reached(left, entry)
    return _count_on(d, kind, loan, joined(left, spell), entry, had if kind == "arrears" else max(had, spell.next_band))


def _count_on(d: Draft, kind: str, loan: Loan, spell: Spell, entry: Cleared, had: int) -> Spell:
    """R104: a spell as if it had not been cleared by ``entry``; a band reached meanwhile is reached now (R27)."""
    bands, run = bands_of(d, kind), entry[2]
    until = d.at if spell.running else counted_until(spell, run, d.at)
    reached = reached_by(spell, bands, day_of(until)) if until else 0
    top = max(had, reached)
    cleared = tuple((name, at, of, max(band, top) if of == run else band) for name, at, of, band in spell.cleared)
    cured = any(name for name, _, of, _ in cleared if of == spell.run)
    counts = spell.running or kind == "arrears" or not cured  # R10: after a figure in bounds the same band is worse
    spell = replace(spell, next_band=top if counts else spell.next_band, cleared=cleared)
    if not loan.settled:
        if until:
            running = "arrears_count_on" if kind == "arrears" else "overdue_count_on"
            what = running if spell.running else "still_cleared"
            d.file_away(what, "O4", loan_no=loan.loan_no, since=spell.since)
        if reached > had:
            ground = Ground(d.record.id, d.at, d.at, system=True)
            before = _rises(d, kind, loan, spell)
            _raise(d, kind, loan, spell, reached - 1, midnight(d.today), ground, entry[0])
            _rest(d, kind, loan, spell, before)
    return spell


def clear(d: Draft, loan: Loan) -> Loan:
    """Settlement, refinancing included, clears (O4)."""
    for kind in ("arrears", "overdue"):
        spell = spell_of(loan, kind)
        _cleared_before(d, kind, loan)
        if spell is not None:
            loan = with_spell(loan, kind, stopped(spell, "", d.at, spell.next_band))
    return loan
