"""Every type of event has somebody who decides it: the first record of one that has none would end the program."""

from __future__ import annotations

from warning.contracts.topics import ROUTES
from warning.core import step
from warning.core.events import BorrowerRegistered, ForecastSignedOff

ELSEWHERE = {BorrowerRegistered, ForecastSignedOff}
"""What its own aggregate or ``step`` itself decides: an organisation's sign-off, a borrower's name."""


def test_every_type_of_event_is_decided() -> None:
    assert {route.event for route in ROUTES.values()} - step.HANDLERS.keys() == ELSEWHERE
