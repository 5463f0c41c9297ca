"""A small bank whose changes are worked out by hand, on both databases."""

from __future__ import annotations

from typing import Any, Final

import pytest
from msgspec.structs import replace
from sqlalchemy import URL

from tests.ledger import bank
from tests.scenarios.run import frame
from tests.scenarios.scalar import micros, wall
from tests.scenarios.table import read_cases
from warning.audit.backtest.changes import Difference
from warning.audit.backtest.intervals import share
from warning.audit.backtest.report import Report, kind_of, report
from warning.audit.backtest.run import examine, plan
from warning.audit.backtest.timeliness import Window
from warning.core.frame import ORANGE, YELLOW, Band, Book, Frame
from warning.core.rows import Duty, Signal
from warning.intake.ingest import Intake
from warning.ledger.sql.ledger import StoredFrame

HISTORY: Final = """== T5 · a bank of three
2026-10-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2029-11-01
2026-10-02 09:00  disburse  L2 of C2 at A1 100,000.00 matures 2029-11-01
2026-10-02 09:00  disburse  L3 of C3 at B1 100,000.00 matures 2029-11-01
2026-10-10 09:00  arrears   L1 500.00 since 2026-10-10
2026-10-12 09:00  observe   C2 18 ratio 65.00 to 100.00
2026-10-12 09:00  observe   C3 18 ratio 65.00 to 100.00
2026-11-15 09:00  arrears   L1 0.00
2026-11-20 09:00  classify  C2 substandard on 2026-11-20
-- signals
C1 11.1.3 *
"""
ANSWERED: Final = """== T5 · seen twice, and reported the first time
2026-10-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2029-11-01
2026-10-12 09:00  observe   C1 18 ratio 72.00 to 100.00
2026-10-13 09:00  report    C1 by A1
2026-10-20 09:00  observe   C1 18 ratio 76.00 to 100.00
-- signals
C1 11.1.6 *
"""
SINCE: Final = micros(wall("2026-10-01"))
UNTIL: Final = micros(wall("2027-01-15"))
WINDOW: Final = Window(SINCE, UNTIL, 60)


def at(day: str, time: str = "00:00") -> int:
    """An instant."""
    return micros(wall(day, time))


@pytest.fixture
def small(database_url: URL) -> Any:
    """The bank in a ledger whose clock has come to the end of the window."""
    into = taken_in(database_url, HISTORY)
    yield into
    into.ledger.close()


@pytest.fixture
def answered(database_url: URL) -> Any:
    """Another bank, whose one report was given at once."""
    into = taken_in(database_url, ANSWERED)
    yield into
    into.ledger.close()


def taken_in(database_url: URL, history: str) -> Intake:
    """A history in a ledger, up to the end of the window."""
    (case,) = read_cases(history)
    ledger = bank.create(database_url, of=frame(None))
    into = Intake(ledger, frame(None), persons=bank.Salted())
    bank.take_in(into, [wire.line() for wire in case.events])
    bank.run_on(into, UNTIL)
    return into


def backtest(into: Intake, book: Book, window: Window = WINDOW, *, jobs: int = 1) -> Report:
    """What another book would have changed."""
    now: Frame = frame(None)
    wanted = plan(
        {now.id: now},
        [StoredFrame(now.id, 0, b"")],
        replace(now, id="changed", book=book),
        window.since,
        window.until - 1,
    )
    engine = into.ledger.engine
    return report(engine, examine(engine, wanted, jobs=jobs), window)


def lower() -> Book:
    """60 % of debt to assets is yellow; it was 70 %."""
    book: Book = frame(None).book
    row = replace(book.signals[18], bands=(Band(YELLOW, "ge", 6_000), *book.signals[18].bands[1:]))
    return replace(book, signals={**book.signals, 18: row})


def higher() -> Book:
    """75 % of debt to assets is yellow; it was 70 %."""
    book: Book = frame(None).book
    row = replace(book.signals[18], bands=(Band(YELLOW, "ge", 7_500), *book.signals[18].bands[1:]))
    return replace(book, signals={**book.signals, 18: row})


def earlier_band() -> Book:
    """Orange from day 20 of arrears; it was day 31."""
    book: Book = frame(None).book
    return replace(book, arrears_bands=((1, 1), (20, 2), (91, 3)))


def of(found: Report, kind: str) -> list[Difference]:
    """The changes of a kind."""
    return [one for one in found.differences if kind_of(one) == kind]


def test_the_same_book_changes_nothing(small: Intake) -> None:
    found = backtest(small, frame(None).book)
    assert (found.examined.figures, found.examined.compared, found.differences) == ((), (), ())
    assert all(one.before == one.after for one in found.timeliness)
    assert all(load.opened_before == load.opened_after for load in found.load)


def test_a_lower_threshold_warns_of_what_was_below_the_former_one(small: Intake) -> None:
    found = backtest(small, lower())
    assert found.examined.touched == {"signals.18": 2}
    assert {one.key for one in found.examined.compared} == {"b:C2", "b:C3"}
    signals = {one.row.customer_no: one for one in of(found, "signal")}
    assert {no: (one.change, one.after_at, one.after_level, one.causes) for no, one in signals.items()} == {
        no: ("new", at("2026-10-12", "09:00"), YELLOW, ("signals.18",)) for no in ("C2", "C3")
    }
    warnings = {one.row.customer_no: (one.change, one.before_at, one.after_at) for one in of(found, "warning")}
    assert warnings == {
        "C2": ("earlier", at("2026-11-20", "09:00"), at("2026-10-12", "09:00")),
        "C3": ("new", None, at("2026-10-12", "09:00")),
    }


def test_the_report_of_it_is_due_and_nobody_was_asked_for_it(small: Intake) -> None:
    found = backtest(small, lower())
    (reported,) = (
        one
        for one in of(found, "duty")
        if isinstance(one.row, Duty) and (one.row.customer_no, one.row.kind, one.row.org_no) == ("C3", "report", "B1")
    )
    assert (reported.change, reported.after_due, reported.after_state) == ("new", at("2026-10-15"), "unasked")
    assert sum(load.breached_after - load.breached_before for load in found.load if load.org_no == "B1") == 0
    assert sum(load.unasked_after for load in found.load if load.org_no == "B1") > 0
    opened = {load.week: load.opened_after - load.opened_before for load in found.load if load.org_no == "B1"}
    monday = wall("2026-10-12").date().toordinal()
    assert opened[monday] == sum(
        one.change == "new" and one.after_at == at("2026-10-12", "09:00")
        for one in of(found, "duty")
        if isinstance(one.row, Duty) and one.row.org_no == "B1"
    )


def test_what_was_answered_before_a_laxer_book_asks_is_nobodys_delay(answered: Intake) -> None:
    """The report came on the 13th; by the higher bound it is owed only from the 20th."""
    found = backtest(answered, higher())
    (reported,) = (one for one in of(found, "duty") if isinstance(one.row, Duty) and one.row.kind == "report")
    assert (reported.change, reported.before_state, reported.after_state) == ("state", "met", "answered")
    assert (reported.before_at, reported.after_at) == (at("2026-10-12", "09:00"), at("2026-10-20", "09:00"))
    mine = [load for load in found.load if load.org_no == "A1"]
    assert sum(load.answered_after for load in mine) == 1
    week = next(load for load in mine if load.answered_after)
    assert week.week == wall("2026-10-19").date().toordinal()
    assert sum(load.breached_after - load.breached_before for load in mine) == 0


def test_it_catches_an_outcome_and_warns_once_more_in_vain(small: Intake) -> None:
    found = backtest(small, lower())
    assert found.outcomes == {"classified": 1}
    yellow = found.timeliness[
        0
    ]  # C1 is warned in vain under both; C2, warned on the day itself, is not watched for long
    assert (yellow.before.caught, yellow.after.caught) == (share(0, 1), share(1, 1))
    assert (yellow.before.leads, yellow.after.leads) == ((), (39,))
    assert (yellow.before.false_alarms, yellow.after.false_alarms) == (share(1, 1), share(2, 3))
    red = found.timeliness[2]
    assert red.before == red.after


def test_an_earlier_band_raises_the_level_earlier_and_moves_the_report(small: Intake) -> None:
    found = backtest(small, earlier_band())
    assert [one.key for one in found.examined.compared] == ["b:C1"]
    (signal,) = of(found, "signal")
    assert isinstance(signal.row, Signal)
    assert (signal.change, signal.at, signal.before_level, signal.after_level) == (
        "level",
        at("2026-10-29"),
        YELLOW,
        ORANGE,
    )
    (warning,) = of(found, "warning")
    assert (warning.change, warning.at, warning.causes) == ("level", at("2026-10-29"), ("arrears_bands",))
    reports = [one for one in of(found, "duty") if isinstance(one.row, Duty) and one.row.opening == 2]
    assert {
        (one.before_due, one.after_due) for one in reports if isinstance(one.row, Duty) and one.row.org_no == "A1"
    } == {(at("2026-11-12"), at("2026-11-01"))}


def test_a_window_begins_where_it_is_said(small: Intake) -> None:
    """What differs before it is counted and not listed; with nothing in it there is nothing to list."""
    later = Window(at("2026-10-13"), UNTIL, 60)
    found = backtest(small, lower(), later)
    assert {one.row.customer_no for one in of(found, "signal")} == set()
    assert found.earlier > 0
    empty = backtest(small, lower(), Window(at("2026-09-01"), at("2026-09-15"), 60))
    assert (empty.differences, empty.earlier, empty.load, empty.outcomes) == ((), 0, (), {})


def test_the_order_of_work_and_the_number_of_processes_change_nothing(small: Intake) -> None:
    alone = backtest(small, lower())
    assert backtest(small, lower(), jobs=2) == alone
