"""The topics as the file says, what differs, and which record goes where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest

from tests.cli.events import line
from tests.ledger import bank
from warning.cli.streams.working import missing
from warning.contracts.decode import LARGEST, decode
from warning.contracts.topics import ROUTES, TOPICS
from warning.resources import topics_file
from warning.streams.administration import Admin, Topic
from warning.streams.publish import ASTRAY, LeftOut, outgoing, sifted
from warning.streams.topics import OUT, BadFile, Wanted, apply, plan, read_topics

WANTED = Wanted("repayment", "in", 8, 3, {"retention.ms": "9"})


def test_the_file_names_what_the_contracts_name() -> None:
    found = read_topics(topics_file())
    assert {each.name for each in found if each.role == "in"} == set(TOPICS)
    assert {each.name for each in found if each.role == "out"} == set(OUT)
    # By the sender's timestamps an old record would be deleted before it is read.
    assert {each.settings["message.timestamp.type"] for each in found} == {"LogAppendTime"}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("repayment, role", "repaiment, role", "repaiment"),
        ("partitions: 8", "partitions: 0", "Expected `int` >= 1"),
        ("copies:", "copys:", "unknown field `copys`"),
        ("topics:\n", "topics: [\n", "while parsing"),
        ("role: out", "role: in", "warning.alert"),
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    text = topics_file().read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "topics.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile, match=why):
        read_topics(tmp_path / "topics.yaml")


RETAINED = {"retention.ms": "9", "other": "x"}


def _topic(partitions: int = 8, copies: int = 3, settings: dict[str, str] = RETAINED) -> Topic:
    return Topic(UUID(int=1), partitions, copies, settings)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (_topic(), []),
        (None, [("create", "partitions", "", "8", True)]),
        (_topic(6), [("grow", "partitions", "6", "8", True)]),
        (_topic(9), [("shrink", "partitions", "9", "8", False)]),
        (_topic(copies=1), [("copies", "copies", "1", "3", False)]),
        (_topic(settings={"retention.ms": "8"}), [("set", "retention.ms", "8", "9", True)]),
        (
            _topic(6, 1, {}),
            [
                ("grow", "partitions", "6", "8", True),
                ("copies", "copies", "1", "3", False),
                ("set", "retention.ms", "", "9", True),
            ],
        ),
    ],
)
def test_what_differs(found: Topic | None, expected: list[tuple[object, ...]]) -> None:
    changes = plan([WANTED], {} if found is None else {"repayment": found})
    assert [(one.kind, one.what, one.found, one.wanted, one.possible) for one in changes] == expected


class Slow:
    """A broker that has heard of its topics when it is asked for the second time, and says who was asked what."""

    def __init__(self, after: int = 1) -> None:
        self._left = after
        self.asked: list[object] = []

    def topics(self, _names: Sequence[str]) -> dict[str, Topic]:
        return {}

    def create(self, topic: str, *_how: object) -> None:
        self.asked.append(("create", topic))

    def ready(self, topics: Sequence[str]) -> None:
        self.asked.append(("ready", *topics))

    def ids(self, topics: Sequence[str]) -> dict[str, UUID]:
        self._left -= 1
        return {} if self._left >= 0 else dict.fromkeys(topics, UUID(int=1))


def test_topics_that_were_made_are_waited_for() -> None:
    broker = Slow()
    assert [one.kind for one in apply(cast("Admin", broker), [WANTED])] == ["create"]
    assert broker.asked == [("create", "repayment"), ("ready", "repayment")]


def test_a_worker_waits_for_topics_a_broker_has_not_heard_of_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing(cast("Admin", Slow(after=2))) == []
    monkeypatch.setattr("warning.cli.streams.working.HEARSAY_S", 0.0)
    assert missing(cast("Admin", Slow())) == sorted(TOPICS)


def test_copies_the_cluster_chooses_never_differ() -> None:
    assert plan([Wanted("repayment", "in", 8, -1)], {"repayment": _topic()}) == []


def test_each_record_goes_where_the_contracts_say_with_its_key() -> None:
    sent = list(outgoing(one + b"\n" for one in bank.wire()))
    assert len(sent) == len(bank.wire())
    assert sum(one.key is not None for one in sent) > len(sent) * 0.9
    for one in sent:
        if one.key is not None:
            event = decode(one.value, one.topic).event
            assert one.key.decode() == getattr(event, ROUTES[event.TYPE].key)


@pytest.mark.parametrize(
    ("raw", "topic"),
    [
        (b"{", ASTRAY),
        (b'{"type":"loan.position.v1"}', "repayment"),
        (b'{"type":["x"]}', ASTRAY),
        (b'["type"]', ASTRAY),
        (b"\xff", ASTRAY),
        (b'["\xe4\xb8"]', ASTRAY),
    ],
)
def test_what_cannot_be_read_is_sent_all_the_same(raw: bytes, topic: str) -> None:
    (sent,) = outgoing([raw + b"\n"])
    assert (sent.topic, sent.key, sent.value) == (topic, None, raw)


def test_those_of_one_instant_are_sent_facts_first() -> None:
    at = "2026-10-01T09:00:00.000+08:00"
    whose = {"customer_no": "C1", "domain": "business", "org_no": "1003", "post": "sub_branch_president"}
    act = line("act", "phone.notice.v1", at, officer_no="1003-SBP01", **whose).encode()
    fact = line("fact", "borrower.registered.v1", at, customer_no="C1", borrower_name="某公司").encode()
    assert [one.value for one in outgoing([act + b"\n", fact + b"\n"])] == [fact, act]


def test_what_is_above_the_contracts_bound_is_left_out_with_its_number_and_all_else_is_sent() -> None:
    """What encloses a message (an end of line, blanks, a mark of the encoding) does not count."""
    bound = b"\xef\xbb\xbf  " + b"x" * LARGEST + b"\r\n"
    lines = [b"{\n", b"\n", b"y" * (LARGEST + 1) + b"\n", bound, b"z" * 5_000_000]
    left: list[LeftOut] = []
    sent = [one.value for one in outgoing(sifted(lines, left.append))]
    assert sent == [b"{", b"x" * LARGEST]
    assert left == [LeftOut(3, LARGEST + 1), LeftOut(5, 5_000_000)]
