"""Outcomes that were taken back by what is on record: worked out by hand, on SQLite, and some on both databases."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import URL

from tests.backtest.test_by_hand import UNTIL, at, backtest
from tests.ledger import bank
from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.audit.backtest.intervals import share
from warning.audit.backtest.outcomes import Outcome
from warning.intake.ingest import Intake

LENT: Final = """2026-10-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2029-11-01
2026-10-12 09:00  observe   C1 47
"""
END: Final = "-- signals\nC1 11.1.6 47 yellow live\n"
CLASSIFIED: Final = "2026-11-20 09:00  classify  C1 substandard on 2026-11-20 as x1\n"
ARREARS: Final = "2026-10-10 09:00  arrears   L1 500.00 since 2026-10-10 as x1\n"
CLEARED: Final = f"{ARREARS}2026-12-01 09:00  arrears   L1 0.00 as x2\n"
LOST: Final = "2026-11-20 09:00  write-off L1 as x1\n"
DAY_91: Final = Outcome(at("2027-01-08"), "overdue")
CASES: Final = {
    "classified": (CLASSIFIED, Outcome(at("2026-11-20", "09:00"), "classified")),
    "classified by mistake": (f"{CLASSIFIED}2026-12-01 09:00  retract   x1 of C1\n", None),
    "classified again": (
        f"{CLASSIFIED}2026-12-01 09:00  retract   x1 of C1\n2026-12-02 09:00  classify  C1 loss on 2026-12-02\n",
        Outcome(at("2026-12-02", "09:00"), "classified"),
    ),
    "retracted after the window": (
        f"{CLASSIFIED}2027-01-20 09:00  retract   x1 of C1\n",
        Outcome(at("2026-11-20", "09:00"), "classified"),
    ),
    "retracted ahead of it": (f"2026-11-19 09:00  retract   x1 of C1\n{CLASSIFIED}", None),
    "another record is retracted": (
        f"{CLASSIFIED}2026-12-01 09:00  retract   x2 of C1\n",
        Outcome(at("2026-11-20", "09:00"), "classified"),
    ),
    "in arrears": (ARREARS, DAY_91),
    "in arrears by mistake": (f"{ARREARS}2026-12-01 09:00  retract   x1 of C1\n", None),
    "in arrears by another position that changed nothing": (
        f"{ARREARS}2026-10-11 09:00  arrears   L1 500.00 since 2026-10-10\n2026-12-01 09:00  retract   x1 of C1\n",
        DAY_91,
    ),
    "cleared": (CLEARED, None),
    "cleared by mistake": (f"{CLEARED}2026-12-20 09:00  retract   x2 of C1\n", DAY_91),
    "cleared by mistake, known later": (
        f"{CLEARED}2027-01-10 09:00  retract   x2 of C1\n",
        Outcome(at("2027-01-10", "09:00"), "overdue"),
    ),
    "written off": (LOST, Outcome(at("2026-11-20", "09:00"), "written_off")),
    "written off by mistake": (f"{LOST}2026-11-25 09:00  position  L1 100,000.00 corrects x1\n", None),
    "a write-off cannot be retracted": (
        f"{LOST}2026-11-25 09:00  retract   x1 of C1\n",
        Outcome(at("2026-11-20", "09:00"), "written_off"),
    ),
    "settled by mistake": (
        f"{ARREARS}2026-11-20 09:00  settle    L1 as x2\n2026-11-25 09:00  position  L1 100,000.00 corrects x2\n",
        DAY_91,
    ),
}


def _taken(database_url: URL, text: str) -> Intake:
    lines = "".join(sorted((LENT + text).splitlines(keepends=True)))
    (case,) = read_cases(f"== T5 · one borrower\n{lines}{END}")
    into = Intake(bank.create(database_url, of=frame(None)), frame(None), persons=bank.Salted())
    bank.take_in(into, [wire.line() for wire in case.events])
    bank.run_on(into, max(UNTIL, into.ledger.clock()))
    return into


BOTH: Final = ("classified by mistake", "cleared by mistake", "written off by mistake")
"""Of each outcome one that is shown on PostgreSQL, too: the rows are read from there, and judged alike."""
SHOWN: Final = (
    *(pytest.param("sqlite", *case, id=f"sqlite-{name}") for name, case in CASES.items()),
    *(pytest.param("postgresql", *CASES[name], id=f"postgresql-{name}", marks=pytest.mark.postgresql) for name in BOTH),
)


@pytest.mark.parametrize(("database_url", "text", "outcome"), SHOWN, indirect=["database_url"])
def test_what_was_taken_back_by_the_end_of_the_window_is_no_outcome(
    database_url: URL, text: str, outcome: Outcome | None
) -> None:
    into = _taken(database_url, text)
    found = backtest(into, frame(None).book)
    assert found.examined.outcomes == ({} if outcome is None else {"b:C1": outcome})
    assert found.outcomes == ({} if outcome is None else {outcome.kind: 1})
    yellow = found.timeliness[
        0
    ].before  # warned since 12 October, or by its arrears since the 10th, and watched 60 days
    assert yellow.caught == share(int(outcome is not None), int(outcome is not None))
    assert yellow.false_alarms == share(int(outcome is None or outcome.at > at("2026-12-11", "09:00")), 1)
    into.ledger.close()
