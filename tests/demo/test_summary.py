"""The summary: counted by hand on a few rows, and in balance on a whole month."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from msgspec.structs import replace

from warning.contracts.answers import LevelCount, OnTime, WeekCount
from warning.core.effects import Why
from warning.core.frame import Frame
from warning.core.rows import Duty, Warning
from warning.core.scalars import DAY, midnight
from warning.demo.bank import START, synthesise
from warning.demo.summary import Counted, summarise
from warning.intake.run import Counts, Refusal, Verdicts, decide
from warning.rulebook import load_frame

MONDAY = midnight(date(2026, 11, 2).toordinal())
NONE = Counts(lines=0, applied=0, duplicate=0, stale=0, held=0, quarantined=0)


def case(customer: str, level: int, *, at: int = MONDAY, tier: int = 0, closed: int | None = None) -> Warning:
    """A business warning of a borrower, raised at its level."""
    return Warning(
        id=f"W-{customer}",
        customer_no=customer,
        domain="business",
        number=1,
        level=level,
        tier=tier,
        raised_at=at,
        levels=((at, level),),
        tiers=((at, tier),),
        closed_at=closed,
    )


def duty(customer: str, org_no: str = "1001", *, due: int | None = MONDAY + DAY) -> Duty:
    """An open report of a sub-branch, due a day after the Monday."""
    return Duty(
        id=f"D-{customer}-{org_no}-{due}",
        kind="report",
        clause="11.1.3",
        customer_no=customer,
        domain="business",
        hangs_on="",
        number=1,
        org_no=org_no,
        post="sub_branch_president",
        start=MONDAY,
        due=due,
        due_working=due,
        state="open",
        opened_at=MONDAY,
    )


def verdicts(
    warnings: list[Warning], duties: list[Duty], refusals: list[Refusal] | None = None, until: int = MONDAY
) -> Verdicts:
    """What a run might have decided."""
    return Verdicts(
        signals=[], warnings=warnings, duties=duties, refusals=refusals or [], counts=NONE, until=until, head=""
    )


@pytest.fixture(scope="module")
def frame() -> Frame:
    """The packaged book, live from the demo's first day."""
    return load_frame(live_from=midnight(START.toordinal()))


def test_levels_and_weeks(frame: Frame) -> None:
    rows = [
        case("A", 1),
        case("B", 3, at=MONDAY - 1),
        case("C", 2, at=MONDAY + 7 * DAY - 1),
        case("D", 0, closed=MONDAY),
    ]
    found = summarise(verdicts(rows, []), frame)
    assert found.levels == (LevelCount("business", yellow=1, orange=1, red=1, closed=1),)
    assert found.weeks == (
        WeekCount("2026-10-26", yellow=0, orange=0, red=1),
        WeekCount("2026-11-02", yellow=1, orange=1, red=0),
    )


def test_branches_by_who_tracks(frame: Frame) -> None:
    tracks = [
        replace(duty("A", "1000", due=None), kind="tracking"),
        replace(duty("A", "2000", due=None), kind="tracking", state="moved"),
        replace(duty("B", "2000", due=None), kind="tracking"),
    ]
    found = {row.org_no: row for row in summarise(verdicts([case("A", 2), case("B", 3)], tracks), frame).branches}
    assert (found["1000"].orange, found["2000"].orange, found["2000"].red, found["3000"].red) == (1, 0, 1, 0)


def test_on_time_leaves_out_what_is_open_or_not_scored(frame: Frame) -> None:
    rows = [
        replace(duty("A"), state="met", fulfilled_at=MONDAY),
        replace(duty("B"), state="met_late", breached_at=MONDAY, cause="own", scored="late"),
        replace(duty("C"), state="breached", breached_at=MONDAY, cause="own", scored="concealed"),
        replace(duty("D"), state="breached", breached_at=MONDAY, cause="feed"),
        replace(duty("E"), state="waived"),
        duty("F"),
        replace(duty("G", due=None), kind="tracking", state="met"),
    ]
    summary = summarise(verdicts([], rows), frame)
    (rate,) = summary.on_time
    assert (rate.on_time, rate.scored, rate.late, rate.concealed, rate.not_scored) == (1, 3, 1, 1, 1)
    assert rate.basis_points == 3333
    assert (summary.late, summary.concealed) == (1, 1)


@pytest.mark.parametrize(("on_time", "scored", "points"), [(2, 3, 6667), (1, 3, 3333), (1, 8, 1250), (1, 20_000, 1)])
def test_the_rate_is_rounded_half_up(on_time: int, scored: int, points: int) -> None:
    row = OnTime("A", "", "branch", on_time=on_time, scored=scored, late=0, concealed=0, not_scored=0)
    assert row.basis_points == points


def test_what_ended_with_its_warning_or_loan_says_nothing_about_punctuality(frame: Frame) -> None:
    rows = [replace(duty("A"), state="met", fulfilled_at=MONDAY), replace(duty("B"), state="met", fulfilled_at=MONDAY)]
    (rate,) = summarise(verdicts([], rows), frame, ended=[rows[1].id]).on_time
    assert (rate.on_time, rate.scored) == (1, 1)


def test_no_rate_where_nothing_is_decided(frame: Frame) -> None:
    (rate,) = summarise(verdicts([], [duty("A")]), frame).on_time
    assert rate.basis_points is None


def test_urgent_by_level_then_tier_then_due(frame: Frame) -> None:
    rows = [
        case("A", 1),
        case("B", 3),
        case("C", 3, tier=2),
        case("D", 2),
        case("E", 2),
        case("F", 1),
        case("G", 3, closed=1),
    ]
    duties = [duty(row.customer_no) for row in rows]
    duties += [duty("E", due=MONDAY), replace(duty("D", due=MONDAY - DAY), state="met")]
    found = summarise(verdicts(rows, duties), frame, lambda number: f"某{number}").urgent
    assert [row.customer_no for row in found] == ["C", "B", "E", "D", "A"]
    assert [row.overdue for row in found] == [False, False, True, False, False]
    assert (found[0].level, found[0].tier, found[0].borrower, found[0].due) == ("red", 2, "某C", MONDAY + DAY)


def test_refusals_by_code(frame: Frame) -> None:
    broken = Refusal(
        line=1, event_id="e", type="t", outcome="quarantined", at=0, problems=(("money_form", "data", "x", "", ""),)
    )
    late = Refusal(line=2, event_id="f", type="t", outcome="refused", at=0, why=Why("same_person", "W8"))
    found = summarise(verdicts([], [], [broken, late, late]), frame).refusals
    assert found == (("refused", "same_person", 2), ("quarantined", "money_form", 1))


def test_a_month_is_in_balance(frame: Frame) -> None:
    """Every warning and duty is counted once, all three levels and both a late and a concealed duty are there."""
    lines = [line for line in synthesise(loans=600) if b'"id":"bad-' not in line]
    decided = decide(lines, frame)
    found = summarise(decided, frame)
    assert sum(row.yellow + row.orange + row.red + row.closed for row in found.levels) == len(decided.warnings)
    assert sum(row.yellow + row.orange + row.red for row in found.weeks) == len(decided.warnings)
    moved = sum(row.state == "moved" for row in decided.duties)
    assert sum(d.met + d.met_late + d.breached + d.open + d.waived for d in found.duties) + moved == len(decided.duties)
    business = next(row for row in found.levels if row.domain == "business")
    assert business.yellow > business.orange > 0 < business.red
    assert found.late > found.concealed > 0
    assert len(found.urgent) == 5
    assert {"report_incomplete", "leader_absent", "same_person", "post_may_not", "loan_unknown"} <= {
        code for _, code, _ in found.refusals
    }


def test_of_what_is_over_no_row_is_kept(frame: Frame) -> None:
    """A bank of any size is counted: of a thousand duties only those stay that are owed."""
    counted = Counted(frame)
    rows = [replace(duty(f"C{n}"), state="open" if n % 100 == 0 else "met", fulfilled_at=MONDAY) for n in range(1_000)]
    before = [sys.getrefcount(row) for row in rows]
    for row in rows:
        counted.duty(row)
    del row
    for n in range(1_000):
        counted.warning(case(f"C{n}", 2))
    after = [sys.getrefcount(row) for row in rows]
    assert sum(now > was for now, was in zip(after, before, strict=True)) == 10
    found = counted.summary(MONDAY, [], str)
    assert sum(line.met for line in found.duties) == 990
    assert len(found.urgent) == 5
