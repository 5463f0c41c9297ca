"""Deciding ahead of what is being written, and the process that writes: the same rows, whoever ends or comes between.

``KILLS`` says from where chance begins, and how often a worker is killed: a sixth of it (12).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from random import Random
from signal import SIGKILL
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import URL

from tests.cli.events import line
from tests.integration import killed
from tests.ledger import bank
from tests.ledger.bank import Contents
from warning.intake.ingest import Intake
from warning.intake.pace import Pace
from warning.ledger.sql.flight import Flight
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.scribe import Scribe, Unwritten
from warning.ledger.sql.unit import Unit
from warning.ledger.verify import verify

BATCH, ROWS = 8, 30
KILLS = int(os.environ.get("KILLS", "12"))
SOON_S = 20.0


def wire() -> tuple[bytes, ...]:
    """Two months of a small bank, and the awkward."""
    return bank.wire(3)


class Counted:
    """Stands before a method, and counts its calls and what they gave."""

    def __init__(
        self, patch: pytest.MonkeyPatch, owner: type, name: str, first: Callable[[int], object] = lambda _: None
    ) -> None:
        """``first`` is told the number of each call before it is made."""
        self.calls = 0
        self.gave: list[Any] = []
        method = getattr(owner, name)

        def called(*given: Any) -> Any:
            self.calls += 1
            first(self.calls)
            self.gave.append(method(*given))
            return self.gave[-1]

        patch.setattr(owner, name, called)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What a ledger holds whose every batch was decided under its locks; it is what its journal says."""
    url = URL.create("sqlite", database=str(tmp_path_factory.mktemp("quiet") / "ledger.db"))
    intake = bank.intake(bank.create(url), batch=1_000_000)
    found = bank.contents(bank.complete(intake, wire()).ledger.engine)
    assert verify(intake.ledger, {bank.frame().id: bank.frame()}).differences == ()
    intake.ledger.close()
    return found


@pytest.fixture
def intake(database_url: URL) -> Iterator[Intake]:
    """What works on a new ledger, some records a transaction."""
    bank.create(database_url).close()
    intake = bank.reopened(database_url, batch=BATCH, rows=ROWS)
    yield intake
    intake.ledger.close()


def with_scribe(intake: Intake) -> Intake:
    """The same with a process that writes, which has begun."""
    scribe = intake.ledger.scribe = Scribe(intake.ledger.engine.url)
    in_time(scribe.ready)
    return intake


def in_time(true: Callable[[], bool]) -> bool:
    """Wait for something."""
    until = monotonic() + SOON_S
    while not true():
        assert monotonic() < until
        sleep(0.01)
    return True


def is_whole(intake: Intake, quiet: Contents) -> None:
    """All there, once, as in a ledger that was verified."""
    intake.settle()
    assert bank.difference(bank.contents(intake.ledger.engine), quiet) == []
    assert bank.balance(intake.ledger.engine) == (len(wire()), len(wire()))


def pid_of(scribe: Scribe | None) -> int:
    assert scribe is not None
    assert scribe._process is not None
    return scribe._process.pid


@pytest.mark.parametrize("written", ["here", "by a scribe"])
def test_what_is_decided_ahead_is_what_is_decided_under_the_locks(
    intake: Intake, written: str, quiet: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands = Counted(monkeypatch, Unit, "stands")
    sent = Counted(monkeypatch, Scribe, "send")
    is_whole(bank.complete(intake if written == "here" else with_scribe(intake), wire()), quiet)
    ahead = stands.gave if written == "here" else sent.gave
    assert len(ahead) > len(wire()) / ROWS
    assert all(ahead)


@pytest.mark.parametrize("written", ["here", "by a scribe"])
def test_what_another_has_changed_meanwhile_is_built_on(
    intake: Intake, written: str, quiet: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process names a borrower after a batch was decided ahead: it is decided anew, under the locks."""
    other, drafts = bank.reopened(intake.ledger.engine.url), count()
    if written != "here":
        with_scribe(intake)
    draft = SqlLedger._draft

    def disturbed(ledger: SqlLedger, decide: Callable[[Unit], Any]) -> Any:
        drafted = draft(ledger, decide)
        if drafted is not None and (number := next(drafts)) % 5 == 0 and number < 15:
            ledger.settle()
            bank.take_in(other, [_named(number)], f"other {number}")
        return drafted

    monkeypatch.setattr(SqlLedger, "_draft", disturbed)
    stands, again = Counted(monkeypatch, Unit, "stands"), Counted(monkeypatch, Intake, "_again")
    bank.complete(intake, wire())
    monkeypatch.undo()
    assert (stands.gave.count(False) if written == "here" else again.calls) == 3
    found = bank.contents(intake.ledger.engine)
    for table in ("signal", "warning", "duty", "held", "quarantine", "loan"):
        assert found[table] == quiet[table], table
    assert len(found["journal"]) == len(quiet["journal"]) + 3
    assert verify(intake.ledger, {bank.frame().id: bank.frame()}).differences == ()
    other.ledger.close()


def _named(number: int) -> bytes:
    at = "2026-10-01T00:00:01.000+08:00"
    return line(
        f"other-{number}", "borrower.registered.v1", at, customer_no=f"Z{number}", borrower_name="某公司"
    ).encode()


@pytest.mark.slow
def test_a_scribe_that_is_killed_is_begun_again(
    intake: Intake, quiet: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is sent something, and in the midst of it."""
    with_scribe(intake)
    pids = set[int]()

    def dying(_: int) -> None:
        if len(pids) < 3 and (pid := pid_of(intake.ledger.scribe)) not in pids:
            pids.add(pid)
            os.kill(pid, SIGKILL)

    ready = Scribe.ready
    monkeypatch.setattr(Scribe, "ready", lambda scribe: in_time(lambda: ready(scribe)))
    Counted(monkeypatch, Scribe, "send", dying)
    Counted(monkeypatch, Scribe, "answered", lambda number: dying(number) if number > 3 else None)
    again = Counted(monkeypatch, Intake, "_again")
    is_whole(bank.complete(intake, wire()), quiet)
    assert len(pids) > 1
    assert again.calls >= len(pids)


def _worker(url: URL, told: Any) -> None:
    """In a child: take all in with a scribe, and say which process that is."""
    intake = with_scribe(bank.reopened(url, batch=BATCH, rows=ROWS))
    told.put(pid_of(intake.ledger.scribe))
    bank.complete(intake, wire())
    intake.ledger.close()


@pytest.mark.slow
def test_a_scribe_ends_with_its_worker_however_it_ends(database_url: URL, quiet: Contents) -> None:
    bank.create(database_url).close()
    rng = Random(KILLS)
    for _ in range(KILLS // 6):
        told = get_context("fork").SimpleQueue()
        child = killed.start(_worker, database_url, told)
        scribe = told.get()
        sleep(rng.random() / 4)
        with suppress(ProcessLookupError):
            os.kill(child.pid or 0, SIGKILL)
        child.join()
        in_time(lambda: not Path(f"/proc/{scribe}").exists())  # noqa: B023 - asked at once
    intake = bank.complete(bank.reopened(database_url), wire())
    is_whole(intake, quiet)
    intake.ledger.close()


def test_a_last_batch_that_comes_out_shorter_when_it_is_sent_again_is_followed_by_its_rest(
    intake: Intake, quiet: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is lost the first time, and there is less room the second time."""
    lines = wire()
    wide = bank.reopened(intake.ledger.engine.url, batch=len(lines), rows=1_000_000)
    run, first = Flight._run, iter([True])

    def losing(flight: Flight, write: Any) -> None:
        if not next(first, False):
            return run(flight, write)
        _, begun, stack = write.args
        begun.rollback()
        stack.close()
        wide._pace = Pace(BATCH, ROWS)
        flight._failed = Unwritten()
        return None

    monkeypatch.setattr(Flight, "_run", losing)
    is_whole(bank.complete(wide, lines), quiet)
    wide.ledger.close()
