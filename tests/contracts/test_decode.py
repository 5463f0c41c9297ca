"""Good messages are taken whole, in one pass where they can be; keys that stand twice never are."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.good import LEAST, Tree, examples, line, message, messages
from tests.contracts.test_agree import places
from warning.contracts import decode as decoding
from warning.contracts.checks import TOLERANCE
from warning.contracts.decode import Refused, decode, timely
from warning.contracts.topics import ROUTES, TOPICS
from warning.core.events import EVENTS, LoanDisbursed, LoanPosition, LoanTakenOn
from warning.core.scalars import OPEN_ENDED, read_day, read_moment

LINE = line("loan.disbursed.v1")


@pytest.fixture
def one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow look is out of reach."""

    def never(raw: bytes, topic: str | None) -> None:
        pytest.fail(f"took the slow look: {raw!r}, {topic}")

    monkeypatch.setattr(decoding, "_again", never)


def test_a_disbursement_is_read() -> None:
    incoming = decode(LINE, "repayment")
    event = incoming.event
    assert isinstance(event, LoanDisbursed)
    assert (incoming.id, incoming.source, incoming.type) == ("e1", "/core-banking", "loan.disbursed.v1")
    assert incoming.occurred == read_moment("2026-11-01T01:00:00Z")
    assert incoming.received == read_moment("2026-11-01T01:00:05.123456Z")
    assert (event.outstanding_balance, event.disbursed_on, event.matures_on) == (
        100_000_000,
        read_day("2026-01-05"),
        OPEN_ENDED,
    )
    assert (incoming.digest, incoming.ignored) == (sha256(LINE).digest(), ())


@pytest.mark.usefixtures("one_pass")
@pytest.mark.parametrize("type_name", list(ROUTES))
def test_every_type_takes_one_pass(type_name: str) -> None:
    assert decode(line(type_name)).type == type_name
    assert decode(json.dumps(message(type_name), indent=1).encode()).type == type_name


@pytest.mark.usefixtures("one_pass")
@pytest.mark.parametrize(
    "more",
    [
        {"discovered": "2026-11-01T08:00:00+08:00", "discovered_by": "A1"},
        {"customer_no": None, "source": None, "discovered": None},
        {"corrects": None, "customer_no": "core:C1"},
    ],
)
def test_the_common_forms_of_a_position_take_one_pass(more: Tree) -> None:
    assert isinstance(decode(line("loan.position.v1", LEAST["loan.position.v1"] | more)).event, LoanPosition)


@pytest.mark.usefixtures("one_pass")
def test_defaults_written_out_and_own_schema_take_one_pass() -> None:
    content = LEAST["loan.taken_on.v1"] | {"product": "loan", "extension_count": 0, "contract_no": None}
    whole = line("loan.taken_on.v1", content, dataschema="https://bank/loan.taken_on/1.0", traceparent="00-a:b")
    assert isinstance(decode(whole).event, LoanTakenOn)


def test_a_text_that_looks_like_a_key_is_taken_after_the_slow_look() -> None:
    content = {"customer_no": "C1", "borrower_name": '某"某":公司'}
    assert decode(line("borrower.registered.v1", content)).event.borrower_name == '某"某":公司'  # type: ignore[attr-defined]


@pytest.mark.parametrize("minor", ["1.1", "1.2", "1.10"])
def test_unknown_fields_of_a_newer_minor_are_passed_over_and_named(minor: str) -> None:
    report = LEAST["report.submitted.v1"] | {"tone": {"a": 1}, "parts": {"basics": "x", "outlook": "y"}}
    incoming = decode(line("report.submitted.v1", report, dataschema=f"/contracts/{minor}"))
    assert incoming.ignored == ("data.parts.outlook", "data.tone")
    assert (
        incoming.event
        == decode(line("report.submitted.v1", LEAST["report.submitted.v1"] | {"parts": {"basics": "x"}})).event
    )


@pytest.mark.parametrize(
    "schema", ["/contracts/1.0", "/contracts/1", "/contracts/2.1", "/1.1/x", "/contracts/1.1\n", None]
)
def test_unknown_fields_of_our_own_minor_are_refused(schema: str | None) -> None:
    with pytest.raises(Refused) as caught:
        decode(line("loan.settled.v1", {"loan_no": "L1", "tone": 1}, dataschema=schema))
    assert ("unknown_field", "data.tone") in [(each.code, each.path) for each in caught.value.problems]


def test_a_newer_minor_excuses_nothing_but_unknown_fields() -> None:
    with pytest.raises(Refused) as caught:
        decode(line("loan.settled.v1", {"loan_no": "", "tone": 1}, dataschema="/contracts/1.1"))
    assert [each.path for each in caught.value.problems] == ["data.loan_no"]


def test_attributes_that_carriers_add_are_passed_over() -> None:
    plain = decode(line("loan.settled.v1"))
    carried = decode(line("loan.settled.v1", knativearrivaltime="2026", sampled=True, sequence=7))
    assert (carried.event, carried.ignored) == (plain.event, ())


SPACES = st.sampled_from(["", "", " ", "\t", "\n", "\r\n  "])


@st.composite
def doubled(draw: st.DrawFn) -> bytes:
    """A good message in which one key stands twice, written in any of JSON's ways."""
    tree = draw(messages())
    place = draw(st.sampled_from([place for place in sorted(places(tree), key=str) if isinstance(place[-1], str)]))
    return written(draw, tree, place, draw(st.booleans())).encode()


def written(draw: st.DrawFn, node: Any, place: tuple[Any, ...], same: bool) -> str:  # noqa: FBT001
    """JSON with odd spaces and escapes, and the key at ``place`` twice."""
    if isinstance(node, list):
        return "[" + ",".join(written(draw, each, below(place, i), same) for i, each in enumerate(node)) + "]"
    if not isinstance(node, dict):
        return json.dumps(node, ensure_ascii=draw(st.booleans()))
    pairs = []
    for name, value in node.items():
        text = written(draw, value, below(place, name), same)
        pairs.append(f"{spelled(draw, name)}{draw(SPACES)}:{draw(SPACES)}{text}")
        if place == (name,):
            twice = text if same else json.dumps(draw(st.sampled_from([None, "x", "a:b", 1, {}, []])))
            pairs.insert(draw(st.integers(0, len(pairs))), f"{spelled(draw, name)}{draw(SPACES)}:{draw(SPACES)}{twice}")
    return "{" + f"{draw(SPACES)},".join(pairs) + "}"


def below(place: tuple[Any, ...], step: Any) -> tuple[Any, ...]:
    return place[1:] if place and place[0] == step else ()


def spelled(draw: st.DrawFn, name: str) -> str:
    """A key, now and then with its first letter escaped."""
    return f'"\\u{ord(name[0]):04x}{name[1:]}"' if draw(st.integers(0, 5)) == 0 else json.dumps(name)


@pytest.mark.slow
@examples(500)
@given(doubled())
def test_a_key_that_stands_twice_is_always_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as caught:
        decode(raw)
    assert {each.code for each in caught.value.problems} == {"duplicate_key"}


def test_topics_hold_every_type_once_with_a_required_key() -> None:
    assert sorted(name for names in TOPICS.values() for name in names) == sorted(event.TYPE for event in EVENTS)
    assert ROUTES["loan.position.v1"].key == "loan_no"
    assert ROUTES["loan.disbursed.v1"].key == "customer_no"
    assert ROUTES["forecast.signed_off.v1"].key == "org_no"


def test_a_concealment_with_all_it_needs_is_taken() -> None:
    finding = LEAST["management.finding.v1"] | {"kind": "concealment", "fact_id": "e0", "concealed_by": "A1"}
    event = decode(line("management.finding.v1", finding | {"concealed_since": "2026-10-01"})).event
    assert event.concealed_since == read_moment("2026-10-01T00:00:00+08:00")  # type: ignore[attr-defined]


def test_what_is_recorded_later_than_now_is_no_record_yet() -> None:
    """By five minutes clocks may differ; a ledger that lives by the wall's clock asks for no more."""
    incoming = decode(LINE)
    assert timely(incoming, incoming.received - TOLERANCE) is incoming
    with pytest.raises(Refused) as refused:
        timely(incoming, incoming.received - TOLERANCE - 1)
    (problem,) = refused.value.problems
    assert (problem.code, problem.path, refused.value.id) == ("recorded_in_future", "recordedtime", incoming.id)
