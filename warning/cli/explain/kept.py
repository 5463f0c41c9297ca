"""The fact behind a signal that a balance raised: what was kept until then, and what ended the episode before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from warning.cli.situation import Situation
from warning.core.effects import Why
from warning.core.rows import Signal
from warning.ledger.memory import Change

EVER: Final = 1 << 62
BY_BALANCE: Final = "balance_recorded"
BY_RECOVERY: Final = "kept_after_recovery"
BACK: Final = {
    "settlement_taken_back": ("R88",),
    "refinancing_taken_back": ("R88", "R101"),
    "balance_after_end": ("R88", "R99"),
    "refinanced": ("R87",),
}
"""Reasons for which what closed a signal was no recovery after all -> the readings by which it counts from then."""
SAID: Final = ("raised", "rose", "kept")
"""Changes that say by which fact a signal has its level."""


class Behind(Struct, frozen=True):
    """The facts that were kept, with their reasons, what closed the episode before (W9), and what came of that."""

    facts: tuple[Why, ...] = ()
    ending: tuple[tuple[Signal, Change], ...] = ()
    kept: tuple[Why, ...] = ()
    """Why they stand after a recovery (W9, R105)."""
    back: tuple[Change, ...] = ()
    """By what the closing was no recovery after all (R87, R88)."""
    had: bool = False
    """Whether the last fact raised a signal at once, so that there was a balance then."""
    before: bool = False
    """Whether the last fact is of an episode before."""

    @property
    def records(self) -> tuple[str, ...]:
        """The records of all of it."""
        changes = (*(change for _, change in self.ending), *self.back)
        whys = (*self.facts, *self.kept, *(change.effect.why for change in changes))
        return tuple(dict.fromkeys(name for why in whys for name in why.events))


def behind(found: Situation, signal: Signal, until: int = EVER) -> Behind:
    """What a signal kept, or raised by a balance, up to an instant goes back to; nothing of any other (W9, W11)."""
    changes = [one for one in found.ledger.history.get(signal.id, ()) if one.at <= until]
    said = [one for one in changes if one.effect.change in SAID]
    kept = [one.effect.why for one in said if one.effect.why.code == BY_RECOVERY]
    back = [one for one in said if one.effect.why.code in BACK]
    if not kept and not back and all(one.effect.why.code != BY_BALANCE for one in said):
        return Behind()
    former = _former(found, signal) if kept or back else []
    recovered = {name for why in kept for name in why.events}
    before = [one for row in former for one in found.ledger.history.get(row.id, ())]
    by_event = [one for one in _facts(before) if recovered & {*one.effect.why.events}]
    earlier = by_event if kept else _standing(before)
    own = [one for one in _facts(changes) if one.effect.change == "kept"]
    facts = [*earlier, *own]
    ended = [(row, one) for row in former[-1:] for one in found.ledger.history.get(row.id, ())]
    return Behind(
        facts=tuple(dict.fromkeys(one.effect.why for one in facts)),
        ending=tuple([(row, one) for row, one in ended if one.effect.change == "closed"][-1:]),
        kept=tuple(kept),
        back=tuple(back[-1:]),
        had=bool(facts) and facts[-1].effect.change != "kept",
        before=bool(earlier) and not own,
    )


def _facts(changes: Iterable[Change]) -> list[Change]:
    """The changes by a fact, not by a balance, a recovery or what took that back."""
    others = (BY_BALANCE, BY_RECOVERY, *BACK)
    return [one for one in changes if one.effect.change in SAID and one.effect.why.code not in others]


def _standing(changes: Sequence[Change]) -> list[Change]:
    """The last of them by a fact that was not retracted (R70, W12)."""
    whys = [one.effect.why for one in changes]
    retracted = {why.events[0] for why in whys if why.code == "disputed" and why.events}
    return [one for one in _facts(changes) if not retracted & {*one.effect.why.events}][-1:]


def _former(found: Situation, signal: Signal) -> list[Signal]:
    """The episodes before, the first first."""
    same = (signal.customer_no, signal.clause, signal.subject)
    rows = (row for row in found.verdicts.signals if (row.customer_no, row.clause, row.subject) == same)
    return sorted((row for row in rows if row.episode < signal.episode), key=lambda row: row.episode)
