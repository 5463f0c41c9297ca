"""A duty that has only another id is the same; nobody was asked to do what is new."""

from __future__ import annotations

from msgspec.structs import replace

from warning.audit.backtest.again import Pair
from warning.audit.backtest.changes import differences, state_after
from warning.audit.backtest.joined import joined
from warning.audit.backtest.workload import Workload
from warning.core.rows import Duty
from warning.core.scalars import DAY

REPORT = Duty(
    id="D-1",
    kind="report",
    clause="11.1.4",
    customer_no="C1",
    domain="business",
    hangs_on="S-1",
    number=1,
    org_no="3000",
    post="branch_monitor",
    start=DAY,
    due=2 * DAY,
    due_working=None,
    state="met_late",
    opened_at=DAY,
    fulfilled_at=3 * DAY,
    breached_at=2 * DAY,
    signal_id="S-1",
)
RENAMED = replace(REPORT, id="D-2")


def _gone(duty: Duty) -> Pair:
    return Pair(before=duty, after=None, causes=("tiers",))


def _new(duty: Duty) -> Pair:
    return Pair(before=None, after=duty, causes=("tiers",))


def _load(pairs: list[Pair]) -> tuple[int, int, int]:
    work = Workload(0, 10 * DAY)
    work.apart(pairs)
    (found,) = work.found()
    return found.opened_after, found.breached_after, found.unasked_after


def test_another_id_alone_is_no_difference() -> None:
    pairs = joined([_gone(REPORT), _new(RENAMED)])
    assert [(pair.before, pair.after) for pair in pairs] == [(REPORT, RENAMED)]
    assert list(differences(pairs, 0)) == []
    assert _load(pairs) == (0, 0, 0)


def test_another_term_is_told_once_with_both_ends() -> None:
    (found,) = differences(joined([_gone(REPORT), _new(replace(RENAMED, due=4 * DAY, state="met"))]), 0)
    assert (found.change, found.before_state, found.after_state) == ("state", "met_late", "met")
    (other,) = differences(joined([_gone(REPORT), _new(replace(RENAMED, due=DAY + 1))]), 0)
    assert other.change == "due"


def test_what_is_asked_of_another_is_new() -> None:
    pairs = joined([_gone(REPORT), _new(replace(RENAMED, org_no="1000")), _new(replace(RENAMED, id="D-3"))])
    assert len(pairs) == 2
    assert [found.change for found in differences(pairs, 0)] == ["new"]


def test_nobody_was_asked_to_do_what_is_new() -> None:
    assert {state_after(REPORT, asked=asked) for asked in (True, False)} == {"met_late", "unasked"}
    assert state_after(replace(REPORT, state="breached"), asked=False) == "unasked"
    assert state_after(replace(REPORT, state="met"), asked=False) == "met"
    assert _load([_new(REPORT)]) == (1, 0, 1)
