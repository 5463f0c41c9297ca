"""Facts about the borrower: classification, major events, observed signals, management findings, retractions."""

from __future__ import annotations

from typing import Final, get_args

from msgspec.structs import replace

from warning.core import added, arrears, conditions, contagion, maturity
from warning.core.ahead import keep_ahead
from warning.core.conditions import lacking, observe
from warning.core.draft import Draft, Record
from warning.core.duties import REPORTS, put, score
from warning.core.effects import Filed, Why
from warning.core.events import (
    ClassificationForecast,
    ClassificationSet,
    EventRetracted,
    Grade,
    MajorEvent,
    ManagementFinding,
    SignalObserved,
)
from warning.core.frame import Frame
from warning.core.kept import keep_what_is_left
from warning.core.scalars import day_of, first_of, first_of_next_month, midnight, write_month
from warning.core.signals import FACTS, Raise, dispute, finder_of, ground_of, raise_signal, recorded_late
from warning.core.state import Borrower, File, Ground, Track

GRADES: Final[tuple[str, ...]] = get_args(Grade)
GRADED: Final = "11.1.2|-"
"""The signal of the class, set or forecast: there is one a borrower."""
NON_PERFORMING: Final = GRADES.index("substandard")
MAJOR_KINDS: Final = (
    "external_policy",
    "structure_or_leader",
    "guarantees_over_line",
    "income_and_expenditure",
    "litigation",
    "cross_default",
    "other_danger",
)
FINDING_CLAUSES: Final = {
    "beyond_authority": "12.1.2.1",
    "breach_of_rules": "12.1.2.1",
    "conditions_not_met": "12.1.2.2",
}
MEMORY: Final = 32
"""How many retractions and findings of concealment are remembered of events that have not come."""
Grades = tuple[tuple[str, int, bool], ...]
Months = tuple[tuple[str, str], ...]
RANK: Final = {"sub_branch": 0, "branch": 1, "head_office": 2}


def classified(d: Draft, event: ClassificationSet) -> None:
    """O1: the class is set, on the day of its recording at the latest; into the last three unforecast it was missed."""
    grade = GRADES.index(event.grade)
    day = min(event.classified_on, day_of(d.recorded))  # R94
    month = write_month(day)
    missed = grade >= NON_PERFORMING and month not in dict(d.forecast_months)
    later = _note(d, grade, forecast=False)
    level = conditions.classification(d.frame.book, event.grade)
    if level or GRADED in d.tracks:
        ground = ground_of(d, event, default=d.record.occurred)
        limit = midnight(first_of_next_month(day))
        why = Why("classified", "11.1.2", (("grade", event.grade), ("month", month)), (d.record.id,))
        tags = ("forecast_missed",) if missed else ()
        _graded(d, level, ground, why, limit, later=later, tags=tags, forecast=False)


def forecast(d: Draft, event: ClassificationForecast) -> None:
    """11.1.2: next month's class as a sub-branch or a branch expects it; the worse of the two decides (O1)."""
    grade = GRADES.index(event.grade)
    if grade >= NON_PERFORMING:
        d.forecast_months = _with_month(d.forecast_months, event, d.record.id)
    later = _note(d, grade, forecast=True)
    level = conditions.forecast(d.frame.book, event.grade)
    if level or GRADED in d.tracks:
        ground = ground_of(d, event, default=d.record.occurred, discovered_by=event.org_no)
        limit = midnight(min(first_of(event.month), first_of_next_month(day_of(d.recorded))))  # R93
        why = Why("forecast", "11.1.2", (("grade", event.grade), ("month", event.month)), (d.record.id,))
        _graded(d, level, ground, why, limit, later=later, tags=(), forecast=True)


def noted(before: Borrower, event: ClassificationForecast, record: Record, frame: Frame) -> File | None:
    """The file with a forecast that raises nothing, of a borrower without a signal; None where it may do more.

    Most forecasts are such. They change nothing else, so that nothing follows from them.
    """
    file = before.file
    if file.tracks or file.retracted or 0 < before.next_due <= record.received:
        return None
    if conditions.forecast(frame.book, event.grade):
        return None
    grade, months = GRADES.index(event.grade), file.forecast_months
    if grade >= NON_PERFORMING:
        months = _with_month(months, event, record.id)
    return replace(file, grades=_with_grade(file.grades, record.id, grade, forecast=True), forecast_months=months)


def _note(d: Draft, grade: int, *, forecast: bool) -> bool:
    """Keep a class or a forecast on record; whether it is worse than the one before, or the first (W8)."""
    later = not d.grades or grade > d.grades[-1][1]
    d.grades = _with_grade(d.grades, d.record.id, grade, forecast=forecast)
    return later


def _with_grade(grades: Grades, event_id: str, grade: int, *, forecast: bool) -> Grades:
    return (*grades[-FACTS + 1 :], (event_id, grade, forecast))


def _with_month(months: Months, event: ClassificationForecast, event_id: str) -> Months:
    return (*months[-MEMORY + 1 :], (event.month, event_id))


def _graded(
    d: Draft, level: int, ground: Ground, why: Why, limit: int, *, later: bool, tags: tuple[str, ...], forecast: bool
) -> None:
    finder, found_from = finder_of(d, ground)
    raise_signal(
        d,
        Raise(
            clause="11.1.2",
            subject="-",
            level=level,
            group=d.frame.book.groups["11.1.2"],
            start=ground.discovered,
            day=day_of(ground.discovered),
            why=why,
            ground=ground,
            later=later,
            limit=limit,
            tags=tuple(sorted((*tags, *recorded_late(d, ground)))),
            finder=finder,
            found_from=found_from,
            forecast=forecast,
        ),
    )


def major_event(d: Draft, event: MajorEvent) -> None:
    """11.1.4: always red."""
    rule = d.frame.book.signals[11 + MAJOR_KINDS.index(event.kind)]
    ground = ground_of(d, event, default=d.recorded)
    finder, found_from = finder_of(d, ground)
    raise_signal(
        d,
        Raise(
            clause=rule.clause,
            subject=event.matter or d.record.id,
            level=conditions.major_event(d.frame.book, rule, event.kind),
            group=rule.group,
            start=ground.discovered,
            day=day_of(ground.discovered),
            why=Why("major_event", rule.clause, (("kind", event.kind),), (d.record.id,)),
            ground=ground,
            tags=recorded_late(d, ground),
            finder=finder,
            found_from=found_from,
        ),
    )


def observed(d: Draft, event: SignalObserved) -> None:
    """11.1.6: a signal of ``signals.md`` with its values; what cannot be computed is shown and is no pass."""
    rule = d.frame.book.signals[event.number]
    needed = lacking(rule, event)
    if needed:
        number = event.number
        d.refuse("figures_missing", f"data.{needed[0]}", rule.clause, number=number, needed=", ".join(needed))
        return
    reading = observe(rule, event)
    subject = f"{event.number}|{event.loan_no}" if event.loan_no else str(event.number)
    values = (("number", event.number), *reading.values)
    if not reading.computable:
        d.say(Filed("not_computable", Why(reading.reason, rule.clause, values, (d.record.id,))))
        return
    d.observations[subject] = (d.record.id, event)
    track = d.tracks.get(f"{rule.clause}|{subject}")
    if track is None and not reading.level:
        d.say(Filed("observed_in_bounds", Why("observed_in_bounds", rule.clause, values, (d.record.id,))))
        if not event.loan_no:
            return
    ground = ground_of(d, event, default=d.recorded)
    finder, found_from = finder_of(d, ground)
    raise_signal(
        d,
        Raise(
            clause=rule.clause,
            subject=subject,
            level=reading.level,
            group=rule.group,
            start=ground.discovered,
            day=day_of(ground.discovered),
            why=Why("observed", rule.clause, values, (d.record.id,)),
            ground=ground,
            loans=(event.loan_no,) if event.loan_no else None,
            later=track is None or reading.level > track.fact,
            tags=recorded_late(d, ground),
            finder=finder,
            found_from=found_from,
        ),
    )


def finding(d: Draft, event: ManagementFinding) -> None:
    """O7: the bank's own breach, by kind and by the lowest organisation that found it."""
    if event.kind == "concealment":
        _concealment(d, event)
        return
    clause = FINDING_CLAUSES[event.kind]
    ground = ground_of(d, event, default=d.recorded)
    finder, found_from = finder_of(d, ground)
    before = d.tracks.get(f"{clause}|{event.finding_no}")
    found_at, start = _found_at(d, ground, before)
    said = Raise(
        clause=clause,
        subject=event.finding_no,
        level=conditions.finding(d.frame.book, event.kind),
        group="management",
        domain="management",
        start=start,
        day=day_of(start),
        why=Why("finding", clause, (("kind", event.kind), ("found_at", found_at)), (d.record.id,)),
        ground=ground,
        loans=tuple(dict.fromkeys(event.loan_nos)) or None,
        tags=recorded_late(d, ground),
        found_at=found_at,
        finder=finder,
        found_from=found_from,
        to_head_office=event.kind != "conditions_not_met" or event.approved_by != "sub_branch",
    )
    raise_signal(d, said)
    added.add(d, before, said, event)


def _found_at(d: Draft, ground: Ground, before: Track | None) -> tuple[str, int]:
    """O7: the lowest level that discovered or recorded it, now or earlier, and where its clocks start.

    A system's finding counts as the sub-branch's. Found at a sub-branch all clocks run from the first discovery, else
    from the finder's own.
    """
    orgs = [d.frame.orgs[no] for no in (ground.discovered_by, ground.recorded_by) if no in d.frame.orgs]
    levels: list[str] = [min((org.level for org in orgs), key=RANK.__getitem__, default="sub_branch")]
    if before is not None and before.row.status == "live":
        levels.append(before.found_at)
    level = min(levels, key=RANK.__getitem__)
    by_finder = ground.discovered_by in d.frame.orgs and d.frame.orgs[ground.discovered_by].level == level
    return level, ground.discovered if level == "sub_branch" or by_finder else d.recorded


def _known(track: Track, fact: str, who: tuple[str, int]) -> Track:
    """A signal with who had known a fact, also where that waits for a balance or raised nothing yet (R90)."""

    def noted(grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
        return tuple(
            replace(ground, known=(*ground.known, who)) if ground.event == fact else ground for ground in grounds
        )

    return replace(
        track,
        grounds=noted(track.grounds),
        waiting=noted(track.waiting),
        beside=noted(track.beside),
        facts=noted(track.facts),
    )


def _concealment(d: Draft, event: ManagementFinding) -> None:
    """D10: a superior records that somebody had known a fact; breaches are scored anew, nothing is re-dated."""
    by = event.recorded_by or event.discovered_by or ""
    owner, since = event.concealed_by or "", int(event.concealed_since or 0)
    if not d.frame.above(by, owner):
        d.refuse("not_a_superior", "data.recorded_by", "D10")
        return
    rests = set()
    for tracks in (d.tracks, d.past):
        for key, track in sorted(tracks.items()):
            if any(ground.event == event.fact_id for ground in (*track.grounds, *track.waiting, *track.facts)):
                tracks[key] = _known(track, event.fact_id or "", (owner, since))
                rests.add(track.row.id)
    if not rests:
        d.concealed = (*d.concealed[-MEMORY + 1 :], (event.fact_id or "", owner, since))
    why = Why("concealment_found", "D10", (("org_no", owner), ("since", since)), (event.fact_id or "", d.record.id))
    for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
        if duty.signal_id in rests and duty.org_no == owner and duty.kind in REPORTS and duty.breached_at is not None:
            put(d, score(d, duty), "rescored", why)
    d.say(Filed("concealment", why))


def _goes_another_way(d: Draft, event: EventRetracted) -> bool:
    """R77: what ended a loan is taken back by a position (R53, R101); a proposal that waits, by who made it."""
    ended = {ending: loan for loan in d.loans.values() for ending in (loan.settled_by, loan.lost_by)}
    loan = ended.get(event.retracts)
    proposal = d.proposals.get(event.retracts)
    if loan is not None:
        ending = "written_off" if event.retracts == loan.lost_by else loan.status
        d.refuse("retracts_settlement", "data.retracts", "W12", loan_no=loan.loan_no, ending=ending)
    elif proposal is None:
        return False
    elif event.recorded_by == proposal.org_no:
        del d.proposals[event.retracts]
        d.file_away("proposal_withdrawn", "W8", proposal=event.retracts)
    else:
        d.refuse("not_the_proposer", "data.recorded_by", "W8", proposal=event.retracts, org_no=proposal.org_no)
    return True


def retracted(d: Draft, event: EventRetracted) -> None:
    """W12: an earlier event was wrong: it raises nothing further, and what rests on it is disputed."""
    if _goes_another_way(d, event):
        return
    found = keep_what_is_left(d, event.retracts)
    found = dispute(d, event.retracts) or found
    found = arrears.retract(d, event.retracts) or found
    found = contagion.retract(d, event.retracts) or found
    found = maturity.retract(d, event.retracts) or found
    for subject, (event_id, _) in list(d.observations.items()):
        if event_id == event.retracts:
            del d.observations[subject]
            found = True
    grades = tuple(one for one in d.grades if one[0] != event.retracts)
    found = found or grades != d.grades
    d.grades = grades
    d.forecast_months = tuple(one for one in d.forecast_months if one[1] != event.retracts)
    if not found:
        keep_ahead(d, event.retracts)
    why = Why("retracted" if found else "retraction_without_ground", "W12", (), (event.retracts, d.record.id))
    d.say(Filed("retracted" if found else "retraction_without_ground", why))
