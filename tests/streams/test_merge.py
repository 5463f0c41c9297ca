"""Partitions become one row of records, by the instants of their recording."""

from __future__ import annotations

from tests.cli.events import line
from warning.contracts.decode import Refused, decode
from warning.intake.parted import Parted
from warning.streams.merge import Merge
from warning.streams.places import at_offset


def _fact(source: str, offset: int, at: str) -> Parted:
    known = {"customer_no": "C1", "borrower_name": "某公司"}
    raw = line(f"{source}{offset}", "borrower.registered.v1", f"2026-10-01T{at}:00.000+08:00", **known).encode()
    return Parted(source, offset, raw, decode(raw), at_offset(offset + 1))


def _act(source: str, offset: int, at: str) -> Parted:
    whose = {"customer_no": "C1", "domain": "business", "org_no": "1003", "post": "sub_branch_president"}
    at = f"2026-10-01T{at}:00.000+08:00"
    raw = line(f"{source}{offset}", "phone.notice.v1", at, officer_no="1003-SBP01", **whose).encode()
    return Parted(source, offset, raw, decode(raw), at_offset(offset + 1))


def _broken(source: str, offset: int) -> Parted:
    try:
        decode(b"{")
    except Refused as refused:
        return Parted(source, offset, b"{", refused, at_offset(offset + 1))
    raise AssertionError("it was read")


def _names(merge: Merge, most: int = 99, awaited: tuple[str, ...] = ()) -> list[str]:
    return [f"{one.source}{one.offset}" for one in merge.take(most, awaited)]


def test_by_instant_and_facts_before_acts() -> None:
    merge = Merge()
    merge.add([_act("a", 0, "09:00"), _act("a", 1, "09:30")])
    merge.add([_fact("b", 0, "08:00"), _fact("b", 1, "09:00"), _fact("b", 2, "10:00")])
    assert len(merge) == 5
    assert _names(merge) == ["b0", "b1", "a0", "a1", "b2"]


def test_a_sources_own_order_stays() -> None:
    merge = Merge()
    merge.add([_fact("a", 0, "10:00"), _fact("a", 1, "08:00"), _fact("b", 0, "09:00")])
    assert _names(merge) == ["b0", "a0", "a1"]


def test_one_that_cannot_be_read_belongs_to_the_one_before_it() -> None:
    merge = Merge()
    merge.add(
        [_broken("a", 0), _fact("a", 1, "09:00"), _broken("a", 2), _fact("b", 0, "08:00"), _fact("b", 1, "10:00")]
    )
    assert _names(merge) == ["a0", "b0", "a1", "a2", "b1"]


def test_nothing_is_taken_past_one_that_is_awaited() -> None:
    merge = Merge()
    merge.add([_fact("a", 0, "09:00"), _fact("a", 1, "11:00"), _fact("b", 0, "10:00")])
    assert merge.empty(("a", "b", "c")) == {"c"}
    assert _names(merge, awaited=("a", "b", "c")) == []
    assert _names(merge, awaited=("a", "b")) == ["a0", "b0"]
    assert _names(merge, awaited=("a",)) == ["a1"]


def test_what_was_not_taken_is_next() -> None:
    merge = Merge()
    merge.add([_fact("a", 0, "09:00"), _broken("a", 1), _fact("b", 0, "09:30"), _fact("a", 2, "10:00")])
    taken = merge.take(3)
    merge.put_back(taken[1:])
    assert _names(merge) == ["a1", "b0", "a2"]
    merge.put_back(taken[:1])
    merge.clear()
    assert len(merge) == 0
