"""The sign-offs that an organisation gave for a month, as the journal has them (O3)."""

from __future__ import annotations

from msgspec import Struct

from warning.cli.situation import Situation
from warning.core.events import ForecastSignedOff
from warning.core.rows import Duty
from warning.ledger.journal import content_of


class Signed(Struct, frozen=True):
    """A sign-off: its record's id, when it was received (µs UTC), and what it said."""

    name: str
    at: int
    said: ForecastSignedOff


def signed(found: Situation, duty: Duty) -> list[Signed]:
    """All of a duty's month by its organisation, as they were read, those refused included; none of another duty."""
    if duty.kind != "forecast_sign_off":
        return []
    rows = (row for row in found.ledger.journal if row.kind == ForecastSignedOff.TYPE)
    mine = ((row, content_of(row)) for row in rows if row.key == f"o:{duty.org_no}")
    return [
        Signed(row.event_id, row.received, content)
        for row, content in mine
        if isinstance(content, ForecastSignedOff) and duty.hangs_on == f"month:{content.month}"
    ]
