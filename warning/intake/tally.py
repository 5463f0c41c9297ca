"""Conservation: what became of each record that was read, counted, and kept where people must know it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.contracts.decode import Incoming

OUTCOMES: Final = ("applied", "duplicate", "stale", "held", "quarantined")
"""Each record ends as one of these."""
FIELDS: Final = {"org_unknown": "data.org_no", "loan_of_another": "data.customer_no", "loan_unknown": "data.loan_no"}
"""What a record is refused for before it reaches a step, and the field that is wrong."""


class Reading(Struct, frozen=True, gc=False):
    """One good record as it was read: its line, its raw bytes and where it came from (for a ledger that keeps them)."""

    incoming: Incoming
    line: int = 0
    raw: bytes = b""
    origin: str = ""
    waited: bool = False
    """It has waited for its loan: another source may be read now than the one it came from."""
