"""How a duty counts in the figures of 13.5 and 18: one definition, for every list, summary and query. Pure.

What the core has decided is only sorted here: cause and score are its own (W5, D9, D10). A breach that is not scored
stands apart; what ended with its warning or loan (D7, P3), was waived or withdrawn (D8, R47, R48, W12) or went on at
another organisation (O9) says nothing about anybody's punctuality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import product
from typing import Final, Literal, get_args

from msgspec import Struct

from warning.contracts.compliance import points
from warning.core.rows import Duty, DutyState

Outcome = Literal[
    "on_time",
    "late_done",
    "late_owed",
    "concealed_done",
    "concealed_owed",
    "feed",
    "moved",
    "pipeline_lag",
    "ended",
    "waived",
    "handed_over",
    "open",
    "not_read",
]
"""``done`` or still ``owed``; then the causes that are not scored; then what fell away; ``open`` is not due yet;
``not_read``: whether it was met or ended lies in an archive that is not here."""
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
LATE: Final = ("late_done", "late_owed")
CONCEALED: Final = ("concealed_done", "concealed_owed")
UNSCORED: Final[dict[str, Outcome]] = {"feed": "feed", "moved": "moved", "pipeline_lag": "pipeline_lag"}
"""Breaches shown in a column of their own, by their cause (D9, W5, O9)."""
NOT_SCORED: Final = tuple(UNSCORED)
FELL_AWAY: Final = ("ended", "waived", "handed_over")
"""Due in the period on paper, and owed by nobody of this organisation when it came."""
SCORED: Final = ("on_time", *LATE, *CONCEALED)
"""What the share is of."""
ENDED_BY: Final = ("met_by_closing", "assessment_ended")
"""Reasons for which a duty ends although nobody did what it asks (D7, P3)."""
UNBREACHED: Final[dict[str, Outcome]] = {"waived": "waived", "moved": "handed_over"}
"""How a duty that was neither met nor breached counts, but for an open one."""
CAUSES: Final = ("", "own", *NOT_SCORED)
SCORES: Final = ("", "late", "concealed")

FIGURES: Final[dict[str, tuple[str, ...]]] = {
    "due": (*SCORED, *NOT_SCORED),
    "on_time": ("on_time",),
    "late": LATE,
    "late_owed": ("late_owed",),
    "concealed": CONCEALED,
    "not_scored": NOT_SCORED,
    "fell_away": FELL_AWAY,
    "open": ("open",),
    "not_read": ("not_read",),
}
"""Each figure that is shown, and what it counts."""


class Facts(Struct, frozen=True):
    """Of a duty, what its outcome depends on; ``ended``: it was met, but by nobody's act (None: not known)."""

    state: DutyState
    cause: str
    scored: str
    breached: bool
    ended: bool | None

    @property
    def outcome(self) -> Outcome:
        """How it counts."""
        if self.cause in UNSCORED:
            return UNSCORED[self.cause]
        if self.breached:
            owed = self.state == "breached"
            if self.scored == "concealed":
                return "concealed_owed" if owed else "concealed_done"
            return "late_owed" if owed else "late_done"
        if self.state == "met":
            return "not_read" if self.ended is None else "ended" if self.ended else "on_time"
        return UNBREACHED.get(self.state, "open")


def outcome_of(duty: Duty, *, ended: bool) -> Outcome:
    """How a duty counts; it has a due (tracking has none, and says nothing of punctuality)."""
    return Facts(duty.state, duty.cause, duty.scored, duty.breached_at is not None, ended).outcome


def all_facts() -> Iterator[Facts]:
    """All there can be."""
    every = product(get_args(DutyState), CAUSES, SCORES, (False, True), (False, True, None))
    return (Facts(*one) for one in every)


class Figures:
    """Counts outcomes; all of them together are all duties that were counted."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self.of: Counter[str] = Counter()
        self.longest = 0
        """The longest delay of what is scored, done or still owed (µs)."""

    def add(self, outcome: Outcome, n: int = 1, delay: int = 0) -> None:
        """Count so many; ``delay``: the longest of them (µs)."""
        self.of[outcome] += n
        if outcome in LATE or outcome in CONCEALED:
            self.longest = max(self.longest, delay)

    def join(self, other: Figures) -> None:
        """Count all that another one has counted."""
        self.of.update(other.of)
        self.longest = max(self.longest, other.longest)

    def count(self, outcomes: Collection[str]) -> int:
        """How many there are of some outcomes together."""
        return sum(self.of[one] for one in outcomes)

    def figure(self, name: str) -> int:
        """One of ``FIGURES``."""
        return self.count(FIGURES[name])

    @property
    def scored(self) -> int:
        """Of how many the share is."""
        return self.count(SCORED)

    @property
    def points(self) -> int | None:
        """The share met in time, in hundredths of a percent; None where nothing is scored."""
        return points(self.of["on_time"], self.scored)
