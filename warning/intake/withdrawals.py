"""A release or a waiver taken back by the organisation that proposed it, while it waits (R77).

The message is a fact (``event.retracted.v1``), not an act: what the core would not take it would leave in quarantine,
and what names anything else it would retract. So it is asked first, under the same locks, whether it is what is meant.
"""

from __future__ import annotations

from collections.abc import Callable

from warning.contracts.decode import decode
from warning.core.events import EventRetracted
from warning.core.state import Borrower
from warning.intake.commands import Answer, given
from warning.intake.ingest import Intake
from warning.ledger.sql.unit import Unit


class NotWaiting(Exception):
    """No such proposal of that borrower waits."""


class NotTheProposer(Exception):
    """Another organisation made it, and only that one takes it back."""

    def __init__(self, org_no: str) -> None:
        super().__init__(f"it was proposed by {org_no}")
        self.org_no = org_no


def withdraw(intake: Intake, raw: bytes, origin: str, stamped: Callable[[int], bytes] | None) -> Answer:
    """Take a proposal back by a retraction; ``stamped`` as for ``commands.act``.

    Raises:
        Refused: the message is broken; every problem with its field.
        NotWaiting: no such proposal waits.
        NotTheProposer: it is another organisation's.
        ClockBehind: the ledger's clock is later, and the instant was named.
        DBAPIError: the database failed.
    """
    event = decode(raw).event
    if not isinstance(event, EventRetracted):
        raise TypeError(event)
    return given(intake, raw, origin, stamped, first=_asking(event))


def _asking(event: EventRetracted) -> Callable[[Unit], None]:
    """Whether it is a proposal that waits, of the organisation that takes it back."""

    def ask(unit: Unit) -> None:
        state = unit.state(f"b:{event.customer_no}")
        proposal = state.file.proposals.get(event.retracts) if isinstance(state, Borrower) else None
        if proposal is None:
            raise NotWaiting
        if proposal.org_no != event.recorded_by:
            raise NotTheProposer(proposal.org_no)

    return ask
