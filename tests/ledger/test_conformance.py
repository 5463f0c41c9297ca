"""What ``ledger.port.Ledger`` promises, asked of every ledger: in memory, on SQLite, on PostgreSQL.

``Shelf.work()`` is one transaction: the ledger in memory has one without end, the others commit and begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import URL

from tests.ledger import bank
from tests.ledger.shelves import InMemory, OnDatabase, Shelf
from warning.contracts.decode import decode
from warning.core.draft import Record, Wake
from warning.core.effects import Effect, Filed, SignalChanged, Why
from warning.core.events import BorrowerRegistered, Told
from warning.core.repeats import RECENT, name_of, remember
from warning.core.rows import Signal
from warning.core.state import Borrower, Loan, State
from warning.core.step import initial
from warning.ledger.entries import Held, Refusal
from warning.ledger.journal import GENESIS, Came, effects_digest, link
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.port import Ledger
from warning.ledger.sql.agenda import AT_ONCE, EXPIRIES
from warning.ledger.sql.unit import TOLD_AT_ONCE

WHY = Why("wake", "design")
CAME = Came(b"\1" * 32, "test:1")


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def shelf(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Shelf]:
    if request.param == "memory":
        yield InMemory()
        return
    url = request.getfixturevalue("postgres_application") if request.param == "postgresql" else None
    made = OnDatabase(url or URL.create("sqlite", database=str(tmp_path / "ledger.db")))
    yield made
    made.ledger.engine.dispose()


def _wake(ledger: Ledger, key: str, state: State, *effects: Effect, at: int = 0) -> None:
    ledger.commit(key, state, Record(f"wake:{at}", at, at, Wake(at)), effects, CAME, "frame")


def _due(key: str, due: int) -> State:
    return structs.replace(initial(key), next_due=due)


def _told(to: str, version: int) -> Told:
    return Told(to, "S", "group:G", 1, 3, version, 5)


def _held(line: int, loan: str = "L1", until: int = 100) -> Held:
    raw = bank.owing(f"held-{line}", "2026-10-20T14:00:00.000+08:00", loan, "500.00")
    return Held(loan, decode(raw), line, until, raw, f"test:{line}")


def _lines(found: list[Held]) -> list[int]:
    return [held.line for held in found]


def test_a_state_is_what_was_committed_last(shelf: Shelf) -> None:
    with shelf.work() as ledger:
        assert ledger.state("b:C1") == Borrower("C1")
        _wake(ledger, "b:C1", Borrower("C1", at=3))
        _wake(ledger, "b:C1", Borrower("C1", at=7))
        assert ledger.state("b:C1") == Borrower("C1", at=7)
    with shelf.work() as ledger:
        assert ledger.state("b:C1") == Borrower("C1", at=7)
        assert ledger.state("b:C2") == Borrower("C2")
        assert ledger.state("g:C1") == initial("g:C1")


def test_a_message_that_is_no_more_remembered_is_known(shelf: Shelf) -> None:
    """Asked within the transaction that took it, too; another payload by its id is another message."""
    registered = BorrowerRegistered(customer_no="C1", borrower_name="某某公司")
    first = Record("e0", 1, 1, registered, 7, source="/credit")
    with shelf.work() as ledger:
        recent = remember(b"", first, name_of(first))
        ledger.commit("b:C1", Borrower("C1", recent=recent), first, (), _came(7), "frame")
        for n in range(1, RECENT + 1):
            record = Record(f"e{n}", 1 + n, 1 + n, registered, n, source="/credit")
            recent = remember(recent, record, name_of(record))
            ledger.commit("b:C1", Borrower("C1", at=1 + n, recent=recent), record, (), _came(n), "frame")
        assert ledger.has_taken("b:C1", first)
    with shelf.work() as ledger:
        assert ledger.has_taken("b:C1", first)
        assert not ledger.has_taken("b:C2", first)
        assert not ledger.has_taken("b:C1", structs.replace(first, digest=8))
        assert not ledger.has_taken("b:C1", structs.replace(first, source="/crm"))
        assert not ledger.has_taken("b:C1", structs.replace(first, id="f0"))


def _came(digest: int) -> Came:
    return Came((digest << 1).to_bytes(8) + bytes(24), "test:1")


def test_a_loan_keeps_its_first_owner(shelf: Shelf) -> None:
    with shelf.work() as ledger:
        assert ledger.owner("L1") is None
        ledger.own("L1", "b:C1")
        assert ledger.owner("L1") == "b:C1"
        ledger.own("L1", "b:C2")
    with shelf.work() as ledger:
        assert (ledger.owner("L1"), ledger.owner("L2")) == ("b:C1", None)
        ledger.own("L1", "b:C3")
        ledger.own("L2", "b:C3")
        assert (ledger.owner("L1"), ledger.owner("L2")) == ("b:C1", "b:C3")


def test_a_row_is_appended_to_its_lane(shelf: Shelf) -> None:
    key = "b:C1"
    other = next(f"b:X{n}" for n in range(9_999) if lane_of(f"b:X{n}") == lane_of(key))
    effects = (Filed("activation", WHY), _told("b:C9", 1))
    registered = BorrowerRegistered(customer_no="C1", borrower_name="某某公司")
    with shelf.work() as ledger:
        _wake(ledger, key, Borrower("C1", at=8), *effects, at=8)
        _wake(ledger, other, _due(other, 0), at=9)
    with shelf.work() as ledger:
        record = Record("e1", 10, 9, registered, held=True)
        ledger.commit(key, Borrower("C1", at=11), record, (), Came(b"short", "file:1"), "frame")
    first, second, third = shelf.journal()
    assert [(row.seq, row.key, row.key_seq) for row in (first, second, third)] == [
        (1, key, 1),
        (2, other, 1),
        (3, key, 2),
    ]
    assert {row.lane for row in (first, second, third)} == {lane_of(key)}
    assert (first.at, first.received, first.kind, first.event_id, first.origin) == (8, 8, "wake", "wake:8", "test:1")
    assert (first.effects_digest, first.payload_digest) == (effects_digest(effects), CAME.digest)
    assert (third.at, third.received, third.occurred, third.held, third.frame) == (11, 10, 9, True, "frame")
    assert third.record.content == registered
    heads = [GENESIS, first.link, second.link, third.link]
    assert [link(before, row) for before, row in zip(heads, (first, second, third), strict=False)] == heads[1:]


def test_a_row_people_see_is_kept_with_its_changes(shelf: Shelf) -> None:
    signal = Signal(
        id="S-1", customer_no="C1", domain="business", clause="11.1.3", subject="L1", episode=1, group="payment",
        level=1, status="live", loans=("L1",), history=(),
    )  # fmt: skip
    raised, rose = SignalChanged("raised", signal, WHY), SignalChanged("rose", structs.replace(signal, level=3), WHY)
    with shelf.work() as ledger:
        _wake(ledger, "b:C1", Borrower("C1"), raised)
    assert shelf.signals() == {"S-1": signal}
    with shelf.work() as ledger:
        _wake(ledger, "b:C1", Borrower("C1"), rose)
    assert shelf.signals() == {"S-1": rose.signal}
    assert shelf.changes() == [raised, rose]


def test_facts_are_taken_in_the_order_in_which_they_were_told(shelf: Shelf) -> None:
    with shelf.work() as ledger:
        assert not ledger.inbox
        assert ledger.next_told() is None
        for n in (3, 1, 2):
            _wake(ledger, "b:S", Borrower("S", at=n), _told("b:C1", n), _told(f"b:C{n}", n))
        assert ledger.inbox
        assert ledger.next_told() == (_told("b:C1", 3), 3)
    with shelf.work() as ledger:
        assert ledger.inbox
        assert ledger.next_told() == (_told("b:C3", 3), 3)
        _wake(ledger, "b:S", Borrower("S", at=9), _told("b:C1", 9))
        assert ledger.next_told() == (_told("b:C1", 1), 1)
        assert ledger.next_told() == (_told("b:C1", 1), 1)
    with shelf.work() as ledger:
        assert [ledger.next_told() for _ in range(3)] == [
            (_told("b:C1", 2), 2),
            (_told("b:C2", 2), 2),
            (_told("b:C1", 9), 9),
        ]
        assert not ledger.inbox
    with shelf.work() as ledger:
        assert ledger.next_told() is None


def test_more_facts_than_a_transaction_reads_are_taken_in_order(shelf: Shelf) -> None:
    number = TOLD_AT_ONCE * 2 + 3
    with shelf.work() as ledger:
        _wake(ledger, "b:S", Borrower("S", at=1), *(_told(f"b:C{n % 99}", n) for n in range(number)))
    taken: list[int] = []
    rounds = 0
    while len(taken) <= number and rounds < 9:
        rounds += 1
        with shelf.work() as ledger:
            if rounds == 1:
                _wake(ledger, "b:S", Borrower("S", at=2), _told("b:last", number))
            while (found := ledger.next_told()) is not None:
                taken.append(found[0].version)
    assert taken == list(range(number + 1))


def _wakes(shelf: Shelf, until: int) -> list[tuple[int, str]]:
    """All wakes due, each taken by committing that there is nothing more."""
    found = []
    for _ in range(99):
        with shelf.work() as ledger:
            while (wake := ledger.next_wake(until)) is not None:
                found.append(wake)
                _wake(ledger, wake[1], _due(wake[1], 0), at=wake[0])
            if ledger.room:
                return found
    raise AssertionError("there is no end of wakes")


def test_wakes_come_by_due_and_key_also_where_a_lane_has_many(shelf: Shelf) -> None:
    rng = Random(4)
    lane = [key for n in range(30_000) if lane_of(key := f"b:{n}") == 5][: AT_ONCE // LANES * 3 + 1]
    keys = [*lane, *(f"b:中{n}" for n in range(60)), *(f"g:{n}" for n in range(9)), "b:a", "b:B", "b:a-b", "b:ab"]
    due = {key: rng.choice((10, 10, 11, 20, 21, 22, 30)) for key in keys}
    rng.shuffle(keys)
    with shelf.work() as ledger:
        for key in keys:
            _wake(ledger, key, _due(key, due[key]))
    with shelf.work() as ledger:
        assert not ledger.is_due(9)
        assert ledger.is_due(10)
        assert ledger.next_wake(9) is None
    ordered = sorted((at, key) for key, at in due.items())
    assert _wakes(shelf, 21) == [wake for wake in ordered if wake[0] <= 21]
    with shelf.work() as ledger:
        assert not ledger.is_due(21)
    assert _wakes(shelf, 30) == [wake for wake in ordered if wake[0] > 21]


def test_a_wake_is_that_of_the_last_commit(shelf: Shelf) -> None:
    with shelf.work() as ledger:
        _wake(ledger, "b:C1", _due("b:C1", 10))
        _wake(ledger, "b:C2", _due("b:C2", 10))
        _wake(ledger, "b:C3", _due("b:C3", 10))
    with shelf.work() as ledger:
        _wake(ledger, "b:C1", _due("b:C1", 0))
        _wake(ledger, "b:C2", _due("b:C2", 12))
        _wake(ledger, "b:C4", _due("b:C4", 11))
        _wake(ledger, "b:C4", _due("b:C4", 13))
        _wake(ledger, "b:C4", _due("b:C4", 11))
    assert _wakes(shelf, 20) == [(10, "b:C3"), (11, "b:C4"), (12, "b:C2")]


def test_a_wake_planned_meanwhile_comes_in_its_order(shelf: Shelf) -> None:
    with shelf.work() as ledger:
        _wake(ledger, "b:C1", _due("b:C1", 10))
        _wake(ledger, "b:C2", _due("b:C2", 20))
    with shelf.work() as ledger:
        assert ledger.next_wake(20) == (10, "b:C1")
        _wake(ledger, "b:C1", _due("b:C1", 15))
        _wake(ledger, "b:C0", _due("b:C0", 15))
        assert ledger.next_wake(14) is None
        assert ledger.next_wake(15) == (15, "b:C0")
        _wake(ledger, "b:C0", _due("b:C0", 0))
        assert ledger.next_wake(20) == (15, "b:C1")
        _wake(ledger, "b:C1", _due("b:C1", 0))
        assert ledger.next_wake(20) == (20, "b:C2")


def test_what_is_held_comes_back_once_in_the_order_of_recording(shelf: Shelf) -> None:
    with shelf.work() as ledger:
        ledger.hold(_held(7))
        ledger.hold(_held(3))
        ledger.hold(_held(9, until=90))
        ledger.hold(_held(4, loan="L2"))
    with shelf.work() as ledger:
        ledger.hold(_held(5))
        assert _lines(ledger.waiting("L9")) == []
        found = ledger.waiting("L1")
        assert _lines(found) == [9, 3, 5, 7]
        assert found[1] == _held(3)
        assert _lines(ledger.waiting("L1")) == []
        ledger.hold(found[1])
    with shelf.work() as ledger:
        assert _lines(ledger.waiting("L1")) == [3]
        assert _lines(ledger.waiting("L2")) == [4]
    with shelf.work() as ledger:
        assert _lines([*ledger.waiting("L1"), *ledger.waiting("L2")]) == []


def test_a_wait_ends_at_its_instant(shelf: Shelf) -> None:
    with shelf.work() as ledger:
        ledger.hold(_held(1, until=100))
        assert not ledger.is_due(99)
        assert ledger.is_due(100)
        ledger.hold(_held(2, loan="L2", until=90))
        ledger.hold(_held(3, loan="L3", until=100))
        assert ledger.next_expired(89) is None
    with shelf.work() as ledger:
        assert not ledger.is_due(89)
        assert ledger.is_due(90)
        ledger.hold(_held(4, loan="L4", until=95))
        ended = [ledger.next_expired(99), ledger.next_expired(99), ledger.next_expired(99)]
        assert [held and held.line for held in ended] == [2, 4, None]
        assert _lines(ledger.waiting("L3")) == [3]
    with shelf.work() as ledger:
        assert ledger.next_expired(100) == _held(1, until=100)
        assert ledger.next_expired(100) is None
        assert not ledger.is_due(100)


def test_more_waits_than_a_transaction_reads_end_in_order(shelf: Shelf) -> None:
    number = EXPIRIES + 2
    with shelf.work() as ledger:
        for n in range(number):
            ledger.hold(_held(number - n, loan=f"L{n}", until=100 + number - n))
    ended = []
    for _ in range(9):
        with shelf.work() as ledger:
            while (held := ledger.next_expired(100 + number)) is not None:
                ended.append(held.line)
            if ledger.room:
                break
    assert ended == list(range(1, number + 1))


def test_refusals_are_kept_in_order(shelf: Shelf) -> None:
    given = [Refusal(line=n, event_id=f"e{n}", type="t", outcome="quarantined", at=n) for n in (2, 1, 3)]
    given[1] = structs.replace(given[1], why=WHY, field="data.org_no", problems=(("c", "f", "v", "中", "en"),))
    for one in given:
        with shelf.work() as ledger:
            ledger.refuse(one, b"raw")
    assert shelf.refusals() == given


def test_borrowers_with_a_loan_are_listed_by_the_bytes_of_their_keys(shelf: Shelf) -> None:
    loan = Loan("L1", "1001", 1, 1, 2, 3)
    names = ["b", "A", "a", "B", "中", "a-b", "ab", "é", "10", "2"]
    with shelf.work() as ledger:
        for name in names[:6]:
            _wake(ledger, f"b:{name}", Borrower(name, loans=(loan,)))
        _wake(ledger, "b:settled", Borrower("settled", loans=(structs.replace(loan, status="settled"),)))
        _wake(ledger, "b:none", Borrower("none"))
        _wake(ledger, "g:a", initial("g:a"))
    with shelf.work() as ledger:
        for name in names[6:]:
            _wake(ledger, f"b:{name}", Borrower(name, loans=(loan,)))
        assert list(ledger.to_activate(1)) == sorted((f"b:{name}" for name in names), key=str.encode)
        _wake(ledger, "b:A", Borrower("A", loans=(structs.replace(loan, status="refinanced"),)))
        assert not list(ledger.to_activate(0))
