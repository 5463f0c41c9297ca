"""The end of a membership, retracted (R103): the group takes it alike however late it hears of it."""

from __future__ import annotations

from warning.core.draft import Record, Wake
from warning.core.events import Told
from warning.core.scalars import DAY, HOUR, end_of, midnight
from warning.core.state import Group, Member, SourceFact
from warning.core.step import step
from warning.rulebook import load_frame

ENDED_ON = 739_560
MIDNIGHT = end_of(ENDED_ON)
FRAME = load_frame()


def _ending() -> Group:
    """C1, a source, stays; C2 has ended its membership on a day."""
    members = {"C1": Member(1, 1, event="m1"), "C2": Member(1, 1, ends_at=MIDNIGHT, event="m2", ended_by="e2")}
    return Group("G", members=members, sources={"C1": SourceFact(3, 1, 1, 1)}, next_due=MIDNIGHT)


def _left(group: Group) -> Group:
    return step(group, Record("wake", MIDNIGHT, MIDNIGHT, Wake(MIDNIGHT)), FRAME)[0]  # type: ignore[return-value]


def _hears(group: Group, retracted_at: int, heard_at: int) -> tuple[Member, list[Told]]:
    told = Told("g:G", "C2", "group:G", 1 << 20, 0, 0, retracted_at, retracts="e2", again="r2")
    after, effects = step(group, Record("told", heard_at, heard_at, told), FRAME)
    assert isinstance(after, Group)
    return after.members["C2"], [one for one in effects if isinstance(one, Told)]


def test_retracted_before_its_midnight_it_has_never_ended_and_who_is_there_is_told_nothing_new() -> None:
    member, told = _hears(_ending(), MIDNIGHT - HOUR, MIDNIGHT - HOUR)
    assert (member.made, member.here, member.ends_at) == (1, True, 0)
    assert [one.to for one in told if not one.retracts] == []


def test_heard_after_the_midnight_it_has_never_ended_all_the_same_and_what_was_put_down_is_told_again() -> None:
    member, told = _hears(_left(_ending()), MIDNIGHT - 1, MIDNIGHT + HOUR)
    assert (member.made, member.here, member.ends_at) == (1, True, 0)
    assert [(one.to, one.origin, one.value, one.again) for one in told if not one.retracts] == [("b:C2", "C1", 3, "r2")]


def test_retracted_at_the_midnight_it_is_made_anew() -> None:
    member, told = _hears(_left(_ending()), MIDNIGHT, MIDNIGHT + HOUR)
    assert (member.made, member.here, member.since) == (2, True, MIDNIGHT + HOUR)
    assert [one.link >> 20 for one in told if not one.retracts] == [2]
    assert midnight(ENDED_ON) + DAY == MIDNIGHT
