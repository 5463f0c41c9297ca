"""T5: a new rule book takes force: what it raises is discovered at that instant; nothing falls, no due moves."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core import arrears, maturity
from warning.core.conditions import observe
from warning.core.draft import Activation, Draft
from warning.core.effects import Why
from warning.core.facts import GRADES
from warning.core.signals import Raise, raise_signal, was_lowered
from warning.core.state import Ground, Track


def activate(d: Draft) -> None:
    """Judge again, under the frame now in force, what is on record."""
    _figures(d)
    _grade(d)
    for loan in list(d.loans.values()):
        if loan.check_at and loan.status == "active":
            checked = maturity.with_check(d.frame, loan)
            window_at = checked.window_at if loan.window_at else 0
            check_at = max(checked.check_at, d.at)
            d.loans[loan.loan_no] = replace(checked, assessed=loan.assessed, window_at=window_at, check_at=check_at)
    for kind in ("arrears", "overdue"):
        for loan in list(d.loans.values()):
            spell = arrears.spell_of(loan, kind)
            if spell is not None and spell.running:
                arrears.judge_again(d, kind, loan, spell)
    maturity.check(d)
    maturity.open_assessments(d)
    frame_id = d.record.content.frame_id if isinstance(d.record.content, Activation) else ""
    d.file_away("activation", "T5", frame=frame_id)


def released(track: Track | None) -> bool:
    """Whether a release has closed or lowered the signal: a new book does not raise it."""
    if track is None:
        return False
    return track.row.status == "closed" or was_lowered(track)


def _ground(d: Draft) -> Ground:
    return Ground(d.record.id, d.at, d.at, system=True)


def _figures(d: Draft) -> None:
    for key, (_, event) in sorted(d.observations.items()):
        rule = d.frame.book.signals[event.number]
        reading = observe(rule, event)
        track = d.tracks.get(f"{rule.clause}|{key}")
        if not reading.computable or not reading.level or released(track):
            continue
        if track is not None and reading.level <= track.row.level:
            continue
        raise_signal(
            d,
            Raise(
                clause=rule.clause,
                subject=key,
                level=reading.level,
                group=rule.group,
                start=d.at,
                day=d.today,
                why=Why("new_book", "T5", (("number", event.number), *reading.values), (d.record.id,)),
                ground=_ground(d),
                loans=(event.loan_no,) if event.loan_no else None,
            ),
        )


def _grade(d: Draft) -> None:
    clause = "11.1.2"
    track = d.tracks.get(f"{clause}|-")
    book = d.frame.book
    if not d.grades:
        return
    _, grade, forecast = d.grades[-1]
    levels = book.forecast_levels if forecast else book.set_levels
    level = levels.get(GRADES[grade], 0)
    if not level or released(track) or (track is not None and level <= track.row.level):
        return
    raise_signal(
        d,
        Raise(
            clause=clause,
            subject="-",
            level=level,
            group=book.groups[clause],
            start=d.at,
            day=d.today,
            why=Why("new_book", "T5", (("grade", GRADES[grade]),), (d.record.id,)),
            ground=_ground(d),
            limit=track.limit if track is not None else 0,
        ),
    )
