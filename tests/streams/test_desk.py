"""What a worker reads of a topic: of a live ledger nothing that is still to come."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL

from tests.cli.events import line
from tests.ledger import bank
from warning.contracts.decode import Incoming, Refused
from warning.core.scalars import SECOND, read_moment
from warning.streams.desk import Desk

AT: Final = "2026-11-03T12:00:00+08:00"
RAW: Final = line("r1", "borrower.registered.v1", AT, customer_no="C1", borrower_name="某某").encode()
TOPIC: Final = "borrower-event"
MINUTE: Final = 60 * SECOND


@pytest.mark.parametrize(
    ("clock", "ahead", "taken"),
    [("live", 5, True), ("live", 5.01, False), ("live", -9_999, True), ("event", 999, True)],
)
def test_what_is_recorded_later_than_now_is_for_ledgers_alone_that_live_by_records(
    tmp_path: Path, clock: str, ahead: float, *, taken: bool
) -> None:
    ledger = bank.create(URL.create("sqlite", database=str(tmp_path / "ledger.db")), clock=clock)
    desk = Desk(ledger, bank.frame(), lambda: int(read_moment(AT) - ahead * MINUTE))
    read = desk.read(RAW, TOPIC)
    assert isinstance(read, Incoming) == taken
    if isinstance(read, Refused):
        assert [problem.code for problem in read.problems] == ["recorded_in_future"]
    ledger.close()


def test_what_cannot_be_read_is_told_and_not_raised(tmp_path: Path) -> None:
    ledger = bank.create(URL.create("sqlite", database=str(tmp_path / "ledger.db")), clock="live")
    read = Desk(ledger, bank.frame(), lambda: int(read_moment(AT))).read(b"{", TOPIC)
    assert isinstance(read, Refused)
    ledger.close()
