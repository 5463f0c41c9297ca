"""A bank with lines posted every day: what its ledger is backtested to is what a whole run under the book gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from msgspec.structs import replace
from sqlalchemy import make_url

from tests.backtest.books import CHANGED
from tests.backtest.histories import put_on
from tests.ledger import bank
from warning.audit.backtest.again import Past, Row, outdone
from warning.audit.backtest.report import report
from warning.audit.backtest.run import Examined, examine, plan
from warning.audit.backtest.timeliness import Window
from warning.core.frame import Frame
from warning.core.rows import Duty
from warning.core.scalars import midnight
from warning.demo.bank import synthesise
from warning.demo.world import Mix
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.history import journal_of_keys
from warning.ledger.sql.ledger import SqlLedger, StoredFrame
from warning.ledger.sql.tables import AGGREGATE

SINCE = midnight(bank.OPENS.toordinal())


@cache
def lines() -> tuple[bytes, ...]:
    """Two months, half of the loans posted every working day."""
    made = synthesise(loans=60, months=2, start=bank.OPENS, mix=Mix(revolving=0.5))
    return bank.in_order((*made, *bank.group(6)))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlLedger]:
    """It; nobody writes there."""
    url = make_url(f"sqlite:///{tmp_path_factory.mktemp('posted') / 'ledger.db'}")
    into = bank.complete(bank.intake(bank.create(url)), lines())
    yield into.ledger
    into.ledger.close()


def under(frame: Frame) -> dict[str, Row]:
    """What a run in memory decides, rows by id."""
    made = bank.in_memory(lines(), of=frame).ledger
    return {**made.signals, **made.warnings, **made.duties}


def examined(ledger: SqlLedger, changed: Frame, *, skip: bool = True) -> Examined:
    """The backtest of a book."""
    now = bank.frame()
    wanted = plan({now.id: now}, [StoredFrame(now.id, 0, b"")], changed, SINCE, bank.UNTIL)
    return examine(ledger.engine, wanted, skip=skip)


@pytest.mark.parametrize(
    "name", ["arrears_bands", "major_level", "check_days", "tiers", "team", "sign_off_days", "missing"]
)
def test_it_is_what_a_whole_run_decides(ledger: SqlLedger, name: str) -> None:
    changed = replace(CHANGED[name](bank.frame()), id="changed")
    found = examined(ledger, changed)
    assert not found.different
    assert put_on(under(bank.frame()), {one.key: one for one in found.compared}) == under(changed)
    every = examined(ledger, changed, skip=False)
    assert [one for one in every.compared if one.pairs] == [one for one in found.compared if one.pairs]


def test_the_recorded_book_comes_out_again_everywhere(ledger: SqlLedger) -> None:
    found = examined(ledger, bank.frame(), skip=False)
    assert (found.figures, found.different, found.lost) == ((), (), 0)
    assert len(found.compared) == found.aggregates > 50
    assert not any(one.read or one.pairs for one in found.compared)


def test_positions_are_left_out_that_a_later_one_outdoes(ledger: SqlLedger) -> None:
    """Else the above would not show that it does no harm."""
    now = bank.frame()
    wanted = plan({now.id: now}, [StoredFrame(now.id, 0, b"")], now, SINCE, bank.UNTIL)
    with snapshot(ledger.engine) as connection:
        keys = [row.key for row in connection.execute(AGGREGATE.select().with_only_columns(AGGREGATE.c.key))]
        pasts = [Past(list(journal_of_keys(connection, [key])), wanted) for key in keys]
    assert sum(again > 0 for past in pasts for again in outdone(past.inputs)) > 100


def test_what_is_owed_alike_under_another_id_is_told_neither_as_gone_nor_as_new(ledger: SqlLedger) -> None:
    """The id of a branch's report has its tier in it."""
    found = examined(ledger, replace(CHANGED["tiers"](bank.frame()), id="changed"))
    told = report(ledger.engine, found, Window(SINCE, bank.UNTIL, 60))
    apart = [
        {owed_so(duty) for duty in duties if isinstance(duty, Duty)}
        for duties in (
            [pair.before for one in found.compared for pair in one.pairs if pair.after is None],
            [pair.after for one in found.compared for pair in one.pairs if pair.before is None],
        )
    ]
    assert apart[0] & apart[1], "else there is nothing to tell apart"
    rows = [(one.change, owed_so(one.row)) for one in told.differences if isinstance(one.row, Duty)]
    assert not {so for change, so in rows if change == "gone"} & {so for change, so in rows if change == "new"}


def owed_so(duty: Duty) -> tuple[object, ...]:
    """What a duty is to whoever owes it."""
    return duty.customer_no, duty.kind, duty.clause, duty.domain, duty.org_no, duty.post, duty.signal_id, duty.opened_at
