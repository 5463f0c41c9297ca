"""What is told late: a standing fact read after others is judged by the instants it carries (O5, O6).

In one run every fact arrives at its own instant; between workers it may be read after a midnight, a balance or a link.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.scenarios.run import frame
from tests.scenarios.scalar import micros, wall
from tests.scenarios.table import read_cases
from warning.core.draft import Record
from warning.core.effects import SignalChanged
from warning.core.events import Told
from warning.core.frame import RED
from warning.core.state import Borrower, Group, State
from warning.core.step import step
from warning.intake.run import Run, decide

LATE: Final = micros(wall("2026-11-25", "09:00"))
LINKED: Final = """== O5 · what stands before
2026-11-02 09:00  disburse  L1 of C1 at A1 100,000.00 matures 2028-11-01
2026-11-02 09:00  disburse  L2 of C2 at B1 100,000.00 matures 2028-11-01
2026-11-03 09:00  guarantee K1 of C1 by-guarantor C2
2026-11-20 10:00  end-guarantee K1 of C1 by-guarantor C2
-- signals
no C2
"""
DRAWN: Final = """== O6 · what stands before
2026-11-03 09:00  guarantee K1 of C1 by-guarantor C2
2026-11-10 09:00  disburse  L2 of C2 at B1 100,000.00 matures 2028-11-01
-- signals
no C2
"""
JOINED: Final = """== O6 · what stands before
2026-11-03 09:00  link      C1 into G1
2026-11-10 09:00  link      C2 into G1
-- signals
no C2
"""


def before(text: str, key: str) -> State:
    """The state of an aggregate after the events of a table."""
    (case,) = read_cases(text)
    run = Run(frame(None))
    decide([wire.line() for wire in case.events], frame(None), run=run)
    return run.ledger.state(key)


def told(to: str, path: str, counts_from: int) -> Record:
    """C1 is a source at red since an instant, read late."""
    content = Told(to, "C1", path, 1 << 20, RED, 1, counts_from)
    return Record("told", LATE, LATE, content)


@pytest.mark.parametrize(
    ("day", "time", "reaches"), [("2026-11-20", "23:59:59.999999", True), ("2026-11-21", "00:00", False)]
)
def test_a_source_of_before_the_midnight_reaches_however_late_it_is_read(day: str, time: str, reaches: bool) -> None:  # noqa: FBT001
    """O5: the end of a link counts from the midnight, by the fact's instant and not by its reading."""
    state = before(LINKED, "b:C2")
    assert isinstance(state, Borrower)
    _, effects = step(state, told("b:C2", "guarantee:K1|C2", micros(wall(day, time))), frame(None))
    assert any(isinstance(effect, SignalChanged) for effect in effects) == reaches


def test_what_is_read_after_the_midnight_leaves_no_path() -> None:
    """O5: it warns, and the link that is over carries nothing later."""
    (case,) = read_cases(LINKED)
    run = Run(frame(None))
    decide([wire.line() for wire in case.events], frame(None), micros(wall("2026-11-22")), run=run)
    record = told("b:C2", "guarantee:K1|C2", micros(wall("2026-11-20", "15:00")))
    after, effects = step(run.ledger.state("b:C2"), record, frame(None))
    assert any(isinstance(effect, SignalChanged) for effect in effects)
    assert isinstance(after, Borrower)
    assert after.file.heard == {}


def test_what_was_told_over_an_earlier_making_is_not_heard() -> None:
    """W8: the link has been made anew since; the source tells it again over that one."""
    again = LINKED.replace("-- signals", "2026-11-20 11:00  guarantee K1 of C1 by-guarantor C2\n-- signals")
    record = told("b:C2", "guarantee:K1|C2", micros(wall("2026-11-20", "10:30")))
    _, effects = step(before(again, "b:C2"), record, frame(None))
    assert not any(isinstance(effect, SignalChanged) for effect in effects)


def test_a_source_does_not_hear_of_itself() -> None:
    """O5: every other member."""
    content = Told("b:C2", "C2", "group:G1", 1 << 20, RED, 1, LATE)
    after, _ = step(before(JOINED, "b:C2"), Record("told", LATE, LATE, content), frame(None))
    assert isinstance(after, Borrower)
    assert after.file.heard == {}


@pytest.mark.parametrize(("day", "starts"), [("2026-11-15", "2026-11-15"), ("2026-11-05", "2026-11-10")])
def test_a_derived_signal_is_discovered_when_all_three_are_on_record(day: str, starts: str) -> None:
    """O6: source level, link and balance; neither the reading nor the fact alone."""
    state = before(DRAWN, "b:C2")
    _, effects = step(state, told("b:C2", "guarantee:K1|C2", micros(wall(day, "09:00"))), frame(None))
    (raised,) = [effect.signal for effect in effects if isinstance(effect, SignalChanged)]
    assert [entry.start for entry in raised.history] == [micros(wall(starts, "09:00"))]


@pytest.mark.parametrize(("day", "counts"), [("2026-11-15", "2026-11-15"), ("2026-11-05", "2026-11-10")])
def test_a_group_passes_on_when_the_member_was_linked_too(day: str, counts: str) -> None:
    """O6: a fact of before the membership counts from the membership."""
    state = before(JOINED, "g:G1")
    assert isinstance(state, Group)
    _, effects = step(state, told("g:G1", "group:G1", micros(wall(day, "09:00"))), frame(None))
    (passed,) = [effect for effect in effects if isinstance(effect, Told)]
    assert (passed.to, passed.counts_from) == ("b:C2", micros(wall(counts, "09:00")))
