"""``replay`` and ``asof`` read a ledger as it is at one instant: what is committed meanwhile is not half seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer
from sqlalchemy.engine import URL

from tests.ledger import bank
from tests.replay.planted import FRAMES
from warning.audit import asof, lane
from warning.audit.replay import replay
from warning.bootstrap import Opened, setting
from warning.cli.ledger import asof as asking
from warning.cli.ledger import replaying
from warning.core.scalars import write_moment
from warning.intake.ingest import Intake
from warning.ledger.lanes import lane_of
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.history import journal_of_key
from warning.ledger.sql.ledger import SqlLedger

TAKEN = 60
"""Lines that are there when somebody begins to read; the others come while he reads."""


@pytest.fixture
def into(database_url: URL) -> Iterator[Intake]:
    intake = bank.intake(bank.create(database_url))
    bank.take_part(intake, bank.short(4), TAKEN)
    yield intake
    intake.ledger.close()


@pytest.fixture
def here(database_url: URL, into: Intake) -> Iterator[Opened]:
    """The same ledger as a command opens it."""
    book = setting(live_from=into.ledger.about.live_from)
    reads = Opened("ledger", SqlLedger.open(open_engine(database_url)), book)
    yield reads
    reads.close()


def first(into: Intake, read: Callable[..., Any], when: Callable[..., bool]) -> Callable[..., Any]:
    """The same, but all that is left is taken in before it is read the first time that ``when`` says so."""
    left = [bank.short(4)]

    def reading(*asked: Any, **more: Any) -> Any:
        if left and when(*asked):
            bank.complete(into, left.pop())
        return read(*asked, **more)

    return reading


def test_a_borrower_is_replayed_as_it_was(here: Opened, into: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "journal_of_key", first(into, journal_of_key, lambda *_: True))
    asked = replaying.Asked(borrower="G0")
    found, again = (replaying._of(here, FRAMES, asked, "en") for _ in range(2))
    assert (found.divergences, again.divergences) == ((), ())
    assert 0 < found.rows < again.rows


def test_a_lane_is_replayed_as_it_was(here: Opened, into: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    which = lane_of("b:G0")
    monkeypatch.setattr(lane, "_first", first(into, lane._first, lambda _rows, fold, *_: fold.lane == which))
    found, again = (replay(here.ledger.engine, FRAMES, [which]) for _ in range(2))
    assert (found.divergences, again.divergences) == ((), ())
    assert 0 < found.rows < again.rows


def test_what_was_known_is_of_one_instant(
    here: Opened, into: Intake, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    at = write_moment(bank.UNTIL)

    def said() -> bytes:
        with pytest.raises(typer.Exit):
            asking.ask(None, asking.Asked(at=at, ended=True), "en", rows=0, as_json=True)
        return capsysbinary.readouterr().out

    monkeypatch.setattr(asking, "opened", lambda *_: here)
    monkeypatch.setattr(asking, "clock_of", lambda _: bank.UNTIL)
    before = said()
    monkeypatch.setattr(asof, "pointers_at", first(into, asof.pointers_at, lambda _, number, *__: number == 1))
    assert said() == before
    assert said() != before
