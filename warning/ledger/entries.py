"""What a ledger keeps of records that were not applied: held for their loan, or refused."""

from __future__ import annotations

from msgspec import Struct

from warning.contracts.decode import Incoming
from warning.core.effects import Why


class Held(Struct, frozen=True, gc=False):
    """A good record that waits for ``loan_no`` until an instant (µs UTC)."""

    loan_no: str
    incoming: Incoming
    line: int
    until: int
    raw: bytes = b""
    origin: str = ""


class Refusal(Struct, frozen=True, kw_only=True):
    """What could not be taken: a broken message (quarantined), an act that cannot count, or a held event that expired.

    Also a figure that cannot be computed, which is applied and no pass (``not_computable``).

    ``line`` counts from 1; ``problems`` are (code, field, value, message in Chinese, message in English); ``field`` is
    the path of what ``why`` is about.
    """

    line: int
    event_id: str
    type: str
    outcome: str
    at: int
    problems: tuple[tuple[str, str, str, str, str], ...] = ()
    why: Why | None = None
    field: str = ""
