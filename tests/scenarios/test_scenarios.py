"""Every scenario, by the engine and by the oracle."""

from __future__ import annotations

import pytest
from msgspec import convert

from tests.scenarios.run import JUDGES, explain, run
from tests.scenarios.table import Case, all_cases
from warning.core.events import EVENTS
from warning.core.scalars import Day, Fen, Moment, read_day, read_fen, read_moment

SCALARS = {Fen: read_fen, Day: read_day, Moment: read_moment}


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.where)
@pytest.mark.parametrize("judge", JUDGES)
def test_scenario(case: Case, judge: str) -> None:
    """The rows a scenario lists are the rows decided."""
    if judge == "oracle" and case.books:
        pytest.skip("the oracle knows one rule book a history")
    outcome = run(case, judge)
    if outcome.wrong:
        pytest.fail(explain(case, judge, outcome), pytrace=False)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.where)
def test_lines_are_events(case: Case) -> None:
    """Each line is an event of the contract: nothing holds only because a message was refused."""
    types = {event.TYPE: event for event in EVENTS}
    for wire in case.events:
        data = wire.event["data"] | ({"duty_ids": ["D-0"]} if wire.waives else {})
        read = convert(data, types[wire.event["type"]], dec_hook=lambda kind, text: SCALARS[kind](text))
        assert wire.event["type"] == read.TYPE
