"""A window says the same once the ledger has grown beyond it: else nobody could decide an old report again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import URL, make_url, select

from tests.backtest.books import CHANGED
from tests.backtest.test_bank import SINCE, lines
from tests.cli.events import lent, line, named, reported, sued
from tests.ledger import bank
from warning.audit.backtest.report import Report, report
from warning.audit.backtest.run import examine, plan
from warning.audit.backtest.timeliness import Window
from warning.core.scalars import DAY, read_moment
from warning.intake.ingest import Intake
from warning.ledger.sql.codec import read_duty
from warning.ledger.sql.ledger import SqlLedger, StoredFrame
from warning.ledger.sql.tables import DUTY

HALF = SINCE + 31 * DAY
BOOKS = ("arrears_bands", "tiers", "team", "check_days")


def told(ledger: SqlLedger, name: str) -> Report:
    """Of the first month, what another book would have changed."""
    now = bank.frame()
    changed = replace(CHANGED[name](now), id="changed")
    wanted = plan({now.id: now}, [StoredFrame(now.id, 0, b"")], changed, SINCE, HALF - 1)
    return report(ledger.engine, examine(ledger.engine, wanted), Window(SINCE, HALF, 7))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Report], Intake]]:
    """What was told of a month at its end, and the ledger a month later."""
    url = make_url(f"sqlite:///{tmp_path_factory.mktemp('grown') / 'ledger.db'}")
    into = bank.intake(bank.create(url))
    day = b"2026-11-01"
    early = [one for one in lines() if bank.recorded(one).encode() < day]
    bank.take_in(into, early, "early")
    bank.run_on(into, HALF)
    before = {name: told(into.ledger, name) for name in BOOKS}
    bank.take_in(into, [one for one in lines() if bank.recorded(one).encode() >= day], "late")
    bank.run_on(into)
    yield before, into
    into.ledger.close()


@pytest.mark.parametrize("name", BOOKS)
def test_a_month_later_it_is_the_same(grown: tuple[dict[str, Report], Intake], name: str) -> None:
    before, into = grown
    after = told(into.ledger, name)
    assert after.differences == before[name].differences
    assert after.load == before[name].load
    assert (after.timeliness, after.outcomes, after.earlier) == (
        before[name].timeliness,
        before[name].outcomes,
        before[name].earlier,
    )
    assert (after.rows, after.rows_before) == (before[name].rows, before[name].rows_before)
    assert scope(after) == scope(before[name])
    assert before[name].differences or before[name].examined.touched[name], "else nothing would be shown"


def scope(found: Report) -> tuple[object, ...]:
    """How much was looked at, and decided again."""
    one = found.examined
    return one.aggregates, one.touched, [each.key for each in one.compared], one.outcomes, one.rows, one.foreign


def test_a_breach_that_is_taken_back_after_the_window_stays_one_of_it(database_url: URL) -> None:
    """On file it is none any more: a report came late that had been received in time."""
    into = bank.intake(bank.create(database_url))
    bank.take_in(into, [one.encode() for one in (named(), lent(), sued())], "early")
    until = int(read_moment("2026-11-06T00:00:00+08:00"))
    bank.run_on(into, until)
    window = Window(SINCE, until, 7)
    before = workload(into.ledger, window)
    assert sum(breached for _, breached in before.values()) > 0
    bank.take_in(into, [repaid.encode()], "later")
    bank.take_in(into, [reported("2026-11-03T11:00:00+08:00").encode()], "late")
    with into.ledger.engine.connect() as connection:
        duties = [read_duty(bytes(body)) for body in connection.execute(select(DUTY.c.body)).scalars()]
    still = sum(one.breached_at is not None and one.breached_at < until for one in duties)
    assert still < sum(breached for _, breached in before.values()), "else nothing was taken back"
    assert workload(into.ledger, window) == before
    into.ledger.close()


repaid = line(
    "p1",
    "loan.position.v1",
    "2026-11-06T09:00:00+08:00",
    loan_no="L1",
    posting_seq=1,
    currency="CNY",
    outstanding_balance="5900000.00",
)


def workload(ledger: SqlLedger, window: Window) -> dict[tuple[str, int], tuple[int, int]]:
    """Duties opened and breached, by organisation and week, as the ledger has them of a window."""
    now = bank.frame()
    wanted = plan({now.id: now}, [StoredFrame(now.id, 0, b"")], now, window.since, window.until - 1)
    found = report(ledger.engine, examine(ledger.engine, wanted), window)
    return {(one.org_no, one.week): (one.opened_before, one.breached_before) for one in found.load}
