"""What ``compliance --json`` prints: the figures of 13.5 and 18, of a period, by whom."""

from __future__ import annotations

from msgspec import Struct


def points(on_time: int, scored: int) -> int | None:
    """The share met in time in hundredths of a percent, rounded half up; None where nothing is scored."""
    return (on_time * 20_000 + scored) // (2 * scored) if scored else None


class NotScored(Struct, frozen=True, kw_only=True):
    """Breaches nobody is scored for, by their cause (W5, O9, D9)."""

    feed: int
    moved: int
    pipeline_lag: int


class FellAway(Struct, frozen=True, kw_only=True):
    """What was due in the period on paper, and owed by nobody there: not in ``due``."""

    ended: int
    """With its warning (D7) or its loan (P3)."""
    waived: int
    """By an approved waiver, or no longer owed, or its breach withdrawn with it (D8, R47, R48, W12)."""
    handed_over: int
    """It went on at the organisation to which the loan moved, and counts there (O9)."""


class FiguresLine(Struct, frozen=True, kw_only=True):
    """``due`` = ``on_time`` + ``late`` + ``concealed`` + all of ``not_scored``."""

    due: int
    on_time: int
    late: int
    late_owed: int
    """Part of ``late``: still not done."""
    concealed: int
    concealed_owed: int
    not_scored: NotScored
    scored: int
    """``on_time`` + ``late`` + ``concealed``."""
    basis_points: int | None
    """``on_time`` of ``scored``, in hundredths of a percent."""
    longest_delay_seconds: int | None
    """Of what is late or concealed; of what is still owed, up to ``clock``. None: there is none."""
    fell_away: FellAway
    open: int
    """Due in the period, and not yet."""
    not_read: int
    """Met or ended: which, lies in an archive that could not be read."""


class ComplianceLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="compliance"):
    """The first line: what was counted, and all of it together."""

    place: str
    since: str | None
    """The first day on which what is counted was due (Shanghai); a midnight belongs to the day it ends."""
    until: str | None
    """The last one."""
    clock: str
    by: str
    org_no: str | None
    own: bool
    """Without the organisations below it."""
    post: str | None
    kind: str | None
    person: str | None
    rows: int
    total: FiguresLine


class ComplianceRowLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="compliance_row"):
    """One row. Those of ``scope`` ``own`` share out the total: no duty is in two of them."""

    scope: str
    """``own``, or ``with_below``: an organisation and all below it together."""
    org_no: str | None
    name: str | None
    level: str | None
    """None: the organisation is not in the rule book any more."""
    post: str | None
    kind: str | None
    person: str | None
    """Whose act of that organisation met it: a token. Empty: nobody's on record."""
    figures: FiguresLine
