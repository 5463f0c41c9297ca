"""A book takes force: the same rows wherever transactions are cut, on every database, and in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import URL, select, text

from tests.cli.events import line
from tests.ledger import bank, replayed
from tests.ledger.stores import Stores
from tests.rule_changes import changed
from tests.rule_changes.changed import EARLIER, FORCE, PROPOSED_AT, QUICKER
from tests.rule_changes.test_life import found
from warning.contracts.decode import Incoming
from warning.core.changes import RULES_KEY
from warning.core.rows import Duty, Signal
from warning.core.scalars import HOUR, read_moment
from warning.intake.driver import Driver
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.lanes import lane_of
from warning.ledger.memory import MemoryLedger
from warning.ledger.sql import codec
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.sources import Position
from warning.ledger.sql.tables import AGGREGATE, CHANGE, DUTY, JOURNAL, SIGNAL

BOOK = changed.packed(*EARLIER, *QUICKER)


def life(url: URL, lines: Sequence[bytes] = (), **limits: int) -> Intake:
    """The bank, or these records, up to the proposal, two people, then the rest and time."""
    into = start(url, lines, **limits)
    bank.take_in(into, _rest(lines), "rest.jsonl")
    bank.run_on(into)
    return into


def start(url: URL, lines: Sequence[bytes] = (), **limits: int) -> Intake:
    """As far as the approval."""
    into = changed.create(url)
    into = bank.intake(into.ledger, **limits)
    bank.take_in(into, _first(lines), "first.jsonl")
    bank.run_on(into, PROPOSED_AT)
    changed.two(into, BOOK)
    return into


def _first(lines: Sequence[bytes] = ()) -> tuple[bytes, ...]:
    return tuple(one for one in lines or bank.wire(12) if _at(one) <= PROPOSED_AT)


def _rest(lines: Sequence[bytes] = ()) -> tuple[bytes, ...]:
    return tuple(one for one in lines or bank.wire(12) if _at(one) > PROPOSED_AT)


@cache
def few() -> tuple[bytes, ...]:
    """A small group, of which more are sued shortly before the change and after it: for a commit for each row."""
    days = {"G2": "2026-11-02T12", "G3": "2026-11-02T18", "G4": "2026-11-03T23", "G5": "2026-11-05T10"}
    sued = {"kind": "litigation", "description": "another"}
    more = [line(f"{no}-sued", "major_event.v1", f"{at}:00:00.000+08:00", customer_no=no, **sued).encode()
            for no, at in days.items()]  # fmt: skip
    return bank.in_order((*bank.short(6), *more))


def _at(raw: bytes) -> int:
    return int(read_moment(f"{bank.recorded(raw)}+08:00"))


def in_memory() -> MemoryLedger:
    """``decide`` with the same list of activations."""
    driver, persons = Driver(bank.frame(), MemoryLedger(), changed.later(BOOK)), bank.Salted()
    for name, lines in (("first.jsonl", _first()), ("rest.jsonl", _rest())):
        for item in bank.items(b"".join(one + b"\n" for one in lines), Position()):
            if not isinstance(item.read, Incoming):
                driver.refuse(item.line.raw, item.read, item.line.number)
                continue
            persons.know(item.read.event)
            read = structs.replace(item.read, event=persons.conceal(item.read.event))
            driver.take(read, item.line.number, item.line.raw, f"{name}:{item.line.number}")
    driver.advance(bank.UNTIL)
    return driver.ledger


def test_memory_and_database_decide_alike(database_url: URL) -> None:
    """The shape: signals, warnings and duties, and what each aggregate was decided to."""
    into, memory = life(database_url), in_memory()
    with into.ledger.engine.connect() as connection:
        signals = {row.id: codec.read_signal(bytes(row.body)) for row in connection.execute(select(SIGNAL))}
        duties = {row.id: codec.read_duty(bytes(row.body)) for row in connection.execute(select(DUTY))}
        rows = connection.execute(select(JOURNAL.c.key, JOURNAL.c.key_seq, JOURNAL.c.effects_digest, JOURNAL.c.frame))
        stored = {tuple(row)[:2]: (bytes(row.effects_digest), row.frame) for row in rows if row.key != RULES_KEY}
    assert signals == memory.signals
    assert duties == memory.duties
    assert stored == {(row.key, row.key_seq): (row.effects_digest, row.frame) for row in memory.journal}
    assert {frame for _, frame in stored.values()} == {bank.frame().id, changed.frame_of(BOOK).id}
    assert found(into) == []


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> bank.Contents:
    """Of few records, in transactions as they come."""
    into = life(URL.create("sqlite", database=str(tmp_path_factory.mktemp("uncut") / "ledger.db")), few())
    found = bank.contents(into.ledger.engine)
    into.ledger.engine.dispose()
    assert sum(row[7] == "activation" for row in found["journal"]) > 3
    return found


@pytest.mark.parametrize(("batch", "rows"), [(1, 6_000), (7, 5), (3, 2), (2_000, 1)])
def test_where_transactions_are_cut_changes_no_row(
    database_url: URL, uncut: bank.Contents, batch: int, rows: int
) -> None:
    cut = life(database_url, few(), batch=batch, rows=rows)
    assert bank.difference(bank.contents(cut.ledger.engine), uncut) == []


def test_killed_in_the_midst_of_it(stores: Stores) -> None:
    """After each single transaction another process goes on, which knows nothing of what the one before had passed."""
    into = start(stores.empty(), few())
    bank.run_on(into, FORCE)
    whole = _the_rest(into)
    url = stores.empty()
    into = start(url, few(), rows=3)
    into.ledger.engine.dispose()
    for _ in range(10_000):
        into = bank.reopened(url, rows=3)
        done = into.tick(FORCE)
        with into.ledger.engine.connect() as connection:
            activated = connection.execute(text("SELECT count(*) FROM journal WHERE kind = 'activation'")).scalar_one()
            clock = into.ledger.clock()
        into.ledger.engine.dispose()
        assert done == (clock == FORCE)
        if done:
            break
    assert activated > 3
    assert bank.difference(whole, _the_rest(bank.reopened(url))) == []


def _the_rest(into: Intake) -> bank.Contents:
    bank.take_in(into, _rest(few()), "rest.jsonl")
    bank.run_on(into)
    found = bank.contents(into.ledger.engine)
    into.ledger.engine.dispose()
    return found


def test_running_duties_keep_their_due_and_no_level_falls(stores: Stores) -> None:
    into = start(stores.empty())
    bank.run_on(into, FORCE - 1)
    duties, signals = _rows(into)
    bank.run_on(into, FORCE)
    later, risen = _rows(into)
    assert duties
    assert {name: one.due for name, one in duties.items()} == {name: later[name].due for name in duties}
    assert all(risen[name].level >= one.level for name, one in signals.items())
    assert [one for name, one in risen.items() if name in signals and one.level > signals[name].level], "some rise"
    for name, one in later.items():
        if name not in duties and one.kind == "team":
            assert one.due == one.start + 12 * HOUR


def _rows(into: Intake) -> tuple[dict[str, Duty], dict[str, Signal]]:
    with into.ledger.engine.connect() as connection:
        duties = {row.id: codec.read_duty(bytes(row.body)) for row in connection.execute(select(DUTY))}
        return duties, {row.id: codec.read_signal(bytes(row.body)) for row in connection.execute(select(SIGNAL))}


# --- replay


@pytest.mark.slow
def test_every_hash_seed_and_database_replays_the_same(database_url: URL, tmp_path: Any) -> None:
    sqlite = life(URL.create("sqlite", database=f"{tmp_path}/one.db")) if database_url.drivername[0] == "p" else None
    url = database_url.render_as_string(hide_password=False)
    seeds = ("0", "1", "4242") if sqlite is None else ("0", "4242")
    said = {_process(seed, "take" if seed == "0" else "verify", url) for seed in seeds}
    assert len(said) == 1
    (one,) = said
    assert one.endswith(" () ()")
    if sqlite is not None:
        assert one == told(sqlite)


def _process(seed: str, *words: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "tests.rule_changes.replayed", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def told(into: Intake) -> str:
    """What must be the same everywhere."""
    from tests.rule_changes.replayed import said

    return said(into)


# --- a live ledger


def test_a_live_ledger_activates_lane_by_lane(stores: Stores) -> None:
    """Two workers and a person: each borrower is judged once, before whatever comes at its instant or later."""
    url = stores.empty()
    into = bank.intake(changed.create(url, "live").ledger, rows=5)
    bank.take_in(into, _first(), "first.jsonl")
    changed.two(into, BOOK)
    other = bank.intake(SqlLedger.open(open_engine(url)), rows=5)
    early = [one for one in _rest() if _at(one) < FORCE + 6 * HOUR]
    bank.take_in(other, early, "early.jsonl")  # some of it is recorded after the instant
    hearts = [Heart(one) for one in (into, other)]
    for turn in range(10_000):
        if hearts[turn % 2].beat(FORCE + 7 * HOUR) and turn:
            break
    bank.take_in(into, _late_loan(), "late.jsonl")
    with into.ledger.engine.connect() as connection:
        keys = list(connection.execute(select(JOURNAL.c.key).where(JOURNAL.c.kind == "activation")).scalars())
        marked = list(connection.execute(text("SELECT lane, up_to FROM activated")).all())
        states = connection.execute(select(AGGREGATE.c.key, AGGREGATE.c.state)).all()
    assert len(keys) == len(set(keys)) > 10
    assert "b:LATE" in keys, "received before, and read after its lane had been activated"
    assert dict(map(tuple, marked)) == dict.fromkeys(range(64), FORCE)
    assert all(codec.unpack_state(key, bytes(state)).at >= FORCE for key, state in states if key in keys)
    assert found(into) == []
    other.ledger.engine.dispose()
    into.ledger.engine.dispose()


def _late_loan() -> list[bytes]:
    terms = {"loan_no": "LATE1", "org_no": "1003", "currency": "CNY", "outstanding_balance": "6000000.00"}
    days = {"disbursed_on": "2026-11-03", "matures_on": "2029-01-10"}
    at = "2026-11-03T20:00:00.000+08:00"
    return [line("lent-late", "loan.disbursed.v1", at, customer_no="LATE", **terms, **days).encode()]


def test_the_control_lane_is_a_lane_like_any_other(database_url: URL) -> None:
    into = start(database_url)
    with into.ledger.engine.connect() as connection:
        (lanes,) = {tuple(connection.execute(select(JOURNAL.c.lane).where(JOURNAL.c.key == RULES_KEY)).scalars())}
        (change,) = connection.execute(select(CHANGE).where(CHANGE.c.row_id == changed.frame_of(BOOK).id)).all()
    assert set(lanes) == {lane_of(RULES_KEY)} == {change.lane}
    assert replayed.digests(()) == replayed.digests([])
