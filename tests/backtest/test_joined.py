"""A duty that has only another id is the same; nobody was asked to do what is new."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from warning.audit.backtest.again import Pair
from warning.audit.backtest.changes import differences, state_after
from warning.audit.backtest.joined import joined
from warning.audit.backtest.workload import Workload
from warning.core.rows import Duty, DutyState
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


def _load(pairs: list[Pair]) -> tuple[int, int, int, int]:
    work = Workload(0, 10 * DAY)
    work.apart(pairs)
    (found,) = work.found()
    return found.opened_after, found.breached_after, found.unasked_after, found.answered_after


def test_another_id_alone_is_no_difference() -> None:
    pairs = joined([_gone(REPORT), _new(RENAMED)])
    assert [(pair.before, pair.after) for pair in pairs] == [(REPORT, RENAMED)]
    assert list(differences(pairs, 0)) == []
    assert _load(pairs) == (0, 0, 0, 0)


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
    assert {state_after(REPORT, before) for before in (REPORT, None)} == {"met_late", "unasked"}
    assert state_after(replace(REPORT, state="breached"), None) == "unasked"
    assert state_after(replace(REPORT, state="met"), None) == "met"
    assert _load([_new(REPORT)]) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("state", "fulfilled_at", "said"),
    [
        ("met", DAY, "answered"),
        ("met_late", DAY, "answered"),
        ("waived", DAY, "answered"),
        ("met", 2 * DAY, "breached"),  # at the instant of the asking: it counts there, too
        ("moved", DAY, "breached"),  # another organisation had it from then on
        ("breached", None, "breached"),
    ],
)
def test_who_had_answered_before_it_was_asked_is_not_late(
    state: DutyState, fulfilled_at: int | None, said: str
) -> None:
    before = replace(REPORT, state=state, opened_at=0, fulfilled_at=fulfilled_at, breached_at=None)
    after = replace(REPORT, state="breached", opened_at=2 * DAY, breached_at=3 * DAY, fulfilled_at=None)
    assert state_after(after, before) == said
    pair = Pair(before=before, after=after, causes=())
    (found,) = differences([pair], 0)
    assert found.after_state == said
    assert _load([pair]) == (0, int(said == "breached"), 0, int(said == "answered"))


@pytest.mark.parametrize(
    ("opened_at", "due", "said"),
    [
        (DAY - 1, 2 * DAY, "earlier"),
        (DAY + 1, 2 * DAY, "later"),
        (DAY - 1, 3 * DAY, "due"),
        (DAY, 3 * DAY, "due"),
    ],
)
def test_opened_at_another_instant_with_the_same_due_is_no_other_due(opened_at: int, due: int, said: str) -> None:
    after = replace(REPORT, opened_at=opened_at, due=due)
    (found,) = differences([Pair(before=REPORT, after=after, causes=("tiers",))], 0)
    assert (found.change, found.at) == (said, min(opened_at, DAY))
