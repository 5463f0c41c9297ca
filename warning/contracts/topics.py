"""Which type travels on which topic, and by which field it is keyed."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import fields

from warning.core.events import EVENTS, Event


class Route(Struct, frozen=True):
    """A type of event: its class, topic, the field that is the Kafka key, and the minor version of ours."""

    event: type[Event]
    topic: str
    key: str
    minor: int = 0


KEYS: Final = ("customer_no", "loan_no", "org_no")
"""The key is the borrower; where it may be left out the ledger finds it by the loan.
A sign-off is its organisation's."""


def _key(event: type[Event]) -> str:
    names = {field.name: field.required for field in fields(event)}
    return next(name for name in KEYS if names.get(name))


ROUTES: Final[dict[str, Route]] = {event.TYPE: Route(event, event.TOPIC, _key(event)) for event in EVENTS}
"""By type name, in the order of the policy."""

TOPICS: Final[dict[str, tuple[str, ...]]] = {
    topic: tuple(name for name, route in ROUTES.items() if route.topic == topic)
    for topic in ("repayment", "interest-arrears", "borrower-event", "command")
}
"""By topic, the names of its types."""
