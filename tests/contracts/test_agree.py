"""msgspec's and pydantic's verdicts agree on good and broken messages; what is read is written back unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from tests.contracts.good import LEAST, ZONES, Tree, examples, line, message, messages
from warning.contracts import decode as decoding
from warning.contracts.decode import Refused, decode
from warning.contracts.encode import encode
from warning.contracts.envelope import ID, Envelope
from warning.contracts.models import envelope_model
from warning.contracts.problems import Fault
from warning.contracts.scalars import read, stamp
from warning.contracts.topics import ROUTES
from warning.contracts.verdict import verdict
from warning.core.events import Attendee, ReportParts, ReportSubmitted, SignalName
from warning.core.scalars import Day, Fen, Moment, read_day, read_fen, read_moment

ODD: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    1.0,
    1.5,
    2**63,
    10**30,
    "",
    " ",
    "x",
    "Ｌ",
    "x\n",
    "0.00",
    "-0.00",
    "1e3",
    "1_0.00",
    "01.00",
    "１.00",
    "-1.00",
    "9" * 16 + ".99",
    "9" * 17 + ".00",
    "20261101",
    "2026-11-01",
    "20261301",
    "2026-02-30",
    "99991231",
    "0000-01-01",
    "2026-11-01T00:00:00Z",
    "2026-11-01T00:00:00",
    "2026-11-01T24:00:00Z",
    "2026-11-01t00:00:00z",
    "2026-11-01T00:00:00.1234567Z",
    "1991-12-31T15:59:59.999999Z",
    "1991-12-31T16:00:00Z",
    "2199-12-31T15:59:59.999999Z",
    "2199-12-31T16:00:00Z",
    "2026-11-01T00:00:00+24:00",
    "2026-11",
    "CNY",
    "x" * 64,
    "x" * 65,
    "x" * 200,
    "x" * 201,
    "\ufffe",
    [],
    {},
    [None],
    ["x"],
    [1],
    {"x": 1},
    [[]],
    [{}],
]
"""Values that are wrong somewhere, or at a boundary."""


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a tree."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


@st.composite
def perhaps_broken(draw: st.DrawFn) -> Tree:
    """A good message after one or two strokes: another value, a field out, a field more."""
    tree = deepcopy(draw(messages()))
    odd = st.sampled_from(ODD).map(deepcopy)  # the next stroke may fall into it
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(sorted(places(tree), key=str)))
        if place == ("type",):
            continue
        within: Any = tree
        for step in place[:-1]:
            within = within[step]
        stroke = draw(st.sampled_from(["change", "change", "take", "add"]))
        if stroke == "change":
            within[place[-1]] = draw(odd)
        elif stroke == "take":
            del within[place[-1]]
        elif isinstance(within, dict):
            within[draw(st.sampled_from(["extra", "Loan_no", "loan_no", "kind", "value"]))] = draw(odd)
    return tree


def msgspec_takes(tree: Tree) -> bool:
    """Whether the fast pass takes it, checks across fields left out."""
    raw = json.dumps(tree, ensure_ascii=False).encode()
    try:
        envelope = decoding._decoder.decode(raw)
        stamp(envelope.time)
        stamp(envelope.recordedtime)
    except (msgspec.DecodeError, Fault):
        return False
    return bool(ID.fullmatch(envelope.id))


def pydantic_takes(tree: Tree) -> bool:
    """Whether the model takes it."""
    try:
        envelope_model(tree["type"]).model_validate(tree)
    except ValueError:
        return False
    return True


@pytest.mark.slow
@examples(600)
@given(perhaps_broken())
def test_both_verdicts_agree(tree: Tree) -> None:
    assert msgspec_takes(tree) == pydantic_takes(tree)


@pytest.mark.slow
@examples(300)
@given(perhaps_broken())
def test_decode_and_verdict_agree_and_nothing_is_unexplained(tree: Tree) -> None:
    raw = json.dumps(tree).encode()
    problems = verdict(raw)
    assert "unexplained" not in {problem.code for problem in problems}
    assert all(problem.zh and problem.en for problem in problems)
    if not problems:
        assert decode(raw).id == tree["id"]
        return
    with pytest.raises(Refused) as caught:
        decode(raw)
    assert list(caught.value.problems) == problems


@pytest.mark.slow
@examples(300)
@given(messages(), st.booleans())
def test_a_good_message_is_taken_and_written_back_unchanged(tree: Tree, ascii_only: bool) -> None:  # noqa: FBT001
    incoming = decode(json.dumps(tree, ensure_ascii=ascii_only).encode())
    written = encode(incoming.event)
    whole = decode(line(tree["type"], json.loads(written), id=tree["id"], time=tree["time"]))
    assert (whole.event, whole.occurred, whole.id) == (incoming.event, incoming.occurred, incoming.id)
    assert encode(whole.event) == written


@pytest.mark.parametrize("type_name", list(ROUTES))
def test_every_field_of_every_type_agrees_on_every_odd_value(type_name: str) -> None:
    for name, value in product(ROUTES[type_name].event.__struct_fields__, ODD):
        tree = message(type_name, LEAST[type_name] | {name: value})
        assert msgspec_takes(tree) == pydantic_takes(tree), (name, value)


@pytest.mark.parametrize("name", sorted(set(Envelope.__struct_fields__) | {"data"}))
def test_every_attribute_of_the_envelope_agrees_on_every_odd_value(name: str) -> None:
    for value in ODD:
        tree = message("loan.settled.v1", **{name: value})
        assert msgspec_takes(tree) == pydantic_takes(tree), value


@given(st.text("0123456789-T:.+Z", max_size=32) | st.sampled_from([odd for odd in ODD if isinstance(odd, str)]))
def test_a_scalar_is_what_the_core_reads_or_is_refused(text: str) -> None:
    for kind, core in ((Fen, read_fen), (Day, read_day), (Moment, read_moment)):
        try:
            found = read(kind, text)
        except ValueError:
            continue
        assert (found, type(found)) == (core(text), kind)


@given(st.datetimes(datetime(1993, 1, 1), datetime(2199, 1, 1), timezones=ZONES))  # noqa: DTZ001 - naive bounds
def test_an_instant_in_parts_is_the_instant(at: datetime) -> None:
    text = at.isoformat()
    assert stamp(text) == stamp(text) == read_moment(text)


def test_no_default_is_spelled_like_another_field() -> None:
    """What ``decode._standing`` rests on."""
    nested = {field.name for struct in (Attendee, ReportParts, SignalName) for field in fields(struct)}
    for route in ROUTES.values():
        inner = nested if {"parts", "attendees", "signals"} & set(route.event.__struct_fields__) else set()
        others = {"specversion", "id", "type", "time", "recordedtime", "data", *Envelope.__struct_fields__}
        for field in fields(route.event):
            if not field.required and field.default is not None:
                assert field.name not in others | inner
            elif not field.required and field.name in others | inner:
                assert field.name == "source", "an envelope's source is never null"


def test_no_part_of_a_report_is_spelled_like_another_field() -> None:
    """What ``decode._standing`` rests on for the parts of a report."""
    others = {"specversion", "id", "type", "time", "recordedtime", "data", *Envelope.__struct_fields__}
    assert not set(ReportParts.__struct_fields__) & (others | set(ReportSubmitted.__struct_fields__))
