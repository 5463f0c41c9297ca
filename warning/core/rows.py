"""What people see: signals, warnings and duties, each a row that the core writes whole whenever it changes.

Ids are hashes of what the row is about, never of what came first. Rows are what the ledger stores, what
``warning decide --json`` prints and what the independent oracle must agree with.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, Literal

from msgspec import Struct

DutyState = Literal["open", "met", "met_late", "breached", "waived", "moved"]
"""D8; ``moved`` ends the row of an organisation that the loan has left (O9): the duty goes on in the new one's row."""

DutyKind = Literal[
    "assessment",
    "first_notice",
    "report",
    "team",
    "monthly_update",
    "meeting",
    "tracking",
    "rectification_notice",
    "completion",
    "notice",
    "answer",
    "forecast_sign_off",
]


def row_id(prefix: str, *parts: object) -> str:
    """``S-``, ``W-`` or ``D-`` and 16 hex digits of a hash over the parts."""
    return f"{prefix}-{sha256('|'.join(map(str, parts)).encode()).digest()[:8].hex()}"


MONITORING: Final = "off_site_monitoring"
"""Article 5: what a clock or a system establishes, and what is derived, is found off site."""


class Step(Struct, frozen=True, gc=False):
    """One entry of a signal's or warning's level history.

    ``level`` 0 is the closing. ``at`` is when it was recorded; ``start`` is the instant the clocks of this opening
    count from: the discovery (D1). ``opening`` is 1 for the raise, then one more for every rise; 0 where none opens.
    """

    level: int
    at: int
    start: int
    opening: int
    event: str


class Signal(Struct, frozen=True, kw_only=True, gc=False):
    """One rule's verdict on one subject (W1).

    ``loans`` are the source loans named, None for all of the borrower's (W6). ``status`` ``kept`` is a fact about a
    party without a balance: no warning yet, but a source of contagion (W11).
    """

    id: str
    customer_no: str
    domain: Literal["business", "management"]
    clause: str
    subject: str
    episode: int
    group: str
    level: int
    status: Literal["live", "kept", "closed"]
    loans: tuple[str, ...] | None
    history: tuple[Step, ...]
    tags: tuple[str, ...] = ()
    disputed: bool = False
    paths: tuple[str, ...] = ()
    """11.1.5: the links over which the source reaches this borrower."""
    source: str = MONITORING
    """Article 5: where the information that raised it came from."""
    closed_by: Literal["", "recovery", "release"] = ""


class Warning(Struct, frozen=True, kw_only=True, gc=False):
    """The case of one borrower in one domain, from its first live signal to the closing of the last (W2)."""

    id: str
    customer_no: str
    domain: Literal["business", "management"]
    number: int
    level: int
    tier: int
    raised_at: int
    levels: tuple[tuple[int, int], ...]
    """(instant, level)."""
    tiers: tuple[tuple[int, int], ...]
    """(instant, tier)."""
    closed_at: int | None = None


class BookRow(Struct, frozen=True, kw_only=True, gc=False):
    """A rule book that was approved: from when it is in force (µs UTC), in whose place, and by which proposal."""

    id: str
    """The frame's."""
    in_force_at: int
    base: str
    """The frame it replaces."""
    files: str
    """SHA-256 of its packed files, in hex."""
    proposal: str


class Duty(Struct, frozen=True, kw_only=True, gc=False):
    """One thing that one post of one organisation owes, and by when (D1-D12)."""

    id: str
    kind: DutyKind
    clause: str
    customer_no: str
    """Empty for a forecast sign-off."""
    domain: str
    hangs_on: str
    number: int = 0
    """The number of the warning it belongs to; 0 for assessments and sign-offs."""
    org_no: str
    post: str
    start: int
    due: int | None
    """None: open until the warning closes (tracking)."""
    due_working: int | None
    state: DutyState
    opened_at: int
    fulfilled_at: int | None = None
    breached_at: int | None = None
    cause: Literal["", "own", "feed", "moved", "pipeline_lag"] = ""
    """Why it was breached; empty while it was not (W5)."""
    scored: Literal["", "late", "concealed"] = ""
    """D9, D10: how the assessment of article 18 counts it."""
    tags: tuple[str, ...] = ()
    escalated_to: str = ""
    """``<org_no>/<post>`` of the superior told of the breach (D9)."""
    fulfilled_by: str = ""
    """The event that ended it."""
    signal_id: str = ""
    """The signal a report duty rests on (D1)."""
    opening: int = 0
    """Which opening of that signal it came with (D1)."""
    feed: bool = False
    """W5: recorded with less than half of its clock left, unknown to its owner until then."""
    early: bool = False
    """T6: fell due before ``live_from``, recorded before it: no row yet, and one only if its signal is live then."""
    came_in: bool = False
    """O9: opened for one that came in later, from that instant: it had nothing to conceal (D10)."""
    red: bool = False
    """D5: a meeting opened by red, met only with the branch's principal leader present."""
