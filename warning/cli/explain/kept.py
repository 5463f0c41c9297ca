"""The fact behind a signal that a balance raised: what was kept until then, and what ended the episode before."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from warning.cli.situation import Situation
from warning.core.effects import Why
from warning.core.rows import Signal
from warning.ledger.memory import Change

EVER: Final = 1 << 62
BY_BALANCE: Final = "balance_recorded"
BY_RECOVERY: Final = "kept_after_recovery"
SAID: Final = ("raised", "rose", "kept")
"""Changes that say by which fact a signal has its level."""


class Behind(Struct, frozen=True):
    """The facts that were kept, with their reasons, and what closed the episode before (W9)."""

    facts: tuple[Why, ...] = ()
    ending: tuple[tuple[Signal, Change], ...] = ()

    @property
    def records(self) -> tuple[str, ...]:
        """The records of all of it."""
        whys = (*self.facts, *(change.effect.why for _, change in self.ending))
        return tuple(dict.fromkeys(name for why in whys for name in why.events))


def behind(found: Situation, signal: Signal, until: int = EVER) -> Behind:
    """What a signal kept, or raised by a balance, up to an instant goes back to; nothing of any other (W9, W11)."""
    changes = [one for one in found.ledger.history.get(signal.id, ()) if one.at <= until]
    whys = [one.effect.why for one in changes if one.effect.change in SAID]
    recovered = {name for why in whys if why.code == BY_RECOVERY for name in why.events}
    if not recovered and all(why.code != BY_BALANCE for why in whys):
        return Behind()
    former = _former(found, signal)
    before = [one for row in former for one in found.ledger.history.get(row.id, ())] if recovered else []
    facts = [one.effect.why for one in before if one.effect.change in SAID and recovered & {*one.effect.why.events}]
    own = [one.effect.why for one in changes if one.effect.change == "kept"]
    said = [why for why in (*facts, *own) if why.code not in (BY_BALANCE, BY_RECOVERY)]
    ended = [(row, one) for row in former[-1:] for one in found.ledger.history.get(row.id, ())]
    closings = [(row, one) for row, one in ended if one.effect.change == "closed"] if recovered else []
    return Behind(tuple(dict.fromkeys(said)), tuple(closings[-1:]))


def _former(found: Situation, signal: Signal) -> list[Signal]:
    """The episodes before, the first first."""
    same = (signal.customer_no, signal.clause, signal.subject)
    rows = (row for row in found.verdicts.signals if (row.customer_no, row.clause, row.subject) == same)
    return sorted((row for row in rows if row.episode < signal.episode), key=lambda row: row.episode)
