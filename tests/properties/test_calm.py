"""Short ways decide what the long way does, effects and chain included."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from warning.core import facts
from warning.core import step as steps
from warning.core.frame import Frame, Org
from warning.core.scalars import DAY, midnight
from warning.demo.bank import synthesise
from warning.demo.world import Mix
from warning.intake import driver
from warning.intake.run import Run, decide
from warning.ledger.memory import MemoryLedger
from warning.rulebook import load_frame

OPENS = date(2026, 10, 1)
LIVE = midnight(OPENS.toordinal())


def _frames() -> tuple[Frame, tuple[tuple[int, Frame], ...]]:
    """A first frame; later lower tiers, then sub-branches under another branch."""
    first = load_frame(live_from=LIVE)
    lower = replace(first, id="lower", book=replace(first.book, tiers=tuple(bound // 3 for bound in first.book.tiers)))
    branches = [org.org_no for org in first.orgs.values() if org.level == "branch"]
    moved = {no: _under(org, branches[-1]) for no, org in first.orgs.items()}
    return first, ((LIVE + 12 * DAY, lower), (LIVE + 20 * DAY, replace(lower, id="moved", orgs=moved)))


def _under(org: Org, branch: str) -> Org:
    return replace(org, parent=branch) if org.level == "sub_branch" else org


def _decided(lines: list[bytes], ledger: MemoryLedger) -> tuple[object, ...]:
    frame, activations = _frames()
    run = Run(frame, ledger=ledger, activations=activations)
    verdicts = decide(lines, frame, run=run)
    return verdicts.head, verdicts.signals, verdicts.warnings, verdicts.duties, verdicts.counts


@pytest.mark.slow
def test_the_short_ways_are_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a journal and without: intake goes no further than to ask, and the step itself would be as short."""
    lines = list(synthesise(7, loans=900, start=OPENS, mix=Mix(trouble=3.0, revolving=0.6)))
    calm, short = steps.calm, []
    for ledger in (MemoryLedger(), MemoryLedger(keep_journal=False)):
        taken: list[bool] = []

        def counted(*given: Any, taken: list[bool] = taken) -> object:
            found = calm(*given)
            taken.append(found is not None)
            return found

        monkeypatch.setattr(driver, "calm", counted)
        short.append(_decided(lines, ledger))
        assert sum(taken) > 100
    monkeypatch.setattr(driver, "calm", lambda *_: None)
    short.append(_decided(lines, MemoryLedger()))
    monkeypatch.setattr(steps, "calm", lambda *_: None)
    long = _decided(lines, MemoryLedger())
    assert short == [long, long, long]


def test_a_forecast_that_raises_nothing_is_only_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file as the long way would leave it, and the same on record, whatever comes later."""
    lines = list(synthesise(11, loans=600, start=OPENS, mix=Mix(trouble=3.0)))
    noted, taken = facts.noted, []

    def counted(*given: Any) -> object:
        found = noted(*given)
        taken.append(found is not None)
        return found

    monkeypatch.setattr(facts, "noted", counted)
    short = MemoryLedger()
    decided = _decided(lines, short)
    assert sum(taken) > 100
    assert not all(taken)
    monkeypatch.setattr(facts, "noted", lambda *_: None)
    long = MemoryLedger()
    assert decided == _decided(lines, long)
    assert short.states == long.states
