"""R106: the short way for a position knows when it may say that a loan is overdue."""

from __future__ import annotations

from typing import Final

import pytest

from tests.scenarios.run import frame
from tests.scenarios.table import read_cases
from warning.contracts.decode import Incoming, decode
from warning.core.effects import Effect, SignalChanged
from warning.core.events import LoanPosition
from warning.core.scalars import read_day
from warning.core.state import Borrower
from warning.core.step import initial, posted, step
from warning.intake.records import record_of

LINES: Final = """== R106 · a position
2026-10-30 09:00  take-on   L1 of C1 at A1 100,000.00 matures {matures} drawn 2025-10-30 {product}
2026-12-01 09:00  position  L1 90,000.00 occurred {occurred}
-- signals
no C1 11.1.4
"""


def is_short(matures: str, occurred: str, product: str = "") -> bool:
    """Whether the position of a loan without a case is taken the short way."""
    (case,) = read_cases(LINES.format(matures=matures, occurred=occurred, product=product))
    opened, said = (decode(wire.line()) for wire in case.events)
    assert isinstance(opened, Incoming)
    assert isinstance(said, Incoming)
    state, _ = step(initial("b:C1"), record_of(opened, opened.event, opened.received), frame(None))
    assert isinstance(state, Borrower)
    assert isinstance(said.event, LoanPosition)
    return posted(state, said.event, said.received, said.occurred, 1) is not None


@pytest.mark.parametrize(
    ("occurred", "short"), [("2026-10-29 23:59:59.999999", True), ("2026-10-30 00:00", False), ("2026-12-01", False)]
)
def test_dated_after_the_maturity_it_is_not_taken_the_short_way(occurred: str, short: bool) -> None:  # noqa: FBT001 - a table
    assert is_short("2026-10-29", occurred) == short


def test_an_off_balance_item_and_a_loan_without_maturity_are() -> None:
    assert is_short("2026-10-29", "2026-12-01", "product acceptance")
    assert is_short("9999-12-31", "2026-12-01")


def raised_by(said: str) -> dict[str, object]:
    """What the signal of overdue principal that comes of a record names as its values."""
    text = f"""== R106 · what a level counts from
2026-10-30 09:00  take-on   L1 of C1 at A1 100,000.00 matures 2026-11-20 drawn 2025-10-30
2026-12-01 09:00  {said}
-- signals
no C1 11.1.4
"""
    (case,) = read_cases(text)
    state = initial("b:C1")
    effects: tuple[Effect, ...] = ()
    for wire in case.events:
        read = decode(wire.line())
        assert isinstance(read, Incoming)
        state, effects = step(state, record_of(read, read.event, read.received), frame(None))
    (why,) = (one.why for one in effects if isinstance(one, SignalChanged) and one.why.code == "overdue_day")
    return dict(why.values)


def test_a_level_by_the_maturity_alone_names_it_and_one_by_the_feeds_own_date_does_not() -> None:
    matures = read_day("2026-11-20")
    assert raised_by("position  L1 90,000.00 occurred 2026-12-01")["matures_on"] == matures
    own = raised_by("position  L1 90,000.00 overdue 90,000.00 since 2026-11-21")
    assert "matures_on" not in own
    assert own["since"] == matures + 1
