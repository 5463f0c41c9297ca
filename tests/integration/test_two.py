"""Two processes on one ledger: at once, or one that slept meanwhile. Neither doubles, loses or overwrites anything."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import URL, select, text
from sqlalchemy.exc import DBAPIError

from tests.forked import PATIENCE_S
from tests.integration import people
from tests.integration.killed import BATCH, POINTS, ROWS, Mine, start
from tests.ledger import bank
from tests.ledger.bank import Contents
from warning.contracts.decode import decode
from warning.core.scalars import DAY, read_moment
from warning.core.step import keys
from warning.intake.commands import Answer, ClockBehind, act
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.sql import engine as engines
from warning.ledger.sql.cache import StateCache
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.sources import SourceMoved
from warning.ledger.sql.tables import JOURNAL, SIGNAL
from warning.ledger.verify import verify

MOVED, FAILED = 7, 8
"""Exit codes of a child whose source another had read on, and of one whose database failed."""
LATER = bank.UNTIL + DAY


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What an event-driven ledger holds on which one process worked."""
    return bank.undisturbed(tmp_path_factory.mktemp("quiet"))


def _made(url: URL, clock: str = "event") -> URL:
    bank.create(url, clock=clock).engine.dispose()
    return url


@pytest.fixture
def live(database_url: URL) -> Iterator[Intake]:
    """A live ledger with the group, two of whose borrowers were sued."""
    _made(database_url, "live")
    intake = bank.reopened(database_url)
    bank.take_in(intake, bank.short())
    _beat_out(intake, read_moment(f"{people.DAY}T08:00:00+08:00"))
    yield intake
    intake.ledger.engine.dispose()


def _beat_out(intake: Intake, now: int) -> None:
    heart = Heart(intake)
    while not heart.beat(now):
        pass


def _verified(intake: Intake) -> None:
    assert verify(intake.ledger, {bank.frame().id: bank.frame()}).differences == ()
    given, known = bank.balance(intake.ledger.engine)
    assert given == known


# --- children


def _ingest(url: URL, lines: Sequence[bytes], name: str, barrier: Any = None, mine: Mine | None = None) -> None:
    """In a child: take a source in; says by its exit code that another had read on in it."""
    intake = bank.reopened(url, batch=BATCH, rows=ROWS)
    if mine is not None:
        mine.lay()
    if barrier is not None:
        barrier.wait(PATIENCE_S)
    try:
        bank.take_in(intake, lines, name)
    except SourceMoved:
        os._exit(MOVED)
    except DBAPIError:
        os._exit(FAILED)


def _command(url: URL, raw: bytes, barrier: Any, answers: Any) -> None:
    """In a child: one command."""
    intake = bank.reopened(url)
    barrier.wait(PATIENCE_S)
    answers.put(act(intake, raw, "cli:test"))


def _both(work: Callable[..., object], *words: Sequence[Any]) -> list[int | None]:
    """Exit codes of children that begin at the same moment."""
    barrier = get_context("fork").Barrier(len(words))
    children = [start(work, *each, barrier) for each in words]
    for child in children:
        child.join(PATIENCE_S)
    return [child.exitcode for child in children]


def _commands(url: URL, *commands: bytes) -> list[Answer]:
    """What children are answered that give a command each, at once."""
    context = get_context("fork")
    barrier, answers = context.Barrier(len(commands)), context.SimpleQueue()
    children = [start(_command, url, raw, barrier, answers) for raw in commands]
    found = [answers.get() for _ in children]
    for child in children:
        child.join(PATIENCE_S)
    return found


def _asleep(child: BaseProcess) -> None:
    """Wait until a child has stopped itself."""
    until = monotonic() + PATIENCE_S
    while (state := Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[0]) != "T":
        assert state not in "ZX", "it ended without stopping"
        assert monotonic() < until
        sleep(0.01)


def _sleeper(name: str, at: int) -> Mine:
    return Mine(POINTS[name], at, lambda: os.kill(os.getpid(), SIGSTOP))


def _wakes(child: BaseProcess) -> int | None:
    os.kill(child.pid or 0, SIGCONT)
    child.join(PATIENCE_S)
    return child.exitcode


# --- at once


def test_two_sources_at_once(database_url: URL) -> None:
    url, lines = _made(database_url, "live"), bank.short()
    assert _both(_ingest, (url, lines[::2], "even"), (url, lines[1::2], "odd")) == [0, 0]
    intake = bank.reopened(url)
    _beat_out(intake, LATER)
    _verified(intake)
    assert bank.balance(intake.ledger.engine) == (len(lines), len(lines))
    with intake.ledger.engine.connect() as connection:
        query = select(JOURNAL.c.event_id).where(JOURNAL.c.kind.not_in(("wake", "told")))
        rows = Counter(connection.execute(query).scalars())
    kept = {"away", "not-mine", "owes-LX9"}
    expected = {one.id: len(keys(one.event)) for one in map(decode, lines) if one.id not in kept}
    assert rows == expected
    intake.ledger.engine.dispose()


def test_one_source_read_by_two_is_read_once(database_url: URL, quiet: Contents) -> None:
    url, lines = _made(database_url), bank.short()
    assert sorted(_both(_ingest, (url, lines, bank.NAME), (url, lines, bank.NAME)), key=str) == [0, MOVED]
    intake = bank.complete(bank.reopened(url), lines)
    assert bank.difference(bank.contents(intake.ledger.engine), quiet) == []
    intake.ledger.engine.dispose()


def test_of_two_who_approve_at_once_one_counts(live: Intake) -> None:
    url = live.ledger.engine.url
    assert act(live, people.proposed(), "cli:test").outcome == "applied"
    live.ledger.engine.dispose()
    answers = _commands(url, people.approved("1000-BPL01"), people.approved("1000-BPL02"))
    assert sorted(answer.outcome for answer in answers) == ["applied", "refused"]
    (refused,) = (answer.refusal for answer in answers if answer.refusal)
    assert refused.why
    assert refused.why.code == "proposal_unknown"
    with live.ledger.engine.connect() as connection:
        query = select(SIGNAL.c.status).where(SIGNAL.c.customer_no == "G0", SIGNAL.c.clause == "11.1.4")
        assert list(connection.execute(query).scalars()) == ["closed"]
    _verified(live)


def test_of_two_commands_with_one_id_one_counts(live: Intake) -> None:
    url = live.ledger.engine.url
    live.ledger.engine.dispose()
    answers = _commands(url, people.called(), people.called())
    assert sorted(answer.outcome for answer in answers) == ["applied", "duplicate"]
    assert act(live, people.called(), "cli:test").outcome == "duplicate"
    conflict = act(live, people.called(officer="1003-SBP08"), "cli:test").refusal
    assert conflict is not None
    assert conflict.why is not None
    assert (conflict.outcome, conflict.why.code) == ("refused", "conflict")
    _verified(live)


def test_the_first_commands_of_new_persons_at_once(live: Intake) -> None:
    url = live.ledger.engine.url
    live.ledger.engine.dispose()
    calls = [people.called(name=f"call-{n}", officer=f"new-{n % 2}") for n in range(4)]
    assert [answer.outcome for answer in _commands(url, *calls)] == ["applied"] * 4
    _verified(live)


# --- asleep


def test_one_that_slept_between_transactions_cannot_go_on(database_url: URL, quiet: Contents) -> None:
    url, lines = _made(database_url), bank.short()
    child = start(_ingest, url, lines, bank.NAME, None, _sleeper("once a commit is known", 2))
    _asleep(child)
    intake = bank.complete(bank.reopened(url), lines)
    assert _wakes(child) == MOVED
    assert bank.difference(bank.contents(intake.ledger.engine), quiet) == []
    intake.ledger.engine.dispose()


def test_one_that_slept_forgets_what_another_has_moved(database_url: URL) -> None:
    url, lines = _made(database_url, "live"), bank.short()
    child = start(_ingest, url, lines[::2], "even", None, _sleeper("once a commit is known", 2))
    _asleep(child)
    intake = bank.reopened(url)
    bank.take_in(intake, lines[1::2], "odd")
    assert _wakes(child) == 0
    _beat_out(intake, LATER)
    _verified(intake)
    assert bank.balance(intake.ledger.engine) == (len(lines), len(lines))
    intake.ledger.engine.dispose()


def _turns(url: URL) -> None:
    """Two who know the ledger take turns with a source each."""
    lines = bank.short()
    one, other = bank.reopened(url), bank.reopened(url)
    for n in range(0, len(lines), BATCH):
        bank.take_in(one if n % (2 * BATCH) else other, lines[n : n + BATCH], f"part-{n}")
    _beat_out(one, LATER)
    try:
        _verified(other)
    finally:
        one.ledger.engine.dispose()
        other.ledger.engine.dispose()


def test_two_take_turns(database_url: URL) -> None:
    _turns(_made(database_url, "live"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_the_fence_two_who_take_turns_overwrite(database_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    # Else the tests above could not fail.
    monkeypatch.setattr(StateCache, "check", lambda *_: None)
    with pytest.raises(AssertionError):
        _turns(_made(database_url, "live"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_waits_for_one_that_sleeps_in_a_transaction(
    database_url: URL, quiet: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, lines = _made(database_url), bank.short()
    child = start(_ingest, url, lines, bank.NAME, None, _sleeper("after journal is written", 3))
    _asleep(child)
    monkeypatch.setattr(engines, "SQLITE_WAIT_MS", 200)
    intake = bank.reopened(url)
    with pytest.raises(DBAPIError, match="database is locked"):
        bank.take_in(intake, lines)
    _verified(intake)
    assert _wakes(child) == 0
    bank.complete(intake, lines)
    assert bank.difference(bank.contents(intake.ledger.engine), quiet) == []
    intake.ledger.engine.dispose()


@pytest.mark.parametrize("name", ["after a step", "after journal is written", "before the commit"])
def test_postgresql_ends_one_that_sleeps_in_a_transaction(
    postgres_database: URL, postgres_application: URL, quiet: Contents, name: str
) -> None:
    url, lines = _made(postgres_application), bank.short()
    child = start(_ingest, url, lines, bank.NAME, None, _sleeper(name, 3))
    _asleep(child)
    administrator = open_engine(postgres_database)
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with administrator.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {others}"))
    administrator.dispose()
    intake = bank.complete(bank.reopened(url), lines)
    assert _wakes(child) == MOVED
    assert bank.difference(bank.contents(intake.ledger.engine), quiet) == []
    intake.ledger.engine.dispose()


# --- clocks


def test_a_clock_set_back_breaks_nothing_on_a_live_ledger(live: Intake) -> None:
    now = read_moment(f"{people.DAY}T12:00:00+08:00")
    heart = Heart(live)
    assert heart.start(now) == read_moment(f"{people.DAY}T08:00:00+08:00")
    assert heart.beat(now)
    assert act(live, people.called("12:00:00", "noon"), "cli:test").outcome == "applied"
    for earlier in (now - 3 * DAY, now - 1, now):
        assert heart.beat(earlier)
    assert act(live, people.called("11:00:00", "eleven"), "cli:test").outcome == "applied"
    assert Heart(live).start(now - DAY) is None
    assert len(bank.contents(live.ledger.engine)["outage"]) == 1
    with live.ledger.engine.connect() as connection:
        query = select(JOURNAL.c.at).where(JOURNAL.c.key == "b:G0").order_by(JOURNAL.c.key_seq)
        instants = list(connection.execute(query).scalars())
    assert instants == sorted(instants)
    assert instants[-2:] == [now, now]
    _beat_out(live, LATER)
    _verified(live)


def test_a_command_before_an_event_driven_clock_is_refused(database_url: URL) -> None:
    intake = bank.complete(bank.reopened(_made(database_url)), bank.short())
    before = bank.contents(intake.ledger.engine)
    with pytest.raises(ClockBehind) as behind:
        act(intake, people.called(), "cli:test")
    assert behind.value.clock == bank.UNTIL
    assert bank.contents(intake.ledger.engine) == before
    assert act(intake, people.called("00:00:00", day="2026-12-01"), "cli:test").outcome == "applied"
    _verified(intake)
    intake.ledger.engine.dispose()


def test_nobody_is_left(live: Intake) -> None:
    """A child that is killed while it sleeps holds nothing."""
    url = live.ledger.engine.url
    live.ledger.engine.dispose()
    child = start(_ingest, url, bank.short(), "again", None, _sleeper("after a step", 2))
    _asleep(child)
    os.kill(child.pid or 0, SIGKILL)
    child.join(PATIENCE_S)
    assert act(live, people.called(), "cli:test").outcome == "applied"
    _verified(live)


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
