"""What was said of arrears or overdue principal of a loan (O4, R9). Nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """What one position says of arrears: since when; without a date that there are none, as an ending does too."""

    since: int | None
    event: str
    """Empty for an ending or an extension, which cannot be retracted."""
    at: int = 0
    cure: bool = False
    """A figure back in bounds, and not only the end of the loan (R10)."""


@dataclass
class Spell:
    """One spell of arrears: what was recorded of the date it arose, and the highest band it has reached."""

    identity: int
    records: list[Said] = field(default_factory=list)
    cleared: bool = False
    cured: bool = False
    cleared_at: int = 0
    resumed: int = 0
    """Which record took it up again after it was cleared; without one it is still cleared."""
    reached: int = 0
    before: int = 0
    """The highest it had reached before a cure, which may be retracted (R104)."""
    counted: int = 0
    """The highest it would have reached by then, had what is retracted not been."""


@dataclass
class Course:
    """Interest arrears, or overdue principal, of a loan: all that was said, and the spells it makes."""

    bands: tuple[tuple[int, int], ...]
    overdue: bool = False
    said: list[Said] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    went_on: list[Said] = field(default_factory=list)
    """What had taken a cleared spell up again (R9): it goes on with that one, whichever it is by now (R104)."""
