"""Standing facts between aggregates: no wire message, but an event to the core."""

from __future__ import annotations

from msgspec import Struct


class Told(Struct, frozen=True, omit_defaults=True, tag=True, gc=False):
    """A standing fact from one aggregate to another (contagion, exposure of an organisation).

    The receiver keeps the highest ``version`` it has per (``origin``, ``path``); an older or equal one changes nothing.
    """

    to: str
    origin: str
    """The aggregate the fact is about: the source borrower."""
    path: str
    """``group:<no>``, ``guarantee:<contract>|<guarantor>``, or ``org:<no>``."""
    link: int
    """Which making of the link it came over: the newer one wins."""
    value: int
    version: int
    counts_from: int
    """The instant from which level and link are both on record (O6)."""
    risen: bool = True
    """Whether the value rose with this version."""
    by_link: bool = False
    """Whether, of level and link, it is the link that was recorded last: for the explanation only."""
    events: tuple[str, ...] = ()
    """The events that made the links it came over (W12)."""
    retracts: str = ""
    """A link's event that was retracted: what rests on it is disputed, and the link carries nothing more (W12)."""
    again: str = ""
    """The retraction by which the link is made anew (R103)."""
